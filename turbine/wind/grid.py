"""Several turbines on the same moments, so that they can be compared with one another.

Rows of different turbines are comparable where they are of the same time. The grid's interval is
the longest step of any of them (of ten minutes and an hour: an hour), and a turbine *has* an
interval if its rows fill it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from turbine.model.frame import Stamps, stamps_of
from turbine.wind.arrays import Floats, Masks, Places, ratio, sums
from turbine.wind.energy import HOUR_NS

_WHOLE = 0.99
"""Of an interval that is filled: a clock with jitter misses seconds."""
_SHIFTED = 0.1
"""Of its step, by which a turbine's rows may begin beside the grid."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Grid:
    """n intervals in which any of m turbines has a row, in order."""

    starts: Stamps
    """(n,), in ns UTC."""
    interval_ns: int
    """0 without a row."""
    kwh: Floats
    """(n, m): measured in the interval; 0 without a row."""
    hours: Floats
    """(n, m): how much of it was measured."""
    wind_mps: Floats
    """(n, m): the mean wind speed; NaN unless it fills the interval."""
    shifted: tuple[bool, ...]
    """(m,): whether the turbine's rows begin at other moments than the grid's. Each row counts in
    the interval that its middle lies in."""

    @property
    def whole(self) -> Masks:
        """(n, m): whether power fills the interval."""
        return self.hours >= _WHOLE * self.interval_ns / HOUR_NS

    @property
    def power_kw(self) -> Floats:
        """(n, m): the mean power; NaN unless it fills the interval."""
        return np.where(self.whole, ratio(self.kwh, self.hours), np.nan)

    def place(self, rows: pl.DataFrame) -> Places:
        """The interval of each of these rows (``time``, ``hours``), (k,): rows of the grid."""
        return _place(*self._numbers(rows))

    def within(self, rows: pl.DataFrame, mask: Masks) -> Masks:
        """Which of these rows (``time``, ``hours``) lie in the marked intervals, (k,); any rows:
        those of wind may lie where no turbine has power, and so in no interval."""
        place, known = _known_place(*self._numbers(rows))
        return known & mask[place]

    def _numbers(self, rows: pl.DataFrame) -> tuple[Places, Places]:
        """How many intervals after the first one each interval begins, and each row lies."""
        first = self.starts[0]
        return (
            (self.starts - first) // self.interval_ns,
            (_middles(rows) - first) // self.interval_ns,
        )

    def holding(self, powered: Sequence[pl.DataFrame], windy: Sequence[pl.DataFrame]) -> "Grid":
        """The same intervals with only these of its rows, as :func:`grid_of` takes them."""
        if not self.interval_ns:
            return self
        power, wind = _dated(powered), _dated(windy)
        places = [self.place(rows) for rows in power]
        kwh, hours = _sums(power, places, len(self.starts))
        first = int(self.starts[0])
        every = (self.starts - first) // self.interval_ns
        speed = _winds(wind, every, first, self.interval_ns)
        return replace(self, kwh=kwh, hours=hours, wind_mps=speed)


def grid_of(powered: Sequence[pl.DataFrame], windy: Sequence[pl.DataFrame]) -> Grid:
    """The grid of m turbines.

    ``powered``: of each its rows with power, ``time``, ``hours``, ``power_kw``; ``windy``: those
    with wind speed, ``time``, ``hours``, ``wind_mps`` (none of a turbine without that signal). Rows
    that tell no duration are in no interval.
    """
    power, wind = _dated(powered), _dated(windy)
    steps = [_step_ns(rows) for rows in power]
    interval_ns = max(steps, default=0)
    if not interval_ns:
        none = np.zeros((0, len(power)))
        return Grid(
            starts=np.zeros(0, dtype=np.int64),
            interval_ns=0,
            kwh=none,
            hours=none,
            wind_mps=none,
            shifted=(False,) * len(power),
        )
    phase = _phase(stamps_of(power[steps.index(interval_ns)]), interval_ns)
    numbers = [(_middles(rows) - phase) // interval_ns for rows in power]
    every = np.sort(np.concatenate(numbers), kind="stable")  # in no time: each is sorted
    every = every[np.diff(every, prepend=every[0] - 1) > 0]
    kwh, hours = _sums(power, [_place(every, number) for number in numbers], len(every))
    return Grid(
        starts=every * interval_ns + phase,
        interval_ns=interval_ns,
        kwh=kwh,
        hours=hours,
        wind_mps=_winds(wind, every, phase, interval_ns),
        shifted=tuple(
            _is_shifted(stamps_of(rows), phase, step)
            for rows, step in zip(power, steps, strict=True)
        ),
    )


def _dated(frames: Sequence[pl.DataFrame]) -> list[pl.DataFrame]:
    return [rows.drop_nulls("hours") for rows in frames]


def _sums(
    power: Sequence[pl.DataFrame], places: Sequence[Places], count: int
) -> tuple[Floats, Floats]:
    """kWh and hours of each turbine's rows in the intervals that they lie in, (n, m)."""
    kwh, hours = (np.zeros((count, len(power)), order="F") for _ in range(2))
    for turbine, (rows, place) in enumerate(zip(power, places, strict=True)):
        lasting = rows["hours"].to_numpy()
        hours[:, turbine] = sums(place, lasting, count)
        kwh[:, turbine] = sums(place, lasting * rows["power_kw"].to_numpy(), count)
    return kwh, hours


def common(values: Floats, having: Masks | None = None) -> Masks:
    """(n,): the intervals that all turbines have, of those ``having`` rows, (m,), or else of those
    that have any interval; none of no turbine. ``values`` (n, m), NaN where there is none."""
    there = np.isfinite(values)
    taking_part = np.asarray(there.any(axis=0)) if having is None else having
    if not taking_part.any():
        return np.zeros(len(values), dtype=np.bool_)
    return np.asarray(there[:, taking_part].all(axis=1))


def lacking_alone(values: Floats, having: Masks | None = None) -> Places:
    """(m,): how many intervals each turbine alone keeps from being :func:`common`."""
    there = np.isfinite(values)
    taking_part = np.asarray(there.any(axis=0)) if having is None else having
    lacks = ~there & taking_part
    only_one = lacks.sum(axis=1) == 1
    return np.asarray(lacks[only_one].sum(axis=0), dtype=np.int64)


def _winds(wind: Sequence[pl.DataFrame], every: Places, phase: int, interval_ns: int) -> Floats:
    speed = np.zeros((len(every), len(wind)), order="F")
    for turbine, rows in enumerate(wind):
        speed[:, turbine] = _speeds(rows, every, phase, interval_ns)
    return speed


def _speeds(rows: pl.DataFrame, every: Places, phase: int, interval_ns: int) -> Floats:
    number = (_middles(rows) - phase) // interval_ns
    place, known = _known_place(every, number)
    lasting, speed = (rows[name].to_numpy()[known] for name in ("hours", "wind_mps"))
    hours = sums(place[known], lasting, len(every))
    mean = ratio(sums(place[known], lasting * speed, len(every)), hours)
    return np.where(hours >= _WHOLE * interval_ns / HOUR_NS, mean, np.nan)


def _place(every: Places, number: Places) -> Places:
    """Where each number stands in ``every``, ascending and distinct; any place for others."""
    if every[-1] - every[0] == len(every) - 1:  # without a gap, as a park mostly is
        return np.asarray(number - every[0])
    return np.searchsorted(every, number)


def _known_place(every: Places, number: Places) -> tuple[Places, Masks]:
    """The same, and which of them stand in ``every``."""
    place = np.clip(_place(every, number), 0, len(every) - 1)
    return place, np.asarray(every[place] == number)


def _middles(rows: pl.DataFrame) -> Stamps:
    """By which a row belongs to an interval, so that seconds of jitter move none to the next."""
    half = np.nan_to_num(rows["hours"].to_numpy()) * (HOUR_NS / 2)
    return np.asarray(stamps_of(rows) + half.astype(np.int64))


def _step_ns(rows: pl.DataFrame) -> int:
    median = rows["hours"].median()
    return round(median * HOUR_NS) if isinstance(median, float) else 0


def _phase(stamps: Stamps, interval_ns: int) -> int:
    """Where most rows begin within the interval."""
    values, counts = np.unique(stamps % interval_ns, return_counts=True)
    return int(values[counts.argmax()])


def _is_shifted(stamps: Stamps, phase: int, step_ns: int) -> bool:
    if not step_ns:
        return False
    beside = (stamps - phase) % step_ns
    return bool(np.median(np.minimum(beside, step_ns - beside)) > _SHIFTED * step_ns)
