"""A card for each turbine."""

import time
from collections.abc import Mapping
from dataclasses import asdict

import numpy as np
import streamlit as st

from turbine.ingest.record import IngestRecord
from turbine.model.channels import channel
from turbine.model.series import Series
from turbine.services.status import Recent, Status
from turbine.settings.places import PAGES
from turbine.ui.common.badges import badges, verified_badges
from turbine.ui.common.feedback import plain
from turbine.ui.common.formats import clock, duration
from turbine.ui.overview.words import Words

_LARGE = 1_000


def cards(
    found: Mapping[Series, Status],
    names: Mapping[Series, str],
    ingests: Mapping[Series, IngestRecord],
) -> None:
    """All of them, as many in a row as there is room for."""
    with st.grid(min_column_width=280):
        for series, status in found.items():
            with st.container(border=True, gap="small", key=f"overview_{names[series]}"):
                _card(series, status.recent, names[series], ingests.get(series))


def _card(series: Series, recent: Recent, name: str, ingest: IngestRecord | None) -> None:
    heading = Words.HEADING(turbine=plain(name), site=plain(series.site))
    st.markdown(heading if name == series.turbine else f"**{plain(name)}**")
    if recent.field:
        _value(recent)
    elif recent.problem:
        st.warning(plain(recent.problem), icon=":material/warning:")
    else:
        st.caption(Words.NO_SIGNAL())
    _figures(recent)
    _ingest(ingest)
    with st.container(horizontal=True):
        named = asdict(series)
        _link("explore", Words.EXPLORE(), ":material/monitoring:", named)
        _link("production", Words.PRODUCTION(), ":material/bolt:", named)
        if ingest is not None:
            _link("verify", Words.VERIFY(), ":material/verified:", {"ingest": ingest.id})


def _value(recent: Recent) -> None:
    """The newest value, its age, and a sparkline."""
    its = channel(recent.field)
    title = plain(its.title)
    if recent.last is None:
        st.metric(title, Words.NO_VALUE())
        st.caption(Words.NO_VALUE_LATELY(field=title))
        return
    stamp_ns, value = recent.last
    sentence = Words.LARGE_VALUE if abs(value) >= _LARGE else Words.VALUE
    by_day = np.zeros(0) if recent.by_day is None else np.nan_to_num(recent.by_day)
    st.metric(
        title,
        sentence(value=value, unit=its.unit),
        help=Words.LAST_VALUE_HELP(),
        chart_data=by_day.round(3).tolist(),
        chart_type="bar",
    )
    age_s, zone = (time.time_ns() - stamp_ns) / 1e9, recent.period.zone
    age = Words.AGE if age_s >= 0 else Words.AHEAD
    st.caption(age(time=clock(stamp_ns, zone), zone=plain(zone), age=duration(round(abs(age_s)))))


def _figures(recent: Recent) -> None:
    period = recent.period
    if recent.measured_kwh is not None:
        capacity = (
            Words.RATED_UNKNOWN()
            if recent.capacity_factor is None
            else _percent(recent.capacity_factor)
        )
        figures = {
            Words.ENERGY(): Words.KILOWATT_HOURS(value=recent.measured_kwh),
            Words.CAPACITY_FACTOR(): capacity,
            Words.AVAILABILITY(): _percent(recent.available),
            Words.RECOVERY(): _percent(recent.recovery),
        }
        st.table(
            {"title": [*figures], "value": [*figures.values()]},
            border="horizontal",
            hide_index=True,
            hide_header=True,
        )
    days = 0 if recent.by_day is None else len(recent.by_day)
    if days:
        first, last = (clock(ns, period.zone)[:10] for ns in (period.start_ns, period.stop_ns - 1))
        st.caption(Words.DAYS(count=days, first=first, last=last))


def _percent(share: float | None) -> str:
    return Words.NO_VALUE() if share is None else Words.PERCENT(value=100 * share)


def _ingest(record: IngestRecord | None) -> None:
    if record is None:
        st.caption(Words.NOT_INGESTED_HERE())
        return
    # No caption: it would make the badges too faint to read.
    st.markdown(
        Words.LAST_INGEST(
            created=f"{record.created:%Y-%m-%d %H:%M}",
            file=plain(record.file_name),
            badges=badges(record),
            verdict=verified_badges(record),
        )
    )


def _link(page: str, label: str, icon: str, query: dict[str, str]) -> None:
    st.page_link(PAGES / f"{page}.py", label=label, icon=icon, query_params=query)
