"""Roses, distributions, turbulence, shear, calendar: the real file's figures, and made ones."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_rows import HOUR, floats, made
from oracle import ZONE, needs_oracle, ns, reference, t1

from turbine.wind import weibull
from turbine.wind.calendar import (
    by_hour,
    by_hour_and_month,
    by_month,
    duration_curve,
)
from turbine.wind.roses import rose, sector_of
from turbine.wind.rows import Rows
from turbine.wind.turbulence import IEC_CLASSES, iec_class_curve, shear, turbulence_by_speed


def real_rose(**options):
    rows = t1().having("wind_mps", "direction_deg", "power_kw").rename({"wind_mps": "speed_mps"})
    return rose(rows, **options)


@needs_oracle
@pytest.mark.parametrize("sectors", [12, 16])
def test_the_real_rose(sectors):
    frame = real_rose(sectors=sectors, calm_mps=0.0).frame
    by_sector = frame.group_by("sector", "centre_deg", maintain_order=True).sum()
    wanted = reference()["wind_rose"][f"sectors_{sectors}"]
    assert by_sector["rows"].to_list() == [each["rows"] for each in wanted]
    assert by_sector["centre_deg"].to_list() == [each["centre_deg"] for each in wanted]
    for ours, theirs in {"energy_kwh": "energy_kwh", "share_rows": "share"}.items():
        assert by_sector[ours].to_list() == pytest.approx([each[theirs] for each in wanted])
    assert by_sector["hours"].to_list() == pytest.approx([each["rows"] / 6 for each in wanted])


@needs_oracle
def test_the_real_rose_by_speed():
    frame = real_rose(calm_mps=0.0).frame
    found = frame["rows"].to_numpy().reshape(12, 6).tolist()
    assert found == reference()["wind_rose"]["sectors_12_by_speed_rows"]
    with_calms = real_rose(calm_mps=0.5)
    total = with_calms.frame["rows"].sum() + with_calms.calm["rows"][0]
    assert (total, with_calms.left_out) == (50_530, 0)
    shares = with_calms.frame["share_hours"].sum() + with_calms.calm["share_hours"][0]
    assert shares == pytest.approx(1.0)


def test_a_rose_by_hand():
    rows = pl.DataFrame(
        {
            "direction_deg": floats([359.0, 15.0, 14.99, 180.0, None, None, 90.0, 90.0]),
            "speed_mps": floats([5.0, 5.0, 2.0, 0.2, 0.1, 4.0, None, 20.0]),
            "hours": [1.0, 1.0, 1.0, 2.0, 1.0, 1.0, 1.0, 3.0],
            "power_kw": floats([10.0, None, 1.0, 0.0, 0.0, 0.0, 0.0, 100.0]),
        }
    ).with_columns(pl.all().fill_nan(None))
    result = rose(rows, sectors=12, edges_mps=(0.0, 3.0), calm_mps=0.5)
    cells = {(r["sector"], r["from_mps"]): r for r in result.frame.iter_rows(named=True)}
    assert len(cells) == 24
    assert cells[0, 3.0]["rows"] == cells[1, 3.0]["rows"] == cells[0, 0.5]["rows"] == 1
    assert (cells[3, 3.0]["hours"], cells[3, 3.0]["energy_kwh"]) == (3.0, 300.0)
    assert (result.calm["rows"][0], result.calm["hours"][0]) == (2, 3.0)
    assert result.left_out == 2
    assert cells[3, 3.0]["share_hours"] == pytest.approx(3 / 9)
    assert cells[3, 3.0]["to_mps"] is None
    for calm in (3.0, -1.0, math.nan):
        with pytest.raises(ValueError, match="within the first class"):
            rose(rows, edges_mps=(0.0, 3.0), calm_mps=calm)
    for wrong in ({"edges_mps": (1.0, 2.0)}, {"edges_mps": (0.0, 2.0, 2.0)}, {"sectors": 0}):
        with pytest.raises(ValueError, match="ascending"):
            rose(rows, **wrong)


@given(st.floats(-720, 720), st.sampled_from([8, 12, 16, 36]))
def test_every_direction_has_the_sector_around_it(angle, sectors):
    (sector,) = sector_of(np.array([angle]), sectors)
    width = 360 / sectors
    assert 0 <= sector < sectors
    assert abs((angle - sector * width + 180) % 360 - 180) <= width / 2 + 1e-9


@needs_oracle
def test_the_real_distribution():
    speed = t1().column("wind_mps")
    likely, moments = weibull.by_likelihood(speed), weibull.by_moments(speed)
    wanted = reference()["weibull"]
    best = wanted["mle_scipy_floc0_v_gt_0"]
    # scipy stops its search a little early: ours is at least as likely.
    assert (likely.k, likely.scale_mps) == pytest.approx((best["k"], best["A"]), rel=5e-6)
    assert likely.log_likelihood >= best["log_likelihood"]
    assert likely.log_likelihood == pytest.approx(best["log_likelihood"], rel=1e-9)
    assert (likely.rows, likely.zeros) == (best["rows"], wanted["zeros"])
    by_moments = wanted["moments_mean_std"]
    assert (moments.k, moments.scale_mps) == pytest.approx((by_moments["k"], by_moments["A"]))
    assert moments.mean_mps == pytest.approx(wanted["mean"])
    cubes = moments.scale_mps**3 * math.gamma(1 + 3 / moments.k) / wanted["mean_of_cubes"]
    assert moments.cube_ratio == pytest.approx(cubes)
    assert 0 < likely.ks < 0.03
    table = weibull.histogram(speed, np.full(len(speed), 1 / 6), likely)
    assert table["rows"].to_list() == reference()["wind_speed_histogram_1mps"]
    assert table["weibull_share"].sum() == pytest.approx(1.0, abs=1e-3)


@given(st.floats(0.6, 8), st.floats(0.5, 20), st.integers(0, 99))
def test_a_made_distribution_is_found_again(k, scale, seed):
    speed = scale * np.random.default_rng(seed).weibull(k, 4_000)
    for fit in (weibull.by_likelihood(speed), weibull.by_moments(speed)):
        assert fit.k == pytest.approx(k, rel=0.25)
        assert fit.scale_mps == pytest.approx(scale, rel=0.2)
    likely = weibull.by_likelihood(speed)
    assert likely.log_likelihood >= weibull.by_moments(speed).log_likelihood - 1e-6
    powers = speed**likely.k
    score = (powers * np.log(speed)).sum() / powers.sum() - 1 / likely.k - np.log(speed).mean()
    assert abs(score) < 1e-9


@pytest.mark.parametrize("speed", [[], [5.0], [5.0, 5.0], [0.0, 0.0], [np.nan, 3.0]])
def test_what_has_no_spread_has_no_fit(speed):
    assert weibull.by_likelihood(np.array(speed)) is None
    assert weibull.by_moments(np.array(speed)) is None


def test_a_histogram_has_empty_bins_too():
    table = weibull.histogram(floats([0.0, 0.9, 3.0, None, -1.0]), np.array([1.0, 1, 2, 1, 1]))
    assert table["rows"].to_list() == [2, 0, 0, 1]
    assert table["share"].to_list() == [0.5, 0.0, 0.0, 0.5]
    assert table["weibull_share"].to_list() == [None] * 4
    assert weibull.histogram(np.array([]), np.array([])).is_empty()


@needs_oracle
def test_the_real_day():
    rows = t1().having("power_kw").select("time", value="power_kw")
    table = by_hour_and_month(rows, ZONE)
    assert table.height == 288
    weighted = pl.col("mean") * pl.col("rows")
    by_hour = table.group_by("hour", maintain_order=True).agg(weighted.sum() / pl.col("rows").sum())
    assert by_hour["mean"].to_list() == pytest.approx(reference()["diurnal_mean_power_by_hour"])


@needs_oracle
def test_hours_and_months_are_those_that_pandas_groups():
    rows = t1()
    cells = by_hour_and_month(rows.inside.select("time", value="wind_mps"), ZONE)
    series = pd.Series(
        rows.inside["wind_mps"].to_numpy(),
        index=pd.to_datetime(rows.inside["time"].to_numpy(), utc=True).tz_convert(ZONE),
    )
    hours = series.groupby(series.index.hour)
    assert by_hour(cells)["mean"].to_list() == pytest.approx(hours.mean().to_list())
    assert by_hour(cells)["rows"].to_list() == hours.size().to_list()
    its = rows.having("wind_mps").select("time", "hours", value="wind_mps")
    found = by_month(its, rows.period)
    months = series.groupby(series.index.month)
    assert found["mean"].to_list() == pytest.approx(months.mean().to_list())
    assert found["hours"].to_list() == pytest.approx((months.size() / 6).to_list())
    recovery = [each["recovery"] for each in reference()["monthly_production"]["months"]]
    assert found["recovery"].to_list() == pytest.approx(recovery)
    assert not found["partial"].any()
    cut = replace(rows.period, start_ns=ns(2018, 1, 16), stop_ns=ns(2018, 2, 15))
    parts = by_month(
        replace(rows, period=cut).having("wind_mps").select("time", "hours", value="wind_mps"), cut
    )
    assert parts["partial"].to_list() == [True, True]
    assert by_month(its.head(0), cut)["mean"].to_list() == [None, None]


def test_the_hours_are_those_of_the_zone():
    rows = made(ns(2024, 1, 31, 22, hours=0), value=[1.0, None, 3.0]).frame
    table = by_hour_and_month(rows, "Europe/Berlin").filter(pl.col("rows") > 0)
    assert table.select("month", "hour", "mean").rows() == [(1, 23, 1.0), (2, 1, 3.0)]


@needs_oracle
def test_the_real_load_duration():
    rows = t1().having("power_kw")
    power, hours = rows["power_kw"].to_numpy(), rows["hours"].to_numpy()
    counts = list(reference()["load_duration_rows"].values())
    for part, share in ((0.5, sum(counts[4:])), (0.95, counts[6])):
        above = hours[power > part * 3_600].sum() / hours.sum()
        assert above == pytest.approx(share / 50_530)
    curve = duration_curve(power, hours)
    assert curve["value"][0] == power.max()
    assert curve["value"][100] == power.min()
    assert curve["value"].is_sorted(descending=True)
    for share, _, value in curve.iter_rows():
        assert hours[power >= value].sum() / hours.sum() >= share - 1e-9


def test_a_duration_curve_weighs_by_time():
    curve = duration_curve(
        np.array([1.0, 9.0, 5.0, np.nan]), np.array([6.0, 1.0, 3.0, 5.0]), points=6
    )
    assert curve["value"].to_list() == [9.0, 5.0, 5.0, 1.0, 1.0, 1.0]
    assert curve["hours"].to_list() == pytest.approx([0.0, 2.0, 4.0, 6.0, 8.0, 10.0])
    assert duration_curve(np.array([]), np.array([])).is_empty()


def test_turbulence_by_speed():
    speed = floats([10.0, 10.2, 9.8, 10.0, 2.0, 15.0, None, 12.0])
    deviation = floats([1.0, 1.02, 1.96, 2.0, 1.0, 3.0, 1.0, None])
    table = turbulence_by_speed(speed, deviation)
    ten, fifteen = table.to_dicts()
    assert (ten["bin_mps"], ten["rows"], ten["thin"]) == (10.0, 4, False)
    assert ten["mean_ti"] == pytest.approx(0.15)
    std = math.sqrt(4 * 0.05**2 / 3)
    assert ten["std_ti"] == pytest.approx(std)
    assert ten["representative_ti"] == pytest.approx(0.15 + 1.28 * std)
    assert ten["p90_ti"] == pytest.approx(0.2)
    assert (fifteen["mean_ti"], fifteen["std_ti"], fifteen["thin"]) == (0.2, None, True)


def test_the_classes_of_turbulence_have_their_value_at_15():
    # The normal turbulence model: 0.75 v + 5.6 = 1.1233 v at 15 m/s.
    at_15 = iec_class_curve(IEC_CLASSES["A"], np.array([15.0, 0.0]))
    assert at_15[0] == pytest.approx(0.16 * (0.75 + 5.6 / 15))
    assert np.isnan(at_15[1])


def test_shear_is_found_again():
    lower = np.array([5.0, 8.0, 2.0, 10.0, np.nan])
    rows = pl.DataFrame(
        {
            "lower_mps": lower,
            "upper_mps": lower * (80 / 40) ** 0.2,
            "hour": [0, 0, 1, 13, 2],
            "month": [1, 12, 2, 12, 3],
        }
    )
    result = shear(rows, (40.0, 80.0))
    assert result.rows == 3
    assert (result.alpha_of_means, result.alpha_median) == pytest.approx((0.2, 0.2))
    assert result.by_hour["rows"].to_list()[:2] == [2, 0]
    assert result.by_hour["alpha"][13] == pytest.approx(0.2)
    assert result.by_hour["alpha"][1] is None
    months = result.by_month
    assert months["month"].to_list() == [*range(1, 13)]
    assert months["rows"].to_list() == [1, *[0] * 10, 2]
    assert months["alpha"].to_list() == [pytest.approx(0.2), *[None] * 10, pytest.approx(0.2)]
    assert math.isnan(shear(rows.clear(), (40.0, 80.0)).alpha_median)
    with pytest.raises(ValueError, match="height"):
        shear(rows, (80.0, 40.0))


def test_shear_by_month_is_that_of_pandas():
    noise = np.random.default_rng(4)
    frame = pd.DataFrame(
        {
            "lower_mps": noise.uniform(2, 12, 500),
            "upper_mps": noise.uniform(2, 15, 500),
            "hour": noise.integers(0, 24, 500),
            "month": noise.integers(1, 12, 500),
        }
    )
    found = shear(pl.from_pandas(frame), (40.0, 80.0)).by_month.to_pandas().set_index("month")
    used = frame[(frame["lower_mps"] >= 3) & (frame["upper_mps"] >= 3)].groupby("month")
    means = used[["lower_mps", "upper_mps"]].mean()
    alpha = np.log2(means["upper_mps"] / means["lower_mps"])
    assert found["alpha"][:11].to_list() == pytest.approx(alpha.to_list())
    assert found["rows"].to_list() == [*used.size(), 0]
    assert np.isnan(found["alpha"][12])


def test_rows_tell_how_long_they_last_and_which_follow():
    rows = made(0, step_ns=HOUR, a=[1.0, 1.0, None, 1.0, 1.0]).having("a")
    assert rows["hours"].to_list() == [1.0] * 4
    assert made(0, a=[1.0]).having("a")["hours"].to_list() == [None]
    assert Rows.follows(rows).tolist() == [False, True, False, True]


@pytest.mark.parametrize("wrong", [65_535.0, 2.0**60, 1e300])
def test_one_wrong_speed_is_one_bin_and_no_table_without_end(wrong):
    speed = np.array([4.0, 6.5, 8.0, wrong])
    table = weibull.histogram(speed, np.ones(4), weibull.by_likelihood(speed))
    assert table.height == 101
    assert table["rows"].sum() == 4
    assert table.row(-1, named=True)["from_mps"] == wrong // 1.0


def test_a_fits_energy_is_told_of_speeds_whose_cube_overflows():
    speed = np.array([4.0, 6.5, 8.0])
    fits = [weibull.by_moments(speed * unit) for unit in (1.0, 1e110)]
    assert fits[1].cube_ratio == pytest.approx(fits[0].cube_ratio)
