"""The functions of a window, and which channels have them: an angle has no sum, and so on."""

from collections.abc import Sequence

from turbine.explore.words import Words
from turbine.model.channels import Channel, channel
from turbine.model.errors import ConfigError
from turbine.model.headings import Statistic
from turbine.wind.kernels import percentile_of
from turbine.words import Said, Text

Function = str
"""A name in _TITLES, or a percentile, as :func:`function_of` writes it: ``p10``, ``p97.5``."""

_TITLES: dict[Function, Said] = {
    "mean": Words.MEAN(),
    "mean-hold": Words.MEAN_HELD(),
    "min": Words.MINIMUM(),
    "max": Words.MAXIMUM(),
    "sum": Words.SUM(),
    "count": Words.COUNT(),
    "median": Words.MEDIAN(),
    "stddev": Words.STANDARD_DEVIATION(),
    "stderr": Words.STANDARD_ERROR(),
    "spread": Words.SPREAD(),
    "first": Words.FIRST_VALUE(),
    "last": Words.LAST_VALUE(),
    "mode": Words.MOST_FREQUENT(),
    "energy": Words.ENERGY(),
    "energy-hold": Words.ENERGY_HELD(),
    "energy-trapezoid": Words.ENERGY_TRAPEZOIDS(),
    "increase": Words.INCREASE(),
    "circular_mean": Words.CIRCULAR_MEAN(),
    "circular_stddev": Words.CIRCULAR_DEVIATION(),
    "mode_sector": Words.MOST_FREQUENT_SECTOR(),
}
PERCENTILES: tuple[Function, ...] = ("p10", "p25", "p75", "p90")
FUNCTIONS: tuple[Function, ...] = (*_TITLES, *PERCENTILES)
"""Those that are offered; any other percentile can be typed."""


def function_of(text: str) -> Function:
    """A function as a person writes it (``P 97.5``), in the form that addresses and commands have.
    Raises ConfigError for what is none."""
    function = text.strip().casefold()
    if function in _TITLES:
        return function
    percent = percentile_of(function.replace(" ", ""))
    if percent is None:
        raise ConfigError(
            Words.NO_SUCH_FUNCTION(function=text), hint=Words.POSSIBLE(functions=FUNCTIONS)
        )
    return f"p{percent:g}"


def title_of(function: Function) -> Said:
    """What a person calls a function; in a sentence ``{function:lower}``. Of a percentile also its
    probability of exceedance, which is what wind people mean by P90."""
    percent = percentile_of(function)
    if percent is None:
        return _TITLES[function]
    return Words.PERCENTILE(percent=percent, exceedance=round(100.0 - percent, 3))


ENERGIES: tuple[Function, ...] = ("energy", "energy-hold", "energy-trapezoid")
"""In kWh, of powers: of rows that last one step, or integrated between irregular ones."""
_OF_STATES: tuple[Function, ...] = ("count", "first", "last", "mode")
_OF_ANGLES_ONLY: tuple[Function, ...] = ("circular_mean", "circular_stddev", "mode_sector")
_OF_AN_ANGLE: tuple[Function, ...] = (*_OF_ANGLES_ONLY, "count", "first", "last")


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
        return str(Words.LABEL_WITHOUT_UNIT(signal=signal, function=title_of(function)))
    return str(Words.LABEL(signal=signal, function=title_of(function), unit=unit))


def holds_words(name: str, function: Function) -> bool:
    """Whether the function's values are words."""
    return channel(name).is_text and function != "count"


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


def is_mean_speed(name: str) -> bool:
    """Whether its values are means of a speed, with turbulence within each."""
    its = channel(name)
    return its.unit == "m/s" and its.statistic is Statistic.MEAN


def energy_label(name: str) -> str:
    """``Active energy (kWh)``: what the catalogue calls it; of other fields, what it is of."""
    energy = channel(name).energy
    if energy is None:
        return label(name, "energy")
    return str(Words.SIGNAL(signal=energy(), unit=unit_of(name, "energy")))


def functions_for(channels: Sequence[str]) -> tuple[Function, ...]:
    """The offered functions that at least one of these channels has."""
    return tuple(function for function in FUNCTIONS if is_possible(function, channels))


def is_possible(function: Function, channels: Sequence[str]) -> bool:
    """Whether at least one of these channels has the function."""
    return bool(_resolve(channels, function)[0])


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
    if its.is_text and function not in _OF_STATES:
        return Words.IS_A_STATE(signal=its.label(), function=title_of(function))
    if function == "mode" and not its.is_text:
        return Words.IS_NO_STATE(signal=its.label())
    if its.angular and function not in _OF_AN_ANGLE:
        return Words.IS_AN_ANGLE(signal=its.label(), function=title_of(function))
    if function in _OF_ANGLES_ONLY and not its.angular:
        return Words.IS_NO_ANGLE(signal=its.label(), function=title_of(function))
    if function in ENERGIES and not is_power(its.name):
        return Words.IS_NO_POWER(signal=its.label())
    is_counter = its.statistic is Statistic.COUNTER
    if function == "increase" and not is_counter:
        return Words.IS_NO_COUNTER(signal=its.label())
    if function == "sum" and is_counter:
        return Words.IS_A_COUNTER(signal=its.label())
    return None
