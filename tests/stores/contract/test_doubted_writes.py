"""A refusal is no proof that nothing is stored: it is looked up before it is said.

An attempt to write that nobody heard an answer to may have been carried out, or still be. What the
server says to the next one is about that one alone.
"""

import json
import time
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from backdoors import Backend
from played import (
    Forward,
    Played,
    Reply,
    Request,
    Rule,
    late,
    lie,
    lying_proxy,
    on,
    once,
    unanswered,
)
from points import MINUTE, POWER, SPEED, T1, frame

from turbine.model.errors import StoreUnreachableError
from turbine.stores.base import Refusal, Store, Written
from turbine.stores.influx import _doubt

pytestmark = pytest.mark.server

ROWS = 20
SENT = {(i * MINUTE, name): float(i) for i in range(ROWS) for name in (POWER, SPEED)}
TIMEOUT_S = 1.0


@pytest.fixture
def proxied(served: Backend, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Played, Store]]:
    monkeypatch.setattr(_doubt, "_UNANSWERED_S", 2.0)
    assert served.at is not None
    with lying_proxy(served.store.target.address) as proxy:
        yield proxy, served.at(proxy.url, timeout_s=TIMEOUT_S)


def slow(asked: Request, forward: Forward) -> Reply:
    """The server gets the write after the caller has given up, and the caller no answer."""
    time.sleep(TIMEOUT_S + 0.4)  # a real client's timeout must pass
    return forward()


SILENCES: dict[str, Rule] = {
    "broken off and carried out": unanswered,
    "broken off and still under way": late(0.5),
    "timed out and still under way": slow,
    "502 and carried out": lie(502, b"<html>bad gateway</html>", {"Content-Type": "text/html"}),
    "503 and carried out": lie(503, b"busy"),
}


def partial(asked: Request, _: Forward) -> Reply:
    return refusal(422, "failure writing points to database: partial write: no room dropped=20")


def every_line(asked: Request, _: Forward) -> Reply:
    """All of its lines by their text, as InfluxDB 1 and 2 say it."""
    lines = asked.body.decode().split("\n")
    return refusal(400, "\n".join(f"unable to parse '{line}': bad number" for line in lines))


def numbered(asked: Request, _: Forward) -> Reply:
    """All of its lines by their number, as InfluxDB 3 says it."""
    data = [{"error_message": "no", "line_number": i + 1, "original_line": "s"} for i in range(20)]
    body = {"error": "partial write of line protocol occurred", "data": data}
    return Reply(400, json.dumps(body).encode(), {"Content-Type": "application/json"})


def too_large(asked: Request, forward: Forward) -> Reply:
    """Its halves are refused by their lines."""
    if asked.body.count(b"\n") >= ROWS - 1:
        return refusal(413, "too large")
    return every_line(asked, forward)


def refusal(status: int, message: str) -> Reply:
    body = json.dumps({"code": "invalid", "message": message, "error": message}).encode()
    return Reply(status, body, {"Content-Type": "application/json"})


REFUSALS: dict[str, Rule] = {
    "a partial write": partial,
    "every line": every_line,
    "lines by number": numbered,
    "halves": too_large,
}


@pytest.mark.parametrize("refused", REFUSALS)
@pytest.mark.parametrize("silence", SILENCES)
def test_what_an_attempt_without_an_answer_stored_is_not_refused(
    proxied: tuple[Played, Store], served: Backend, silence: str, refused: str
) -> None:
    if refused == "lines by number" and served.store.capabilities.product != "InfluxDB 3":
        pytest.skip("only InfluxDB 3 numbers lines")
    proxy, store = proxied
    # Every attempt after the first is refused, halves too.
    first = [SILENCES[silence]]
    proxy.rule = on("write", lambda a, f: (first.pop() if first else REFUSALS[refused])(a, f))
    assert store.write(T1, frame(SENT)) == Written(stored=ROWS)
    assert served.door.get(T1) == SENT


@pytest.mark.parametrize("refused", ["a partial write", "every line"])
def test_what_an_earlier_run_stored_is_not_refused(
    proxied: tuple[Played, Store], served: Backend, refused: str
) -> None:
    proxy, store = proxied
    served.store.write(T1, frame(SENT))  # and was killed before it heard of it
    proxy.rule = on("write", REFUSALS[refused])
    assert store.write(T1, frame(SENT)) == Written(stored=ROWS)


@pytest.mark.parametrize("refused", ["a partial write", "every line"])
def test_what_is_not_there_or_is_something_else_is_refused(
    proxied: tuple[Played, Store], served: Backend, refused: str
) -> None:
    proxy, store = proxied
    there = {key: value for key, value in SENT.items() if key[0] < 12 * MINUTE}
    other = {(12 * MINUTE, POWER): -1.0, (12 * MINUTE, SPEED): 12.0, (13 * MINUTE, POWER): 13.0}
    served.store.write(T1, frame(there | other))
    proxy.rule = on("write", once(lost_on_the_way, *[REFUSALS[refused]] * 9))
    written = store.write(T1, frame(SENT))
    assert written.stored == 12
    assert [r.time_ns for r in written.refused] == [i * MINUTE for i in range(12, ROWS)]
    assert all(r.reason for r in written.refused)


def lost_on_the_way(_asked: Request, _forward: Forward) -> None:
    """The connection breaks before the server hears of the write."""


@pytest.mark.parametrize("kind", ["integer", "string"])
def test_points_of_another_type_are_refused_after_an_attempt_without_an_answer(
    proxied: tuple[Played, Store], served: Backend, kind: str
) -> None:
    """A real refusal, twice: the first was carried out, too, and nobody heard of it."""
    proxy, store = proxied
    put_foreign(served, kind)
    mixed = {k: v for k, v in SENT.items() if k[1] == SPEED or k[0] in (3 * MINUTE, 4 * MINUTE)}
    proxy.rule = on("write", once(unanswered))
    written = store.write(T1, frame(mixed))
    assert written.stored == ROWS - 2
    assert [r.time_ns for r in written.refused] == [3 * MINUTE, 4 * MINUTE]
    assert all("type" in r.reason for r in written.refused)


def put_foreign(served: Backend, kind: str) -> None:
    """Something else than a double, on the channel that is sent."""
    stamp_ns, value = (90 * MINUTE, 1) if kind == "integer" else (3 * MINUTE + 1, "on")
    served.door.write(T1, {(stamp_ns, POWER): value})


@pytest.mark.usefixtures("pauses")
def test_a_refusal_that_cannot_be_looked_up_is_not_said(proxied: tuple[Played, Store]) -> None:
    """The batch is not answered for: it is sent again when the ingest is resumed."""
    proxy, store = proxied
    broken = on("query", lie(500, b"no"))
    proxy.rule = on("write", once(unanswered, *[partial] * 9), broken)
    with pytest.raises(StoreUnreachableError, match="500"):
        store.write(T1, frame(SENT))


def test_nobody_waits_for_a_refusal_that_nothing_puts_in_doubt(
    proxied: tuple[Played, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy, store = proxied
    waits: list[float] = []
    monkeypatch.setattr(_doubt, "time", SimpleNamespace(monotonic=lambda: 0.0, sleep=waits.append))
    proxy.rule = on("write", every_line)
    written = store.write(T1, frame(SENT))
    assert isinstance(written.refused[0], Refusal)
    assert (written.stored, len(written.refused), waits) == (0, ROWS, [])
