"""Which rows a person picked on charts: a pure value, its mask over rows, and its text.

A selection has parts of several kinds. A row is selected if it lies in *any* part of each kind
that is there: in one of two sectors, and in the box. All ranges are half-open, [from, to).
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar, Literal

import numpy as np
import polars as pl

from turbine.model.frame import floats, stamps_of
from turbine.timing.windows import FIRST_NS, LAST_NS, SECOND_NS, load_zone
from turbine.wind.arrays import Floats, Masks
from turbine.wind.roses import CALM_MPS

Kind = Literal["box", "sector", "speed", "cell", "time"]
MOST_PARTS = 24
"""That one selection may have: an address can hold any number."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_STAMP = "%Y%m%dT%H%M%SZ"
_ROUND, _MONTHS, _HOURS = 360.0, 12, 24


@dataclass(frozen=True, slots=True)
class Box:
    """A region of the power curve, by wind speeds as they are measured."""

    from_mps: float
    to_mps: float
    from_kw: float
    to_kw: float

    kind: ClassVar[Kind] = "box"
    needs: ClassVar[tuple[str, ...]] = ("wind_mps", "power_kw")
    reads: ClassVar[tuple[Callable[[str], float], ...]] = (float,) * 4

    def __post_init__(self) -> None:
        _ascending(self.from_mps, self.to_mps)
        _ascending(self.from_kw, self.to_kw)

    def mask(self, rows: pl.DataFrame, zone: str) -> Masks:
        wind, power = _values(rows, "wind_mps"), _values(rows, "power_kw")
        of_wind: Masks = (wind >= self.from_mps) & (wind < self.to_mps)
        return of_wind & (power >= self.from_kw) & (power < self.to_kw)


@dataclass(frozen=True, slots=True)
class Sector:
    """Directions around a centre, [centre − width/2, centre + width/2), north within like any."""

    centre_deg: float
    width_deg: float

    kind: ClassVar[Kind] = "sector"
    needs: ClassVar[tuple[str, ...]] = ("direction_deg",)
    reads: ClassVar[tuple[Callable[[str], float], ...]] = (float,) * 2

    def __post_init__(self) -> None:
        if not (0 <= self.centre_deg < _ROUND and 0 < self.width_deg < _ROUND):
            raise ValueError("a sector has a centre and a width below 360°")

    def mask(self, rows: pl.DataFrame, zone: str) -> Masks:
        """Calms are in no sector, whatever the vane says, as in a rose."""
        turned = (_values(rows, "direction_deg") - self.centre_deg + self.width_deg / 2) % _ROUND
        within: Masks = turned < self.width_deg
        return within & ~(_values(rows, "wind_mps") < CALM_MPS)


@dataclass(frozen=True, slots=True)
class Speeds:
    """A class of wind speeds."""

    from_mps: float
    to_mps: float

    kind: ClassVar[Kind] = "speed"
    needs: ClassVar[tuple[str, ...]] = ("wind_mps",)
    reads: ClassVar[tuple[Callable[[str], float], ...]] = (float,) * 2

    def __post_init__(self) -> None:
        _ascending(self.from_mps, self.to_mps)

    def mask(self, rows: pl.DataFrame, zone: str) -> Masks:
        wind = _values(rows, "wind_mps")
        within: Masks = (wind >= self.from_mps) & (wind < self.to_mps)
        return within


@dataclass(frozen=True, slots=True)
class Cells:
    """Months by hours of the day on the zone's clock, first and last included: both hours that a
    clock shows twice, and none that it skips."""

    first_month: int
    last_month: int
    first_hour: int
    last_hour: int

    kind: ClassVar[Kind] = "cell"
    needs: ClassVar[tuple[str, ...]] = ()
    reads: ClassVar[tuple[Callable[[str], int], ...]] = (int,) * 4

    def __post_init__(self) -> None:
        months = 1 <= self.first_month <= self.last_month <= _MONTHS
        if not (months and 0 <= self.first_hour <= self.last_hour < _HOURS):
            raise ValueError("a cell has months from 1 to 12, and hours from 0 to 23")

    def mask(self, rows: pl.DataFrame, zone: str) -> Masks:
        local = pl.col("time").dt.convert_time_zone(zone)
        inside = local.dt.month().is_between(self.first_month, self.last_month)
        inside &= local.dt.hour().is_between(self.first_hour, self.last_hour)
        return rows.select(inside).to_series().to_numpy()


def _stamp(text: str) -> int:
    moment = datetime.strptime(text, _STAMP).replace(tzinfo=UTC)
    return (moment - _EPOCH) // timedelta(seconds=1) * SECOND_NS


@dataclass(frozen=True, slots=True)
class Span:
    """A period of whole seconds, [start, stop)."""

    start_ns: int
    stop_ns: int

    kind: ClassVar[Kind] = "time"
    needs: ClassVar[tuple[str, ...]] = ()
    reads: ClassVar[tuple[Callable[[str], int], ...]] = (_stamp,) * 2

    def __post_init__(self) -> None:
        if not FIRST_NS <= self.start_ns < self.stop_ns <= LAST_NS:
            raise ValueError("a span goes from a moment to a later one")
        if self.start_ns % SECOND_NS or self.stop_ns % SECOND_NS:
            raise ValueError("a span starts and stops at whole seconds")

    def mask(self, rows: pl.DataFrame, zone: str) -> Masks:
        stamps = stamps_of(rows)
        within: Masks = (stamps >= self.start_ns) & (stamps < self.stop_ns)
        return within


Part = Box | Sector | Speeds | Cells | Span
PARTS: dict[Kind, type[Part]] = {each.kind: each for each in (Box, Sector, Speeds, Cells, Span)}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Selected:
    """What a selection is of some rows."""

    mask: Masks
    """(n,): the rows that are selected."""
    lacking: int
    """Rows without a signal that a part goes by: they are not selected."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What is selected; without parts, everything."""

    parts: tuple[Part, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.parts)

    def of(self, kind: Kind) -> tuple[Part, ...]:
        """The parts of this kind."""
        return tuple(part for part in self.parts if part.kind == kind)

    def but(self, *kinds: Kind) -> "Selection":
        """The same without these kinds."""
        return Selection(tuple(part for part in self.parts if part.kind not in kinds))

    def added(self, part: Part) -> "Selection":
        """With the part; the same if it is there already, or has no room."""
        if part in self.parts or len(self.parts) >= MOST_PARTS:
            return self
        return Selection((*self.parts, part))

    def toggled(self, part: Part) -> "Selection":
        """With the part, or without it where it is there: a click on one of several. The same if
        it has no room."""
        if part in self.parts:
            return Selection(tuple(each for each in self.parts if each != part))
        return self.added(part)

    def replaced(self, part: Part) -> "Selection":
        """With the part instead of the others of its kind: a shape that is drawn again. The same
        if it has no room."""
        others = self.but(part.kind)
        return Selection((*others.parts, part)) if len(others.parts) < MOST_PARTS else self

    def over(self, rows: pl.DataFrame, zone: str) -> Selected:
        """The selected ones of these rows, on this zone's clock. Raises ConfigError for no zone.

        ``rows``: ``time`` (UTC), and what the parts need of ``wind_mps``, ``power_kw`` and
        ``direction_deg``; null where there is no value, and absent where there is none at all.
        """
        load_zone(zone)
        chosen = np.ones(rows.height, dtype=np.bool_)
        lacks = np.zeros(rows.height, dtype=np.bool_)
        for kind in dict.fromkeys(part.kind for part in self.parts):
            chosen &= np.logical_or.reduce([part.mask(rows, zone) for part in self.of(kind)])
            for name in PARTS[kind].needs:
                lacks |= np.isnan(_values(rows, name))
        return Selected(mask=chosen & ~lacks, lacking=int(lacks.sum()))

    def to_text(self) -> str:
        """For an address; :func:`parse` reads it."""
        return ",".join(map(text_of, self.parts))


NOTHING = Selection()


def text_of(part: Part) -> str:
    """One part: its kind and its numbers."""
    values: Sequence[float] = [getattr(part, name) for name in part.__slots__]
    written = _moment if isinstance(part, Span) else _number
    return "_".join([part.kind, *map(written, values)])


def parse(text: str) -> tuple[Selection, list[str], int]:
    """The selection of an address, those of its parts that are none, and how many were too many."""
    found: dict[Part, None] = {}
    refused = []
    for each in filter(None, text.split(",")):
        part = _part(each)
        if part is None:
            refused.append(each)
        else:
            found[part] = None
    parts = tuple(found)
    return Selection(parts[:MOST_PARTS]), refused, len(parts[MOST_PARTS:])


def _part(text: str) -> Part | None:
    kind, *values = text.split("_")
    its = next((each for each in PARTS.values() if each.kind == kind), None)
    if its is None or len(values) != len(its.reads):
        return None
    made: Callable[..., Part] = its
    try:
        return made(*(read(value) for read, value in zip(its.reads, values, strict=True)))
    except (ValueError, OverflowError):
        return None


def _ascending(low: float, high: float) -> None:
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise ValueError("a range goes from a number to a higher one")


def _values(rows: pl.DataFrame, name: str) -> Floats:
    """A column, (n,); NaN where there is none."""
    if name not in rows.columns:
        return np.full(rows.height, np.nan)
    return floats(rows, name)


def _number(value: float) -> str:
    return repr(value).removesuffix(".0")


def _moment(ns: float) -> str:
    return (_EPOCH + timedelta(seconds=ns // SECOND_NS)).strftime(_STAMP)


def rectangle_of(cells: Iterable[tuple[int, int]]) -> Cells | None:
    """The smallest rectangle with all these months and hours; None of none."""
    months, hours = zip(*cells, strict=True) if (cells := list(cells)) else ((), ())
    return Cells(min(months), max(months), min(hours), max(hours)) if months else None
