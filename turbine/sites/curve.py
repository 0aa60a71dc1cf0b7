"""A power curve as it is noted of a turbine: ``3:0,3.5:38.2``, wind speeds in m/s and powers in
kW."""

import math
from collections.abc import Iterable
from itertools import pairwise

MOST_MPS, LEAST_KW, MOST_KW = 100.0, -1_000.0, 50_000.0
_MOST_POINTS = 300


def points(text: str) -> tuple[tuple[float, float], ...] | None:
    """The points of a curve; None if it is none: two at least, wind speeds rising."""
    try:
        pairs = [pair.split(":") for pair in text.replace(" ", "").split(",") if pair]
        found = tuple((float(speed), float(power)) for speed, power in pairs)
    except ValueError:
        return None
    speeds = [speed for speed, _ in found]
    if not 2 <= len(found) <= _MOST_POINTS:
        return None
    if any(after <= before for before, after in pairwise(speeds)):
        return None
    inside = all(0 <= v <= MOST_MPS and LEAST_KW <= p <= MOST_KW for v, p in found)
    return found if inside else None


def written(pairs: Iterable[tuple[float, float]]) -> str:
    """The text of these points."""
    return ",".join(f"{_number(speed)}:{_number(power)}" for speed, power in pairs)


def read(text: str) -> str | None:
    """The text as it is kept; None if it is no curve."""
    found = points(text)
    return None if found is None else written(found)


def _number(value: float) -> str:
    # Six decimals of a kilowatt are more than anybody knows, and nothing ends in 0000001.
    text = f"{value:.6f}".rstrip("0").rstrip(".") if math.isfinite(value) else str(value)
    return "0" if text == "-0" else text
