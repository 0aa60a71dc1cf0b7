"""The rows of the turbines that are chosen, each read from the database once for all views."""

from collections.abc import Sequence

import streamlit as st

from turbine.model.series import Series, names_of
from turbine.services.analysis import Analysis
from turbine.services.measured import Flagged, Measured, Question
from turbine.services.selecting import picked
from turbine.services.windproof import Windproof
from turbine.ui.analyse.choice import Choice
from turbine.ui.analyse.view import Turbine
from turbine.ui.common.entry import SeriesEntry
from turbine.ui.common.series import TTL_S, querying


def turbines(
    services: Windproof, choice: Choice, entries: Sequence[SeriesEntry]
) -> tuple[Turbine, ...]:
    """Each with its rows, without those of the flags that are left out, and those selected."""
    by_series = {entry.info.series: entry for entry in entries}
    names = names_of(choice.series)
    found = []
    for series in choice.series:
        measured, flagged = rows(services, choice, series)
        whole = measured.without(flagged, choice.without)
        found.append(
            Turbine(
                name=names[series],
                entry=by_series[series],
                picked=picked(whole, choice.selection),
                whole=whole,
                flagged=flagged,
                selection=choice.selection,
            )
        )
    return tuple(found)


def rows(services: Windproof, choice: Choice, series: Series) -> tuple[Measured, Flagged]:
    """All rows of one of them, from memory if nothing was ingested and noted since, and their
    flags by what is noted of the turbine."""
    question = Question(
        turbine=series.turbine,
        site=series.site,
        measurement=series.measurement,
        start_ns=choice.start_ns,
        stop_ns=choice.stop_ns,
        zone=choice.zone,
    )
    facts = services.sites.facts(series.site, series.turbine)
    return _rows(repr((services.explorer.state(), question, facts)), services, question)


# What is cached is shared by all browsers, and nobody changes it.
@st.cache_resource(ttl=TTL_S, max_entries=32, show_spinner=False)
def _rows(key: str, _services: Windproof, _question: Question) -> tuple[Measured, Flagged]:
    with querying():
        measured = _services.analysis.read(_question)
        return measured, Analysis.flags(measured, measured.rules(None, {}))
