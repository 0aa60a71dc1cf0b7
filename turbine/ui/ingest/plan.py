"""Step 6: what the ingest would do to the database, and the button that starts it."""

import streamlit as st

from turbine.ingest.plan import Check, Plan
from turbine.ingest.preflight import POINTS, RETENTION
from turbine.ingest.record import IngestRecord, State
from turbine.model.actor import Actor
from turbine.readers import Scan
from turbine.services.windproof import Windproof
from turbine.settings.places import PAGES
from turbine.stores import label
from turbine.ui.common.feedback import plain, show_error
from turbine.ui.common.formats import clock, rows
from turbine.ui.ingest import draft as ingest_draft
from turbine.ui.ingest import retime as ingest_retime
from turbine.ui.ingest import work as ingest_work
from turbine.ui.ingest.draft import Draft
from turbine.words import counted

SHOWN = "ingest"
"""The page's query parameter: the ingest that is shown."""

_FINE, _MIND = ":green[:material/check_circle:]", ":orange[:material/info:]"
_START, _ICON = "ingest_start", ":material/play_arrow:"
_REPLACED = "ingest_replace_of"
"""The points that the person's consent is about."""


def step(windproof: Windproof, actor: Actor, draft: Draft, scan: Scan) -> None:
    """What would happen, and the start."""
    plan = ingest_work.plan(windproof, draft, scan)
    show(plan)
    if plan.existing is not None:
        existing(windproof, actor, plan.existing)
        return
    looked_at(plan)
    replace = consent(plan)
    obstacles = [c for c in plan.preflight.checks(replace=replace) if c.obstacle is not None]
    for check in obstacles:
        if replace or not _asks(plan, check):
            obstacle(plan, check)
    start(windproof, actor, plan, replace=replace, ready=not obstacles)


def not_yet(reason: str) -> None:
    """The start, before there is a plan."""
    st.caption(reason)
    st.button("Start ingest", key=_START, type="primary", icon=_ICON, disabled=True)


def show(plan: Plan) -> None:
    """Where every row ends up, in sentences."""
    counts, series = plan.scan.counts, plan.series
    st.markdown(
        f"**{rows(counts.kept)}** of turbine **{plain(series.turbine)}** at site "
        f"**{plain(series.site)}** go to {plain(label(plan.target))}."
    )
    st.markdown(f"Their times there: **{clock(plan.first_ns)}** to **{clock(plan.last_ns)}** UTC.")
    if counts.rejected or counts.duplicate:
        st.caption(
            f"Not stored: {counts.rejected:,} rejected and {counts.duplicate:,} duplicate rows. "
            "Each is listed with its line and reason."
        )


def looked_at(plan: Plan) -> None:
    """What the pre-flight found to be well, a line each."""
    with st.container(key="ingest_preflight", border=True, gap="xxsmall"):
        for check in plan.preflight.checks():
            if check.obstacle is None:
                icon = _MIND if check.mind else _FINE
                st.markdown(f":small[{icon} **{check.title}** &nbsp; {plain(check.found)}]")


def obstacle(plan: Plan, check: Check) -> None:
    """What stands in the way of the start, and the way out, where the page has one."""
    if check.obstacle is None:
        return
    show_error(check.obstacle)
    if plan.expired and check.title == RETENTION:
        with st.container(horizontal=True, vertical_alignment="center"):
            for rule in plan.lasting_rules:
                st.button(
                    f"Use {ingest_retime.name(rule)}",
                    key=f"ingest_lasting_{rule}",
                    on_click=ingest_retime.use,
                    args=(rule,),
                )
            st.page_link(
                PAGES / "database.py",
                label=f"Make a {plan.capabilities.container} that keeps points longer",
                icon=":material/database:",
            )


def _asks(plan: Plan, check: Check) -> bool:
    """Whether the obstacle is gone once the person consents: then the question stands for it."""
    return check.title == POINTS and _can_replace(plan)


def _can_replace(plan: Plan) -> bool:
    what = plan.capabilities
    return what.overwrites and (what.deletes_points or not plan.emptied)


def existing(windproof: Windproof, actor: Actor, record: IngestRecord) -> None:
    """The very same ingest is recorded already: look at it, or send the rest."""
    if record.state is State.GONE:
        st.warning(
            f"This was ingested before, and the database holds nothing of it: ingest "
            f"**{record.id}** of {record.created:%Y-%m-%d %H:%M} UTC. Resume sends it again.",
            icon=":material/warning:",
        )
    elif record.state is State.UNDOING:
        st.warning(
            f"The undo of this very ingest, **{record.id}**, was interrupted. Finish it first.",
            icon=":material/warning:",
        )
    elif record.state is State.DONE and record.refused:
        st.info(
            f"This was ingested before, as **{record.id}**, and the database refused "
            f"{rows(record.refused)} of it. Resume sends these once more.",
            icon=":material/info:",
        )
    elif record.state is State.DONE:
        there = (
            f"This is already there: ingest **{record.id}** of {record.created:%Y-%m-%d %H:%M} UTC "
            f"stored {rows(record.stored)} of this file with this rule. Nothing needs to be sent."
        )
        if record.losses:
            lost = f" **Not stored: {'; '.join(record.losses)}.**"
            st.warning(there + lost, icon=":material/warning:")
        else:
            st.success(there, icon=":material/check_circle:")
    else:
        st.info(
            f"This was begun before: ingest **{record.id}** is {record.state}, "
            f"{record.stored + record.refused:,} of {rows(record.counts.kept)} are answered for.",
            icon=":material/info:",
        )
    with st.container(horizontal=True):
        if record.can_resume and st.button(
            "Finish the undo" if record.state is State.UNDOING else "Resume it",
            key="ingest_resume_existing",
            type="primary",
        ):
            windproof.ingests.run_in_background(actor, record.id)
            open_ingest(record.id)
        if st.button("Show it", key="ingest_show_existing"):
            open_ingest(record.id)


def consent(plan: Plan) -> bool:
    """Whether the person wants the points of others replaced, in so many words."""
    if not plan.taken or not _can_replace(plan):
        return False
    parts = [
        f"ingest **{overlap.ingest.id}** of file {plain(overlap.ingest.file_name)} holds "
        f"{plain(', '.join(overlap.fields))} on **{len(overlap.stamps):,}** of these stamps"
        for overlap in plan.overlaps
    ]
    if plan.foreign:
        parts.append(
            f"**{counted(plan.foreign, 'point')}** on these stamps, put there by no recorded "
            "ingest, with other values"
        )
    st.warning(
        f"Some of these stamps are taken: {'; '.join(parts)}. A database keeps one value of a "
        "field per stamp, so they would be overwritten; fields that this file does not bring stay. "
        + (
            f"**{counted(plan.emptied, 'value')}** would be deleted where this file has none. "
            if plan.emptied
            else ""
        )
        + "Another turbine or another rule avoids it.",
        icon=":material/layers:",
    )
    sentence = _sentence(plan)
    if st.session_state.get(_REPLACED) != sentence:  # other points than those agreed to
        st.session_state[_REPLACED], st.session_state["ingest_replace"] = sentence, False
    return st.checkbox(sentence, key="ingest_replace")


def _sentence(plan: Plan) -> str:
    parts = [f"{counted(len(o.stamps), 'point')} of ingest {o.ingest.id}" for o in plan.overlaps]
    if plan.foreign:
        parts.append(f"{counted(plan.foreign, 'point')} of no recorded ingest")
    return f"Replace {' and '.join(parts)}"


def start(windproof: Windproof, actor: Actor, plan: Plan, *, replace: bool, ready: bool) -> None:
    """The button."""
    if st.button("Start ingest", key=_START, type="primary", icon=_ICON, disabled=not ready):
        record = windproof.ingests.start(actor, plan, replace=replace)
        windproof.ingests.run_in_background(actor, record.id, plan.scan)
        ingest_draft.drop()
        open_ingest(record.id)
    possible = (
        "Cancel, resume and undo" if plan.capabilities.deletes_points else "Cancel and resume"
    )
    st.caption(
        "It runs on the server: you may reload or close this page. "
        f"{possible} are possible at any time."
    )


def open_ingest(ingest_id: str) -> None:
    """Show this ingest on the page, also after a reload."""
    ingest_work.forget_plans()
    st.query_params[SHOWN] = ingest_id
    st.rerun()
