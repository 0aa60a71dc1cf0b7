"""Fields that the catalogue does not have: what their names say."""

import pytest

from turbine.model.channels import BY_NAME, channel, ordered
from turbine.model.headings import Statistic


def test_the_catalogue_s_own():
    assert channel("power_kw") is BY_NAME["power_kw"]
    assert channel("power_kw").is_known


@pytest.mark.parametrize(
    ("name", "title", "unit", "statistic", "angular"),
    [
        ("power_max_kw", "Active power (maximum)", "kW", Statistic.MAX, False),
        ("wind_speed_std_mps", "Wind speed (standard deviation)", "m/s", Statistic.STD, False),
        (
            "wind_direction_std_deg",
            "Wind direction (standard deviation)",
            "°",
            Statistic.STD,
            False,
        ),
        ("wind_speed_80m_mps", "Wind speed 80 m", "m/s", Statistic.MEAN, False),
        ("bearing_2_degc", "Bearing 2", "°C", Statistic.MEAN, False),
        ("yaw_offset_deg", "Yaw offset", "°", Statistic.MEAN, True),
        ("counts_a_min", "Counts a (minimum)", "", Statistic.MIN, False),
        ("max", "Max", "", Statistic.MEAN, False),
        ("a", "A", "", Statistic.MEAN, False),
        ("Gen Speed_rpm", "Gen Speed_rpm", "", Statistic.MEAN, False),
        ("", "", "", Statistic.MEAN, False),
    ],
)
def test_a_name_says_what_it_is(name, title, unit, statistic, angular):
    found = channel(name)
    assert (found.title, found.unit, found.statistic) == (title, unit, statistic)
    assert (found.angular, found.is_known) == (angular, False)


def test_the_catalogue_comes_first():
    names = ["zeta", "wind_speed_mps", "alpha", "power_kw", "alpha"]
    assert ordered(names) == ("power_kw", "wind_speed_mps", "alpha", "zeta")
