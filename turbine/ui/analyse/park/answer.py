"""The figures of a park, from memory if nothing was ingested and noted since."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl
import streamlit as st

from turbine.services import park_views
from turbine.services.park import Counting, Park
from turbine.services.park_views import Signal
from turbine.services.windproof import Windproof
from turbine.stores.base import SeriesInfo
from turbine.ui.analyse.park.choice import Choice, column_of
from turbine.ui.common.entry import SeriesEntry
from turbine.ui.common.series import TTL_S, querying
from turbine.wind.arrays import Floats
from turbine.wind.production import By
from turbine.wind.rows import Period


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answer:
    """A park, and its tables, each computed once."""

    key: str
    park: Park
    reference: int | None
    """Its place among the members; None: the median."""

    def turbines(self) -> pl.DataFrame:
        return _turbines(f"{self.reference} {self.key}", self.park, self.reference)

    def by_month(self) -> pl.DataFrame:
        return _by_month(f"{self.reference} {self.key}", self.park, self.reference)

    def summed(self, by: By, *, whole: bool = False) -> pl.DataFrame:
        return _summed(f"{by} {whole} {self.key}", self.park, by, whole)

    def pairs(self, signal: Signal) -> tuple[Floats, Floats]:
        return _pairs(f"{signal} {self.key}", self.park, signal)


def read(services: Windproof, choice: Choice, entries: Sequence[SeriesEntry]) -> Answer:
    """The park of these turbines in the period."""
    infos = [entry.info for entry in entries]
    period = Period(start_ns=choice.start_ns, stop_ns=choice.stop_ns, zone=choice.zone)
    counting = choice.counting()
    facts = [services.sites.facts(i.series.site, i.series.turbine) for i in infos]
    key = repr((services.explorer.state(), infos, period, facts, counting))
    park = _park(key, services, infos, period, counting)
    return Answer(key=key, park=park, reference=column_of(park, choice.reference))


# What is cached is shared by all browsers, and nobody changes it. Four parks at most, two of them
# compared: a year of thirty turbines takes some 40 MB, twice that of selected rows. Their tables
# are small.
@st.cache_resource(ttl=TTL_S, max_entries=4, show_spinner=False)
def _park(
    key: str,
    _services: Windproof,
    _infos: Sequence[SeriesInfo],
    _period: Period,
    _counting: Counting,
) -> Park:
    with querying():
        return _services.parks.read(_infos, _period, _counting)


@st.cache_resource(ttl=TTL_S, max_entries=8, show_spinner=False)
def _turbines(key: str, _park: Park, _reference: int | None) -> pl.DataFrame:
    return park_views.turbines(_park, _reference)


@st.cache_resource(ttl=TTL_S, max_entries=8, show_spinner=False)
def _by_month(key: str, _park: Park, _reference: int | None) -> pl.DataFrame:
    return park_views.by_month(_park, _reference)


@st.cache_resource(ttl=TTL_S, max_entries=8, show_spinner=False)
def _summed(key: str, _park: Park, _by: By, _whole: bool) -> pl.DataFrame:
    return park_views.summed(_park, _by, whole=_whole)


@st.cache_resource(ttl=TTL_S, max_entries=8, show_spinner=False)
def _pairs(key: str, _park: Park, _signal: Signal) -> tuple[Floats, Floats]:
    return park_views.pairs(_park, _signal)
