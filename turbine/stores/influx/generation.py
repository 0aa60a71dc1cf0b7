"""Which InfluxDB it is: found out at the first operation, so that opening needs no server."""

import re
import threading
from collections.abc import Callable, Mapping

import polars as pl

from turbine.model.errors import StoreError
from turbine.model.frame import Stamps
from turbine.model.series import Series, Target
from turbine.settings.config import InfluxSettings
from turbine.stores._secret import Secret
from turbine.stores.base import (
    ALL_TIME,
    Answer,
    Bucket,
    Capabilities,
    PushFunction,
    SeriesInfo,
    ServerInfo,
    Store,
    Written,
)
from turbine.stores.influx._http import foreign
from turbine.stores.influx._query import Deadlines, Http
from turbine.timing.windows import Windows


class LazyInflux:
    """The store that the server's generation calls for: Flux for 2.x, InfluxQL for the others."""

    def __init__(self, settings: InfluxSettings, target: Target) -> None:
        self._settings = settings
        self._target = target
        self._opened: Store | None = None
        self._lock = threading.Lock()

    @property
    def target(self) -> Target:
        return self._target

    @property
    def capabilities(self) -> Capabilities:
        return self._store().capabilities

    def info(self) -> ServerInfo:
        return self._store().info()

    def bucket(self) -> Bucket | None:
        return self._store().bucket()

    def create_bucket(self, *, retention_s: int = 0, shard_s: int = 0) -> Bucket:
        return self._store().create_bucket(retention_s=retention_s, shard_s=shard_s)

    def set_shard(self, shard_s: int) -> None:
        self._store().set_shard(shard_s)

    def size_bytes(self) -> int | None:
        return self._store().size_bytes()

    def write(self, series: Series, frame: pl.DataFrame) -> Written:
        return self._store().write(series, frame)

    def series(
        self, measurement: str | None = None, *, period: tuple[int, int] = ALL_TIME
    ) -> list[SeriesInfo]:
        return self._store().series(measurement, period=period)

    def foreign_types(self, measurement: str) -> dict[str, tuple[str, ...]] | None:
        return self._store().foreign_types(measurement)

    def stamps(
        self, series: Series, start_ns: int, stop_ns: int, channels: tuple[str, ...] = ()
    ) -> Stamps:
        return self._store().stamps(series, start_ns, stop_ns, channels)

    def read(
        self, series: Series, channels: tuple[str, ...], start_ns: int, stop_ns: int
    ) -> Answer:
        return self._store().read(series, channels, start_ns, stop_ns)

    def points(
        self, series: Series, channels: tuple[str, ...], start_ns: int, stop_ns: int
    ) -> Answer:
        return self._store().points(series, channels, start_ns, stop_ns)

    def other_fields(self, series: Series, start_ns: int, stop_ns: int) -> dict[str, int]:
        return self._store().other_fields(series, start_ns, stop_ns)

    def aggregate(
        self,
        series: Series,
        channels: tuple[str, ...],
        windows: Windows,
        functions: tuple[PushFunction, ...],
    ) -> Answer:
        return self._store().aggregate(series, channels, windows, functions)

    def delete(self, series: Series, ranges: list[tuple[int, int]]) -> None:
        self._store().delete(series, ranges)

    def erase(
        self,
        series: Series,
        channels: tuple[str, ...],
        stamps: Stamps,
        keep: Callable[[bytes], None],
    ) -> None:
        self._store().erase(series, channels, stamps, keep)

    def put_back(self, kept: bytes) -> None:
        self._store().put_back(kept)

    def close(self) -> None:
        if self._opened is not None:
            self._opened.close()

    def _store(self) -> Store:
        with self._lock:
            if self._opened is None:
                with Secret(self._settings.token).kept():
                    known = self._settings.generation or _ask(self._settings, self._target)
                self._opened = _open(self._settings, self._target, known)
            return self._opened


def _open(settings: InfluxSettings, target: Target, generation: int) -> Store:
    if generation == 2:
        from turbine.stores.influx.flux_store import Influx2Store

        return Influx2Store(settings, target)
    from turbine.stores.influx.influxql_store import InfluxQLStore

    return InfluxQLStore(settings, target, generation=generation)


def _ask(settings: InfluxSettings, target: Target) -> int:
    """1, 2 or 3, by what the server says of itself at ``/ping``."""
    token = settings.token
    headers = {"Authorization": f"Token {token}"} if token.isascii() and token.isprintable() else {}
    http = Http(settings, target, Deadlines(), headers=headers, source={})
    try:
        said = http.greeting()
    finally:
        http.close()
    if (found := generation_of(said)) is not None:
        return found
    raise StoreError(
        foreign(target.address, "it does not say its version").message,
        hint="Check INFLUXDB_V2_URL: a proxy or another program may be there. If it is an"
        " InfluxDB, set TURBINE_INFLUXDB_GENERATION to 1, 2 or 3.",
    )


def generation_of(said: Mapping[str, str]) -> int | None:
    """1, 2 or 3, by the headers of an answer to ``/ping``; None where they do not tell."""
    if "cluster-uuid" in said:  # 3.x before it knows the token
        return 3
    version = re.match(r"v?([123])\.", said.get("X-Influxdb-Version", ""))
    if version:
        return int(version[1])
    return 2 if "cloud" in said.get("X-Influxdb-Build", "").lower() else None
