"""What a pick on each kind of chart selects, and what the chips call it."""

import pytest

from turbine.timing.windows import SECOND_NS
from turbine.ui.analyse import picking
from turbine.ui.common.chart import Pick, _read, _told
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
)

HOUR = 3_600 * SECOND_NS
NEW_YEAR = 1_514_764_800 * SECOND_NS  # 2018-01-01, UTC
ISTANBUL = "Europe/Istanbul"


@pytest.fixture
def state(monkeypatch):
    """The session's state, without a session."""
    found: dict[str, object] = {}
    monkeypatch.setattr("streamlit.session_state", found)
    return found


def boxed(x, y=(0, 1), points=()) -> Pick:
    return Pick(x=x, y=y, points=tuple(points))


def clicked(**point) -> Pick:
    return Pick(x=None, y=None, points=(point,))


def test_a_box_replaces_the_one_before_and_nothing_is_no_box(state):
    pick = picking.box("here")
    pick(boxed((4.987, 8.002), (-3.4, 200.6)))
    assert picking.selection("here") == Selection((Box(4.99, 8.0, -3.0, 201.0),))
    pick(boxed((4, 9), (0, 100)))
    assert picking.selection("here") == Selection((Box(4.0, 9.0, 0.0, 100.0),))
    pick(boxed((4, 9), (0.12345, 1.98765)))
    assert picking.selection("here") == Selection((Box(4.0, 9.0, 0.12, 1.99),)), "of a few kW"
    pick(boxed((4, 9), (0, 100)))
    for nothing in (boxed((5, 5.001), (0, 100)), clicked(x=5, y=100)):
        pick(nothing)
        assert picking.selection("here") == Selection((Box(4.0, 9.0, 0.0, 100.0),))
    assert picking.selection("elsewhere") == NOTHING


def test_a_click_adds_a_sector_or_a_bar_and_a_second_one_takes_it_away(state):
    pick = picking.sector("here", 12)
    pick(clicked(theta=30.0))
    pick(clicked(theta=360.0))
    assert picking.selection("here").parts == (Sector(30.0, 30.0), Sector(0.0, 30.0))
    pick(clicked(theta=30))
    assert picking.selection("here").parts == (Sector(0.0, 30.0),)
    pick = picking.speeds("here")
    pick(clicked(x=7.5))
    assert picking.selection("here").of("speed") == (Speeds(7.0, 8.0),)
    pick(boxed((3.2, 5.1)))
    assert picking.selection("here").of("speed") == (Speeds(3.0, 6.0),)


def test_cells_of_the_calendar_are_months_and_hours(state):
    pick = picking.cells("here")
    pick(clicked(x=3.0, y="Feb"))
    assert picking.selection("here").parts == (Cells(2, 2, 3, 3),)
    corners = ({"x": 22, "y": "Jun"}, {"x": 23, "y": "Aug"})
    pick(boxed((21.5, 23.5), points=corners))
    assert picking.selection("here").parts == (Cells(6, 8, 22, 23),)
    pick(boxed((21.5, 23.5)))
    assert picking.selection("here").parts == (Cells(6, 8, 22, 23),), "an empty box"


@pytest.mark.parametrize(
    ("unit", "place", "first", "last"),
    [
        ("day", "2018-03-05 12:00", "2018-03-05", "2018-03-06"),
        ("month", "2018-02-01", "2018-02-01", "2018-03-01"),
        ("month", "2018-12-01", "2018-12-01", "2019-01-01"),
        ("year", "2020-01-01", "2020-01-01", "2021-01-01"),
    ],
)
def test_a_bar_of_a_time_axis_is_a_day_a_month_or_a_year_of_the_zone(
    state, unit, place, first, last
):
    picking.calendar("here", ISTANBUL, unit)(clicked(x=place))
    [span] = picking.selection("here").parts
    ends = (picking.to_wall(ns, ISTANBUL) for ns in (span.start_ns, span.stop_ns))
    assert [str(each) for each in ends] == [f"{first} 00:00:00", f"{last} 00:00:00"]


def test_a_box_over_bars_takes_all_that_it_touches(state):
    picking.calendar("here", "UTC", "month")(boxed(("2018-01-20 03:00", "2018-03-02 04:00")))
    [span] = picking.selection("here").parts
    assert (span.start_ns, span.stop_ns) == (NEW_YEAR, NEW_YEAR + 90 * 24 * HOUR)


def test_a_stretch_of_time_is_of_whole_minutes_on_the_zones_clock(state):
    pick = picking.across("here", ISTANBUL)
    pick(boxed(("2018-01-01 03:00:29.9", "2018-01-01 05:59:30.1")))
    assert picking.selection("here").parts == (Span(NEW_YEAR, NEW_YEAR + 3 * HOUR),)
    pick(boxed((NEW_YEAR / 1e6, NEW_YEAR / 1e6 + 3_600_000)))
    [span] = picking.selection("here").parts
    assert span == Span(NEW_YEAR - 3 * HOUR, NEW_YEAR - 2 * HOUR)


def test_what_streamlit_gives_is_a_box_a_click_or_nothing():
    assert _read({"box": [], "points": []}) is None
    drawn = [{"x": [1, 2], "y": [1, 2]}, {"x": [9, 5], "y": [8, 7]}]
    assert _read({"box": drawn, "points": [{"x": 6}]}) == boxed((5, 9), (7, 8), [{"x": 6}])
    assert _read({"box": [], "points": [{"x": 6}]}) == clicked(x=6)


@pytest.mark.parametrize(
    "selection",
    [
        {"box": [{"x": ["-0900-01-01", "1200-01-01"], "y": [0, 1]}], "points": []},
        {"box": [{"x": ["1200-01-01", "1300-01-01"], "y": [0, 1]}], "points": []},
        {"box": [{"x": [float("nan"), float("inf")], "y": [float("nan"), "a"]}], "points": []},
        {"box": [{"x": [], "y": []}], "points": []},
        {"box": [{"x": ["9999-12-01", "9999-12-31"], "y": [0, 1]}], "points": [{}]},
        {"box": [], "points": [{}]},
        {"box": [], "points": [{"x": None, "y": {}, "theta": "north"}]},
        {"box": [], "points": [{"x": 1e308, "y": "Feb", "theta": float("inf")}]},
    ],
)
def test_what_cannot_be_selected_is_not_whoever_sends_it(state, selection):
    for pick in (
        picking.box("here"),
        picking.sector("here", 12),
        picking.speeds("here"),
        picking.cells("here"),
        picking.across("here", "UTC"),
        picking.calendar("here", "UTC", "year"),
    ):
        assert _told(selection, pick), "the browser's mark goes"
        # What was selected can be drawn, called by its name, and sent as an address.
        chosen = picking.selection("here")
        assert all(picking.title_of(part, "UTC") for part in chosen.parts)
        assert parse(chosen.to_text()) == (chosen, [], 0)


TITLES = {
    Box(5.0, 8.5, 0.0, 1_200.0): "Wind 5 to 8.5 m/s, power 0 to 1,200 kW",
    Sector(22.5, 45.0): "Sector 22.5° ± 22.5°",
    Speeds(3.0, 4.0): "Wind 3 to 4 m/s",
    Cells(2, 2, 3, 3): "Feb, 03:00 to 03:59",
    Cells(2, 4, 3, 5): "Feb to Apr, 03:00 to 05:59",
    Span(NEW_YEAR, NEW_YEAR + 24 * HOUR): "2018-01-01",
    Span(NEW_YEAR, NEW_YEAR + 48 * HOUR): "2018-01-01 to 2018-01-02",
    Span(NEW_YEAR, NEW_YEAR + HOUR): "2018-01-01 00:00 to 2018-01-01 01:00",
}


@pytest.mark.parametrize("part", TITLES, ids=lambda part: part.kind)
def test_a_chip_says_what_its_part_selects(part):
    assert picking.title_of(part, "UTC") == TITLES[part]


def test_a_pick_that_has_no_room_is_said(state):
    full = Selection(tuple(Speeds(n, n + 1) for n in range(MOST_PARTS)))
    state["here_select"] = full
    picking.sector("here", 12)(clicked(theta=30.0))
    assert (picking.selection("here"), state["here_select_full"]) == (full, True)
    picking.across("here", "UTC")(boxed(("2018-01-01 03:00", "2018-01-01 06:00")))
    assert (picking.selection("here"), state["here_select_full"]) == (full, True)
    picking.speeds("here")(clicked(x=7.5))
    assert len(picking.selection("here").parts) == MOST_PARTS - 1
    assert not state["here_select_full"]
