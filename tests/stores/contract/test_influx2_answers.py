"""InfluxDB 2's answers to queries that end too early, or in an error: played by our own server."""

from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace

import pytest
from played import Played, Reply, fake_server

from turbine.model.errors import StoreError
from turbine.model.series import Series, Target
from turbine.settings.kinds import InfluxSettings
from turbine.stores import _retry
from turbine.stores.influx.influx2 import Influx2Store

T1 = Series(measurement="m", site="s", turbine="T1")
CSV = {"Content-Type": "text/csv; charset=utf-8"}


@pytest.fixture
def fake() -> Iterator[Played]:
    with fake_server() as server:
        yield server


@pytest.fixture
def store(fake: Played) -> Iterator[Influx2Store]:
    settings = InfluxSettings(url=fake.url, token="t", org="o", bucket="b")
    target = Target(kind="influxdb", address=fake.url, org="o", bucket="b")
    opened = Influx2Store(settings, target)
    yield opened
    opened.close()


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The waits that were asked for, none of which is really waited."""
    asked: list[float] = []
    clock = SimpleNamespace(monotonic=lambda: sum(asked), sleep=asked.append)
    monkeypatch.setattr(_retry, "time", clock)
    return asked


ROWS = (
    b",result,table,_time,_value\r\n,0,0,1970-01-01T00:00:00Z,1\r\n,0,0,1970-01-01T00:00:01Z,2\r\n"
)
WHOLE = ROWS + b"\r\n"


def test_a_whole_answer_is_taken(fake: Played, store: Influx2Store) -> None:
    fake.play(Reply(200, WHOLE, CSV))
    assert store.read(T1, ("power_kw",), 0, 9).frame["power_kw"].to_list() == [1.0, 2.0]


@pytest.mark.parametrize(
    "reply",
    [
        Reply(200, b"", CSV),
        Reply(200, ROWS, CSV),
        Reply(200, ROWS[:-30], CSV),
        Reply(200, WHOLE[:-1], CSV),
        Reply(200, ROWS + b"\r\n,error,reference\r\n", CSV),
        Reply(200, WHOLE, CSV | {"Content-Length": "5000"}),
        Reply(200, b"40\r\n" + ROWS[:64] + b"\r\n", CSV | {"Transfer-Encoding": "chunked"}),
    ],
    ids=[
        "nothing",
        "cut after a row",
        "cut in a row",
        "cut in its end",
        "cut before its error",
        "shorter than said",
        "last chunk missing",
    ],
)
def test_an_answer_that_breaks_off_is_asked_for_again(
    fake: Played, store: Influx2Store, pauses: list[float], reply: Reply
) -> None:
    if "Transfer-Encoding" in reply.headers:
        reply = replace(reply, headers=reply.headers | {"Content-Length": ""})
    fake.play(reply, Reply(200, WHOLE, CSV))
    assert store.read(T1, ("power_kw",), 0, 9).frame["power_kw"].to_list() == [1.0, 2.0]
    assert len(pauses) == 1


def test_an_error_that_is_cut_away_leaves_no_empty_result(
    fake: Played, store: Influx2Store, pauses: list[float]
) -> None:
    """It begins with an empty line, which is all that a result without a row would be."""
    late = b"\r\n,error,reference\r\n,out of memory,\r\n"
    other = WHOLE.replace(b",0,0,", b",1,0,")
    for at in range(3):
        fake.play(Reply(200, WHOLE + late[:at], CSV), Reply(200, WHOLE + other, CSV))
        frame = store.read(T1, ("power_kw", "wind_speed_mps"), 0, 9).frame
        assert frame["wind_speed_mps"].to_list() == [1.0, 2.0]
    assert len(pauses) == 3


def test_an_error_behind_the_rows_is_raised(fake: Played, store: Influx2Store) -> None:
    late = b'\r\n\r\n,error,reference\r\n,"runtime error: out of memory, sorry",\r\n'
    fake.play(Reply(200, ROWS + late, CSV))
    with pytest.raises(StoreError, match="runtime error: out of memory, sorry"):
        store.read(T1, ("power_kw",), 0, 9)


SHARDS = (
    b"# TYPE storage_shard_disk_size gauge\n"
    b'storage_shard_disk_size{bucket="0123456789abcdef",id="1"} 700\n'
    b'storage_shard_disk_size{bucket="fedcba9876543210",id="2"} 9000\n'
    b'storage_shard_disk_size{bucket="0123456789abcdef",id="3"} 40\n'
)
METRICS = b"# TYPE go_info gauge\ngo_info 1\n" + SHARDS + b"# TYPE task_x gauge\ntask_x 1\n"


def test_a_size_is_told_where_its_metrics_came_whole(
    fake: Played, store: Influx2Store, pauses: list[float]
) -> None:
    bucket = b'{"buckets":[{"name":"b","id":"0123456789abcdef"}]}'

    def says(metrics: bytes) -> None:
        text, json = {"Content-Type": "text/plain"}, {"Content-Type": "application/json"}
        fake.script = lambda request: (
            Reply(200, metrics, text) if "metrics" in request.path else Reply(200, bucket, json)
        )

    says(METRICS)
    assert store.size_bytes() == 740
    for at in range(len(METRICS)):
        says(METRICS[:at])
        assert store.size_bytes() in (740, None), METRICS[:at]
    assert pauses, "it is asked again"


def test_an_answer_that_is_no_number_is_said(fake: Played, store: Influx2Store) -> None:
    fake.play(Reply(200, WHOLE.replace(b",2", b",two"), CSV))
    with pytest.raises(StoreError, match="cannot be understood"):
        store.read(T1, ("power_kw",), 0, 9)
