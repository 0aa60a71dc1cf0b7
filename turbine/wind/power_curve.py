"""Measured power curves by the method of bins, their comparison, and air density.

The binning is that of IEC 61400-12-1:2017 (0.5 m/s, centred on its multiples). It is *not* a power
performance test by that standard: a nacelle's wind speed, no site calibration, no chosen sectors,
no turbulence correction. Nothing made here may be called compliant.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from turbine.wind.arrays import Floats, Masks, frame_of, ratio, sums

WIDTH_MPS = 0.5
LEAST_ROWS = 3
"""Half an hour of ten-minute rows, below which the standard calls a bin incomplete."""
GAS_CONSTANT = 287.05
"""Of dry air, J/(kg K), as in IEC 61400-12-1."""
REFERENCE_DENSITY = 1.225
"""Of the standard atmosphere at sea level, kg/m³."""


def power_curve(
    wind_mps: Floats,
    power_kw: Floats,
    *,
    width_mps: float = WIDTH_MPS,
    least_rows: int = LEAST_ROWS,
) -> pl.DataFrame:
    """The curve by the method of bins: [c − width/2, c + width/2) for each multiple c of the width.

    ``wind_mps`` and ``power_kw`` (n,), in m/s and kW; rows without one of them count nowhere.

    Returns one row per bin that has a row, by wind speed: ``bin_mps`` (its centre), ``rows``,
    ``wind_mps`` (their mean), ``mean_kw``, ``median_kw``, ``std_kw`` (of a sample, n − 1; null for
    one row), ``uncertainty_kw`` (the category A standard uncertainty of the mean, std / √n, which
    takes the rows for independent; ten-minute rows follow one another, so it is a lower bound) and
    ``thin`` (fewer than ``least_rows``). Empty bins are absent and never interpolated.
    """
    rows = pl.DataFrame({"wind": wind_mps, "power": power_kw}).filter(
        pl.all_horizontal(pl.all().is_finite())
    )
    place = ((pl.col("wind") + width_mps / 2) / width_mps).floor()
    return (
        rows.group_by((place * width_mps).alias("bin_mps"))
        .agg(
            pl.len().cast(pl.Int64).alias("rows"),
            pl.col("wind").mean().alias("wind_mps"),
            pl.col("power").mean().alias("mean_kw"),
            pl.col("power").median().alias("median_kw"),
            pl.col("power").std().alias("std_kw"),
        )
        .sort("bin_mps")
        .with_columns(
            (pl.col("std_kw") / pl.col("rows").sqrt()).alias("uncertainty_kw"),
            (pl.col("rows") < least_rows).alias("thin"),
        )
    )


def cells_of(
    wind_mps: Floats, power_kw: Floats, *, height_kw: float, width_mps: float = WIDTH_MPS / 2
) -> pl.DataFrame:
    """The rows counted in cells [w, w + width) × [p, p + height): a scatter of any number of rows.

    ``wind_mps``, ``power_kw`` (n,). Returns ``wind_mps``, ``power_kw`` (a cell's lower corner),
    ``to_mps``, ``to_kw`` (its upper one) and ``rows``, of the cells that have a row.
    """
    corner = (
        (pl.col(name) / length).floor() * length
        for name, length in (("wind_mps", width_mps), ("power_kw", height_kw))
    )
    return (
        pl.DataFrame({"wind_mps": wind_mps, "power_kw": power_kw})
        .filter(pl.all_horizontal(pl.all().is_finite()))
        .group_by(*corner)
        .agg(pl.len().cast(pl.Int64).alias("rows"))
        .sort("wind_mps", "power_kw")
        .with_columns(
            (pl.col("wind_mps") + width_mps).alias("to_mps"),
            (pl.col("power_kw") + height_kw).alias("to_kw"),
        )
    )


def power_at(
    curve: pl.DataFrame,
    wind_mps: Floats,
    which: Literal["mean_kw", "median_kw"] = "mean_kw",
    *,
    width_mps: float = WIDTH_MPS,
) -> Floats:
    """What a curve gives at these wind speeds, (n,), in kW.

    ``curve`` is that of :func:`power_curve`, with bins of that width. Linear between its bins' own
    mean wind speeds; thin bins are passed over. Level from the outermost means to the edges of
    their bins, and NaN beyond: a curve is not extrapolated.
    """
    whole = curve.filter(~pl.col("thin"))
    if whole.is_empty():
        return np.full(len(wind_mps), np.nan)
    centres = whole["bin_mps"].to_numpy()
    half = width_mps / 2
    power = np.interp(wind_mps, whole["wind_mps"].to_numpy(), whole[which].to_numpy())
    inside = (wind_mps >= centres[0] - half) & (wind_mps < centres[-1] + half)
    return np.where(inside, power, np.nan)


def power_of(speeds_mps: Floats, powers_kw: Floats, wind_mps: Floats) -> Floats:
    """What a table of wind speeds, rising, and powers gives at these wind speeds, (n,), in kW:
    linear between its points, NaN beyond them."""
    return np.interp(wind_mps, speeds_mps, powers_kw, left=np.nan, right=np.nan)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Comparison:
    """Curve B against curve A."""

    frame: pl.DataFrame
    """One row per bin of the reference distribution: ``bin_mps``, ``hours`` (of the distribution),
    ``a_kw``, ``b_kw``, ``difference_kw`` (B − A), ``uncertainty_kw`` (√(u_A² + u_B²)) and
    ``difference_kwh``; null where a curve has no bin, or a thin one."""
    hours: float
    """Of the distribution, in bins that both curves have."""
    hours_left_out: float
    """Of the distribution, in others: they are in no sum."""
    a_kwh: float
    b_kwh: float
    difference_kwh: float
    uncertainty_kwh: float
    """Of the difference: bins taken as independent, and rows too (a lower bound)."""


def compare(a: pl.DataFrame, b: pl.DataFrame, distribution: pl.DataFrame) -> Comparison:
    """The difference of two curves of one bin width, per bin in kW, and in energy on one wind: the
    same hours in each bin for both, so that a windier period does not count as a better turbine.

    ``a``, ``b``: as :func:`power_curve` gives them. ``distribution``: as :func:`hours_by_bin` does.
    """
    columns = [
        distribution.select("bin_mps", "hours").join(
            curve.filter(~pl.col("thin")), on="bin_mps", how="left", maintain_order="left"
        )
        for curve in (a, b)
    ]
    hours = distribution["hours"].to_numpy()
    a_kw, b_kw = (each["mean_kw"].to_numpy() for each in columns)
    u_a, u_b = (each["uncertainty_kw"].to_numpy() for each in columns)
    difference, uncertainty = b_kw - a_kw, np.hypot(u_a, u_b)
    both = np.isfinite(difference)
    return Comparison(
        frame=frame_of(
            {
                "bin_mps": distribution["bin_mps"],
                "hours": hours,
                "a_kw": a_kw,
                "b_kw": b_kw,
                "difference_kw": difference,
                "uncertainty_kw": uncertainty,
                "difference_kwh": difference * hours,
            }
        ),
        hours=float(hours[both].sum()),
        hours_left_out=float(hours[~both].sum()),
        a_kwh=float((a_kw * hours)[both].sum()),
        b_kwh=float((b_kw * hours)[both].sum()),
        difference_kwh=float((difference * hours)[both].sum()),
        uncertainty_kwh=float(np.sqrt(((uncertainty * hours)[both] ** 2).sum())),
    )


def hours_by_bin(wind_mps: Floats, hours: Floats, *, width_mps: float = WIDTH_MPS) -> pl.DataFrame:
    """A distribution of wind speed: ``bin_mps`` (centre) and ``hours`` of each bin with a row.

    ``wind_mps``, ``hours`` (n,): rows without one of them count nowhere.
    """
    known: Masks = np.isfinite(wind_mps) & np.isfinite(hours)
    place = np.floor((wind_mps[known] + width_mps / 2) / width_mps)
    centres, index = np.unique(place, return_inverse=True)
    total = sums(index, hours[known], len(centres))
    return pl.DataFrame({"bin_mps": centres * width_mps, "hours": total})


def air_density(temperature_c: Floats, pressure_hpa: Floats) -> Floats:
    """The density of dry air, ρ = p / (R T), (n,), in kg/m³, from °C and hPa at hub height.

    IEC 61400-12-1:2017 without its term for humidity, which lowers ρ by up to about 1 % in warm
    and moist air. NaN where one of them is missing, or a temperature is not above absolute zero.
    """
    return ratio(100.0 * pressure_hpa, GAS_CONSTANT * (temperature_c + 273.15))


def normalised_wind(
    wind_mps: Floats, density: Floats, *, reference: float = REFERENCE_DENSITY
) -> Floats:
    """The wind speed that holds the same power at the reference density: v (ρ/ρ₀)^⅓, (n,), in m/s.

    IEC 61400-12-1:2017, for turbines whose power is controlled by pitch; density in kg/m³.
    """
    return wind_mps * np.cbrt(density / reference)
