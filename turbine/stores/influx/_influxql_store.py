"""What InfluxDB 1 and 3 have in common: line protocol in, InfluxQL out."""

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace

import numpy as np
import polars as pl

from turbine.model.errors import StoreError
from turbine.model.frame import Stamps, empty, points_of, stamps_of, to_time
from turbine.model.series import Series, Target
from turbine.settings.kinds import InfluxSettings
from turbine.stores._columns import unambiguous, untagged
from turbine.stores._secret import Secret
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
from turbine.stores.influx import _influxql
from turbine.stores.influx._doubt import Doubt
from turbine.stores.influx._edges import series_of
from turbine.stores.influx._http import BucketMissingError, FileLimitError, foreign, suggested
from turbine.stores.influx._influxql import Block, Query, edges, edges_of, titled
from turbine.stores.influx._influxql_client import PING, Http, T
from turbine.stores.influx._parts import in_parts
from turbine.stores.influx._sending import put
from turbine.stores.influx.words import Words
from turbine.timing.windows import Windows
from turbine.wind.kernels import by_window
from turbine.words import Text


class InfluxQLStore(ABC):
    """Points in a database. See :class:`turbine.stores.base.Store` for each method's promise."""

    capabilities: Capabilities
    _query_s: float | None = None
    """For how long a query is tried again, if not for as long as any other request."""

    def __init__(self, settings: InfluxSettings, target: Target, http: Http) -> None:
        self.target, self._http = target, http
        self._secret = Secret(settings.token)

    def info(self) -> ServerInfo:
        _, headers, _ = self._http.call(PING)
        version = headers.get("X-Influxdb-Version", "")
        if not version:
            raise foreign(self._http.url, Words.NO_VERSION())
        return ServerInfo(
            product=self.capabilities.product,
            version=version,
            details={Words.ADDRESS(): self.target.address, **self._details(headers)},
        )

    @abstractmethod
    def bucket(self) -> Bucket | None: ...

    def bucket_names(self) -> list[str]:
        query = Query(statements=("SHOW DATABASES",))
        return [str(row[0]) for rows in self._http.query(query, lambda b: b.rows) for row in rows]

    def create_bucket(self, *, retention_s: int = 0, shard_s: int = 0) -> Bucket:
        return self.bucket() or self._make_bucket(retention_s, shard_s)

    def write(self, series: Series, frame: pl.DataFrame) -> Written:
        points = points_of(frame)
        with self._known_bucket():
            refused = put(series, points, self._send, self.read)
        return Written(stored=points.height - len(refused), refused=tuple(refused))

    def series(
        self, measurement: str | None = None, *, period: tuple[int, int] = ALL_TIME
    ) -> list[SeriesInfo]:
        return series_of(self._edges(measurement, period))

    def fields(self, measurement: str) -> frozenset[str]:
        return _influxql.names_of(self._field_keys(measurement))

    def foreign_types(
        self, measurement: str, channels: tuple[str, ...]
    ) -> dict[str, tuple[str, ...]]:
        return _influxql.foreign_types(self._field_keys(measurement), channels)

    def stamps(
        self, series: Series, start_ns: int, stop_ns: int, channels: tuple[str, ...] = ()
    ) -> Stamps:
        if start_ns >= stop_ns:
            return stamps_of(empty(()))

        def ask(start_ns: int, stop_ns: int) -> list[pl.DataFrame]:
            return self._points(_influxql.stamps(series, start_ns, stop_ns, channels), ())

        parts = in_parts(ask, start_ns, stop_ns)
        return np.unique(stamps_of(pl.concat([untagged(empty(())), *parts])))

    def read(
        self, series: Series, channels: tuple[str, ...], start_ns: int, stop_ns: int
    ) -> Answer:
        answer = self.points(series, channels, start_ns, stop_ns)
        return replace(answer, frame=unambiguous(answer.frame.drop("tags")))

    def points(
        self, series: Series, channels: tuple[str, ...], start_ns: int, stop_ns: int
    ) -> Answer:
        began = time.perf_counter()

        def query(start_ns: int, stop_ns: int) -> Query:
            return _influxql.raw(series, channels, start_ns, stop_ns)

        def ask(start_ns: int, stop_ns: int) -> list[pl.DataFrame]:
            return self._points(query(start_ns, stop_ns), channels)

        parts = in_parts(ask, start_ns, stop_ns) if channels else []
        frame = pl.concat([untagged(empty(channels)), *parts]).sort("time", "tags")
        return Answer(
            frame=frame,
            query=query(start_ns, stop_ns).shown,
            rows=frame.height,
            seconds=time.perf_counter() - began,
        )

    def other_fields(
        self, series: Series, start_ns: int, stop_ns: int, known: Collection[str]
    ) -> dict[str, int]:
        names = sorted(self.fields(series.measurement).difference(known))

        def ask(start_ns: int, stop_ns: int) -> list[list[int]]:
            wanted = _influxql.counts(series, names, start_ns, stop_ns)
            return self._query(wanted, lambda block: block.rows[0][1:])

        parts = in_parts(ask, start_ns, stop_ns) if names else []
        counts = {name: sum(part[i] for part in parts) for i, name in enumerate(names)}
        return {name: count for name, count in counts.items() if count}

    def aggregate(
        self,
        series: Series,
        channels: tuple[str, ...],
        windows: Windows,
        functions: tuple[PushFunction, ...],
    ) -> Answer:
        began = time.perf_counter()
        columns = [(channel, function) for channel in channels for function in functions]
        query = _influxql.aggregates(series, columns, windows)
        runs, names = windows.runs(), [titled(*column) for column in columns]

        def take(block: Block) -> pl.DataFrame:
            rows = block.frame(names)
            run = runs[block.statement]
            if run.count == 1:  # one selector alone answers with its point's own time
                return rows.with_columns(to_time(np.array([run.start_ns])))
            return rows

        try:
            parts = self._query(query, take)
        except FileLimitError:
            # A window may be longer than the server reads at once: then from the raw points.
            raw = self.read(series, channels, windows.start_ns, windows.stop_ns)
            return replace(raw, frame=by_window(raw.frame, channels, windows, functions))
        none = pl.DataFrame(schema=empty(()).schema | dict.fromkeys(names, pl.Float64()))
        wide = pl.concat([none, *parts])
        return Answer(
            frame=pl.concat(_of_channel(wide, channel, functions) for channel in channels),
            query=query.shown,
            rows=wide.height,
            seconds=time.perf_counter() - began,
        )

    def put_back(self, kept: bytes) -> None:
        if refused := self._send(kept, Doubt()):
            raise StoreError(Words.NOT_WRITTEN_BACK(reason=refused[min(refused)]))

    def close(self) -> None:
        self._http.close()

    @abstractmethod
    def _make_bucket(self, retention_s: int, shard_s: int) -> Bucket: ...

    @abstractmethod
    def _send(self, lines: bytes, doubt: Doubt) -> dict[int, str]:
        """See :data:`turbine.stores.influx._sending.Send`."""

    def _details(self, headers: Mapping[str, str]) -> dict[Text, Text]:
        """What else it says of itself in the headers of its answers."""
        return {}

    def _query(self, query: Query, take: Callable[[Block], T]) -> list[T]:
        """What ``take`` makes of each block of the answer."""
        with self._known_bucket():
            return self._http.query(query, take, deadline_s=self._query_s)

    def _known_bucket(self) -> AbstractContextManager[None]:
        return suggested(BucketMissingError, self.target.bucket, self.bucket_names)

    def _points(self, query: Query, channels: tuple[str, ...]) -> list[pl.DataFrame]:
        """Times, further tags and these channels of the rows that answer, bit for bit, in any
        order."""
        return self._query(query, lambda block: block.points(channels))

    def _edges(self, measurement: str | None, period: tuple[int, int]) -> pl.DataFrame:
        """The first and last times of each field of each series (:data:`._edges.EDGES`)."""
        keys = self._query(_influxql.field_keys(measurement), lambda block: block)
        numbers = _influxql.numbers_of(keys)
        answer = self._query(edges(numbers, *period), lambda block: block) if numbers else []
        return edges_of(answer)

    def _field_keys(self, measurement: str) -> list[Block]:
        """None if there is no such database."""
        try:
            return self._query(_influxql.field_keys(measurement), lambda block: block)
        except BucketMissingError:
            return []

    def _rows(self, statement: str) -> list[list[object]]:
        query = Query(statements=(statement,))
        blocks = self._http.query(query, lambda block: block.rows, deadline_s=self._query_s)
        return [row for rows in blocks for row in rows]


def _of_channel(
    wide: pl.DataFrame, channel: str, functions: Iterable[PushFunction]
) -> pl.DataFrame:
    """The windows that hold a point of this channel: the server gives the others as nulls and 0."""
    columns = [pl.col(titled(channel, function)).alias(function) for function in functions]
    some = pl.any_horizontal(pl.exclude("channel", "time", "count").is_not_null())
    rows = wide.select(pl.lit(channel).alias("channel"), "time", *columns)
    if "count" in rows.columns:
        some = pl.col("count") > 0
    return unambiguous(rows.filter(some).sort("time")).with_columns(
        pl.col("^count$").cast(pl.Int64)
    )
