"""As many points as a screen can show, with all extremes: what is sent to the browser."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt
import polars as pl
from tsdownsample import MinMaxDownsampler

from turbine.model.frame import Stamps, to_time

Values = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Indices = npt.NDArray[np.int64]

MOST_PER_TRACE = 4_000
MOST_PER_FIGURE = 14_000
"""At 16 bytes a point (a time and a value in base64) this stays under 300 KB."""


_KEPT = MOST_PER_TRACE
"""The most stamps whose local time is cached."""


def limit_of(traces: int) -> int:
    """The points that each of this many traces may have."""
    return min(MOST_PER_TRACE, MOST_PER_FIGURE // max(traces, 1))


def thin(
    stamps: Stamps, values: Values, breaks: Flags, limit: int, *, even: bool = False
) -> tuple[Stamps, Values]:
    """At most ``limit`` of the points, including minima and maxima; gaps stay open.

    ``values`` has no NaN; ``breaks`` is true at each point after a gap. The result has a NaN in
    every gap, so that no line is drawn across it. ``even`` takes every nth point instead: for
    angles, which have no extremes.
    """
    chosen = choose(stamps, values, breaks, limit, even=even)
    cuts = cuts_of(breaks, chosen)
    kept = stamps[chosen]
    between = kept[cuts - 1] + (kept[cuts] - kept[cuts - 1]) // 2
    return np.insert(kept, cuts, between), np.insert(values[chosen], cuts, np.nan)


def choose(
    stamps: Stamps, values: Values, breaks: Flags, limit: int, *, even: bool = False
) -> Indices:
    """Which points to draw, ascending, so that with a NaN in every gap there are ``limit``.

    The minimum and maximum of each of a thousand or more equal intervals: two per pixel, which
    makes the same picture as all points. (MinMaxLTTB looks smoother, but may leave out the overall
    maximum.) Edges of gaps are kept, unless there are too many for a screen to show.
    """
    gaps = np.flatnonzero(breaks[1:]) + 1
    edges = np.concatenate([gaps - 1, gaps]) if len(gaps) * 12 <= limit else gaps[:0]
    room = limit - min(len(gaps), limit // 2) - len(edges)
    if len(stamps) <= room:
        return np.arange(len(stamps))
    if even:
        best = np.arange(0, len(stamps), -(-len(stamps) // room))
    else:
        sampler = MinMaxDownsampler()  # type: ignore[no-untyped-call] # ships no types
        best = sampler.downsample(stamps, values, n_out=room // 2 * 2).astype(np.int64)
    return np.union1d(best, edges)


def cuts_of(breaks: Flags, chosen: Indices) -> Indices:
    """The places among the chosen points that follow a gap."""
    segment = np.cumsum(breaks)[chosen]
    return np.flatnonzero(np.diff(segment)) + 1


def breaks_of(stamps: Stamps) -> Flags:
    """True if the distance to the previous point is more than 1.5 times the most common one."""
    if len(stamps) < 2:
        return np.zeros(len(stamps), dtype=np.bool_)
    distances = np.diff(stamps)
    lengths, counts = np.unique(distances, return_counts=True)
    return np.concatenate([[False], distances > 1.5 * lengths[counts.argmax()]])


def is_isolated(values: Values) -> Flags:
    """True at values with a gap on both sides: a line would not show them."""
    gap: Flags = np.concatenate([[True], np.isnan(values), [True]])
    return np.logical_not(gap[1:-1]) & gap[:-2] & gap[2:]


def wall_ms(stamps: Stamps, zone: str) -> Values:
    """The zone's local time as Plotly's numbers on a date axis (which has no time zones)."""
    if len(stamps) > _KEPT:
        return _wall_ms(stamps, zone)
    return _kept_wall_ms(stamps.tobytes(), zone)


@lru_cache(maxsize=64)
def _kept_wall_ms(stamps: bytes, zone: str) -> Values:
    """The windows of one figure are used several times, and again with the next function."""
    wall = _wall_ms(np.frombuffer(stamps, dtype=np.int64), zone)
    wall.flags.writeable = False
    return wall


def _wall_ms(stamps: Stamps, zone: str) -> Values:
    local = pl.col("time").dt.convert_time_zone(zone).dt.replace_time_zone(None)
    # In one query: each of a series' own methods would be one.
    frame = to_time(stamps).to_frame().select(local.dt.epoch("ms").cast(float))
    return frame["time"].to_numpy(writable=True)


def compact(values: Values) -> npt.NDArray[np.float32]:
    """Half the bytes; seven digits are more than a screen shows."""
    return values.astype(np.float32)
