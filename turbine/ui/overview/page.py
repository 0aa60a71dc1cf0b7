"""All of the page: what is stored, a card for each turbine, their days, and where they stand."""

import time
from collections.abc import Mapping

import streamlit as st

from turbine.charts.coverage import calendar
from turbine.charts.places import places
from turbine.model.channels import channel, ordered
from turbine.model.series import Series, names_of
from turbine.services.status import coverage
from turbine.services.windproof import Windproof
from turbine.settings.places import PAGES
from turbine.timing.windows import Window
from turbine.ui.common.chart import chart
from turbine.ui.common.feedback import plain, reported
from turbine.ui.common.formats import clock, duration
from turbine.ui.common.python import python
from turbine.ui.common.series import no_data, querying
from turbine.ui.overview import answer, leading, scripting
from turbine.ui.overview.answer import Answer, Statuses
from turbine.ui.overview.cards import cards
from turbine.ui.overview.words import Words
from turbine.words import number

_SIGNALS = 20
"""Named in a help, at most."""
_LONGEST_BY_DAY_NS = 800 * 86_400 * 10**9
"""Of a longer time than that, the calendar shows weeks."""


def show(services: Windproof) -> None:
    """The page."""
    leading.follow()
    st.title(Words.TITLE(), anchor=False)
    with reported(retry="overview_try_again"):
        found = answer.statuses(services)
        if not found.statuses:
            no_data(PAGES / "ingest.py")
            return
        statuses = found.statuses
        names = names_of([*statuses])
        _age(services, found)
        _stored(statuses)
        cards(statuses, names, answer.newest(services))
        with st.expander(Words.HOW_IT_IS_MADE(), icon=":material/function:"):
            st.markdown(Words.DEFINITION())
        python(scripting.of_cards(services, statuses, names), page="overview")
        _coverage(statuses, names)
        _map(services, statuses, names)
        if found.asks_again:
            answer.ask(services)


def _age(services: Windproof, found: Answer) -> None:
    """How old all of this is; and the way to ask now, of a database that takes long to answer."""
    age_s = max(0, round((time.time_ns() - found.asked_ns) / 1e9))
    asked, age = clock(found.asked_ns), duration(age_s)
    if found.asks_again:
        st.caption(Words.KEPT_ASKING(time=asked, age=age))
    elif found.is_quick:
        st.caption(Words.ASKED(time=asked, age=age))
    else:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(Words.KEPT(time=asked, age=age), width="stretch")
            if st.button(Words.ASK_NOW(), key="overview_ask", icon=":material/refresh:"):
                with querying():
                    answer.ask(services)


def _stored(statuses: Statuses) -> None:
    """How much there is."""
    infos = [status.info for status in statuses.values()]
    fields = ordered({field for info in infos for field in info.fields})
    titles = tuple(plain(channel(field).title) for field in fields[:_SIGNALS])
    first = clock(min(info.first_ns for info in infos))
    last = clock(max(info.last_ns for info in infos))
    turbines = {(series.site, series.turbine) for series in statuses}
    rows = sum(int(status.days["count"].sum()) for status in statuses.values())
    with st.container(key="overview_stored"), st.grid(4, min_column_width=150):
        st.metric(
            Words.SITES(), number(len({series.site for series in statuses}), ","), border=True
        )
        st.metric(Words.TURBINES(), number(len(turbines), ","), border=True)
        st.metric(
            Words.SIGNALS(),
            number(len(fields), ","),
            border=True,
            help=Words.SIGNALS_HELP(names=titles),
        )
        st.metric(Words.ROWS(), number(rows, ","), border=True, help=Words.ROWS_HELP())
    st.caption(Words.FROM_TO(first=first, last=last))


def _coverage(statuses: Statuses, names: Mapping[Series, str]) -> None:
    infos = [status.info for status in statuses.values()]
    span_ns = max(i.last_ns for i in infos) - min(i.first_ns for i in infos)
    window: Window = "1d" if span_ns < _LONGEST_BY_DAY_NS else "1w"
    days = 1 if window == "1d" else 7
    chart(
        calendar(
            {
                names[series]: coverage(status.days, status.period, window)
                for series, status in statuses.items()
            },
            {names[series]: status.zone for series, status in statuses.items()},
            days=days,
        ),
        key="overview_coverage",
        alt=Words.COVERAGE_ALT(),
        on_pick=lambda pick: leading.remember(pick, statuses, names, days),
        title=Words.COVERAGE(),
    )
    st.caption(Words.COVERAGE_BY_DAY() if window == "1d" else Words.COVERAGE_BY_WEEK())
    leading.ask(statuses, names)


def _map(services: Windproof, statuses: Statuses, names: Mapping[Series, str]) -> None:
    positions = []
    for series, facts in answer.facts(services, statuses).items():
        latitude, longitude = facts.get("latitude_deg"), facts.get("longitude_deg")
        if isinstance(latitude, float) and isinstance(longitude, float):
            positions.append((names[series], series.site, latitude, longitude))
    if not positions:
        return
    chart(places(positions), key="overview_map", alt=Words.MAP_ALT(), title=Words.MAP())
    if lacking := len(statuses) - len(positions):
        st.caption(Words.NO_POSITION(count=lacking))
