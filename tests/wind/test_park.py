"""Several turbines against one another: held against pandas, which does it another way."""

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_rows import HOUR, MINUTE, made

from turbine.model.frame import stamps_of, to_time
from turbine.wind.grid import common, grid_of, lacking_alone
from turbine.wind.park import (
    against,
    correlation,
    median_curve,
    reference_kw,
    scaled_kwh,
)
from turbine.wind.power_curve import power_curve

NAN = np.nan
ONES = np.ones(3)


def rows_of(values, name: str, *, step_ns: int = 10 * MINUTE, start_ns: int = 0) -> pl.DataFrame:
    """Rows with a value, each as long as a step."""
    rows = made(start_ns, step_ns=step_ns, **{name: values}).frame
    hours = pl.lit(step_ns / HOUR).alias("hours")
    return rows.select("time", hours, name).drop_nulls()


def grid(*powers):
    """Turbines whose rows begin together; None where one has no row."""
    return grid_of(
        [rows_of(each, "power_kw") for each in powers],
        [rows_of(each, "wind_mps") for each in powers],
    )


def random_powers(rows: int = 600, turbines: int = 3, seed: int = 1) -> list[list[float | None]]:
    random = np.random.default_rng(seed)
    base = random.normal(1_000, 300, rows)
    lists = []
    for turbine in range(turbines):
        values = base + random.normal(20 * turbine, 100, rows)
        lists.append([None if random.random() < 0.1 else value for value in values])
    return lists


def as_pandas(powers) -> pd.DataFrame:
    return pd.DataFrame(powers, dtype=float).T


def test_turbines_of_one_step_share_the_moments_of_any():
    its = grid([1.0, 2.0, None, 4.0], [10.0, None, None, 40.0])
    assert [*its.starts] == [0, 10 * MINUTE, 30 * MINUTE]
    assert its.power_kw.T.tolist()[0] == [1, 2, 4]
    assert np.isnan(its.power_kw[1, 1])
    assert common(its.power_kw).tolist() == [True, False, True]
    assert lacking_alone(its.power_kw).tolist() == [0, 1]


def test_turbines_of_ten_minutes_and_an_hour_are_compared_hour_by_hour():
    quick = rows_of([6.0] * 6 + [12.0] * 3 + [None] * 3 + [18.0] * 6, "power_kw")
    slow = rows_of([60.0, 70.0, 80.0], "power_kw", step_ns=HOUR)
    none = rows_of([None], "wind_mps")
    its = grid_of([quick, slow], [none, none])
    assert its.interval_ns == HOUR
    assert its.power_kw[:, 0] == pytest.approx([6, NAN, 18], nan_ok=True), "half an hour is no hour"
    assert its.kwh[:, 0] == pytest.approx([6, 6, 18]), "its energy is there"
    assert its.power_kw[:, 1] == pytest.approx([60, 70, 80])
    assert common(its.power_kw).tolist() == [True, False, True]
    assert np.isnan(its.wind_mps).all()


def test_a_clock_with_jitter_and_one_that_is_shifted_fall_into_the_same_intervals():
    jitter = np.random.default_rng(2).integers(-5, 5, 200) * 10**9
    regular = rows_of([1.0] * 200, "power_kw")
    late = to_time(stamps_of(regular) + jitter)
    shifted = rows_of([3.0] * 200, "power_kw", start_ns=4 * MINUTE)
    none = rows_of([None], "wind_mps")
    its = grid_of([regular, regular.with_columns(late), shifted], [none] * 3)
    assert common(its.power_kw).sum() == 200
    assert its.shifted == (False, False, True)


def test_nothing_and_rows_without_a_duration_are_an_empty_grid():
    single = made(0, power_kw=[5.0]).having("power_kw")
    assert single["hours"].to_list() == [None]
    its = grid_of([single], [rows_of([None], "wind_mps")])
    assert (len(its.starts), its.interval_ns, its.power_kw.shape) == (0, 0, (0, 1))
    assert common(its.power_kw).tolist() == []
    assert against(its, reference_kw(its, turbine=None, rated_kw=np.ones(1)))["ratio"][0] is None
    assert np.isnan(correlation(its.power_kw).r).all()


def test_one_without_rows_takes_part_in_nothing_and_keeps_nothing_from_the_others():
    its = grid([1.0, 2.0, None], [1.0, 2.0, 3.0], [None, None, None])
    assert common(its.power_kw).tolist() == [True, True, False]
    assert lacking_alone(its.power_kw).tolist() == [1, 0, 0]


@pytest.mark.parametrize("reference", [None, 1])
def test_each_is_held_against_the_reference_where_both_have_rows(reference):
    powers = random_powers()
    its = grid(*powers)
    found = against(its, reference_kw(its, turbine=reference, rated_kw=ONES))
    frame = as_pandas(powers)
    other = frame.median(axis=1)[frame.count(axis=1) >= 2] if reference is None else frame[1]
    for turbine in range(3):
        both = pd.concat([frame[turbine], other], axis=1, keys=["own", "other"]).dropna()
        row = found.row(turbine, named=True)
        assert row["intervals"] == len(both)
        assert row["measured_kwh"] == pytest.approx(both["own"].sum() / 6)
        assert row["difference_kwh"] == pytest.approx((both["own"] - both["other"]).sum() / 6)
        assert row["ratio"] == pytest.approx(both["own"].sum() / both["other"].sum())


def test_larger_turbines_are_compared_by_their_share_of_rated_power():
    its = grid([100.0, 200.0], [200.0, 400.0], [330.0, 660.0])
    rated = np.array([1_000.0, 2_000.0, 3_000.0])
    assert reference_kw(its, turbine=None, rated_kw=rated)[0] == pytest.approx([100, 200, 300])
    assert against(its, reference_kw(its, turbine=0, rated_kw=rated))["ratio"].to_list() == (
        pytest.approx([1, 1, 1.1])
    )
    assert reference_kw(its, turbine=None, rated_kw=ONES)[0] == pytest.approx(200)


def test_the_parks_median_wants_more_than_half_of_the_turbines():
    its = grid([1.0, 1.0, None], [3.0, None, 3.0], [5.0, None, None])
    median = reference_kw(its, turbine=None, rated_kw=ONES)[:, 0]
    assert median == pytest.approx([3, NAN, NAN], nan_ok=True)


def test_spans_are_apart_and_one_without_rows_has_no_ratio():
    its = grid([1.0, 2.0, 3.0, 4.0], [2.0, 2.0, None, None])
    places = np.array([0, 0, 1, 1])
    found = against(its, reference_kw(its, turbine=1, rated_kw=ONES[:2]), places, 2)
    assert found.filter(pl.col("turbine") == 0)["ratio"].to_list() == [pytest.approx(0.75), None]
    assert found["intervals"].to_list() == [2, 0, 2, 0]


@given(
    st.lists(st.tuples(*[st.none() | st.floats(-1e4, 1e4, width=32)] * 3), min_size=0, max_size=60)
)
def test_correlations_are_pandas_own(rows):
    values = np.array([[NAN if v is None else v for v in row] for row in rows]).reshape(-1, 3)
    found = correlation(values, least_rows=3)
    frame = pd.DataFrame(values)
    there = frame.notna().astype(int)
    assert (found.rows == (there.T @ there).to_numpy()).all()
    for a in range(3):
        for b in range(3):
            both = frame[[a, b]].dropna() if a != b else frame[[a]].dropna()
            if len(both) < 3 or (both.std() < 1e-3 * (1 + both.abs().max())).any():
                continue  # of values that hardly vary, both are made of rounding
            expected = 1.0 if a == b else np.corrcoef(both.to_numpy().T)[0, 1]
            assert found.r[a, b] == pytest.approx(expected, abs=1e-6)


def test_too_few_rows_and_values_that_do_not_vary_have_no_correlation():
    random = np.random.default_rng(3)
    values = random.random((40, 3))
    values[10:, 1] = NAN
    values[:, 2] = 7.0
    found = correlation(values)
    assert found.r[0, 0] == pytest.approx(1)
    assert np.isnan([found.r[0, 1], found.r[0, 2], found.r[2, 2]]).all()
    assert found.rows[0, 1] == 10


def test_what_lacks_is_scaled_by_the_others_at_the_same_moment():
    its = grid([600.0, 600.0, 600.0], [1_200.0, None, 1_200.0], [None, None, 1_800.0])
    places = np.array([0, 0, 1])
    scaled, hours = scaled_kwh(its, ONES, places, 3)
    assert scaled == pytest.approx([(1_800 * 3 / 2 + 600 * 3) / 6, 3_600 / 6, 0])
    assert hours == pytest.approx([2 / 6, 1 / 6, 0])
    scaled, _ = scaled_kwh(its, np.array([1.0, 2.0, 3.0]), places, 3)
    assert scaled == pytest.approx([(1_800 * 6 / 3 + 600 * 6) / 6, 3_600 / 6, 0])


def test_the_parks_curve_is_the_median_of_the_turbines_where_most_have_one():
    wind = np.repeat([5.0, 8.0], 4)
    curves = [power_curve(wind, wind * factor) for factor in (10, 11, 20)]
    thin = power_curve(wind[:6], wind[:6] * 30)  # two rows at 8 m/s
    its = median_curve([*curves, thin])
    assert its["median_kw"].to_list() == pytest.approx([5 * 15.5, 8 * 11])
    assert its["turbines"].to_list() == [4, 3]
    assert median_curve([*curves[:1], thin, thin])["bin_mps"].to_list() == [5]
    assert median_curve([]).height == 0
