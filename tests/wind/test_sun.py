"""The sun's elevation, against what almanacs print."""

from datetime import UTC, datetime

import numpy as np
import pytest

from turbine.wind.sun import SUNRISE_DEG, elevation_deg, is_day


def ns(text: str) -> np.ndarray:
    moment = datetime.fromisoformat(text).replace(tzinfo=UTC)
    return np.array([int(moment.timestamp()) * 10**9], dtype=np.int64)


@pytest.mark.parametrize(
    ("moment", "latitude", "longitude", "elevation"),
    [
        # At the equinox over the equator, at the end of the equation of time's 7.5 minutes.
        ("2018-03-20T12:07:30", 0.0, 0.0, 90.0),
        # Midsummer noon: 90 - latitude + the tilt of the axis.
        ("2018-06-21T12:01:50", 50.0, 0.0, 90 - 50 + 23.44),
        ("2018-12-21T11:58:10", 50.0, 0.0, 90 - 50 - 23.44),
        ("2018-12-21T11:58:10", -50.0, 0.0, 90 - 50 + 23.44),
        # Midnight sun.
        ("2018-06-21T00:01:50", 80.0, 0.0, 80 + 23.44 - 90),
    ],
)
def test_it_stands_where_geometry_puts_it(moment, latitude, longitude, elevation):
    found = elevation_deg(ns(moment), latitude, longitude)
    assert found == pytest.approx([elevation], abs=0.25)


@pytest.mark.parametrize(
    ("sunrise", "latitude", "longitude"),
    [
        ("2018-06-21T02:32:00", 41.01, 28.98),  # Istanbul
        ("2018-12-21T05:25:00", 41.01, 28.98),
        ("2018-06-21T03:43:00", 51.5, -0.13),  # London
        ("2018-12-21T08:04:00", 51.5, -0.13),
    ],
)
def test_it_rises_when_the_almanac_says(sunrise, latitude, longitude):
    minutes = ns(sunrise) + np.arange(-4, 5, dtype=np.int64) * 60 * 10**9
    day = is_day(minutes, latitude, longitude)
    assert not day[0]
    assert day[-1]
    assert elevation_deg(minutes, latitude, longitude)[4] == pytest.approx(SUNRISE_DEG, abs=0.5)
