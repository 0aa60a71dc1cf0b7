"""What a row lacks is one thing for the count, for verify and for resume: by value, per cell."""

import pytest
from scada import ACTOR, HEADER, line, made_file, replacing, utc_ns

from turbine.ingest.record import State

A = "\n".join([HEADER, *(line(row, 100 + row, 5, 90, 180) for row in range(10)), ""])
SPEEDS = "\n".join(["Date/Time,Wind Speed (m/s)", *(line(row, 10 + row) for row in range(2)), ""])


def known(place, record):
    record = place.windproof.ingests.get(record.id)
    return record.state, record.held, record.lacks


@replacing
def test_rows_that_lack_one_field_since_an_undo_stay_short_when_they_are_verified(place):
    first = place.ingest(A)
    second = place.ingest(SPEEDS, replace=True)
    place.undo(second)
    assert known(place, first) == (State.SHORT, 8, 2)
    result = place.verify(first)
    assert (result.verdict, result.missing, result.differing) == ("FAIL", 0, 2)
    assert list(map(str, result.reasons)) == [
        f"2 rows were replaced by ingest {second.id}, which has since been undone. Resume ingest "
        f"{first.id} to bring them back."
    ]
    assert known(place, first) == (State.SHORT, 8, 2)
    assert place.windproof.ingests.run(ACTOR, first.id).state is State.DONE
    assert place.verify(first).verdict == "PASS"
    assert known(place, first) == (State.DONE, 10, 0)


@replacing
def test_an_undone_ingest_explains_no_cell_that_it_never_brought_and_no_other_value(place):
    first = place.ingest(A)
    second = place.ingest(SPEEDS, replace=True)
    place.undo(second)
    place.door.put(utc_ns(0), wind_speed_mps=77.0)
    place.door.put(utc_ns(1), power_kw=77.0)
    assert list(map(str, place.verify(first).reasons)) == [
        "2 rows have different values from the file: something overwrote them. No record here "
        "explains it."
    ]
    assert known(place, first) == (State.SHORT, 8, 2)


@pytest.mark.parametrize("again", ["resume", "ingest"])
def test_what_verify_finds_written_over_is_lacking_and_resume_sends_it(place, tmp_path, again):
    record = place.ingest(A)
    place.door.put(utc_ns(3), power_kw=77.0)
    assert place.verify(record).verdict == "FAIL"
    assert known(place, record) == (State.SHORT, 9, 1)
    assert place.windproof.ingests.recount(ACTOR, record.id).lacks == 1, "the count says the same"
    path = tmp_path / "made.csv"
    path.write_text(A)
    words = {"resume": [record.id], "ingest": [str(path), "--retime", "keep"]}[again]
    assert place.answer(again, *words)["state"] == "done"
    assert place.door.value("power_kw", utc_ns(3)) == 103.0
    assert place.verify(record).verdict == "PASS"


def test_what_a_tolerance_lets_pass_is_not_called_short(embedded):
    record = embedded.ingest(A)
    embedded.door.put(utc_ns(3), power_kw=103.001)
    assert embedded.verify(record, tolerance=0.01).verdict == "PASS"
    assert known(embedded, record) == (State.DONE, 10, 0)
    assert embedded.verify(record, tolerance=0.0001).verdict == "FAIL"
    assert known(embedded, record) == (State.SHORT, 9, 1)


def test_an_ingest_of_which_every_value_is_another_is_short_not_gone(place):
    """What is gone leaves its stamps free: these are taken."""
    text = "\n".join(["Date/Time,Power (kW)", *(line(row, row) for row in range(5)), ""])
    record = place.ingest(text)
    place.door.put(*(utc_ns(row) for row in range(5)), power_kw=77.0)
    place.verify(record)
    assert known(place, record) == (State.SHORT, 0, 5)
    place.door.remove(0, 2**62)
    place.verify(record)
    assert known(place, record) == (State.GONE, 0, 5)


def test_a_large_file_is_counted_alike_by_verify_and_by_the_count(place):
    record = place.ingest(made_file(2_000))
    place.door.remove(utc_ns(100), utc_ns(400))
    place.door.put(utc_ns(1_500), power_kw=-1.0)
    place.verify(record)
    assert known(place, record) == (State.SHORT, 1_699, 301)
    place.windproof.ingests.recount(ACTOR, record.id)
    assert known(place, record) == (State.SHORT, 1_699, 301)
