"""Turbulence intensity and wind shear: what needs a deviation, or a second height."""

import math
from dataclasses import dataclass

import numpy as np
import polars as pl

from turbine.wind.arrays import Floats, frame_of

IEC_CLASSES = {"A+": 0.18, "A": 0.16, "B": 0.14, "C": 0.12}
"""I_ref of IEC 61400-1:2019: the expected turbulence intensity at 15 m/s."""
REPRESENTATIVE = 1.28
"""Deviations above the mean where a normal distribution has its 90th percentile."""


def turbulence_by_speed(
    speed_mps: Floats,
    deviation_mps: Floats,
    *,
    width_mps: float = 1.0,
    from_mps: float = 3.0,
    least_rows: int = 3,
) -> pl.DataFrame:
    """Turbulence intensity TI = σ/v by wind speed, in bins centred on multiples of the width.

    ``speed_mps`` is the mean of each row's interval, ``deviation_mps`` its standard deviation
    *within* the interval, as the turbine's controller records it (n,). The deviation of ten-minute
    means over an hour is another thing, and no turbulence. Rows below ``from_mps`` are left out.

    Returns one row per bin that has a row: ``bin_mps``, ``rows``, ``mean_ti``, ``std_ti`` (of a
    sample), ``representative_ti`` (mean + 1.28 std of TI, IEC 61400-1), ``p90_ti`` (the rows' own
    90th percentile) and ``thin``.
    """
    ti = pl.col("deviation") / pl.col("speed")
    return (
        pl.DataFrame({"speed": speed_mps, "deviation": deviation_mps})
        .filter(pl.all_horizontal(pl.all().is_finite()))
        .filter(pl.col("speed") >= from_mps, pl.col("speed") > 0, pl.col("deviation") >= 0)
        .group_by((((pl.col("speed") + width_mps / 2) / width_mps).floor() * width_mps).alias("b"))
        .agg(
            pl.len().cast(pl.Int64).alias("rows"),
            ti.mean().alias("mean_ti"),
            ti.std().alias("std_ti"),
            ti.quantile(0.9, "linear").alias("p90_ti"),
        )
        .sort("b")
        .select(
            pl.col("b").alias("bin_mps"),
            "rows",
            "mean_ti",
            "std_ti",
            (pl.col("mean_ti") + REPRESENTATIVE * pl.col("std_ti")).alias("representative_ti"),
            "p90_ti",
            (pl.col("rows") < least_rows).alias("thin"),
        )
    )


def iec_class_curve(reference: float, speed_mps: Floats) -> Floats:
    """TI that the normal turbulence model of IEC 61400-1:2019 allows a class, (n,): its 90th
    percentile, I_ref (0.75 v + 5.6) / v; ``reference`` is I_ref. NaN where v is not above 0."""
    speed = np.where(speed_mps > 0, speed_mps, np.nan)
    return np.asarray(reference * (0.75 + 5.6 / speed), dtype=np.float64)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shear:
    """The exponent α of v₂/v₁ = (z₂/z₁)^α, by the power law."""

    rows: int
    alpha_of_means: float
    """From the mean speeds: the ratio of sums, which wind speeds near 0 cannot spoil."""
    alpha_median: float
    """The median of the rows' own exponents."""
    by_hour: pl.DataFrame
    """``hour`` (0-23, local), ``rows`` and ``alpha`` of that hour's means."""
    by_month: pl.DataFrame
    """``month`` of the year (1-12, local), ``rows`` and ``alpha`` of that month's means."""


def shear(rows: pl.DataFrame, heights_m: tuple[float, float], *, from_mps: float = 3.0) -> Shear:
    """Wind shear from two heights.

    ``rows``: ``lower_mps``, ``upper_mps``, ``hour`` (0-23, of the local day) and ``month`` (1-12);
    ``heights_m``: theirs. Rows with a speed missing or below ``from_mps`` at either height are left
    out; without any, the exponents are NaN. Raises ValueError unless 0 < lower height < upper
    height.
    """
    lower_m, upper_m = heights_m
    if not 0 < lower_m < upper_m:
        raise ValueError("the lower height is above 0 and below the upper one")
    scale = math.log(upper_m / lower_m)
    used = rows.filter(
        pl.all_horizontal(pl.col("lower_mps", "upper_mps").is_finite()),
        pl.min_horizontal("lower_mps", "upper_mps") >= from_mps,
        pl.min_horizontal("lower_mps", "upper_mps") > 0,
    )
    lower, upper = (used[name].to_numpy() for name in ("lower_mps", "upper_mps"))
    alphas = np.log(upper / lower) / scale

    def by(name: str, first: int, count: int) -> pl.DataFrame:
        place = used[name].to_numpy() - first
        low, high = (np.bincount(place, weights=each, minlength=count) for each in (lower, upper))
        rows_of = np.bincount(place, minlength=count)
        alpha, some = np.full(count, np.nan), rows_of > 0
        alpha[some] = np.log(high[some] / low[some]) / scale
        return frame_of({name: first + np.arange(count), "rows": rows_of, "alpha": alpha})

    return Shear(
        rows=len(lower),
        alpha_of_means=math.log(upper.sum() / lower.sum()) / scale if len(lower) else math.nan,
        alpha_median=float(np.median(alphas)) if len(lower) else math.nan,
        by_hour=by("hour", 0, 24),
        by_month=by("month", 1, 12),
    )
