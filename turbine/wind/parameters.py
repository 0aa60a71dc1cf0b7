"""The parameters of the quality flags: their units, what they may be, and how they are written."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from turbine.wind.words import Words
from turbine.words import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A number that a rule depends on."""

    label: Sentence
    unit: str
    lower: float
    upper: float
    flags: tuple[str, ...]
    """Whose rules it is in."""
    whole: bool = False

    def value(self, number: float) -> float | None:
        """The number as its rule wants it; None for one that it cannot have."""
        if not self.lower <= number <= self.upper:  # NaN neither
            return None
        if self.whole:
            return int(number) if number == int(number) else None
        return float(number)


def _rows(label: Sentence, *flags: str) -> Parameter:
    return Parameter(label=label, unit="", lower=1, upper=100_000, flags=flags, whole=True)


PARAMETERS: Mapping[str, Parameter] = {
    "cut_in_mps": Parameter(
        label=Words.CUT_IN,
        unit="m/s",
        lower=0.0,
        upper=20.0,
        flags=("stopped", "icing", "directions_disagree"),
    ),
    "cut_out_mps": Parameter(
        label=Words.CUT_OUT, unit="m/s", lower=5.0, upper=60.0, flags=("stopped",)
    ),
    "idle_kw": Parameter(
        label=Words.IDLE,
        unit="kW",
        lower=-1_000.0,
        upper=50_000.0,
        flags=("stopped", "curtailed", "icing"),
    ),
    "flat_rows": _rows(Words.FLAT_ROWS, "flatline", "vane_flatline"),
    "flat_within": Parameter(
        label=Words.FLAT_WITHIN,
        unit="m/s, °",
        lower=0.0,
        upper=360.0,
        flags=("flatline", "vane_flatline"),
    ),
    "curtailed_rows": _rows(Words.LEAST_ROWS, "curtailed"),
    "curtailed_within_percent": Parameter(
        label=Words.WITHIN_OF_RATED, unit="%", lower=0.0, upper=100.0, flags=("curtailed",)
    ),
    "curtailed_below_percent": Parameter(
        label=Words.BELOW_OF_RATED, unit="%", lower=0.0, upper=100.0, flags=("curtailed",)
    ),
    "icing_c": Parameter(label=Words.COLD, unit="°C", lower=-60.0, upper=60.0, flags=("icing",)),
    "icing_share_percent": Parameter(
        label=Words.SHARE_OF_REFERENCE, unit="%", lower=0.0, upper=200.0, flags=("icing",)
    ),
    "icing_rows": _rows(Words.LEAST_ROWS, "icing"),
    "above_rated_percent": Parameter(
        label=Words.ABOVE, unit="%", lower=0.0, upper=1_000.0, flags=("above_rated",)
    ),
    "jump_mps": Parameter(label=Words.CHANGE, unit="m/s", lower=0.0, upper=100.0, flags=("jump",)),
    "speeds_mps": Parameter(
        label=Words.APART, unit="m/s", lower=0.0, upper=100.0, flags=("speeds_disagree",)
    ),
    "speeds_percent": Parameter(
        label=Words.APART_SHARE, unit="%", lower=0.0, upper=100.0, flags=("speeds_disagree",)
    ),
    "angle_deg": Parameter(
        label=Words.APART, unit="°", lower=0.0, upper=180.0, flags=("directions_disagree",)
    ),
}
"""By their names in :class:`turbine.wind.flags.Rules`: all but the rated power."""


def read(text: str) -> float | None:
    """``name=number`` of one parameter as its number; None if it names none, or one that cannot
    be."""
    name, _, number = text.partition("=")
    parameter = PARAMETERS.get(name.strip())
    try:
        value = float(number)
    except ValueError:
        value = math.nan
    return None if parameter is None else parameter.value(value)


def parse(text: str) -> tuple[dict[str, float], list[str]]:
    """``name=number`` after ``name=number``, with commas or spaces between: the parameters, and
    those parts that are none."""
    found: dict[str, float] = {}
    refused = []
    for part in text.replace(",", " ").split():
        value = read(part)
        if value is None:
            refused.append(part)
        else:
            found[part.partition("=")[0]] = value
    return found, refused


def written(changes: Mapping[str, float]) -> str:
    """The same as :func:`parse` reads, in the order of PARAMETERS."""
    return ",".join(
        f"{name}={np.format_float_positional(changes[name], trim='-')}"
        for name in PARAMETERS
        if name in changes
    )
