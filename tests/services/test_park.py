"""A park's figures: those of each turbine's own pages, and held against pandas."""

from dataclasses import replace

import numpy as np
import pandas as pd
import polars as pl
import pytest
from backdoors import SERIES
from made_rows import HOUR, made
from scada import ACTOR, line, made_file

from turbine.model.series import Series
from turbine.services.analysis import Analysis
from turbine.services.measured import Measured
from turbine.services.park import park
from turbine.services.park_views import by_month, pairs, summed, turbines
from turbine.wind.rows import Period

NOTED = {"rated_power_kw": 2_000.0, "cut_in_mps": 4.0}
NEW_YEAR = 1_514_764_800 * 10**9  # 2018-01-01
HOURS = 24 * 70
PERIOD = Period(start_ns=NEW_YEAR, stop_ns=NEW_YEAR + HOURS * HOUR, zone="Europe/Istanbul")


def measured(name: str, seed: int, *, reference: bool, facts=NOTED) -> Measured:
    """Ten weeks of hours, a tenth of them missing."""
    random = np.random.default_rng(seed)
    wind = random.gamma(4, 2, HOURS)
    power = np.clip((wind - 3) * 200 + random.normal(0, 50, HOURS), 0, 2_000)
    there = random.random(HOURS) > 0.1
    columns = {
        "power_kw": [p if t else None for p, t in zip(power, there, strict=True)],
        "wind_mps": wind,
    }
    if reference:
        columns["reference_kw"] = np.clip((wind - 3) * 210, 0, 2_000)
    rows = made(NEW_YEAR, zone=PERIOD.zone, **columns)
    return Measured(
        series=Series(measurement="scada", site="main", turbine=name),
        names={each: each for each in columns},
        stored=(),
        rows=rows,
        facts=facts,
    )


@pytest.fixture(scope="module")
def three() -> list[Measured]:
    return [measured(f"T{n}", n, reference=n != 2) for n in range(3)]


def as_pandas(whole: list[Measured]) -> pd.DataFrame:
    """Power by hour and turbine."""
    return pd.DataFrame(
        {
            each.series.turbine: each.rows.frame["power_kw"].cast(pl.Float64).to_numpy()
            for each in whole
        },
        index=pd.date_range("2018-01-01", periods=HOURS, freq="h", tz="UTC"),
    ).tz_convert(PERIOD.zone)


def test_a_turbines_own_figures_are_those_of_its_own_pages(three):
    its = turbines(park(three, PERIOD), None)
    for row, each in zip(its.iter_rows(named=True), three, strict=True):
        total = Analysis.production(each, by="month", rated_kw=2_000.0).total.row(0, named=True)
        for name in ("measured_kwh", "recovery", "cf_rows", "cf_calendar", "cf_scaled",
                     "full_load_hours", "rows", "measured_hours"):  # fmt: skip
            assert row[name] == pytest.approx(total[name]), name
        available = Analysis.losses(each, each.rules(None, {}))[1]
        assert row["time_based"] == pytest.approx(available.time_based)
        assert row["production_based"] == pytest.approx(available.production_based)
        wind = Analysis.wind(each, calm_mps=0.5)
        assert row["mean_mps"] == pytest.approx(wind.mean_mps)


def test_over_common_rows_each_figure_is_of_the_same_hours(three):
    its = turbines(park(three, PERIOD), None)
    common = as_pandas(three).dropna()
    assert its["common_rows"].to_list() == [len(common)] * 3
    assert its["common_measured_kwh"].to_list() == pytest.approx(common.sum().to_list())
    assert its["common_full_load_hours"].to_list() == pytest.approx(
        (common.sum() / 2_000).to_list()
    )
    assert its["common_cf_rows"].to_list() == pytest.approx((common.mean() / 2_000).to_list())
    median = common.median(axis=1).sum()
    assert its["common_ratio"].to_list() == pytest.approx((common.sum() / median).to_list())
    alone = as_pandas(three).isna()
    expected = [int((alone[name] & (alone.sum(axis=1) == 1)).sum()) for name in alone]
    assert its["alone"].to_list() == expected


@pytest.mark.parametrize("lacking", [slice(0, 50), slice(100, 150), slice(-50, None)])
def test_wind_where_no_turbine_has_power_is_in_no_common_interval(lacking):
    """The grid has no such interval: its rows once counted in another one, or in none there is."""
    whole = [measured(f"T{n}", n, reference=True) for n in range(2)]
    for n, each in enumerate(whole):
        power = each.rows.frame["power_kw"].to_numpy(writable=True)
        power[lacking] = np.nan
        frame = each.rows.frame.with_columns(pl.Series("power_kw", power, nan_to_null=True))
        whole[n] = replace(each, rows=replace(each.rows, frame=frame))
    found = park(whole, PERIOD)
    of_any = as_pandas(whole).notna().any(axis=1).to_numpy()
    expected = [each.rows.frame["wind_mps"].to_numpy()[of_any].mean() for each in whole]
    assert found.common_wind == of_any.sum()
    assert turbines(found, None)["common_mean_mps"].to_list() == pytest.approx(expected)


def test_months_follow_the_zones_calendar(three):
    found = by_month(park(three, PERIOD), 0)
    frame = as_pandas(three)
    for turbine, name in enumerate(frame):
        both = frame[[name]].assign(reference=frame["T0"]).dropna()
        by = both.groupby([both.index.year, both.index.month]).sum()
        mine = found.filter(pl.col("turbine") == turbine)
        assert mine["ratio"].to_list() == pytest.approx((by[name] / by["reference"]).to_list())
        assert mine["intervals"].sum() == len(both)


@pytest.mark.parametrize("by", ["day", "month", "year"])
def test_the_sum_says_how_much_was_measured_and_scales_at_each_moment(three, by):
    found = summed(park(three, PERIOD), by)
    frame = as_pandas(three)
    keys = {"day": frame.index.date, "month": frame.index.strftime("%Y-%m"),
            "year": frame.index.year}[by]  # fmt: skip
    assert found["measured_kwh"].to_list() == pytest.approx(
        frame.sum(axis=1).groupby(keys).sum().to_list()
    )
    share = frame.notna().mean(axis=1)
    assert found["coverage"].to_list() == pytest.approx(share.groupby(keys).mean().to_list())
    scaled = (frame.sum(axis=1) / share).where(share > 0, 0.0)
    assert found["scaled_kwh"].to_list() == pytest.approx(scaled.groupby(keys).sum().to_list())
    assert (found["with_rows"] == 3).all()
    assert found["partial"].to_list()[1:-1] == [False] * (found.height - 2)


def test_turbines_without_rows_are_in_the_coverage_and_in_no_comparison(three):
    empty = measured("T9", 9, reference=False)
    empty = replace(empty, rows=replace(empty.rows, frame=empty.rows.frame.clear()))
    its = park([*three, empty], PERIOD)
    assert turbines(its, None)["rows"].to_list()[-1] == 0
    assert turbines(its, None)["measured_kwh"].to_list()[-1] is None
    assert its.common.sum() == park(three, PERIOD).common.sum()
    assert summed(its, "year")["coverage"][0] == pytest.approx(
        0.75 * summed(park(three, PERIOD), "year")["coverage"][0]
    )
    assert set(summed(its, "month")["with_rows"]) == {3}
    r, rows = pairs(its, "power")
    assert np.isnan(r[3]).all()
    assert not rows[3].any()
    nobody = park([empty], PERIOD)
    assert summed(nobody, "month")["measured_kwh"].null_count() == 3
    assert turbines(nobody, None)["ratio"].to_list() == [None]
    assert turbines(nobody, 0)["ratio"].to_list() == [None]


def test_sizes_count_only_if_all_are_known(three):
    assert park(three, PERIOD).sizes_kw.tolist() == [2_000] * 3
    other = replace(three[0], facts={})
    assert park([other, *three[1:]], PERIOD).sizes_kw.tolist() == [1, 1, 1]


def test_a_database_is_read_once_for_each_turbine_and_odd_ones_are_named(embedded):
    embedded.ingest(made_file(300))
    two = replace(SERIES, turbine="T2")
    embedded.ingest(made_file(200, seed=2), series=two, name="two.csv")
    times = [line(n, 1, 8, 1, 1).split(",")[0] for n in range(9)]
    wind = "\n".join(["Date/Time,Wind Speed (m/s)", *(f"{time},8" for time in times), ""])
    three = replace(SERIES, turbine="T3")
    embedded.ingest(wind, series=three, name="three.csv")
    services = embedded.windproof
    infos = services.explorer.series()
    period = Period(
        start_ns=min(i.first_ns for i in infos), stop_ns=max(i.last_ns for i in infos) + 1
    )
    its = services.parks.read(infos, period)
    assert [member.series for member in its.members] == [SERIES, two]
    assert its.left_out == {three: ""}
    assert its.own_rows["rows"].to_list() == [300, 200]
    assert len(its.queries) == 2
    services.sites.set_turbine(ACTOR, two.site, "T2", {"power_field": "wind_direction_deg"})
    its = services.parks.read(infos, period)
    assert "wind_direction_deg" in str(its.left_out[two])
