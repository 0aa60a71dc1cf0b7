"""Looking: a verification with the time at which it was made, remembered for a while."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime

import streamlit as st

from turbine.ingest.record import IngestRecord
from turbine.model.actor import Actor
from turbine.services.windproof import Windproof
from turbine.verify.compare import Verification

_TTL_S = 300
"""After this both sides are read again, whoever asks; *Run again* does it at once."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Look:
    """What was found, when, and how long it took."""

    found: Verification
    at: datetime
    """UTC, when the reading began."""
    seconds: float


def look(
    services: Windproof, actor: Actor, record: IngestRecord, tolerance: float, *, anew: bool
) -> Look:
    """Compare the file with its database, unless that was done a moment ago. Raises TurbineError
    where one of the two cannot be read; then nothing is remembered."""
    # A verdict is of an ingest as it stands, among the others as they stand.
    state = tuple((r.id, r.state.value, r.stored, r.replaced) for r in services.ingests.all())
    key = (str(services.settings.data_dir), state)
    if anew:
        _look.clear(key, record.id, tolerance, services, actor)
    return _look(key, record.id, tolerance, services, actor)


@st.cache_resource(
    ttl=_TTL_S,
    max_entries=4,
    show_spinner="Reading the file again, and the database, and comparing every row …",
    show_time=True,
)
def _look(
    key: tuple[object, ...],
    ingest_id: str,
    tolerance: float,
    _services: Windproof,
    _actor: Actor,
) -> Look:
    at, began = datetime.now(UTC), time.perf_counter()
    found = _services.verification.verify(_actor, ingest_id, tolerance=tolerance)
    return Look(found=found, at=at, seconds=time.perf_counter() - began)
