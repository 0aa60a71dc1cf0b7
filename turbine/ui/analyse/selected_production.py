"""Production of selected rows: nothing that goes by the calendar, which has no meaning of them."""

from collections.abc import Mapping

import polars as pl
import streamlit as st

from turbine.charts.beside import year_over_year
from turbine.charts.production import over_time
from turbine.charts.selected import bars_over, pickable
from turbine.services import remarks
from turbine.services.analysis import Analysis
from turbine.ui.analyse import companions, picking
from turbine.ui.analyse.numbers import Card, cards, joined, percent
from turbine.ui.analyse.view import Shown, Tables
from turbine.ui.analyse.words import Words
from turbine.ui.common.chart import chart
from turbine.wind.production import By, Production, together

_COLUMNS = {
    "start": Words.START,
    "partial": Words.PARTIAL,
    "measured_kwh": Words.SELECTED_KWH,
    "cf_rows": Words.CF_SELECTED,
    "measured_hours": Words.SELECTED_HOURS,
    "rows": Words.ROWS_WITH_POWER,
    "undated_rows": Words.UNDATED,
}


def draw(shown: Shown, by: By, whole: Mapping[str, Production]) -> Tables:
    """The selected rows before ``whole``, the production of all."""
    results = _of_selected(shown, by)
    numbers("production", list(results.values()), list(whole.values()))
    _chart(shown, by, whole, results)
    companions.over_time(shown, "production")
    totals = {name: each.total for name, each in results.items()}
    if len(results) > 1:
        totals[Words.ALL_TURBINES()] = together(list(results.values()))
    return {
        title: joined(each, Words.TURBINE, _COLUMNS, percents=("cf_rows",))
        for title, each in ((Words.OVER_TIME(), _frames(results)), (Words.WHOLE_PERIOD(), totals))
    }


def _of_selected(shown: Shown, by: By) -> dict[str, Production]:
    return {
        each.name: Analysis.production(each.measured, by=by, rated_kw=each.rated_kw)
        for each in shown.turbines
    }


def _frames(results: Mapping[str, Production]) -> dict[str, pl.DataFrame]:
    return {name: each.frame for name, each in results.items()}


def numbers(page: str, results: list[Production], whole: list[Production]) -> None:
    """The cards of the selected rows."""
    total, of = together(results).row(0, named=True), together(whole).row(0, named=True)
    own_kwh, of_kwh = total["measured_kwh"], of["measured_kwh"] or 0.0
    found = [
        Card(label=Words.SELECTED_KWH(), value=own_kwh, help=Words.SELECTED_KWH_HELP()),
        Card(
            label=Words.SELECTED_SHARE(),
            value=100 * own_kwh / of_kwh if own_kwh is not None and of_kwh > 0 else None,
            help=Words.SELECTED_SHARE_HELP(energy=of_kwh),
            decimals=2,
        ),
        Card(
            label=Words.SELECTED_HOURS(),
            value=total["measured_hours"],
            help=Words.SELECTED_HOURS_HELP(measured=of["measured_hours"]),
        ),
        Card(
            label=Words.RECOVERY_OF_ALL(),
            value=percent(of["recovery"]),
            help=Words.RECOVERY_HELP(measured=of["measured_hours"], hours=of["hours"]),
            decimals=3,
        ),
    ]
    powers = [each.rated_kw for each in results]
    if total["cf_rows"] is not None and None not in powers:
        found.append(
            Card(
                label=Words.CF_SELECTED(),
                value=100 * total["cf_rows"],
                help=Words.CF_ROWS_HELP(rated_kw=sum(filter(None, powers))),
                decimals=2,
            )
        )
    cards(page, found)
    if undated := total["undated_rows"]:
        st.info(str(remarks.undated(undated)), icon=":material/info:")


def _chart(
    shown: Shown, by: By, whole: Mapping[str, Production], results: Mapping[str, Production]
) -> None:
    choice, key, alt = shown.choice, "production_chart", Words.PRODUCTION_ALT()
    if choice.options["compare"] == "years":
        monthly = results if by == "month" else _of_selected(shown, "month")
        figure = year_over_year(_frames(monthly), zone=choice.zone, estimate="none")
        chart(figure, key=key, alt=alt)
        return
    rest, bars = (over_time(_frames(each), by=by, zone=choice.zone) for each in (whole, results))
    figure = pickable(bars_over(rest, bars), picking.spans(choice))
    on_pick = picking.calendar("production", choice.zone, by)
    chart(figure, key=key, alt=alt, on_pick=on_pick)
