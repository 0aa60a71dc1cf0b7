"""InfluxDB 2: line protocol in, Flux out."""

import time
from collections.abc import Callable, Collection, Iterator, Sequence

import numpy as np
import polars as pl

from turbine.model.channels import channel
from turbine.model.errors import StoreError
from turbine.model.frame import TIME, Stamps, empty, points_of, schema_of, stamps_of, to_time
from turbine.model.series import Series, Target
from turbine.settings.kinds import InfluxSettings
from turbine.stores._columns import apart, not_numbers, side_by_side, tags_of
from turbine.stores._retry import USUAL, Deadlines
from turbine.stores._secret import Secret, discreet
from turbine.stores.base import (
    ALL_TIME,
    Answer,
    Bucket,
    Capabilities,
    PushFunction,
    SeriesInfo,
    ServerInfo,
    Written,
)
from turbine.stores.explain import no_bucket
from turbine.stores.influx import _flux, _influxql
from turbine.stores.influx._doubt import Doubt
from turbine.stores.influx._edges import series_of
from turbine.stores.influx._erase import ErasingStore, Value, text_of
from turbine.stores.influx._flux_client import Server
from turbine.stores.influx._http import BucketMissingError, MissingPathError, authorization
from turbine.stores.influx._influxql_client import Http
from turbine.stores.influx._sending import put
from turbine.stores.influx.words import Words
from turbine.timing.windows import Windows

CAPABILITIES = Capabilities(
    product="InfluxDB 2", query_language="Flux", batch_rows=10_000, in_flight=2
)
_CHANNELS = 16
"""Of one request for points."""
_OWN = ("", "result", "table", "_time", "_field", "_measurement", "site", "turbine")
"""Columns of an answer; others are further tags."""
_NO_EDGES = pl.DataFrame(
    schema=dict.fromkeys(("_measurement", "site", "turbine", "_field"), pl.String) | {"_time": TIME}
)
_NO_VALUES = pl.DataFrame(schema={"_time": TIME, "_value": pl.Null})


@discreet
class Influx2Store(ErasingStore):
    """Points in a bucket. See :class:`turbine.stores.base.Store` for what each method promises."""

    capabilities = CAPABILITIES

    def __init__(
        self,
        settings: InfluxSettings,
        target: Target,
        deadlines: Deadlines = USUAL,
    ) -> None:
        self._settings, self._deadlines, self.target = settings, deadlines, target
        self._secret = Secret(settings.token)
        self._bucket_name: str | None = None
        self._server = Server(settings, target, deadlines)

    def info(self) -> ServerInfo:
        version = self._server.version()
        self._server.check_token()
        org, org_id = self._server.organisation()
        return ServerInfo(
            product=CAPABILITIES.product,
            version=version,
            org=org,
            org_id=org_id,
            details={Words.ADDRESS(): self.target.address},
        )

    def bucket(self) -> Bucket | None:
        return self._server.find_bucket()

    def bucket_names(self) -> list[str]:
        return self._server.bucket_names()

    def create_bucket(self, *, retention_s: int = 0, shard_s: int = 0) -> Bucket:
        return self.bucket() or self._server.make_bucket(retention_s, shard_s)

    def set_shard(self, shard_s: int) -> None:
        self._server.set_shard(self._existing_bucket(), shard_s)

    def size_bytes(self) -> int | None:
        return self._server.size_bytes()

    def write(self, series: Series, frame: pl.DataFrame) -> Written:
        points = points_of(frame)
        refused = put(series, points, self._send, self.read)
        return Written(stored=points.height - len(refused), refused=tuple(refused))

    def series(
        self, measurement: str | None = None, *, period: tuple[int, int] = ALL_TIME
    ) -> list[SeriesInfo]:
        tables = self._ask(_flux.edges(self._name(), measurement, *period))
        stamps = pl.col("_time").dt.epoch("ns")
        edges = (
            pl.concat([_NO_EDGES, *tables.values()], how="diagonal")
            .rename({"_measurement": "measurement", "_field": "field"})
            .with_columns(first_ns=stamps, last_ns=stamps)
        )
        return series_of(edges)

    def fields(self, measurement: str) -> frozenset[str]:
        names = self._ask(_flux.field_names(self._name(), measurement))
        return frozenset(name for rows in names.values() for name in rows["_field"])

    def foreign_types(
        self, measurement: str, channels: tuple[str, ...]
    ) -> dict[str, tuple[str, ...]] | None:
        """By InfluxQL, since Flux cannot tell: so it needs the bucket's name to be mapped to a
        database, as 2.x does by itself and some servers don't."""
        database, _, policy = self._name().partition("/")
        http = Http(
            self._settings,
            self.target,
            self._deadlines,
            headers=authorization("Token", self._settings.token),
            source={"db": database} | ({"rp": policy} if policy else {}),
        )
        try:
            query = _influxql.field_keys(measurement)
            return _influxql.foreign_types(http.query(query, lambda block: block), channels)
        except (BucketMissingError, MissingPathError):
            return None
        finally:
            http.close()

    def stamps(
        self, series: Series, start_ns: int, stop_ns: int, channels: tuple[str, ...] = ()
    ) -> Stamps:
        if start_ns >= stop_ns:
            return stamps_of(empty(()))
        tables = self._ask(_flux.stamps(self._name(), series, start_ns, stop_ns, channels))
        times = pl.concat(
            [empty(()), *(rows.rename({"_time": "time"}) for rows in tables.values())]
        )
        return np.unique(stamps_of(times))

    def read(
        self, series: Series, channels: tuple[str, ...], start_ns: int, stop_ns: int
    ) -> Answer:
        began = time.perf_counter()
        columns = [
            _values(tables, i, name)
            for tables, names in self._some_at_once(_flux.raw, series, channels, start_ns, stop_ns)
            for i, name in enumerate(names)
        ]
        return Answer(
            frame=side_by_side(columns) if columns else empty(channels),
            query=_flux.raw(self._name(), series, channels, start_ns, stop_ns).shown,
            rows=sum(column.height for column in columns),
            seconds=time.perf_counter() - began,
        )

    def points(
        self, series: Series, channels: tuple[str, ...], start_ns: int, stop_ns: int
    ) -> Answer:
        began = time.perf_counter()
        columns = [
            _tagged(tables, i, name)
            for tables, names in self._some_at_once(
                _flux.apart, series, channels, start_ns, stop_ns
            )
            for i, name in enumerate(names)
        ]
        return Answer(
            frame=apart(columns, channels),
            query=_flux.apart(self._name(), series, channels, start_ns, stop_ns).shown,
            rows=sum(column.height for column in columns),
            seconds=time.perf_counter() - began,
        )

    def _some_at_once(
        self,
        query: Callable[[str, Series, Sequence[str], int, int], _flux.Query],
        series: Series,
        channels: Sequence[str],
        start_ns: int,
        stop_ns: int,
    ) -> Iterator[tuple[dict[str, pl.DataFrame], Sequence[str]]]:
        """Answers, each with the channels that it is of: as text, all channels of a wide series
        would not fit into memory."""
        for first in range(0, len(channels) if start_ns < stop_ns else 0, _CHANNELS):
            names = channels[first : first + _CHANNELS]
            asked = query(self._name(), series, names, start_ns, stop_ns)
            try:
                tables = self._ask(asked)
            except StoreError as error:
                if _flux.NOT_A_TEXT not in str(error):
                    raise
                raise not_numbers([n for n in names if channel(n).is_text]) from error
            yield tables, names

    def other_fields(
        self, series: Series, start_ns: int, stop_ns: int, known: Collection[str]
    ) -> dict[str, int]:
        if start_ns >= stop_ns:
            return {}
        keys = self._ask(_flux.keys(self._name(), series, start_ns, stop_ns)).values()
        others = sorted({name for rows in keys for name in rows["_field"]}.difference(known))
        if not others:
            return {}
        tables = self._ask(_flux.counts(self._name(), series, others, start_ns, stop_ns))
        return {
            name: int(count)
            for rows in tables.values()
            for name, count in rows.select("_field", "_value").sort("_field").iter_rows()
        }

    def aggregate(
        self,
        series: Series,
        channels: tuple[str, ...],
        windows: Windows,
        functions: tuple[PushFunction, ...],
    ) -> Answer:
        began = time.perf_counter()
        columns = [(channel, function) for channel in channels for function in functions]
        query = _flux.aggregates(self._name(), series, columns, windows)
        tables = self._ask(query)
        runs = len(windows.runs())
        parts = [
            [_values(tables, i * runs + run, function) for run in range(runs)]
            for i, (_, function) in enumerate(columns)
        ]
        whole = dict(zip(columns, (_labelled(part, windows) for part in parts), strict=True))
        frame = pl.concat(
            side_by_side([whole[channel, function] for function in functions]).insert_column(
                0, pl.lit(channel).alias("channel")
            )
            for channel in channels
        )
        return Answer(
            frame=frame.with_columns(pl.col("^count$").cast(pl.Int64)),
            query=query.shown,
            rows=sum(rows.height for rows in tables.values()),
            seconds=time.perf_counter() - began,
        )

    def delete(self, series: Series, ranges: list[tuple[int, int]]) -> None:
        for start_ns, stop_ns in ranges:
            if start_ns < stop_ns:
                self._server.delete(series, start_ns, stop_ns)

    def values(
        self, series: Series, start_ns: int, stop_ns: int, but: tuple[str, ...]
    ) -> Iterator[Value]:
        period = self._name(), series, start_ns, stop_ns
        keys = self._ask(_flux.keys(*period)).values()
        if all({*_OWN} >= {*rows.columns} and rows["_field"].is_in(but).all() for rows in keys):
            return
        query = _flux.values(*period, tables=sum(rows.height for rows in keys))
        for row, type_ in _flux.typed(self._server.query(query, typed=True)):
            yield Value(
                time_ns=int(np.datetime64(row["_time"].removesuffix("Z"), "ns").astype(np.int64)),
                tags=tuple(
                    (name, text)
                    for name, text in row.items()
                    if text and not name.startswith("_") and name not in ("", "result", "table")
                ),
                field=row["_field"],
                text=text_of(row["_value"], type_),
            )

    def put_back(self, kept: bytes) -> None:
        self._server.write(kept, Doubt())

    def close(self) -> None:
        self._server.close()

    def _send(self, lines: bytes, doubt: Doubt) -> dict[int, str]:
        self._server.write(lines, doubt)
        return {}

    def _ask(self, query: _flux.Query) -> dict[str, pl.DataFrame]:
        return _flux.results(self._server.query(query), query.texts)

    def _name(self) -> str:
        """The bucket's name: Flux has to be told whether it is a name or an ID."""
        if not self._server.bucket_may_be_id:
            return self.target.bucket
        if self._bucket_name is None:
            self._bucket_name = self._existing_bucket().name
        return self._bucket_name

    def _existing_bucket(self) -> Bucket:
        if bucket := self.bucket():
            return bucket
        raise no_bucket(self)


def _values(tables: dict[str, pl.DataFrame], i: int, name: str) -> pl.DataFrame:
    """The i-th result as times and values; a result without a row is absent from an answer."""
    rows = tables.get(str(i), _NO_VALUES)
    return rows.select(pl.col("_time").alias("time"), _value(name))


def _tagged(tables: dict[str, pl.DataFrame], i: int, name: str) -> pl.DataFrame:
    """The i-th result as times, further tags and values."""
    rows = tables.get(str(i), _NO_VALUES)
    further = {c: c.removeprefix(_flux.TAG) for c in rows.columns if c.startswith(_flux.TAG)}
    tags = tags_of(further.values())
    times = pl.col("_time").alias("time")
    return rows.rename(further).select(times, tags, _value(name))


def _value(name: str) -> pl.Expr:
    """Of a channel, or of one function of it."""
    return pl.col("_value").cast(schema_of([name])[name]).alias(name)


def _labelled(parts: list[pl.DataFrame], windows: Windows) -> pl.DataFrame:
    """Runs as one, each window under its whole start: Flux cuts the first label of a range."""
    rows = pl.concat(parts)
    return rows.with_columns(to_time(windows.labels[windows.index(stamps_of(rows))]))
