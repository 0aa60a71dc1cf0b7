"""Production: energy by day, month and year, and what gaps may have held."""

from collections.abc import Mapping

import polars as pl
import streamlit as st

from turbine.charts.production import over_time, year_over_year
from turbine.services.analysis import Analysis
from turbine.ui.analyse.choice import Option
from turbine.ui.analyse.numbers import Card, cards, joined
from turbine.ui.analyse.view import Shown, Tables, View
from turbine.ui.analyse.words import Words
from turbine.ui.common.chart import chart
from turbine.ui.common.feedback import plain
from turbine.wind.production import By, Production, together

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
    results = {
        turbine.name: Analysis.production(turbine.measured, by=by, rated_kw=turbine.rated_kw)
        for turbine in shown.turbines
    }
    if len(results) > 1:
        st.caption(Words.SUM_OF(turbines=tuple(map(plain, results))))
    _numbers(list(results.values()))
    _notes(results)
    zone = shown.choice.zone
    frames = {name: each.frame for name, each in results.items()}
    if shown.choice.options["compare"] == "years":
        monthly = Analysis.production(shown.turbines[0].measured, by="month", rated_kw=None)
        figure = year_over_year(monthly.frame, zone=zone)
        if len(results) > 1:
            st.caption(Words.ONE_TURBINE_ONLY(turbine=plain(shown.turbines[0].name)))
    else:
        figure = over_time(frames, by=by, zone=zone, estimate=shown.choice.options["estimate"])
    chart(figure, key="production_chart", alt=Words.PRODUCTION_ALT())
    totals = {name: each.total for name, each in results.items()}
    if len(results) > 1:
        totals[Words.ALL_TURBINES()] = together(list(results.values()))
    return {
        title: joined(each, Words.TURBINE, _COLUMNS, percents=_SHARES)
        for title, each in ((_BY_TITLES[by](), frames), (Words.WHOLE_PERIOD(), totals))
    }


def _numbers(results: list[Production]) -> None:
    total = together(results).row(0, named=True)
    powers = [each.rated_kw for each in results]
    numbers = [
        Card(label=Words.MEASURED_KWH(), value=total["measured_kwh"], help=Words.MEASURED_HELP()),
        Card(
            label=Words.RECOVERY(),
            value=_percent(total["recovery"]),
            help=Words.RECOVERY_HELP(measured=total["measured_hours"], hours=total["hours"]),
            decimals=3,
        ),
        Card(label=Words.MONTH_MEAN_CARD(), value=total["month_mean_kwh"], help=Words.MEAN_HELP()),
    ]
    if total["by_wind_hours"]:
        numbers.append(
            Card(
                label=Words.BY_WIND_CARD(),
                value=total["by_wind_kwh"],
                help=Words.BY_WIND_HELP(hours=total["by_wind_hours"]),
            )
        )
    if (rated_kw := None if None in powers else sum(filter(None, powers))) is not None:
        numbers += [
            Card(
                label=title(),
                value=_percent(total[name]),
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
                help=Words.FULL_LOAD_HELP(rated_kw=rated_kw),
                decimals=1,
            )
        )
    cards("production", numbers)


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share


def _notes(results: Mapping[str, Production]) -> None:
    """What nobody knows, and why."""
    totals = pl.concat(each.total for each in results.values())
    if undated := totals["undated_rows"].sum():
        st.info(Words.UNDATED_ROWS(count=int(undated)), icon=":material/info:")
    no_row = pl.col("month_mean_kwh").is_null() & (pl.col("undated_rows") == 0)
    if empty := sum(each.frame.filter(no_row).height for each in results.values()):
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
)
