"""A verification with the time at which it was made, cached for a while."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

import streamlit as st

from turbine.ingest.record import IngestRecord
from turbine.model.actor import Actor
from turbine.services.proofs import Line
from turbine.services.uploads import Started
from turbine.services.windproof import Windproof
from turbine.ui.verify.words import Words
from turbine.verify.compare import Verification

_T = TypeVar("_T")
_TTL_S = 300
"""After this both sides are read again, whoever asks; *Run again* does it at once."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Checked(Generic[_T]):
    """What was found, when it began, and how long it took."""

    result: _T
    began: datetime
    """UTC."""
    seconds: float


Comparison = Checked[Verification]
Proof = Checked[tuple[Line, ...]]
"""Of an upload's series."""


def compare(
    services: Windproof, actor: Actor, record: IngestRecord, tolerance: float, *, again: bool
) -> Comparison:
    """Compare the file with its database, unless that was done a moment ago. Raises TurbineError
    if one of the two cannot be read; then nothing is cached."""

    def verify() -> Verification:
        return services.verification.verify(actor, record.id, tolerance=tolerance)

    return _checked(services, (record.id, tolerance), verify, again=again)


def compare_all(
    services: Windproof, actor: Actor, started: Started, tolerance: float, *, again: bool
) -> Proof:
    """The same of all series of an upload. Raises TurbineError if a database does not answer."""
    if started.upload is None:
        raise AssertionError("only what is recorded as an upload is verified together")

    def verify() -> tuple[Line, ...]:
        return tuple(services.uploads.verify(actor, started, tolerance=tolerance))

    return _checked(services, (started.upload.id, tolerance), verify, again=again)


def _checked(
    services: Windproof, asked: tuple[str, float], verify: Callable[[], _T], *, again: bool
) -> Checked[_T]:
    # A verdict is of an ingest in its present state, among the others in theirs.
    state = tuple((r.id, r.state.value, r.stored, r.replaced) for r in services.ingests.all())
    key = str(services.settings.data_dir), state, asked
    if again:
        _cached.clear(key, verify)
    return _cached(key, verify)


@st.cache_resource(ttl=_TTL_S, max_entries=8, show_spinner=False)
def _cached(key: tuple[object, ...], _verify: Callable[[], Any]) -> Checked[Any]:
    began, started_s = datetime.now(UTC), time.perf_counter()
    # Here and not in the decorator, whose text would be of one language for all.
    with st.spinner(Words.COMPARING(), show_time=True):
        result = _verify()
    return Checked(result=result, began=began, seconds=time.perf_counter() - started_s)
