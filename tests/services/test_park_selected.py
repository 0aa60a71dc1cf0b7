"""A park of selected rows, held against pandas: what follows the selection, and what does not."""

from dataclasses import replace

import numpy as np
import pandas as pd
import polars as pl
import pytest
from backdoors import SERIES
from made_rows import HOUR, made
from scada import made_file

from turbine.model.series import Series
from turbine.services.measured import Measured
from turbine.services.park import Counting, park
from turbine.services.park_views import pairs, summed, turbines
from turbine.stores import open_store
from turbine.wind.rows import Period
from turbine.wind.selection import Selection, parse

NEW_YEAR = 1_514_764_800 * 10**9  # 2018-01-01
HOURS = 24 * 70
PERIOD = Period(start_ns=NEW_YEAR, stop_ns=NEW_YEAR + HOURS * HOUR, zone="Europe/Istanbul")
NOTED = {"rated_power_kw": 2_000.0}
KINDS = {
    "box": "box_8_12_0_1500",
    "sectors": "sector_90_30,sector_0_30",
    "speed": "speed_6_9",
    "cell": "cell_1_2_22_23",
    "time": "time_20180110T000000Z_20180120T060000Z",
    "several": "sector_90_30,speed_6_9,cell_1_1_0_11",
}


def selection(text: str) -> Selection:
    found, refused, _ = parse(text)
    assert not refused
    return found


def turbine(number: int, *, directions: bool = True) -> tuple[Measured, pd.DataFrame]:
    """Ten weeks of hours, a tenth of them without power; and the same as pandas has it."""
    random = np.random.default_rng(number)
    wind = random.gamma(4, 2, HOURS)
    power = np.clip((wind - 3) * 200 + random.normal(0, 50, HOURS), 0, 2_000)
    power[random.random(HOURS) < 0.1] = np.nan
    columns = {"power_kw": power, "wind_mps": wind}
    if directions:
        columns["direction_deg"] = random.uniform(0, 360, HOURS)
    frame = pd.DataFrame(
        {"direction_deg": np.nan, **columns},
        index=pd.date_range("2018-01-01", periods=HOURS, freq="h", tz="UTC"),
    )
    rows = made(
        NEW_YEAR,
        zone=PERIOD.zone,
        **{name: [None if np.isnan(v) else v for v in values] for name, values in columns.items()},
    )
    series = Series(measurement="scada", site="main", turbine=f"T{number}")
    names = {name: name for name in columns}
    return Measured(series=series, names=names, stored=(), rows=rows, facts=NOTED), frame


@pytest.fixture(scope="module")
def three() -> tuple[list[Measured], list[pd.DataFrame]]:
    measured, frames = zip(*(turbine(n, directions=n != 2) for n in range(3)), strict=True)
    return [*measured], [*frames]


def oracle(frame: pd.DataFrame, kind: str) -> pd.Series:
    """Which rows are selected, worked out independently with pandas."""
    local = frame.tz_convert(PERIOD.zone).index
    wind, power, direction = (frame[n] for n in ("wind_mps", "power_kw", "direction_deg"))

    def sector(centre: float) -> pd.Series:
        return ((direction - centre + 15) % 360 < 15 * 2) & (wind >= 0.5)

    masks = {
        "box": wind.between(8, 12, inclusive="left") & power.between(0, 1_500, inclusive="left"),
        "sectors": sector(90) | sector(0),
        "speed": wind.between(6, 9, inclusive="left"),
        "cell": pd.Series(local.hour.isin([22, 23]) & (local.month <= 2), index=frame.index),
        "time": pd.Series(
            (frame.index >= "2018-01-10") & (frame.index < "2018-01-20 06:00"), index=frame.index
        ),
        "several": sector(90)
        & wind.between(6, 9, inclusive="left")
        & pd.Series((local.month == 1) & (local.hour < 12), index=frame.index),
    }
    return masks[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_energies_counts_and_common_moments_are_those_of_the_selected_rows(three, kind):
    measured, frames = three
    its = park(measured, PERIOD, counting=Counting(selection=selection(KINDS[kind])))
    powers = pd.DataFrame(
        {f"T{n}": frame["power_kw"].where(oracle(frame, kind)) for n, frame in enumerate(frames)}
    )
    found = turbines(its, None)
    assert found["rows"].to_list() == powers.count().to_list()
    assert found["measured_kwh"].fill_null(0).to_list() == pytest.approx(powers.sum().to_list())
    having = powers.loc[:, powers.notna().any()]
    assert its.common.sum() == len(having.dropna())
    assert [m.selected[0] for m in its.members] == [
        int(oracle(frame, kind).sum()) for frame in frames
    ]
    by_month = summed(its, "month")
    months = (
        powers.tz_convert(PERIOD.zone).sum(axis=1).groupby(lambda at: (at.year, at.month)).sum()
    )
    assert by_month["measured_kwh"].fill_null(0).to_list() == pytest.approx(months.to_list())
    assert found["common_rows"].to_list() == [
        len(having.dropna()) if name in having else 0 for name in powers
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_the_reference_is_that_of_all_rows_at_the_selected_moments(three, kind):
    measured, frames = three
    its = park(measured, PERIOD, counting=Counting(selection=selection(KINDS[kind])))
    every = pd.DataFrame({f"T{n}": frame["power_kw"] for n, frame in enumerate(frames)})
    median = every.median(axis=1).where(every.count(axis=1) * 2 > 3)
    for place, ratios in ((None, median), (1, every["T1"])):
        found = turbines(its, place)
        for n, frame in enumerate(frames):
            own = frame["power_kw"].where(oracle(frame, kind))
            both = own.notna() & ratios.notna()
            expected = own[both].sum() / ratios[both].sum() if both.any() else None
            assert found["ratio"][n] == (expected and pytest.approx(expected))
            assert found["intervals"][n] == both.sum()


def test_what_goes_by_the_calendar_is_of_all_rows(three):
    measured, _ = three
    whole = turbines(park(measured, PERIOD), None)
    its = park(measured, PERIOD, counting=Counting(selection=selection("speed_6_9")))
    found = turbines(its, None)
    for name in ("recovery", "scaled_kwh", "cf_calendar", "cf_scaled"):
        assert found[name].to_list() == whole[name].to_list(), name
    assert summed(its, "day", whole=True).equals(summed(park(measured, PERIOD), "day"))
    assert (found["measured_kwh"] < whole["measured_kwh"]).all()


def test_a_box_does_not_cut_the_curves_and_everything_else_does(three):
    measured, _ = three

    def curves(text: str) -> list[pl.DataFrame]:
        its = park(measured, PERIOD, counting=Counting(selection=selection(text)))
        return [member.curve for member in its.members]

    whole = [member.curve for member in park(measured, PERIOD).members]
    for mine, all_rows in zip(curves("box_8_12_0_1500"), whole, strict=True):
        assert mine.equals(all_rows)
    speeds = curves("speed_6_9,box_8_12_0_1500")
    assert all(curve["bin_mps"].is_between(6, 9).all() for curve in speeds)


def test_a_turbine_without_what_the_selection_goes_by_has_no_selected_row(three):
    measured, frames = three
    its = park(measured, PERIOD, counting=Counting(selection=selection("sector_90_30")))
    assert [member.lacks for member in its.members] == [(), (), ("direction_deg",)]
    assert its.members[2].selected == (0, HOURS, HOURS)
    r, rows = pairs(its, "power")
    both = [frame["power_kw"].where(oracle(frame, "sectors")).notna() for frame in frames[:2]]
    assert rows[0, 1] <= (both[0] & both[1]).sum()
    assert np.isnan(r[2]).all()
    nobody = park([], PERIOD, counting=Counting(selection=selection("sector_90_30")))
    assert not nobody.grid.hours.any()


def test_an_interval_counts_if_selected_rows_fill_it(three):
    """An hourly turbine beside one of ten minutes, of which the first half of each hour is
    selected."""
    hourly, ten = three[0][0], three[0][1]
    wind = [8.0, 8.0, 8.0, 5.0, 5.0, 5.0] * 48
    minutes = made(NEW_YEAR, step_ns=HOUR // 6, power_kw=[60.0] * 6 * 48, wind_mps=wind)
    steady = made(NEW_YEAR, zone=PERIOD.zone, power_kw=[50.0] * 48, wind_mps=[8.0] * 48)
    period = replace(PERIOD, stop_ns=NEW_YEAR + 48 * HOUR)
    both = [replace(hourly, rows=steady), replace(ten, rows=minutes)]
    its = park(both, period, counting=Counting(selection=selection("speed_7_9")))
    assert its.own_rows["measured_kwh"].to_list() == pytest.approx([48 * 50, 48 * 30])
    assert its.grid.kwh.sum(axis=0).tolist() == pytest.approx([48 * 50, 48 * 30])
    assert its.common.sum() == 0, "half of an hour is no hour"
    assert np.isnan(its.grid.wind_mps[:, 1]).all()


def test_a_stored_direction_is_read_only_if_a_sector_is_selected(embedded):
    embedded.ingest(made_file(300))
    services = embedded.windproof
    [info] = services.explorer.series()
    assert info.series == SERIES
    period = Period(start_ns=info.first_ns, stop_ns=info.last_ns + 1)
    store = open_store(embedded.settings)
    rows = store.read(
        SERIES, ("wind_direction_deg", "wind_speed_mps"), period.start_ns, period.stop_ns
    )
    its = services.parks.read([info], period, Counting(selection=selection("sector_90_120")))
    within = rows.frame.filter(
        pl.col("wind_direction_deg").is_between(30, 150, closed="left")
        & (pl.col("wind_speed_mps") >= 0.5)
    )
    assert its.members[0].selected[:2] == (within.height, 300)
    assert "wind_direction" in its.queries[0]
    assert "wind_direction" not in services.parks.read([info], period).queries[0]
