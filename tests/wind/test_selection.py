"""Which rows are selected, against an oracle in pandas, and a selection in an address."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_rows import HOUR, made

from turbine.model.errors import ConfigError
from turbine.wind.roses import rose, sector_of
from turbine.wind.selection import (
    MOST_PARTS,
    NOTHING,
    Box,
    Cells,
    Sector,
    Selection,
    Span,
    Speeds,
    parse,
    rectangle_of,
    text_of,
)

OCTOBER = 1_540_598_400 * 10**9  # 2018-10-27: Berlin's clock is set back on the 28th
BERLIN = "Europe/Berlin"


def rows(length: int = 500, *, seed: int = 3, missing: float = 0.1) -> pl.DataFrame:
    """Made rows, some of whose values are missing, directions of exactly the edges among them."""
    noise = np.random.default_rng(seed)
    columns = {
        "wind_mps": noise.uniform(0, 12, length).round(1),
        "power_kw": noise.uniform(-20, 2_000, length),
        "direction_deg": noise.integers(0, 73, length) * 5.0,
    }
    for values in columns.values():
        values[noise.uniform(size=length) < missing] = np.nan
    return made(OCTOBER, step_ns=HOUR // 6, **columns).frame.fill_nan(None)


def one_by_one(selection: Selection, frame: pl.DataFrame, zone: str) -> list[bool]:
    """The oracle: each row by itself, through pandas and the clock of ``zoneinfo``."""

    def inside(part, row) -> bool:
        if isinstance(part, Box):
            of_wind = part.from_mps <= row.wind_mps < part.to_mps
            return of_wind and part.from_kw <= row.power_kw < part.to_kw
        if isinstance(part, Speeds):
            return part.from_mps <= row.wind_mps < part.to_mps
        if isinstance(part, Sector):
            away = abs((row.direction_deg - part.centre_deg + 180) % 360 - 180)
            at_lower_edge = (row.direction_deg + part.width_deg / 2 - part.centre_deg) % 360 == 0
            near = away < part.width_deg / 2 or at_lower_edge
            return near and not row.wind_mps < 0.5
        if isinstance(part, Cells):
            clock = row.time.astimezone(ZoneInfo(zone))
            month = part.first_month <= clock.month <= part.last_month
            return month and part.first_hour <= clock.hour <= part.last_hour
        return part.start_ns <= row.time.value < part.stop_ns

    kinds = {part.kind for part in selection.parts}
    listed = pd.DataFrame(frame.to_dict(as_series=False)).itertuples()
    return [
        all(any(inside(p, row) for p in selection.parts if p.kind == kind) for kind in kinds)
        for row in (row._replace(time=pd.Timestamp(row.time)) for row in listed)
    ]


SELECTIONS = {
    "all": NOTHING,
    "box": Selection((Box(5.0, 8.0, 0.0, 900.0),)),
    "over north": Selection((Sector(0.0, 30.0),)),
    "two sectors": Selection((Sector(350.0, 45.0), Sector(90.0, 10.0))),
    "wide sector": Selection((Sector(10.0, 350.0),)),
    "speeds": Selection((Speeds(3.0, 4.0), Speeds(7.0, 8.0))),
    "the hour that there is twice": Selection((Cells(10, 10, 2, 2),)),
    "an hour and a sector": Selection((Cells(9, 10, 0, 6), Sector(180.0, 60.0))),
    "span": Selection((Span(OCTOBER + 3 * HOUR, OCTOBER + 9 * HOUR),)),
    "every kind": Selection(
        (
            Box(2.0, 12.0, 0.0, 1_500.0),
            Sector(330.0, 90.0),
            Speeds(2.0, 10.0),
            Cells(10, 10, 2, 20),
            Span(OCTOBER, OCTOBER + 60 * HOUR),
            Span(OCTOBER + 70 * HOUR, OCTOBER + 80 * HOUR),
        )
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SELECTIONS)
@pytest.mark.parametrize("zone", ["UTC", BERLIN])
def test_each_row_is_selected_as_it_is_by_itself(name, zone):
    frame = rows()
    found = SELECTIONS[name].over(frame, zone)
    expected = one_by_one(SELECTIONS[name], frame, zone)
    assert found.mask.tolist() == expected
    assert any(expected)


def test_the_hour_that_a_clock_shows_twice_has_twice_the_rows():
    frame = rows(missing=0)
    night = Selection((Span(OCTOBER + 22 * HOUR, OCTOBER + 30 * HOUR), Cells(10, 10, 2, 2)))
    assert night.over(frame, BERLIN).mask.sum() == 12
    assert night.over(frame, "UTC").mask.sum() == 6


def test_rows_without_a_value_that_is_asked_for_are_not_selected_but_counted():
    frame = pl.DataFrame(
        {
            "time": rows(4)["time"],
            "direction_deg": [0.0, None, 0.0, 0.0],
            "wind_mps": [5.0, 5.0, None, 0.2],
        }
    )
    found = Selection((Sector(0.0, 30.0),)).over(frame, "UTC")
    assert found.mask.tolist() == [True, False, True, False], "the last one is a calm"
    assert found.lacking == 1
    both = Selection((Sector(0.0, 30.0), Speeds(0.0, 9.0))).over(frame, "UTC")
    assert (both.mask.tolist(), both.lacking) == ([True, False, False, False], 2)
    absent = Selection((Box(0.0, 9.0, 0.0, 9.0),)).over(frame, "UTC")
    assert (absent.mask.any(), absent.lacking) == (False, 4)


@pytest.mark.parametrize("sectors", [8, 12, 16, 36])
def test_a_sector_has_just_the_rows_of_its_bar_in_the_rose(sectors):
    frame = rows(2_000)
    its = frame.select("direction_deg", "power_kw", speed_mps="wind_mps", hours=pl.lit(1 / 6))
    bars = rose(its, sectors=sectors).frame.group_by("sector").agg(pl.col("rows").sum())
    windy = frame.drop_nulls("wind_mps")
    for sector, count in bars.iter_rows():
        part = Sector(sector * 360 / sectors, 360 / sectors)
        assert Selection((part,)).over(windy, "UTC").mask.sum() == count


@given(st.floats(-720, 720), st.sampled_from([8, 12, 16, 36]))
def test_every_direction_is_in_one_sector_of_all(direction, sectors):
    frame = pl.DataFrame({"time": rows(1)["time"], "direction_deg": [direction]})
    width = 360 / sectors
    hits = [
        n
        for n in range(sectors)
        if Selection((Sector(n * width, width),)).over(frame, "UTC").mask[0]
    ]
    assert hits == sector_of(np.array([direction]), sectors).tolist()


FINITE = st.floats(-1e6, 1e6)
RANGES = st.tuples(FINITE, FINITE).map(sorted).filter(lambda pair: pair[0] < pair[1])
SECONDS = st.integers(-9_000_000_000, 9_000_000_000).map(lambda s: s * 10**9)
ORDERED = st.tuples(SECONDS, SECONDS).map(sorted).filter(lambda pair: pair[0] < pair[1])
PARTS = st.one_of(
    st.tuples(RANGES, RANGES).map(lambda r: Box(*r[0], *r[1])),
    RANGES.map(lambda r: Speeds(*r)),
    st.builds(
        Sector,
        st.floats(0, 360, exclude_max=True),
        st.floats(0, 360, exclude_min=True, exclude_max=True),
    ),
    st.builds(
        lambda months, hours: Cells(*sorted(months), *sorted(hours)),
        st.tuples(*[st.integers(1, 12)] * 2),
        st.tuples(*[st.integers(0, 23)] * 2),
    ),
    ORDERED.map(lambda pair: Span(*pair)),
)


@given(st.lists(PARTS, unique=True, max_size=MOST_PARTS))
def test_every_selection_survives_the_address(parts):
    selection = Selection(tuple(parts))
    assert parse(selection.to_text()) == (selection, [], 0)
    assert not set(selection.to_text()) - set("abcdefghijklmnopqrstuvwxyzTZ0123456789+-._,")


@given(st.text(max_size=60))
def test_any_text_is_a_selection_or_is_refused(text):
    selection, refused, too_many = parse(text)
    assert len(selection.parts) + len(refused) + too_many <= len(text.split(","))
    assert parse(selection.to_text()) == (selection, [], 0)


def test_what_is_no_part_is_named_and_the_rest_kept():
    bad = (
        "box_8_5_0_9", "box_1_2_3", "box_1_2_3_nan", "box_1_inf_0_9", "sector_360_30",
        "sector_0_360", "sector_0_-5", "cell_0_1_0_1", "cell_1_13_0_1", "cell_1_1_0_24",
        "cell_1.5_2_0_1", "time_20180101T000000Z_20180101T000000Z", "time_2018_2019",
        "time_00010101T000000Z_20180101T000000Z", "speed_a_b", "nonsense", "box", "_",
    )  # fmt: skip
    selection, refused, too_many = parse(",".join([*bad, "speed_3_4"]))
    assert (refused, too_many) == ([*bad], 0)
    assert selection == Selection((Speeds(3, 4),))
    many = ",".join(f"speed_{n}_{n + 1}" for n in range(MOST_PARTS + 2))
    selection, refused, too_many = parse(f"{many},nonsense,speed_0_1")
    assert [part.from_mps for part in selection.parts] == [*range(MOST_PARTS)], "the first ones"
    assert (refused, too_many) == (["nonsense"], 2)


def test_a_click_toggles_and_a_drawn_shape_replaces():
    first, second = Speeds(3, 4), Speeds(4, 5)
    both = NOTHING.toggled(first).toggled(Sector(0, 30)).toggled(second)
    assert both.of("speed") == (first, second)
    assert both.toggled(first).parts == (Sector(0, 30), second)
    assert both.replaced(Speeds(9, 10)).of("speed") == (Speeds(9, 10),)
    assert both.but("speed").parts == (Sector(0, 30),)
    assert not both.but("speed", "sector")
    assert text_of(Cells(1, 2, 3, 4)) == "cell_1_2_3_4"


def test_a_full_selection_stays_as_it_is_until_a_part_goes():
    full = Selection(tuple(Speeds(n, n + 1) for n in range(MOST_PARTS)))
    box = Box(0, 1, 0, 1)
    for change in (Selection.added, Selection.toggled, Selection.replaced):
        assert change(full, box) == full
    assert full.added(full.parts[3]) == full, "no part is there twice"
    assert full.replaced(Speeds(0, 9)).parts == (Speeds(0, 9),)
    cleared = full.toggled(full.parts[3])
    assert cleared.added(box).parts == (*full.parts[:3], *full.parts[4:], box)


def test_cells_are_taken_together_as_a_rectangle():
    assert rectangle_of([(6, 3), (7, 2), (7, 5)]) == Cells(6, 7, 2, 5)
    assert rectangle_of([]) is None


def test_a_span_is_of_whole_seconds_and_a_zone_has_to_exist():
    moment = datetime(2018, 1, 1, tzinfo=UTC) + timedelta(microseconds=1)
    with pytest.raises(ValueError, match="whole seconds"):
        Span(0, int(moment.timestamp() * 1e6) * 1_000)
    with pytest.raises(ConfigError):
        Selection((Cells(1, 1, 0, 0),)).over(rows(3), "Mars")
