"""What InfluxDB 3 answers, cut at every byte: played by our own, so that it needs no server."""

import io
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import numpy as np
import polars as pl
import pytest
from played import Played, Reply, fake_server
from points import POWER, T1

from turbine.model.errors import StoreError, StoreUnreachableError
from turbine.model.frame import TIME
from turbine.model.series import Target
from turbine.settings.kinds import InfluxSettings
from turbine.stores._retry import Deadlines
from turbine.stores.influx.influx3 import Influx3Store

JSON = {"Content-Type": "application/json"}
PARQUET = {"Content-Type": "application/vnd.apache.parquet"}
FRAME = pl.DataFrame({"time": pl.Series([1, 2], dtype=pl.Int64).cast(TIME), POWER: [-0.0, 2.5]})


def parquet() -> bytes:
    buffer = io.BytesIO()
    FRAME.with_columns(pl.col("time").dt.replace_time_zone(None)).write_parquet(buffer)
    return buffer.getvalue()


ROWS = b"""{"results":[{"statement_id":0,"series":[{"name":"scada","columns":["time","power_kw"],
"values":[[1,0],[2,2.5]]}]}]}""".replace(b"\n", b"")
NO_ROWS = b'{"results":[{"statement_id":0}]}'
COLUMNS = b"""[{"table_name":"scada","column_name":"site","data_type":"Utf8"},
{"table_name":"scada","column_name":"turbine","data_type":"Utf8"},
{"table_name":"scada","column_name":"power_kw","data_type":"Float64"}]""".replace(b"\n", b"")
SPANS = b'[{"site":"x","turbine":"T1","_first_ns":1,"_last_ns":2,"power_kw":2}]'


@pytest.fixture
def fake() -> Iterator[Played]:
    with fake_server() as server:
        yield server


@pytest.fixture
def store(fake: Played, monkeypatch: pytest.MonkeyPatch) -> Iterator[Influx3Store]:
    """It asks once."""
    monkeypatch.setattr(Influx3Store, "_query_s", 1e-9)
    settings = InfluxSettings(url=fake.url, token="", org="", bucket="b")
    target = Target(kind="influxdb", address=fake.url, bucket="b")
    deadlines = Deadlines(write_s=1e-9, read_s=1e-9)
    opened = Influx3Store(settings, target, deadlines)
    yield opened
    opened.close()


def says(**answers: Reply) -> Callable[..., Reply]:
    """By the end of the path; SQL's by what it asks for."""

    def script(request) -> Reply:
        name = urlsplit(request.path).path.rpartition("/")[2]
        if name == "query_sql":
            name = "columns" if b"information_schema" in request.body else "spans"
        return answers[name]

    return script


def test_parquet_cut_anywhere_is_refused(fake: Played, store: Influx3Store) -> None:
    whole = parquet()
    fake.script = says(query_influxql=Reply(200, whole, PARQUET), query=Reply(200, ROWS, JSON))
    read = store.read(T1, (POWER,), 0, 9).frame
    assert np.signbit(read[POWER][0]), "not from JSON, which has no sign of zero"
    assert store.stamps(T1, 0, 9).tolist() == [1, 2]
    for at in range(len(whole)):
        cut = Reply(200, whole[:at], PARQUET)
        fake.script = says(query_influxql=cut, query=Reply(200, ROWS, JSON))
        for ask in (lambda: store.read(T1, (POWER,), 0, 9), lambda: store.stamps(T1, 0, 9)):
            with pytest.raises(StoreUnreachableError, match="broke off before its end"):
                ask()


def test_no_parquet_at_all_is_no_row_where_json_says_so(fake: Played, store: Influx3Store) -> None:
    nothing = Reply(200, b"", PARQUET)
    fake.script = says(query_influxql=nothing, query=Reply(200, NO_ROWS, JSON))
    assert store.stamps(T1, 0, 9).tolist() == []
    for at in range(len(NO_ROWS)):
        fake.script = says(query_influxql=nothing, query=Reply(200, NO_ROWS[:at], JSON))
        with pytest.raises(StoreUnreachableError, match="broke off before its end"):
            store.stamps(T1, 0, 9)


def test_parquet_that_was_lost_once_is_asked_for_again(fake: Played, store: Influx3Store) -> None:
    left = [Reply(200, b"", PARQUET), Reply(200, parquet(), PARQUET)]
    fake.script = lambda request: (
        left.pop(0) if "influxql" in request.path else Reply(200, ROWS, JSON)
    )
    assert np.signbit(store.read(T1, (POWER,), 0, 9).frame[POWER][0])


def test_sql_cut_anywhere_is_refused(fake: Played, store: Influx3Store) -> None:
    """An empty list is two brackets there: nothing at all is no list."""

    def script(columns: bytes, spans: bytes) -> None:
        fake.script = says(columns=Reply(200, columns, JSON), spans=Reply(200, spans, JSON))

    script(COLUMNS, SPANS)
    (info,) = store.series()
    assert (info.first_ns, info.last_ns, info.fields) == (1, 2, (POWER,))
    script(COLUMNS, b"[]")
    assert store.series() == []
    cuts = [(COLUMNS[:at], SPANS) for at in range(len(COLUMNS))]
    for columns, spans in cuts + [(COLUMNS, SPANS[:at]) for at in range(len(SPANS))]:
        script(columns, spans)
        with pytest.raises(StoreUnreachableError, match="broke off before its end"):
            store.series()
    script(COLUMNS, b"[" * 200_000)
    with pytest.raises(StoreError):
        store.series()


def test_a_series_that_is_marked_as_partial_is_not_whole(fake: Played, store: Influx3Store) -> None:
    """1.x marks it, and not the answer, where its max-row-limit cut it."""
    marked = ROWS.replace(b'"name"', b'"partial":true,"name"')
    fake.script = says(query=Reply(200, marked, JSON), query_influxql=Reply(404))
    with pytest.raises(StoreUnreachableError, match="limit the rows"):
        store.read(T1, (POWER,), 0, 9)


def test_states_are_texts_and_no_tags(fake: Played, store: Influx3Store) -> None:
    def answers(**columns: object) -> None:
        buffer = io.BytesIO()
        times = FRAME.select(pl.col("time").dt.replace_time_zone(None))
        times.with_columns(**columns).write_parquet(buffer)
        fake.script = says(query_influxql=Reply(200, buffer.getvalue(), PARQUET))

    answers(status_text=pl.Series(["7", None]))
    back = store.points(T1, ("status_text", "mode_text", POWER), 0, 9).frame
    assert back.rows()[0][1:] == ("", "7", None, None)
    answers(mode_text=pl.Series([7.0, None]))
    with pytest.raises(StoreError, match="values of another type in mode_text"):
        store.read(T1, ("mode_text",), 0, 9)
