"""Every row is accounted for: batches, findings, cancel, resume, undo."""

from dataclasses import dataclass, replace
from datetime import timedelta

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scada import (
    ACTOR,
    HEADER,
    SERIES,
    START,
    line,
    made_file,
    replacing,
    undoing,
    until,
    utc_ns,
)

from turbine.ingest import job
from turbine.ingest.record import State
from turbine.model.actor import Actor
from turbine.model.errors import IngestError, StoreUnreachableError
from turbine.model.frame import in_words
from turbine.services.windproof import Windproof
from turbine.stores.base import Refusal, Written
from turbine.words import recall

FILE = made_file(300)


# -- the conservation law ------------------------------------------------------------------


@dataclass(frozen=True)
class Dirt:
    """One line of a file, and what must become of it."""

    text: str
    kind: str
    bad_cells: int = 0


GOOD_CELLS = st.floats(allow_nan=False, allow_infinity=False, width=64).map(repr)
EMPTY_CELLS = st.sampled_from(["", "NaN", "null"])
BAD_CELLS = st.sampled_from(["abc", "1e400", "inf", "-inf", "1 000.5x", "=cmd", "--", "0x10"])


@st.composite
def one_line(draw, row, stored):
    """One line for that row; ``stored`` are the clean (row, line) before it."""
    kinds = ["good"] * 4 + ["empty", "bad", "valueless", "unread"]
    kinds += ["few", "many", "no date", "blank"]
    kind = draw(st.sampled_from(kinds + ["duplicate", "conflict"] * bool(stored)))
    cells = draw(st.lists(GOOD_CELLS, min_size=4, max_size=4))
    old_row, old = draw(st.sampled_from(stored)) if stored else (row, Dirt("", ""))
    return {
        "good": Dirt(line(row, *cells), "stored"),
        "empty": Dirt(line(row, draw(EMPTY_CELLS), *cells[1:]), "stored"),
        "bad": Dirt(line(row, cells[0], draw(BAD_CELLS), *cells[2:]), "stored", bad_cells=1),
        "valueless": Dirt(line(row, *[draw(EMPTY_CELLS)] * 4), "without values"),
        "unread": Dirt(line(row, draw(BAD_CELLS), *[draw(EMPTY_CELLS)] * 3), "rejected"),
        "few": Dirt(line(row, *cells[:3]), "rejected"),
        "many": Dirt(line(row, *cells, "7"), "rejected"),
        "no date": Dirt(",".join(["31 02 2018 00:00", *cells]), "rejected"),
        "blank": Dirt("", "blank"),
        "duplicate": Dirt(old.text, "duplicate"),
        "conflict": Dirt(line(old_row, "-1234567.25", *old.text.split(",")[2:]), "rejected"),
    }[kind]


@st.composite
def dirty_lines(draw):
    """The lines between the first and the last, and what must become of each."""
    dirt: list[Dirt] = []
    stored: list[tuple[int, Dirt]] = []
    for row in range(draw(st.integers(4, 25))):
        dirt.append(draw(one_line(row, stored)))
        if dirt[-1].kind == "stored" and not dirt[-1].bad_cells:
            stored.append((row, dirt[-1]))
    return dirt


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(dirt=dirty_lines())
def test_every_data_row_is_stored_rejected_duplicate_or_without_values(embedded, dirt):
    # Two clean rows first and last, so that the file is one whatever happens between.
    lines = [HEADER, line(-2, 1, 2, 3, 4), *(d.text for d in dirt), line(99, 1, 2, 3, 4), ""]
    series = replace(SERIES, turbine=f"T{len(embedded.windproof.ingests.all())}")
    record = embedded.ingest("\n".join(lines), series=series)
    of_kind = {
        kind: [i for i, d in enumerate(dirt, start=3) if d.kind == kind]
        for kind in ("stored", "rejected", "duplicate", "without values", "blank")
    }
    assert record.counts.rows == len(dirt) + 2 - len(of_kind["blank"])
    assert record.stored == len(of_kind["stored"]) + 2
    assert record.rejected == len(of_kind["rejected"])
    assert record.counts.duplicate == len(of_kind["duplicate"])
    assert record.counts.without_values == len(of_kind["without values"])
    assert record.counts.rows == sum(
        (record.stored, record.rejected, record.counts.duplicate, record.counts.without_values)
    )
    assert record.adds_up
    assert record.held == record.stored
    findings = embedded.windproof.ingests.findings(record.id)
    assert all(findings["reason"].str.len_chars() > 0)
    kinds = "rejected", "duplicate", "without values"
    by_kind = {k: findings.filter(kind=k)["line"].to_list() for k in kinds}
    assert by_kind == {k: of_kind[k] for k in by_kind}
    bad = [i for i, d in enumerate(dirt, start=3) if d.bad_cells]
    assert findings.filter(kind="cell")["line"].to_list() == bad
    verified = embedded.verify(record)
    assert (verified.verdict, verified.expected) == ("PASS", record.stored)


def test_findings_hold_line_column_text_and_reason(place):
    rows = [
        line(0, 1, 2, 3, 4),
        line(1, "abc", 2, 3, 4),
        "nonsense",
        line(0, 1, 2, 3, 4),
        line(0, 9, 2, 3, 4),
        line(2, 1, 2, 3, 4),
    ]
    record = place.ingest("\n".join([HEADER, *rows, ""]))
    findings = in_words(place.windproof.ingests.findings(record.id)).rows()
    assert [row[:4] for row in findings] == [
        ("cell", 3, "LV ActivePower (kW)", "abc"),
        ("rejected", 4, "", "nonsense"),
        ("duplicate", 5, "", ""),
        ("rejected", 6, "", rows[4]),
    ]
    assert findings[2][4] == "The row repeats line 2."
    assert findings[3][4].startswith("Line 2 has other values")
    assert (record.counts.rows, record.stored, record.rejected) == (6, 3, 2)
    assert (record.counts.duplicate, record.counts.bad) == (1, 1)


# -- batches -------------------------------------------------------------------------------


@given(st.lists(st.integers(1, 40), max_size=12), st.integers(1, 30))
def test_batches_are_cut_by_row_number_alone(heights, size):
    rows = pl.DataFrame({"row": range(sum(heights))})
    frames, start = [], 0
    for height in heights:
        frames.append(rows.slice(start, height))
        start += height
    cut = list(job.batches(iter(frames), size))
    assert [seq for seq, _ in cut] == list(range(len(cut)))
    assert all(frame.height == size for _, frame in cut[:-1])
    assert pl.concat([rows.clear(), *(frame for _, frame in cut)]).equals(rows)


@pytest.fixture
def small_batches(place, monkeypatch):
    """The place with batches of 50 rows, six of FILE, and two under way at the most."""
    store = place.windproof._stores.get()
    in_flight = min(store.capabilities.in_flight, 2)
    capabilities = replace(store.capabilities, batch_rows=50, in_flight=in_flight)
    monkeypatch.setattr(type(store), "capabilities", capabilities)
    return place


def failing_after(store, batches: int, error: Exception):
    """The store's write, which raises once so many batches are written."""
    write, count = store.write, iter(range(10_000))

    def limited(series, frame):
        if next(count) >= batches:
            raise error
        return write(series, frame)

    return limited


def test_a_failed_ingest_says_why_and_resumes_with_the_rest(small_batches, monkeypatch):
    place = small_batches
    store = place.windproof._stores.get()
    record = place.start(FILE)
    error = StoreUnreachableError("Nobody answers.", hint="Start it.")
    with monkeypatch.context() as patch:
        patch.setattr(store, "write", failing_after(store, 3, error))
        with pytest.raises(StoreUnreachableError):
            place.windproof.ingests.run(ACTOR, record.id)
    failed = place.windproof.ingests.get(record.id)
    assert failed.state is State.FAILED
    assert recall(failed.error) == "Nobody answers. Start it."
    assert failed.stored == 150
    assert (failed.waiting, failed.adds_up) == (300 - failed.stored, True)
    verified = place.verify(record)
    assert verified.verdict == "FAIL"
    assert str(verified.reasons[-1]).endswith("not been sent yet. Resume the ingest.")
    seen = []
    done = place.windproof.ingests.run(ACTOR, record.id, on_progress=seen.append)
    assert (done.state, done.stored, done.held, done.error) == (State.DONE, 300, 300, "")
    assert [p.done for p in seen] == sorted(p.done for p in seen)
    assert (seen[-1].done, seen[-1].total) == (300, 300)
    assert seen[0].done > failed.stored - 50
    assert place.verify(record).verdict == "PASS"
    assert place.door.count() == 300


def test_a_bug_stays_loud_and_is_no_sentence_for_a_person(place, monkeypatch):
    record = place.start(FILE)
    store = place.windproof._stores.get()
    with monkeypatch.context() as patch:
        patch.setattr(store, "write", failing_after(store, 0, ZeroDivisionError("a bug")))
        with pytest.raises(ZeroDivisionError):
            place.windproof.ingests.run(ACTOR, record.id)
    failed = place.windproof.ingests.get(record.id)
    assert (failed.state, failed.stored) == (State.FAILED, 0)
    assert "bug" not in failed.error
    assert recall(failed.error) == "It stopped unexpectedly. See the server's log."


def test_an_answer_for_fewer_rows_than_were_sent_is_no_answer(place, monkeypatch):
    record = place.start(FILE)
    store = place.windproof._stores.get()
    with monkeypatch.context() as patch:
        patch.setattr(store, "write", lambda _series, frame: Written(stored=frame.height - 1))
        with pytest.raises(IngestError, match="answered for 299 of 300 rows"):
            place.windproof.ingests.run(ACTOR, record.id)
    assert place.windproof.ingests.run(ACTOR, record.id).stored == 300


def test_rows_that_the_database_refuses_are_listed_with_its_reason(place, monkeypatch):
    record = place.start(FILE)
    store = place.windproof._stores.get()
    write = store.write

    def choosy(series, frame):
        write(series, frame.filter(frame["line"] != 10))
        refusal = Refusal(time_ns=utc_ns(8), reason="we do not like it")
        return Written(stored=frame.height - 1, refused=(refusal,))

    with monkeypatch.context() as patch:
        patch.setattr(store, "write", choosy)
        done = place.windproof.ingests.run(ACTOR, record.id)
    assert (done.state, done.stored, done.refused, done.rejected) == (State.DONE, 299, 1, 1)
    assert done.adds_up
    refused = ("refused", 10, "", "", "we do not like it")
    assert in_words(place.windproof.ingests.findings(record.id)).rows() == [refused]
    result = place.verify(record)
    assert (result.verdict, result.missing) == ("FAIL", 1)
    assert len(result.reasons) == 1
    assert str(result.reasons[0]).startswith("1 row was refused by the database when it was sent.")


def test_cancel_stops_between_batches_and_resume_goes_on(small_batches):
    place = small_batches
    record = place.start(FILE)

    def cancel(progress):
        if progress.done >= 100:
            place.windproof.ingests.cancel(ACTOR, record.id)

    cancelled = place.windproof.ingests.run(ACTOR, record.id, on_progress=cancel)
    assert cancelled.state is State.CANCELLED
    assert 100 <= cancelled.stored < 300
    assert cancelled.held == cancelled.stored == place.door.count()
    assert place.windproof.ingests.run(ACTOR, record.id).state is State.DONE
    assert place.verify(record).verdict == "PASS"


def test_what_does_not_run_cannot_be_cancelled(embedded):
    record = embedded.ingest(FILE)
    with pytest.raises(IngestError, match="is not running: its state is done"):
        embedded.windproof.ingests.cancel(ACTOR, record.id)


def test_control_c_cancels(small_batches, monkeypatch):
    place = small_batches
    record = place.start(FILE)

    def interrupt(_progress):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        place.windproof.ingests.run(ACTOR, record.id, on_progress=interrupt)
    assert place.windproof.ingests.get(record.id).state is State.CANCELLED
    place.windproof.ingests.run(ACTOR, record.id)
    assert place.verify(record).verdict == "PASS"


def test_a_background_ingest_needs_nobody_to_wait(small_batches):
    place = small_batches
    record = place.start(FILE)
    windproof = place.windproof
    windproof.ingests.run_in_background(ACTOR, record.id)
    windproof.ingests.run_in_background(ACTOR, record.id)  # a second click
    until(lambda: windproof.ingests.progress(record.id) is None, what="the end")
    assert windproof.ingests.get(record.id).state is State.DONE
    assert place.verify(record).verdict == "PASS"


def test_a_background_ingest_that_fails_tells_the_ledger(embedded):
    record = embedded.start(FILE)
    kept = embedded.settings.data_dir / "originals" / f"{record.sha256}.csv.zst"
    kept.rename(kept.with_suffix(".away"))
    embedded.windproof.ingests.run_in_background(ACTOR, record.id)
    until(lambda: embedded.windproof.ingests.progress(record.id) is None, what="the end")
    failed = embedded.windproof.ingests.get(record.id)
    assert failed.state is State.FAILED
    missing = "The original file made.csv is no longer in the data directory."
    assert recall(failed.error).startswith(missing)
    kept.with_suffix(".away").rename(kept)
    assert embedded.windproof.ingests.run(ACTOR, record.id).state is State.DONE


def test_what_cannot_be_undone_is_said_before_anybody_confirms(embedded, monkeypatch):
    record = embedded.ingest(FILE)
    store = embedded.windproof._stores.get()
    capabilities = replace(store.capabilities, deletes_points=False)
    monkeypatch.setattr(type(store), "capabilities", capabilities)
    for call in (
        lambda: embedded.windproof.ingests.check_undo(record.id),
        lambda: embedded.undo(record),
    ):
        with pytest.raises(IngestError, match="cannot delete single points") as caught:
            call()
        assert "can be dropped" in caught.value.hint
    assert embedded.windproof.ingests.get(record.id).state is State.DONE


@undoing
def test_undo_counts_again_and_can_be_done_once(place):
    record = place.ingest(FILE)
    with pytest.raises(IngestError, match="confirmation does not match"):
        place.windproof.ingests.undo(ACTOR, record.id, confirmation="yes")
    assert place.door.count() == 300
    assert place.undo(record) == 300
    undone = place.windproof.ingests.get(record.id)
    assert (undone.state, undone.held) == (State.UNDONE, 0)
    assert place.door.count() == 0
    with pytest.raises(IngestError, match="already undone"):
        place.undo(record)
    with pytest.raises(IngestError, match="was undone"):
        place.windproof.ingests.run(ACTOR, record.id)


@replacing
def test_a_replaced_point_leaves_no_field_behind_also_after_a_kill(place):
    """What is replaced is deleted by whoever runs the ingest first, not by who recorded it."""
    place.ingest("\n".join([HEADER, line(0, 1, 2, 3, 4), line(1, 1, 2, 3, 4), ""]))
    record = place.start("\n".join([HEADER, line(0, 9, "", "", 4), ""]), replace=True)
    after_the_kill = Windproof(place.settings)
    after_the_kill.ingests.run(ACTOR, record.id)
    assert place.door.value("wind_speed_mps", utc_ns(0)) is None
    assert place.verify(record).verdict == "PASS"


@pytest.mark.server
@pytest.mark.parametrize(("start", "gone"), [(START + timedelta(days=1), 300), (START, 18)])
def test_a_type_that_the_server_does_not_take_is_refused_row_by_row(influx, start, gone):
    """A field that comes to hold integers after the pre-flight: InfluxDB refuses the doubles of
    that shard (a week, from Monday in UTC), and shows none of the field's doubles in others."""
    server, bucket = influx.door.server, influx.door.container
    stamp = utc_ns(-5, start)
    record = influx.start(made_file(300, start=start))
    server.write(bucket, f"scada,site=main,turbine=T1 power_kw=1i {stamp}".encode())
    record = influx.windproof.ingests.run(ACTOR, record.id)
    assert record.state is State.DONE
    assert (record.stored, record.refused) == (0, 300)
    assert record.adds_up
    findings = influx.windproof.ingests.findings(record.id)
    assert findings["kind"].unique().to_list() == ["refused"]
    assert findings["line"].to_list() == list(range(2, 302))
    assert all("power_kw" in reason for reason in findings["reason"])
    result = influx.verify(record)
    assert (result.verdict, result.missing, result.differing) == ("FAIL", gone, 300 - gone)
    assert result.channels[0].missing == 300
    refused = f"{gone} rows were refused by the database when they were sent."
    assert str(result.reasons[0]).startswith(refused)
    if gone < 300:
        in_part = "282 of the different rows were refused by the database"
        assert str(result.reasons[1]).startswith(in_part)


def test_who_asked_is_recorded(embedded):
    someone = Actor(name="grace", origin="203.0.113.7")
    planned = embedded.plan(FILE)
    record = embedded.windproof.ingests.start(someone, planned)
    assert (record.actor, record.origin) == ("grace", "203.0.113.7")
