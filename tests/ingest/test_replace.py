"""Replacing and undoing: what a file does not bring is not touched, and what is lost is known."""

import json
from dataclasses import replace

import pytest
from scada import ACTOR, HEADER, SERIES, line, made_file, replacing, undoing, utc_ns

from turbine.ingest import preflight
from turbine.ingest.record import State
from turbine.model.errors import IngestError, OverlapError

A = made_file(60)
B = made_file(20, seed=2)
SPEEDS = "\n".join(["Date/Time,Wind Speed (m/s)", *(line(row, 10 + row) for row in range(8)), ""])
POWERS = "\n".join(["Date/Time,LV ActivePower (kW)", *(line(row, row) for row in range(8)), ""])


def state(place, record):
    record = place.windproof.ingests.get(record.id)
    return record.state, record.held, record.lacks


@replacing
def test_what_a_replacer_took_is_missing_once_it_is_undone_and_comes_back(place):
    first = place.ingest(A, name="first.csv")
    second = place.ingest(B, replace=True)
    assert state(place, first) == (State.DONE, 60, 0)
    effects = place.windproof.ingests.check_undo(second.id)
    assert [(r.id, rows) for r, rows in effects.lacking] == [(first.id, 20)]
    assert effects.lost == 0
    assert place.undo(second) == 20
    assert place.door.count() == 40
    assert state(place, first) == (State.SHORT, 40, 20)
    result = place.verify(first)
    assert (result.verdict, result.expected, result.missing) == ("FAIL", 60, 20)
    assert list(map(str, result.reasons)) == [
        f"20 rows were replaced by ingest {second.id}, which has since been undone. Resume ingest "
        f"{first.id} to bring them back."
    ]
    done = place.ingest(A, name="first.csv")  # is not complete already
    assert (done.id, done.state, done.held) == (first.id, State.DONE, 60)
    assert place.verify(first).verdict == "PASS"
    assert place.door.count() == 60


@replacing
def test_the_command_line_says_what_undo_cannot_bring_back_and_restores_it(place, tmp_path):
    first, second = place.ingest(A, name="first.csv"), place.ingest(B, replace=True)
    answer = place.cli("undo", second.id, "--confirm", "no")
    assert answer.returncode == 1
    assert f"note: It replaced 20 rows of ingest {first.id} (first.csv), which" in answer.stdout
    assert f"They come back with: resume {first.id}" in answer.stdout
    done = place.answer("undo", second.id, "--confirm", second.id)
    assert done["lacking"] == [{"ingest_id": first.id, "rows": 20}]
    assert (done["deleted"], done["lost"], done["restored"]) == (20, 0, [])
    path = tmp_path / "first.csv"
    path.write_text(A)
    again = place.answer("ingest", str(path), "--retime", "keep")
    assert (again["already"], again["held"], again["lacks"]) == (False, 60, 0)
    once_more = place.answer("ingest", str(path), "--retime", "keep")
    assert once_more["already"] is True
    third = place.ingest(made_file(20, seed=3), replace=True)
    done = place.answer("undo", third.id, "--confirm", third.id, "--restore")
    assert done["restored"] == [first.id]
    assert place.verify(first).verdict == "PASS"


@replacing
def test_points_of_nobody_are_gone_for_good_and_that_is_said(place):
    place.ingest(made_file(5), series=replace(SERIES, turbine="T2"))
    place.door.put(utc_ns(3), power_kw=7.0)
    record = place.ingest(B, replace=True)
    assert (record.replaces, record.unrecorded) == (1, 1)
    assert place.windproof.ingests.check_undo(record.id).lost == 1
    answer = place.cli("undo", record.id, "--confirm", "no")
    assert "It also deletes 1 point that no recorded ingest" in answer.stdout
    assert "cannot be brought back" in answer.stdout


@undoing
def test_equal_points_of_nobody_go_with_an_undo_and_that_is_said(place):
    place.ingest("\n".join([HEADER, line(1_000, 1, 2, 3, 4), ""]))
    place.door.put(utc_ns(2), utc_ns(3), power_kw=2.0)
    place.door.put(utc_ns(3), power_kw=3.0)
    record = place.ingest(POWERS)
    assert (record.replaces, record.unrecorded) == (0, 2)
    assert place.windproof.ingests.check_undo(record.id).lost == 2
    answer = place.cli("undo", record.id, "--confirm", "no")
    assert "It also deletes 2 points that no recorded ingest" in answer.stdout
    assert place.answer("undo", record.id, "--confirm", record.id)["lost"] == 2
    assert place.door.value("power_kw", utc_ns(2)) is None


@replacing
def test_of_three_on_one_stamp_the_latest_has_it_and_then_the_one_before(place):
    first = place.ingest(A)
    second, third = place.ingest(B, replace=True), place.ingest(made_file(10, seed=3), replace=True)
    assert place.undo(second) == 10  # the others are the third's
    assert state(place, first) == (State.SHORT, 40, 10)
    assert place.windproof.ingests.run(ACTOR, first.id).state is State.DONE
    assert place.verify(first).verdict == place.verify(third).verdict == "PASS"
    assert place.undo(third) == 10
    assert state(place, first) == (State.SHORT, 50, 10)
    assert place.windproof.ingests.run(ACTOR, first.id).held == 60
    assert place.verify(first).verdict == "PASS"


# -- by field ------------------------------------------------------------------------------


def test_other_fields_on_the_same_stamps_are_added_and_nothing_is_replaced(place):
    first = place.ingest(POWERS)
    planned = place.plan(SPEEDS)
    assert (planned.taken, planned.overlaps) == (0, ())
    second = place.ingest(SPEEDS)
    assert (second.state, second.replaces) == (State.DONE, 0)
    assert place.windproof.ingests.get(first.id).replaced == 0
    for row in range(8):
        assert place.door.value("power_kw", utc_ns(row)) == row
        assert place.door.value("wind_speed_mps", utc_ns(row)) == 10 + row
    assert place.verify(first).verdict == place.verify(second).verdict == "PASS"


@undoing
def test_undo_of_one_leaves_the_others_fields_on_the_same_stamps(place):
    first, second = place.ingest(POWERS), place.ingest(SPEEDS)
    place.door.put(utc_ns(2), wind_direction_deg=5.0)  # of no ingest
    assert place.undo(first) == 8
    assert [place.door.value("power_kw", utc_ns(row)) for row in range(8)] == [None] * 8
    assert [place.door.value("wind_speed_mps", utc_ns(r)) for r in range(8)] == list(range(10, 18))
    assert place.door.value("wind_direction_deg", utc_ns(2)) == 5.0
    assert state(place, second) == (State.DONE, 8, 0)


@replacing
def test_replacing_touches_only_the_fields_that_the_file_brings(place):
    first = place.ingest(made_file(8, seed=5))
    planned = place.plan(SPEEDS)
    assert planned.taken == 8
    with pytest.raises(OverlapError, match=r"has values of wind_speed_mps at 8 of them"):
        place.windproof.ingests.start(ACTOR, planned)
    (points,) = [
        check for check in planned.preflight.checks(replace=True) if check.title == preflight.POINTS
    ]
    before = [place.door.value("power_kw", utc_ns(row)) for row in range(8)]
    second = place.ingest(SPEEDS, replace=True)
    assert str(points.found).endswith(
        "The values of wind_speed_mps will be replaced there, and no other field."
    )
    assert [place.door.value("power_kw", utc_ns(row)) for row in range(8)] == before
    assert [place.door.value("wind_speed_mps", utc_ns(r)) for r in range(8)] == list(range(10, 18))
    assert place.verify(first).verdict == place.verify(second).verdict == "PASS"
    speeds = next(c for c in place.verify(first).channels if c.channel == "wind_speed_mps")
    assert (speeds.expected, speeds.unexpected) == (0, 0), "they are the second's"
    place.undo(second)
    assert state(place, first) == (State.SHORT, 0, 8)
    place.windproof.ingests.run(ACTOR, first.id)
    assert place.verify(first).verdict == "PASS"


@replacing
def test_a_cell_that_is_empty_now_loses_its_old_value_and_the_point_keeps_the_rest(place):
    place.ingest("\n".join([HEADER, *(line(row, 1, 2, 3, 4) for row in range(6)), ""]))
    place.door.put(utc_ns(1), windproof_test=0.5)
    text = "\n".join(
        [
            "Date/Time,LV ActivePower (kW),Wind Speed (m/s)",
            *[line(1, "", 9), line(2, 8, ""), line(3, 7, 7), ""],
        ]
    )
    planned = place.plan(text)
    assert planned.emptied == 2
    record = place.ingest(text, replace=True)
    fields = ("power_kw", "wind_speed_mps", "theoretical_power_kw", "wind_direction_deg")
    assert {
        row: [place.door.value(field, utc_ns(row)) for field in fields] for row in range(5)
    } == {0: [1, 2, 3, 4], 1: [None, 9, 3, 4], 2: [8, None, 3, 4], 3: [7, 7, 3, 4], 4: [1, 2, 3, 4]}
    assert place.door.value("windproof_test", utc_ns(1)) == 0.5, "not ours, and of no channel"
    assert place.verify(record).verdict == "PASS"


def test_what_nothing_can_delete_is_refused_by_count(embedded, monkeypatch):
    embedded.ingest("\n".join([HEADER, line(0, 1, 2, 3, 4), line(1, 1, 2, 3, 4), ""]))
    store = embedded.windproof._stores.get()
    capabilities = replace(store.capabilities, deletes_points=False)
    monkeypatch.setattr(type(store), "capabilities", capabilities)
    full = "\n".join([HEADER, line(0, 9, 9, 9, 9), line(1, 8, 8, 8, 8), ""])
    with pytest.raises(OverlapError, match="3 existing values have no counterpart in this"):
        embedded.start(
            "\n".join([HEADER, line(0, 9, "", 9, 9), line(1, 8, "", "", 8), ""]), replace=True
        )
    record = embedded.ingest(full, replace=True)
    assert embedded.verify(record).verdict == "PASS"


def test_the_shared_cases_of_one_turbine_in_parts(embedded):
    """The same turbine's next file overlaps by two rows, then its other signal comes in a third."""
    head = "Date/Time,LV ActivePower (kW)"
    part1 = "\n".join([head, *(line(row, 100 + 10 * row) for row in range(6)), ""])
    part2 = "\n".join([head, *(line(row, 200 + 10 * row) for row in range(4, 8)), ""])
    more = "\n".join(["Date/Time,Wind Speed (m/s)", *(line(row, row) for row in range(8)), ""])
    embedded.ingest(part1)
    with pytest.raises(OverlapError, match="already has values at 2 of them"):
        embedded.ingest(part2)
    embedded.ingest(part2, replace=True)
    assert embedded.door.value("power_kw", utc_ns(4)) == 240
    record = embedded.ingest(more, replace=True)
    assert record.replaces == 0
    assert sum(embedded.door.value("power_kw", utc_ns(row)) is not None for row in range(8)) == 8
    assert {embedded.verify(r).verdict for r in embedded.windproof.ingests.all()} == {"PASS"}


def test_the_undo_of_an_undone_one_is_refused(embedded):
    record = embedded.ingest(B)
    embedded.undo(record)
    with pytest.raises(IngestError, match="already undone"):
        embedded.undo(record)
    assert json.loads(embedded.cli("ingests", "--json").stdout)["ingests"][0]["state"] == "undone"
