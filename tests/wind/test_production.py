"""Energy by day, month and year: the real file's figures, and cases made by hand."""

import numpy as np
import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from made_rows import HOUR, MINUTE, made
from oracle import needs_oracle, ns, reference, t1

from turbine.model.errors import ConfigError
from turbine.model.frame import TIME
from turbine.wind.power_curve import power_curve
from turbine.wind.production import (
    Production,
    production,
    proposed_rated_kw,
    together,
    with_wind,
)
from turbine.wind.rows import Rows


def of(rows: Rows, **options) -> Production:
    return production(rows.having("power_kw"), rows.period, **options)


@needs_oracle
def test_the_real_year():
    result = of(t1(), by="year", rated_kw=3_600.0)
    (year,) = result.frame.to_dicts()
    wanted, shares = reference()["energy"], reference()["capacity_factor"]
    assert year["measured_kwh"] == pytest.approx(wanted["measured_kwh"], rel=1e-12)
    assert (year["rows"], year["hours"], year["partial"]) == (50_530, 8_760.0, False)
    assert year["recovery"] == pytest.approx(reference()["data_recovery"]["rate"], rel=1e-12)
    assert year["cf_rows"] == pytest.approx(shares["of_rows_present"], rel=1e-12)
    calendar = shares["of_calendar_hours_missing_as_zero"]
    assert year["cf_calendar"] == pytest.approx(calendar, rel=1e-12)
    assert year["cf_scaled"] == pytest.approx(shares["gap_filled_by_monthly_mean"], rel=1e-12)
    hours = shares["full_load_hours_measured"]
    assert year["full_load_hours"] == pytest.approx(hours, rel=1e-12)
    scaled = reference()["monthly_production"]["year_scaled_kwh"]
    assert year["scaled_kwh"] == pytest.approx(scaled, rel=1e-12)
    assert result.total.drop("partial").equals(result.frame.drop("partial"))


@needs_oracle
def test_the_real_months():
    frame = of(t1(), by="month", rated_kw=3_600.0).frame
    months = reference()["monthly_production"]["months"]
    assert frame.height == len(months) == 12
    for found, wanted in zip(frame.iter_rows(named=True), months, strict=True):
        assert found["rows"] == wanted["rows"]
        for ours, theirs in {
            "recovery": "recovery",
            "measured_kwh": "energy_kwh",
            "scaled_kwh": "energy_scaled_to_full_month_kwh",
            "cf_rows": "capacity_factor_rows",
        }.items():
            assert found[ours] == pytest.approx(wanted[theirs], rel=1e-12), ours


@needs_oracle
def test_the_real_days_sum_up_to_the_year():
    result = of(t1(), by="day", rated_kw=3_600.0)
    assert result.frame.height == 365
    for name in ("measured_kwh", "scaled_kwh", "hours", "rows"):
        total = result.total[name][0]
        assert result.frame[name].sum() == pytest.approx(total, rel=1e-12)


@needs_oracle
def test_the_rated_power_of_the_real_turbine_is_proposed():
    power = t1().column("power_kw")
    assert proposed_rated_kw(power) == 3_600.0
    assert proposed_rated_kw(power[t1().column("wind_mps") < 9]) is None


def test_a_month_without_gaps_is_its_own_estimate():
    rows = made(ns(2024, 2, 1, hours=0), power_kw=[100.0] * 29 * 24)
    (month,) = of(rows, rated_kw=200.0).frame.to_dicts()
    assert (month["measured_kwh"], month["month_mean_kwh"]) == (69_600.0, 0.0)
    assert [month[f"cf_{of}"] for of in ("rows", "calendar", "scaled")] == [0.5, 0.5, 0.5]
    assert (month["recovery"], month["partial"]) == (1.0, False)


def test_a_gap_is_estimated_apart_by_its_own_months_mean():
    # January gives 100 kW, February 300 kW; the last ten hours of January are missing.
    start, stop = ns(2024, 1, 31, hours=0), ns(2024, 2, 2, hours=0)
    frame = made(start, power_kw=[100.0] * 24 + [300.0] * 24).frame
    rows = Rows(frame=frame.filter(~pl.int_range(pl.len()).is_between(14, 23)),
                period=made(start, stop, power_kw=[0.0]).period)  # fmt: skip
    january, february = of(rows).frame.to_dicts()
    assert (january["measured_kwh"], january["month_mean_kwh"]) == (1_400.0, 1_000.0)
    assert (january["scaled_kwh"], january["recovery"]) == (2_400.0, 14 / 24)
    assert (february["measured_kwh"], february["month_mean_kwh"]) == (7_200.0, 0.0)
    assert january["partial"]
    assert february["partial"]
    assert january["start"].month == 1
    assert january["start"].day == 1


def test_a_month_without_a_row_has_no_estimate():
    start, stop = ns(2024, 1, 1, hours=0), ns(2024, 3, 1, hours=0)
    frame = of(made(start, stop, power_kw=[50.0] * 24)).frame
    assert frame["month_mean_kwh"].to_list() == [50.0 * 30 * 24, None]
    assert frame["measured_kwh"].to_list() == [1_200.0, 0.0]
    total = of(made(start, stop, power_kw=[50.0] * 24), by="year").total
    assert total["scaled_kwh"][0] is None
    assert total["measured_kwh"][0] == 1_200.0


def test_days_are_those_of_the_zone_with_their_own_hours():
    # Berlin's clock goes forward on 31 March 2024: that day has 23 hours.
    start, stop = ns(2024, 3, 30, hours=1), ns(2024, 4, 2, hours=2)
    rows = made(start, stop, "Europe/Berlin", power_kw=[10.0] * 71)
    frame = of(rows, by="day").frame
    assert frame["hours"].to_list() == [24.0, 23.0, 24.0]
    assert frame["measured_kwh"].to_list() == [240.0, 230.0, 240.0]
    assert not frame["partial"].any()


def test_years_of_the_zone():
    start, stop = ns(2023, 12, 31, 22, hours=3), ns(2024, 1, 1, 2, hours=3)
    frame = of(made(start, stop, "Europe/Istanbul", power_kw=[1.0, 2.0, 4.0, 8.0]), by="year").frame
    assert frame["measured_kwh"].to_list() == [3.0, 12.0]
    assert frame["partial"].all()
    assert frame["hours"].to_list() == [2.0, 2.0]


def test_rows_of_different_length_count_by_their_length():
    ten = made(0, step_ns=10 * MINUTE, power_kw=[60.0] * 12).frame
    hourly = made(2 * HOUR, step_ns=HOUR, power_kw=[60.0] * 12).frame
    rows = Rows(frame=pl.concat([ten, hourly]), period=made(0, 14 * HOUR, power_kw=[0.0]).period)
    assert of(rows).total["measured_kwh"][0] == pytest.approx(60.0 * 14)


def test_negative_power_is_kept_and_missing_values_are_no_zeros():
    rows = made(0, power_kw=[-2.0, None, 4.0, 6.0])
    total = of(rows, rated_kw=10.0).total
    assert total["measured_kwh"][0] == 8.0
    assert total["rows"][0] == 3
    assert total["recovery"][0] == 0.75


def test_without_a_rated_power_there_is_no_capacity_factor():
    total = of(made(0, power_kw=[1.0, 2.0])).total
    assert total.select("full_load_hours", "cf_rows", "cf_calendar", "cf_scaled").row(0) == (
        (None,) * 4
    )
    with pytest.raises(ValueError, match="above 0"):
        of(made(0, power_kw=[1.0]), rated_kw=0.0)
    with pytest.raises(ConfigError):
        of(made(0, 0, power_kw=[1.0]))


def test_a_single_row_has_no_energy_and_is_counted():
    (total,) = of(made(0, HOUR, power_kw=[100.0]), rated_kw=200.0).total.to_dicts()
    assert (total["undated_rows"], total["rows"]) == (1, 0)
    assert total["measured_kwh"] is total["recovery"] is total["scaled_kwh"] is None
    assert total["cf_calendar"] is None


def test_irregular_rows_make_what_is_missing_unknown():
    # A day of hours and, five days later, values that were written when they changed.
    apart = np.random.default_rng(1).integers(60, 3_600, 200) * 10**9
    frame = made(0, power_kw=[60.0] * 24).frame
    more = made(24 * HOUR, power_kw=[60.0] * 200).frame.with_columns(
        pl.Series("time", 6 * 24 * HOUR + np.cumsum(apart)).cast(TIME)
    )
    period = made(0, 31 * 24 * HOUR, power_kw=[0.0]).period
    rows = Rows(frame=pl.concat([frame, more]), period=period)
    days = of(rows, by="day", rated_kw=120.0).frame
    assert days["measured_kwh"][0] == pytest.approx(24 * 60.0)
    assert days["recovery"][0] == 1.0
    total = of(rows, rated_kw=120.0).total
    assert total["undated_rows"][0] > 20
    assert total["measured_kwh"][0] == pytest.approx(24 * 60.0)
    for name in ("recovery", "month_mean_kwh", "scaled_kwh", "cf_calendar", "cf_scaled"):
        assert total[name][0] is None
    assert total["cf_rows"][0] == pytest.approx(0.5)


def test_rows_that_jitter_are_not_more_than_all():
    stamps = [0, 598, 1_203, 1_799, 2_400, 3_001]
    frame = made(0, power_kw=[600.0] * 6).frame.with_columns(
        pl.Series("time", [s * 10**9 for s in stamps]).cast(TIME)
    )
    rows = Rows(frame=frame, period=made(0, 3_600 * 10**9, power_kw=[0.0]).period)
    total = of(rows, by="year").total
    assert total["recovery"][0] == pytest.approx(1.0, abs=2e-3)
    assert total["recovery"][0] <= 1.0
    assert total["month_mean_kwh"][0] >= 0.0


def test_where_only_wind_is_known_the_curve_estimates_apart():
    wind = [5.0, 5.0, 5.0, 8.0, 8.0, 8.0, 5.0, 8.0, 20.0, None]
    power = [100.0] * 3 + [400.0] * 3 + [None, None, None, None]
    rows = made(0, wind_mps=wind, power_kw=power)
    both = rows.having("power_kw", "wind_mps")
    curve = power_curve(both["wind_mps"].to_numpy(), both["power_kw"].to_numpy())
    joined = with_wind(rows.having("power_kw"), rows.having("wind_mps"), curve)
    total = production(joined, rows.period).total
    assert total["measured_kwh"][0] == 1_500.0
    # 20 m/s is beyond the curve: no estimate.
    assert (total["by_wind_kwh"][0], total["by_wind_hours"][0]) == (500.0, 2.0)
    assert total["month_mean_kwh"][0] == pytest.approx(4 * 250.0)


def test_wind_that_comes_more_often_than_power_fills_no_measured_hour():
    wind = made(0, step_ns=10 * MINUTE, wind_mps=[5.0] * 18)
    power = made(0, step_ns=HOUR, power_kw=[100.0, 100.0])
    curve = power_curve(np.full(3, 5.0), np.full(3, 90.0))
    joined = with_wind(power.having("power_kw"), wind.having("wind_mps"), curve)
    total = production(joined, wind.period).total
    assert total["measured_kwh"][0] == 200.0
    assert total["by_wind_hours"][0] == pytest.approx(1.0)
    assert total["by_wind_kwh"][0] == pytest.approx(90.0)


@pytest.mark.parametrize(
    ("power", "proposed"),
    [
        (np.concatenate([np.linspace(0, 2_040, 900), np.full(100, 2_051.0)]), 2_050.0),
        (np.concatenate([np.linspace(0, 590, 900), np.full(100, 601.0)]), 600.0),
        (np.linspace(0, 2_000, 1_000) ** 2 / 2_000, None),
        (np.zeros(100), None),
        (np.array([np.nan]), None),
        # Held at 1 MW for a while, and free for the rest of the time.
        (np.concatenate([np.full(200, 1_000.0), np.linspace(0, 2_000, 800), [2_000.0] * 250]),
         2_000.0),
    ],
)  # fmt: skip
def test_a_plateau_is_proposed_as_rated_power(power, proposed):
    assert proposed_rated_kw(power) == proposed


@given(
    st.lists(st.booleans(), min_size=2, max_size=400),
    st.sampled_from(["UTC", "Europe/Berlin", "America/Santiago", "Asia/Kathmandu", "Pacific/Apia"]),
    st.integers(0, 3_000),
)
def test_days_months_and_years_tell_of_the_same_energy(there, zone, start_h):
    there[0] = there[-1] = True
    rows = made(ns(2011, 10, 1, hours=0) + start_h * HOUR, zone=zone, power_kw=range(len(there)))
    rows = Rows(frame=rows.frame.filter(pl.Series(there)), period=rows.period)
    day, month, year = (of(rows, by=by) for by in ("day", "month", "year"))
    assume(not day.total["undated_rows"][0])
    assert day.total.equals(month.total.with_columns(day.total["partial"], day.total["start"]))
    for result in (day, month, year):
        for name in ("hours", "measured_hours", "measured_kwh", "rows"):
            wanted = result.total[name][0]
            assert result.frame[name].sum() == pytest.approx(wanted, rel=1e-9, abs=1e-9)
        assert result.frame["hours"].sum() == pytest.approx(len(there))
    by_day = day.frame["scaled_kwh"].drop_nulls().sum()
    by_month = month.frame["scaled_kwh"].drop_nulls().sum()
    assert by_day == pytest.approx(by_month, rel=1e-9, abs=1e-6)


def test_a_sum_over_turbines_counts_the_hours_of_all():
    whole = of(made(0, power_kw=[100.0] * 24), rated_kw=100.0)
    half = of(made(0, power_kw=[100.0] * 12 + [None] * 12), rated_kw=300.0)
    assert together([whole]).equals(whole.total)
    total = together([whole, half]).row(0, named=True)
    assert (total["measured_kwh"], total["recovery"], total["rows"]) == (3_600, 0.75, 36)
    assert total["cf_calendar"] == pytest.approx(3_600 / (24 * 400))
    assert total["cf_rows"] == pytest.approx(3_600 / (24 * 100 + 12 * 300))
    assert total["cf_scaled"] == pytest.approx(4_800 / (24 * 400))
    assert total["full_load_hours"] == pytest.approx(9)
    unrated = of(made(0, power_kw=[100.0] * 24))
    assert together([whole, unrated])["cf_rows"].to_list() == [None]
    with pytest.raises(ValueError, match="some turbines"):
        together([])
