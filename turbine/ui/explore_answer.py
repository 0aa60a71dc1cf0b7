"""Answers for the explore page, each asked of the database once."""

from dataclasses import replace

import streamlit as st

from turbine.actor import Actor
from turbine.aggregate import AggregateRequest, Aggregation
from turbine.channels import BY_NAME
from turbine.services import Windproof
from turbine.stores.base import SeriesInfo
from turbine.ui.explore_choice import Choice, Held, average_of

_TTL_S = 60
"""Points that something else wrote are seen after a minute; those of an ingest at once."""

Key = tuple[object, ...]


def held(services: Windproof, actor: Actor) -> list[Held]:
    """The series to choose from, with at least one point each."""
    infos = _series(_state_of(services, actor), services, actor)
    return [
        Held(
            info=info,
            zone=services.zone_of(actor, info.series),
            step_ns=services.step(actor, info.series)[0],
        )
        for info in infos
        if info.fields
    ]


def answer(services: Windproof, actor: Actor, request: AggregateRequest) -> Aggregation:
    """The aggregation, from memory where nothing was ingested since it was last asked for."""
    key = (
        *_state_of(services, actor),
        *services.step(actor, request.series),
        request.series.measurement,
        request.series.site,
        request.series.turbine,
        *(getattr(request, name) for name in _ASKED),
    )
    return _aggregate(key, services, actor, request)


_ASKED = ("channels", "start_ns", "stop_ns", "window", "function", "zone", "fill", "band")


def whole_period(
    services: Windproof, actor: Actor, choice: Choice
) -> tuple[Aggregation, Aggregation | None]:
    """The period's means, and its energies where a power is among the channels."""
    base = replace(choice.request(), window="all", fill="gap", band=False)
    means = answer(services, actor, replace(base, function=average_of(choice.channels)))
    powers = tuple(name for name in choice.channels if BY_NAME[name].power)
    if not powers:
        return means, None
    return means, answer(services, actor, replace(base, channels=powers, function="energy"))


def _state_of(services: Windproof, actor: Actor) -> Key:
    """Which database, and how far its ingests are: what answers depend on beside the question."""
    target = services.target
    ingests = ((r.id, r.state.value, r.stored, r.replaced) for r in services.ingests(actor))
    return (target.kind, target.address, target.org, target.bucket, *ingests)


@st.cache_data(ttl=_TTL_S, max_entries=8, show_spinner=False)
def _series(key: Key, _services: Windproof, _actor: Actor) -> list[SeriesInfo]:
    return _services.series(_actor)


@st.cache_data(ttl=_TTL_S, max_entries=64, show_spinner=False)
def _aggregate(
    key: Key, _services: Windproof, _actor: Actor, _request: AggregateRequest
) -> Aggregation:
    return _services.aggregate(_actor, _request)
