"""The embedded store: one DuckDB file with one wide table.

DuckDB lets one process in at a time. Every operation therefore opens the file, works and closes
it, and waits its turn if another process is in. Within this process, connections share the
open file; writers take turns, since nothing in the table itself keeps stamps unique (a key would
cost more than all the rest: so a write looks for its stamps first).
"""

import re
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import duckdb
import polars as pl

from turbine.model.channels import RESERVED, channel, ordered
from turbine.model.frame import TIME, Stamps, ascending, points_of, stamps_of, to_time
from turbine.model.series import Series, Target
from turbine.settings.data_dir import make_private, private
from turbine.stores._columns import typed, unambiguous, untagged
from turbine.stores._retry import retrying
from turbine.stores.base import (
    ALL_TIME,
    FILE,
    Answer,
    Bucket,
    Capabilities,
    PushFunction,
    SeriesInfo,
    ServerInfo,
    Written,
)
from turbine.stores.duckdb import _sql
from turbine.stores.duckdb._errors import reported
from turbine.stores.duckdb._file import file_at
from turbine.stores.duckdb._schema import add_columns, bring_up, columns_of, copy, is_current
from turbine.stores.duckdb.words import Words
from turbine.timing.windows import Windows

_CAPABILITIES = Capabilities(
    product="DuckDB",
    query_language="SQL",
    batch_rows=100_000,
    in_flight=1,
    creates_buckets=False,
    container=FILE,
    has_shards=False,
    batch_cells=5_000_000,  # 40 MB; of 300 fields, no larger batch is faster
    value_bytes=8,  # measured; a regular stamp takes 1, the rest is slack
)
_NUMERIC = re.compile(r"DOUBLE|FLOAT|DECIMAL.*|U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?")
"""Types of columns with numbers."""


class DuckDBStore:
    """Points in one file. See :class:`turbine.stores.base.Store` for what each method promises."""

    def __init__(self, path: Path, *, deadline_s: float = 30.0) -> None:
        self._path = path
        self._deadline_s = deadline_s
        self._file = file_at(path)
        self._writer = self._file.writer

    @property
    def target(self) -> Target:
        return Target(kind="duckdb", address=self._path.name)

    @property
    def capabilities(self) -> Capabilities:
        return _CAPABILITIES

    def info(self) -> ServerInfo:
        with self._open():
            pass
        return ServerInfo(
            product=_CAPABILITIES.product,
            version=duckdb.__version__,
            details={Words.FILE(): str(self._path)},
        )

    def bucket(self) -> Bucket:
        return Bucket(name=self._path.name)

    def bucket_names(self) -> list[str]:
        return [self._path.name]

    def create_bucket(self, *, retention_s: int = 0, shard_s: int = 0) -> Bucket:
        """Nothing to do: the file creates itself, and keeps points forever."""
        return self.bucket()

    def set_shard(self, shard_s: int) -> None:
        """A file has no shards."""

    def size_bytes(self) -> int | None:
        with self._open():  # creates the file if there is none
            return self._path.stat().st_size

    def copy_to(self, target: Path) -> None:
        """Copy the file, at one moment between two writes."""
        with self._writer, self._open() as connection:
            copy(connection, target)

    def write(self, series: Series, frame: pl.DataFrame) -> Written:
        points = points_of(frame)
        if points.is_empty():
            return Written(stored=0)
        stamps = stamps_of(points)
        bounds = [_sql.iso(int(stamps.min())), _sql.iso(int(stamps.max()))]
        tags = _sql.tags(series)
        batch = points.with_columns(
            # With a zone, it would be cut to microseconds.
            pl.col("time").dt.replace_time_zone(None),
            **{key: pl.lit(tag) for key, tag in zip(_sql.TAGS, tags, strict=True)},
        )
        with self._writer, self._open() as connection:
            connection.register("batch", batch)
            connection.begin()
            add_columns(connection, points.columns[1:])
            if connection.execute(_sql.ANY_BETWEEN, [*tags, *bounds]).fetchone():
                connection.execute(_sql.merge(points.columns[1:]), bounds)
            else:
                connection.execute(_sql.APPEND)
            connection.commit()
        return Written(stored=points.height)

    def series(
        self, measurement: str | None = None, *, period: tuple[int, int] = ALL_TIME
    ) -> list[SeriesInfo]:
        bounds = [] if period == ALL_TIME else [_sql.iso(each) for each in period]
        names = [
            name
            for name, type_ in self._fields().items()
            if _is_shown(name, type_) and name not in RESERVED
        ]
        rows = self._ask(_sql.series(names, bounded=bool(bounds)), [measurement, *bounds]).frame
        return [
            SeriesInfo(
                series=Series(measurement=of, site=site, turbine=turbine),
                first_ns=first_ns,
                last_ns=last_ns,
                fields=ordered(name for name, is_held in zip(names, held, strict=True) if is_held),
            )
            for of, site, turbine, first_ns, last_ns, *held in rows.iter_rows()
        ]

    def fields(self, measurement: str) -> frozenset[str]:
        """A column is of all measurements."""
        return frozenset(self._fields())

    def foreign_types(
        self, measurement: str, channels: tuple[str, ...]
    ) -> dict[str, tuple[str, ...]]:
        """A column has one type for all measurements: in a table that another program created, it
        may be one that doubles would be rounded to."""
        types = {name.casefold(): type_ for name, type_ in self._fields().items()}
        held = ((name, types.get(name.casefold(), _sql.type_of(name))) for name in channels)
        return {name: (type_,) for name, type_ in held if type_ != _sql.type_of(name)}

    def stamps(
        self, series: Series, start_ns: int, stop_ns: int, channels: tuple[str, ...] = ()
    ) -> Stamps:
        period = [_sql.iso(start_ns), _sql.iso(stop_ns)]
        answer = self._ask_of(
            channels, lambda absent: (_sql.stamps(channels, absent), [*_sql.tags(series), *period])
        )
        return ascending(stamps_of(answer.frame))

    def read(
        self, series: Series, channels: tuple[str, ...], start_ns: int, stop_ns: int
    ) -> Answer:
        answer = self._raw(series, channels, start_ns, stop_ns)
        return replace(answer, frame=unambiguous(answer.frame))

    def points(
        self, series: Series, channels: tuple[str, ...], start_ns: int, stop_ns: int
    ) -> Answer:
        answer = self._raw(series, channels, start_ns, stop_ns)
        return replace(answer, frame=untagged(answer.frame))

    def other_fields(
        self, series: Series, start_ns: int, stop_ns: int, known: Collection[str]
    ) -> dict[str, int]:
        folded = {name.casefold() for name in known}
        names = sorted(name for name in self._fields() if name.casefold() not in folded)
        if not names:
            return {}
        period = [_sql.iso(start_ns), _sql.iso(stop_ns)]
        counts = self._ask(_sql.counts(names), [*_sql.tags(series), *period]).frame.row(0)
        return {name: count for name, count in zip(names, counts, strict=True) if count}

    def _raw(
        self, series: Series, channels: tuple[str, ...], start_ns: int, stop_ns: int
    ) -> Answer:
        period = [_sql.iso(start_ns), _sql.iso(stop_ns)]
        answer = self._ask_of(
            channels, lambda absent: (_sql.raw(channels, absent), [*_sql.tags(series), *period])
        )
        answer.frame.columns = ["time", *channels]
        return replace(answer, frame=typed(answer.frame, channels))

    def aggregate(
        self,
        series: Series,
        channels: tuple[str, ...],
        windows: Windows,
        functions: tuple[PushFunction, ...],
    ) -> Answer:
        answer = self._ask_of(
            channels,
            lambda absent: _sql.aggregates(series, channels, functions, windows, absent),
        )
        answer.frame.columns = ["time", *_sql.titles(channels, functions)]
        frame = pl.concat(_of_channel(answer.frame, name, functions) for name in channels)
        return replace(answer, frame=frame)

    def delete(self, series: Series, ranges: list[tuple[int, int]]) -> None:
        bounds = pl.DataFrame(ranges, schema={"start": pl.Int64, "stop": pl.Int64}, orient="row")
        with self._writer, self._open() as connection:
            connection.register("ranges", bounds.cast(pl.Datetime("ns")))
            connection.execute(_sql.DELETE, _sql.tags(series))

    def erase(
        self,
        series: Series,
        channels: tuple[str, ...],
        stamps: Stamps,
        keep: Callable[[bytes], None],
    ) -> None:
        """In one transaction: nothing has to be kept meanwhile."""
        if not (len(stamps) and channels):
            return
        wanted = pl.DataFrame({"time": to_time(stamps).dt.replace_time_zone(None)})
        with self._writer, self._open() as connection:
            connection.register("wanted", wanted)
            fields = _of_points(columns_of(connection))
            known = {name.casefold() for name in fields}
            there = [name for name in channels if name.casefold() in known]
            connection.begin()
            if there:
                connection.execute(_sql.empty(there), _sql.tags(series))
            connection.execute(_sql.delete_empty(sorted(fields)), _sql.tags(series))
            connection.commit()

    def put_back(self, kept: bytes) -> None:
        """There is never anything: see :meth:`erase`."""

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep the file attached: to attach and to release it takes as long as a batch."""
        with self._open():
            yield

    def close(self) -> None:
        """Nothing is held open between operations."""

    def _fields(self) -> dict[str, str]:
        """All columns that are a field's, each with its type."""
        with self._open() as connection:
            return _of_points(columns_of(connection))

    def _ask_of(
        self,
        channels: Sequence[str],
        query: Callable[[Sequence[str]], tuple[str, _sql.Parameters]],
    ) -> Answer:
        """What ``query`` makes of the channels that the table has no column for: usually none, so
        the table's columns are asked for only if one is missed."""
        try:
            return self._ask(*query(()))
        except duckdb.BinderException:
            known = {name.casefold() for name in self._fields()}
            absent = [name for name in channels if name.casefold() not in known]
            if not absent:
                raise
            return self._ask(*query(absent))

    def _ask(self, sql: str, parameters: _sql.Parameters) -> Answer:
        began = time.perf_counter()
        with self._open() as connection:
            frame = connection.sql(sql, params=parameters).pl()
        if "time" in frame.columns:
            frame = frame.with_columns(pl.col("time").cast(TIME))
        return Answer(
            frame=frame,
            query=_sql.shown(sql, parameters),
            rows=frame.height,
            seconds=time.perf_counter() - began,
        )

    @contextmanager
    def _open(self) -> Iterator[duckdb.DuckDBPyConnection]:
        # Its log and its temporary files come and go while it is open.
        with reported(self._path), private():
            connection = retrying(
                self._connect, deadline_s=self._deadline_s, first_s=0.01, longest_s=0.08
            )
            failed = True
            try:
                self._prepare(connection)
                yield connection
                failed = False
            finally:
                self._file.leave(connection, failed=failed)

    def _connect(self) -> duckdb.DuckDBPyConnection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        temporary = self._path.with_suffix(".tmp")
        make_private(self._path, self._path.with_name(f"{self._path.name}.wal"), temporary)
        with reported(self._path):
            return self._file.enter()

    def _prepare(self, connection: duckdb.DuckDBPyConnection) -> None:
        if not is_current(connection):
            with self._writer:
                bring_up(connection, self._path)


def _is_shown(name: str, type_: str) -> bool:
    if channel(name).is_text:
        return type_ == _sql.type_of(name)
    return _NUMERIC.fullmatch(type_) is not None


def _of_points(columns: dict[str, str]) -> dict[str, str]:
    own = (*_sql.TAGS, "time")
    return {name: type_ for name, type_ in columns.items() if name.casefold() not in own}


def _of_channel(wide: pl.DataFrame, name: str, functions: Sequence[PushFunction]) -> pl.DataFrame:
    """The windows that hold a point of this channel, out of all channels' columns."""
    return (
        wide.filter(pl.col(f"count {name}") > 0)
        .sort("time")
        .select(
            pl.lit(name).alias("channel"),
            "time",
            *(pl.col(f"{function} {name}").alias(function) for function in functions),
        )
    )
