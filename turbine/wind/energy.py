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
    since, lasting_ns = steps.lasting()
    hours = lasting_ns[np.searchsorted(since, stamps_of(rows), side="right") - 1] / HOUR_NS
    return rows.select("time", pl.col(channel) * pl.Series(hours))


def row_hours(stamps: Stamps, steps: Steps) -> Floats:
    """How long each of these rows lasts, (n,), in hours; NaN where the rows tell no step. The
    stamps are among those that the steps were found from."""
    since, lasting_ns = steps.lasting()
    if not len(since):
        return np.full(len(stamps), np.nan)
    lasting = lasting_ns[np.searchsorted(since, stamps, side="right") - 1]
    return np.where(lasting > 0, lasting / HOUR_NS, np.nan)
