"""What is particular to InfluxDB 1 and 3: on real ones, and their bad days played by our own."""

import json
import secrets
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import numpy as np
import polars as pl
import pytest
from backdoors import Influx1Door, bits
from played import Played, Reply, Request, fake_server, lying_proxy, once
from servers import PASSWORD, USER, Influx1, Influx3, running_influx1

from turbine.model.errors import (
    StoreDeniedError,
    StoreError,
    StoreMissingError,
    StoreUnreachableError,
)
from turbine.model.frame import to_time
from turbine.model.series import Series, Target
from turbine.settings.config import Settings
from turbine.settings.kinds import InfluxSettings
from turbine.stores import _retry, open_store, opener
from turbine.stores._retry import Deadlines
from turbine.stores.base import Refusal, Store, Written
from turbine.stores.influx.generation import open_influx
from turbine.timing.windows import plan

TOKEN = "somebody:a-secret-that-nobody-may-see"
T1 = Series(measurement="scada", site="main", turbine="T1")
DAY = 86_400 * 10**9
WEEKS_52 = 52 * 7 * 86_400
JSON = {"Content-Type": "application/json"}


def points(stamps: list[int], **channels: list[float | None]) -> pl.DataFrame:
    columns = {name: pl.Series(values, dtype=pl.Float64) for name, values in channels.items()}
    return pl.DataFrame({"time": to_time(np.array(stamps, dtype=np.int64)), **columns})


def store_at(
    url: str, *, generation: int = 1, token: str = TOKEN, bucket: str = "b", deadline_s: float = 9.0
) -> Store:
    settings = InfluxSettings(url=url, token=token, org="", bucket=bucket, timeout_s=5.0)
    target = Target(kind="influxdb", address=url, bucket=bucket)
    deadlines = Deadlines(write_s=deadline_s, read_s=deadline_s)
    return open_influx(settings, target, generation=generation, deadlines=deadlines)


@pytest.fixture
def fake() -> Iterator[Played]:
    with fake_server() as server:
        yield server


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The waits that were asked for, none of which is really waited."""
    asked: list[float] = []

    class Clock:
        @staticmethod
        def monotonic() -> float:
            return sum(asked)

        sleep = asked.append

    monkeypatch.setattr(_retry, "time", Clock)
    return asked


def answer(*results: dict, **top: object) -> bytes:
    numbered = [{"statement_id": i, **result} for i, result in enumerate(results)]
    return json.dumps({"results": numbered, **top}).encode() + b"\n"


def rows(*values: list, columns: tuple[str, ...] = ("time", "power_kw"), **more: object) -> dict:
    return {"series": [{"name": "scada", "columns": columns, "values": values}], **more}


WHOLE = answer(rows([1, 2.5], [2, 3.5]))


def read(store: Store) -> list[float | None]:
    return store.read(T1, ("power_kw",), 0, 9).frame["power_kw"].to_list()


@pytest.mark.parametrize(
    "said",
    [answer({"error": "something went wrong"}), b'{"error":"something went wrong"}\n'],
    ids=["of a statement", "of all"],
)
def test_an_error_within_a_success_is_raised(fake: Played, said: bytes) -> None:
    fake.play(Reply(200, said, JSON))
    with pytest.raises(StoreError, match="something went wrong"):
        read(store_at(fake.url))


def test_an_error_behind_rows_is_raised(fake: Played) -> None:
    late = answer(rows([1, 2.5], partial=True), partial=True) + answer({"error": "out of memory"})
    fake.play(Reply(200, late, JSON))
    with pytest.raises(StoreError, match="out of memory"):
        read(store_at(fake.url))


@pytest.mark.parametrize(
    "reply",
    [
        Reply(200, answer(rows([1, 2.5], partial=True)), JSON),
        Reply(200, b"", JSON),
        Reply(200, WHOLE[:-20], JSON),
        Reply(200, WHOLE, JSON | {"Content-Length": "5000"}),
        Reply(200, b"[]", JSON),
    ],
    ids=["more was to come", "no statement", "cut in a row", "shorter than said", "no object"],
)
def test_an_answer_that_breaks_off_is_asked_for_again(
    fake: Played, pauses: list[float], reply: Reply
) -> None:
    fake.play(reply, Reply(200, WHOLE, JSON))
    assert read(store_at(fake.url)) == [2.5, 3.5]
    assert len(pauses) == 1


def test_rows_that_the_server_withholds_are_missed(fake: Played, pauses: list[float]) -> None:
    fake.play(Reply(200, answer(rows([1, 2.5], partial=True)), JSON))
    with pytest.raises(StoreUnreachableError, match="broke off") as caught:
        read(store_at(fake.url))
    assert "limit the rows" in caught.value.hint


def test_what_is_left_of_one_answer_is_no_part_of_the_next(pauses: list[float]) -> None:
    """The error is read at once, and the end of its answer comes later."""
    error = Reply(200, answer({"error": "no"}), JSON, framing="chunked", pause_s=0.2)
    with lying_proxy("http://127.0.0.1:9") as proxy:
        store = store_at(proxy.url)
        proxy.rule = once(lambda *_: error, lambda *_: Reply(200, WHOLE, JSON))
        with pytest.raises(StoreError, match="no"):
            read(store)
        assert read(store) == [2.5, 3.5]
    assert pauses == []


def test_numbers_are_exact(fake: Played) -> None:
    text = b'{"results":[{"statement_id":0,"series":[{"columns":["time","power_kw"],"values":['
    stamps = [-9_223_372_036_854_775_806, 9_007_199_254_740_993, 9_223_372_036_854_775_806]
    numbers = [b"-0", b"100000000000000000000", b"5e-324"]
    pairs = [b"[%d,%s]" % pair for pair in zip(stamps, numbers, strict=True)]
    fake.play(Reply(200, text + b",".join(pairs) + b"]}]}]}", JSON))
    frame = store_at(fake.url).read(T1, ("power_kw",), -(2**63) + 1, 2**63 - 1).frame
    assert frame["time"].dt.epoch("ns").to_list() == stamps
    values = {(i, ""): v for i, v in enumerate(frame["power_kw"])}
    assert bits(values) == bits({(0, ""): -0.0, (1, ""): 1e20, (2, ""): 5e-324})


def test_an_infinite_number_in_the_database_is_explained(fake: Played) -> None:
    fake.play(Reply(200, answer({"error": "json: unsupported value: +Inf"}), JSON))
    with pytest.raises(StoreError, match="holds an infinite number"):
        read(store_at(fake.url))


@pytest.mark.parametrize("status", [200, 400, 500])
def test_the_file_limit_of_3_core_is_explained(fake: Played, status: int) -> None:
    said = "Query would exceed file limit of 432 parquet files"
    body = answer({"error": said}, error=said)
    # An aggregate is refused with any of these, and the raw points that could serve with 500.
    fake.play(Reply(status, body, JSON), Reply(500, body, JSON))
    with pytest.raises(StoreError, match="exceed file limit") as caught:
        store_at(fake.url, generation=3).aggregate(T1, ("power_kw",), plan(0, DAY, "1h"), ("sum",))
    assert "--query-file-limit" in caught.value.hint


def test_a_login_page_is_no_answer(fake: Played) -> None:
    fake.play(Reply(200, b"<html>Please log in</html>", {"Content-Type": "text/html"}))
    for generation in (1, 3):
        store = store_at(fake.url, generation=generation)
        for call in (
            store.info,
            store.bucket,
            store.series,
            lambda store=store: store.write(T1, points([1], power_kw=[1.0])),
            lambda store=store: store.aggregate(T1, ("power_kw",), plan(0, DAY, "1h"), ("mean",)),
        ):
            with pytest.raises(StoreError):
                call()


@pytest.mark.parametrize("window", ["10min", "1w", "1mo", "all"])
def test_both_ends_are_always_sent_and_empty_windows_filled_with_null(
    fake: Played, window: str
) -> None:
    fake.script = lambda request: Reply(200, answer(*[{}] * (sent(request).count(";") + 1)), JSON)
    store = store_at(fake.url)
    nasty = Series(measurement='m"; DROP DATABASE b --', site="it's; x", turbine="$site")
    store.aggregate(nasty, ("power_kw",), plan(DAY, 100 * DAY, window), ("mean", "first"))
    store.read(nasty, ("power_kw",), 5, 7)
    store.stamps(nasty, 5, 7)
    store.series()
    for request in fake.requests:
        for statement in sent(request).replace("b --", "").split(";\n"):
            if statement == "SHOW FIELD KEYS":
                continue
            assert "time >= " in statement
            assert "time < " in statement
            assert "it's" not in statement, "bound, and not pasted"
            assert ("fill(null)" in statement) == ("time(" in statement)
    assert 'FROM "m\\"; DROP DATABASE b --"' in sent(fake.requests[0])


def sent(request: Request) -> str:
    return parse_qs(request.body.decode())["q"][0]


@pytest.mark.parametrize(
    ("reply", "product"),
    [
        (Reply(204, b"", {"X-Influxdb-Version": "1.6.7~rc0"}), "InfluxDB 1"),
        (Reply(204, b"", {"X-Influxdb-Version": "1.12.4"}), "InfluxDB 1"),
        (Reply(204, b"", {"X-Influxdb-Version": "v2.9.1"}), "InfluxDB 2"),
        (Reply(204, b"", {"X-Influxdb-Build": "Cloud"}), "InfluxDB 2"),
        (Reply(200, b"{}", {"x-influxdb-version": "3.10.1"}), "InfluxDB 3"),
        (Reply(401, b"", {"cluster-uuid": "5681f478"}), "InfluxDB 3"),
    ],
)
def test_the_generation_is_asked_for_once_when_it_is_opened(
    fake: Played, reply: Reply, product: str
) -> None:
    influx = InfluxSettings(url=fake.url, token=TOKEN, org="o", bucket="b")
    settings = Settings(data_dir=Path("x"), store="influxdb", influx=influx)
    open_it = opener(settings, settings.target)
    assert fake.requests == []
    fake.play(reply)
    store = open_it()
    assert store.target.bucket == "b"
    assert store.capabilities.product == product
    assert store.capabilities.product == product
    assert [request.path for request in fake.requests] == ["/ping"]
    store.close()


def test_a_generation_that_is_set_is_not_asked_for(fake: Played) -> None:
    influx = InfluxSettings(url=fake.url, token=TOKEN, org="o", bucket="b", generation=3)
    store = open_store(Settings(data_dir=Path("x"), store="influxdb", influx=influx))
    assert store.capabilities.product == "InfluxDB 3"
    assert fake.requests == []


def test_something_else_is_not_taken_for_a_database(fake: Played) -> None:
    influx = InfluxSettings(url=fake.url, token=TOKEN, org="o", bucket="b")
    with pytest.raises(StoreError, match="does not say its version") as caught:
        open_store(Settings(data_dir=Path("x"), store="influxdb", influx=influx))
    assert "set the generation of the connection" in caught.value.hint


def test_the_lines_that_3_numbers_are_refused_and_the_others_stored(fake: Played) -> None:
    listed = [{"error_message": "bad number", "line_number": 2, "original_line": "scada,si"}]
    body = {"error": "partial write of line protocol occurred", "data": listed}
    said = {
        "/api/v3/write_lp": Reply(400, json.dumps(body).encode(), JSON),
        "/api/v3/query_influxql": Reply(200, b"", JSON),  # a refusal is looked up
        "/query": Reply(200, answer({}), JSON),
    }
    fake.script = lambda request: said[urlsplit(request.path).path]
    store = store_at(fake.url, generation=3)
    written = store.write(T1, points([5, 6, 7], power_kw=[1.0, 2.0, 3.0]))
    assert written == Written(stored=2, refused=(Refusal(time_ns=6, reason="bad number"),))
    assert "precision=nanosecond" in fake.requests[0].path


def test_a_server_without_write_lp_is_written_to_by_its_older_interface(fake: Played) -> None:
    fake.script = lambda request: Reply(404 if "/api/v3/" in request.path else 204)
    assert store_at(fake.url, generation=3).write(T1, points([5], power_kw=[1.0])).stored == 1
    assert [urlsplit(request.path).path for request in fake.requests] == [
        "/api/v3/write_lp",
        "/api/v2/write",
    ]


def test_a_product_without_the_interface_that_makes_databases_says_where_to_make_one(
    fake: Played,
) -> None:
    databases = rows(columns=("iox::database",))
    fake.script = lambda request: (
        Reply(404) if "/api/v3/" in request.path else Reply(200, answer(databases), JSON)
    )
    with pytest.raises(StoreError, match="does not create databases") as caught:
        store_at(fake.url, generation=3).create_bucket()
    assert "the product's own tools" in caught.value.hint


@pytest.mark.parametrize("generation", [1, 3])
def test_a_batch_too_large_is_halved(fake: Played, generation: int) -> None:
    fake.script = lambda request: Reply(413 if request.body.count(b"\n") > 2 else 204)
    store = store_at(fake.url, generation=generation)
    assert store.write(T1, points(list(range(20)), power_kw=[1.0] * 20)).stored == 20


@pytest.mark.parametrize(
    ("generation", "token", "header"),
    [
        (1, "wind:mühle", "Basic d2luZDptw7xobGU="),
        (1, "", None),
        (3, "apiv3_x", "Bearer apiv3_x"),
        (3, "", None),
    ],
)
def test_the_secret_is_sent_as_the_server_wants_it(
    fake: Played, generation: int, token: str, header: str | None
) -> None:
    store = store_at(fake.url, generation=generation, token=token)
    store.write(T1, points([1], power_kw=[1.0]))
    assert fake.requests[0].headers.get("Authorization") == header


def test_a_token_that_is_no_user_and_password_is_said_and_not_shown() -> None:
    with pytest.raises(
        StoreDeniedError, match="uses a user name and password, not a token"
    ) as caught:
        store_at("http://127.0.0.1:9", token="a-secret")
    assert "a-secret" not in str(caught.value)
    assert TOKEN not in repr(vars(store_at("http://127.0.0.1:9")))


def test_a_server_that_is_not_there_is_said_by_each_operation() -> None:
    with fake_server() as fake:
        url = fake.url
    for generation in (1, 3):
        store = store_at(url, generation=generation, deadline_s=0.1)
        for call in (store.info, lambda store=store: store.write(T1, points([1], power_kw=[1.0]))):
            with pytest.raises(StoreUnreachableError, match="cannot be reached") as caught:
                call()
            assert TOKEN not in str(caught.value)


# -- a real InfluxDB 1 -------------------------------------------------------------------------


Open = Callable[..., Store]


@pytest.fixture
def open1(influx1_server: Influx1) -> Iterator[Open]:
    """Open a store on a database of its own."""
    name = f"scada_{secrets.token_hex(4)}"

    def open_it(*, token: str = f"{USER}:{PASSWORD}", policy: str = "") -> Store:
        return store_at(influx1_server.url, token=token, bucket=name + policy)

    yield open_it
    influx1_server.influxql(f"DROP DATABASE {name}")


server = pytest.mark.server


@server
def test_a_missing_database_is_said_and_can_be_made(open1: Open) -> None:
    store = open1()
    assert store.bucket() is None
    for call in (
        lambda: store.write(T1, points([1], power_kw=[1.0])),
        lambda: store.stamps(T1, 0, 9),
        lambda: store.set_shard(WEEKS_52),
    ):
        with pytest.raises(StoreMissingError):
            call()
    made = store.create_bucket(shard_s=WEEKS_52)
    assert (made.retention_s, made.shard_s) == (0, WEEKS_52)
    assert store.bucket() == made


@server
def test_a_retention_policy_can_be_the_place(open1: Open, influx1_server: Influx1) -> None:
    whole, part = open1(), open1(policy="/wind proof")
    whole.create_bucket()
    assert part.bucket() is None
    with pytest.raises(StoreMissingError):
        part.write(T1, points([1], power_kw=[1.0]))
    made = part.create_bucket(retention_s=90 * 86_400, shard_s=86_400)
    assert (made.retention_s, made.shard_s) == (90 * 86_400, 86_400)
    now = time.time_ns()
    assert part.write(T1, points([now], power_kw=[1.0])).stored == 1
    assert part.stamps(T1, 0, now + 1).tolist() == [now]
    assert whole.stamps(T1, 0, now + 1).tolist() == []


@server
def test_what_another_policy_holds_is_not_deleted_with_it(open1: Open) -> None:
    whole, part = open1(), open1(policy="/other")
    whole.create_bucket()
    part.create_bucket()
    whole.write(T1, points([1, 2], power_kw=[1.0, 2.0]))
    part.write(T1, points([2, 30], power_kw=[5.0, 6.0]))
    with pytest.raises(
        StoreError, match="retention policy 'other', and InfluxDB 1 would delete those too"
    ):
        whole.delete(T1, [(1, 3)])
    assert part.stamps(T1, 0, 99).tolist() == [2, 30]
    assert whole.stamps(T1, 0, 99).tolist() == [1, 2]
    whole.delete(T1, [(1, 2)])
    assert whole.stamps(T1, 0, 99).tolist() == [2]


@server
def test_points_older_than_the_retention_are_refused_by_name(open1: Open) -> None:
    store = open1()
    store.create_bucket(retention_s=86_400)
    now = time.time_ns()
    old, young = [now - 3 * DAY, now - 3 * DAY - 1], [now - 1, now]
    written = store.write(T1, points([*old, *young], power_kw=[1.0] * 4))
    assert written.stored == 2
    assert sorted(refusal.time_ns for refusal in written.refused) == sorted(old)
    assert all("beyond retention policy" in refusal.reason for refusal in written.refused)


@server
def test_points_of_another_type_are_refused_by_name(open1: Open, influx1_server: Influx1) -> None:
    store = open1()
    store.create_bucket()
    database = store.target.bucket
    influx1_server.write(database, b"scada,site=main,turbine=T1 power_kw=1i 5")
    written = store.write(
        T1, points([4, 5, 6], power_kw=[1.0, 2.0, None], wind_speed_mps=[1.0, 2.0, 3.0])
    )
    assert [refusal.time_ns for refusal in written.refused] == [4, 5]
    assert "is type float, already exists as type integer" in written.refused[0].reason
    values = Influx1Door(influx1_server, database).get(T1)
    assert values == {(5, "power_kw"): 1.0, (6, "wind_speed_mps"): 3.0}


@server
def test_a_time_out_of_range_is_refused_though_1_says_that_it_dropped_none(open1: Open) -> None:
    store = open1()
    store.create_bucket()
    written = store.write(T1, points([-(2**63) + 1, 0, 1], power_kw=[1.0, 2.0, 3.0]))
    assert written.stored == 2
    assert [refusal.time_ns for refusal in written.refused] == [-(2**63) + 1]
    assert "time outside range" in written.refused[0].reason


@server
def test_wrong_and_narrow_rights_are_said(open1: Open, influx1_server: Influx1) -> None:
    open1().create_bucket()
    for call in (open1(token=f"{USER}:wrong").info, open1(token="").bucket):
        with pytest.raises(StoreDeniedError, match="does not accept the token"):
            call()
    name = f"reader_{secrets.token_hex(4)}"
    influx1_server.influxql(f"CREATE USER {name} WITH PASSWORD 'x'")
    influx1_server.influxql(f"GRANT READ ON {open1().target.bucket} TO {name}")
    reader = open1(token=f"{name}:x")
    assert reader.bucket() is not None
    assert reader.stamps(T1, 0, 9).tolist() == []
    for call in (
        lambda: reader.write(T1, points([1], power_kw=[1.0])),
        lambda: reader.delete(T1, [(0, 9)]),
    ):
        with pytest.raises(StoreDeniedError):
            call()


@server
def test_further_tags_are_not_mixed_up_in_silence(open1: Open, influx1_server: Influx1) -> None:
    store = open1()
    store.create_bucket()
    lines = b"scada,site=main,turbine=T1,sensor=%s power_kw=1 5"
    influx1_server.write(store.target.bucket, lines % b"a" + b"\n" + lines % b"b")
    for call in (
        lambda: store.read(T1, ("power_kw",), 0, 9),
        lambda: store.aggregate(T1, ("power_kw",), plan(0, DAY, "1h"), ("mean",)),
        lambda: store.aggregate(T1, ("power_kw",), plan(0, DAY, "all"), ("mean",)),
    ):
        with pytest.raises(StoreError, match="several points of this turbine at the same time"):
            call()


@server
def test_a_server_without_passwords_needs_none(tmp_path: Path, influx1_server: Influx1) -> None:
    with running_influx1(tmp_path) as open_server:
        influx = InfluxSettings(url=open_server.url, token="", org="", bucket="not yet é")
        store = open_store(Settings(data_dir=tmp_path, store="influxdb", influx=influx))
        store.create_bucket()
        future = time.time_ns() + 900 * DAY
        assert store.write(T1, points([future], power_kw=[1.0])).stored == 1
        windows = plan(future - DAY, future + DAY, "1d")
        frame = store.aggregate(T1, ("power_kw",), windows, ("count",)).frame
        assert frame["count"].to_list() == [1], "points that lie in the future count"
        store.close()


# -- a real InfluxDB 3 -------------------------------------------------------------------------


@pytest.fixture
def open3(influx3_server: Influx3) -> Iterator[Open]:
    name = f"scada-{secrets.token_hex(4)}"

    def open_it(*, token: str = influx3_server.token, bucket: str = name) -> Store:
        return store_at(influx3_server.url, generation=3, token=token, bucket=bucket)

    yield open_it
    influx3_server.drop(name)


@server
def test_3_says_which_rows_it_refuses_and_why(open3: Open, influx3_server: Influx3) -> None:
    store = open3()
    store.create_bucket()
    influx3_server.write(store.target.bucket, b"scada,site=main,turbine=T1 power_kw=1i 5")
    frame = points([6, 7, 8], power_kw=[None, 2.0, None], wind_speed_mps=[1.0, 2.0, 3.0])
    written = store.write(T1, frame)
    assert [refusal.time_ns for refusal in written.refused] == [7]
    assert "invalid column type for column 'power_kw'" in written.refused[0].reason
    assert store.stamps(T1, 6, 9).tolist() == [6, 8]


@server
def test_3_makes_databases_with_their_retention(open3: Open) -> None:
    store = open3()
    assert store.bucket() is None
    store.create_bucket(retention_s=30 * 86_400)
    made = store.bucket()
    assert made is not None
    assert made.retention_s == 30 * 86_400
    with pytest.raises(StoreError, match="allows no database named 'with space'"):
        open3(bucket="with space").create_bucket()


@server
def test_3_without_its_token_is_recognised_and_said(open3: Open, influx3_server: Influx3) -> None:
    influx = InfluxSettings(url=influx3_server.url, token="wrong", org="", bucket="b")
    store = open_store(Settings(data_dir=Path("x"), store="influxdb", influx=influx))
    assert store.capabilities.product == "InfluxDB 3"
    with pytest.raises(StoreDeniedError):
        store.info()
