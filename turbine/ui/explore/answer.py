"""Answers for the explore page, each asked of the database once."""

from dataclasses import replace

import streamlit as st

from turbine.explore.aggregate import AggregateRequest, Aggregation
from turbine.explore.functions import is_power
from turbine.services.windproof import Windproof
from turbine.ui.common.series import TTL_S, querying
from turbine.ui.explore.choice import Choice, average_of


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


# The key is a text: Streamlit hashes tuples twenty times as slowly.
@st.cache_resource(ttl=TTL_S, max_entries=64, show_spinner=False)
def _aggregate(key: str, _services: Windproof, _request: AggregateRequest) -> Aggregation:
    with querying():
        return _services.explorer.aggregate(_request)
