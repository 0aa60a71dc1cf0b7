"""Rows on one stamp: finding them, and comparing them."""

from collections.abc import Iterable

import numpy as np
import polars as pl

from turbine.model.frame import Stamps, channels_of


def same_stamp(stamps: Stamps) -> tuple[Stamps, Stamps]:
    """The rows whose stamp an earlier row holds, and for each the first row that does."""
    order = np.argsort(stamps, kind="stable")
    ordered = stamps[order]
    is_repeat = np.concatenate([[False], ordered[1:] == ordered[:-1]])
    starts = np.maximum.accumulate(np.where(is_repeat, 0, np.arange(len(order))))
    return order[is_repeat], order[starts[is_repeat]]


def gather(frames: Iterable[pl.DataFrame], rows: Stamps) -> pl.DataFrame:
    """These rows (ascending, counted over all frames)."""
    parts, start = [], 0
    for frame in frames:
        low, high = np.searchsorted(rows, [start, start + len(frame)])
        if low < high:
            parts.append(frame[rows[low:high] - start])
        start += len(frame)
    return pl.concat(parts)


def equal(ours: pl.DataFrame, theirs: pl.DataFrame) -> pl.Series:
    """Rows that agree in every channel; missing agrees with missing."""
    return pl.select(
        pl.all_horizontal([ours[name].eq_missing(theirs[name]) for name in channels_of(ours)])
    ).to_series()
