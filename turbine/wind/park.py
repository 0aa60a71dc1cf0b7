"""Several turbines of a park against one another, on one :class:`turbine.wind.grid.Grid`.

What is compared is compared over the intervals that both sides have, as sums and as ratios of
sums: over all rows of each, a turbine with gaps in windy weeks would look weak.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from turbine.wind.arrays import Floats, Places, frame_of, ratio, sums
from turbine.wind.energy import HOUR_NS
from turbine.wind.grid import Grid

LEAST_ROWS = 30
"""Pairs below which no correlation is told."""
_BLOCK = 256


def reference_kw(grid: Grid, *, turbine: int | None, rated_kw: Floats) -> Floats:
    """(n, m): what the reference gave in each interval, for each turbine; NaN where there is none.

    The reference is one ``turbine`` (its column) or, if None, the park: the median of the turbines
    that have the interval, where that is more than half of those that have any. ``rated_kw`` (m,):
    powers are compared by their share of these, so that a larger turbine is no better one; of
    turbines of one size, or where sizes are not known, all of them are 1.
    """
    shares = grid.power_kw / rated_kw
    if turbine is not None:
        whole = shares[:, turbine]
    else:
        counts = np.isfinite(shares).sum(axis=1)
        taking_part = np.isfinite(shares).any(axis=0).sum()
        enough = counts * 2 > taking_part
        whole = np.full(len(shares), np.nan)
        every = enough & (counts == len(rated_kw))
        whole[every] = np.median(shares[every], axis=1)  # several times as fast as nanmedian
        if (some := enough & ~every).any():
            whole[some] = np.nanmedian(shares[some], axis=1)
    return whole[:, None] * rated_kw


def against(
    grid: Grid, reference: Floats, places: Places | None = None, count: int = 1
) -> pl.DataFrame:
    """Each turbine against the reference, over the intervals that both have.

    ``reference`` (n, m): as :func:`reference_kw`; ``places`` (n,): to which of ``count`` spans of
    time each interval belongs. Returns a row for each turbine and span: ``turbine``, ``span``,
    ``intervals``, ``measured_kwh``, ``reference_kwh``, ``difference_kwh`` (measured − reference)
    and ``ratio`` (measured / reference, of sums; null where the reference's sum is not above 0).
    """
    hours = grid.interval_ns / HOUR_NS
    place = np.zeros(len(grid.starts), dtype=np.int64) if places is None else places
    parts = []
    for turbine, own in enumerate(grid.power_kw.T):
        both = np.isfinite(own) & np.isfinite(reference[:, turbine])
        measured, expected = (
            sums(place[both], each[both] * hours, count) for each in (own, reference[:, turbine])
        )
        intervals = np.bincount(place[both], minlength=count)
        there = intervals > 0
        parts.append(
            frame_of(
                {
                    "turbine": np.full(count, turbine),
                    "span": np.arange(count),
                    "intervals": intervals,
                    "measured_kwh": np.where(there, measured, np.nan),
                    "reference_kwh": np.where(there, expected, np.nan),
                    "difference_kwh": np.where(there, measured - expected, np.nan),
                    "ratio": ratio(measured, expected),
                }
            )
        )
    return pl.concat(parts)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Correlation:
    """Of each two of m turbines."""

    r: Floats
    """(m, m): Pearson's; NaN for too few rows, and for values that do not vary."""
    rows: Places
    """(m, m): intervals that both have."""


def correlation(values: Floats, *, least_rows: int = LEAST_ROWS) -> Correlation:
    """Pearson's correlation of each two columns of ``values`` (n, m), over the rows that both
    have (NaN: none)."""
    blocks = _blocks(values)
    there = np.isfinite(blocks)
    mask = there.astype(np.float64)
    # About their means: sums of large values of one sign would cancel.
    centred = np.where(there, blocks, 0.0)
    means = ratio(centred.sum(axis=(0, 1)), mask.sum(axis=(0, 1)))
    centred = np.where(there, centred - means, 0.0)
    rows, own = _product(mask, mask), _product(centred, mask)
    squares, both = _product(centred**2, mask), _product(centred, centred)
    products = rows * both - own * own.T
    spread = rows * squares - own**2
    spread[spread <= 1e-12 * np.maximum(rows * squares, 1e-300)] = 0.0
    r = ratio(products, np.sqrt(spread) * np.sqrt(spread.T))
    return Correlation(
        r=np.where(rows >= least_rows, np.clip(r, -1.0, 1.0), np.nan),
        rows=np.rint(rows).astype(np.int64),
    )


def _blocks(values: Floats) -> Floats:
    """(n, m) as (blocks, rows, m), filled up with NaN: products of small matrices need none of the
    linear algebra's own threads, which on a busy machine wait for one another for seconds."""
    length, width = values.shape
    count = -(-length // _BLOCK)
    filled = np.full((count * _BLOCK, width), np.nan)
    filled[:length] = values
    return filled.reshape(count, _BLOCK, width)


def _product(a: Floats, b: Floats) -> Floats:
    """Σ aᵀ b over the blocks, (m, m)."""
    return np.asarray(np.matmul(a.transpose(0, 2, 1), b).sum(axis=0))


def scaled_kwh(grid: Grid, rated_kw: Floats, places: Places, count: int) -> tuple[Floats, Floats]:
    """What all m turbines would have given in each of ``count`` spans, if those that lack rows had
    at each moment run as the others did, by their rated power; and in how many hours any turbine
    has rows: an estimate of these hours, never of those in which none has.

    ``rated_kw`` (m,), all 1 if sizes are the same or not known; ``places`` (n,): the span of each
    interval.
    """
    hours = grid.interval_ns / HOUR_NS
    there = (grid.hours * rated_kw).sum(axis=1)
    whole = rated_kw.sum() * hours
    estimate = grid.kwh.sum(axis=1) * ratio(np.full(len(there), whole), there)
    return sums(places, np.nan_to_num(estimate), count), sums(
        places, np.full(len(there), hours), count
    )


def median_curve(curves: list[pl.DataFrame]) -> pl.DataFrame:
    """The park's curve: in each bin the median of the turbines' means, where more than half of
    those that have a curve have enough rows.

    ``curves``: as :func:`turbine.wind.power_curve.power_curve` gives them. Returns ``bin_mps``,
    ``median_kw`` and ``turbines``.
    """
    whole = [curve.filter(~pl.col("thin")).select("bin_mps", "mean_kw") for curve in curves]
    some = [curve for curve in whole if curve.height]
    if not some:
        return pl.DataFrame(
            schema={"bin_mps": pl.Float64, "median_kw": pl.Float64, "turbines": pl.Int64}
        )
    return (
        pl.concat(some)
        .group_by("bin_mps")
        .agg(
            pl.col("mean_kw").median().alias("median_kw"),
            pl.len().cast(pl.Int64).alias("turbines"),
        )
        .filter(pl.col("turbines") * 2 > len(some))
        .sort("bin_mps")
    )
