"""Means of angles, in degrees clockwise from north.

The mean direction of θ₁…θₙ is the direction of the mean of their unit vectors, and the length R of
that mean vector (0 to 1) says how well they agree: 1 if all are equal, near 0 if they cancel each
other, and then there is no mean direction.

References
----------
N. I. Fisher, Statistical Analysis of Circular Data, Cambridge University Press 1993, §2.3.
K. V. Mardia and P. E. Jupp, Directional Statistics, Wiley 2000, §2.3.4 (the standard deviation).
"""

from collections.abc import Iterable

import polars as pl

from turbine.model.channels import channel

NO_DIRECTION = 1e-9
"""Below this R the angles cancel each other, within the precision of doubles."""
SECTOR_DEG = 22.5
"""Of the sixteen points of the compass."""


def mean_deg(angle: pl.Expr, *, signed: bool | None = False) -> pl.Expr:
    """The circular mean in [0, 360), or in (−180, 180] if the angles are ``signed`` (None: they are
    if one is negative); null if there is no value, or R is about 0."""
    mean = _direction(*_vector(angle))
    return as_signed(mean, pl.lit(signed) if signed is not None else angle.min() < 0.0)


def kinds(names: Iterable[str], name: pl.Expr) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Of each field's ``name``: whether it is an angle, a signed one, and one that may be either.
    ``names`` are all that there are."""
    angles = {each: channel(each).signed for each in names if channel(each).angular}
    signed = [each for each, sign in angles.items() if sign]
    either = [each for each, sign in angles.items() if sign is None]
    return name.is_in(list(angles)), name.is_in(signed), name.is_in(either)


def as_signed(angle: pl.Expr, signed: pl.Expr) -> pl.Expr:
    """The same directions, in (−180, 180] where they are ``signed``, as they are elsewhere."""
    return pl.when(signed & (angle > 180.0)).then(angle - 360.0).otherwise(angle)


def resultant(angle: pl.Expr) -> pl.Expr:
    """The mean resultant length R in [0, 1]; null if there is no value."""
    return _length(*_vector(angle))


def deviation_deg(angle: pl.Expr) -> pl.Expr:
    """The circular standard deviation √(−2 ln R); null if there is no value, or R is about 0."""
    length = resultant(angle)
    return pl.when(length >= NO_DIRECTION).then((-2.0 * length.log()).sqrt().degrees() + 0.0)


def most_frequent_sector_deg(angle: pl.Expr) -> pl.Expr:
    """The centre of the sector, of sixteen, that most angles are in; of several the first from
    north. A sector begins half a width before its centre."""
    sector = ((angle + SECTOR_DEG / 2.0) % 360.0 // SECTOR_DEG) % 16.0
    return sector.drop_nulls().mode().min() * SECTOR_DEG


def combine(mean: pl.Expr, length: pl.Expr, count: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """The mean and R of all angles, from the means, Rs and counts of groups.

    A group without a direction (R about 0) adds its count and no vector.
    """
    east, north = (
        (count * (length * part).fill_null(0.0)).sum() / count.sum() for part in _parts(mean)
    )
    return _direction(east, north), _length(east, north)


def turn_deg(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """The shorter way from one direction to the other, in [-180, 180) (clockwise is positive)."""
    return (end - start + 180.0) % 360.0 - 180.0


def wrap_deg(angle: pl.Expr) -> pl.Expr:
    """The same direction in [0, 360)."""
    wrapped = angle % 360.0
    # A tiny negative angle plus 360 rounds to 360 itself; adding 0.0 makes -0.0 a plain zero.
    return pl.when(wrapped >= 360.0).then(0.0).otherwise(wrapped) + 0.0


def _parts(angle: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    radians = angle.radians()
    return radians.sin(), radians.cos()


def _vector(angle: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    east, north = _parts(angle)
    return east.mean(), north.mean()


def _length(east: pl.Expr, north: pl.Expr) -> pl.Expr:
    return (east * east + north * north).sqrt().clip(upper_bound=1.0)


def _direction(east: pl.Expr, north: pl.Expr) -> pl.Expr:
    angle = wrap_deg(pl.arctan2(east, north).degrees())
    return pl.when(_length(east, north) >= NO_DIRECTION).then(angle)
