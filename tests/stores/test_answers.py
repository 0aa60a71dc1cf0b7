"""Answers without an end, in bytes or in time: each ends as one error of ours, on every client."""

import gzip
import socket
import threading
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from rawserver import Play, raw_server

from turbine.model.errors import StoreError, StoreUnreachableError
from turbine.model.frame import to_time
from turbine.model.series import Series, Target
from turbine.settings.config import Settings
from turbine.settings.kinds import InfluxSettings
from turbine.stores._retry import Deadlines
from turbine.stores.base import Store
from turbine.stores.doctor import examine
from turbine.stores.influx import _pool
from turbine.stores.influx.generation import open_influx
from turbine.stores.influx.influx3 import Influx3Store
from turbine.timing.windows import plan

T1 = Series(measurement="scada", site="main", turbine="T1")
POINT = pl.DataFrame({"time": to_time(np.array([1], dtype=np.int64)), "power_kw": [1.0]})


@pytest.fixture(autouse=True)
def nothing_is_asked_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Influx3Store, "_query_s", 0.001)


KINDS = {
    "text/csv": b",result,table,_time,_value\r\n",
    "application/json": b'{"results":[',
}


def opened(url: str, generation: int, *, timeout_s: float = 1.0) -> Store:
    """A store that tries nothing again."""
    settings = InfluxSettings(
        url=url, token="ada:secret-of-hers", org="o", bucket="b", timeout_s=timeout_s
    )
    target = Target(kind="influxdb", address=url, org="o", bucket="b")
    none = Deadlines(write_s=0.0, read_s=0.0)
    return open_influx(settings, target, generation=generation, deadlines=none)


BOMB = gzip.compress(b"0" * (100 << 20), 1)
CALLS: dict[str, Callable[[Store], object]] = {
    "info": lambda store: store.info(),
    "bucket": lambda store: store.bucket(),
    "create_bucket": lambda store: store.create_bucket(),
    "write": lambda store: store.write(T1, POINT),
    "series": lambda store: store.series(),
    "stamps": lambda store: store.stamps(T1, 0, 9),
    "read": lambda store: store.read(T1, ("power_kw",), 0, 9),
    "aggregate": lambda store: store.aggregate(T1, ("power_kw",), plan(0, 10**15, "1h"), ("mean",)),
}
everywhere = pytest.mark.parametrize("generation", [1, 2, 3])
every_call = pytest.mark.parametrize("call", CALLS)


def head(status: int, kind: str, *more: str) -> bytes:
    lines = [f"HTTP/1.1 {status} Said", f"Content-Type: {kind}", "X-Influxdb-Version: v2.9.1"]
    return "\r\n".join([*lines, *more, "", ""]).encode()


def kind_of(request: bytes) -> str:
    return "text/csv" if b"/api/v2/query" in request else "application/json"


def endless(status: int) -> Play:
    def play(connection: socket.socket, request: bytes, over: threading.Event) -> None:
        connection.sendall(head(status, kind_of(request), "Transfer-Encoding: chunked"))
        piece = b"100000\r\n" + b"0" * (1 << 20) + b"\r\n"
        while not over.is_set():
            connection.sendall(piece)

    return play


def dripping(where: str) -> Play:
    """A byte now and then, forever: of the status line, of the headers, of the body."""

    def play(connection: socket.socket, request: bytes, over: threading.Event) -> None:
        kind = kind_of(request)
        whole = {
            "status": b"HTTP/1.1 2",
            "headers": b"HTTP/1.1 200 OK\r\nX-Long: ",
            "body": head(200, kind, "Content-Length: 1000000") + KINDS[kind],
            "chunks": head(200, kind, "Transfer-Encoding: chunked") + b"1",
            "refusal": head(500, kind),
        }[where]
        connection.sendall(whole)
        while not over.wait(0.1):
            connection.sendall(b"0")

    return play


def plays(body: bytes, status: int = 200, *more: str) -> Play:
    def play(connection: socket.socket, request: bytes, over: threading.Event) -> None:
        length = f"Content-Length: {len(body)}"
        connection.sendall(head(status, kind_of(request), length, *more) + body)

    return play


def failed(url: str, generation: int, call: str, *, within_s: float) -> StoreError:
    """The one error that a call on that server ends with, in time."""
    store = opened(url, generation)
    began = time.monotonic()
    with pytest.raises(StoreError) as caught:
        CALLS[call](store)
    assert time.monotonic() - began < within_s
    store.close()
    return caught.value


@everywhere
@every_call
@pytest.mark.parametrize("status", [200, 500])
def test_an_answer_without_an_end_is_cut(
    generation: int, call: str, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_pool, "DATA_BYTES", 64 << 20)  # that of the product fills a memory
    with raw_server(endless(status)) as url:
        tracemalloc.start()
        error = failed(url, generation, call, within_s=20)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert "gives an endless answer" in error.message
    assert peak < 200 << 20


@everywhere
@pytest.mark.parametrize("where", ["status", "headers", "body", "chunks", "refusal"])
@pytest.mark.parametrize("call", ["bucket", "write", "read"])
def test_a_byte_now_and_then_is_no_answer(generation: int, where: str, call: str) -> None:
    with raw_server(dripping(where)) as url:
        error = failed(url, generation, call, within_s=4)
    assert isinstance(error, StoreUnreachableError)
    assert "did not answer in time" in error.message


@everywhere
@every_call
@pytest.mark.parametrize("status", [200, 400, 500])
def test_brackets_without_an_end_are_no_answer(generation: int, call: str, status: int) -> None:
    if (generation, call, status) == (3, "info", 200):
        pytest.skip("of that ping, only the headers are read")
    with raw_server(plays(b"[" * 200_000, status)) as url:
        error = failed(url, generation, call, within_s=10)
    assert len(error.message) < 3_000


@everywhere
@pytest.mark.parametrize("status", [200, 500])
@pytest.mark.parametrize("call", ["bucket", "write", "read"])
def test_what_unpacks_to_more_than_an_answer_is_cut(
    generation: int, call: str, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_pool, "DATA_BYTES", 64 << 20)
    with raw_server(plays(BOMB, status, "Content-Encoding: gzip")) as url:
        tracemalloc.start()
        error = failed(url, generation, call, within_s=30)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert "gives an endless answer" in error.message
    assert peak < 200 << 20


@everywhere
def test_a_length_that_no_answer_has_is_not_waited_for(generation: int) -> None:
    def play(connection: socket.socket, request: bytes, over: threading.Event) -> None:
        connection.sendall(head(500, kind_of(request), f"Content-Length: {10**15}"))
        over.wait(30)

    with raw_server(play) as url:
        error = failed(url, generation, "bucket", within_s=0.9)  # less than the time-out
    assert "gives an endless answer" in error.message


@pytest.mark.parametrize(
    "play", [endless(200), endless(500), dripping("headers"), dripping("body")]
)
def test_the_doctor_comes_to_an_end(play: Play) -> None:
    with raw_server(play) as url:
        influx = InfluxSettings(url=url, token="t", org="o", bucket="b", timeout_s=1.0)
        settings = Settings(data_dir=Path("/nonexistent"), store="influxdb", influx=influx)
        began = time.monotonic()
        *_, last = examine(settings)
    assert not last.ok
    assert time.monotonic() - began < 30
