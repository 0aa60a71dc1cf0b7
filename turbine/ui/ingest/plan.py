"""The step *Plan*: what the ingest would do to the database, and the button that starts it."""

from collections.abc import Iterator, Sequence

import streamlit as st

from turbine.ingest.groups import Read
from turbine.ingest.plan import Check, Plan
from turbine.ingest.preflight import LOSSES, POINTS, RETENTION, some
from turbine.ingest.record import IngestRecord, State
from turbine.model.actor import Actor
from turbine.services.windproof import Windproof
from turbine.settings.places import PAGES
from turbine.stores import label
from turbine.ui.common.feedback import plain, show_error
from turbine.ui.common.formats import clock
from turbine.ui.ingest import draft as ingest_draft
from turbine.ui.ingest import losses as ingest_losses
from turbine.ui.ingest import retime as ingest_retime
from turbine.ui.ingest import upload as ingest_upload
from turbine.ui.ingest import work as ingest_work
from turbine.ui.ingest.draft import Draft
from turbine.ui.ingest.state import headline, resume_text
from turbine.ui.ingest.step import Step
from turbine.ui.ingest.words import Words

SHOWN = "ingest"
"""The page's query parameter: the ingest that is shown."""

_PASSED, _NOTE = ":green[:material/check_circle:]", ":orange[:material/info:]"
_START, _ICON = "ingest_start", ":material/play_arrow:"
_REPLACED = "ingest_replace_of"
"""The points that the person's consent is about."""


def step(
    windproof: Windproof,
    actor: Actor,
    draft: Draft,
    reads: Sequence[Read],
    *,
    retimed: bool,
    ready: bool,
) -> None:
    """What would happen, and the start, if the rule can be used and the database is ready."""
    if not retimed:
        _not_yet(Words.RULE_FIRST())
    elif not ready:
        _not_yet(Words.DATABASE_FIRST(step=Step.TARGET.value))
    else:
        _step(windproof, actor, draft, reads)


def _step(windproof: Windproof, actor: Actor, draft: Draft, reads: Sequence[Read]) -> None:
    group = ingest_work.plan(windproof, draft, reads)
    if not group.is_alone:
        if (started := ingest_upload.plan(windproof, actor, group)) is not None:
            open_ingest(started)
        return
    [plan] = group.plans
    show(plan)
    if plan.existing is not None:
        existing(windproof, actor, plan.existing)
        return
    passed(plan)
    replace, accept_losses = consent(plan), ingest_losses.consent([plan])
    checks = plan.preflight.checks(replace=replace, accept_losses=accept_losses)
    obstacles = [c for c in checks if c.obstacle is not None]
    for check in obstacles:
        if check.title != LOSSES and (replace or not _asks(plan, check)):
            obstacle(plan, check)
    start(
        windproof,
        actor,
        plan,
        replace=replace,
        accept_losses=accept_losses,
        ready=not obstacles,
    )


def _not_yet(reason: str) -> None:
    """The button, before there is a plan."""
    st.caption(reason)
    st.button(Words.START(), key=_START, type="primary", icon=_ICON, disabled=True)


def show(plan: Plan) -> None:
    """Where every row ends up, in sentences."""
    counts, series = plan.scan.counts, plan.series
    st.markdown(
        Words.PLANNED_ROWS(
            count=counts.kept,
            turbine=plain(series.turbine),
            site=plain(series.site),
            target=plain(label(plan.target)),
        )
    )
    st.markdown(Words.PLANNED_TIMES(first=clock(plan.first_ns), last=clock(plan.last_ns)))
    if counts.rejected or counts.duplicate or counts.without_values:
        st.caption(
            Words.WILL_NOT_BE_STORED(
                rejected=Words.COUNTED_REJECTED(count=counts.rejected),
                duplicates=Words.COUNTED_DUPLICATES(count=counts.duplicate),
                without=Words.COUNTED_WITHOUT_VALUES(count=counts.without_values),
            )
        )


def passed(plan: Plan) -> None:
    """The checks that passed, a line each."""
    with st.container(key="ingest_preflight", border=True, gap="xxsmall"):
        for check in plan.preflight.checks():
            if check.obstacle is None and check.title != LOSSES:
                icon = _NOTE if check.is_warning else _PASSED
                st.markdown(Words.CHECK(icon=icon, title=check.title, finding=plain(check.found)))


def obstacle(plan: Plan, check: Check) -> None:
    """What stands in the way of the start, and the way out, if the page has one."""
    if check.obstacle is None:
        return
    show_error(check.obstacle)
    if plan.expired and check.title == RETENTION:
        with st.container(horizontal=True, vertical_alignment="center"):
            for rule in plan.lasting_rules:
                st.button(
                    Words.USE_RULE(rule=ingest_retime.name(rule)),
                    key=f"ingest_lasting_{rule}",
                    on_click=ingest_retime.use,
                    args=(rule,),
                )
            st.page_link(
                PAGES / "database.py",
                label=Words.LONGER_RETENTION(container=plan.capabilities.container),
                icon=":material/database:",
            )


def _asks(plan: Plan, check: Check) -> bool:
    """Whether the obstacle is gone once the person consents: then the question stands for it."""
    return check.title == POINTS and _can_replace(plan)


def _can_replace(plan: Plan) -> bool:
    what = plan.capabilities
    return what.overwrites and (what.deletes_points or not plan.emptied)


def existing(windproof: Windproof, actor: Actor, record: IngestRecord) -> None:
    """The very same ingest is recorded already: show it, or send the rest."""
    st.markdown(Words.EXISTS(id=plain(record.id), created=f"{record.created:%Y-%m-%d %H:%M}"))
    headline(record)
    if record.state is State.DONE and not record.can_resume:
        st.caption(Words.NOTHING_TO_SEND())
    with st.container(horizontal=True):
        if record.can_resume and st.button(
            resume_text(record), key="ingest_resume_existing", type="primary"
        ):
            windproof.ingests.run_in_background(actor, record.id)
            open_ingest(record.id)
        if st.button(Words.DETAILS(), key="ingest_show_existing"):
            open_ingest(record.id)


def consent(plan: Plan) -> bool:
    """Whether the person explicitly wants the points of others replaced."""
    if not plan.taken or not _can_replace(plan):
        return False
    st.warning(" ".join(_taken(plan)), icon=":material/layers:")
    counts = [(overlap.ingest.id, len(overlap.stamps)) for overlap in plan.overlaps]
    if st.session_state.get(_REPLACED) != (counts, plan.foreign):  # other points than agreed to
        st.session_state[_REPLACED] = counts, plan.foreign
        st.session_state["ingest_replace"] = False
    points = [Words.POINTS_OF_INGEST(count=count, id=ingest) for ingest, count in counts]
    if plan.foreign:
        points.append(Words.POINTS_OF_NONE(count=plan.foreign))
    return st.checkbox(Words.REPLACE(points=tuple(points)), key="ingest_replace")


def _taken(plan: Plan) -> Iterator[str]:
    """Whose points would be replaced, what goes with them, and how to avoid it."""
    yield Words.TAKEN()
    for overlap in plan.overlaps:
        yield Words.OVERLAP(
            id=plain(overlap.ingest.id),
            file=plain(overlap.ingest.file_name),
            fields=tuple(plain(str(name)) for name in some(overlap.fields)),
            stamps=len(overlap.stamps),
        )
    if plan.foreign:
        yield Words.FOREIGN(count=plan.foreign)
    yield Words.OVERWRITES()
    if plan.emptied:
        yield Words.EMPTIED(count=plan.emptied)
    yield Words.AVOIDED_BY()
    if plan.beside:
        ingest, rule = plan.beside
        yield Words.BESIDE(id=plain(ingest), rule=rule)


def start(  # each is a consent of its own
    windproof: Windproof,
    actor: Actor,
    plan: Plan,
    *,
    replace: bool,
    accept_losses: bool,
    ready: bool,
) -> None:
    """The button."""
    if st.button(Words.START(), key=_START, type="primary", icon=_ICON, disabled=not ready):
        record = windproof.ingests.start(actor, plan, replace=replace, accept_losses=accept_losses)
        windproof.ingests.run_in_background(actor, record.id, plan.scan)
        ingest_draft.drop()
        open_ingest(record.id)
    undoable = plan.capabilities.deletes_points
    st.caption(
        Words.SENTENCES(
            first=Words.RUNS_ON_THE_SERVER(),
            second=Words.CANCEL_RESUME_UNDO() if undoable else Words.CANCEL_RESUME(),
        )
    )


def open_ingest(ingest_id: str) -> None:
    """Show this ingest on the page, also after a reload."""
    ingest_work.forget_plans()
    st.query_params[SHOWN] = ingest_id
    st.rerun()
