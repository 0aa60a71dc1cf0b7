"""Production: energy by day, month and year, and what gaps may have held."""

from collections.abc import Mapping

import polars as pl
import streamlit as st

from turbine.charts.beside import two_periods, year_over_year
from turbine.charts.production import over_time
from turbine.charts.selected import pickable
from turbine.services import remarks
from turbine.services.analysis import Analysis
from turbine.ui.analyse import companions, picking, production_against, selected_production
from turbine.ui.analyse.choice import Option
from turbine.ui.analyse.numbers import Card, cards, joined, percent
from turbine.ui.analyse.view import Earlier, Shown, Tables, Turbine, View
from turbine.ui.analyse.words import Words
from turbine.ui.common.chart import chart
from turbine.ui.common.feedback import plain
from turbine.wind.production import By, Production, together
from turbine.wind.two_periods import differences_by, energy_differences

_SHARES = ("recovery", "cf_rows", "cf_calendar", "cf_scaled")
_COLUMNS = {
    "start": Words.START,
    "partial": Words.PARTIAL,
    "measured_kwh": Words.MEASURED_KWH,
    "recovery": Words.RECOVERY,
    "month_mean_kwh": Words.MONTH_MEAN_KWH,
    "scaled_kwh": Words.SCALED_KWH,
    "by_wind_kwh": Words.BY_WIND_KWH,
    "by_wind_hours": Words.BY_WIND_HOURS,
    "cf_rows": Words.CF_ROWS,
    "cf_calendar": Words.CF_CALENDAR,
    "cf_scaled": Words.CF_SCALED,
    "full_load_hours": Words.FULL_LOAD_HOURS,
    "hours": Words.CALENDAR_HOURS,
    "measured_hours": Words.MEASURED_HOURS,
    "rows": Words.ROWS_WITH_POWER,
    "undated_rows": Words.UNDATED,
}


def _draw(shown: Shown) -> Tables:
    by: By = shown.choice.options["by"]  # type: ignore[assignment] # one of the option's values
    results = _produced(shown.turbines, by)
    if len(results) > 1:
        st.caption(Words.SUM_OF(turbines=tuple(map(plain, results))))
    if shown.earlier is not None:
        return _against(shown, shown.earlier, results, by)
    if shown.choice.selection:
        return selected_production.draw(shown, by, results)
    _numbers(list(results.values()))
    _notes([*results.values()])
    zone, estimate = shown.choice.zone, shown.choice.options["estimate"]
    frames = {name: each.frame for name, each in results.items()}
    if shown.choice.options["compare"] == "years":
        monthly = results if by == "month" else _produced(shown.turbines, "month")
        of_months = {name: each.frame for name, each in monthly.items()}
        figure = year_over_year(of_months, zone=zone, estimate=estimate)
        chart(figure, key="production_chart", alt=Words.PRODUCTION_ALT())
    else:
        figure = over_time(frames, by=by, zone=zone, estimate=estimate)
        chart(
            pickable(figure),
            key="production_chart",
            alt=Words.PRODUCTION_ALT(),
            on_pick=picking.calendar("production", zone, by),
        )
    companions.over_time(shown, "production")
    return _tables({_BY_TITLES[by](): frames, Words.WHOLE_PERIOD(): _totals(results)})


def _produced(turbines: tuple[Turbine, ...], by: By) -> dict[str, Production]:
    return {
        each.name: Analysis.production(each.whole, by=by, rated_kw=each.rated_kw)
        for each in turbines
    }


def _totals(results: Mapping[str, Production]) -> dict[str, pl.DataFrame]:
    totals = {name: each.total for name, each in results.items()}
    if len(results) > 1:
        totals[Words.ALL_TURBINES()] = together(list(results.values()))
    return totals


def _tables(titled: Mapping[str, Mapping[str, pl.DataFrame]]) -> dict[str, pl.DataFrame]:
    return {
        title: joined(frames, Words.TURBINE, _COLUMNS, percents=_SHARES)
        for title, frames in titled.items()
    }


def _against(shown: Shown, earlier: Earlier, results: Mapping[str, Production], by: By) -> Tables:
    """B beside A, and their difference: of each turbine and of all."""
    before = _produced(earlier.turbines, by)
    a, b = _totals(before), _totals(results)
    totals = {name: energy_differences(a[name], b[name]) for name in b}
    frames = {name: (before[name].frame, each.frame) for name, each in results.items()}
    by_place = {name: differences_by(*both, earlier.pair, by) for name, both in frames.items()}
    _numbers(list(results.values()), list(before.values()))
    production_against.notes(totals, by_place)
    if shown.choice.options["compare"] == "years":
        st.caption(Words.YEARS_OF_ONE_PERIOD())
    _notes([*before.values(), *results.values()])
    estimate = shown.choice.options["estimate"]
    figure = two_periods(frames, earlier.pair, earlier.names, by=by, estimate=estimate)
    chart(figure, key="production_chart", alt=Words.PRODUCTION_ALT())
    return production_against.tables(totals, by_place, by) | _tables(
        {
            Words.TABLE_OF_A(): {name: each.frame for name, each in before.items()},
            Words.TABLE_OF_B(): {name: each.frame for name, each in results.items()},
        }
    )


def _numbers(results: list[Production], before: list[Production] | None = None) -> None:
    """Of the period or, with ``before``, of B with its difference from A."""
    total = together(results).row(0, named=True)
    was = together(before).row(0, named=True) if before else {}
    powers = [each.rated_kw for each in results]
    numbers = [
        Card(
            label=Words.MEASURED_KWH(),
            value=total["measured_kwh"],
            before=was.get("measured_kwh"),
            help=Words.MEASURED_HELP(),
        ),
        Card(
            label=Words.RECOVERY(),
            value=percent(total["recovery"]),
            before=percent(was.get("recovery")),
            help=Words.RECOVERY_HELP(measured=total["measured_hours"], hours=total["hours"]),
            decimals=3,
        ),
        *(production_against.cards(together(before), together(results)) if before else ()),
        Card(
            label=Words.MONTH_MEAN_CARD(),
            value=total["month_mean_kwh"],
            before=was.get("month_mean_kwh"),
            help=Words.MEAN_HELP(),
        ),
    ]
    if total["by_wind_hours"]:
        numbers.append(
            Card(
                label=Words.BY_WIND_CARD(),
                value=total["by_wind_kwh"],
                before=was.get("by_wind_kwh"),
                help=Words.BY_WIND_HELP(hours=total["by_wind_hours"]),
            )
        )
    if (rated_kw := None if None in powers else sum(filter(None, powers))) is not None:
        numbers += [
            Card(
                label=title(),
                value=percent(total[name]),
                before=percent(was.get(name)),
                help=help_text(rated_kw=rated_kw),
                decimals=2,
            )
            for name, title, help_text in (
                ("cf_rows", Words.CF_ROWS, Words.CF_ROWS_HELP),
                ("cf_calendar", Words.CF_CALENDAR, Words.CF_CALENDAR_HELP),
                ("cf_scaled", Words.CF_SCALED, Words.CF_SCALED_HELP),
            )
        ]
        numbers.append(
            Card(
                label=Words.FULL_LOAD_HOURS(),
                value=total["full_load_hours"],
                before=was.get("full_load_hours"),
                help=Words.FULL_LOAD_HELP(rated_kw=rated_kw),
                decimals=1,
            )
        )
    cards("production", numbers)


def _notes(results: list[Production]) -> None:
    """What nobody knows, and why."""
    totals = pl.concat(each.total for each in results)
    if undated := totals["undated_rows"].sum():
        st.info(str(remarks.undated(int(undated))), icon=":material/info:")
    no_row = pl.col("month_mean_kwh").is_null() & (pl.col("undated_rows") == 0)
    if empty := sum(each.frame.filter(no_row).height for each in results):
        st.caption(Words.NO_ESTIMATE(count=empty))


_BY_TITLES = {"day": Words.BY_DAY, "month": Words.BY_MONTH, "year": Words.BY_YEAR}

VIEW = View(
    name="production",
    title=Words.PRODUCTION,
    definition=Words.PRODUCTION_DEFINITION,
    needs=("power_kw",),
    draw=_draw,
    options=(
        Option(
            name="by",
            label=Words.BY,
            values={"month": Words.BY_MONTH, "day": Words.BY_DAY, "year": Words.BY_YEAR},
        ),
        Option(
            name="compare",
            label=Words.COMPARE,
            values={"time": Words.OVER_TIME, "years": Words.YEAR_OVER_YEAR},
        ),
        Option(
            name="estimate",
            label=Words.ESTIMATE,
            values={
                "month_mean_kwh": Words.BY_MONTH_MEAN,
                "by_wind_kwh": Words.BY_CURVE,
                "none": Words.NONE,
            },
            help=Words.ESTIMATE_HELP,
        ),
    ),
    needs_rated=True,
    compares=True,
)
