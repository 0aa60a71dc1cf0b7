"""All of the page: what is stored, a card for each turbine, their days, and where they stand."""

from collections.abc import Mapping, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from turbine.charts.coverage import calendar
from turbine.charts.places import places
from turbine.model.channels import channel, ordered
from turbine.model.series import Series, names_of
from turbine.services.windproof import Windproof
from turbine.settings.places import PAGES
from turbine.ui.common.chart import chart
from turbine.ui.common.entry import SeriesEntry, spanning
from turbine.ui.common.feedback import plain, reported
from turbine.ui.common.formats import clock
from turbine.ui.common.series import all_series, no_data
from turbine.ui.overview import answer
from turbine.ui.overview.cards import cards
from turbine.ui.overview.words import Words
from turbine.words import number

_SIGNALS = 20
"""Named in a help, at most."""


def show(services: Windproof) -> None:
    """The page."""
    st.title(Words.TITLE(), anchor=False)
    with reported(retry="overview_try_again"):
        entries = all_series(services)
        if not entries:
            no_data(PAGES / "ingest.py")
            return
        names = names_of([entry.info.series for entry in entries])
        rows = _stored(entries)
        cards(answer.recent(services, entries), names, answer.newest(services))
        with st.expander(Words.HOW_IT_IS_MADE(), icon=":material/function:"):
            st.markdown(Words.DEFINITION())
        _coverage(services, entries, names, rows)
        _map(services, entries, names)


def _stored(entries: Sequence[SeriesEntry]) -> DeltaGenerator:
    """How much there is; returns the place of the number of rows, which is counted last."""
    infos = [entry.info for entry in entries]
    fields = ordered({field for info in infos for field in info.fields})
    titles = tuple(plain(channel(field).title) for field in fields[:_SIGNALS])
    whole = spanning(entries).info
    first, last = clock(whole.first_ns), clock(whole.last_ns)
    with st.container(key="overview_stored"), st.grid(4, min_column_width=150):
        st.metric(Words.SITES(), f"{len({info.series.site for info in infos}):,}", border=True)
        turbines = {(info.series.site, info.series.turbine) for info in infos}
        st.metric(Words.TURBINES(), number(len(turbines), ","), border=True)
        st.metric(
            Words.SIGNALS(),
            number(len(fields), ","),
            border=True,
            help=Words.SIGNALS_HELP(names=titles),
        )
        rows = st.empty()
        rows.metric(Words.ROWS(), Words.NO_VALUE(), border=True, help=Words.ROWS_HELP())
    st.caption(Words.FROM_TO(first=first, last=last))
    return rows


def _coverage(
    services: Windproof,
    entries: Sequence[SeriesEntry],
    names: Mapping[Series, str],
    rows: DeltaGenerator,
) -> None:
    st.subheader(Words.COVERAGE(), anchor=False)
    window, found = answer.coverage(services, entries)
    count = sum(int(frame["count"].sum()) for frame in found.values())
    rows.metric(Words.ROWS(), number(count, ","), border=True, help=Words.ROWS_HELP())
    chart(
        calendar(
            {names[series]: frame for series, frame in found.items()},
            {names[entry.info.series]: entry.zone for entry in entries},
            days=1 if window == "1d" else 7,
        ),
        key="overview_coverage",
        alt=Words.COVERAGE_ALT(),
    )
    st.caption(Words.COVERAGE_BY_DAY() if window == "1d" else Words.COVERAGE_BY_WEEK())


def _map(services: Windproof, entries: Sequence[SeriesEntry], names: Mapping[Series, str]) -> None:
    positions = []
    for series, facts in answer.facts(services, entries).items():
        latitude, longitude = facts.get("latitude_deg"), facts.get("longitude_deg")
        if isinstance(latitude, float) and isinstance(longitude, float):
            positions.append((names[series], series.site, latitude, longitude))
    if not positions:
        return
    st.subheader(Words.MAP(), anchor=False)
    chart(places(positions), key="overview_map", alt=Words.MAP_ALT())
    if lacking := len(entries) - len(positions):
        st.caption(Words.NO_POSITION(count=lacking))
