"""Distributions of channels, counted block by block in memory that does not grow with the file."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from turbine.model.channel import Channel

MAX_BINS = 60
SPEED_BIN_MPS = 0.5
"""The bin of wind speed that IEC 61400-12-1 uses."""
POWER_BIN_KW = 50.0

_MAX_SPEED_MPS, _MIN_POWER_KW, _MAX_POWER_KW = 40.0, -500.0, 10_000.0
_FINE_BINS = 500
"""At least so many bins within a channel's limits, before they are put together."""
_NICE = (1, 2, 5)
_HUGE = 1e100

Values = npt.NDArray[np.float64]
Histogram = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelProfile:
    """The values of one channel in the kept rows."""

    name: str
    title: str
    unit: str
    values: int
    missing: int
    bad: int
    min: float | None
    max: float | None
    mean: float | None
    """Arithmetic; of an angle the circular mean, None if it has no direction. None also if
    the sum is beyond a double."""
    resultant: float | None
    """Of an angle: how well the directions agree, 0 to 1."""
    lower: float | None
    upper: float | None
    """Limits of what is plausible; None: there are none."""
    below: int
    """Values below ``lower``."""
    above: int
    """Values above ``upper``."""
    negative: int
    bin_edges: tuple[float, ...]
    """n + 1 ascending edges; a value on an edge is in the bin that begins there. Values beyond
    three times the limits (without them: the range of the first rows) are in the outermost bins."""
    bin_counts: tuple[int, ...]
    states: tuple[tuple[str, int], ...] = ()
    """Of states in words: each, and in how many rows it is; the most frequent first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerCurve:
    """Active power against wind speed: how many rows are in each cell of a fixed grid."""

    speed_bin_mps: float
    power_bin_kw: float
    cells: tuple[tuple[float, float, int], ...]
    """(lower edge of speed in m/s, lower edge of power in kW, rows) of the cells that hold any."""
    outside: int
    """Rows with both values, off the grid."""


def _nice(least: float) -> float:
    """The smallest of 1, 2, 5 × 10ⁿ that is not less."""
    base = 10.0 ** np.floor(np.log10(least))
    return float(next(k * base for k in (*_NICE, 10) if k * base >= least * (1 - 1e-12)))


class Tally:
    """Sums of one channel, block by block."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self._fine = np.zeros(0, dtype=np.int64)
        self._n = self._missing = self._below = self._above = self._negative = 0
        self._sum = self._east = self._north = 0.0
        self._min, self._max = np.inf, -np.inf

    def _lay_out(self, values: Values) -> None:
        """Bins over three times the limits; where there are none, the range of these values."""
        limits = [self.channel.lower, self.channel.upper]
        seen = [values.min(), values.max()]
        low, high = (
            limit if np.isfinite(limit) else float(np.clip(value, -_HUGE, _HUGE))
            for limit, value in zip(limits, seen, strict=True)
        )
        span = max(high - low, abs(high) * 1e-6, 1e-9)
        self._width = float(10.0 ** np.floor(np.log10(span / _FINE_BINS)))
        self._start = int(np.floor((low - span) / self._width))
        self._fine = np.zeros(int(np.ceil(3 * span / self._width)) + 1, dtype=np.int64)

    def add(self, column: pl.Series) -> None:
        values: Values = column.to_numpy()
        if nulls := column.null_count():
            values = values[~np.isnan(values)]  # what a null is then; there are no others
            self._missing += nulls
        if not len(values):
            return
        if not self._n:
            self._lay_out(values)
        self._n += len(values)
        self._min, self._max = min(self._min, values.min()), max(self._max, values.max())
        self._below += int(np.count_nonzero(values < self.channel.lower))
        self._above += int(np.count_nonzero(values > self.channel.upper))
        self._negative += int(np.count_nonzero(values < 0))
        if self.channel.angular:
            self._east += float(np.sin(np.radians(values)).sum())
            self._north += float(np.cos(np.radians(values)).sum())
        else:
            with np.errstate(over="ignore"):  # then there is no mean
                self._sum += float(values.sum())
        last = len(self._fine) - 1
        limits = (self._start * self._width, (self._start + last) * self._width)
        bins = np.floor(np.clip(values, *limits) / self._width).astype(np.int64) - self._start
        bins = np.clip(bins, 0, last)
        self._fine += np.bincount(bins, minlength=len(self._fine))

    def result(self, *, bad: int) -> ChannelProfile:
        """The profile; ``bad`` of the cells without a value could not be read."""
        edges, counts = self._histogram()
        mean, resultant = self._mean()
        channel = self.channel
        return ChannelProfile(
            name=channel.name,
            title=channel.title,
            unit=channel.unit,
            values=self._n,
            missing=self._missing - bad,
            bad=bad,
            min=float(self._min) if self._n else None,
            max=float(self._max) if self._n else None,
            mean=mean,
            resultant=resultant,
            lower=channel.lower if np.isfinite(channel.lower) else None,
            upper=channel.upper if np.isfinite(channel.upper) else None,
            below=self._below,
            above=self._above,
            negative=self._negative,
            bin_edges=edges,
            bin_counts=counts,
        )

    def _mean(self) -> tuple[float | None, float | None]:
        if not self._n:
            return None, None
        if not self.channel.angular:
            mean = self._sum / self._n
            return (mean if np.isfinite(mean) else None), None
        resultant = float(np.hypot(self._east, self._north)) / self._n
        if resultant < 1e-9:
            return None, resultant
        mean, signed = float(np.degrees(np.arctan2(self._east, self._north))), self.channel.signed
        is_signed = self._min < 0.0 if signed is None else signed
        return mean if is_signed else mean % 360.0, resultant

    def _histogram(self) -> tuple[tuple[float, ...], tuple[int, ...]]:
        """The fine bins put together into MAX_BINS at most, on round edges."""
        filled = np.flatnonzero(self._fine)
        if not len(filled):
            return (), ()
        first, last = int(filled[0]) + self._start, int(filled[-1]) + self._start
        factor = _factor(last - first + 1)
        low, high = first // factor, last // factor + 1
        counts = np.zeros(high - low, dtype=np.int64)
        np.add.at(counts, (filled + self._start) // factor - low, self._fine[filled])
        edges = (round(i * factor * self._width, 9) for i in range(low, high + 1))
        return tuple(edges), tuple(int(n) for n in counts)


def _factor(bins: int) -> int:
    """How many fine bins make one, so that the result has MAX_BINS at most."""
    return round(_nice(max(bins / (MAX_BINS - 2), 1.0)))


class StateTally:
    """How often each state of one channel is there, block by block."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self._counts: Counter[str] = Counter()
        self._missing = 0

    def add(self, column: pl.Series) -> None:
        self._missing += column.null_count()
        self._counts.update(dict(column.drop_nulls().value_counts().iter_rows()))

    def result(self, *, bad: int) -> ChannelProfile:
        """As :meth:`Tally.result`."""
        return ChannelProfile(
            name=self.channel.name,
            title=self.channel.title,
            unit="",
            values=self._counts.total(),
            missing=self._missing - bad,
            bad=bad,
            min=None,
            max=None,
            mean=None,
            resultant=None,
            lower=None,
            upper=None,
            below=0,
            above=0,
            negative=0,
            bin_edges=(),
            bin_counts=(),
            states=tuple(sorted(self._counts.items(), key=lambda each: (-each[1], each[0]))),
        )


class Grid:
    """Rows in cells of wind speed × power, block by block."""

    def __init__(self) -> None:
        self._shape = (
            round(_MAX_SPEED_MPS / SPEED_BIN_MPS),
            round((_MAX_POWER_KW - _MIN_POWER_KW) / POWER_BIN_KW),
        )
        self._counts: Histogram = np.zeros(self._shape[0] * self._shape[1], dtype=np.int64)
        self._outside = 0

    def add(self, speed: pl.Series, power: pl.Series) -> None:
        both = (speed.is_not_null() & power.is_not_null()).to_numpy()
        with np.errstate(over="ignore"):  # infinity is off the grid too
            x = np.floor(speed.to_numpy()[both] / SPEED_BIN_MPS)
            y = np.floor((power.to_numpy()[both] - _MIN_POWER_KW) / POWER_BIN_KW)
        inside = (x >= 0) & (x < self._shape[0]) & (y >= 0) & (y < self._shape[1])
        self._outside += int(np.count_nonzero(~inside))
        cells = (x[inside] * self._shape[1] + y[inside]).astype(np.int64)
        self._counts += np.bincount(cells, minlength=len(self._counts))

    def result(self) -> PowerCurve:
        filled = np.flatnonzero(self._counts)
        x, y = np.divmod(filled, self._shape[1])
        return PowerCurve(
            speed_bin_mps=SPEED_BIN_MPS,
            power_bin_kw=POWER_BIN_KW,
            cells=tuple(
                (float(i) * SPEED_BIN_MPS, float(j) * POWER_BIN_KW + _MIN_POWER_KW, int(n))
                for i, j, n in zip(x, y, self._counts[filled], strict=True)
            ),
            outside=self._outside,
        )
