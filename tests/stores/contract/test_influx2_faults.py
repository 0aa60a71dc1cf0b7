"""InfluxDB 2 on its bad days, played by a server of our own."""

import logging
import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from played import Played, Reply, Request, fake_server

from turbine.model.errors import (
    StoreBusyError,
    StoreDeniedError,
    StoreError,
    StoreFullError,
    StoreMissingError,
    StoreUnreachableError,
)
from turbine.model.frame import to_time
from turbine.model.series import Series, Target
from turbine.settings.config import Settings
from turbine.settings.kinds import InfluxSettings
from turbine.stores import open_store
from turbine.stores._retry import Deadlines
from turbine.stores.base import Refusal
from turbine.stores.influx.influx2 import Influx2Store
from turbine.stores.influx.line_protocol import encode
from turbine.timing.windows import plan

TOKEN = "a-secret-that-nobody-may-see"
T1 = Series(measurement="m", site="s", turbine="T1")
CSV = {"Content-Type": "text/csv; charset=utf-8"}
HTML = Reply(200, b"<html>Please log in</html>", {"Content-Type": "text/html"})


def points(rows: int) -> pl.DataFrame:
    stamps = to_time(np.arange(rows, dtype=np.int64))
    return pl.DataFrame({"time": stamps, "power_kw": np.arange(rows, dtype=np.float64)})


def lines(rows: int) -> list[bytes]:
    return encode("m", {"site": "s", "turbine": "T1"}, points(rows)).split(b"\n")


def refusing(status: int, message: str, **headers: str) -> Reply:
    body = b'{"code":"invalid","message":"%s"}' % message.encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, body, {"Content-Type": "application/json"} | named)


NOTHING = Reply(200, b",result,table,_time\r\n,0,0,2262-04-11T23:47:16.854775807Z\r\n\r\n", CSV)
"""The answer about one channel that holds nothing: a refusal is looked up."""


def raised(call: Callable[[], object]) -> StoreError | None:
    try:
        call()
    except StoreError as error:
        return error
    return None


@pytest.fixture
def fake() -> Iterator[Played]:
    with fake_server() as server:
        yield server


def opened(url: str, *, deadline_s: float = 20.0, timeout_s: float = 5.0) -> Influx2Store:
    settings = InfluxSettings(url=url, token=TOKEN, org="o", bucket="b", timeout_s=timeout_s)
    target = Target(kind="influxdb", address=url, org="o", bucket="b")
    return Influx2Store(settings, target, Deadlines(write_s=deadline_s, read_s=deadline_s))


@pytest.fixture
def store(fake: Played) -> Iterator[Influx2Store]:
    opened_store = opened(fake.url)
    yield opened_store
    opened_store.close()


def test_a_batch_too_large_is_halved_until_it_is_taken(fake: Played, store: Influx2Store) -> None:
    taken: list[bytes] = []

    def at_most_three(request: Request) -> Reply:
        if request.body.count(b"\n") >= 3:
            return refusing(413, "request body too large")
        taken.extend(request.body.split(b"\n"))
        return Reply()

    fake.script = at_most_three
    assert store.write(T1, points(20)).stored == 20
    assert taken == lines(20)


def test_a_line_too_large_by_itself_is_said(fake: Played, store: Influx2Store) -> None:
    fake.play(refusing(413, "too large"))
    with pytest.raises(StoreFullError, match="too large"):
        store.write(T1, points(2))


def test_a_throttled_write_waits_as_long_as_it_is_told(
    fake: Played, store: Influx2Store, pauses: list[float]
) -> None:
    fake.play(refusing(429, "slow down", Retry_After="7"), Reply())
    assert store.write(T1, points(3)).stored == 3
    assert pauses == [7.0]
    assert fake.bodies == [b"\n".join(lines(3))] * 2


def test_a_busy_server_is_asked_again_with_growing_patience_and_a_deadline(
    fake: Played, store: Influx2Store, pauses: list[float]
) -> None:
    fake.play(refusing(503, "busy"))
    with pytest.raises(StoreBusyError, match="busy") as caught:
        store.write(T1, points(3))
    assert caught.value.retry_after_s is None
    assert len(fake.requests) == len(pauses) + 1 > 3
    assert sum(pauses) <= 20
    assert all(pause <= 0.5 * 2**i for i, pause in enumerate(pauses))


def test_a_wait_beyond_the_deadline_is_not_begun(
    fake: Played, store: Influx2Store, pauses: list[float]
) -> None:
    fake.play(refusing(429, "come back tomorrow", Retry_After="86400"))
    with pytest.raises(StoreBusyError) as caught:
        store.write(T1, points(3))
    assert caught.value.retry_after_s == 86_400
    assert pauses == []


@pytest.mark.parametrize(
    "trouble",
    [
        refusing(500, "internal error"),
        refusing(502, "bad gateway"),
        Reply(504, b"<html>\xe9</html>", {"Content-Type": "text/html"}),
        refusing(408, "took too long"),
        Reply(instead="reset"),
    ],
    ids=["500", "502", "html 504", "408", "reset"],
)
def test_after_trouble_the_same_bytes_are_sent_again(
    fake: Played, store: Influx2Store, pauses: list[float], trouble: Reply
) -> None:
    fake.play(trouble, trouble, Reply())
    assert store.write(T1, points(3)).stored == 3
    assert fake.bodies == [b"\n".join(lines(3))] * 3
    assert len(pauses) == 2


def test_a_server_that_does_not_answer_is_asked_again_and_then_said(fake: Played) -> None:
    store = opened(fake.url, deadline_s=0.0, timeout_s=0.2)
    fake.play(Reply(instead="silence"))
    with pytest.raises(StoreUnreachableError, match="did not answer in time") as caught:
        store.write(T1, points(3))
    assert fake.url in str(caught.value)
    store.close()


def test_a_write_that_timed_out_is_sent_again(fake: Played, pauses: list[float]) -> None:
    store = opened(fake.url, timeout_s=0.3)
    fake.play(Reply(instead="silence"), Reply())
    assert store.write(T1, points(3)).stored == 3
    assert fake.bodies == [b"\n".join(lines(3))] * 2
    store.close()


def test_a_server_that_is_not_there_is_said() -> None:
    with fake_server() as fake:
        url = fake.url
    store = opened(url, deadline_s=0.2)
    for call in (store.info, store.bucket, store.series, lambda: store.write(T1, points(1))):
        with pytest.raises(StoreUnreachableError, match="cannot be reached") as caught:
            call()
        assert url in str(caught.value)
        assert "object at" not in str(caught.value)
    store.close()


def test_guilty_lines_are_cut_out_and_the_rest_is_stored(fake: Played, store: Influx2Store) -> None:
    bad = {lines(6)[1]: "invalid number", lines(6)[4]: "strconv: value out of range: it's bad"}
    taken: list[bytes] = []

    def judge(request: Request) -> Reply:
        if "query" in request.path:
            return NOTHING
        errors = [
            f"unable to parse '{b.decode()}': {why}" for b, why in bad.items() if b in request.body
        ]
        if errors:
            return refusing(400, "\\n".join(errors))
        taken.append(request.body)
        return Reply()

    fake.script = judge
    written = store.write(T1, points(6))
    assert written.stored == 4
    assert written.refused == (
        Refusal(time_ns=1, reason="invalid number"),
        Refusal(time_ns=4, reason="strconv: value out of range: it's bad"),
    )
    assert taken == [b"\n".join([line for line in lines(6) if line not in bad])]


def test_a_guilty_line_that_is_not_named_is_searched_for(fake: Played, store: Influx2Store) -> None:
    taken: list[bytes] = []

    def judge(request: Request) -> Reply:
        if "query" in request.path:
            return NOTHING
        if lines(9)[5] in request.body:
            return refusing(400, "unable to parse 'a line cut sh...': bad number")
        taken.extend(request.body.split(b"\n"))
        return Reply()

    fake.script = judge
    written = store.write(T1, points(9))
    assert written.stored == 8
    assert [refusal.time_ns for refusal in written.refused] == [5]
    assert "bad number" in written.refused[0].reason
    assert sorted(taken) == sorted(line for line in lines(9) if line != lines(9)[5])


def test_a_refusal_that_is_about_no_line_is_raised(fake: Played, store: Influx2Store) -> None:
    fake.play(refusing(400, "precision must be one of ns us ms s"))
    with pytest.raises(StoreError, match="precision must be"):
        store.write(T1, points(3))
    assert len(fake.requests) == 1


@pytest.mark.parametrize(
    ("reply", "kind", "said"),
    [
        (refusing(401, "unauthorized access"), StoreDeniedError, "does not accept the token"),
        (refusing(403, "insufficient permissions for write"), StoreDeniedError, "permissions"),
        (refusing(404, 'bucket \\"b\\" not found'), StoreMissingError, "create the bucket"),
        (
            refusing(404, 'organization name \\"o\\" not found'),
            StoreMissingError,
            "organisation of the connection",
        ),
        (
            refusing(400, "Please provide either orgID or org"),
            StoreMissingError,
            "organisation of the connection",
        ),
        (refusing(404, "not found"), StoreError, "does not behave like InfluxDB"),
        (Reply(302, b"", {"Location": "/login"}), StoreError, "does not behave like InfluxDB"),
        (HTML, StoreError, "does not behave like InfluxDB"),
        (Reply(200), StoreError, "does not behave like InfluxDB"),
        (refusing(507, "full"), StoreFullError, "Make space"),
        (refusing(500, "write /x: no space left on device"), StoreFullError, "then try again"),
        (
            refusing(
                500,
                "opening shard previously failed with: no space left on device",
            ),
            StoreFullError,
            "restart InfluxDB",
        ),
    ],
)
def test_final_answers_are_raised_at_once(
    fake: Played, store: Influx2Store, reply: Reply, kind: type[StoreError], said: str
) -> None:
    fake.play(reply)
    with pytest.raises(kind, match=said):
        store.write(T1, points(3))
    assert len(fake.asked("/api/v2/write")) == 1
    # Whether there is a bucket of a similar name is asked, and no more.
    names = len(fake.asked("/api/v2/buckets"))
    assert names == (said == "create the bucket")
    assert len(fake.requests) == 1 + names


def test_a_login_page_is_no_answer(fake: Played, store: Influx2Store) -> None:
    fake.play(HTML)
    windows = plan(0, 10**15, "1h")
    for call in (
        store.info,
        store.bucket,
        store.create_bucket,
        store.series,
        lambda: store.stamps(T1, 0, 9),
        lambda: store.read(T1, ("power_kw",), 0, 9),
        lambda: store.aggregate(T1, ("power_kw",), windows, ("mean",)),
    ):
        with pytest.raises(StoreError, match="does not behave like InfluxDB"):
            call()


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        ({}, "does not say its version"),
        ({"X-Influxdb-Version": "1.6.7~rc0"}, "is InfluxDB 1.6.7~rc0, but the connection is set"),
        ({"X-Influxdb-Version": "3.10.1"}, "is InfluxDB 3.10.1, but the connection is set"),
    ],
)
def test_another_product_is_named(
    fake: Played, store: Influx2Store, headers: dict[str, str], said: str
) -> None:
    fake.play(Reply(204, b"", headers))
    with pytest.raises(StoreError, match=said):
        store.info()


def test_a_secure_address_of_an_insecure_server_is_said(fake: Played) -> None:
    store = opened(fake.url.replace("http:", "https:"), deadline_s=0.0)
    with pytest.raises(StoreError, match=r"did not set up TLS: .*WRONG_VERSION_NUMBER") as caught:
        store.bucket()
    assert "it may speak plain http" in caught.value.hint
    store.close()


@pytest.mark.parametrize("token", ["two\nlines", "a quote”", "tab\tbed", "\x00"])
def test_a_token_that_cannot_be_one_is_refused_unseen(token: str) -> None:
    settings = InfluxSettings(url="http://127.0.0.1:9", token=token, org="o", bucket="b")
    target = Target(kind="influxdb", address=settings.url, org="o", bucket="b")
    with pytest.raises(StoreDeniedError, match="a character that no token has") as caught:
        Influx2Store(settings, target)
    assert token not in str(caught.value)


def test_the_token_is_sent_and_never_shown(
    fake: Played, store: Influx2Store, pauses: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    echo = refusing(400, f"Token {TOKEN[:4]}")
    replies = [HTML, Reply(instead="reset"), echo, refusing(401, "unauthorized access"), Reply()]
    replies += [refusing(status, "no") for status in (403, 404, 413, 429, 500, 503)]
    for reply in replies:
        fake.play(reply)
        for call in (store.info, store.series, lambda: store.write(T1, points(1))):
            error = raised(call)
            shown = "".join(traceback.format_exception(error)) if error else ""
            assert TOKEN not in shown + repr(error)
    assert all(r.headers["Authorization"] == f"Token {TOKEN}" for r in fake.requests)
    assert TOKEN not in caplog.text
    assert TOKEN not in repr(store) + repr(vars(store)) + repr(store.target)


def test_a_recorded_target_is_opened_with_credentials_of_the_same_server_only(
    fake: Played, tmp_path: Path
) -> None:
    influx = InfluxSettings(url=fake.url, token=TOKEN, org="o", bucket="b", generation=2)
    settings = Settings(data_dir=tmp_path, store="influxdb", influx=influx)
    older = replace(settings.target, bucket="older", org="another")
    store = open_store(settings, older)
    assert store.write(T1, points(1)).stored == 1
    assert "bucket=older" in fake.requests[0].path
    assert "org=another" in fake.requests[0].path
    store.close()
    elsewhere = replace(settings.target, address="http://elsewhere:8086")
    with pytest.raises(StoreMissingError, match="http://elsewhere:8086"):
        open_store(settings, elsewhere)
    with pytest.raises(StoreMissingError, match="no InfluxDB is connected"):
        open_store(Settings(data_dir=tmp_path), settings.target)
