"""The rows of one turbine of a park: all of them and those that are selected, and their figures."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from turbine.model.frame import TIME, floats, stamps_of
from turbine.services.analysis import own_reference
from turbine.services.measured import Measured, least_rows_of
from turbine.services.selecting import Picked, picked
from turbine.wind.arrays import Masks, ratio
from turbine.wind.flags import Rules
from turbine.wind.grid import Grid
from turbine.wind.losses import availability
from turbine.wind.rows import beside
from turbine.wind.selection import PARTS, Selection
from turbine.wind.statistics import time_weighted_mean

_NO_WIND = pl.DataFrame(schema={"time": TIME, "hours": pl.Float64, "wind_mps": pl.Float64})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MemberRows:
    """The rows of one turbine."""

    measured: Measured
    """All of them, selected or not."""
    rules: Rules
    picked: Picked
    powered: pl.DataFrame
    """``time``, ``hours``, ``power_kw`` and, beside them, ``wind_mps`` and ``reference_kw`` as the
    page Losses has them: of all rows."""
    windy: pl.DataFrame
    """``time``, ``hours``, ``wind_mps``: of all rows."""
    selected: tuple[pl.DataFrame, pl.DataFrame]
    """Both of the selected rows alone; without a selection, the same."""
    curve: pl.DataFrame
    """``powered`` of the rows that its curve is of: inside a selected box and outside."""
    own_reference: bool
    """The reference is the period's own median curve, as there is no other."""
    lacks: tuple[str, ...]
    """Signals that the selection goes by and that the turbine does not have: no row of it is
    selected."""


def member_rows(measured: Measured, rules: Rules, selection: Selection) -> MemberRows:
    """One turbine after the other: how long its rows last is found once. Its reference is of all
    rows, and so is not another one with each selection."""
    powered = measured.having("power_kw")
    names = ["wind_mps"] if "wind_mps" in measured.names else []
    names += ["reference_kw"] if measured.has_reference else []
    rows = beside(powered, measured.rows.inside.select("time", *names))
    own = "wind_mps" in names and "reference_kw" not in names
    if own:
        columns = {name: floats(rows, name) for name in ("power_kw", "wind_mps")}
        reference = own_reference(columns, rules, least_rows_of(rows))
        rows = rows.with_columns(pl.Series("reference_kw", reference, nan_to_null=True))
    absent = [name for name in ("wind_mps", "reference_kw") if name not in rows.columns]
    powered = rows.with_columns(pl.lit(None, pl.Float64).alias(name) for name in absent)
    windy = measured.having("wind_mps") if "wind_mps" in names else _NO_WIND
    its = picked(measured, selection)
    selected = _of(powered, its), _of(windy, its)
    boxless = selection.but("box")
    needed = {name for part in selection.parts for name in PARTS[part.kind].needs}
    return MemberRows(
        measured=measured,
        rules=rules,
        picked=its,
        powered=powered,
        windy=windy,
        selected=selected,
        curve=selected[0] if boxless == selection else _of(powered, picked(measured, boxless)),
        own_reference=own,
        lacks=tuple(sorted(needed - measured.names.keys())),
    )


def _of(rows: pl.DataFrame, its: Picked) -> pl.DataFrame:
    """Those of these rows that are selected."""
    if its.rows == its.of:
        return rows
    kept = stamps_of(its.measured.rows.inside)
    return rows.filter(pl.Series(np.isin(stamps_of(rows), kept, assume_unique=True)))


def within(grid: Grid, rows: pl.DataFrame, mask: Masks) -> pl.DataFrame:
    """The rows that lie in the marked intervals."""
    dated = rows.drop_nulls("hours")
    if not len(grid.starts):
        return dated.clear()
    return dated.filter(pl.Series(grid.within(dated, mask)))


def figures(
    its: MemberRows, rows: pl.DataFrame, windy: pl.DataFrame
) -> dict[str, float | int | None]:
    """What these rows of one turbine come to; ``windy`` are those with wind speed."""
    rated = its.measured.rated_kw(None)
    dated = rows.drop_nulls("hours")
    hours = float(dated["hours"].sum())
    energy = float((dated["power_kw"] * dated["hours"]).sum())
    kwh, size = np.array([energy]), np.array([np.nan if rated is None else rated])
    available = availability(
        rows,
        cut_in_mps=its.rules.cut_in_mps,
        cut_out_mps=its.rules.cut_out_mps,
        idle_kw=its.rules.idle_kw,
    )
    has_rows = dated.height > 0
    found = {
        "measured_hours": hours,
        "measured_kwh": energy if has_rows else np.nan,
        "full_load_hours": ratio(kwh, size)[0] if has_rows else np.nan,
        "cf_rows": ratio(kwh, size * hours)[0],
        "mean_mps": time_weighted_mean(floats(windy, "wind_mps"), floats(windy, "hours")),
        "time_based": available.time_based,
        "production_based": available.production_based,
    }
    return {
        "rows": dated.height,
        **{name: None if np.isnan(value) else float(value) for name, value in found.items()},
    }
