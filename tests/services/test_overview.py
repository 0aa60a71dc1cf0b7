"""The overview's figures, from rows made by hand and from a database."""

from collections import Counter
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from backdoors import SERIES
from made_rows import HOUR, made
from scada import ACTOR, made_file

from turbine.services.analysis import Analysis
from turbine.services.measured import Measured
from turbine.services.status import by_day, by_window, coverage, recent
from turbine.stores.duckdb.store import DuckDBStore
from turbine.wind.rows import Period

DAY = 24 * HOUR
NOTED = {"rated_power_kw": 200.0}


def measured(facts=NOTED, **columns) -> Measured:
    names = {name: f"stored_{name}" for name in columns}
    rows = made(0, 2 * DAY, **columns)
    return Measured(
        series=SERIES, names=names, stored=(*names.values(),), rows=rows, facts=dict(facts)
    )


def test_the_figures_of_a_turbine_are_those_of_its_rows():
    # Two days: 30 hours with power, of which 10 stand in wind, and 18 without a row.
    given = measured(power_kw=[100.0] * 20 + [0.0] * 10, wind_mps=[8.0] * 30)
    its = recent(given)
    assert its.measured_kwh == pytest.approx(2_000)
    assert its.recovery == pytest.approx(30 / 48)
    assert its.capacity_factor == pytest.approx(2_000 / (200 * 30))
    assert its.available == pytest.approx(20 / 30)
    assert its.last == (29 * HOUR, 0.0)
    assert its.by_day == pytest.approx([2_000 / 24, 0])
    assert recent(replace(given, facts={})).capacity_factor is None, "nobody said what it is rated"
    assert np.isnan(recent(measured(power_kw=[1.0] * 24)).by_day[1]), "a day without a row"


def test_without_power_there_is_wind_and_without_rows_nothing_is_made_up():
    its = recent(measured(wind_mps=[8.0] * 23 + [9.0]))
    assert (its.field, its.last, its.measured_kwh) == ("stored_wind_mps", (23 * HOUR, 9.0), None)
    its = recent(measured(power_kw=[None] * 3, wind_mps=[8.0] * 3))
    assert (its.field, its.last, its.measured_kwh) == ("stored_power_kw", None, None)


def test_availability_is_that_of_the_page_losses_also_where_wind_is_missing():
    wind = [None if n % 5 == 0 else 2.0 + n % 9 for n in range(48)]
    given = measured(power_kw=[float(n % 7 > 2) for n in range(48)], wind_mps=wind)
    its = Analysis.losses(given, given.rules(None, {}))[1]
    assert recent(given).available == pytest.approx(its.time_based)


def days_of(stamps, stop_ns: int, zone: str = "UTC", window: str = "1d") -> pl.DataFrame:
    period = Period(start_ns=0, stop_ns=stop_ns, zone=zone)
    days = coverage(by_day(stamps, period), period, window)
    assert days.equals(by_window(stamps, period, window)), "as of the stamps themselves"
    return days


def test_days_are_covered_by_the_rows_own_step_and_missing_ones_by_none():
    stamps = HOUR * np.array([n for n in range(96) if not 30 <= n < 84], dtype=np.int64)
    days = days_of(stamps, 4 * DAY)
    assert days["count"].to_list() == [24, 6, 0, 12]
    assert days["percent"].to_list() == pytest.approx([100, 25, 0, 50])
    assert days_of(stamps, 4 * DAY, "Europe/Istanbul")["count"].to_list() == [22, 8, 0, 10, 2]
    alone = days_of(stamps[:1], DAY)
    assert alone.select("count", "percent").row(0) == (1, None), "a single row has no step"


def test_weeks_are_covered_whole_also_those_that_the_rows_only_touch():
    # 1970-01-01 is a Thursday: its week has three days before the first row.
    stamps = HOUR * np.array([n for n in range(24 * 11) if n // 24 != 6], dtype=np.int64)
    weeks = days_of(stamps, 11 * DAY, window="1w")
    assert weeks["count"].to_list() == [96, 144]
    assert weeks["percent"].to_list() == pytest.approx([100 * 4 / 7, 100 * 6 / 7])


def test_each_turbine_is_asked_about_once_and_one_without_known_fields_is_counted_too(
    embedded, monkeypatch
):
    other = replace(SERIES, turbine="T2")
    embedded.ingest(made_file(300))
    embedded.ingest(made_file(200, seed=2), series=other)
    services = embedded.windproof
    services.sites.set_turbine(ACTOR, other.site, "T2", {"power_field": "wind_direction_deg"})
    asked = Counter()
    for name in ("read", "stamps", "series", "aggregate"):
        own = getattr(DuckDBStore, name)

        def counted(*args, name=name, own=own, **options):
            asked[name] += 1
            return own(*args, **options)

        monkeypatch.setattr(DuckDBStore, name, counted)
    found = services.overview.ask()
    assert {series.turbine: int(its.days["count"].sum()) for series, its in found.items()} == {
        "T1": 300,
        "T2": 200,
    }
    assert found[SERIES].recent.recovery == pytest.approx(1.0)
    assert "wind_direction_deg" in str(found[other].recent.problem)
    assert asked == {"read": 1, "stamps": 2, "series": 1}
