"""An answer that does not prove its end is never taken for a whole one.

Each store asks a real server through a proxy. What comes back is kept, and then said again with one
answer cut: at the ends of its lines and tables, at any byte, to nothing at all; and framed as if
that were all of it, since a proxy in between may frame again what the server never finished.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import polars as pl
import pytest
from backdoors import Backend
from played import Forward, Played, Reply, Request, lying_proxy
from points import DAY, POWER, SPEED, T1, frame, ns, season

from turbine.model.errors import StoreError, StoreUnreachableError
from turbine.model.series import Series
from turbine.stores import _retry
from turbine.stores.base import Store
from turbine.stores.influx import _flux_client, _influxql_client
from turbine.stores.influx.influx3 import Influx3Store
from turbine.timing.windows import plan

pytestmark = pytest.mark.server

START = ns(2024, 1, 30)
ODD = Series(measurement="odd", site=T1.site, turbine="T9")
PERIOD = START, START + 4 * DAY
FRAMINGS = ("length", "chunked", "close")

QUESTIONS: dict[str, Callable[[Store], object]] = {
    "read": lambda store: store.read(T1, (POWER, SPEED), *PERIOD).frame,
    "stamps": lambda store: store.stamps(T1, *PERIOD).tolist(),
    "aggregate": lambda store: (
        store.aggregate(T1, (POWER, SPEED), plan(*PERIOD, "1h"), ("mean", "count")).frame
    ),
    "aggregate by months": lambda store: (
        store.aggregate(T1, (POWER, SPEED), plan(*PERIOD, "1mo"), ("mean", "count")).frame
    ),
    "series": lambda store: store.series(),
    "series of one": lambda store: store.series(T1.measurement),
    "foreign types": lambda store: store.foreign_types(T1.measurement, (POWER,)),
    "bucket": lambda store: store.bucket(),
    "info": lambda store: store.info(),
    "all values": lambda store: all_values(store),
}
"""What can be asked; last what is read to be written back after a deletion."""


def all_values(store: Store) -> object:
    """Of fields of each type, and of points with further tags."""
    if not store.capabilities.deletes_points:
        pytest.skip("this store deletes nothing, and so keeps nothing meanwhile")
    return sorted(store.values(ODD, *PERIOD, (POWER,)), key=repr)


@dataclass
class Record:
    """What an honest server said to each request, said again with at most one answer changed."""

    answers: dict[tuple[str, str, bytes], Reply]
    changed: tuple[str, str, bytes] | None = None
    by: Reply = field(default_factory=Reply)
    times: int = 1 << 30
    """How often the change is made."""

    def __call__(self, asked: Request, forward: Forward) -> Reply:
        key = asked.method, asked.path, asked.body
        if key not in self.answers:
            self.answers[key] = forward()
        if key == self.changed and self.times > 0:
            self.times -= 1
            return self.by
        return self.answers[key]


@pytest.fixture
def proxied(served: Backend, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Played, Store]]:
    """A store behind a proxy, with some days of points; answers come in small pieces."""
    monkeypatch.setattr(_influxql_client, "CHUNK_ROWS", 50)
    points = season(START, 4, seed=11)
    served.store.write(T1, frame({(t, n): v for (t, n), v in points.items() if t < PERIOD[1]}))
    served.store.write(replace(T1, turbine="T2"), frame({(START, POWER): 1.0}))
    served.door.write(replace(T1, measurement="foreign"), {(START, POWER): 1})
    if served.store.capabilities.deletes_points:
        put_odd(served)
    assert served.at is not None
    with lying_proxy(served.store.target.address) as proxy:
        yield proxy, served.at(proxy.url)


def put_odd(served: Backend) -> None:
    """Strings with all that CSV is made of, empty lines too; other types; further tags."""
    key = f"odd,site={T1.site},turbine=T9"
    lines = [
        f'{key},more={i % 2} {POWER}={i},n={i}i,ok=true,s="a, ""b\n\n\r\n\r\n,c,{i}" {START + i}'
        for i in range(8)
    ]
    door = served.door
    door.server.write(door.container, "\n".join(lines).replace('""', '\\"').encode())


@pytest.fixture
def no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every request is made once."""

    def once(call: Callable[[], object], **_: object) -> object:
        return call()

    for module in (_flux_client, _influxql_client):
        monkeypatch.setattr(module, "retrying", once)


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_retry.random, "uniform", lambda *_: 0.0)


def same(one: object, other: object) -> bool:
    if isinstance(one, pl.DataFrame):
        return isinstance(other, pl.DataFrame) and one.equals(other)
    return one == other


def cuts(body: bytes) -> list[int]:
    """Where to cut: before everything, at the ends of lines (of all tables), at random bytes."""
    draw = random.Random(len(body))
    lines = [i + 1 for i, byte in enumerate(body) if byte == ord("\n")]
    tables = [i for i in lines if body[:i].endswith(b"\r\n\r\n")]
    some = draw.sample(lines, min(len(lines), 40)) + tables[:40]
    anywhere = [draw.randrange(len(body)) for _ in range(30)] if body else []
    return sorted({0, len(body) - 1, *some, *anywhere} - {len(body), -1})


@pytest.mark.usefixtures("no_patience")
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_cut_answer_is_whole_or_refused(proxied: tuple[Played, Store], question: str) -> None:
    proxy, store = proxied
    ask = QUESTIONS[question]
    proxy.rule = record = Record({})
    whole = ask(store)
    refused = 0
    for key, answer in list(record.answers.items()):
        if answer.status == 204:
            continue
        record.changed = key
        for at in cuts(answer.body):
            for framing in FRAMINGS:
                record.by = replace(answer, body=answer.body[:at], framing=framing)
                try:
                    result = ask(store)
                except StoreError:
                    refused += 1
                    continue
                message = (
                    f"cut at {at} of {len(answer.body)} ({framing}): {answer.body[:at][-80:]!r}"
                )
                assert same(result, whole), message
        record.changed = None
    assert refused > 0
    assert same(ask(store), whole)


@pytest.mark.usefixtures("no_patience")
@pytest.mark.parametrize("question", QUESTIONS)
def test_only_a_length_or_chunks_show_where_an_answer_ends(
    proxied: tuple[Played, Store], question: str
) -> None:
    proxy, store = proxied
    ask = QUESTIONS[question]
    proxy.rule = record = Record({})
    whole = ask(store)
    for key, answer in list(record.answers.items()):
        record.changed = key
        record.by = replace(answer, framing="chunked")
        if answer.status == 204:
            continue
        assert same(ask(store), whole)
        record.by = replace(answer, framing="close")
        with pytest.raises(StoreUnreachableError, match="neither"):
            ask(store)


@pytest.mark.usefixtures("no_waiting")
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_cut_answer_is_asked_for_again(proxied: tuple[Played, Store], question: str) -> None:
    proxy, store = proxied
    ask = QUESTIONS[question]
    proxy.rule = record = Record({})
    whole = ask(store)
    for key, answer in list(record.answers.items()):
        if answer.status == 204:
            continue
        record.changed = key
        for at in (0, len(answer.body) // 2, len(answer.body) - 3):
            for framing in FRAMINGS:
                record.by = replace(answer, body=answer.body[:at], framing=framing)
                record.times = 1
                assert same(ask(store), whole), (at, framing)


@pytest.mark.usefixtures("pauses")
def test_an_answer_that_stays_cut_is_said(
    proxied: tuple[Played, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy, store = proxied
    monkeypatch.setattr(Influx3Store, "_query_s", 0.1)
    proxy.rule = record = Record({})
    store.stamps(T1, *PERIOD)
    key, answer = list(record.answers.items())[-1]
    record.changed, record.by = key, replace(answer, body=answer.body[: len(answer.body) // 2])
    with pytest.raises(StoreUnreachableError, match="broke off before its end"):
        store.stamps(T1, *PERIOD)
