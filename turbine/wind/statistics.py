"""Statistics of one column of values."""

import math
from typing import TypeVar

import numpy as np

from turbine.wind.arrays import Floats
from turbine.wind.circular import NO_DIRECTION
from turbine.wind.roses import sector_of

_Angle = TypeVar("_Angle", float, Floats)


def circular_mean(angle_deg: Floats) -> tuple[float, float]:
    """The mean direction in [0, 360) and R in [0, 1] (see :mod:`turbine.wind.circular`); the
    direction is NaN where the angles cancel each other, both without a value."""
    radians = np.deg2rad(angle_deg[np.isfinite(angle_deg)])
    if not len(radians):
        return math.nan, math.nan
    east, north = float(np.sin(radians).mean()), float(np.cos(radians).mean())
    length = min(math.hypot(east, north), 1.0)
    if length < NO_DIRECTION:
        return math.nan, length
    mean = math.degrees(math.atan2(east, north)) % 360.0
    return (mean if mean < 360.0 else 0.0), length


def circular_std(angle_deg: Floats) -> float:
    """The circular standard deviation √(−2 ln R), in degrees (Fisher 1993, §2.3.1); NaN without a
    value, infinite where the angles cancel each other."""
    _, length = circular_mean(angle_deg)
    if math.isnan(length):
        return math.nan
    if length < NO_DIRECTION:
        return math.inf
    return math.degrees(math.sqrt(max(-2 * math.log(length), 0.0)))


def mode_sector(angle_deg: Floats, sectors: int = 12) -> tuple[float, int] | None:
    """The centre in degrees of the sector with the most values, and how many; of several, the
    first one clockwise from north. None without a value."""
    known = angle_deg[np.isfinite(angle_deg)]
    if not len(known):
        return None
    counts = np.bincount(sector_of(known, sectors), minlength=sectors)
    place = int(counts.argmax())
    return place * 360.0 / sectors, int(counts[place])


def turned(before_deg: _Angle, after_deg: _Angle) -> _Angle:
    """The angle from one direction to another, clockwise, in (−180, 180]; NaN without one."""
    return 180.0 - (180.0 - (after_deg - before_deg)) % 360.0


def time_weighted_mean(values: Floats, hours: Floats) -> float:
    """Σ v·Δt / Σ Δt: right also where rows last differently. ``values``, ``hours`` (n,); rows
    without one of them count nowhere; NaN without any."""
    known = np.isfinite(values) & np.isfinite(hours)
    total = float(hours[known].sum())
    return float((values * hours)[known].sum()) / total if total > 0 else math.nan
