"""B against A: T1's halves against its reference, and pandas."""

from dataclasses import replace

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_rows import HOUR, made
from oracle import needs_oracle, reference, t1

from turbine.timing.periods import Span, pair_of
from turbine.timing.windows import SECOND_NS
from turbine.wind.production import production
from turbine.wind.two_periods import differences_by, energy_differences

DAY = 86_400 * SECOND_NS


def produced(rows, span: Span, by: str):
    period = replace(rows.period, start_ns=span.start_ns, stop_ns=span.stop_ns)
    within = replace(rows, period=period)
    return production(within.having("power_kw"), period, by=by, rated_kw=3_600.0)


@needs_oracle
def test_the_halves_of_the_real_year():
    rows = t1()
    whole = Span(start_ns=rows.period.start_ns, stop_ns=rows.period.stop_ns)
    july = pd.Timestamp("2018-07-01").date()
    pair = pair_of("date", whole, rows.period.zone, day=july)
    a, b = (produced(rows, span, "month") for span in (pair.a, pair.b))
    months = reference()["monthly_production"]["months"]
    found = differences_by(a.frame, b.frame, pair, "month").to_dicts()
    assert len(found) == 6
    for place, (first, second) in zip(found, zip(months[:6], months[6:], strict=True), strict=True):
        measured = second["energy_kwh"] - first["energy_kwh"]
        scaled = "energy_scaled_to_full_month_kwh"
        assert place["measured_difference_kwh"] == pytest.approx(measured, rel=1e-9)
        assert place["scaled_difference_kwh"] == pytest.approx(second[scaled] - first[scaled])
        assert place["a_recovery"] == pytest.approx(first["recovery"])
        assert place["b_recovery"] == pytest.approx(second["recovery"])
    (total,) = energy_differences(a.total, b.total).to_dicts()
    energies = [sum(m["energy_kwh"] for m in half) for half in (months[:6], months[6:])]
    assert total["measured_difference_share"] == pytest.approx(energies[1] / energies[0] - 1)
    rows_of = [sum(m["rows"] for m in half) for half in (months[:6], months[6:])]
    means = [energy / (count / 6) for energy, count in zip(energies, rows_of, strict=True)]
    assert total["mean_difference_share"] == pytest.approx(means[1] / means[0] - 1, rel=1e-9)


@given(
    st.lists(st.floats(-5, 3_600) | st.none(), min_size=30, max_size=200),
    st.integers(1, 28),
    st.sampled_from(["Europe/Berlin", "Australia/Sydney", "UTC"]),
)
def test_days_are_those_that_pandas_groups(power, cut, zone):
    start = pd.Timestamp("2020-03-27", tz=zone).value
    rows = made(start, zone=zone, power_kw=power, step_ns=2 * HOUR)
    whole = Span(start_ns=start, stop_ns=rows.period.stop_ns)
    day = (pd.Timestamp("2020-03-27") + pd.Timedelta(days=cut)).date()
    if not start < pd.Timestamp(day, tz=zone).value < whole.stop_ns:
        return
    pair = pair_of("date", whole, zone, day=day)
    a, b = (produced(rows, span, "day") for span in (pair.a, pair.b))
    found = differences_by(a.frame, b.frame, pair, "day")
    stamps = pd.to_datetime(start + 2 * HOUR * np.arange(len(power)), utc=True).tz_convert(zone)
    hours = production(rows.having("power_kw"), rows.period).total["measured_hours"][0]
    # Rows that tell no step have no energy, and those that tell another one have more.
    if hours != pytest.approx(2 * sum(p is not None for p in power)):
        return
    series = pd.Series([np.nan if p is None else 2 * p for p in power], index=stamps)
    by_day = series.groupby(series.index.date).sum()
    for place, row in enumerate(found.iter_rows(named=True)):
        for side, first in (("a", pd.Timestamp("2020-03-27").date()), ("b", day)):
            its = first + pd.Timedelta(days=place)
            if row[f"{side}_start"] is None:
                assert its not in by_day.index or (side == "a" and its >= day)
            else:
                assert row[f"{side}_measured_kwh"] == pytest.approx(by_day.get(its, 0.0), abs=1e-6)
        if row["a_start"] is not None and row["b_start"] is not None:
            difference = row["b_measured_kwh"] - row["a_measured_kwh"]
            assert row["measured_difference_kwh"] == pytest.approx(difference)
        else:
            assert row["measured_difference_kwh"] is None


def test_a_difference_of_what_is_missing_is_none_of_the_scaled_energies():
    full, half = ([10.0] * 48, [10.0] * 24 + [None] * 24)
    frames = [
        production(rows.having("power_kw"), rows.period).total
        for rows in (made(0, power_kw=half), made(365 * DAY, power_kw=full))
    ]
    (row,) = energy_differences(*frames).to_dicts()
    assert (row["a_recovery"], row["b_recovery"]) == (0.5, 1.0)
    assert row["measured_difference_share"] == pytest.approx(1.0)
    assert row["scaled_difference_share"] == pytest.approx(0.0)
    assert row["mean_difference_share"] == pytest.approx(0.0)


def test_a_share_of_nothing_is_none():
    frames = [
        production(rows.having("power_kw"), rows.period).total
        for rows in (made(0, power_kw=[-1.0] * 24), made(DAY, power_kw=[5.0] * 24))
    ]
    (row,) = energy_differences(*frames).to_dicts()
    assert row["measured_difference_kwh"] == pytest.approx(24 * 6)
    assert row["measured_difference_share"] is None
    alone = energy_differences(*frames, pl.DataFrame({"a": [0, None], "b": [None, 0]}))
    assert alone["measured_difference_kwh"].to_list() == [None, None]
    assert alone["b_measured_kwh"].to_list() == [None, pytest.approx(120)]
