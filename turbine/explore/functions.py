"""The functions of a window, and which channels have them: an angle has no sum, and so on."""

from collections.abc import Sequence
from typing import Literal, get_args

from turbine.explore.words import Words
from turbine.model.channels import Channel, channel
from turbine.model.errors import ConfigError
from turbine.model.headings import Statistic
from turbine.words import Said, Text

Function = Literal[
    "mean",
    "min",
    "max",
    "sum",
    "count",
    "median",
    "stddev",
    "spread",
    "first",
    "last",
    "p10",
    "p90",
    "energy",
    "energy-hold",
    "energy-trapezoid",
    "increase",
    "circular_mean",
]
FUNCTIONS: tuple[Function, ...] = get_args(Function)

TITLES: dict[Function, Said] = {
    "mean": Words.MEAN(),
    "min": Words.MINIMUM(),
    "max": Words.MAXIMUM(),
    "sum": Words.SUM(),
    "count": Words.COUNT(),
    "median": Words.MEDIAN(),
    "stddev": Words.STANDARD_DEVIATION(),
    "spread": Words.SPREAD(),
    "first": Words.FIRST_VALUE(),
    "last": Words.LAST_VALUE(),
    "p10": Words.PERCENTILE_10(),
    "p90": Words.PERCENTILE_90(),
    "energy": Words.ENERGY(),
    "energy-hold": Words.ENERGY_HELD(),
    "energy-trapezoid": Words.ENERGY_TRAPEZOIDS(),
    "increase": Words.INCREASE(),
    "circular_mean": Words.CIRCULAR_MEAN(),
}
"""What a person calls each function; in a sentence ``{function:lower}``."""

ENERGIES: tuple[Function, ...] = ("energy", "energy-hold", "energy-trapezoid")
"""In kWh, of powers: of rows that last one step, or integrated between irregular ones."""
_OF_AN_ANGLE: tuple[Function, ...] = ("circular_mean", "count", "first", "last")


def unit_of(name: str, function: Function) -> str:
    """The unit of a function's values: the field's own, which may be empty, except for a count and
    an energy."""
    if function == "count":
        return str(Words.ROWS())
    return "kWh" if function in ENERGIES else channel(name).unit


def label(name: str, function: Function) -> str:
    """``Active power mean (kW)``; ``Active power (rows)``."""
    signal, unit = channel(name).label(), unit_of(name, function)
    if function == "count":
        return str(Words.SIGNAL(signal=signal, unit=unit))
    if not unit:
        return str(Words.LABEL_WITHOUT_UNIT(signal=signal, function=TITLES[function]))
    return str(Words.LABEL(signal=signal, function=TITLES[function], unit=unit))


def quantity(name: str) -> str:
    """A field with its unit: ``Active power (kW)``."""
    signal = channel(name)
    return (
        str(Words.SIGNAL(signal=signal.label(), unit=signal.unit)) if signal.unit else signal.title
    )


def is_power(name: str) -> bool:
    """Whether its sum times the step is an energy: a mean, in kW."""
    its = channel(name)
    return its.power or (its.unit == "kW" and its.statistic is Statistic.MEAN)


def energy_label(name: str) -> str:
    """``Active energy (kWh)``: what the catalogue calls it; of other fields, what it is of."""
    energy = channel(name).energy
    if energy is None:
        return label(name, "energy")
    return str(Words.SIGNAL(signal=energy(), unit=unit_of(name, "energy")))


def functions_for(channels: Sequence[str]) -> tuple[Function, ...]:
    """The functions that at least one of these channels has."""
    return tuple(f for f in FUNCTIONS if any(_resolve(channels, f)[0]))


def resolve(
    channels: Sequence[str], function: Function
) -> tuple[dict[str, Function], dict[str, Text]]:
    """What is computed of each channel, and which are left out, with the reason.

    Raises ConfigError if none is left.
    """
    if not channels:
        raise ConfigError(Words.NO_FIELD(), hint=Words.CHOOSE_A_FIELD())
    chosen, omitted = _resolve(channels, function)
    if not chosen:
        raise ConfigError(
            next(iter(omitted.values())), hint=Words.POSSIBLE(functions=functions_for(channels))
        )
    return chosen, omitted


def _resolve(
    channels: Sequence[str], function: Function
) -> tuple[dict[str, Function], dict[str, Text]]:
    chosen: dict[str, Function] = {}
    omitted: dict[str, Text] = {}
    for name in dict.fromkeys(channels):
        its = channel(name)
        if its.angular and function == "mean" and len(channels) > 1:
            chosen[name] = "circular_mean"
        elif reason := _objection(its, function):
            omitted[name] = reason
        else:
            chosen[name] = function
    return chosen, omitted


def _objection(its: Channel, function: Function) -> Said | None:
    if its.angular and function not in _OF_AN_ANGLE:
        return Words.IS_AN_ANGLE(signal=its.label(), function=TITLES[function])
    if function == "circular_mean" and not its.angular:
        return Words.IS_NO_ANGLE(signal=its.label())
    if function in ENERGIES and not is_power(its.name):
        return Words.IS_NO_POWER(signal=its.label())
    is_counter = its.statistic is Statistic.COUNTER
    if function == "increase" and not is_counter:
        return Words.IS_NO_COUNTER(signal=its.label())
    if function == "sum" and is_counter:
        return Words.IS_A_COUNTER(signal=its.label())
    return None
