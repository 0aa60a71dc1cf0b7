"""What the page shows of the database: what was kept, with its age, or asked just now."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

import streamlit as st

from turbine.ingest.record import IngestRecord
from turbine.model.series import Series
from turbine.services.status import Status
from turbine.services.windproof import Windproof
from turbine.sites import Facts
from turbine.ui.common.series import TTL_S, querying

_ASKED = "overview_asked_s"
Statuses = Mapping[Series, Status]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is known of all turbines."""

    statuses: Statuses
    is_quick: bool
    """Whether the database is."""
    asks_again: bool = False
    """It is older than a minute, and the database is quick: the page asks it now."""

    @property
    def asked_ns(self) -> int:
        """When the oldest of it was asked for."""
        return min(status.asked_ns for status in self.statuses.values())


def statuses(services: Windproof) -> Answer:
    """What is kept; whatever something changed of since is asked for first."""
    found, lacking = services.overview.kept()
    is_quick = services.overview.answers_years
    if lacking or not found:
        with querying():
            if not found or is_quick:
                found = services.overview.ask()
            else:
                services.overview.ask_about(*lacking)
                found, _ = services.overview.kept()
    answer = Answer(statuses=found, is_quick=is_quick)
    if not found or -1 < time.time_ns() - answer.asked_ns < TTL_S * 1_000_000_000:
        return answer
    # Once in a minute, however long the database takes to answer.
    waits = time.monotonic() - st.session_state.get(_ASKED, -TTL_S) < TTL_S
    return replace(answer, asks_again=is_quick and not waits)


def ask(services: Windproof) -> None:
    """Ask for everything, and show it."""
    services.overview.ask()
    st.session_state[_ASKED] = time.monotonic()
    st.rerun()


def newest(services: Windproof) -> Mapping[Series, IngestRecord]:
    """The last ingest of each series, of those into the database that is shown."""
    target = services.connection.target
    records = (record for record in services.ingests.all() if record.target == target)
    return {record.series: record for record in reversed([*records])}


def facts(services: Windproof, statuses: Statuses) -> Mapping[Series, Facts]:
    """What is noted of each. Raises ConfigError."""
    return {each: services.sites.facts(each.site, each.turbine) for each in statuses}
