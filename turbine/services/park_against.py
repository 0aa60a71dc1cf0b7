"""Tables of a park in period B against period A: of the same turbines, in the same order."""

import polars as pl

from turbine.model.frame import stamps_of
from turbine.timing.periods import Pair, aligned
from turbine.wind.production import By
from turbine.wind.two_periods import differences_by

COMPARED = (
    *("measured_kwh", "scaled_kwh", "recovery", "full_load_hours", "cf_rows", "cf_calendar"),
    *("cf_scaled", "time_based", "production_based", "mean_mps", "ratio"),
    *("common_measured_kwh", "common_full_load_hours", "common_cf_rows", "common_time_based"),
    *("common_production_based", "common_mean_mps", "common_ratio"),
    *("measured_hours", "rows"),
)
"""Figures of :func:`turbine.services.park_views.turbines` that are compared."""


def turbines_of_both(a: pl.DataFrame, b: pl.DataFrame) -> pl.DataFrame:
    """A row for each turbine: ``turbine``, ``rated_kw``, and of each COMPARED figure NAME
    ``a_NAME``, ``b_NAME`` and ``difference_NAME`` (B − A, of shares too).

    ``a``, ``b``: as :func:`turbine.services.park_views.turbines` gives them.
    """
    both = b.join(a, on="turbine", how="left", suffix="_of_a", maintain_order="left")
    columns = [pl.col("turbine"), pl.col("rated_kw")]
    for name in COMPARED:
        before, after = pl.col(f"{name}_of_a"), pl.col(name)
        columns += [
            before.alias(f"a_{name}"),
            after.alias(f"b_{name}"),
            (after - before).alias(f"difference_{name}"),
        ]
    return both.select(columns)


def sums_of_both(a: pl.DataFrame, b: pl.DataFrame, pair: Pair, by: By) -> pl.DataFrame:
    """The sums of the days, months or years that stand at the same place: as
    :func:`turbine.wind.two_periods.differences_by`, with ``scaled`` the estimate for all turbines.

    ``a``, ``b``: as :func:`turbine.services.park_views.summed` gives them.
    """
    named = [each.rename({"coverage": "recovery"}) for each in (a, b)]
    return differences_by(named[0], named[1], pair, by)


def months_of_both(a: pl.DataFrame, b: pl.DataFrame, pair: Pair) -> pl.DataFrame:
    """Each turbine against its reference in the months that stand at the same place: a row for
    each turbine and place, ``turbine``, ``place``, and ``a_`` and ``b_`` of ``start``, ``ratio``
    and ``intervals`` (null where there is none), with ``difference_ratio`` (B − A).

    ``a``, ``b``: as :func:`turbine.services.park_views.by_month` gives them.
    """
    stamps = [stamps_of(_first(each).select(time="start")) for each in (a, b)]
    places = aligned(pair, stamps[0], stamps[1], "1mo").with_row_index("place")
    turbines = b.select(pl.col("turbine").unique(maintain_order=True))
    found = turbines.join(places, how="cross", maintain_order="left_right")
    for side, its in (("a", a), ("b", b)):
        named = its.select(
            "turbine",
            pl.col("span").alias(side),
            *(pl.col(name).alias(f"{side}_{name}") for name in ("start", "ratio", "intervals")),
        )
        found = found.with_columns(pl.col(side).cast(named.schema[side]))
        found = found.join(named, on=["turbine", side], how="left", maintain_order="left")
    return found.drop("a", "b").with_columns(difference_ratio=pl.col("b_ratio") - pl.col("a_ratio"))


def _first(months: pl.DataFrame) -> pl.DataFrame:
    """Those of one turbine: all have the same."""
    return months.filter(pl.col("turbine") == pl.col("turbine").min())
