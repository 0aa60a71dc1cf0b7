"""InfluxDB of any generation by what they have in common: line protocol in, InfluxQL out."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import numpy as np
import polars as pl

from turbine.model.channels import NAMES
from turbine.model.errors import StoreError
from turbine.model.frame import Stamps, empty, points_of, stamps_of, to_time
from turbine.model.series import Series, Target
from turbine.settings.config import InfluxSettings
from turbine.stores._columns import unambiguous, untagged
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
from turbine.stores.explain import no_bucket, no_deletion
from turbine.stores.influx import _influxql, _influxql_values
from turbine.stores.influx._doubt import Doubt
from turbine.stores.influx._erase import Value, erase
from turbine.stores.influx._http import BucketMissingError, FileLimitError
from turbine.stores.influx._influxql import Block, Query, titled
from turbine.stores.influx._parts import in_parts
from turbine.stores.influx._query import Deadlines, Server
from turbine.stores.influx._sending import put
from turbine.stores.influx._v1 import Server1
from turbine.stores.influx._v2 import Server2
from turbine.stores.influx._v3 import Server3
from turbine.timing.windows import Windows
from turbine.wind.kernels import by_window

_SERVERS: dict[int, type[Server1 | Server2 | Server3]] = {1: Server1, 2: Server2, 3: Server3}
_TAGS = ("measurement", "site", "turbine")


@discreet
class InfluxQLStore:
    """Points in a database. See :class:`turbine.stores.base.Store` for each method's promise."""

    def __init__(
        self,
        settings: InfluxSettings,
        target: Target,
        *,
        generation: int,
        deadlines: Deadlines | None = None,
    ) -> None:
        self._target = target
        self._secret = Secret(settings.token)
        server = _SERVERS[generation](settings, target, deadlines or Deadlines())
        self._server: Server = server

    @property
    def target(self) -> Target:
        return self._target

    @property
    def capabilities(self) -> Capabilities:
        return self._server.capabilities

    def info(self) -> ServerInfo:
        version, details = self._server.version()
        return ServerInfo(
            product=self.capabilities.product,
            version=version,
            details={"Address": self._target.address, **details},
        )

    def bucket(self) -> Bucket | None:
        return self._server.find_bucket()

    def create_bucket(self, *, retention_s: int = 0, shard_s: int = 0) -> Bucket:
        return self.bucket() or self._server.make_bucket(retention_s, shard_s)

    def set_shard(self, shard_s: int) -> None:
        found = self.bucket()
        if found is None:
            raise no_bucket(self)
        self._server.set_shard(found, shard_s)

    def size_bytes(self) -> int | None:
        return self._server.size_bytes()

    def write(self, series: Series, frame: pl.DataFrame) -> Written:
        points = points_of(frame)
        refused = put(series, points, self._server.write, self.read)
        return Written(stored=points.height - len(refused), refused=tuple(refused))

    def series(
        self, measurement: str | None = None, *, period: tuple[int, int] = ALL_TIME
    ) -> list[SeriesInfo]:
        found = self._server.series(measurement, period)
        known = (
            found.filter(*(pl.col(tag) != "" for tag in _TAGS))
            .group_by(_TAGS)
            .agg(pl.col("first_ns").min(), pl.col("last_ns").max(), fields=pl.col("field").unique())
            .sort(_TAGS)
        )
        return [
            SeriesInfo(
                series=Series(measurement=name, site=site, turbine=turbine),
                first_ns=first_ns,
                last_ns=last_ns,
                fields=tuple(name for name in NAMES if name in fields),
            )
            for name, site, turbine, first_ns, last_ns, fields in known.iter_rows()
        ]

    def foreign_types(self, measurement: str) -> dict[str, tuple[str, ...]]:
        query = _influxql.field_keys(measurement)
        try:
            return _influxql.foreign_types(self._server.query(query, lambda block: block))
        except BucketMissingError:
            return {}

    def stamps(
        self, series: Series, start_ns: int, stop_ns: int, channels: tuple[str, ...] = ()
    ) -> Stamps:
        if start_ns >= stop_ns:
            return stamps_of(empty(()))

        def ask(start_ns: int, stop_ns: int) -> list[pl.DataFrame]:
            return self._server.points(_influxql.stamps(series, start_ns, stop_ns, channels), ())

        found = pl.concat([untagged(empty(())), *in_parts(ask, start_ns, stop_ns)])
        return np.unique(stamps_of(found))

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
            return self._server.points(query(start_ns, stop_ns), channels)

        found = in_parts(ask, start_ns, stop_ns) if channels else []
        frame = pl.concat([untagged(empty(channels)), *found]).sort("time", "tags")
        return Answer(
            frame=frame,
            query=query(start_ns, stop_ns).shown,
            rows=frame.height,
            seconds=time.perf_counter() - began,
        )

    def other_fields(self, series: Series, start_ns: int, stop_ns: int) -> dict[str, int]:
        query = _influxql.field_keys(series.measurement)
        try:
            names = _influxql.other_fields(self._server.query(query, lambda block: block))
        except BucketMissingError:
            return {}

        def ask(start_ns: int, stop_ns: int) -> list[list[int]]:
            wanted = _influxql.counts(series, names, start_ns, stop_ns)
            return self._server.query(wanted, lambda block: block.rows[0][1:])

        found = in_parts(ask, start_ns, stop_ns) if names else []
        counts = {name: sum(part[i] for part in found) for i, name in enumerate(names)}
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
            found = self._server.query(query, take)
        except FileLimitError:
            # A window may be longer than what the server reads at once: from the raw points then.
            raw = self.read(series, channels, windows.start_ns, windows.stop_ns)
            return replace(raw, frame=by_window(raw.frame, channels, windows, functions))
        none = pl.DataFrame(schema=empty(()).schema | dict.fromkeys(names, pl.Float64()))
        wide = pl.concat([none, *found])
        return Answer(
            frame=pl.concat(_of_channel(wide, channel, functions) for channel in channels),
            query=query.shown,
            rows=wide.height,
            seconds=time.perf_counter() - began,
        )

    def delete(self, series: Series, ranges: list[tuple[int, int]]) -> None:
        if not self.capabilities.deletes_points:
            why, instead = no_deletion(self.capabilities, series)
            raise StoreError(why, hint=instead)
        if some := [(start, stop) for start, stop in ranges if start < stop]:
            self._server.delete(series, some)

    def erase(
        self,
        series: Series,
        channels: tuple[str, ...],
        stamps: Stamps,
        keep: Callable[[bytes], None],
    ) -> None:
        if not self.capabilities.deletes_points:
            why, instead = no_deletion(self.capabilities, series)
            raise StoreError(why, hint=instead)
        erase(self, series, channels, stamps, keep)

    def values(
        self, series: Series, start_ns: int, stop_ns: int, but: tuple[str, ...]
    ) -> Iterator[Value]:
        """See :class:`turbine.stores.influx._erase.Points`."""
        keys = self._server.query(_influxql_values.keys(series.measurement), lambda block: block)
        kinds = _influxql_values.kinds_of(keys)
        if set(kinds) <= set(but) and _influxql_values.tag_keys_of(keys) <= set(_TAGS):
            return
        query = _influxql.stamps(series, start_ns, stop_ns)
        for block in self._server.query(query, lambda block: block):
            yield from _influxql_values.values_of(block, kinds)

    def put_back(self, kept: bytes) -> None:
        if refused := self._server.write(kept, Doubt()):
            raise StoreError(f"A point could not be written back: {refused[min(refused)]}")

    def close(self) -> None:
        self._server.close()


def _of_channel(
    wide: pl.DataFrame, channel: str, functions: Iterable[PushFunction]
) -> pl.DataFrame:
    """The windows that hold a point of this channel: in others the server has nulls and a 0."""
    columns = [pl.col(titled(channel, function)).alias(function) for function in functions]
    some = pl.any_horizontal(pl.exclude("channel", "time", "count").is_not_null())
    rows = wide.select(pl.lit(channel).alias("channel"), "time", *columns)
    if "count" in rows.columns:
        some = pl.col("count") > 0
    return unambiguous(rows.filter(some).sort("time")).with_columns(
        pl.col("^count$").cast(pl.Int64)
    )
