"""What an ingest and its undo believe of a database behind a proxy that cuts and swallows."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from played import (
    Forward,
    Played,
    Reply,
    Request,
    Rule,
    cut,
    honest,
    late,
    lie,
    lying_proxy,
    on,
    once,
    unanswered,
)
from scada import ACTOR, Place, made_file

from turbine.ingest.record import State
from turbine.model import deadline
from turbine.model.errors import StoreError, StoreUnreachableError, TurbineError
from turbine.stores import _retry

pytestmark = pytest.mark.server

ROWS = 300
JSON = {"Content-Type": "application/json"}
LIES: dict[str, Rule] = {
    "nothing": lie(200),
    "nothing of any kind": lie(200, headers={}),
    "a part": cut(-20),
    "a part in chunks": cut(-20, "chunked"),
    "all, and only the connection's end shows it": cut(1 << 30, "close"),
}


@pytest.fixture(params=["influx", "influx1"])
def behind(request: pytest.FixtureRequest, pauses: list[float]) -> Iterator[tuple[Played, Place]]:
    """A database whose points can be deleted, behind a proxy; trying again takes no time."""
    place: Place = request.getfixturevalue(request.param)
    assert place.settings.influx
    with lying_proxy(place.settings.influx.url) as proxy:
        influx = replace(place.settings.influx, url=proxy.url)
        yield proxy, Place(settings=replace(place.settings, influx=influx), door=place.door)


@pytest.mark.parametrize("answer", LIES)
def test_undo_says_nothing_undone_that_it_was_not_shown(
    behind: tuple[Played, Place], answer: str
) -> None:
    proxy, place = behind
    record = place.ingest(made_file(ROWS))
    assert place.door.count() == ROWS
    proxy.rule = on("query", LIES[answer])
    with pytest.raises(StoreError):
        place.undo(record)
    assert place.windproof.ingests.get(record.id).state is not State.UNDONE
    assert place.door.count() == ROWS
    proxy.rule = honest
    assert place.undo(record) == ROWS
    assert place.door.count() == 0
    assert place.windproof.ingests.get(record.id).state is State.UNDONE


def deletes(asked: Request) -> bool:
    return "/delete" in asked.path or b"q=DELETE" in asked.body


@pytest.mark.parametrize("answer", LIES)
def test_undo_is_not_done_where_the_count_after_it_is_not_told(
    behind: tuple[Played, Place], answer: str
) -> None:
    proxy, place = behind
    record = place.ingest(made_file(ROWS))

    def rule(asked: Request, forward: Forward) -> Reply | None:
        deleted = any(map(deletes, proxy.requests)) and not deletes(asked)
        return (on("query", LIES[answer]) if deleted else honest)(asked, forward)

    proxy.rule = rule
    with pytest.raises(StoreError):
        place.undo(record)
    assert place.door.count() == 0
    assert place.windproof.ingests.get(record.id).state is not State.UNDONE


@pytest.mark.parametrize("said", ["done", "nothing"])
def test_a_deletion_that_was_swallowed_is_no_undo(behind: tuple[Played, Place], said: str) -> None:
    proxy, place = behind
    record = place.ingest(made_file(ROWS))
    done = {"/query": Reply(200, b'{"results":[{"statement_id":0}]}', JSON)}

    def rule(asked: Request, forward: Forward) -> Reply | None:
        if not deletes(asked):
            return forward()
        return done.get(asked.path, Reply(204)) if said == "done" else Reply(200, b"", JSON)

    proxy.rule = rule
    with pytest.raises(TurbineError):
        place.undo(record)
    assert place.door.count() == ROWS
    assert place.windproof.ingests.get(record.id).state is not State.UNDONE


@pytest.mark.parametrize("answer", LIES)
def test_points_that_are_there_are_not_overlooked(
    behind: tuple[Played, Place], answer: str
) -> None:
    proxy, place = behind
    place.ingest(made_file(ROWS))
    proxy.rule = on("query", LIES[answer])
    with pytest.raises(StoreError):
        place.plan(made_file(ROWS, seed=2), name="other.csv")


def refused(asked: Request, _: Forward) -> Reply:
    """Each of its lines, as InfluxDB 1 and 2 say it; nothing is passed on."""
    lines = asked.body.decode().split("\n")
    said = "\n".join(f"unable to parse '{line}': no" for line in lines)
    return Reply(400, json.dumps({"message": said, "error": said}).encode(), JSON)


@pytest.mark.parametrize("first", [unanswered, late(0.5)], ids=["carried out", "under way"])
def test_rows_that_a_write_without_an_answer_stored_are_not_booked_as_refused(
    behind: tuple[Played, Place], first: Rule
) -> None:
    proxy, place = behind
    proxy.rule = on("write", once(first, *[refused] * 9))
    record = place.ingest(made_file(ROWS))
    assert (record.stored, record.refused, record.held) == (ROWS, 0, ROWS)
    assert place.verify(record).verdict == "PASS"


def test_rows_that_an_earlier_run_stored_are_not_booked_as_refused(
    behind: tuple[Played, Place], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It never heard an answer; what the next run hears is no."""
    proxy, place = behind
    monkeypatch.setattr(deadline, "time", _retry.time)
    started = place.start(made_file(ROWS))
    proxy.rule = on("write", unanswered)
    with pytest.raises(StoreUnreachableError):
        place.windproof.ingests.run(ACTOR, started.id)
    proxy.rule = on("write", refused)
    record = place.windproof.ingests.run(ACTOR, started.id)
    assert (record.stored, record.refused, record.held) == (ROWS, 0, ROWS)
