"""Rows on one stamp: equal ones are duplicates, the others conflict."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import polars as pl

from turbine.model.frame import LINE, Stamps, channels_of

_PAIR = {"line": LINE, "of_line": LINE}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Repeats:
    """Rows on a stamp that an earlier row holds."""

    mask: np.ndarray[tuple[int], np.dtype[np.bool_]] | None = None
    """Which of the readable rows they are; None for none."""
    lines: pl.Series
    duplicates: pl.DataFrame
    """``line`` and ``of_line``: the row that it repeats."""
    conflicts: pl.DataFrame
    """The same of rows that say something else."""
    values: int = 0
    """Values in them."""


def repeats(stamps: Stamps, frames: Callable[[], Iterable[pl.DataFrame]]) -> Repeats:
    """Compare the rows that share a stamp: equal ones are duplicates, the others conflict.
    ``stamps`` are those of the rows in ``frames``."""
    if (stamps[1:] > stamps[:-1]).all():
        return _none()
    later, first = _same_stamp(stamps)
    if not len(later):
        return _none()
    involved = np.unique(np.concatenate([later, first]))
    table = _gather(frames(), involved)
    ours, theirs = (table[np.searchsorted(involved, rows)] for rows in (later, first))
    is_equal = _equal(ours, theirs)
    mask = np.zeros(len(stamps), dtype=np.bool_)
    mask[later] = True
    pairs = pl.DataFrame({"line": ours["line"], "of_line": theirs["line"]}, schema=_PAIR)
    return Repeats(
        mask=mask,
        lines=pairs["line"].sort(),
        duplicates=pairs.filter(is_equal).sort("line"),
        conflicts=pairs.filter(~is_equal).sort("line"),
        values=sum(len(ours) - ours[name].null_count() for name in channels_of(ours)),
    )


def _none() -> Repeats:
    none = pl.DataFrame(schema=_PAIR)
    return Repeats(lines=none["line"], duplicates=none, conflicts=none)


def _same_stamp(stamps: Stamps) -> tuple[Stamps, Stamps]:
    """The rows whose stamp an earlier row holds, and for each the first row that does."""
    order = np.argsort(stamps, kind="stable")
    ordered = stamps[order]
    is_repeat = np.concatenate([[False], ordered[1:] == ordered[:-1]])
    starts = np.maximum.accumulate(np.where(is_repeat, 0, np.arange(len(order))))
    return order[is_repeat], order[starts[is_repeat]]


def _gather(frames: Iterable[pl.DataFrame], rows: Stamps) -> pl.DataFrame:
    """These rows (ascending, counted over all frames)."""
    parts, start = [], 0
    for frame in frames:
        low, high = np.searchsorted(rows, [start, start + len(frame)])
        if low < high:
            parts.append(frame[rows[low:high] - start])
        start += len(frame)
    return pl.concat(parts)


def _equal(ours: pl.DataFrame, theirs: pl.DataFrame) -> pl.Series:
    """Rows that agree in every channel; missing agrees with missing."""
    return pl.select(
        pl.all_horizontal([ours[name].eq_missing(theirs[name]) for name in channels_of(ours)])
    ).to_series()
