"""Windows over time, as every store and every kernel here understands them.

A window is labelled by its UTC start, and whole even if the requested period truncates it. Days
start at midnight, weeks on Monday (ISO 8601), months, quarters and years on the 1st, in the
requested time zone. Several days are counted from 1970-01-01, so that they do not move with the
period. Minutes and hours start at midnight if a day is a whole number of them; others (``7min``,
``36h``) have no place in a day, and are counted from 1970-01-01T00:00Z. Edges are computed once,
here; a store only ever sees *runs* of windows of one length, which each of them can do: a day of 23
or 25 hours is a run of its own, and so is a month.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Literal, cast
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from turbine.model.errors import ConfigError
from turbine.model.frame import Stamps
from turbine.timing.words import Words

Window = str
"""``all``, or a number and a unit, as :func:`window_of` writes it: ``10min``, ``1mo``."""
Unit = Literal["min", "h", "d", "w", "mo", "q", "y"]

SECOND_NS = 1_000_000_000
MAX_WINDOWS = 2_000_000
FIRST_NS, LAST_NS = -9_223_372_036_854_775_806, 9_223_372_036_854_775_806
"""All the time that databases can store: from 1677 to 2262."""

_WINDOW = re.compile(r"(?P<count>[1-9][0-9]{0,3}) ?(?P<unit>min|h|d)|1 ?(?P<calendar>w|mo|q|y)")
_SECONDS: dict[Unit, int] = {"min": 60, "h": 3_600, "d": 86_400, "w": 604_800}
_SHORTEST_DAYS: dict[Unit, int] = {"mo": 28, "q": 90, "y": 365}
_MONTHS: dict[Unit, int] = {"mo": 1, "q": 3, "y": 12}
_DAY_S = 86_400
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Consecutive windows of one length: ``count`` of ``every_ns``, from ``start_ns``."""

    start_ns: int
    every_ns: int
    count: int

    @property
    def stop_ns(self) -> int:
        return self.start_ns + self.every_ns * self.count

    @property
    def offset_ns(self) -> int:
        """The run's phase against the epoch, never negative (Flux pushes down no negative one)."""
        return self.start_ns % self.every_ns


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Windows:
    """The windows that overlap [``start_ns``, ``stop_ns``). Only rows in that period count."""

    start_ns: int
    stop_ns: int
    edges: Stamps
    """n + 1 ascending edges in ns UTC: window i is [edges[i], edges[i + 1])."""

    @property
    def labels(self) -> Stamps:
        return self.edges[:-1]

    def runs(self) -> list[Run]:
        """The windows as runs of one length, in order."""
        unsigned = self.edges.view(np.uint64)  # one window may be longer than an int64 holds
        lengths = unsigned[1:] - unsigned[:-1]
        firsts = np.flatnonzero(np.append(True, lengths[1:] != lengths[:-1]))
        counts = np.diff(firsts, append=len(lengths))
        return [
            Run(start_ns=int(self.edges[i]), every_ns=int(lengths[i]), count=int(n))
            for i, n in zip(firsts, counts, strict=True)
        ]

    def index(self, stamps: Stamps) -> npt.NDArray[np.int64]:
        """The window that each stamp falls into (clipped labels fall into their own window too)."""
        return np.searchsorted(self.edges, stamps, side="right") - 1


@dataclass(frozen=True, slots=True)
class Length:
    """How long windows are, by the clock: ``count`` of a unit."""

    count: int
    unit: Unit

    @property
    def fixed_s(self) -> int | None:
        """In elapsed seconds; None if the calendar decides."""
        return self.count * _SECONDS[self.unit] if self.unit in ("min", "h") else None

    @property
    def usual_s(self) -> int | None:
        """In seconds if no clock changes; None for months and longer, which differ."""
        if self.unit in _MONTHS:
            return None
        return self.count * _SECONDS[self.unit]

    @property
    def shortest_s(self) -> int:
        """Of the shortest such window."""
        usual_s = self.usual_s or _SHORTEST_DAYS[self.unit] * _DAY_S
        return self.fixed_s or usual_s - 3_600  # the clock may be set forward in it

    @property
    def divides_a_day(self) -> bool:
        """True if such windows can start at midnight, every day."""
        return self.fixed_s is not None and _DAY_S % self.fixed_s == 0


@lru_cache
def length_of(window: Window) -> Length | None:
    """How long windows are; None for ``all``. Raises ConfigError for what is no window."""
    if window == "all":
        return None
    if (found := _WINDOW.fullmatch(window)) is None:
        raise ConfigError(Words.NO_SUCH_WINDOW(window=window), hint=Words.POSSIBLE_WINDOWS())
    unit = cast(Unit, found["calendar"] or found["unit"])
    return Length(int(found["count"] or 1), unit)


def window_of(text: str) -> Window:
    """A window as a person writes it (``15 min``), in the form that addresses and commands have.
    Raises ConfigError for what is none."""
    window = text.strip().casefold()
    length = length_of(window)
    return window if length is None else f"{length.count}{length.unit}"


def plan(start_ns: int, stop_ns: int, window: Window, zone: str = "UTC") -> Windows:
    """The windows of ``window`` over [start_ns, stop_ns) with their edges in ``zone``, within the
    time that databases can store.

    Raises ConfigError for an empty period, an unknown window or zone, or more than MAX_WINDOWS
    windows.
    """
    start_ns, stop_ns = max(start_ns, FIRST_NS), min(stop_ns, LAST_NS)
    if start_ns >= stop_ns:
        raise ConfigError(Words.EMPTY_PERIOD(), hint=Words.CHOOSE_LATER_STOP())
    length = length_of(window)
    if length is None:
        edges = np.array([start_ns, stop_ns], dtype=np.int64)
        return Windows(start_ns=start_ns, stop_ns=stop_ns, edges=edges)
    guard((stop_ns - start_ns) // (length.shortest_s * SECOND_NS))
    fixed_s, phase_ns = length.fixed_s, _phase_ns(start_ns, stop_ns, length, zone)
    if fixed_s is not None and phase_ns is not None:
        every = fixed_s * SECOND_NS
        first = (start_ns - phase_ns) // every * every + phase_ns
        # In integers: arange(start, stop, step) counts in doubles and drops an edge that is less
        # than a double's precision before stop.
        count = -((first - stop_ns) // every)
        second = min(first + every, LAST_NS)  # the first and the last may be out of range
        inner = second + every * np.arange(count - 1, dtype=np.int64)
        ends = max(first, FIRST_NS), min(first + every * count, LAST_NS)
        edges = np.concatenate([ends[:1], inner, ends[1:]])
    else:
        edges = _local_edges(start_ns, stop_ns, length, load_zone(zone))
    return Windows(start_ns=start_ns, stop_ns=stop_ns, edges=edges)


def load_zone(zone: str) -> ZoneInfo:
    """The IANA time zone of that name. Raises ConfigError if there is none."""
    try:
        return ZoneInfo(zone)
    except (KeyError, ValueError, OSError) as error:
        raise ConfigError(Words.NO_SUCH_ZONE(zone=zone), hint=Words.USE_IANA_NAME()) from error


def guard(count: int) -> None:
    """Raise ConfigError for more windows than a result can hold."""
    if count > MAX_WINDOWS:
        raise ConfigError(
            Words.TOO_MANY_WINDOWS(windows=count, limit=MAX_WINDOWS),
            hint=Words.CHOOSE_FEWER_WINDOWS(),
        )


def _phase_ns(start_ns: int, stop_ns: int, length: Length, zone: str) -> int | None:
    """The offset of the zone's grid of a fixed window against the epoch's, or None if there is no
    single grid: a calendar window, or a clock change that moves it within the period."""
    if length.fixed_s is None:
        return None
    if zone == "UTC" or not length.divides_a_day:
        return 0
    tz = load_zone(zone)
    day = timedelta(days=1)
    moment, stop = _to_datetime(start_ns) - day, _to_datetime(stop_ns) + day
    phases: set[int] = set()
    while moment <= stop:
        offset: timedelta = moment.astimezone(tz).utcoffset()  # type: ignore[assignment] # aware
        phases.add(-int(offset.total_seconds()) % length.fixed_s)
        moment += day
    return phases.pop() * SECOND_NS if len(phases) == 1 else None


def _to_datetime(ns: int) -> datetime:
    return _EPOCH + timedelta(microseconds=ns // 1_000)


def _to_ns(moment: datetime) -> int:
    return (moment.astimezone(UTC) - _EPOCH) // timedelta(microseconds=1) * 1_000


def _local_edges(start_ns: int, stop_ns: int, length: Length, tz: ZoneInfo) -> Stamps:
    """Edges in the zone's local time, from the one at or before start to the one after stop.

    If the clock is set back, the repeated hour belongs to the window that it started in.
    """
    local = _to_datetime(start_ns).astimezone(tz).replace(tzinfo=None)
    midnight = _first(local.replace(hour=0, minute=0, second=0, microsecond=0), length)
    edges: list[int] = []
    while not edges or edges[-1] < stop_ns:
        if length.fixed_s is None:
            edges.append(_to_ns(midnight.replace(tzinfo=tz)))
        else:
            edges.extend(
                _to_ns((midnight + timedelta(seconds=s)).replace(tzinfo=tz))
                for s in range(0, _DAY_S, length.fixed_s)
            )
        midnight = _next(midnight, length)
    # When an hour is skipped or repeated, an edge occurs twice or out of order.
    within = [min(max(edge, FIRST_NS), LAST_NS) for edge in edges]
    unique = np.unique(np.array(within, dtype=np.int64))
    first = int(np.searchsorted(unique, start_ns, side="right")) - 1
    last = int(np.searchsorted(unique, stop_ns, side="left"))
    return unique[max(first, 0) : last + 1]


def _first(midnight: datetime, length: Length) -> datetime:
    """The midnight on which the window began that this one is in."""
    if length.unit == "w":
        return midnight - timedelta(days=midnight.weekday())
    if months := _MONTHS.get(length.unit):
        return midnight.replace(month=(midnight.month - 1) // months * months + 1, day=1)
    if length.unit == "d":
        return midnight - timedelta(
            days=(midnight - _EPOCH.replace(tzinfo=None)).days % length.count
        )
    return midnight


def _next(midnight: datetime, length: Length) -> datetime:
    if months := _MONTHS.get(length.unit):
        return (midnight + timedelta(days=31 * months)).replace(day=1)
    days = {"w": 7, "d": length.count}
    return midnight + timedelta(days=days.get(length.unit, 1))
