"""Weibull distributions of wind speed: two ways to fit one, and how well it fits.

f(v) = k/A (v/A)^(k−1) exp(−(v/A)^k), with shape k and scale A in m/s.

References
----------
J. V. Seguro, T. W. Lambert, Modern estimation of the parameters of the Weibull wind speed
distribution for wind energy analysis, J. Wind Eng. Ind. Aerodyn. 85 (2000) 75-84 (likelihood);
C. G. Justus et al., Methods for estimating wind speed frequency distributions, J. Appl. Meteorol.
17 (1978) 350-353 (moments).
"""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from turbine.wind.arrays import Floats, frame_of, sums

_SHAPES = 0.05, 100.0
"""Beyond these the rows are no distribution of wind speed."""
_MOST_EMPTY = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Weibull:
    """A fit, with what tells whether to trust it."""

    method: Literal["likelihood", "moments"]
    k: float
    scale_mps: float
    """A."""
    rows: int
    """That the fit is of."""
    zeros: int
    """Rows at 0 m/s: the likelihood has no place for them, the moments have."""
    log_likelihood: float
    """Of the rows above 0."""
    ks: float
    """The largest difference between the cumulative shares of rows and fit (Kolmogorov and
    Smirnov's D), of the rows above 0. Of ten-minute rows, which follow one another, no probability
    can be read from it."""
    cube_ratio: float
    """The fit's mean of v³ over the rows' own: the energy in the wind that the fit tells of."""

    def below(self, speed_mps: Floats) -> Floats:
        """The cumulative share F(v) at each speed, (n,)."""
        return _below(self.k, self.scale_mps, speed_mps)

    @property
    def mean_mps(self) -> float:
        return self.scale_mps * math.gamma(1 + 1 / self.k)


def by_likelihood(speed_mps: Floats) -> Weibull | None:
    """The fit of maximum likelihood, to the rows above 0; None if they are fewer than two, or
    as good as equal.

    ``speed_mps`` (n,), NaN where there is none. k is the zero of Σvᵏ ln v / Σvᵏ − 1/k − mean(ln v),
    which ascends in k: Newton's steps, kept between two bounds; then Aᵏ = mean(vᵏ).
    """
    speed = _positive(speed_mps)
    if len(speed) < 2 or speed.min() == speed.max():
        return None
    top = float(speed.max())
    logs = np.log(speed / top)  # of a number up to 1, so that no power overflows
    mean_log = float(logs.mean())
    low, high = _SHAPES
    k = 2.0
    for _ in range(100):
        powers = np.exp(k * logs)
        total, first, second = (float((powers * logs**n).sum()) for n in range(3))
        value = first / total - 1 / k - mean_log
        low, high = (low, k) if value > 0 else (k, high)
        slope = second / total - (first / total) ** 2 + 1 / k**2
        step = k - value / slope
        before, k = k, step if low < step < high else (low + high) / 2
        if abs(k - before) <= 1e-13 * k:
            break
    if not _SHAPES[0] * 1.01 < k < _SHAPES[1] * 0.99:
        return None
    scale = top * float(np.exp(k * logs).mean()) ** (1 / k)
    return _fit("likelihood", k, scale, speed_mps)


def by_moments(speed_mps: Floats) -> Weibull | None:
    """The fit with the rows' own mean and standard deviation (of a sample, n − 1), zeros included;
    None if they have as good as no spread.

    ``speed_mps`` (n,), NaN where there is none. Γ(1 + 2/k) / Γ(1 + 1/k)² − 1 = (σ/v̄)², which
    descends in k, by halving; A = v̄ / Γ(1 + 1/k).
    """
    speed = speed_mps[np.isfinite(speed_mps) & (speed_mps >= 0)]
    if len(speed) < 2:
        return None
    mean, std = float(speed.mean()), float(speed.std(ddof=1))
    if not (mean > 0 and std > 0):
        return None
    low, high = _SHAPES
    for _ in range(100):
        k = (low + high) / 2
        spread = math.exp(math.lgamma(1 + 2 / k) - 2 * math.lgamma(1 + 1 / k)) - 1
        low, high = (k, high) if spread > (std / mean) ** 2 else (low, k)
    if not _SHAPES[0] * 1.01 < k < _SHAPES[1] * 0.99:
        return None
    return _fit("moments", k, mean / math.gamma(1 + 1 / k), speed_mps)


def histogram(
    speed_mps: Floats, hours: Floats, fit: Weibull | None = None, *, width_mps: float = 1.0
) -> pl.DataFrame:
    """Rows and hours by wind speed, [m·width, (m + 1)·width) from 0 to the highest.

    ``speed_mps``, ``hours`` (n,), NaN where there is none; such rows and those below 0 count
    nowhere. Returns ``from_mps``, ``to_mps``, ``rows``, ``hours``, ``share`` (of the hours) and
    ``weibull_share`` (what the fit expects of the bin; null without one). Empty bins are there, but
    not beyond the hundredth: one wrong value of 65,535 m/s is one bin.
    """
    known = np.isfinite(speed_mps) & (speed_mps >= 0) & np.isfinite(hours)
    number = speed_mps[known] // width_mps
    numbers = np.union1d(np.arange(min(number.max(initial=-1.0) + 1, _MOST_EMPTY)), number)
    place, count = np.searchsorted(numbers, number), len(numbers)
    starts = numbers * width_mps
    total = sums(place, hours[known], count)
    expected: Floats = np.full(count, np.nan)
    if fit is not None:
        expected = fit.below(starts + width_mps) - fit.below(starts)
    return frame_of(
        {
            "from_mps": starts,
            "to_mps": starts + width_mps,
            "rows": np.bincount(place, minlength=count),
            "hours": total,
            "share": total / total.sum() if total.sum() > 0 else total,
            "weibull_share": expected,
        }
    )


def _positive(speed: Floats) -> Floats:
    return speed[np.isfinite(speed) & (speed > 0)]


def _below(k: float, scale: float, speed: Floats) -> Floats:
    return np.asarray(-np.expm1(-((np.maximum(speed, 0.0) / scale) ** k)), dtype=np.float64)


def _fit(method: Literal["likelihood", "moments"], k: float, scale: float, all_: Floats) -> Weibull:
    speed = np.sort(_positive(all_))
    zeros = int((all_ == 0).sum())
    n = len(speed)
    part = speed / scale
    expected = _below(k, scale, speed)
    ranks = np.arange(n) / n
    cubes = float((part**3).sum()) / (n + zeros)  # of the scale's, which may overflow
    return Weibull(
        method=method,
        k=k,
        scale_mps=scale,
        rows=n + (zeros if method == "moments" else 0),
        zeros=zeros,
        log_likelihood=n * math.log(k / scale)
        + float(((k - 1) * np.log(part)).sum() - (part**k).sum()),
        ks=float(np.maximum(expected - ranks, ranks + 1 / n - expected).max()),
        cube_ratio=math.gamma(1 + 3 / k) / cubes,
    )
