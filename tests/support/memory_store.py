"""A database of a third kind, added as CONTRIBUTING.md says: a plain dict in this process.

with memory_registered():
    store = open_store(Settings(data_dir=folder, store="memory"))
"""

import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from operator import attrgetter
from pathlib import Path

import numpy as np
import polars as pl
from backdoors import BackDoor, Value, Values

from turbine.model.channels import RESERVED, ordered
from turbine.model.errors import StoreError
from turbine.model.frame import Stamps, empty, points_of, stamps_of, to_time
from turbine.model.series import Series, Target
from turbine.settings.config import SETTINGS
from turbine.settings.kinds import STORES, StoreSettings
from turbine.stores.base import (
    ALL_TIME,
    Answer,
    Bucket,
    Capabilities,
    PushFunction,
    Refusal,
    SeriesInfo,
    ServerInfo,
    Written,
)
from turbine.stores.registry import KINDS, Kind
from turbine.timing.windows import Windows
from turbine.wind.kernels import by_window

Point = tuple[int, str]
"""Stamp in ns, and the further tags."""
Database = dict[Series, dict[Point, dict[str, Value]]]

NAME = "TURBINE_MEMORY_NAME"

DATABASES: dict[str, Database] = {}
"""By address: what is written stays as long as this process."""
_LOCK = threading.RLock()


class MemoryStore:
    """See :class:`turbine.stores.base.Store` for each method's promise."""

    capabilities = Capabilities(
        product="Memory",
        query_language="Python",
        batch_rows=1_000,
        in_flight=2,
        creates_buckets=False,
        container="dict",
        has_shards=False,
        holds_texts=False,
    )

    def __init__(self, target: Target) -> None:
        self.target = target
        self._database = DATABASES.setdefault(target.address, {})

    def info(self) -> ServerInfo:
        return ServerInfo(product="Memory", version="1")

    def bucket(self) -> Bucket:
        return Bucket(name=self.target.address)

    def bucket_names(self) -> list[str]:
        return []

    def create_bucket(self, *, retention_s: int = 0, shard_s: int = 0) -> Bucket:
        return self.bucket()

    def set_shard(self, shard_s: int) -> None:
        pass

    def size_bytes(self) -> int:
        return sum(
            16 * len(fields) for points in self._database.values() for fields in points.values()
        )

    def write(self, series: Series, frame: pl.DataFrame) -> Written:
        points = points_of(frame)
        refused = []
        with _LOCK:
            foreign = self.foreign_types(series.measurement, tuple(points.columns[1:]))
            for stamp_ns, row in zip(stamps_of(points).tolist(), points.to_dicts(), strict=True):
                fields = {n: row[n] for n in points.columns[1:] if row[n] is not None}
                if foreign.keys() & fields.keys():
                    refused.append(Refusal(time_ns=stamp_ns, reason=f"it holds {foreign}"))
                    continue
                self._database.setdefault(series, {}).setdefault((stamp_ns, ""), {}).update(fields)
        return Written(stored=points.height - len(refused), refused=tuple(refused))

    def series(
        self, measurement: str | None = None, *, period: tuple[int, int] = ALL_TIME
    ) -> list[SeriesInfo]:
        infos = []
        for series in sorted(self._database, key=attrgetter("measurement", "site", "turbine")):
            points = self._points(series, *period)
            if points and measurement in (None, series.measurement):
                texts = {name for _, f in points for name in f if isinstance(f[name], str)}
                fields = {name for _, f in points for name in f} - texts - RESERVED
                first_ns, last_ns = points[0][0][0], points[-1][0][0]
                infos.append(
                    SeriesInfo(
                        series=series,
                        first_ns=first_ns,
                        last_ns=last_ns,
                        fields=ordered(fields),
                    )
                )
        return infos

    def fields(self, measurement: str) -> frozenset[str]:
        own = (points for of, points in self._database.items() if of.measurement == measurement)
        return frozenset(name for points in own for fields in points.values() for name in fields)

    def foreign_types(
        self, measurement: str, channels: tuple[str, ...]
    ) -> dict[str, tuple[str, ...]]:
        types: dict[str, set[str]] = {}
        for series, points in self._database.items():
            for fields in points.values() if series.measurement == measurement else ():
                for name, value in fields.items():
                    if name in channels and not isinstance(value, float):
                        types.setdefault(name, set()).add(type(value).__name__)
        return {name: tuple(sorted(names)) for name, names in types.items()}

    def stamps(
        self, series: Series, start_ns: int, stop_ns: int, channels: tuple[str, ...] = ()
    ) -> Stamps:
        points = self._points(series, start_ns, stop_ns, channels)
        return np.unique(np.array([stamp_ns for (stamp_ns, _), _ in points], dtype=np.int64))

    def read(
        self, series: Series, channels: tuple[str, ...], start_ns: int, stop_ns: int
    ) -> Answer:
        answer = self.points(series, channels, start_ns, stop_ns)
        if answer.frame["time"].n_unique() < answer.frame.height:
            raise StoreError("The dict holds several points of this turbine at the same time.")
        return replace(answer, frame=answer.frame.drop("tags"))

    def points(
        self, series: Series, channels: tuple[str, ...], start_ns: int, stop_ns: int
    ) -> Answer:
        began = time.perf_counter()
        points = self._points(series, start_ns, stop_ns, channels) if channels else []
        columns = {name: [fields.get(name) for _, fields in points] for name in channels}
        if any(isinstance(value, str) for values in columns.values() for value in values):
            raise StoreError("The dict holds texts there.")
        times = to_time(np.array([stamp_ns for (stamp_ns, _), _ in points], dtype=np.int64))
        frame = pl.DataFrame(
            {"time": times, "tags": [tags for (_, tags), _ in points], **columns},
            schema=empty(channels).insert_column(1, pl.Series("tags", [], pl.String)).schema,
        )
        return Answer(
            frame=frame,
            query=f"{channels} of {series} in [{start_ns}, {stop_ns})",
            rows=frame.height,
            seconds=time.perf_counter() - began,
        )

    def other_fields(
        self, series: Series, start_ns: int, stop_ns: int, known: Collection[str]
    ) -> dict[str, int]:
        counts: dict[str, int] = {}
        for _, fields in self._points(series, start_ns, stop_ns):
            for name in fields.keys() - {*known}:
                counts[name] = counts.get(name, 0) + 1
        return counts

    def aggregate(
        self,
        series: Series,
        channels: tuple[str, ...],
        windows: Windows,
        functions: tuple[PushFunction, ...],
    ) -> Answer:
        raw = self.read(series, channels, windows.start_ns, windows.stop_ns)
        frame = by_window(raw.frame, channels, windows, functions)
        return replace(raw, frame=frame, rows=frame.height)

    def delete(self, series: Series, ranges: list[tuple[int, int]]) -> None:
        with _LOCK:
            for period in ranges:
                for point, _ in self._points(series, *period):
                    del self._database[series][point]

    def erase(
        self,
        series: Series,
        channels: tuple[str, ...],
        stamps: Stamps,
        keep: Callable[[bytes], None],
    ) -> None:
        with _LOCK:
            points = self._database.get(series, {})
            for stamp_ns in stamps.tolist():
                fields = points.get((stamp_ns, ""), {})
                for name in channels:
                    fields.pop(name, None)
                if not fields:
                    points.pop((stamp_ns, ""), None)

    def put_back(self, kept: bytes) -> None:
        pass

    def close(self) -> None:
        pass

    def _points(
        self, series: Series, start_ns: int, stop_ns: int, channels: tuple[str, ...] = ()
    ) -> list[tuple[Point, dict[str, Value]]]:
        """In [start, stop), sorted; those that hold one of the channels, if any is named."""
        with _LOCK:
            return sorted(
                (point, dict(fields))
                for point, fields in self._database.get(series, {}).items()
                if start_ns <= point[0] < stop_ns and (not channels or fields.keys() & {*channels})
            )


class MemoryDoor(BackDoor):
    whole = "int"

    def __init__(self, address: str) -> None:
        self._database = DATABASES.setdefault(address, {})

    def write(
        self, series: Series, values: Mapping[tuple[int, str], Value], *, beside: bool = False
    ) -> None:
        for (stamp_ns, name), value in values.items():
            point = (stamp_ns, self.tags if beside else "")
            self._database.setdefault(series, {}).setdefault(point, {})[name] = value

    def get(self, series: Series) -> Values:
        points = self._database.get(series, {}).items()
        return {(ns, name): value for (ns, _), fields in points for name, value in fields.items()}

    def count(self) -> int:
        return sum("power_kw" in f for points in self._database.values() for f in points.values())

    def value(self, field: str, stamp_ns: int) -> float | None:
        point = (stamp_ns, "")
        own = [points[point] for points in self._database.values() if point in points]
        return next((fields[field] for fields in own if field in fields), None)

    def remove(self, start_ns: int, stop_ns: int) -> None:
        for points in self._database.values():
            for point in [point for point in points if start_ns <= point[0] < stop_ns]:
                del points[point]


@contextmanager
def memory_registered(folder: Path) -> Iterator[str]:
    """Known by the settings and to the stores meanwhile; the address of a dict of its own."""
    address = str(folder)
    settings = StoreSettings(
        choice="memory",
        title="a dict in memory",
        target=lambda settings: Target(
            kind="memory", address=dict(settings.given).get(NAME, address)
        ),
        fields={NAME: "the dict's name; the folder's"},
    )
    STORES["memory"] = settings
    SETTINGS.update(settings.fields)  # what an entry that is in the product's table begins with
    KINDS["memory"] = Kind(
        settings=settings,
        label=lambda target: f"the dict at {target.address}",
        opener=lambda _settings, target: lambda: MemoryStore(target),
    )
    try:
        yield address
    finally:
        del STORES["memory"], KINDS["memory"], SETTINGS[NAME]
        DATABASES.pop(address, None)
