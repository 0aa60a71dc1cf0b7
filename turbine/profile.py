"""What a file holds, before anything is written: period, gaps, repeats, ranges, distributions.

Computed block by block from a scan, in memory that does not grow with the file (but for its
stamps). Limits mark what is suspect; nothing here changes or drops a value.
"""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from turbine.channels import BY_NAME, Channel
from turbine.frame import Stamps
from turbine.readers.model import CONFLICT, Scan

MAX_GAPS = 1_000
MAX_BINS = 60
SPEED_BIN_MPS = 0.5
"""The bin of wind speed that IEC 61400-12-1 uses."""
POWER_BIN_KW = 50.0

_MAX_SPEED_MPS, _MIN_POWER_KW, _MAX_POWER_KW = 40.0, -500.0, 10_000.0
_FINE_BINS = 500
"""At least so many bins within a channel's limits, before they are put together."""
_NICE = (1, 2, 5)

Values = npt.NDArray[np.float64]
Histogram = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Neighbouring rows at least a step and a half apart."""

    after_ns: int
    """The last row before the gap."""
    before_ns: int
    """The first row after it."""
    missing: int
    """Steps without a row."""


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
    """Arithmetic; of an angle the circular mean, None where it has no direction. None also where
    the sum is beyond a double."""
    resultant: float | None
    """Of an angle: how well the directions agree, 0 to 1."""
    lower: float
    upper: float
    below: int
    """Values below ``lower``."""
    above: int
    """Values above ``upper``."""
    negative: int
    bin_edges: tuple[float, ...]
    """n + 1 ascending edges; a value on an edge is in the bin that begins there. Values beyond
    three times the limits are in the outermost bins."""
    bin_counts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerCurve:
    """Active power against wind speed: how many rows are in each cell of a fixed grid."""

    speed_bin_mps: float
    power_bin_kw: float
    cells: tuple[tuple[float, float, int], ...]
    """(lower edge of speed in m/s, lower edge of power in kW, rows) of the cells that hold any."""
    outside: int
    """Rows with both values, off the grid."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A file's profile. Times are ns UTC; a time zone is for whoever shows them."""

    rows: int
    kept: int
    rejected: int
    duplicates_identical: int
    duplicates_conflicting: int
    """Among the rejected: rows that disagree with an earlier one on their stamp."""
    blank_lines: int
    values: int
    missing_cells: int
    bad_cells: int
    first_ns: int | None
    last_ns: int | None
    step_ns: int
    expected_rows: int
    """Steps from the first to the last row, both counted."""
    out_of_order: int
    """Rows that are earlier than the row before them."""
    gap_count: int
    missing_steps: int
    gaps: tuple[Gap, ...]
    """The longest first, MAX_GAPS at most."""
    channels: tuple[ChannelProfile, ...]
    power_curve: PowerCurve | None
    """None where the file has no active power or no wind speed."""

    @property
    def longest_gap(self) -> Gap | None:
        return self.gaps[0] if self.gaps else None

    def to_dict(self) -> dict[str, Any]:
        """For JSON; the period also as ISO text in UTC."""
        period = {"first": _iso(self.first_ns), "last": _iso(self.last_ns)}
        return asdict(self) | period


def profile(scan: Scan) -> Profile:
    """Profile the kept rows of a scan."""
    form, counts, stamps = scan.interpretation, scan.counts, scan.stamps
    tallies = [_Tally(BY_NAME[name]) for name in form.channels]
    grid = _Grid() if {"power_kw", "wind_speed_mps"} <= set(form.channels) else None
    for frame in scan.blocks():
        for tally in tallies:
            tally.add(frame[tally.channel.name])
        if grid is not None:
            grid.add(frame["wind_speed_mps"], frame["power_kw"])
    bad = dict(scan.bad_cells.group_by("column").len().iter_rows())
    headers = {name: form.headers[column] for column, name in form.mapping}
    ordered = _ascending(stamps)
    gaps = _gaps(ordered, scan.step_ns)
    return Profile(
        rows=counts.rows,
        kept=counts.kept,
        rejected=counts.rejected,
        duplicates_identical=counts.duplicate,
        duplicates_conflicting=int(scan.rejected["reason"].str.ends_with(CONFLICT).sum()),
        blank_lines=counts.blank_lines,
        values=counts.values,
        missing_cells=counts.missing,
        bad_cells=counts.bad,
        first_ns=int(ordered[0]) if len(ordered) else None,
        last_ns=int(ordered[-1]) if len(ordered) else None,
        step_ns=scan.step_ns,
        expected_rows=_expected(ordered, scan.step_ns),
        out_of_order=int(np.count_nonzero(stamps[1:] < stamps[:-1])),
        gap_count=len(gaps),
        missing_steps=sum(gap.missing for gap in gaps),
        gaps=tuple(gaps[:MAX_GAPS]),
        channels=tuple(t.result(bad=bad.get(headers[t.channel.name], 0)) for t in tallies),
        power_curve=None if grid is None else grid.result(),
    )


def _iso(ns: int | None) -> str | None:
    if ns is None:
        return None
    text = np.datetime_as_string(np.datetime64(ns, "ns"))
    return f"{text.rstrip('0').rstrip('.') if ns % 1_000_000_000 else text[:19]}Z"


def _ascending(stamps: Stamps) -> Stamps:
    return stamps if (stamps[1:] > stamps[:-1]).all() else np.sort(stamps)


def _expected(ordered: Stamps, step_ns: int) -> int:
    if step_ns == 0:
        return len(ordered)
    return round((int(ordered[-1]) - int(ordered[0])) / step_ns) + 1


def _gaps(ordered: Stamps, step_ns: int) -> list[Gap]:
    """The longest first, of equal ones the earliest. A gap of 30 minutes at a step of 10 misses
    two rows, not three."""
    if step_ns == 0:
        return []
    steps = np.diff(ordered)
    at = np.flatnonzero(2 * steps >= 3 * step_ns)
    missing = (2 * steps[at] + step_ns) // (2 * step_ns) - 1
    longest = np.argsort(-steps[at], kind="stable")
    return [
        Gap(
            after_ns=int(ordered[at[i]]),
            before_ns=int(ordered[at[i] + 1]),
            missing=int(missing[i]),
        )
        for i in longest
    ]


def _nice(least: float) -> float:
    """The smallest of 1, 2, 5 × 10ⁿ that is not less."""
    base = 10.0 ** np.floor(np.log10(least))
    return float(next(k * base for k in (*_NICE, 10) if k * base >= least * (1 - 1e-12)))


class _Tally:
    """Sums of one channel, block by block."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        span = channel.upper - channel.lower
        self._width = float(10.0 ** np.floor(np.log10(span / _FINE_BINS)))
        self._start = int(np.floor((channel.lower - span) / self._width))
        self._fine = np.zeros(int(np.ceil(3 * span / self._width)) + 1, dtype=np.int64)
        self._n = self._missing = self._below = self._above = self._negative = 0
        self._sum = self._east = self._north = 0.0
        self._min, self._max = np.inf, -np.inf

    def add(self, column: pl.Series) -> None:
        self._missing += column.null_count()
        values: Values = column.drop_nulls().to_numpy()
        if not len(values):
            return
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
            lower=channel.lower,
            upper=channel.upper,
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
        return float(np.degrees(np.arctan2(self._east, self._north)) % 360.0), resultant

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


class _Grid:
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
