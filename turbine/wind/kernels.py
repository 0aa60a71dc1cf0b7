"""Statistics of raw rows by window: one pass, whatever the database can or cannot do itself.

Nulls are not values: every statistic is of the existing values. Nothing here makes a NaN.
"""

import re
from collections.abc import Callable, Iterable

import polars as pl

from turbine.model.channels import channel
from turbine.model.frame import TIME, stamps_of, to_time
from turbine.timing.windows import Windows
from turbine.wind import circular

Statistic = str
"""A name in _EXPRESSIONS, ``circular_mean``, or a percentile: ``p10``, ``p97.5``."""

_PERCENTILE = re.compile(r"p(?P<percent>[0-9]{1,2}(?:\.[0-9]{1,3})?)")

_EXPRESSIONS: dict[Statistic, Callable[[pl.Expr], pl.Expr]] = {
    "mean": lambda values: values.mean(),
    "min": lambda values: values.min(),
    "max": lambda values: values.max(),
    "sum": lambda values: values.sum(),
    "count": lambda values: values.count().cast(pl.Int64),
    "first": lambda values: values.drop_nulls().first(),
    "last": lambda values: values.drop_nulls().last(),
    "median": lambda values: values.median(),
    # Of a sample (n − 1): a single value has none.
    "stddev": lambda values: values.std(ddof=1),
    "stderr": lambda values: values.std(ddof=1) / values.count().sqrt(),
    "circular_stddev": circular.deviation_deg,
    "mode_sector": circular.most_frequent_sector_deg,
    "resultant": circular.resultant,
}


def percentile_of(statistic: str) -> float | None:
    """The percentage of a percentile, above 0 and below 100; None for what is none."""
    found = _PERCENTILE.fullmatch(statistic)
    return float(found["percent"]) or None if found else None


def _expression(statistic: Statistic, name: str) -> pl.Expr:
    values = pl.col("value")
    if (percent := percentile_of(statistic)) is not None:
        # Linear between the two nearest ranks (Hyndman and Fan 1996, type 7).
        return values.quantile(percent / 100.0, interpolation="linear")
    if statistic == "circular_mean":
        return circular.mean_deg(values, signed=channel(name).signed)
    return _EXPRESSIONS[statistic](values)


def by_window(
    frame: pl.DataFrame,
    channels: Iterable[str],
    windows: Windows,
    statistics: Iterable[Statistic],
) -> pl.DataFrame:
    """Statistics of each channel in each window that has a value of it.

    ``frame`` is canonical, sorted by time and inside the windows' period. Returns ``channel``,
    ``time`` (the window's label), then one column per statistic, sorted by channel (as requested)
    and time, as a store's own aggregate does.
    """
    wanted = list(dict.fromkeys((*statistics, "count")))
    window = pl.Series("window", windows.index(stamps_of(frame))).set_sorted()
    labels = to_time(windows.labels)
    parts = [empty_answer(wanted)]
    for name in channels:
        values = (
            pl.DataFrame([window, frame[name].alias("value")])  # a field may be called "window"
            .drop_nulls()
            .group_by("window", maintain_order=True)
            .agg(_expression(s, name).alias(s) for s in wanted)
        )
        part = values.select(
            pl.lit(name).alias("channel"), labels.gather(values["window"]).alias("time"), *wanted
        )
        parts.append(part)
    return pl.concat(parts).select("channel", "time", *statistics)


def empty_answer(statistics: Iterable[str]) -> pl.DataFrame:
    """A result without windows."""
    kinds = {s: pl.Int64() if s == "count" else pl.Float64() for s in statistics}
    return pl.DataFrame(schema={"channel": pl.String(), "time": TIME, **kinds})
