"""States in words on their way: stored, proven, replaced, undone; refused where they cannot be."""

import pytest
from memory_store import memory_registered
from scada import HEADER, line, utc_ns

from turbine.ingest.record import State
from turbine.model.errors import IngestError, OverlapError

FIELDS = {5: "status_text"}
WORDS = ("Run", "Stop", 'a "b"', "Störung", "7")


def made(rows: int, *, shift: int = 0, power: bool = True) -> str:
    lines = [f"{HEADER},Status"]
    for row in range(rows):
        word = WORDS[(row + shift) % len(WORDS)].replace('"', '""')
        lines.append(line(row, row if power else "", 5.5, 7, 180, f'"{word}"'))
    return "\n".join([*lines, ""])


def test_they_are_stored_and_proven_character_by_character(embedded):
    record = embedded.ingest(made(30), fields=FIELDS)
    assert record.channels[-1] == "status_text"
    result = embedded.verify(record)
    assert (result.verdict, result.channels[-1].found) == ("PASS", 30)
    embedded.door.put_text("status_text", "Run ", utc_ns(0))
    embedded.door.put_text("status_text", "stop", utc_ns(1))
    result = embedded.verify(record)
    assert (result.verdict, result.differing) == ("FAIL", 2)
    wrong = result.offenders.select("line", "file_text", "stored_text", "stored_value").rows()
    assert wrong == [(2, "Run", "Run ", None), (3, "Stop", "stop", None)]


def test_what_the_database_lost_is_sent_again(embedded):
    record = embedded.ingest(made(30), fields=FIELDS)
    embedded.door.put_text("status_text", "other", utc_ns(3))
    embedded.verify(record)
    record = embedded.windproof.ingests.get(record.id)
    assert (record.state, record.lacks) == (State.SHORT, 1)
    assert embedded.ingest(made(30), fields=FIELDS).state is State.DONE
    assert embedded.verify(record).verdict == "PASS"


def test_others_are_replaced_if_told_to_and_undone(embedded):
    first = embedded.ingest(made(30), fields=FIELDS)
    with pytest.raises(OverlapError):
        embedded.ingest(made(30, shift=1), fields=FIELDS)
    second = embedded.ingest(made(30, shift=1), fields=FIELDS, replace=True)
    assert embedded.verify(second).verdict == "PASS"
    assert embedded.verify(first).replaced == 30
    embedded.undo(second)
    assert embedded.verify(first).verdict == "FAIL"
    assert embedded.ingest(made(30), fields=FIELDS).state is State.DONE
    assert embedded.verify(first).verdict == "PASS"


def test_a_field_that_holds_numbers_is_refused_before_anything_is_written(embedded):
    embedded.door.put(utc_ns(900), status_text=5.0)
    with pytest.raises(IngestError, match="stores status_text as DOUBLE"):
        embedded.ingest(made(30, shift=2), fields=FIELDS, replace=True)


def test_a_database_without_texts_refuses_them(embedded, tmp_path):
    with memory_registered(tmp_path):
        place = type(embedded)(
            settings=type(embedded.settings)(data_dir=tmp_path, store="memory"), door=embedded.door
        )
        with pytest.raises(IngestError, match="Memory cannot store text") as caught:
            place.ingest(made(3), fields=FIELDS)
        assert "Leave these columns out" in str(caught.value.hint)
