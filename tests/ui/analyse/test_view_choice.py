"""What a view shows: to the address and back, and what an address may hold."""

from dataclasses import replace
from datetime import date
from unittest.mock import Mock

import pytest

from turbine.model.series import Series
from turbine.stores.base import SeriesInfo
from turbine.timing.periods import Span
from turbine.ui.analyse.choice import parse
from turbine.ui.analyse.production import VIEW
from turbine.ui.common.comparing import Against
from turbine.ui.common.entry import SeriesEntry, spanning
from turbine.ui.common.series import ignored
from turbine.wind.selection import Box, Sector, Selection, Speeds

DAY = 86_400 * 10**9


def entry(turbine: str, *, first: int = 0, last: int = 900 * DAY) -> SeriesEntry:
    series = Series(measurement="scada", site="a/b, c", turbine=turbine)
    info = SeriesInfo(series=series, first_ns=first, last_ns=last, fields=("power_kw",))
    return SeriesEntry(info=info, known_zones=("Europe/Istanbul",))


ENTRIES = [entry("T1"), entry("T2", first=5 * DAY, last=901 * DAY), entry("50 %/2")]


def test_a_newcomer_sees_the_newest_turbine_for_a_year():
    choice, notes = parse({}, ENTRIES, VIEW.options)
    assert [each.turbine for each in choice.series] == ["T2"]
    assert 364 * DAY < choice.stop_ns - choice.start_ns <= 365 * DAY
    assert (choice.options["by"], choice.without, notes) == ("month", (), [])


@pytest.mark.parametrize("count", [1, 2, 3])
def test_every_choice_survives_the_address(count):
    chosen = tuple(each.info.series for each in ENTRIES[:count])
    first, _ = parse({}, ENTRIES, VIEW.options)
    choice = replace(first, series=chosen, zone="UTC", without=("stopped", "jump"))
    choice = replace(choice, selection=Selection((Sector(60, 30), Box(5, 8, -10, 200.5))))
    assert parse(choice.to_params(), ENTRIES, VIEW.options) == (choice, [])
    for against in (
        Against(kind="year"),
        Against(kind="date", day=date(1972, 2, 29)),
        Against(kind="custom", own=Span(start_ns=0, stop_ns=7 * DAY)),
    ):
        compared = replace(choice, against=against)
        assert parse(compared.to_params(), ENTRIES, VIEW.options) == (compared, [])
    usual, _ = parse({"against": "custom", "zone": "UTC"}, ENTRIES, VIEW.options)
    assert usual.against.own is not None
    assert usual.against.own.stop_ns == pytest.approx(usual.start_ns, abs=DAY)


def test_what_an_address_may_not_hold_is_noted_and_left_out():
    asked = {"turbines": "T9/x/y", "without": "stopped,nonsense", "by": "week", "zone": "Mars"}
    asked |= {"against": "date", "date": "30 February", "select": "speed_3_4,speed_9_2"}
    choice, notes = parse(asked, ENTRIES, VIEW.options)
    assert (choice.without, choice.options["by"]) == (("stopped",), "month")
    assert choice.zone == "Europe/Istanbul"
    assert choice.against.day is not None, "in the middle"
    assert choice.selection == Selection((Speeds(3, 4),))
    for word in ("T9/x/y", "nonsense", "week", "Mars", "30 February", "speed_9_2"):
        assert sum(word in note for note in notes) == 1, notes
    parts = ",".join(f"speed_{n}_{n + 1}" for n in range(26))
    choice, [note] = parse({"select": parts}, ENTRIES, VIEW.options)
    assert (len(choice.selection.parts), "2 parts" in note) == (24, True)
    few, _ = parse({}, ENTRIES, VIEW.options)
    many = [entry(f"T{n}") for n in range(12)]
    asked = replace(few, series=tuple(each.info.series for each in many)).to_params()
    choice, [note] = parse(asked, many, VIEW.options)
    assert len(choice.series) == 8
    assert "8" in note


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_that_its_field_cannot_show_is_none(day):
    choice, [note] = parse({"against": "date", "date": day}, ENTRIES, VIEW.options)
    assert choice.against == parse({"against": "date"}, ENTRIES, VIEW.options)[0].against
    assert day in note


def test_several_span_from_the_first_row_of_any_to_the_last():
    span = spanning(ENTRIES)
    assert (span.info.first_ns, span.info.last_ns) == (0, 901 * DAY)


def test_an_address_of_any_length_is_answered_in_a_few_lines(monkeypatch):
    warning = Mock()
    monkeypatch.setattr("streamlit.warning", warning)
    ignored([f"{n} is no turbine: " + "x" * 20_000 for n in range(3_000)])
    [said] = warning.call_args.args
    assert len(said) < 5_000
    assert said.endswith("and 2,992 more")
