"""The ingest page: a file, how it is read, what is in it, its target and times, and the result.
Each part is in a module of its own; this is their order."""

import streamlit as st

from turbine.ingest.groups import Read
from turbine.model.actor import Actor
from turbine.services.windproof import Windproof
from turbine.ui.common import scroll
from turbine.ui.common.feedback import reported
from turbine.ui.common.session import require_login, windproof
from turbine.ui.ingest import draft as ingest_draft
from turbine.ui.ingest import file as ingest_file
from turbine.ui.ingest import past as ingest_past
from turbine.ui.ingest import plan as ingest_plan
from turbine.ui.ingest import profile as ingest_profile
from turbine.ui.ingest import reading as ingest_reading
from turbine.ui.ingest import result as ingest_result
from turbine.ui.ingest import retime as ingest_retime
from turbine.ui.ingest import run as ingest_run
from turbine.ui.ingest import target as ingest_target
from turbine.ui.ingest import undo as ingest_undo
from turbine.ui.ingest import upload as ingest_upload
from turbine.ui.ingest import work as ingest_work
from turbine.ui.ingest.draft import Draft
from turbine.ui.ingest.step import Step, open_step, page_title


def one_ingest(services: Windproof, actor: Actor, ingest_id: str) -> None:
    """An ingest under way, or what became of it."""
    ingest_past.back()
    upload = services.uploads.find(ingest_id)
    if upload is not None:
        scroll.to_top(ingest_id)
        if (wanted := ingest_upload.part(services, actor, upload)) is not None:
            ingest_plan.open_ingest(wanted)
        return
    record = services.ingests.get(ingest_id)
    scroll.to_top(record.id)
    if ingest_run.is_active(services, record):
        ingest_run.part(ingest_id)
    else:
        ingest_result.part(services, actor, record)


def steps(services: Windproof, actor: Actor) -> None:
    """From the file to the start."""
    draft = ingest_draft.current(actor)
    if draft is None:
        ingest_file.choose(services, actor)
        return
    ingest_file.chosen(services, actor, draft)
    reads = read(services, actor, draft)
    if reads is not None and draft.confirmed:
        target_and_times(services, actor, draft, reads)


def read(services: Windproof, actor: Actor, draft: Draft) -> tuple[Read, ...] | None:
    """How the file is read and what is in it; None while something is wrong or to be answered."""
    if draft.confirmed:
        detected = ingest_work.detection(services, draft)
        ingest_reading.done(draft, detected.interpretation)
        whole = ingest_work.reads(services, draft, detected)
        ingest_profile.done(services, draft, whole)
        return whole
    with open_step(Step.FORMAT):
        reads = ingest_reading.step(services, actor, draft)
    if reads is not None:
        ingest_profile.step(services, draft, reads)
    return reads


def target_and_times(
    services: Windproof, actor: Actor, draft: Draft, reads: tuple[Read, ...]
) -> None:
    """Where and under which times the points are stored, and the start."""
    with open_step(Step.TARGET):
        ingest_target.tags(draft, reads)
        ready = ingest_target.target_is_ready(services, actor)
    with open_step(Step.RETIMING):
        retimed = ingest_retime.step(services, draft, reads)
    with open_step(Step.PLAN), reported():
        ingest_plan.step(services, actor, draft, reads, retimed=retimed, ready=ready)


def main() -> None:
    actor = require_login()
    services = windproof()
    page_title()
    ingest_undo.undone_note()
    shown = st.query_params.get(ingest_plan.SHOWN)
    with reported():
        if shown:
            one_ingest(services, actor, shown)
        else:
            ingest_run.others(services)
            steps(services, actor)
    with reported():
        ingest_past.panel(services, actor, shown_id=shown)


main()
