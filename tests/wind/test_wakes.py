"""Disturbed sectors: published widths, edges, and positions on the globe."""

import numpy as np
import pytest

from turbine.wind.wakes import Place, distance_and_bearing, in_wake, sector_width, wakes


@pytest.mark.parametrize(
    ("distance_d", "wanted"), [(2.0, 81), (2.5, 74), (4.0, 59), (20.0, 30), (20.01, 0), (1.99, 180)]
)
def test_widths_are_those_of_the_standards_figures(distance_d, wanted):
    assert sector_width(distance_d) == pytest.approx(wanted, abs=0.5)


def test_distance_and_bearing_on_the_globe():

    istanbul = Place(latitude_deg=41.2611, longitude_deg=28.7420, diameter_m=1.0)
    east = Place(latitude_deg=41.2611, longitude_deg=28.7540, diameter_m=1.0)
    south = Place(latitude_deg=41.2511, longitude_deg=28.7420, diameter_m=1.0)
    assert distance_and_bearing(istanbul, east) == pytest.approx((1_005.6, 90.0), rel=5e-3)
    assert distance_and_bearing(istanbul, south) == pytest.approx((1_110.7, 180.0), rel=5e-3)
    across = Place(latitude_deg=0.0, longitude_deg=-179.995, diameter_m=1.0)
    line = Place(latitude_deg=0.0, longitude_deg=179.995, diameter_m=1.0)
    assert distance_and_bearing(line, across) == pytest.approx((1_113.2, 90.0), rel=5e-3)


def test_a_sector_may_lie_across_north_and_far_turbines_disturb_nothing():
    own = Place(latitude_deg=0.0, longitude_deg=0.0, diameter_m=100.0)
    north = Place(latitude_deg=0.0036, longitude_deg=0.0, diameter_m=100.0)  # 400 m
    far = Place(latitude_deg=0.0, longitude_deg=0.02, diameter_m=100.0)  # 2.2 km
    found = wakes(own, {"far": far, "north": north})
    assert found["turbine"].to_list() == ["north", "far"]
    assert found["width_deg"].to_list() == [pytest.approx(59.1, abs=0.1), 0.0]
    assert found["from_deg"].to_list() == [pytest.approx(330.4, abs=0.1), None]
    assert found["to_deg"].to_list() == [pytest.approx(29.6, abs=0.1), None]
    marked = in_wake(np.array([330.0, 331.0, 0.0, 29.0, 30.0, 90.0, np.nan]), found)
    assert marked.tolist() == [False, True, True, True, False, False, False]
