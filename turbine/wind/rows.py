"""The rows that an analysis is of: one read of a series, and how long each row lasts."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import polars as pl

from turbine.model.frame import Stamps, stamps_of
from turbine.timing.spacing import Spacing
from turbine.timing.steps import steps_of
from turbine.wind.arrays import Floats, Masks
from turbine.wind.energy import HOUR_NS, row_hours

_KEPT = 100_000
"""The most stamps whose durations are kept."""


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
        stamps = stamps_of(rows)
        hours = _hours(stamps)
        column = pl.Series("hours", hours, nan_to_null=True)
        return rows.select("time", column, *names).filter(pl.Series(self._counts(stamps)))

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
        return self.frame.filter(pl.Series(self._counts(stamps_of(self.frame))))

    def _counts(self, stamps: Stamps) -> Masks:
        inside: Masks = (stamps >= self.period.start_ns) & (stamps < self.period.stop_ns)
        if self.left_out is None or not len(self.left_out):
            return inside
        place = np.searchsorted(self.left_out, stamps).clip(max=len(self.left_out) - 1)
        counts: Masks = inside & (self.left_out[place] != stamps)
        return counts


def _hours(stamps: Stamps) -> Floats:
    if len(stamps) > _KEPT:
        return row_hours(stamps, steps_of(Spacing.of(stamps)))
    return _kept_hours(np.ascontiguousarray(stamps).tobytes())


@lru_cache(maxsize=8)
def _kept_hours(stamps: bytes) -> Floats:
    """A question asks several times for rows on the same stamps, by one signal and by another."""
    own = np.frombuffer(stamps, dtype=np.int64)
    hours = row_hours(own, steps_of(Spacing.of(own)))
    hours.flags.writeable = False
    return hours
