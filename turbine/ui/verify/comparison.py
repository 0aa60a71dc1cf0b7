"""A verification with the time at which it was made, cached for a while."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime

import streamlit as st

from turbine.ingest.record import IngestRecord
from turbine.model.actor import Actor
from turbine.services.proofs import Line
from turbine.services.uploads import Started
from turbine.services.windproof import Windproof
from turbine.ui.verify.words import Words
from turbine.verify.compare import Verification

_TTL_S = 300
"""After this both sides are read again, whoever asks; *Run again* does it at once."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Comparison:
    """A verification's result, when it began, and how long it took."""

    result: Verification
    began: datetime
    """UTC."""
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Proof:
    """The same of an upload's series."""

    lines: tuple[Line, ...]
    began: datetime
    """UTC."""
    seconds: float


def compare(
    services: Windproof, actor: Actor, record: IngestRecord, tolerance: float, *, again: bool
) -> Comparison:
    """Compare the file with its database, unless that was done a moment ago. Raises TurbineError
    if one of the two cannot be read; then nothing is cached."""
    key = _key(services)
    if again:
        _compare.clear(key, record.id, tolerance, services, actor)
    return _compare(key, record.id, tolerance, services, actor)


@st.cache_resource(ttl=_TTL_S, max_entries=4, show_spinner=False)
def _compare(
    key: tuple[object, ...],
    ingest_id: str,
    tolerance: float,
    _services: Windproof,
    _actor: Actor,
) -> Comparison:
    began, started_s = datetime.now(UTC), time.perf_counter()
    # Here and not in the decorator, whose text would be of one language for all.
    with st.spinner(Words.COMPARING(), show_time=True):
        result = _services.verification.verify(_actor, ingest_id, tolerance=tolerance)
    return Comparison(result=result, began=began, seconds=time.perf_counter() - started_s)


def compare_all(
    services: Windproof, actor: Actor, started: Started, tolerance: float, *, again: bool
) -> Proof:
    """The same of all series of an upload. Raises TurbineError if a database does not answer."""
    if started.upload is None:
        raise AssertionError("only what is recorded as an upload is verified together")
    key, upload_id = _key(services), started.upload.id
    if again:
        _compare_all.clear(key, upload_id, tolerance, services, actor, started)
    return _compare_all(key, upload_id, tolerance, services, actor, started)


def _key(services: Windproof) -> tuple[object, ...]:
    """A verdict is of an ingest in its present state, among the others in theirs."""
    state = tuple((r.id, r.state.value, r.stored, r.replaced) for r in services.ingests.all())
    return str(services.settings.data_dir), state


@st.cache_resource(ttl=_TTL_S, max_entries=4, show_spinner=False)
def _compare_all(
    key: tuple[object, ...],
    upload_id: str,
    tolerance: float,
    _services: Windproof,
    _actor: Actor,
    _started: Started,
) -> Proof:
    began, started_s = datetime.now(UTC), time.perf_counter()
    with st.spinner(Words.COMPARING(), show_time=True):
        lines = _services.uploads.verify(_actor, _started, tolerance=tolerance)
    return Proof(lines=tuple(lines), began=began, seconds=time.perf_counter() - started_s)
