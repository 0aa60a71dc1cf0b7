"""Figures of OpenOA, made in an environment of its own: the same, and where not, why not."""

import json
import math
from typing import Any

import numpy as np
import pytest
from paths import TESTS

from turbine.wind.power_curve import power_curve
from turbine.wind.wakes import Place, in_wake, wakes

FROZEN: dict[str, Any] = json.loads((TESTS / "data/openoa.json").read_text(encoding="utf-8"))
EARTH_M = 6_371_008.8


def made_rows() -> tuple[np.ndarray, np.ndarray]:
    n = np.arange(1, 2_001)
    wind, power = n * 37 % 2_603 / 100, (n * n * 13 % 977 - 20).astype(float)
    left = (wind < 20) | (wind >= 21.3)
    return wind[left], power[left]


def test_the_means_of_bins_are_openoas_and_empty_ones_are_not_filled():
    wind, power = made_rows()
    curve = power_curve(wind - 0.25, power)  # its bins lie between the multiples
    ours = dict(curve.select("bin_mps", "mean_kw").iter_rows())
    filled, beyond = [], []
    for at, theirs in zip(*FROZEN["curve"].values(), strict=True):
        if at - 0.25 in ours:
            assert ours[at - 0.25] == pytest.approx(theirs, rel=1e-12)
        elif at < wind.max():
            filled.append(at)
        else:
            beyond.append(at)
    assert filled == [20.25, 20.75]
    assert beyond[0] == 26.75
    assert len(ours) == 51


def place(x_m: float, y_m: float, diameter_m: float) -> Place:
    """On the equator, where a sphere is as good as flat."""
    degrees = (math.degrees(each / EARTH_M) for each in (y_m, x_m))
    return Place(**dict(zip(("latitude_deg", "longitude_deg"), degrees, strict=True)),
                 diameter_m=diameter_m)  # fmt: skip


def test_turbines_are_free_of_wakes_where_openoa_says_so():
    places = {name: place(*given) for name, given in FROZEN["layout_m"].items()}
    directions = np.array([float(each) for each in FROZEN["free_by_direction"]])
    for name, own in places.items():
        others = {other: its for other, its in places.items() if other != name}
        free = ~in_wake(directions, wakes(own, others))
        theirs = [name in each for each in FROZEN["free_by_direction"].values()]
        assert free.tolist() == theirs, name
        assert 0 < free.sum() < len(free) or name == "F"
