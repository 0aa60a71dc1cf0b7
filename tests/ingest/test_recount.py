"""What the database holds decides: short, not counted, gone; and yesterday's ledger."""

import sqlite3
from dataclasses import replace

import numpy as np
import pytest
from scada import ACTOR, SERIES, Place, made_file, replacing, unpack_yesterday, utc_ns

from turbine.ingest.ledger import Ledger
from turbine.ingest.record import State
from turbine.model.errors import IngestError, StoreUnreachableError
from turbine.model.frame import stamps_of
from turbine.services.windproof import Windproof
from turbine.stores.base import Written
from turbine.words import recall

FILE = made_file(300)


@pytest.fixture
def small(place, monkeypatch):
    """The place with batches of 50 rows."""
    store = place.windproof._stores.get()
    monkeypatch.setattr(
        type(store), "capabilities", replace(store.capabilities, batch_rows=50, in_flight=1)
    )
    return place


def swallowing(store, batch: int):
    """The store's write, which acknowledges that batch (from 0) and throws it away."""
    write, sent = store.write, iter(range(10_000))

    def write_all_but_one(series, frame):
        if next(sent) == batch:
            return Written(stored=frame.height)
        return write(series, frame)

    return write_all_but_one


def test_a_batch_that_was_acknowledged_and_thrown_away_is_missed_and_sent_again(
    small, monkeypatch, tmp_path
):
    place, store = small, small.windproof._stores.get()
    record = place.start(FILE)
    with monkeypatch.context() as patch:
        patch.setattr(store, "write", swallowing(store, 2))
        short = place.windproof.ingests.run(ACTOR, record.id)
    assert (short.state, short.stored, short.held, short.lacks) == (State.SHORT, 300, 250, 50)
    assert place.door.count() == 250
    path = tmp_path / "made.csv"
    path.write_text(FILE)
    writes: list[list[int]] = []
    write = store.write

    def counting(series, frame):
        writes.append(stamps_of(frame).tolist())
        return write(series, frame)

    with monkeypatch.context() as patch:
        patch.setattr(store, "write", counting)
        done = place.windproof.ingests.run(ACTOR, record.id)
    assert (done.state, done.stored, done.held, done.lacks) == (State.DONE, 300, 300, 0)
    assert writes == [[utc_ns(row) for row in range(100, 150)]], "just what was missing"
    assert done.adds_up
    assert place.verify(record).verdict == "PASS"
    again = place.answer("ingest", str(path), "--retime", "keep")
    assert (again["already"], again["held"]) == (True, 300)


@replacing
def test_a_swallowed_batch_of_a_replacing_ingest_is_missed_though_its_stamps_are_held(
    small, place, monkeypatch
):
    store = small.windproof._stores.get()
    place.ingest(FILE)
    record = place.start(made_file(300, seed=2), replace=True)
    with monkeypatch.context() as patch:
        patch.setattr(store, "write", swallowing(store, 2))
        short = place.windproof.ingests.run(ACTOR, record.id)
    assert (short.state, short.held, short.lacks) == (State.SHORT, 250, 50)
    assert place.windproof.ingests.run(ACTOR, record.id).state is State.DONE
    assert place.verify(record).verdict == "PASS"


def test_short_and_not_counted_exit_with_4(place, tmp_path, monkeypatch):
    path = tmp_path / "made.csv"
    path.write_text(FILE)
    first = place.answer("ingest", str(path), "--retime", "keep")
    place.door.remove(utc_ns(100), utc_ns(150))
    (listed,) = place.answer("ingests")["ingests"]
    assert (listed["state"], listed["held"]) == ("done", 300), "nobody has counted since"
    counted = place.windproof.ingests.recount(ACTOR, first["ingest_id"])
    assert (counted.state, counted.held, counted.lacks) == (State.SHORT, 250, 50)
    again = place.answer("ingest", str(path), "--retime", "keep")
    assert (again["already"], again["state"], again["held"]) == (False, "done", 300)

    from turbine.cli import main as cli

    store_type = type(place.windproof._stores.get())
    monkeypatch.setattr(store_type, "stamps", _fails)
    for name, value in place.environ.items():
        monkeypatch.setenv(name, value)
    other = tmp_path / "other.csv"
    other.write_text(made_file(20, seed=9))
    # The plan asks too: only what comes after the sending fails.
    monkeypatch.setattr("turbine.ingest.count.count", _cannot_count)
    monkeypatch.setattr("turbine.ingest.job.count", _cannot_count)
    monkeypatch.setattr(store_type, "stamps", lambda *_: np.array([], dtype=np.int64))
    arguments = ["ingest", str(other), "--retime", "keep", "--turbine", "T7"]
    assert cli.main(arguments) == 4


def _fails(*_arguments):
    raise StoreUnreachableError("It timed out.", hint="Wait.")


_cannot_count = _fails


def test_a_count_that_fails_is_no_failure_of_the_ingest(place, monkeypatch):
    record = place.start(FILE)
    with monkeypatch.context() as patch:
        patch.setattr("turbine.ingest.job.count", _cannot_count)
        sent = place.windproof.ingests.run(ACTOR, record.id)
    assert (sent.state, sent.stored, sent.held) == (State.NOT_COUNTED, 300, None)
    assert recall(sent.error) == "Everything was sent, but not counted. It timed out. Wait."
    done = place.windproof.ingests.run(ACTOR, record.id)
    assert (done.state, done.held, done.error) == (State.DONE, 300, "")


def test_a_database_that_does_not_answer_on_resume_changes_nothing_that_was_known(
    place, monkeypatch
):
    record = place.ingest(FILE)
    with monkeypatch.context() as patch:
        patch.setattr("turbine.ingest.job.count", _cannot_count)
        with pytest.raises(StoreUnreachableError):
            place.windproof.ingests.run(ACTOR, record.id)
    known = place.windproof.ingests.get(record.id)
    assert (known.state, known.held) == (State.DONE, 300)
    assert recall(known.error).startswith("It timed out.")


# -- gone ----------------------------------------------------------------------------------


def drop(place: Place) -> None:
    """Everything is removed behind our back."""
    place.door.remove(utc_ns(-10), utc_ns(1_000))
    assert place.door.count() == 0


def test_what_the_database_lost_whole_is_gone_its_stamps_are_free_and_it_can_come_back(place):
    record = place.ingest(FILE)
    drop(place)
    planned = place.plan(made_file(300, seed=2))
    assert (planned.taken, planned.overlaps) == (0, ())
    gone = place.windproof.ingests.recount(ACTOR, record.id)
    assert (gone.state, gone.held, gone.lacks) == (State.GONE, 0, 300)
    done = place.ingest(FILE)
    assert (done.id, done.state, done.held) == (record.id, State.DONE, 300)
    assert place.verify(done).verdict == "PASS"


def test_stamps_of_what_is_gone_go_to_the_next_and_stay_its_own(place):
    first = place.ingest(FILE)
    drop(place)
    second = place.ingest(made_file(100, seed=2))
    assert (second.state, second.replaces) == (State.DONE, 0)
    back = place.windproof.ingests.run(ACTOR, first.id)
    assert (back.state, back.held, back.replaced) == (State.DONE, 200, 100)
    assert place.verify(first).verdict == place.verify(second).verdict == "PASS"


def test_undo_of_what_is_gone_closes_the_record_also_where_nothing_can_be_deleted(place):
    record = place.ingest(FILE)
    drop(place)
    assert place.windproof.ingests.check_undo(record.id).lacking == ()
    assert place.undo(record) == 0
    assert place.windproof.ingests.get(record.id).state is State.UNDONE
    assert place.ingest(FILE).state is State.DONE


def test_verify_notes_what_it_counted(place):
    record = place.ingest(FILE)
    drop(place)
    result = place.verify(record)
    assert (result.verdict, result.missing) == ("FAIL", 300)
    assert place.windproof.ingests.get(record.id).state is State.GONE


def test_a_removed_file_of_the_embedded_database_is_gone_not_there(embedded):
    record = embedded.ingest(FILE)
    embedded.door.path.unlink()
    assert embedded.windproof.ingests.recount(ACTOR, record.id).state is State.GONE
    assert embedded.windproof.ingests.run(ACTOR, record.id).held == 300


@pytest.mark.server
def test_a_bucket_deleted_on_the_server(influx):
    record = influx.ingest(FILE)
    server = influx.door.server
    (bucket,) = server.json("GET", "/api/v2/buckets", name=influx.door.container)["buckets"]
    server.drop_bucket(bucket["id"])
    assert influx.windproof.ingests.recount(ACTOR, record.id).state is State.GONE
    assert influx.undo(record) == 0


def test_the_doctor_compares_the_ledger_with_the_database(place):
    record = place.ingest(FILE)
    assert place.answer("doctor")["ok"] is True
    place.door.remove(utc_ns(0), utc_ns(10))
    answer = place.answer("doctor", code=1)
    last = answer["steps"][-1]
    assert (last["step"], last["ok"]) == ("holds what was ingested", False)
    assert last["message"] == f"Ingest {record.id} (made.csv): short, 10 rows missing."
    assert last["hint"].startswith(f"Resume {record.id}")
    place.answer("resume", record.id)
    assert place.answer("doctor")["ok"] is True


# -- yesterday's data ----------------------------------------------------------------------


def test_yesterdays_damage_is_told_and_repaired(yesterday):
    newer, other, replacer, whole = yesterday.windproof.ingests.all()
    assert [r.file_name for r in (newer, other, replacer, whole)] == [
        *("newer.csv", "other.csv", "replacer.csv", "whole.csv")
    ]
    assert (whole.state, replacer.state, newer.state) == (
        *(State.NOT_COUNTED, State.UNDONE, State.DONE),
    )
    assert (other.state, other.replaced, newer.replaces) == (State.NOT_COUNTED, 50, 50)
    (short,) = yesterday.windproof.connection.compare_ledger(ACTOR)
    assert (short.id, short.state, short.held, short.lacks) == (whole.id, State.SHORT, 200, 100)
    assert yesterday.windproof.ingests.run(ACTOR, whole.id).held == 300
    for record in (whole, other, newer):
        assert yesterday.verify(record).verdict == "PASS"
    assert yesterday.windproof.connection.compare_ledger(ACTOR) == []
    assert [yesterday.undo(record) for record in (newer, other, whole)] == [50, 150, 300]


def test_a_copy_of_yesterdays_ledger_is_kept(yesterday):
    copy = yesterday.settings.data_dir / "ledger.v0.db"
    assert copy.stat().st_mode & 0o077 == 0
    with sqlite3.connect(copy) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (0,)
        assert db.execute("SELECT count(*) FROM ingests").fetchone() == (4,)
    copy.unlink()
    Windproof(yesterday.settings)
    assert not copy.exists(), "it is brought up to date once"


def test_a_ledger_of_a_newer_version_is_refused_untouched(embedded):
    path = embedded.settings.data_dir / "ledger.db"
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    with pytest.raises(IngestError, match="written by a newer version of Windproof: its schema"):
        Ledger(embedded.settings.data_dir)
    assert path.read_bytes() == before


def test_a_short_count_of_yesterday_is_short(tmp_path):
    folder = unpack_yesterday(tmp_path)
    with sqlite3.connect(folder / "ledger.db") as db:
        db.execute("UPDATE ingests SET held = 40 WHERE file_name = 'newer.csv'")
    newer = Ledger(folder).all()[0]
    assert (newer.state, newer.held, newer.lacks) == (State.SHORT, 40, 10)


def test_series_are_told_apart_by_all_their_names(embedded):
    embedded.ingest(made_file(5))
    ledger, target = embedded.windproof._ledger, embedded.windproof.connection.target
    assert len(ledger.of_series(SERIES, target)) == 1
    for change in ({"site": "x"}, {"turbine": "x"}, {"measurement": "x"}):
        assert ledger.of_series(replace(SERIES, **change), target) == []
    assert ledger.of_series(SERIES, replace(target, address="x.duckdb")) == []
