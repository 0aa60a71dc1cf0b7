"""Windows over time, as every store and every kernel here understands them.

A window is labelled by its UTC start, and whole even if the requested period truncates it. Days
start at midnight, weeks on Monday (ISO 8601), months on the 1st, in the requested time zone. Edges
are computed once, here; a store only ever sees *runs* of windows of one length, which each of them
can do: a day of 23 or 25 hours is a run of its own, and so is a month.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, get_args
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from turbine.model.errors import ConfigError
from turbine.model.frame import Stamps
from turbine.timing.words import Words

Window = Literal["10min", "30min", "1h", "6h", "1d", "1w", "1mo", "all"]
WINDOWS: tuple[Window, ...] = get_args(Window)

SECOND_NS = 1_000_000_000
MAX_WINDOWS = 2_000_000
FIRST_NS, LAST_NS = -9_223_372_036_854_775_806, 9_223_372_036_854_775_806
"""All the time that databases can store: from 1677 to 2262."""

_FIXED_S = {"10min": 600, "30min": 1_800, "1h": 3_600, "6h": 21_600}
_SHORTEST_S = {**_FIXED_S, "1d": 82_800, "1w": 601_200, "1mo": 2_415_600}
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


def plan(start_ns: int, stop_ns: int, window: Window, zone: str = "UTC") -> Windows:
    """The windows of ``window`` over [start_ns, stop_ns) with their edges in ``zone``, within the
    time that databases can store.

    Raises ConfigError for an empty period, an unknown zone or more than MAX_WINDOWS windows.
    """
    start_ns, stop_ns = max(start_ns, FIRST_NS), min(stop_ns, LAST_NS)
    if start_ns >= stop_ns:
        raise ConfigError(Words.EMPTY_PERIOD(), hint=Words.CHOOSE_LATER_STOP())
    if window == "all":
        edges = np.array([start_ns, stop_ns], dtype=np.int64)
        return Windows(start_ns=start_ns, stop_ns=stop_ns, edges=edges)
    guard((stop_ns - start_ns) // (_SHORTEST_S[window] * SECOND_NS))
    if (phase_ns := _phase_ns(start_ns, stop_ns, window, zone)) is not None:
        every = _FIXED_S[window] * SECOND_NS
        first = (start_ns - phase_ns) // every * every + phase_ns
        # In integers: arange(start, stop, step) counts in doubles and drops an edge that is less
        # than a double's precision before stop.
        count = -((first - stop_ns) // every)
        second = min(first + every, LAST_NS)  # the first and the last may be out of range
        inner = second + every * np.arange(count - 1, dtype=np.int64)
        ends = max(first, FIRST_NS), min(first + every * count, LAST_NS)
        edges = np.concatenate([ends[:1], inner, ends[1:]])
    else:
        edges = _local_edges(start_ns, stop_ns, window, load_zone(zone))
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


def _phase_ns(start_ns: int, stop_ns: int, window: Window, zone: str) -> int | None:
    """The offset of the zone's grid of a fixed window against the epoch's, or None if there is no
    single grid: a calendar window, or a clock change that moves it within the period."""
    if window not in _FIXED_S:
        return None
    if zone == "UTC":
        return 0
    tz = load_zone(zone)
    day = timedelta(days=1)
    moment, stop = _to_datetime(start_ns) - day, _to_datetime(stop_ns) + day
    phases: set[int] = set()
    while moment <= stop:
        offset: timedelta = moment.astimezone(tz).utcoffset()  # type: ignore[assignment] # aware
        phases.add(-int(offset.total_seconds()) % _FIXED_S[window])
        moment += day
    return phases.pop() * SECOND_NS if len(phases) == 1 else None


def _to_datetime(ns: int) -> datetime:
    return _EPOCH + timedelta(microseconds=ns // 1_000)


def _to_ns(moment: datetime) -> int:
    return (moment.astimezone(UTC) - _EPOCH) // timedelta(microseconds=1) * 1_000


def _local_edges(start_ns: int, stop_ns: int, window: Window, tz: ZoneInfo) -> Stamps:
    """Edges in the zone's local time, from the one at or before start to the one after stop.

    If the clock is set back, the repeated hour belongs to the window that it started in.
    """
    local = _to_datetime(start_ns).astimezone(tz).replace(tzinfo=None)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    if window == "1w":
        midnight -= timedelta(days=midnight.weekday())
    elif window == "1mo":
        midnight = midnight.replace(day=1)
    edges: list[int] = []
    step_s = _FIXED_S.get(window)
    while not edges or edges[-1] < stop_ns:
        if step_s is None:
            edges.append(_to_ns(midnight.replace(tzinfo=tz)))
        else:
            edges.extend(
                _to_ns((midnight + timedelta(seconds=s)).replace(tzinfo=tz))
                for s in range(0, 86_400, step_s)
            )
        midnight = _next(midnight, window)
    # When an hour is skipped or repeated, an edge occurs twice or out of order.
    within = [min(max(edge, FIRST_NS), LAST_NS) for edge in edges]
    unique = np.unique(np.array(within, dtype=np.int64))
    first = int(np.searchsorted(unique, start_ns, side="right")) - 1
    last = int(np.searchsorted(unique, stop_ns, side="left"))
    return unique[max(first, 0) : last + 1]


def _next(midnight: datetime, window: Window) -> datetime:
    if window == "1w":
        return midnight + timedelta(days=7)
    if window == "1mo":
        return (midnight.replace(day=28) + timedelta(days=4)).replace(day=1)
    return midnight + timedelta(days=1)
