"""Directions from which a turbine stands in another one's wake.

IEC 61400-12-1:2005, Annex A: a turbine of rotor diameter D at distance L disturbs a sector of
α = 1.3 arctan(2.5 D/L + 0.15) + 10° around the direction in which it stands, for L from 2 D to 20 D
(81° at 2 D, 74° at 2.5 D, 59° at 4 D). Beyond 20 D it disturbs nothing. Of less than 2 D the annex
says nothing: half the compass is taken, as by others who use it.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from turbine.wind.arrays import Floats, Masks

NEAREST_D, FARTHEST_D = 2.0, 20.0
_TOO_NEAR_DEG = 180.0
_EARTH_M = 6_371_008.8
"""Mean radius: distances are right within 0.6 %, which changes a sector by less than 0.3°."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a turbine stands, in degrees, and the diameter of its rotor."""

    latitude_deg: float
    longitude_deg: float
    diameter_m: float


def sector_width(distance_d: float) -> float:
    """The width of the disturbed sector in degrees, by the distance in rotor diameters of the
    turbine that disturbs."""
    if distance_d > FARTHEST_D:
        return 0.0
    if distance_d < NEAREST_D:
        return _TOO_NEAR_DEG
    return 1.3 * math.degrees(math.atan(2.5 / distance_d + 0.15)) + 10.0


def distance_and_bearing(own: Place, other: Place) -> tuple[float, float]:
    """How far another place is, in m, and in which direction, in degrees clockwise from north, on
    a great circle."""
    phi, other_phi = math.radians(own.latitude_deg), math.radians(other.latitude_deg)
    turn = math.radians(other.longitude_deg - own.longitude_deg)
    haversine = (
        math.sin((other_phi - phi) / 2) ** 2
        + math.cos(phi) * math.cos(other_phi) * math.sin(turn / 2) ** 2
    )
    east = math.sin(turn) * math.cos(other_phi)
    north = math.cos(phi) * math.sin(other_phi) - math.sin(phi) * math.cos(other_phi) * math.cos(
        turn
    )
    distance = 2 * _EARTH_M * math.asin(math.sqrt(min(haversine, 1.0)))
    return distance, math.degrees(math.atan2(east, north)) % 360.0


def wakes(own: Place, others: Mapping[str, Place]) -> pl.DataFrame:
    """The sectors in which a turbine stands in the wake of others, the nearest first.

    One row per other turbine: ``turbine``, ``distance_m``, ``distance_d`` (in its own rotor
    diameters), ``bearing_deg`` (where it stands), ``width_deg`` (0 beyond 20 diameters), and
    ``from_deg`` and ``to_deg`` (clockwise, null without a sector).
    """
    rows = []
    for name, other in others.items():
        distance_m, bearing = distance_and_bearing(own, other)
        distance_d = distance_m / other.diameter_m
        width = sector_width(distance_d)
        edges = [(bearing + sign * width / 2) % 360.0 if width else None for sign in (-1, 1)]
        rows.append((name, distance_m, distance_d, bearing, width, *edges))
    numbers = ("distance_m", "distance_d", "bearing_deg", "width_deg", "from_deg", "to_deg")
    schema = {"turbine": pl.String, **dict.fromkeys(numbers, pl.Float64)}
    return pl.DataFrame(rows, schema=schema, orient="row").sort("distance_m")


def in_wake(direction_deg: Floats, sectors: pl.DataFrame) -> Masks:
    """Whether the wind comes from a disturbed sector, (n,); edges count as inside, and a direction
    that is NaN does not."""
    marked = np.zeros(len(direction_deg), dtype=np.bool_)
    for bearing, width in sectors.select("bearing_deg", "width_deg").iter_rows():
        if width:
            apart = np.abs((direction_deg - bearing + 180.0) % 360.0 - 180.0)
            marked |= apart <= width / 2
    return marked
