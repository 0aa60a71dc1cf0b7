"""An undo that cannot begin, and what the doctor says of ingests that are not complete."""

from dataclasses import replace

import pytest
from scada import ACTOR, SERIES, Place, made_file, replacing, undoing, utc_ns

from turbine.ingest.record import State
from turbine.model.errors import StoreDeniedError, StoreError, StoreUnreachableError
from turbine.words import recall

FILE = made_file(60)
OTHER = replace(SERIES, turbine="T2")
DENIED = StoreDeniedError("It may not be written.", hint="Give the right to.")
SILENT = StoreUnreachableError("No answer.", hint="Wait.")


def state(place: Place, record):
    record = place.windproof.ingests.get(record.id)
    return record.state, recall(record.error)


def failing(error):
    def fail(*_arguments):
        raise error

    return fail


def last_step(place: Place):
    """The doctor's last word."""
    *_, last = place.windproof.connection.doctor(ACTOR)
    assert str(last.step) == "holds what was ingested"
    return last


# -- an undo that does not begin ------------------------------------------------------------


@undoing
@pytest.mark.parametrize(("question", "error"), [("stamps", SILENT), ("erase", DENIED)])
def test_an_undo_of_which_nothing_could_be_deleted_did_not_begin(
    place, question, error, monkeypatch
):
    record = place.ingest(FILE)
    with monkeypatch.context() as patch:
        patch.setattr(place.windproof._stores.get(), question, failing(error))
        with pytest.raises(StoreError):
            place.undo(record)
    assert state(place, record) == (State.DONE, "")
    assert place.windproof._ledger.erased(record.id) == []
    assert last_step(place).ok
    assert place.verify(record).verdict == "PASS"
    assert place.undo(record) == 60


@undoing
def test_an_interrupted_ingest_is_interrupted_again_if_its_undo_does_not_begin(place, monkeypatch):
    record = place.start(FILE)
    assert state(place, record) == (State.INTERRUPTED, "")
    store, files = place.windproof._stores.get(), place.windproof.files
    kept = files.original(record.sha256, name=record.file_name, size=record.size)
    for frame in files.scan(kept, record.interpretation).blocks():
        store.write(record.series, frame)
    with monkeypatch.context() as patch:
        patch.setattr(store, "erase", failing(DENIED))
        with pytest.raises(StoreDeniedError):
            place.undo(record)
    assert state(place, record) == (State.INTERRUPTED, "")


@replacing
@pytest.mark.parametrize("error", [DENIED, SILENT])
def test_an_undo_that_began_is_undoing_and_resume_finishes_it(place, error, monkeypatch):
    record = place.ingest(FILE)
    speeds = "Date/Time,Wind Speed (m/s)\n01 01 2018 00:00,7\n"
    place.ingest(speeds, replace=True)  # so that the first has two parts
    store = place.windproof._stores.get()
    erase = store.erase

    def erase_one_part(*arguments):
        erase(*arguments)
        store.erase = failing(error)

    with monkeypatch.context() as patch:
        patch.setattr(store, "erase", erase_one_part)
        with pytest.raises(StoreError):
            place.undo(record)
    vars(store).pop("erase", None)
    assert state(place, record) == (State.UNDOING, str(error))
    last = last_step(place)
    assert not last.ok
    assert str(last.message) == f"Ingest {record.id} (made.csv): undoing."
    assert str(last.hint) == (
        f"Resume {record.id}: this finishes the undo and deletes the remaining points."
    )
    assert place.windproof.ingests.run(ACTOR, record.id).state is State.UNDONE
    assert last_step(place).ok


@undoing
def test_a_deletion_without_an_answer_may_have_happened(place, monkeypatch):
    record = place.ingest(FILE)
    with monkeypatch.context() as patch:
        patch.setattr(place.windproof._stores.get(), "erase", failing(SILENT))
        with pytest.raises(StoreUnreachableError):
            place.undo(record)
    assert state(place, record)[0] is State.UNDOING


def test_a_database_that_cannot_be_opened_is_not_being_undone(embedded):
    record = embedded.ingest(FILE)
    path = embedded.door.path
    kept = path.read_bytes()
    path.write_bytes(b"x")
    with pytest.raises(StoreError):
        embedded.undo(record)
    path.write_bytes(kept)
    assert state(embedded, record) == (State.DONE, "")


# -- the doctor -----------------------------------------------------------------------------


def test_what_was_not_wholly_sent_is_named_by_its_state(place, monkeypatch):
    interrupted, failed = place.start(FILE), place.start(FILE, series=OTHER)
    store = place.windproof._stores.get()
    with monkeypatch.context() as patch:
        patch.setattr(store, "write", failing(DENIED))
        with pytest.raises(StoreDeniedError):
            place.windproof.ingests.run(ACTOR, failed.id)
    last = last_step(place)
    assert not last.ok
    assert str(last.message) == (
        f"Ingest {failed.id} (made.csv): failed, 60 rows to go. "
        f"Ingest {interrupted.id} (made.csv): interrupted, 60 rows to go."
    )
    assert str(last.hint) == (
        f"Resume {failed.id} and {interrupted.id}: the rows that were not sent yet are sent. "
        "Or undo what is not wanted."
    )
    for record in (failed, interrupted):
        place.windproof.ingests.run(ACTOR, record.id)
    assert (last_step(place).ok, str(last_step(place).message)) == (
        *(True, "Every ingest is complete."),
    )


def test_what_is_running_is_no_failure_and_is_named(place):
    place.ingest(FILE)
    running = place.start(FILE, series=OTHER)
    with place.windproof._ledger.running(running.id):
        last = last_step(place)
    assert (last.ok, str(last.message)) == (
        True,
        f"Every ingest that has finished is complete. Running: {running.id}.",
    )


def test_each_is_listed_by_what_resume_does(place):
    first = place.ingest(FILE)
    place.door.remove(utc_ns(0), utc_ns(10))
    interrupted = place.start(FILE, series=OTHER)
    hint = str(last_step(place).hint)
    assert f"Resume {first.id}: the missing rows are sent again from the original file." in hint
    assert f"Resume {interrupted.id}: the rows that were not sent yet are sent." in hint
