"""An ingest under way, seen from any browser; the server does the work."""

import time
from datetime import UTC, datetime

import streamlit as st

from turbine.ingest.job import Progress
from turbine.ingest.record import IngestRecord, State
from turbine.model.actor import Actor
from turbine.services.windproof import Windproof
from turbine.stores import label
from turbine.ui.common.feedback import plain, reported
from turbine.ui.common.formats import duration, rows
from turbine.ui.common.session import still_logged_in, windproof

REFRESH_S = 0.5
QUIET_S = 5.0
"""A database that has not answered for so long is said not to: no rate, no remaining time."""


def is_active(windproof: Windproof, record: IngestRecord) -> bool:
    """Whether it runs: in this process, or in another one."""
    return windproof.ingests.progress(record.id) is not None or record.state is State.RUNNING


def others(windproof: Windproof) -> None:
    """Every ingest that is under way: whoever comes back sees it."""
    for record in windproof.ingests.all():
        if is_active(windproof, record):
            with st.container(border=True):
                watch(record.id)


@st.fragment(run_every=REFRESH_S)
def watch(ingest_id: str) -> None:
    """Progress until the end, then the whole page anew."""
    actor = still_logged_in()
    services = windproof()
    with reported():
        # In this order: once the progress is gone, the ledger has the end.
        here = services.ingests.progress(ingest_id)
        record = services.ingests.get(ingest_id)
        if here is None and record.state is not State.RUNNING:
            st.session_state.pop(f"ingest_cancelling_{ingest_id}", None)
            st.rerun()
        st.markdown(
            f"**{plain(record.file_name)}** · ingest {record.id} · "
            f"into {plain(label(record.target))}"
        )
        _show(here or _from_ledger(record), is_here=here is not None)
        _cancel(services, actor, record)


def _from_ledger(record: IngestRecord) -> Progress:
    """Progress of another process: what it acknowledged since this browser began to look."""
    done = record.stored + record.refused
    now = time.monotonic()
    key = f"ingest_seen_{record.id}"
    since, before, last, answered = st.session_state.get(key, (now, done, done, None))
    if done > last:
        last, answered = done, datetime.now(UTC)
    st.session_state[key] = since, before, last, answered
    rate = (done - before) / (now - since) if now > since else 0.0
    return Progress(done=done, total=record.counts.kept, rows_per_s=rate, answered=answered)


def _show(progress: Progress, *, is_here: bool) -> None:
    share = progress.done / progress.total if progress.total else 1.0
    st.progress(min(share, 1.0), f"{progress.done:,} of {rows(progress.total)}")
    st.caption(_speed(progress) + ("" if is_here else " · another process runs it"))


def _speed(progress: Progress) -> str:
    if not progress.rows_per_s:
        return "waiting for the database's first answer"
    if progress.done >= progress.total:
        return "every row is answered for · counting what the database holds"
    if progress.answered and (datetime.now(UTC) - progress.answered).total_seconds() > QUIET_S:
        until = f"; trying again until {progress.until:%H:%M:%S}" if progress.until else ""
        return (
            ":orange[:material/warning:] The database has not answered since "
            f"{progress.answered:%H:%M:%S}{until} (UTC)"
        )
    left = (progress.total - progress.done) / progress.rows_per_s
    return f"{progress.rows_per_s:,.0f} rows/s · about {duration(left)} left"


def _cancel(services: Windproof, actor: Actor, record: IngestRecord) -> None:
    key = f"ingest_cancelling_{record.id}"
    with st.container(horizontal=True, vertical_alignment="center"):
        asked = st.session_state.get(key, False)
        if st.button("Cancel", key=f"ingest_cancel_{record.id}", disabled=asked):
            services.ingests.cancel(actor, record.id)
            st.session_state[key] = True
            st.rerun()
        st.caption(
            "It stops after the batches under way; resume sends the rest."
            if asked
            else f"Started by {plain(record.actor)} at {record.created:%Y-%m-%d %H:%M} UTC. "
            "Reloading or closing this page does not stop it."
        )
