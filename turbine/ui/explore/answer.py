"""Answers for the explore page, each asked of the database once."""

from dataclasses import replace

import streamlit as st

from turbine.explore.aggregate import AggregateRequest, Aggregation
from turbine.explore.functions import is_power
from turbine.model.errors import ConfigError
from turbine.services.windproof import Windproof
from turbine.ui.explore.choice import Choice, average_of
from turbine.ui.explore.entry import SeriesEntry
from turbine.ui.explore.words import Words

_TTL_S = 60
"""Points that another program wrote are shown after a minute; those of an ingest at once."""


def all_series(services: Windproof) -> list[SeriesEntry]:
    """The series to choose from, with at least one point each."""
    try:
        sites = {name: site.zone for name, site in services.sites.all().items() if site.zone}
    except ConfigError:  # told where the turbine's facts are
        sites = {}
    return _all_series(repr((services.explorer.state(), sites)), services, sites)


def answer(services: Windproof, request: AggregateRequest) -> Aggregation:
    """The aggregation, from memory if nothing was ingested since it was last asked for."""
    return _aggregate(repr((services.explorer.state(), request)), services, request)


def whole_period(services: Windproof, choice: Choice) -> tuple[Aggregation, Aggregation | None]:
    """The period's means, and its energies if a power is among the channels."""
    base = replace(choice.request(), window="all", fill="gap", band=False)
    means = answer(services, replace(base, function=average_of(choice.channels)))
    powers = tuple(name for name in choice.channels if is_power(name))
    if not powers:
        return means, None
    return means, answer(services, replace(base, channels=powers, function="energy"))


# Keys are texts: Streamlit hashes tuples twenty times as slowly. What is cached is shared by all
# browsers, and nobody changes it.
@st.cache_resource(ttl=_TTL_S, max_entries=8, show_spinner=False)
def _all_series(key: str, _services: Windproof, _sites: dict[str, str]) -> list[SeriesEntry]:
    zones, own = _services.explorer.zones(), _services.explorer.own_fields()
    return [
        SeriesEntry(
            info=info,
            known_zones=tuple(
                zone
                for zone in (zones.get(info.series), _sites.get(info.series.site))
                if zone is not None
            ),
            own=own.get(info.series, frozenset()),
        )
        for info in _services.explorer.series()
        if info.fields
    ]


@st.cache_resource(ttl=_TTL_S, max_entries=64, show_spinner=False)
def _aggregate(key: str, _services: Windproof, _request: AggregateRequest) -> Aggregation:
    # Here and not in the decorator, whose text would be of one language for all.
    with st.spinner(Words.QUERYING()):
        return _services.explorer.aggregate(_request)
