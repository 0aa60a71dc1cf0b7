"""States in words by window: they have no mean, but a first, a last and a most frequent one."""

import polars as pl

from turbine.model.frame import stamps_of, to_time
from turbine.timing.windows import Windows

OF_WORDS = ("first", "last", "mode")
"""Functions whose values are words."""

_WORD = pl.col("word")
_FUNCTIONS = {
    "first": _WORD.first(),
    "last": _WORD.last(),
    # Of several that are as frequent, the one that comes first.
    "mode": _WORD.sort_by("alike", descending=True, maintain_order=True).first(),
    "count": pl.lit(None, pl.String),
}


def by_window(frame: pl.DataFrame, name: str, windows: Windows, function: str) -> pl.DataFrame:
    """``channel``, ``time`` (the window's label), ``word`` (the function's; null for a count) and
    ``count`` of each window that has a state. ``frame`` is canonical, sorted by time and inside the
    windows' period."""
    window = pl.Series("window", windows.index(stamps_of(frame)))
    rows = pl.DataFrame([window, frame[name].alias("word")]).drop_nulls()
    rows = rows.with_columns(pl.len().over("window", "word").alias("alike"))
    found = _FUNCTIONS[function].alias("word")
    part = rows.group_by("window", maintain_order=True).agg(
        found, pl.len().cast(pl.Int64).alias("count")
    )
    times = to_time(windows.labels).gather(part["window"])
    return part.select(pl.lit(name).alias("channel"), times.alias("time"), "word", "count")


def frequencies(values: pl.Series) -> tuple[tuple[str, int], ...]:
    """Each state and in how many rows it is, the most frequent first."""
    counts = dict(values.drop_nulls().value_counts().iter_rows())
    return tuple(sorted(counts.items(), key=lambda each: (-each[1], each[0])))
