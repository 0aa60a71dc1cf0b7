"""InfluxDB and DuckDB for the comparison: through Windproof's stores, as its users get them."""

import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Literal

import duckdb
import polars as pl

from bench.contender import Candidate, Contender, Size, used
from tests.support.servers import (
    ORG,
    PASSWORD,
    USER,
    find_influxd1,
    find_influxd2,
    find_influxdb3,
    running_influx1,
    running_influx2,
    running_influx3,
)
from turbine.model.channels import FIRST as NAMES
from turbine.model.series import Series
from turbine.settings.config import Settings
from turbine.settings.kinds import InfluxSettings
from turbine.stores import open_store
from turbine.stores.base import Store
from turbine.stores.shards import SHARD_S
from turbine.timing.windows import plan

_SNAPSHOT_S, _COMPACT_S = 3, 10
"""InfluxDB 1 and 2 move points out of their log after 10 minutes of quiet and compact them after
4 hours. Here after seconds, or nobody would see the size that stays."""
_FILES_AT_ONCE = 100_000
"""Of InfluxDB 3 Core, which makes one for every ten minutes of a backfill; 432 by default."""
_QUIET_S, _LONGEST_S = 15.0, 180.0


class Stored:
    """A database through Windproof's store of it."""

    def __init__(
        self,
        settings: Callable[[str], Settings],
        used: Callable[[Store], Size],
        drop: Callable[[Store], object],
        *,
        rounds: int = 9,
    ) -> None:
        self._settings, self._used, self._drop, self.rounds = settings, used, drop, rounds
        self._number = 0
        self._store: Store | None = None
        self._before = Size(data=0, log=0)

    def fresh(self) -> None:
        if self._store is not None:
            self._drop(self._store)
            self._store.close()
        self._number += 1
        self._store = open_store(self._settings(f"bench-{self._number}"))
        self._store.create_bucket(shard_s=SHARD_S)
        self._before = self._used(self._store)

    def write(self, turbine: str, rows: pl.DataFrame) -> None:
        can = self._store.capabilities
        parts = list(rows.iter_slices(can.batch_rows))
        with ThreadPoolExecutor(can.in_flight) as pool:
            written = list(pool.map(lambda part: self._store.write(_series(turbine), part), parts))
        assert sum(each.stored for each in written) == rows.height, written

    def size(self) -> Size:
        now = _settled(lambda: self._used(self._store))
        return Size(data=now.data - self._before.data, log=now.log - self._before.log)

    def hourly(self, turbine: str, start_ns: int, stop_ns: int) -> pl.DataFrame:
        windows = plan(start_ns, stop_ns, "1h")
        answer = self._store.aggregate(_series(turbine), ("power_kw",), windows, ("mean",))
        return answer.frame.select("time", power_kw="mean")

    def last(self, turbine: str, start_ns: int, stop_ns: int) -> pl.DataFrame:
        windows = plan(start_ns, stop_ns, "all")
        answer = self._store.aggregate(_series(turbine), NAMES, windows, ("last",))
        return pl.DataFrame(dict(answer.frame.select("channel", "last").iter_rows()))

    def rows(self, turbine: str, start_ns: int, stop_ns: int) -> pl.DataFrame:
        return self._store.read(_series(turbine), NAMES, start_ns, stop_ns).frame


def candidates() -> list[Candidate]:
    """The three generations of InfluxDB, and DuckDB. Core is there twice: as it is after a
    backfill, all in its log, and as it is later, when the log has become files."""
    core = _candidate("InfluxDB 3", find_influxdb3(), _influx3)
    return [
        _candidate("InfluxDB 1", find_influxd1(), _influx1),
        _candidate("InfluxDB 2", find_influxd2(), _influx2),
        core,
        replace(core, name=f"{core.name}, as files", start=_influx3_files, most=1),
        Candidate(name=f"DuckDB {duckdb.__version__}", start=_duckdb),
    ]


def _candidate(
    name: str,
    found: tuple[Path | None, str],
    start: Callable[[Path], AbstractContextManager[Contender]],
) -> Candidate:
    binary, text = found
    if binary is None:
        return Candidate(name=name, start=start, missing=text)
    version = re.search(r"\d+\.\d+\.\d+", text)
    return Candidate(name=f"InfluxDB {version[0]}" if version else name, start=start)


@contextmanager
def _influx1(folder: Path) -> Iterator[Contender]:
    storage = (
        f'cache-snapshot-write-cold-duration = "{_SNAPSHOT_S}s"\n'
        f'compact-full-write-cold-duration = "{_COMPACT_S}s"'
    )
    with running_influx1(folder, auth=True, storage=storage) as server:

        def size(store: Store) -> Size:
            name = store.target.bucket
            return Size(data=used(folder / "data" / name), log=used(folder / "wal" / name))

        def drop(store: Store) -> None:
            server.influxql(f'DROP DATABASE "{store.target.bucket}"')

        settings = _settings(folder, server.url, f"{USER}:{PASSWORD}", 1)
        yield Stored(settings, size, drop)


@contextmanager
def _influx2(folder: Path) -> Iterator[Contender]:
    flags = (
        f"--storage-cache-snapshot-write-cold-duration={_SNAPSHOT_S}s",
        f"--storage-compact-full-write-cold-duration={_COMPACT_S}s",
    )
    with running_influx2(folder, *flags) as server:

        def size(store: Store) -> Size:
            engine, name = folder / "engine", store.bucket().id
            return Size(data=used(engine / "data" / name), log=used(engine / "wal" / name))

        settings = _settings(folder, server.url, server.token, 2)
        yield Stored(settings, size, lambda store: server.drop_bucket(store.bucket().id))


@contextmanager
def _influx3(folder: Path, *, snapshot_size: int = 600, rounds: int = 3) -> Iterator[Contender]:
    with running_influx3(folder, file_limit=_FILES_AT_ONCE, snapshot_size=snapshot_size) as server:

        def size(_store: Store) -> Size:  # its log is where points are, until they become files
            return Size(data=used(folder / "data"), log=0)

        settings = _settings(folder, server.url, server.token, 3)
        yield Stored(settings, size, lambda store: server.drop(store.target.bucket), rounds=rounds)


_influx3_files = partial(_influx3, snapshot_size=1, rounds=1)


@contextmanager
def _duckdb(folder: Path) -> Iterator[Contender]:
    settings = Settings(data_dir=folder)
    file = folder / settings.target.address

    def size(_store: Store) -> Size:
        return Size(data=used(file), log=used(file.with_suffix(".duckdb.wal")))

    yield Stored(lambda _bucket: settings, size, lambda _store: file.unlink())


def _settings(
    folder: Path, url: str, token: str, generation: Literal[1, 2, 3]
) -> Callable[[str], Settings]:
    def of(bucket: str) -> Settings:
        influx = InfluxSettings(
            url=url, token=token, org=ORG, bucket=bucket, generation=generation, timeout_s=120.0
        )
        return Settings(data_dir=folder, store="influxdb", influx=influx)

    return of


def _series(turbine: str) -> Series:
    return Series(measurement="scada", site="main", turbine=turbine)


def _settled(size: Callable[[], Size]) -> Size:
    """The size that has not changed for a while."""
    since = started = time.monotonic()
    last = size()
    while (now := time.monotonic()) < min(since + _QUIET_S, started + _LONGEST_S):
        time.sleep(1)
        if (found := size()) != last:
            last, since = found, now
    return last
