"""The explorer at a day or week that was clicked on the calendar, or at a day that was typed."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime, time, timedelta

import streamlit as st

from turbine.charts.literal import literal
from turbine.model.series import Series
from turbine.services.status import Status
from turbine.settings.places import PAGES
from turbine.ui.common.chart import Pick
from turbine.ui.common.choosing import iso, quoted, to_ns, to_wall
from turbine.ui.common.selectors import select
from turbine.ui.overview.words import Words

_WANTED = "overview_wanted"
_DAY = "overview_day"


def remember(
    pick: Pick, statuses: Mapping[Series, Status], names: Mapping[Series, str], days: int
) -> None:
    """Where a click leads. It is followed when the page runs again: before, it would be lost."""
    series_of = {literal(name): series for series, name in names.items()}
    for point in pick.points:
        series, begin = series_of.get(str(point.get("y"))), _midnight(point.get("x"), days)
        if series is not None and begin is not None:
            st.session_state[_WANTED] = address(statuses[series], begin, days)
            return


def ask(statuses: Mapping[Series, Status], names: Mapping[Series, str]) -> None:
    """The same without a pointer: of which turbine, and which day."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="overview_to_day"):
        with st.container(width=240):
            series: Series = select(Words.TURBINE(), "overview_day_of", names)
        status = statuses[series]
        ends = status.period.start_ns, status.period.stop_ns - 1
        first, last = (to_wall(ns, status.zone).date() for ns in ends)
        st.session_state[_DAY] = min(max(st.session_state.get(_DAY) or last, first), last)
        st.date_input(
            Words.DAY(),
            min_value=first,
            max_value=last,
            format="YYYY-MM-DD",
            key=_DAY,
            width=180,
        )
        st.button(
            Words.SHOW_DAY(),
            key="overview_show_day",
            icon=":material/monitoring:",
            on_click=_remember_day,
            args=(status,),
        )


def _remember_day(status: Status) -> None:
    day: date | None = st.session_state[_DAY]
    if day is not None:
        st.session_state[_WANTED] = address(status, datetime.combine(day, time()), 1)


def follow() -> None:
    """Go where the last click leads, if there was one."""
    if (wanted := st.session_state.pop(_WANTED, None)) is not None:
        st.switch_page(PAGES / "explore.py", query_params=wanted)


def address(status: Status, begin: datetime, days: int) -> dict[str, str]:
    """The explorer's parameters: these days of a turbine by the clock of its site, row by row."""
    start_ns, stop_ns = (to_ns(begin + timedelta(days=more), status.zone) for more in (0, days))
    field = status.recent.field or status.info.fields[0]
    return {
        **asdict(status.info.series),
        "fields": quoted(field),
        "start": iso(start_ns),
        "stop": iso(stop_ns),
        "zone": status.zone,
        "window": "10min",
    }


def _midnight(x: object, days: int) -> datetime | None:
    """The beginning of the cell, whose middle is at ``x`` (a time as a text)."""
    try:
        middle = datetime.fromisoformat(str(x))
    except ValueError:
        return None
    half = timedelta(days=days) / 2
    return (middle - half).replace(hour=0, minute=0, second=0, microsecond=0)
