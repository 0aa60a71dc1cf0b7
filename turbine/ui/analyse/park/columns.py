"""The columns of the table of turbines, of one period and of two."""

import polars as pl

from turbine.services.park_against import COMPARED
from turbine.ui.analyse.numbers import titled
from turbine.ui.analyse.park.choice import SHARES
from turbine.ui.analyse.park.words import Words
from turbine.ui.analyse.words import Words as Views

_TITLES = {
    "turbine": Words.TURBINE,
    "rated_kw": Words.RATED_KW,
    "measured_kwh": Words.MEASURED_KWH,
    "scaled_kwh": Words.SCALED_OF_TURBINE,
    "recovery": Words.RECOVERY,
    "full_load_hours": Words.FULL_LOAD_HOURS,
    "cf_rows": Words.CF_ROWS,
    "cf_calendar": Words.CF_CALENDAR,
    "cf_scaled": Words.CF_SCALED,
    "time_based": Words.TIME_BASED,
    "production_based": Words.PRODUCTION_BASED,
    "mean_mps": Words.MEAN_MPS,
    "ratio": Words.RATIO,
    "difference_kwh": Words.DIFFERENCE_KWH,
    "reference_kwh": Words.REFERENCE_KWH,
    "intervals": Words.INTERVALS,
    "common_measured_kwh": Words.COMMON_KWH,
    "common_full_load_hours": Words.COMMON_FULL_LOAD,
    "common_cf_rows": Words.COMMON_CF,
    "common_time_based": Words.COMMON_TIME_BASED,
    "common_production_based": Words.COMMON_PRODUCTION_BASED,
    "common_mean_mps": Words.COMMON_MPS,
    "common_ratio": Words.COMMON_RATIO,
    "common_measured_hours": Words.COMMON_HOURS,
    "rows": Words.ROW_COUNT,
    "measured_hours": Words.HOURS,
    "alone": Words.ALONE,
}
_PERCENTS = (*SHARES, *(f"common_{name}" for name in SHARES))
_NOT_OF_SELECTED = ("scaled_kwh", "cf_calendar", "cf_scaled")
"""They go by the calendar."""


def turbines(its: pl.DataFrame, *, selected: bool) -> pl.DataFrame:
    """Their figures; of ``selected`` rows, without what these do not have, and recovery is said to
    be that of all rows."""
    if not selected:
        return titled(its, _TITLES, percents=_PERCENTS)
    titles = {name: title for name, title in _TITLES.items() if name not in _NOT_OF_SELECTED}
    return titled(its, {**titles, "recovery": Views.RECOVERY_OF_ALL}, percents=_PERCENTS)


def turbines_of_both(its: pl.DataFrame) -> pl.DataFrame:
    """Of A, of B, and B − A: of what is a percentage, in percentage points."""
    columns = [pl.col(name).alias(_TITLES[name]()) for name in ("turbine", "rated_kw")]
    for name in COMPARED:
        is_share, title = name in _PERCENTS, _TITLES[name]()
        difference = Words.POINTS_OF if is_share else Words.DIFFERENCE_OF
        for column, said in (
            (f"a_{name}", Words.OF_A(title=title)),
            (f"b_{name}", Words.OF_B(title=title)),
            (f"difference_{name}", difference(title=title)),
        ):
            columns.append((pl.col(column) * (100 if is_share else 1)).alias(said))
    return its.select(columns)
