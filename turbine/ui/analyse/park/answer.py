"""The figures of a park, from memory if nothing was ingested and noted since."""

from collections.abc import Sequence

import streamlit as st

from turbine.services.park import Park
from turbine.services.windproof import Windproof
from turbine.stores.base import SeriesInfo
from turbine.ui.analyse.park.choice import Choice
from turbine.ui.common.entry import SeriesEntry
from turbine.ui.common.series import TTL_S, querying
from turbine.wind.rows import Period


def read(services: Windproof, choice: Choice, entries: Sequence[SeriesEntry]) -> Park:
    """The park of these turbines in the period."""
    infos = [entry.info for entry in entries]
    period = Period(start_ns=choice.start_ns, stop_ns=choice.stop_ns, zone=choice.zone)
    facts = [services.sites.facts(i.series.site, i.series.turbine) for i in infos]
    return _read(repr((services.explorer.state(), infos, period, facts)), services, infos, period)


# What is cached is shared by all browsers, and nobody changes it. Two of them at most: a year of
# thirty turbines takes some 40 MB.
@st.cache_resource(ttl=TTL_S, max_entries=2, show_spinner=False)
def _read(key: str, _services: Windproof, _infos: Sequence[SeriesInfo], _period: Period) -> Park:
    with querying():
        return _services.parks.read(_infos, _period)
