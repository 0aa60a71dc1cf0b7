"""Where the sun stands: what tells day from night at a place.

References
----------
J. J. Michalsky, The Astronomical Almanac's algorithm for approximate solar position (1950-2050),
Solar Energy 40 (1988) 227-235: good to 0.01° without refraction.
"""

import numpy as np

from turbine.model.frame import Stamps
from turbine.wind.arrays import Floats, Masks

SUNRISE_DEG = -0.833
"""The elevation of the sun's centre at sunrise and sunset: refraction and the sun's radius."""
_NOON_2000_NS = 946_728_000 * 10**9
_DAY_NS = 86_400 * 10**9


def elevation_deg(stamps: Stamps, latitude_deg: float, longitude_deg: float) -> Floats:
    """The elevation of the sun's centre above the horizon, (n,), without refraction.

    ``stamps`` are UTC in ns; the longitude is positive to the east. Beyond 1950 to 2050 it is less
    exact.
    """
    days = (stamps - _NOON_2000_NS) / _DAY_NS
    anomaly = np.radians(357.528 + 0.9856003 * days)
    mean = 280.460 + 0.9856474 * days
    longitude = np.radians(mean + 1.915 * np.sin(anomaly) + 0.020 * np.sin(2 * anomaly))
    tilt = np.radians(23.439 - 0.0000004 * days)
    declination = np.arcsin(np.sin(tilt) * np.sin(longitude))
    ascension = np.arctan2(np.cos(tilt) * np.sin(longitude), np.cos(longitude))
    hours = stamps % _DAY_NS / _DAY_NS * 24
    sidereal = 15 * (6.697375 + 0.0657098242 * days + hours) + longitude_deg
    angle = np.radians(sidereal) - ascension
    latitude = np.radians(latitude_deg)
    sine = np.sin(latitude) * np.sin(declination)
    sine += np.cos(latitude) * np.cos(declination) * np.cos(angle)
    return np.asarray(np.degrees(np.arcsin(np.clip(sine, -1.0, 1.0))), dtype=np.float64)


def is_day(stamps: Stamps, latitude_deg: float, longitude_deg: float) -> Masks:
    """Whether the sun is up, (n,)."""
    return np.asarray(elevation_deg(stamps, latitude_deg, longitude_deg) > SUNRISE_DEG)
