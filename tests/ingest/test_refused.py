"""Rows that the database refuses: at first, after it had accepted them, and no more."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from scada import ACTOR, HEADER, line, made_file, replacing, utc_ns

from turbine.cli import main as cli
from turbine.ingest.record import State
from turbine.stores.base import Refusal, Written
from turbine.words import recall

ROWS, OLD = 60, 25
FILE = made_file(ROWS) + "garbage,1,2,3,4\n"
REASON = "Older than the retention."


@pytest.fixture
def refusing(place, monkeypatch):
    """A context in which the database takes no row before the 26th."""
    kind = type(place.windproof._stores.get())
    write = kind.write

    def choosy(store, series, frame):
        stamps = frame["time"].dt.epoch("ns")
        old = stamps < utc_ns(OLD)
        refused = tuple(Refusal(time_ns=ns, reason=REASON) for ns in stamps.filter(old))
        left = frame.filter(~old)
        written = write(store, series, left) if len(left) else Written(stored=0)
        return Written(stored=written.stored, refused=refused)

    @contextmanager
    def context():
        with monkeypatch.context() as patch:
            patch.setattr(kind, "write", choosy)
            yield

    return context


def sums(place, record):
    """What became of the rows, which always adds up."""
    known = place.windproof.ingests.get(record.id)
    assert known.adds_up
    assert known.counts.rows == known.stored + known.rejected + known.counts.duplicate
    return known.state, known.stored, known.refused, known.held, known.lacks


def findings(place, record):
    return place.windproof.ingests.findings(record.id)["kind"].value_counts().rows()


def test_what_was_taken_and_is_refused_since_is_short_until_it_is_taken_again(place, refusing):
    record = place.ingest(FILE)
    assert sums(place, record) == (State.DONE, ROWS, 0, ROWS, 0)
    place.door.remove(utc_ns(0), utc_ns(OLD))
    short = (State.SHORT, ROWS - OLD, OLD, ROWS - OLD, OLD)
    with refusing():
        for _ in range(2):
            again = place.windproof.ingests.run(ACTOR, record.id)
            assert sums(place, record) == short
            assert recall(again.error) == (
                f"The database had accepted {OLD} rows that it refuses now. {REASON} Resume "
                "once that is fixed."
            )
            assert sorted(findings(place, record)) == [("refused since", OLD), ("rejected", 1)]
    assert list(map(str, place.verify(record).reasons)) == [
        f"{OLD} rows were refused by the database when they were sent. The ingest lists each with "
        "the reason; once that is fixed, resume sends them again."
    ]
    assert sums(place, record) == short
    place.windproof.ingests.recount(ACTOR, record.id)
    assert sums(place, record) == short
    assert place.ingest(FILE).error == ""
    assert sums(place, record) == (State.DONE, ROWS, 0, ROWS, 0)
    assert findings(place, record) == [("rejected", 1)]
    assert place.verify(record).verdict == "PASS"


def test_what_was_never_taken_is_rejected_and_tried_again_by_each_resume(place, refusing):
    record = place.start(FILE)
    with refusing():
        for _ in range(2):
            place.windproof.ingests.run(ACTOR, record.id)
            assert sums(place, record) == (State.DONE, ROWS - OLD, OLD, ROWS - OLD, 0)
            assert sorted(findings(place, record)) == [("refused", OLD), ("rejected", 1)]
    assert place.windproof.ingests.get(record.id).can_resume
    place.windproof.ingests.run(ACTOR, record.id)
    assert sums(place, record) == (State.DONE, ROWS, 0, ROWS, 0)
    assert not place.windproof.ingests.get(record.id).can_resume
    assert place.verify(record).verdict == "PASS"


@replacing
def test_refused_comes_before_replaced_and_neither_goes_round_in_circles(place, refusing):
    first = place.ingest(FILE)
    second = place.ingest(made_file(ROWS, seed=2), replace=True)
    place.undo(second)
    with refusing():
        place.windproof.ingests.run(ACTOR, first.id)
    assert sums(place, first) == (State.SHORT, ROWS - OLD, OLD, ROWS - OLD, OLD)
    (reason,) = place.verify(first).reasons
    refused = f"{OLD} rows were refused by the database when they were sent."
    assert str(reason).startswith(refused)


def test_what_a_later_ingest_took_over_is_not_sent_again(place, refusing):
    first = place.start(FILE)
    with refusing():
        place.windproof.ingests.run(ACTOR, first.id)
    later = "\n".join([HEADER, *(line(row, 1, 2, 3, 4) for row in range(5)), ""])
    second = place.ingest(later)
    place.windproof.ingests.run(ACTOR, first.id)
    assert sums(place, first) == (State.DONE, ROWS - 5, 5, ROWS - 5, 0)
    assert place.verify(second).verdict == place.verify(first).verdict == "PASS"


@pytest.fixture(params=["influx", "influx1"])
def kept_a_day(request):
    """A place, and how its server is told to keep points for a day, or forever."""
    place = request.getfixturevalue(request.param)
    server, door = place.door.server, place.door

    def keep(seconds: int) -> None:
        if request.param == "influx":
            (bucket,) = server.json("GET", "/api/v2/buckets", name=door.container)["buckets"]
            rule = {"type": "expire", "everySeconds": seconds, "shardGroupDurationSeconds": 3_600}
            server.json("PATCH", f"/api/v2/buckets/{bucket['id']}", {"retentionRules": [rule]})
        else:
            server.influxql(
                f'ALTER RETENTION POLICY autogen ON "{door.container}" '
                f"DURATION {seconds}s SHARD DURATION 1h"
            )

    return place, keep


@pytest.mark.server
def test_a_retention_that_was_shortened_and_is_repaired(kept_a_day, tmp_path):
    """By the command line: what the database holds less than it acknowledged exits with 4."""
    place, keep = kept_a_day
    now = datetime.now(UTC)
    rows = [now.replace(second=0, microsecond=0) - timedelta(hours=h) for h in range(1, 60)]
    texts = {
        "a.csv": "".join(f"{t:%Y-%m-%dT%H:%M:%SZ},{i},5\n" for i, t in enumerate(rows)),
        "b.csv": "".join(f"{t:%Y-%m-%dT%H:%M:%SZ},{i},6\n" for i, t in enumerate(rows[30:])),
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(f"time,Power (kW),Wind Speed (m/s)\n{text}")
    a = ("ingest", str(tmp_path / "a.csv"), "--retime", "keep")
    first = place.answer(*a)["ingest_id"]
    second = place.answer("ingest", str(tmp_path / "b.csv"), "--retime", "keep", "--replace")
    keep(86_400)
    day = int((now - timedelta(days=1)).timestamp()) * 10**9
    place.door.remove(0, day)
    undone = place.answer(
        "undo", second["ingest_id"], "--confirm", second["ingest_id"], "--restore", code=4
    )
    assert (undone["left"], undone["restored"]) == (0, [])
    (left,) = undone["not_restored"]
    assert left["ingest_id"] == first
    assert (
        "short, 36 rows missing. The database had accepted 36 rows that it refuses"
        in (left["reason"])
    )
    for command in (("resume", first), a):
        short = place.answer(*command, code=4)
        assert (short["state"], short["stored"], short["rejected"]) == ("short", 23, 36)
        assert short["rows"] == short["stored"] + short["rejected"] + short["duplicate"]
        assert (short["held"], short["lacks"]) == (23, 36)
    keep(0)
    done = place.answer(*a)
    assert (done["already"], done["state"], done["stored"], done["rejected"]) == (
        *(False, "done", 59, 0),
    )
    assert place.answer("verify", first)["verdict"] == "PASS"


def test_the_command_line_ends_with_4_for_what_is_refused_since(place, refusing, monkeypatch):
    record = place.ingest(FILE)
    place.door.remove(utc_ns(0), utc_ns(OLD))
    for name, value in place.environ.items():
        monkeypatch.setenv(name, value)
    with refusing():
        assert cli.main(["resume", record.id]) == 4
    assert cli.main(["resume", record.id]) == 0
