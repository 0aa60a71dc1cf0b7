"""The method of bins: the real file's bins, and cases made by hand."""

import math

import numpy as np
import polars as pl
import pytest
from oracle import needs_oracle, reference, t1

from turbine.wind.power_curve import (
    air_density,
    cells_of,
    compare,
    hours_by_bin,
    normalised_wind,
    power_at,
    power_curve,
)

NAMES = {"rows": "rows", "wind_mps": "mean_wind", "mean_kw": "mean_power",
         "median_kw": "median_power", "std_kw": "std_power"}  # fmt: skip


@needs_oracle
@pytest.mark.parametrize(
    ("bins", "shift"), [("power_curve_bins_iec_centred", 0.0), ("power_curve_bins_edges", 0.25)]
)
def test_the_real_bins(bins, shift):
    wind, power = t1().column("wind_mps"), t1().column("power_kw")
    curve = power_curve(wind - shift, power)
    wanted = reference()[bins]["bins"]
    assert curve["bin_mps"].to_list() == [each["bin"] for each in wanted]
    for found, each in zip(curve.iter_rows(named=True), wanted, strict=True):
        for ours, theirs in NAMES.items():
            if each[theirs] is None:
                assert found[ours] is None
                continue
            value = found[ours] + shift * (ours == "wind_mps")
            assert value == pytest.approx(each[theirs], rel=1e-9, abs=1e-9), (each["bin"], ours)
        if each["std_power"] is not None:
            error = each["std_power"] / math.sqrt(each["rows"])
            assert found["uncertainty_kw"] == pytest.approx(error, rel=1e-9, abs=1e-9)
        assert found["thin"] == (each["rows"] < 3)


@needs_oracle
def test_openoas_curve_has_the_means_of_bins_between_multiples():
    at = reference()["openoa_IEC_at"]
    wind, power = t1().column("wind_mps"), t1().column("power_kw")
    curve = power_curve(wind - 0.25, power)
    for speed, wanted in zip(at["wind"], at["power"], strict=True):
        (found,) = curve.filter((pl.col("bin_mps") - (speed - 0.25)).abs() < 1e-9)["mean_kw"]
        assert found == pytest.approx(wanted, rel=1e-9)


def test_bins_are_centred_and_half_open():
    curve = power_curve(
        np.array([0.0, 0.2499, 0.25, 0.7499, 0.75, np.nan, 3.0]),
        np.array([1.0, 3.0, 5.0, 7.0, 9.0, 11.0, np.nan]),
    )
    assert curve["bin_mps"].to_list() == [0.0, 0.5, 1.0]
    assert curve["rows"].to_list() == [2, 2, 1]
    assert curve["mean_kw"].to_list() == [2.0, 6.0, 9.0]
    assert curve["std_kw"].to_list() == [pytest.approx(math.sqrt(2))] * 2 + [None]
    assert curve["uncertainty_kw"].to_list() == [pytest.approx(1.0)] * 2 + [None]
    assert curve["thin"].all()
    assert power_curve(np.array([]), np.array([])).is_empty()


def test_a_curve_is_read_between_its_bins_and_never_beyond():
    wind = np.repeat([5.0, 6.0, 9.0], [3, 3, 1])
    curve = power_curve(wind, np.repeat([100.0, 200.0, 900.0], [3, 3, 1]))
    speeds = np.array([4.7, 4.8, 5.0, 5.5, 6.0, 6.2, 6.3, 9.0, np.nan])
    found = power_at(curve, speeds)
    assert np.array_equal(
        found, [np.nan, 100, 100, 150, 200, 200, np.nan, np.nan, np.nan], equal_nan=True
    )
    assert np.isnan(power_at(curve.head(0), speeds)).all()


def test_two_periods_are_compared_on_one_wind():
    # B gives 10 kW more at every speed, and had far more wind: that is no better turbine.
    noise = np.tile([-1.0, 0.0, 1.0], 2)
    a_wind, b_wind = np.repeat([5.0, 10.0], 3), np.repeat([10.0, 5.0], 3)
    a = power_curve(a_wind, a_wind * 100 + noise)
    b = power_curve(np.append(b_wind, [15.0] * 3), np.append(b_wind * 100 + 10 + noise, [1] * 3))
    distribution = hours_by_bin(
        np.array([5.0, 5.0, 10.0, 15.0, np.nan]), np.array([1.0, 1.0, 3.0, 4.0, 9.0])
    )
    result = compare(a, b, distribution)
    assert result.frame["difference_kw"].to_list() == [pytest.approx(10)] * 2 + [None]
    assert (result.hours, result.hours_left_out) == (5.0, 4.0)
    assert result.a_kwh == pytest.approx(2 * 500 + 3 * 1_000)
    assert result.difference_kwh == pytest.approx(50.0)
    assert result.b_kwh - result.a_kwh == pytest.approx(result.difference_kwh)
    each = math.sqrt(2) / math.sqrt(3)  # std 1 kW, three rows, two curves
    assert result.frame["uncertainty_kw"].to_list()[:2] == [pytest.approx(each)] * 2
    assert result.uncertainty_kwh == pytest.approx(each * math.hypot(2, 3))


@needs_oracle
def test_a_period_against_itself_differs_by_nothing():
    wind, power = t1().column("wind_mps"), t1().column("power_kw")
    curve = power_curve(wind, power)
    result = compare(curve, curve, hours_by_bin(wind, np.full(len(wind), 1 / 6)))
    assert result.difference_kwh == 0.0
    assert result.hours + result.hours_left_out == pytest.approx(50_530 / 6)
    # Its own wind on its own curve is its own energy, but for the thin bins.
    assert result.a_kwh == pytest.approx(11_012_881.5, rel=2e-4)


def test_air_density_and_the_wind_of_the_same_power():
    density = air_density(np.array([15.0, -300.0, np.nan]), np.array([1013.25, 1000.0, 1000.0]))
    assert density[0] == pytest.approx(1.2250122659906946, rel=1e-12)
    assert np.isnan(density[1:]).all()
    wind = normalised_wind(np.array([10.0, 10.0]), np.array([1.225, 1.225 * 0.9**3]))
    assert wind.tolist() == pytest.approx([10.0, 9.0])


def test_cells_count_every_row_once():
    wind = np.array([5.0, 5.24, 5.25, np.nan, 8.0])
    power = np.array([0.0, 49.0, 50.0, 1.0, -1.0])
    cells = cells_of(wind, power, height_kw=50)
    assert cells.rows() == [
        (5.0, 0.0, 2, 5.25, 50.0),
        (5.25, 50.0, 1, 5.5, 100.0),
        (8.0, -50.0, 1, 8.25, 0.0),
    ]
