"""What the page asks of the services, from memory if nothing was ingested and noted since."""

from collections.abc import Mapping, Sequence

import polars as pl
import streamlit as st

from turbine.ingest.record import IngestRecord
from turbine.model.series import Series
from turbine.services.overview import Recent
from turbine.services.windproof import Windproof
from turbine.sites import Facts
from turbine.stores.base import SeriesInfo
from turbine.timing.windows import Window
from turbine.ui.common.choosing import Period as Preset
from turbine.ui.common.choosing import period_of
from turbine.ui.common.entry import SeriesEntry
from turbine.ui.common.series import TTL_S, querying
from turbine.wind.rows import Period

_LONGEST_BY_DAY_NS = 800 * 86_400 * 10**9
"""Of a longer time than that, the calendar shows weeks."""
_DAYS_TTL_S = 600
"""Every stamp of every turbine is dear to ask for. What is newer than the newest row known, whoever
wrote it, is asked for at once: the period is another one then."""
Wanted = Sequence[tuple[SeriesInfo, Period]]


def recent(services: Windproof, entries: Sequence[SeriesEntry]) -> Mapping[Series, Recent]:
    """The last 30 days of each, up to its newest row."""
    wanted = [(entry.info, _period(entry, "30d")) for entry in entries]
    return _recent(_key(services, wanted), services, wanted)


def coverage(
    services: Windproof, entries: Sequence[SeriesEntry]
) -> tuple[Window, Mapping[Series, pl.DataFrame]]:
    """Each day of each or, of a long time, each week."""
    wanted = [(entry.info, _period(entry, "all")) for entry in entries]
    first, last = min(i.first_ns for i, _ in wanted), max(i.last_ns for i, _ in wanted)
    window = "1d" if last - first < _LONGEST_BY_DAY_NS else "1w"
    return window, _coverage(_key(services, wanted), services, wanted, window)


def newest(services: Windproof) -> Mapping[Series, IngestRecord]:
    """The last ingest of each series, of those into the database that is shown."""
    target = services.connection.target
    records = (record for record in services.ingests.all() if record.target == target)
    return {record.series: record for record in reversed([*records])}


def facts(services: Windproof, entries: Sequence[SeriesEntry]) -> Mapping[Series, Facts]:
    """What is noted of each. Raises ConfigError."""
    series = [entry.info.series for entry in entries]
    return {each: services.sites.facts(each.site, each.turbine) for each in series}


def _period(entry: SeriesEntry, preset: Preset) -> Period:
    start_ns, stop_ns = period_of(preset, entry, entry.zone)
    return Period(start_ns=start_ns, stop_ns=stop_ns, zone=entry.zone)


def _key(services: Windproof, wanted: Wanted) -> str:
    return repr((services.explorer.state(), wanted, services.sites.all()))


# What is cached is shared by all browsers, and nobody changes it.
@st.cache_resource(ttl=TTL_S, max_entries=4, show_spinner=False)
def _recent(key: str, _services: Windproof, _wanted: Wanted) -> Mapping[Series, Recent]:
    with querying():
        return _services.overview.recent(_wanted)


@st.cache_resource(ttl=_DAYS_TTL_S, max_entries=4, show_spinner=False)
def _coverage(
    key: str, _services: Windproof, _wanted: Wanted, _window: Window
) -> Mapping[Series, pl.DataFrame]:
    with querying():
        return _services.overview.coverage(_wanted, _window)
