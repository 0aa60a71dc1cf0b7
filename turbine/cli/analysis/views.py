"""The views of ``analyse`` but the wind: what each prints, and what it puts into JSON and CSV."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import polars as pl

from turbine.cli.analysis.tables import Told, energy, number, percent, rows_of
from turbine.cli.analysis.words import Words
from turbine.ingest.record import iso
from turbine.services import remarks
from turbine.services.analysis import Analysis
from turbine.services.curves import normalised
from turbine.services.free_flow import FreeFlow, free_flow
from turbine.services.measured import Curve, Measured
from turbine.services.windproof import Windproof
from turbine.wind.power_curve import REFERENCE_DENSITY
from turbine.wind.production import By
from turbine.wind.states import States


def production(measured: Measured, by: By, given: float | None) -> Told:
    """Energy by day, month or year."""
    rated, proposed, notes = _rated(measured, given, Words.NO_CAPACITY_FACTOR)
    result = Analysis.production(measured, by=by, rated_kw=rated)
    (total,) = rows_of(result.total)
    if total["undated_rows"]:
        notes.append(str(remarks.undated(total["undated_rows"])))
    no_row = pl.col("month_mean_kwh").is_null() & (pl.col("undated_rows") == 0)
    if empty := result.frame.filter(no_row).height:
        notes.append(Words.NO_ESTIMATE(count=empty))
    notes.append(Words.ESTIMATES_APART())
    own = {
        "by": by,
        "rated_kw": rated,
        "proposed_rated_kw": proposed,
        "total": total,
        "periods": rows_of(result.frame),
    }
    lines = {
        Words.MEASURED_ENERGY(): energy(total["measured_kwh"]),
        Words.DATA_RECOVERY(): percent(total["recovery"]),
        Words.MONTH_MEAN_ESTIMATE(): energy(total["month_mean_kwh"]),
        Words.BY_WIND_ESTIMATE(): energy(total["by_wind_kwh"]) if total["by_wind_hours"] else None,
        Words.CAPACITY_FACTOR(): None
        if rated is None
        else Words.CAPACITY_FACTORS(
            rows=percent(total["cf_rows"]),
            calendar=percent(total["cf_calendar"]),
            scaled=percent(total["cf_scaled"]),
        ),
        Words.FULL_LOAD(): None if rated is None else number(total["full_load_hours"]),
    }
    return Told(own=own, lines=lines, notes=notes, csv=result.frame, table=result.frame)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Chosen:
    """The rows of a power curve."""

    measured: Measured
    free: FreeFlow | None
    """If those in wakes are left out."""
    density: float | None
    """The mean one in kg/m³, if wind speeds are normalised."""


def chosen(measured: Measured, leave: Windproof | None, *, normalise: bool) -> Chosen:
    """Of these rows those that the curve is of. ``leave``: who knows the neighbours in whose wakes
    rows are left out."""
    free, density = None, None
    if leave is not None:
        site = measured.series.site
        stored = {i.series.turbine for i in leave.explorer.series() if i.series.site == site}
        free = free_flow(measured, leave.sites.turbines(site), stored)
        measured = free.measured
    if normalise:
        measured, density = normalised(measured)
    return Chosen(measured=measured, free=free, density=density)


def power_curve(rows: Chosen, against: Chosen | None) -> Told:
    """The curve; against that of another period, if there is one."""
    measured, free = rows.measured, rows.free
    curve = Analysis.power_curve(measured)
    notes = [str(remarks.no_performance_test())]
    lines: dict[str, Any] = {"rows": curve.rows}
    if free is not None:
        notes.append(Words.WAKES_OUT(count=free.in_wake))
        if free.undirected:
            notes.append(Words.UNDIRECTED(count=free.undirected))
        for row in free.sectors.filter(pl.col("width_deg") > 0).iter_rows(named=True):
            lines[Words.WAKE(turbine=row["turbine"])] = Words.WAKE_SECTOR(
                start=row["from_deg"],
                stop=row["to_deg"],
                distance_m=row["distance_m"],
                distance_d=row["distance_d"],
            )
    if rows.density is not None:
        notes.append(Words.NORMALISED(density=rows.density, reference=REFERENCE_DENSITY))
    if measured.noted_reference:
        notes.append(Words.NOTED_REFERENCE())
    if curve.left_out:
        notes.append(str(remarks.lacking(curve.left_out)))
    own: dict[str, Any] = {
        "rows": curve.rows,
        "left_out": curve.left_out,
        "density_kgpm3": rows.density,
        "in_wake": None if free is None else free.in_wake,
        "undirected": None if free is None else free.undirected,
        "wakes": None if free is None else rows_of(free.sectors),
        "bins": rows_of(curve.frame),
        "comparison": None,
    }
    table = curve.frame
    if against is not None:
        other = against.measured
        own["comparison"], more, table = _compared(measured, other, Analysis.power_curve(other))
        lines |= more
    return Told(own=own, lines=lines, notes=notes, csv=table, table=table)


def _compared(
    measured: Measured, other: Measured, curve: Curve
) -> tuple[dict[str, Any], dict[str, Any], pl.DataFrame]:
    result = Analysis.compare(measured, other)
    found = {
        "start": iso(other.period.start_ns),
        "stop": iso(other.period.stop_ns),
        "rows": curve.rows,
        "hours": result.hours,
        "hours_left_out": result.hours_left_out,
        "a_kwh": result.a_kwh,
        "b_kwh": result.b_kwh,
        "difference_kwh": result.difference_kwh,
        "uncertainty_kwh": result.uncertainty_kwh,
        "bins": rows_of(result.frame),
    }
    told = Words.DIFFERENCE(
        energy=result.difference_kwh,
        uncertainty=result.uncertainty_kwh,
        whole=result.a_kwh,
        hours=result.hours,
        left=result.hours_left_out,
    )
    return found, {Words.AGAINST(): told}, result.frame


def losses(measured: Measured, given: float | None, changes: Mapping[str, float]) -> Told:
    """Shortfalls by flag, and availability."""
    _, proposed, notes = _rated(measured, given, Words.RULES_NEED_RATED)
    rules = measured.rules(given, changes)
    result, available, found = Analysis.losses(measured, rules)
    notes.append(Words.UPPER_BOUND())
    if found.own_reference:
        notes.append(Words.OWN_REFERENCE())
    elif measured.noted_reference:
        notes.append(Words.NOTED_REFERENCE())
    definition = Words.AVAILABILITY_IS(
        cut_in=rules.cut_in_mps, cut_out=rules.cut_out_mps, idle=rules.idle_kw
    )
    notes.append(definition)
    if undated := measured.having("power_kw")["hours"].null_count():
        notes.append(Words.UNTIMED_ROWS(count=undated))
    figures = asdict(result)
    frame = figures.pop("frame")
    own = {
        "rated_kw": rules.rated_kw,
        "proposed_rated_kw": proposed,
        "own_reference": found.own_reference,
        "undated_rows": undated,
        **figures,
        "flags": rows_of(frame),
        "availability": asdict(available) | {"definition": definition},
        "not_checked": [asdict(each) for each in found.not_checked],
    }
    lines = {
        Words.SHORTFALL(): Words.KWH(energy=result.shortfall_kwh),
        Words.NET(): Words.KWH(energy=result.net_kwh),
        Words.RATIO(): percent(result.ratio),
        Words.TIME_BASED(): percent(available.time_based),
        Words.PRODUCTION_BASED(): percent(available.production_based),
    }
    return Told(own=own, lines=lines, notes=notes, csv=frame, table=frame)


def with_states(told: Told, its: States | None) -> Told:
    """The same with the availability by the states that are noted, if any are."""
    if its is None:
        return replace(told, own={**told.own, "states": None})
    figures = asdict(its)
    own = {**told.own, "states": {**figures, "frame": rows_of(its.frame)}}
    lines = {**told.lines, Words.BY_STATES(): percent(its.time_based)}
    notes = [*told.notes, Words.BY_STATES_IS(hours=its.unsaid_hours)]
    return replace(told, own=own, lines=lines, notes=notes)


def flags(measured: Measured, given: float | None, changes: Mapping[str, float]) -> Told:
    """Each rule with its count; as CSV the rows that any of them marks."""
    _, proposed, notes = _rated(measured, given, Words.RULES_NEED_RATED)
    rules = measured.rules(given, changes)
    found = Analysis.flags(measured, rules)
    notes.append(Words.NOTHING_CHANGED())
    rows = found.rows.height
    masks = [pl.Series(flag.code, flag.mask) for flag in found.flags]
    marked = found.rows.with_columns(masks)
    marked = marked.filter(pl.any_horizontal(pl.lit(False), *(flag.code for flag in found.flags)))
    own = {
        "rated_kw": rules.rated_kw,
        "proposed_rated_kw": proposed,
        "own_reference": found.own_reference,
        "rows": rows,
        "rows_flagged": marked.height,
        "flags": [
            {"flag": f.code, "title": f.title, "rule": f.rule, "rows": f.rows} for f in found.flags
        ],
        "not_checked": [asdict(each) for each in found.not_checked],
    }
    lines: dict[str, Any] = {"rows": rows}
    for flag in found.flags:
        lines[str(flag.title)] = Words.FLAGGED(count=flag.rows, rule=flag.rule)
    for left in found.not_checked:
        lines[str(left.title)] = Words.NOT_CHECKED(reason=left.reason)
    return Told(own=own, lines=lines, notes=notes, csv=marked)


def _rated(
    measured: Measured, given: float | None, without: Callable[[], str]
) -> tuple[float | None, float | None, list[str]]:
    """The rated power, what the rows propose, and what is to be said of the two."""
    proposed = measured.proposed_rated_kw() if "power_kw" in measured.names else None
    rated = measured.rated_kw(given)
    if rated is None:
        asked = [] if proposed is None else [Words.PROPOSED_RATED(rated_kw=proposed)]
        return rated, proposed, [without(), *asked]
    return rated, proposed, [] if given is not None else [Words.NOTED_RATED(rated_kw=rated)]
