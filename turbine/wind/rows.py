"""The rows that an analysis is of: one read of a series, and how long each row lasts."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import polars as pl

from turbine.model.frame import Stamps, stamps_of
from turbine.timing.spacing import Spacing
from turbine.timing.steps import Steps, steps_of
from turbine.wind.arrays import Floats, Masks
from turbine.wind.energy import HOUR_NS, row_hours

_MOST_RUNS = 5_000
"""The most runs of one distance whose steps are kept: some 300 KB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """[``start_ns``, ``stop_ns``) in UTC, and the zone whose days, months and years count."""

    start_ns: int
    stop_ns: int
    zone: str = "UTC"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rows:
    """Rows of a series. Beyond the period it may have neighbours, which tell how long rows last."""

    frame: pl.DataFrame
    """``time`` (ns, UTC, ascending, distinct), then a Float64 column for each signal (null: no
    value)."""
    period: Period
    left_out: Stamps | None = None
    """Rows that count as missing, ascending. They still tell how long their neighbours last."""

    def having(self, *names: str) -> pl.DataFrame:
        """The rows of the period with a value of each of these: ``time``, ``hours`` and they.

        ``hours`` is how long the row lasts by the steps of just these rows
        (:mod:`turbine.timing.steps`), and null where they tell none: such a row has no energy.
        """
        rows = self.frame.select("time", *names).drop_nulls()
        column = pl.Series("hours", _hours(stamps_of(rows)), nan_to_null=True)
        return self._counted(rows.select("time", column, *names))

    @staticmethod
    def follows(rows: pl.DataFrame) -> Masks:
        """Of each of :meth:`having`'s rows, (n,): whether it begins just when the one before it
        ends."""
        stamps, hours = stamps_of(rows), rows["hours"].to_numpy()
        ends = np.rint(hours[:-1] * HOUR_NS)
        return np.concatenate(
            [np.zeros(min(len(stamps), 1), dtype=np.bool_), np.diff(stamps) == ends]
        )

    def column(self, name: str) -> Floats:
        """A signal of every row of the period, (n,); all NaN if the frame does not have it."""
        rows = self.inside
        if name not in rows.columns:
            return np.full(rows.height, np.nan)
        return rows[name].to_numpy()

    @property
    def inside(self) -> pl.DataFrame:
        """The rows of the period, without those that are left out."""
        return self._counted(self.frame)

    def _counted(self, rows: pl.DataFrame) -> pl.DataFrame:
        period = (self.period.start_ns, self.period.stop_ns)
        first, stop = np.searchsorted(stamps_of(rows), period)
        inside = rows[first:stop]
        if self.left_out is None or not len(self.left_out):
            return inside
        stamps = stamps_of(inside)
        place = np.searchsorted(self.left_out, stamps).clip(max=len(self.left_out) - 1)
        return inside.filter(pl.Series(self.left_out[place] != stamps))


def beside(rows: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    """``rows`` with the columns that the ``others`` have at the same times, null without one: a
    left join, several times as fast as one that does not know that both ascend."""
    if np.array_equal(stamps_of(rows), stamps_of(others)):
        return rows.hstack(others.drop("time"))
    return rows.set_sorted("time").join_asof(others.set_sorted("time"), on="time", tolerance="0ns")


def _hours(stamps: Stamps) -> Floats:
    spacing = Spacing.of(stamps)
    if len(spacing.starts) > _MOST_RUNS:
        return row_hours(stamps, steps_of(spacing))
    runs = (spacing.starts, spacing.gaps, spacing.counts)
    return row_hours(stamps, _kept_steps(*(each.tobytes() for each in runs)))


@lru_cache(maxsize=128)
def _kept_steps(starts: bytes, gaps: bytes, counts: bytes) -> Steps:
    """A question asks several times for rows on the same stamps, by one signal and by another, and
    the turbines of a park share theirs."""
    return steps_of(
        Spacing(
            starts=np.frombuffer(starts, dtype=np.int64),
            gaps=np.frombuffer(gaps, dtype=np.uint64),
            counts=np.frombuffer(counts, dtype=np.int64),
        )
    )
