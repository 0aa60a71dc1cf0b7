"""The embedded store: one DuckDB file with one wide table.

DuckDB lets one process in at a time. Every operation therefore opens the file, works and closes
it, and waits its turn where another process is in. Within this process, connections share the
open file; writers take turns, since nothing in the table itself keeps stamps unique (a key would
cost more than all the rest: so a write looks for its stamps first).
"""

# ruff: noqa: S608 - every value is bound; identifiers are the catalogue's, and quoted

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
import polars as pl

from turbine.channels import NAMES
from turbine.errors import StoreBusyError, StoreDeniedError, StoreError, StoreFullError
from turbine.frame import TIME, Stamps, channels_of, stamps_of
from turbine.stores._retry import retrying
from turbine.stores.base import (
    Answer,
    Bucket,
    Capabilities,
    PushFunction,
    Series,
    SeriesInfo,
    ServerInfo,
    Target,
    Written,
)
from turbine.windows import Run, Windows

_CAPABILITIES = Capabilities(
    product="DuckDB", query_language="SQL", batch_rows=100_000, in_flight=1, creates_buckets=False
)
_TAGS = ("measurement", "site", "turbine")
_SERIES = "measurement = ? AND site = ? AND turbine = ?"
_PERIOD = "time >= ?::TIMESTAMP_NS AND time < ?::TIMESTAMP_NS"
_BETWEEN = "points.time BETWEEN ?::TIMESTAMP_NS AND ?::TIMESTAMP_NS"
_SQL: dict[PushFunction, str] = {
    "mean": "avg({0})",
    "min": "min({0})",
    "max": "max({0})",
    "sum": "sum({0})",
    "count": "count({0})",
    "first": "arg_min({0}, time)",  # first() would answer NULL for a leading NULL
    "last": "arg_max({0}, time)",
}
_WRITERS: dict[Path, threading.Lock] = {}
_PREPARING = threading.Lock()
"""Two threads that make the table at once would conflict."""

Parameters = Sequence[str | None]


class DuckDBStore:
    """Points in one file. See :class:`turbine.stores.base.Store` for what each method promises."""

    def __init__(self, path: Path, *, deadline_s: float = 30.0) -> None:
        self._path = path
        self._deadline_s = deadline_s
        self._writer = _WRITERS.setdefault(path.absolute(), threading.Lock())

    @property
    def target(self) -> Target:
        return Target(kind="duckdb", address=self._path.name)

    @property
    def capabilities(self) -> Capabilities:
        return _CAPABILITIES

    def info(self) -> ServerInfo:
        with self._open():
            size_mb = self._path.stat().st_size / 1e6
        details = {"File": str(self._path), "Size": f"{size_mb:,.1f} MB"}
        return ServerInfo(product="DuckDB", version=duckdb.__version__, details=details)

    def bucket(self) -> Bucket:
        return Bucket(name=self._path.name)

    def create_bucket(self, *, retention_s: int = 0, shard_s: int = 0) -> Bucket:
        """Nothing to make: the file makes itself, and keeps points for ever."""
        return self.bucket()

    def set_shard(self, shard_s: int) -> None:
        """A file has no shards."""

    def write(self, series: Series, frame: pl.DataFrame) -> Written:
        channels = channels_of(frame)
        points = frame.select("time", *channels).filter(
            pl.any_horizontal(pl.col(channels).is_not_null())
        )
        if points.is_empty():
            return Written(stored=0)
        batch = points.with_columns(
            # With a zone, it would be cut to microseconds.
            pl.col("time").dt.replace_time_zone(None),
            **{key: pl.lit(tag) for key, tag in zip(_TAGS, _tags(series), strict=True)},
        )
        stamps = stamps_of(points)
        bounds = [_iso(int(stamps.min())), _iso(int(stamps.max()))]
        with self._writer, self._open() as connection:
            connection.register("batch", batch)
            connection.begin()
            held = connection.execute(
                f"SELECT 1 FROM points WHERE {_SERIES} AND {_BETWEEN} LIMIT 1",
                [*_tags(series), *bounds],
            ).fetchone()
            if held:
                connection.execute(_merge(channels), bounds)
            else:
                connection.execute("INSERT INTO points BY NAME SELECT * FROM batch")
            connection.commit()
        return Written(stored=points.height)

    def series(self, measurement: str | None = None) -> list[SeriesInfo]:
        counts = ", ".join(f"count({_name(name)}) AS {_name(name)}" for name in NAMES)
        sql = (
            "SELECT measurement, site, turbine, epoch_ns(min(time)) AS first_ns,"
            f" epoch_ns(max(time)) AS last_ns, {counts}"
            " FROM points WHERE measurement = coalesce(?::VARCHAR, measurement)"
            " GROUP BY ALL ORDER BY ALL"
        )
        rows = self._ask(sql, [measurement]).frame.to_dicts()
        return [
            SeriesInfo(
                series=Series(
                    measurement=row["measurement"], site=row["site"], turbine=row["turbine"]
                ),
                first_ns=row["first_ns"],
                last_ns=row["last_ns"],
                fields=tuple(name for name in NAMES if row[name]),
            )
            for row in rows
        ]

    def stamps(self, series: Series, start_ns: int, stop_ns: int) -> Stamps:
        return stamps_of(self.read(series, (), start_ns, stop_ns).frame)

    def read(
        self, series: Series, channels: tuple[str, ...], start_ns: int, stop_ns: int
    ) -> Answer:
        columns = ", ".join(("time", *map(_name, channels)))
        some = " OR ".join(f"{_name(name)} IS NOT NULL" for name in channels) or "true"
        return self._ask(
            f"SELECT {columns}\nFROM points\n"
            f"WHERE {_SERIES} AND {_PERIOD} AND ({some})\nORDER BY time",
            [*_tags(series), _iso(start_ns), _iso(stop_ns)],
        )

    def aggregate(
        self,
        series: Series,
        channels: tuple[str, ...],
        windows: Windows,
        functions: tuple[PushFunction, ...],
    ) -> Answer:
        runs = windows.runs()
        selects = [_select(run, channels, functions) for run in runs]
        parameters: list[str] = []
        for run in runs:
            start = max(run.start_ns, windows.start_ns)
            stop = min(run.stop_ns, windows.stop_ns)
            parameters += [_iso(run.start_ns)] * 2
            parameters += [*_tags(series), _iso(start), _iso(stop)]
        answer = self._ask("\nUNION ALL\n".join(selects), parameters)
        frame = pl.concat(_of_channel(answer.frame, name, functions) for name in channels)
        return replace(answer, frame=frame)

    def delete(self, series: Series, ranges: list[tuple[int, int]]) -> None:
        bounds = pl.DataFrame(ranges, schema={"start": pl.Int64, "stop": pl.Int64}, orient="row")
        with self._writer, self._open() as connection:
            connection.register("ranges", bounds.cast(pl.Datetime("ns")))
            connection.execute(
                "DELETE FROM points USING ranges"
                f" WHERE {_SERIES} AND time >= ranges.start AND time < ranges.stop",
                _tags(series),
            )

    def close(self) -> None:
        """Nothing is held open between operations."""

    def _ask(self, sql: str, parameters: Parameters) -> Answer:
        began = time.perf_counter()
        with self._open() as connection:
            frame = connection.sql(sql, params=parameters).pl()
        if "time" in frame.columns:
            frame = frame.with_columns(pl.col("time").cast(pl.Datetime("ns")).cast(TIME))
        return Answer(
            frame=frame,
            query=_shown(sql, parameters),
            rows=frame.height,
            seconds=time.perf_counter() - began,
        )

    @contextmanager
    def _open(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with _reported(self._path):
            connection = retrying(
                self._connect, deadline_s=self._deadline_s, first_s=0.01, longest_s=0.08
            )
            with connection:
                with _PREPARING:
                    _prepare(connection)
                yield connection

    def _connect(self) -> duckdb.DuckDBPyConnection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with _reported(self._path):
            return duckdb.connect(
                self._path,
                config={
                    "memory_limit": "512MB",
                    "temp_directory": str(self._path.with_suffix(".tmp")),
                },
            )


def _prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table, and the columns that the catalogue has gained since."""
    rows = connection.execute(
        "SELECT column_name FROM duckdb_columns() WHERE table_name = 'points'"
    ).fetchall()
    missing = [name for name in NAMES if (name,) not in rows]
    if not rows:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS points (measurement VARCHAR NOT NULL,"
            " site VARCHAR NOT NULL, turbine VARCHAR NOT NULL, time TIMESTAMP_NS NOT NULL)"
        )
    for name in missing:
        connection.execute(f"ALTER TABLE points ADD COLUMN IF NOT EXISTS {_name(name)} DOUBLE")


def _merge(channels: Sequence[str]) -> str:
    """What Influx does on a stamp that it holds: new fields replace, the others stay."""
    kept = ", ".join(
        f"{_name(name)} = coalesce(batch.{_name(name)}, points.{_name(name)})" for name in channels
    )
    same = " AND ".join(f"points.{key} = batch.{key}" for key in (*_TAGS, "time"))
    return (
        f"MERGE INTO points USING batch ON {same} AND {_BETWEEN}"
        f" WHEN MATCHED THEN UPDATE SET {kept} WHEN NOT MATCHED THEN INSERT BY NAME"
    )


def _select(run: Run, channels: Sequence[str], functions: Sequence[PushFunction]) -> str:
    """One run of windows as a SELECT. Its parameters: the run's start twice, tags, period."""
    columns = ",\n  ".join(
        f"{_SQL[function].format(_name(name))} AS {_name(f'{function} {name}')}"
        for name in channels
        for function in dict.fromkeys(("count", *functions))
    )
    start = "epoch_ns(?::TIMESTAMP_NS)"
    label = f"{start} + (epoch_ns(time) - {start}) // {run.every_ns} * {run.every_ns}"
    return (
        f"SELECT make_timestamp_ns({label}) AS time,\n  {columns}\nFROM points\n"
        f"WHERE {_SERIES} AND {_PERIOD}\nGROUP BY 1"
    )


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


def _tags(series: Series) -> list[str]:
    return [series.measurement, series.site, series.turbine]


def _name(name: str) -> str:
    """An SQL identifier. Channels are the catalogue's; anything else is a mistake of ours."""
    return '"' + name.replace('"', '""') + '"'


def _iso(ns: int) -> str:
    return str(np.datetime64(ns, "ns"))


def _shown(sql: str, parameters: Parameters) -> str:
    """The statement with its bound values in place, to be read by people."""
    first, *rest = sql.split("?")
    quoted = ("NULL" if p is None else "'" + p.replace("'", "''") + "'" for p in parameters)
    return first + "".join(value + part for value, part in zip(quoted, rest, strict=True))


@contextmanager
def _reported(path: Path) -> Iterator[None]:
    """DuckDB's errors as ours. Errors in our own SQL are bugs and stay loud."""
    try:
        yield
    except duckdb.ProgrammingError:
        raise
    except (duckdb.Error, OSError) as error:
        raise _named(path, str(error).partition("\n")[0], type(error)) from error


def _named(path: Path, text: str, kind: type[Exception]) -> StoreError:
    """The error of our family; DuckDB tells most of them apart by their text alone."""
    if "Could not set lock" in text:
        return StoreBusyError(
            f"Another process is using the embedded database {path.name}.",
            hint="It is let go of between operations: try again in a moment.",
        )
    full = ("No space left", "File too large", "Disk quota", "not enough space")
    if kind is duckdb.OutOfMemoryException or any(part in text for part in full):
        return StoreFullError(
            f"The embedded database {path.name} has run out of room: {text}",
            hint=f"Make space on the disk that holds {path.parent}, then try again.",
        )
    denied = ("Permission denied", "Read-only file system", "Operation not permitted")
    if any(part in text for part in denied):
        return StoreDeniedError(
            f"The embedded database {path} may not be written: {text}",
            hint="Give the user that runs Windproof the right to write there, or set"
            " TURBINE_DATA_DIR to another folder.",
        )
    damaged = ("not a valid DuckDB", "orrupt", "Could not read", "database has been invalidated")
    if any(part in text for part in damaged):
        return StoreError(
            f"The embedded database {path} cannot be read: {text}",
            hint="Restore the file from a backup, or move it away and ingest again: Windproof"
            " keeps the original files.",
        )
    return StoreError(f"The embedded database {path.name} failed: {text}")
