"""From power to energy."""

import numpy as np
import polars as pl

from turbine.model.frame import Stamps, stamps_of
from turbine.timing.steps import Steps
from turbine.wind.arrays import Floats

HOUR_NS = 3_600_000_000_000


def energy_kwh(sum_kw: pl.Expr, step_ns: pl.Expr) -> pl.Expr:
    """The energy from means of power: their sum times the step that each is the mean of.

    Only what was measured counts: a missing row adds nothing and is not estimated. (The sum of kW
    is not an energy: six 10-minute means of 3,600 kW are 3,600 kWh, not 21,600.)
    """
    return sum_kw * step_ns / HOUR_NS


def row_energies_kwh(rows: pl.DataFrame, channel: str, steps: Steps) -> pl.DataFrame:
    """``time``, and under the channel's name each row's own energy: its power times its duration.
    ``rows`` are sorted, and among those that the steps were found from."""
    hours = _lasting_ns(stamps_of(rows), steps) / HOUR_NS
    return rows.select("time", pl.col(channel) * pl.Series(hours))


def window_energies_kwh(rows: pl.DataFrame, channel: str, steps: Steps, edges: Stamps) -> Floats:
    """The energy between each two edges, (n - 1,), if rows may last longer than that: the energy of
    each is spread evenly over its duration. NaN where no row lasts."""
    stamps = stamps_of(rows)
    if not len(stamps):
        return np.full(len(edges) - 1, np.nan)
    lasting_ns = _lasting_ns(stamps, steps)
    hours = lasting_ns / HOUR_NS
    # Since the first row, so that they are exact as doubles. No row lasts beyond the next one.
    moments = np.column_stack([stamps, stamps + lasting_ns]).ravel() - stamps[0]
    kwh, lasted = (
        np.diff(np.interp(edges - stamps[0], moments, _steadily(each)))
        for each in (rows[channel].to_numpy() * hours, hours)
    )
    return np.where(lasted > 0, kwh, np.nan)


def _steadily(parts: Floats) -> Floats:
    """The running sum before and after each part."""
    after = np.cumsum(parts)
    return np.column_stack([after - parts, after]).ravel()


def row_hours(stamps: Stamps, steps: Steps) -> Floats:
    """How long each of these rows lasts, (n,), in hours; NaN where the rows tell no step. The
    stamps are among those that the steps were found from."""
    lasting_ns = _lasting_ns(stamps, steps)
    return np.where(lasting_ns > 0, lasting_ns / HOUR_NS, np.nan)


def _lasting_ns(stamps: Stamps, steps: Steps) -> Stamps:
    """How long each row lasts; 0 where the rows tell no step."""
    since, lasting_ns = steps.lasting()
    if not len(since):
        return np.zeros(len(stamps), dtype=np.int64)
    lasting: Stamps = lasting_ns[np.searchsorted(since, stamps, side="right") - 1]
    return lasting
