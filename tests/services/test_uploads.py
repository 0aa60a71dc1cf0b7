"""Series that go in together: recorded before they run, stopped and resumed together."""

import sqlite3
import threading
from contextlib import closing
from unittest.mock import Mock

import pytest
from scada import ACTOR, Place

from turbine.ingest.groups import Names, Read
from turbine.ingest.ledger import Ledger
from turbine.ingest.ledger.schema import MIGRATIONS
from turbine.ingest.record import State
from turbine.model.errors import IngestError, OverlapError, StoreUnreachableError
from turbine.readers import open_source
from turbine.services.proofs import verdict
from turbine.services.uploads import Started, Uploads
from turbine.sqlite import upgrade
from turbine.stores.duckdb.store import DuckDBStore
from turbine.words import recall

HEADER = "Time,Turbine,Power (kW)"


def made(turbines: str = "ABC", steps: range = range(5)) -> str:
    rows = [f"2020-01-01 00:{s:02},{t},{ord(t) + s}" for t in turbines for s in steps]
    return "\n".join([HEADER, *rows, ""])


def read(place: Place, text: str, name: str = "made.csv", turbine: str = "") -> Read:
    files = place.windproof.files
    original = files.keep(ACTOR, open_source(text.encode(), name))
    form = files.detect(original, zone="UTC").interpretation
    return Read(original=original, split=files.split(original, form), turbine=turbine)


def start(place: Place, *reads: Read, rule: str = "keep", **names: str) -> Started:
    uploads = place.windproof.uploads
    group = uploads.plan(reads, rule=rule, names=Names(**names))
    return uploads.start(ACTOR, group)


def test_all_are_recorded_before_the_first_runs(embedded):
    started = start(embedded, read(embedded, made()))
    assert {record.upload for record in started.records} == {started.upload.id}
    again = embedded.windproof.uploads.get(started.upload.id)
    assert [record.state for record in again.records] == [State.INTERRUPTED] * 3
    ended = embedded.windproof.uploads.run(ACTOR, again)
    assert [record.state for record in ended.records] == [State.DONE] * 3
    assert (ended.total.rows, ended.total.stored, ended.total.adds_up) == (15, 15, True)


def test_the_same_upload_started_twice_at_once_is_one(embedded):
    file, uploads = read(embedded, made() + "2020-01-01 00:07,,5\n"), embedded.windproof.uploads
    groups = [uploads.plan([file], rule="keep", names=Names()) for _browser in range(2)]
    first, second = (uploads.start(ACTOR, group) for group in groups)
    assert second.upload == first.upload
    assert [r.id for r in second.records] == [r.id for r in uploads.get(first.upload.id).records]


def test_one_is_stopped_and_none_comes_after_it(embedded, monkeypatch):
    started = start(embedded, read(embedded, made()))
    uploads: Uploads = embedded.windproof.uploads
    second = started.records[1]
    run = embedded.windproof.ingests._run

    def cancelled(entry, ingest_id, *rest):
        if ingest_id == second.id:
            monkeypatch.setattr(embedded.windproof.ingests, "_run", run)
            uploads._ledger.set_state(ingest_id, State.CANCELLED)
            return uploads._ledger.get(ingest_id)
        return run(entry, ingest_id, *rest)

    monkeypatch.setattr(embedded.windproof.ingests, "_run", cancelled)
    ended = uploads.run(ACTOR, started)
    states = [record.state for record in uploads.get(started.upload.id).records]
    assert states == [State.DONE, State.CANCELLED, State.INTERRUPTED]
    assert [record.id for record in ended.records] == [record.id for record in started.records]
    rest = uploads.run(ACTOR, uploads.get(started.upload.id))
    assert {record.state for record in rest.records} == {State.DONE}


def test_an_obstacle_of_one_stops_all_before_anything_is_written(embedded):
    start(embedded, read(embedded, made("B", range(2))))
    with pytest.raises(OverlapError, match="turbine 'B'"):
        start(embedded, read(embedded, made("AB")))
    assert len(embedded.windproof.ingests.all()) == 1


def test_all_series_are_moved_by_the_same_shift(embedded):
    text = made("A", range(3)) + made("B", range(9)).removeprefix(HEADER + "\n")
    started = start(embedded, read(embedded, text), rule="end-now")
    shifts = {record.resolved.shift_ns for record in started.records}
    assert len(shifts) == 1
    a, b = started.records
    assert b.last_ns - a.last_ns == 6 * 60 * 10**9


def test_files_of_several_turbines_are_one_upload(embedded):
    texts = {name: made(name).replace("Turbine", "X") for name in "AB"}
    reads = [read(embedded, text, f"{n}.csv", turbine=f"WT {n}") for n, text in texts.items()]
    started = start(embedded, *reads)
    assert [record.series.turbine for record in started.records] == ["WT A", "WT B"]
    ended = embedded.windproof.uploads.run(ACTOR, started)
    assert ended.total.stored == 10


def test_two_files_of_the_same_rows_are_refused(embedded):
    reads = [read(embedded, made("A"), "a.csv"), read(embedded, made("A", range(3, 9)), "b.csv")]
    with pytest.raises(IngestError, match="2 rows of turbine A"):
        start(embedded, *reads)
    assert embedded.windproof.ingests.all() == []


def test_rows_of_no_series_are_kept_with_the_upload(embedded):
    started = start(embedded, read(embedded, made("AB") + "2020-01-01 00:07,,5\noops\n"))
    assert started.upload.rejected == 2
    findings = embedded.windproof.ingests.findings(started.upload.id)
    assert findings.select("kind", "line").rows() == [("rejected", 12), ("rejected", 13)]
    assert (started.total.rows, started.total.rejected, started.total.adds_up) == (12, 2, True)


def test_the_series_of_a_turbine_may_be_named(embedded):
    started = start(embedded, read(embedded, made("A")), turbine="North 1", site="S")
    [record] = started.records
    assert (record.series.turbine, record.series.site, record.upload) == ("North 1", "S", "")
    chosen = start(embedded, read(embedded, made("AB")), turbine="B")
    assert [record.series.turbine for record in chosen.records] == ["B"]


def test_a_turbine_without_values_stops_no_other(embedded):
    text = made("A") + "2020-01-01 00:07,B,\n2020-01-01 00:08,B,x\n"
    started = start(embedded, read(embedded, text))
    assert [record.series.turbine for record in started.records] == ["A"]
    assert (started.upload.rejected, started.upload.without_values) == (1, 1)
    assert (started.total.rows, started.total.adds_up) == (7, True)


def test_a_ledger_from_before_uploads_is_brought_up_to_date(tmp_path):
    path = tmp_path / "ledger.db"
    upgrade(path, MIGRATIONS[:1], newer=IngestError, wal=True)
    ledger = Ledger(tmp_path)
    assert (ledger.all(), ledger.of_upload("u1")) == ([], [])
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
    assert (tmp_path / "ledger.v1.db").is_file()


def test_one_series_is_undone_and_all_the_others_stand(embedded):
    uploads = embedded.windproof.uploads
    started = uploads.run(ACTOR, start(embedded, read(embedded, made("ABC"))))
    a, b, c = started.records
    with pytest.raises(IngestError, match="upload's ID"):
        uploads.undo(ACTOR, started, confirmation=a.id)
    assert uploads.undo(ACTOR, started.only([b.id]), confirmation=started.upload.id) == {b.id: 5}
    resumed = uploads.run(ACTOR, uploads.get(started.upload.id))
    assert [record.state for record in resumed.records] == [State.DONE, State.UNDONE, State.DONE]
    total = resumed.total
    assert (total.series, total.stored, total.undone, total.adds_up) == (2, 10, 5, True)
    lines = uploads.verify(ACTOR, resumed)
    assert [each.verdict for each in lines] == ["PASS", None, "PASS"]
    assert verdict(lines) == "PASS"
    embedded.door.remove(c.first_ns, c.first_ns + 1)  # of both turbines
    lines = uploads.verify(ACTOR, resumed)
    assert ([each.missing for each in lines], verdict(lines)) == ([1, 0, 1], "FAIL")
    assert uploads.undo(ACTOR, resumed, confirmation=started.upload.id).keys() == {a.id, c.id}
    assert verdict(uploads.verify(ACTOR, uploads.get(started.upload.id))) is None


def test_a_series_that_cannot_be_compared_stops_no_other(embedded):
    uploads = embedded.windproof.uploads
    reads = [read(embedded, made(t), f"{t}.csv") for t in "AB"]
    started = uploads.run(ACTOR, start(embedded, *reads))
    reads[0].original.path.write_bytes(b"damaged")
    first, second = uploads.verify(ACTOR, started)
    assert (first.verdict, second.verdict, verdict([first, second])) == (None, "PASS", None)
    assert first.reasons


def test_what_stops_the_start_of_one_starts_none(embedded, monkeypatch):
    """Else *resume* of the upload would end well without the series that were never recorded."""
    calls = []

    def refuse_the_second(*_shards):
        calls.append(1)
        if len(calls) > 1:
            raise StoreUnreachableError("it is down")

    monkeypatch.setattr("turbine.ingest.start.fit_shards", refuse_the_second)
    with pytest.raises(StoreUnreachableError):
        start(embedded, read(embedded, made()))
    assert (len(calls), embedded.windproof.ingests.all()) == (2, [])


def run_in_background(embedded, upload_id: str) -> Started:
    uploads = embedded.windproof.uploads
    uploads.run_in_background(ACTOR, uploads.get(upload_id))
    for thread in threading.enumerate():
        if thread.name == f"ingest-{upload_id}":
            thread.join(30)
    return uploads.get(upload_id)


@pytest.mark.parametrize("lost", ["the file", "the database"])
def test_what_stops_an_upload_in_the_background_is_recorded(embedded, monkeypatch, lost):
    file = read(embedded, made())
    started = start(embedded, file)
    if lost == "the file":
        file.original.path.unlink()
    else:
        unreachable = StoreUnreachableError("it is down")
        monkeypatch.setattr(DuckDBStore, "held", Mock(side_effect=unreachable))
        monkeypatch.setattr(DuckDBStore, "write", Mock(side_effect=unreachable))
    first = run_in_background(embedded, started.upload.id).records[0]
    assert first.state is State.FAILED
    assert ("made.csv" if lost == "the file" else "it is down") in recall(first.error)


def test_an_interrupted_undo_of_one_is_finished(embedded):
    uploads = embedded.windproof.uploads
    started = uploads.run(ACTOR, start(embedded, read(embedded, made("AB"))))
    uploads._ledger.set_state(started.records[0].id, State.UNDOING)
    ended = run_in_background(embedded, started.upload.id)
    assert [record.state for record in ended.records] == [State.UNDONE, State.DONE]


def test_one_that_is_undone_meanwhile_stops_no_other(embedded):
    uploads = embedded.windproof.uploads
    started = start(embedded, read(embedded, made()))
    second = started.records[1].id
    embedded.windproof.ingests.undo(ACTOR, second, confirmation=second)
    ended = uploads.run(ACTOR, started)
    assert [record.state for record in ended.records] == [State.DONE, State.UNDONE, State.DONE]
