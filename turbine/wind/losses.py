"""Energy that a reference says was not produced, and availability from SCADA alone.

A shortfall against a reference curve is an *upper bound* of what was lost: the reference may
promise too much, and a nacelle's wind speed is not that of the free flow. Ratios are ratios of
sums: the mean of rows' ratios would give a calm hour the weight of a storm.

References
----------
IEC 61400-26-1:2019 for time- and production-based availability. It goes by the turbine's state,
which these rows do not have: what is computed here is an operational estimate by wind and power,
with the definition beside it, and neither its technical nor its contractual availability.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from turbine.wind.arrays import Floats, Masks

OTHER = "other"
"""Of rows that fall short and have no flag."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Losses:
    """All in kWh, of the rows that have power, reference and duration."""

    frame: pl.DataFrame
    """One row per flag in the order given, then ``other``: ``flag``, ``rows`` and ``hours`` (that
    fall short), ``shortfall_kwh`` and ``share`` (of all shortfalls). A row counts once, with the
    first of its flags."""
    rows: int
    hours: float
    measured_kwh: float
    reference_kwh: float
    shortfall_kwh: float
    """Σ (reference − power) Δt of the rows below the reference: the upper bound."""
    surplus_kwh: float
    """Σ (power − reference) Δt of the rows above it."""
    net_kwh: float
    """Their difference: reference − measured."""
    ratio: float
    """Measured / reference, as a ratio of sums; NaN without a reference above 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    """Of the rows with cut-in ≤ wind speed < cut-out."""

    rows: int
    hours: float
    """In that range, with power and a duration."""
    producing_hours: float
    """Of these, with power above 0 (above ``idle_kw``)."""
    time_based: float
    """Producing hours / hours; NaN without any."""
    measured_kwh: float
    reference_kwh: float
    """Both of those rows that have a reference."""
    production_based: float
    """Measured / reference energy, as a ratio of sums."""


def losses(rows: pl.DataFrame, flags: Mapping[str, Masks]) -> Losses:
    """The shortfall against the reference, split by flags.

    ``rows``: ``power_kw``, ``reference_kw`` and ``hours``, null where there is none. ``flags``: by
    code, a mask over these rows, (n,); its order decides where several mark a row.
    """
    power, reference, hours = (
        rows[name].to_numpy() for name in ("power_kw", "reference_kw", "hours")
    )
    known = np.isfinite(power) & np.isfinite(reference) & np.isfinite(hours)
    missing = np.where(known, (reference - power) * hours, 0.0)
    short = np.flatnonzero(missing > 0)
    lost, lasting = missing[short], hours[short]
    shortfall = float(lost.sum())
    cause = np.full(len(short), len(flags))
    for number, mask in reversed([*enumerate(flags.values())]):
        cause[mask[short]] = number  # the first that marks it has the last word
    parts = []
    for number, code in enumerate([*flags, OTHER]):
        of = cause == number
        energy = float(lost[of].sum())
        share = energy / shortfall if shortfall > 0 else None
        parts.append((code, int(of.sum()), float(lasting[of].sum()), energy, share))
    measured = float((power * hours)[known].sum())
    expected = float((reference * hours)[known].sum())
    return Losses(
        frame=pl.DataFrame(
            parts,
            schema={
                "flag": pl.String,
                "rows": pl.Int64,
                "hours": pl.Float64,
                "shortfall_kwh": pl.Float64,
                "share": pl.Float64,
            },
            orient="row",
        ),
        rows=int(known.sum()),
        hours=float(hours[known].sum()),
        measured_kwh=measured,
        reference_kwh=expected,
        shortfall_kwh=shortfall,
        surplus_kwh=float(-missing[missing < 0].sum()),
        net_kwh=float(missing.sum()),
        ratio=_of(measured, expected),
    )


def availability(
    rows: pl.DataFrame,
    *,
    cut_in_mps: float = 3.0,
    cut_out_mps: float = 25.0,
    idle_kw: float = 0.0,
) -> Availability:
    """Time- and production-based availability, by wind speed and power.

    ``rows``: ``wind_mps``, ``power_kw``, ``hours`` and ``reference_kw``, null where there is none.
    A turbine that is held back or starved by its neighbours is *available* here as long as it
    gives power, and one that waits for the wind to hold counts as not.
    """
    wind, power, reference, hours = (
        rows[name].to_numpy() for name in ("wind_mps", "power_kw", "reference_kw", "hours")
    )
    windy: Masks = (wind >= cut_in_mps) & (wind < cut_out_mps)
    windy &= np.isfinite(power) & np.isfinite(hours)
    compared = windy & np.isfinite(reference)

    def total(values: Floats, mask: Masks) -> float:
        return float(values[mask].sum())

    return _available(
        int(windy.sum()),
        hours=total(hours, windy),
        producing_hours=total(hours, windy & (power > idle_kw)),
        measured_kwh=total(power * hours, compared),
        reference_kwh=total(reference * hours, compared),
    )


def available_together(results: Sequence[Availability]) -> Availability:
    """Over several turbines: ratios of the sums."""

    def whole(name: str) -> float:
        return float(sum(getattr(each, name) for each in results))

    sums = ("hours", "producing_hours", "measured_kwh", "reference_kwh")
    rows = sum(each.rows for each in results)
    return _available(rows, **{name: whole(name) for name in sums})


def _available(
    rows: int, *, hours: float, producing_hours: float, measured_kwh: float, reference_kwh: float
) -> Availability:
    return Availability(
        rows=rows,
        hours=hours,
        producing_hours=producing_hours,
        time_based=_of(producing_hours, hours),
        measured_kwh=measured_kwh,
        reference_kwh=reference_kwh,
        production_based=_of(measured_kwh, reference_kwh),
    )


def _of(part: float, whole: float) -> float:
    return part / whole if whole > 0 else float("nan")
