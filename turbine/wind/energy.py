"""From power to energy."""

import polars as pl

HOUR_NS = 3_600_000_000_000


def energy_kwh(sum_kw: pl.Expr, step_ns: int) -> pl.Expr:
    """The energy of means of power: their sum times the step that each is the mean of.

    Only what was measured counts: a missing row adds nothing, and is not made up for. (The sum of
    kW is no energy: six 10-minute means of 3,600 kW are 3,600 kWh, not 21,600.)
    """
    return sum_kw * (step_ns / HOUR_NS)
