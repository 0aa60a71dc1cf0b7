"""Integrals over time of values at irregular times, and the increase of counters.

Both are differences of a running sum at the windows' edges, so that windows add up to the whole.
Beyond the first and the last row nothing is known, and nothing is added.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from turbine.model.frame import Stamps

Floats = npt.NDArray[np.float64]

_BACK = 0.5
"""A counter that falls below this part of its last reading began again at zero; one that falls by
less was corrected."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Increase:
    """How much a counter rose."""

    values: Floats
    """In each window, in the counter's unit; NaN in windows without any reading around them."""
    restarts: int
    corrections: int
    """Times that it fell, but not to below half: that is subtracted."""


def held(stamps: Stamps, values: Floats, edges: Stamps) -> Floats:
    """The integral between each two edges, with each value held until the next one: in the values'
    unit times seconds; NaN where no rows lie around. ``stamps`` ascend, in ns."""
    if len(stamps) < 2:
        return np.full(len(edges) - 1, np.nan)
    row, since_s, width_s = _within(stamps, edges)
    sums = _running(values[:-1] * width_s)
    return _differences(sums[row] + values[row] * since_s, stamps, edges)


def trapezoids(stamps: Stamps, values: Floats, edges: Stamps) -> Floats:
    """The same along straight lines between the values (the trapezoidal rule)."""
    if len(stamps) < 2:
        return np.full(len(edges) - 1, np.nan)
    row, since_s, width_s = _within(stamps, edges)
    sums = _running((values[:-1] + values[1:]) / 2.0 * width_s)
    slope = np.diff(values)[row] / width_s[row]
    partly = (values[row] + slope * since_s / 2.0) * since_s
    return _differences(sums[row] + partly, stamps, edges)


def increase(stamps: Stamps, readings: Floats, edges: Stamps) -> Increase:
    """The rise of a counter between each two edges, steady between its readings. It may begin again
    at zero: what it counted since is added then."""
    if len(stamps) < 2:
        nothing = np.full(len(edges) - 1, np.nan)
        return Increase(values=nothing, restarts=0, corrections=0)
    rises = np.diff(readings)
    is_restart = (rises < 0) & (readings[1:] < _BACK * readings[:-1])
    row, since_s, width_s = _within(stamps, edges)
    rises = np.where(is_restart, readings[1:], rises)
    sums = _running(rises)
    values = _differences(sums[row] + rises[row] * (since_s / width_s[row]), stamps, edges)
    restarts = int(is_restart.sum())
    corrections = int((np.diff(readings) < 0).sum()) - restarts
    return Increase(values=values, restarts=restarts, corrections=corrections)


def _within(stamps: Stamps, edges: Stamps) -> tuple[npt.NDArray[np.int64], Floats, Floats]:
    """For each edge the row before it and the seconds since; and the seconds after each row."""
    at = np.clip(edges, stamps[0], stamps[-1])
    row = np.clip(np.searchsorted(stamps, at, side="right") - 1, 0, len(stamps) - 2)
    return row, (at - stamps[row]) / 1e9, np.diff(stamps) / 1e9


def _running(parts: Floats) -> Floats:
    return np.concatenate([[0.0], np.cumsum(parts)])


def _differences(sums: Floats, stamps: Stamps, edges: Stamps) -> Floats:
    is_outside = (edges[1:] <= stamps[0]) | (edges[:-1] >= stamps[-1])
    return np.where(is_outside, np.nan, np.diff(sums))
