"""Removing some fields of points, on servers that delete whole points only (all generations).

What must stay of a point is read and kept first, then the point is deleted, then what was kept is
written back. Only the stamps that were named are ever deleted.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from turbine.model.errors import StoreError
from turbine.model.frame import Stamps
from turbine.model.series import Series
from turbine.stores.influx.line_protocol import check_names, escape, text_value
from turbine.stores.influx.words import Words

_READ = 80_000  # values at once: what is read of them is in memory
_KEPT = 20_000  # in one piece


@dataclass(frozen=True, slots=True)
class Value:
    """One value as the server holds it."""

    time_ns: int
    tags: tuple[tuple[str, str], ...]
    """Of its point, all of them."""
    field: str
    text: str
    """As line protocol writes it, with its type: ``1.5``, ``1i``, ``true``, ``"stop"``."""


class ErasingStore(ABC):
    """A store that removes fields so."""

    def erase(
        self,
        series: Series,
        channels: tuple[str, ...],
        stamps: Stamps,
        keep: Callable[[bytes], None],
    ) -> None:
        if not len(stamps):
            return
        fields = max(4, len(self.fields(series.measurement)))
        at_once = max(1, _READ // fields)
        for start in range(0, len(stamps), at_once):
            some = stamps[start : start + at_once]
            stored = self.stamps(series, int(some[0]), int(some[-1]) + 1)
            mine = np.intersect1d(stored, some, assume_unique=True)
            if not len(mine):
                continue
            values = self.values(series, int(mine[0]), int(mine[-1]) + 1, channels)
            lines = _lines(series, channels, set(mine.tolist()), values)
            kept = ["\n".join(some).encode() for some in _batches(lines, max(1, _KEPT // fields))]
            for piece in kept:
                keep(piece)
            self.delete(series, _runs(stored, mine))
            for piece in kept:
                self.put_back(piece)

    @abstractmethod
    def fields(self, measurement: str) -> frozenset[str]: ...

    @abstractmethod
    def stamps(self, series: Series, start_ns: int, stop_ns: int) -> Stamps: ...

    @abstractmethod
    def delete(self, series: Series, ranges: list[tuple[int, int]]) -> None: ...

    @abstractmethod
    def put_back(self, kept: bytes) -> None: ...

    @abstractmethod
    def values(
        self, series: Series, start_ns: int, stop_ns: int, but: tuple[str, ...]
    ) -> Iterable[Value]:
        """All values in [start, stop), of any field, type and further tags. Those of the fields
        ``but`` may be left out, if they are on points without further tags."""


def text_of(value: str, type_: str) -> str:
    """A value in line protocol, by the server's name of its type."""
    match type_:
        case "double" | "float":
            return value
        case "long" | "integer":
            return f"{value}i"
        case "unsignedLong" | "unsigned":
            return f"{value}u"
        case "boolean":
            return value.lower()
        case "string":
            return text_value(value)
    raise StoreError(Words.TYPE_CANNOT_BE_RESTORED(type=type_), hint=Words.REMOVE_FIELD_FIRST())


def _runs(stored: Stamps, mine: Stamps) -> list[tuple[int, int]]:
    """Ranges that hold these and no other stored stamps."""
    places = np.searchsorted(stored, mine)
    breaks = np.flatnonzero(np.diff(places) != 1) + 1
    starts = mine[np.concatenate([[0], breaks])]
    stops = mine[np.concatenate([breaks - 1, [len(mine) - 1]])] + 1
    return list(zip(starts.tolist(), stops.tolist(), strict=True))


def _lines(
    series: Series, channels: tuple[str, ...], stamps: set[int], values: Iterable[Value]
) -> Iterator[str]:
    """What stays of the points on these stamps, as line protocol."""
    own = {"site", "turbine"}
    fields: dict[tuple[int, tuple[tuple[str, str], ...]], list[str]] = {}
    for value in values:
        is_ours = value.field in channels and own.issuperset(name for name, _ in value.tags)
        if value.time_ns in stamps and not is_ours:
            pair = f"{escape(value.field, ', =')}={value.text}"
            fields.setdefault((value.time_ns, value.tags), []).append(pair)
    keys: dict[tuple[tuple[str, str], ...], str] = {}
    for _, tags in fields:
        if tags not in keys:
            check_names(series.measurement, dict(tags))
            parts = [f"{escape(name, ', =')}={escape(text, ', =')}" for name, text in tags]
            keys[tags] = ",".join([escape(series.measurement, ", "), *parts])
    for (time_ns, tags), pairs in fields.items():
        yield f"{keys[tags]} {','.join(pairs)} {time_ns}"


def _batches(lines: Iterable[str], size: int) -> Iterator[list[str]]:
    batch: list[str] = []
    for line in lines:
        batch.append(line)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
