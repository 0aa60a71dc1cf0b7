"""InfluxDB 3 Core and Enterprise: its own write and configuration interfaces, InfluxQL to read.

Cloud Serverless and Dedicated lack those interfaces: there, we do what the documentation says
instead. That part was never run against a real one.
"""

import io
import json
import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import polars as pl

from turbine.model.channels import channel
from turbine.model.errors import StoreError
from turbine.model.frame import TIME, Stamps, nulls
from turbine.model.series import Series, Target
from turbine.settings.kinds import InfluxSettings
from turbine.stores._columns import not_understood, tags_of, typed
from turbine.stores._retry import USUAL, Deadlines
from turbine.stores._secret import discreet
from turbine.stores.base import DATABASE, Bucket, Capabilities
from turbine.stores.explain import no_deletion
from turbine.stores.influx._doubt import Doubt
from turbine.stores.influx._edges import EDGES
from turbine.stores.influx._ends import Reply, broken_off, check_json
from turbine.stores.influx._http import (
    MissingPathError,
    RefusedError,
    authorization,
    check_token,
    foreign,
    json_from,
)
from turbine.stores.influx._influxql import Query, name, seconds_of
from turbine.stores.influx._influxql_client import Http, Request
from turbine.stores.influx._influxql_store import InfluxQLStore
from turbine.stores.influx._json import parsed
from turbine.stores.influx._parts import in_parts
from turbine.stores.influx.words import Words
from turbine.words import Text

CAPABILITIES = Capabilities(
    product="InfluxDB 3",
    query_language="InfluxQL",
    batch_rows=10_000,  # each write waits for the flush of the log: so larger, and more at once
    in_flight=4,
    deletes_points=False,
    overwrites=False,
    container=DATABASE,
    has_shards=False,
    max_fields=500 - 3,  # columns of a table, by its documentation; three are time and our tags
    answers_years=False,  # each year of a backfill costs seconds
    pays_pushing=False,  # T1 on Core: an hourly mean takes 6.4 s, all the raw rows 6.7 s
)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_/-]*")
_COLUMNS = (
    "SELECT table_name, column_name, data_type FROM information_schema.columns"
    " WHERE table_schema = 'iox'"
)
_NUMERIC, _TEXT = ("Float64", "Int64", "UInt64"), ("Utf8",)
_SIZE = "SELECT CAST(sum(size_bytes) AS BIGINT) AS size FROM system.parquet_files"
_FIRST, _LAST = "_first_ns", "_last_ns"
_PARQUET = b"PAR1"
_OWN = ("iox::measurement", "site", "turbine")
"""Columns of an answer; others of texts, but for what was asked for, are tags."""


@discreet
class Influx3Store(InfluxQLStore):
    """One database."""

    capabilities = CAPABILITIES
    _query_s = 60.0  # each may take seconds by itself

    def __init__(
        self, settings: InfluxSettings, target: Target, deadlines: Deadlines = USUAL
    ) -> None:
        self._database = target.bucket
        headers = authorization("Bearer", check_token(settings.token))
        source = {"db": target.bucket}
        # Chunked, it leaves out statements without a row.
        http = Http(settings, target, deadlines, headers=headers, source=source, chunked=False)
        super().__init__(settings, target, http)

    def bucket(self) -> Bucket | None:
        if [self._database] not in self._rows("SHOW DATABASES"):
            return None
        return Bucket(name=self._database, retention_s=self._retention_s())

    def _make_bucket(self, retention_s: int, shard_s: int) -> Bucket:
        if not _NAME.fullmatch(self._database):
            raise StoreError(
                Words.NAME_NOT_ALLOWED(name=self._database), hint=Words.ALLOWED_NAMES()
            )
        database: dict[str, str] = {"db": self._database}
        if retention_s:
            database["retention_period"] = f"{retention_s}s"
        try:
            self._http.call(_posted("configure/database", Words.CREATE_DATABASE(), database))
        except MissingPathError as error:  # Cloud Serverless and Dedicated
            raise StoreError(
                Words.CREATES_NO_DATABASE(), hint=Words.CREATE_BY_ITS_TOOLS(name=self._database)
            ) from error
        except RefusedError as error:
            if "limit" not in error.reason:
                raise
            raise StoreError(
                Words.TOO_MANY_DATABASES(reason=error.reason), hint=Words.USE_EXISTING_DATABASE()
            ) from error
        return Bucket(name=self._database, retention_s=retention_s)

    def set_shard(self, shard_s: int) -> None:
        """There are none."""

    def size_bytes(self) -> int | None:
        """Of its Parquet files: what is only in its log is not counted."""
        try:
            rows = self._sql(_SIZE)
        except (MissingPathError, RefusedError):  # Cloud Serverless and Dedicated have none
            return None
        return rows[0].get("size") if rows else None  # it leaves a null out

    def _send(self, lines: bytes, doubt: Doubt) -> dict[int, str]:
        fields = {"db": self._database, "precision": "nanosecond"}
        try:
            self._http.write("/api/v3/write_lp", fields, lines, doubt)
        except MissingPathError:  # Cloud Serverless and Dedicated
            fields = {"bucket": self._database, "precision": "ns"}
            self._http.write("/api/v2/write", fields, lines, doubt)
        except RefusedError as error:
            refused = _refused(error)
            if not refused:
                raise
            return refused
        return {}

    def _points(self, query: Query, channels: tuple[str, ...]) -> list[pl.DataFrame]:
        """As Parquet: JSON loses the sign of zero there, and the rest of a field that holds an
        infinite number. No byte at all means no row, or an error, or proves nothing: then JSON is
        asked too, and if that has rows, the Parquet was lost on the way."""
        try:
            body = self._parquet(query)
        except MissingPathError:  # Cloud Serverless and Dedicated
            return self._query(query, lambda block: block.points(channels))
        if not body and self._query(query, lambda _: True):
            body = self._parquet(query)
            if not body:
                raise broken_off(self._http.url)
        return [_points(body, channels)] if body else []

    def _edges(self, measurement: str | None, period: tuple[int, int]) -> pl.DataFrame:
        """By SQL, once for each table: InfluxQL would take three statements of seconds each."""
        try:
            columns = self._sql(_COLUMNS)
        except MissingPathError:  # Cloud Serverless and Dedicated
            return super()._edges(measurement, period)
        tables: dict[str, dict[str, str]] = {}
        for row in columns:
            types = tables.setdefault(str(row["table_name"]), {})
            types[str(row["column_name"])] = str(row["data_type"])
        edges = []
        for table, types in sorted(tables.items()):
            channels = [
                name
                for name, type_ in types.items()
                if type_ in (_TEXT if channel(name).is_text else _NUMERIC)
            ]
            if {"site", "turbine"} <= types.keys() and channels and measurement in (None, table):
                ask = partial(self._spans, table, channels)
                for row in in_parts(ask, *period):
                    span = row[_FIRST], row[_LAST]
                    edges += [
                        (table, row.get("site", ""), row.get("turbine", ""), channel, *span)
                        for channel in channels
                        if row[channel]
                    ]
        return pl.DataFrame(edges, schema=EDGES, orient="row")

    def delete(self, series: Series, ranges: list[tuple[int, int]]) -> None:
        raise self._no_deletion(series)

    def erase(
        self,
        series: Series,
        channels: tuple[str, ...],
        stamps: Stamps,
        keep: Callable[[bytes], None],
    ) -> None:
        raise self._no_deletion(series)

    def _no_deletion(self, series: Series) -> StoreError:
        why, instead = no_deletion(self.capabilities, series)
        return StoreError(why, hint=instead)

    def _details(self, headers: Mapping[str, str]) -> dict[Text, Text]:
        return {Words.EDITION(): headers.get("X-Influxdb-Build") or Words.NOT_SAID()}

    def _spans(
        self, table: str, channels: list[str], start_ns: int, stop_ns: int
    ) -> list[dict[str, Any]]:
        return self._sql(_span(table, channels, start_ns, stop_ns))

    def _parquet(self, query: Query) -> bytes:
        wanted = {
            "db": self._database, "q": query.text, "params": query.bound, "format": "parquet",
        }  # fmt: skip
        request = _posted("query_influxql", Words.QUERY(), wanted)
        return self._asked(request, _check_parquet)

    def _sql(self, text: str) -> list[dict[str, Any]]:
        """Its rows; a list without one is two brackets, and never nothing (3.10.1)."""
        wanted = {"db": self._database, "q": text, "format": "json"}
        request = _posted("query_sql", Words.QUERY(), wanted)
        rows = json_from(self._http.url, self._asked(request, check_json))
        if not isinstance(rows, list):
            raise foreign(self._http.url, Words.NOT_A_LIST(type=type(rows).__name__))
        return rows

    def _asked(self, request: Request, check: Callable[[str, Reply], None]) -> bytes:
        with self._known_bucket():
            return self._http.call(request, deadline_s=self._query_s, check=check)[2]

    def _retention_s(self) -> int:
        policies = self._rows(f"SHOW RETENTION POLICIES ON {name(self._database)}")
        return next((seconds_of(duration) for _, duration, *_ in policies), 0)


def _span(table: str, channels: list[str], start_ns: int, stop_ns: int) -> str:
    """First and last time of each series of a table, and how many values of each channel."""
    names = [_escaped(channel) for channel in channels]
    counts = ", ".join(f'count("{name}") AS "{name}"' for name in names)
    some = " OR ".join(f'"{name}" IS NOT NULL' for name in names)
    return (
        f'SELECT "site", "turbine", CAST(min("time") AS BIGINT) AS "{_FIRST}",'  # noqa: S608 - names of ours
        f' CAST(max("time") AS BIGINT) AS "{_LAST}", {counts} FROM "{_escaped(table)}"'
        f' WHERE ({some}) AND "time" >= {_time(start_ns)} AND "time" < {_time(stop_ns)}'
        ' GROUP BY "site", "turbine"'
    )


def _escaped(name: str) -> str:
    """Within quotes."""
    return name.replace('"', '""')


def _time(ns: int) -> str:
    return f"to_timestamp_nanos({ns})"


def _posted(interface: str, doing: Text, wanted: Mapping[str, object]) -> Request:
    path, body = f"/api/v3/{interface}", json.dumps(wanted).encode()
    return Request(method="POST", path=path, doing=doing, body=body)


def _refused(error: RefusedError) -> dict[int, str]:
    """The guilty lines that the answer numbers, from 1 there and from 0 here."""
    try:
        answer = parsed(error.body)
    except ValueError:
        return {}
    listed = answer.get("data") if isinstance(answer, dict) else None
    return {int(line["line_number"]) - 1: line["error_message"] for line in listed or []}


def _check_parquet(url: str, reply: Reply) -> None:
    """Parquet begins and ends with the same letters."""
    body = reply[2]
    if _PARQUET.startswith(body[:4]) and body and not (len(body) > 4 and body.endswith(_PARQUET)):
        raise broken_off(url)


def _points(body: bytes, channels: tuple[str, ...]) -> pl.DataFrame:
    try:
        rows = pl.read_parquet(io.BytesIO(body))
        further = rows.select(pl.col(pl.String, pl.Categorical)).columns
        absent = nulls(name for name in channels if name not in rows.columns)
        return typed(rows.with_columns(absent), channels).select(
            pl.col("time").dt.replace_time_zone("UTC").cast(TIME),
            tags_of(name for name in further if name not in (*_OWN, *channels)),
            *channels,
        )
    except pl.exceptions.PolarsError as error:
        raise not_understood(error) from error
