"""What can be asked of a window, and which channels have it: an angle has no sum, and so on."""

from collections.abc import Sequence
from typing import Literal, get_args

from turbine.model.channels import BY_NAME, Channel
from turbine.model.errors import ConfigError

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
    "circular_mean",
]
FUNCTIONS: tuple[Function, ...] = get_args(Function)

TITLES: dict[Function, str] = {
    "mean": "mean",
    "min": "minimum",
    "max": "maximum",
    "sum": "sum",
    "count": "rows",
    "median": "median",
    "stddev": "standard deviation",
    "spread": "spread",
    "first": "first value",
    "last": "last value",
    "p10": "10th percentile",
    "p90": "90th percentile",
    "energy": "energy",
    "circular_mean": "circular mean",
}
"""What a person calls each function."""

_OF_AN_ANGLE: tuple[Function, ...] = ("circular_mean", "count", "first", "last")


def unit_of(channel: str, function: Function) -> str:
    """The unit of a function's values: the channel's own, but of a count and an energy."""
    return {"count": "rows", "energy": "kWh"}.get(function, BY_NAME[channel].unit)


def label(channel: str, function: Function) -> str:
    """``Active power mean (kW)``; ``Active power (rows)``."""
    words = "" if function == "count" else f" {TITLES[function]}"
    return f"{BY_NAME[channel].title}{words} ({unit_of(channel, function)})"


def functions_for(channels: Sequence[str]) -> tuple[Function, ...]:
    """The functions that at least one of these channels has."""
    return tuple(f for f in FUNCTIONS if any(_resolve(channels, f)[0]))


def resolve(
    channels: Sequence[str], function: Function
) -> tuple[dict[str, Function], dict[str, str]]:
    """What is computed of each channel, and which are left out, with the reason.

    Raises ConfigError for a channel that the catalogue does not have, and where none is left.
    """
    if not channels:
        raise ConfigError("No field is chosen.", hint="Choose at least one.")
    for name in channels:
        if name not in BY_NAME:
            raise ConfigError(
                f"There is no field {name!r}.", hint=f"It can be {', '.join(BY_NAME)}."
            )
    chosen, omitted = _resolve(channels, function)
    if not chosen:
        raise ConfigError(next(iter(omitted.values())), hint=_alternative(channels))
    return chosen, omitted


def _resolve(
    channels: Sequence[str], function: Function
) -> tuple[dict[str, Function], dict[str, str]]:
    chosen: dict[str, Function] = {}
    omitted: dict[str, str] = {}
    for name in dict.fromkeys(channels):
        channel = BY_NAME[name]
        if channel.angular and function == "mean" and len(channels) > 1:
            chosen[name] = "circular_mean"
        elif reason := _objection(channel, function):
            omitted[name] = reason
        else:
            chosen[name] = function
    return chosen, omitted


def _objection(channel: Channel, function: Function) -> str:
    if channel.angular and function not in _OF_AN_ANGLE:
        return f"{channel.title} has no {TITLES[function]}, since it is an angle."
    if function == "circular_mean" and not channel.angular:
        return f"{channel.title} has no circular mean, since it is no angle."
    if function == "energy" and not channel.power:
        return f"{channel.title} has no energy, since it is no power."
    return ""


def _alternative(channels: Sequence[str]) -> str:
    possible = ", ".join(functions_for(channels))
    return f"Of what is chosen there is: {possible}."
