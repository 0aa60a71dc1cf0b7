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
from turbine.ui.common.formats import duration
from turbine.ui.common.session import still_logged_in, windproof
from turbine.ui.ingest.step import open_part
from turbine.ui.ingest.words import Words

REFRESH_S = 0.5
QUIET_S = 5.0
"""After so long without an answer the page says so, and shows no rate and no remaining time."""


def is_active(windproof: Windproof, record: IngestRecord) -> bool:
    """Whether it runs: in this process, or in another one."""
    return windproof.ingests.progress(record.id) is not None or record.state is State.RUNNING


def others(windproof: Windproof) -> None:
    """Every ingest that is under way, so that whoever comes back sees it."""
    for record in windproof.ingests.all():
        if is_active(windproof, record):
            with st.container(border=True):
                watch(record.id)


def part(ingest_id: str) -> None:
    """The ingest that the page is about, under way."""
    with open_part(Words.RUNNING(), Words.RUNNING_CAPTION()):
        watch(ingest_id)


@st.fragment(run_every=REFRESH_S)
def watch(ingest_id: str) -> None:
    """Progress until the end; then the whole page is run again."""
    actor = still_logged_in()
    services = windproof()
    with reported():
        # In this order: once the progress is gone, the ledger has the end.
        progress = services.ingests.progress(ingest_id)
        record = services.ingests.get(ingest_id)
        if progress is None and record.state is not State.RUNNING:
            st.session_state.pop(f"ingest_cancelling_{ingest_id}", None)
            st.rerun()
        st.markdown(
            Words.UNDER_WAY(
                file=plain(record.file_name), id=record.id, target=plain(label(record.target))
            )
        )
        show(progress or _from_ledger(record), is_own=progress is not None)
        _cancel(services, actor, record)


def _from_ledger(record: IngestRecord) -> Progress:
    """Progress of another process, from what it acknowledged since this browser shows it."""
    done = record.stored + record.refused
    now = time.monotonic()
    key = f"ingest_seen_{record.id}"
    since, before, last, answered = st.session_state.get(key, (now, done, done, None))
    if done > last:
        last, answered = done, datetime.now(UTC)
    st.session_state[key] = since, before, last, answered
    rate = (done - before) / (now - since) if now > since else 0.0
    return Progress(done=done, total=record.counts.kept, rows_per_s=rate, answered=answered)


def show(progress: Progress, *, is_own: bool) -> None:
    """How far it is, and how fast."""
    share = progress.done / progress.total if progress.total else 1.0
    st.progress(min(share, 1.0), Words.PROGRESS(count=progress.total, done=progress.done))
    speed = _speed(progress)
    st.caption(speed if is_own else Words.OTHER_PROCESS(progress=speed))


def _speed(progress: Progress) -> str:
    if not progress.rows_per_s:
        return Words.WAITING()
    if progress.done >= progress.total:
        return Words.COUNTING()
    if progress.answered and (datetime.now(UTC) - progress.answered).total_seconds() > QUIET_S:
        since = f"{progress.answered:%H:%M:%S}"
        if progress.until:
            return Words.QUIET_UNTIL(since=since, until=f"{progress.until:%H:%M:%S}")
        return Words.QUIET(since=since)
    left = (progress.total - progress.done) / progress.rows_per_s
    return Words.SPEED(rows_per_s=progress.rows_per_s, duration=duration(left))


def _cancel(services: Windproof, actor: Actor, record: IngestRecord) -> None:
    key = f"ingest_cancelling_{record.id}"
    with st.container(horizontal=True, vertical_alignment="center"):
        asked = st.session_state.get(key, False)
        if st.button(Words.CANCEL(), key=f"ingest_cancel_{record.id}", disabled=asked):
            services.ingests.cancel(actor, record.id)
            st.session_state[key] = True
            st.rerun()
        st.caption(
            Words.CANCELLING()
            if asked
            else Words.STARTED_BY(
                actor=plain(record.actor), created=f"{record.created:%Y-%m-%d %H:%M}"
            )
        )
