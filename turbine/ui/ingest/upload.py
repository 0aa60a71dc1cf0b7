"""Several series that go in together: their plan, their progress and what became of them."""

from collections.abc import Sequence

import polars as pl
import streamlit as st

from turbine.ingest import groups
from turbine.ingest.groups import Group
from turbine.ingest.plan import Plan
from turbine.ingest.record import IngestRecord, State
from turbine.model.actor import Actor
from turbine.services.uploads import Started
from turbine.services.windproof import Windproof
from turbine.stores import label
from turbine.ui.common.feedback import plain, reported
from turbine.ui.common.formats import clock
from turbine.ui.common.session import still_logged_in, windproof
from turbine.ui.ingest import draft as ingest_draft
from turbine.ui.ingest import findings as ingest_findings
from turbine.ui.ingest import losses as ingest_losses
from turbine.ui.ingest import run as ingest_run
from turbine.ui.ingest import work as ingest_work
from turbine.ui.ingest.step import open_part, page_link
from turbine.ui.ingest.table import table
from turbine.ui.ingest.undo import undo_dialog
from turbine.ui.ingest.words import Words
from turbine.words import recall

_REPLACE, _SHOWN_SERIES = "ingest_replace_all_", "ingest_upload_series"
_SHOWN = "ingest"


def plan(services: Windproof, actor: Actor, group: Group) -> str | None:
    """What would happen to each series, and the start. The id of what was started, or was recorded
    before; None before that."""
    kept = sum(each.scan.counts.kept for each in group.plans)
    target = plain(label(group.plans[0].target))
    st.markdown(Words.PLANNED_SERIES(count=len(group.plans), rows=kept, target=target))
    taken = sum(each.taken for each in group.plans if each.existing is None)
    replace = bool(taken) and st.checkbox(Words.REPLACE_ALL(count=taken), key=f"{_REPLACE}{taken}")
    new = [each for each in group.plans if each.existing is None]
    accept_losses = ingest_losses.consent(new)
    obstacles = [
        _obstacle(each, replace=replace, accept_losses=accept_losses) for each in group.plans
    ]
    _plans(group.plans, obstacles)
    if group.rejected:
        st.warning(Words.ROWS_OF_NO_SERIES(count=group.rejected), icon=":material/help:")
    for text in dict.fromkeys(filter(None, obstacles)):
        st.error(plain(text), icon=":material/block:")
    ready = not any(obstacles)
    if not st.button(
        Words.START(),
        key="ingest_start",
        type="primary",
        icon=":material/play_arrow:",
        disabled=not ready,
    ):
        return None
    started = services.uploads.start(actor, group, replace=replace, accept_losses=accept_losses)
    scans = {r.id: p.scan for r, p in zip(started.records, group.plans, strict=True)}
    services.uploads.run_in_background(actor, started, scans)
    ingest_draft.drop()
    return started.upload.id if started.upload else started.records[0].id


def _obstacle(plan: Plan, *, replace: bool, accept_losses: bool) -> str:
    if plan.existing is not None:
        return ""
    checks = plan.preflight.checks(replace=replace, accept_losses=accept_losses)
    return next((str(check.obstacle) for check in checks if check.obstacle is not None), "")


def _plans(plans: Sequence[Plan], obstacles: Sequence[str]) -> None:
    columns = {
        "turbine": [plain(each.series.turbine) for each in plans],
        "state": [_standing(each, text) for each, text in zip(plans, obstacles, strict=True)],
        "site": [plain(each.series.site) for each in plans],
        "kept": [each.scan.counts.kept for each in plans],
        "first": [clock(each.first_ns) for each in plans],
        "last": [clock(each.last_ns) for each in plans],
    }
    titles = {
        "turbine": Words.TURBINE(),
        "site": Words.SITE(),
        "kept": Words.ROWS_TO_STORE(),
        "first": Words.FIRST_TIME(),
        "last": Words.LAST_TIME(),
        "state": Words.STATE(),
    }
    table(pl.DataFrame(columns), titles, key="ingest_plan_series", alt=Words.SERIES_ALT())


def _standing(plan: Plan, obstacle: str) -> str:
    if plan.existing is not None:
        return Words.RECORDED_AS(id=plan.existing.id)
    return Words.IN_THE_WAY() if obstacle else Words.CAN_START()


def is_active(services: Windproof, started: Started) -> bool:
    """Whether it runs: in this process, or in another one."""
    own = started.upload is not None and services.uploads.progress(started.upload.id) is not None
    return own or any(ingest_run.is_active(services, record) for record in started.records)


@st.fragment(run_every=ingest_run.REFRESH_S)
def watch(upload_id: str) -> None:
    """Progress until the end; then the whole page is run again."""
    actor = still_logged_in()
    services = windproof()
    with reported():
        # In this order: once the progress is gone, the ledger has the end.
        progress = services.uploads.progress(upload_id)
        started = services.uploads.get(upload_id)
        if progress is None and not is_active(services, started):
            st.rerun()
        done = sum(record.state.is_sent for record in started.records)
        st.markdown(Words.UPLOAD_UNDER_WAY(count=len(started.records), done=done, id=upload_id))
        if progress is not None:
            ingest_run.show(progress, is_own=True)
        if st.button(Words.CANCEL(), key=f"ingest_cancel_{upload_id}"):
            services.uploads.cancel(actor, upload_id)
            st.caption(Words.CANCELLING())


def part(services: Windproof, actor: Actor, started: Started) -> str | None:
    """What the page shows of it: its progress, or what became of each series. The id of an ingest
    that the person wants to see."""
    if started.upload is None:
        raise AssertionError("only what is recorded as an upload has a page")
    upload_id = started.upload.id
    if is_active(services, started):
        with open_part(Words.RUNNING(), Words.RUNNING_CAPTION()):
            watch(upload_id)
        return None
    with open_part(Words.RESULT(), Words.RESULT_CAPTION()):
        _headline(started)
        ingest_losses.of_records(services, started.records)
        _sum(started)
        _records(started.records)
        _left(services, started)
        with st.container(horizontal=True, vertical_alignment="center"):
            actions(services, actor, started, shown=True)
        return _one_of(started)


def _headline(started: Started) -> None:
    total, records = started.total, started.records
    open_ones = [record for record in records if record.can_resume]
    undone = [plain(r.series.turbine) for r in records if r.state is State.UNDONE]
    if undone:
        st.info(
            Words.UPLOAD_UNDONE(count=len(undone), turbines=tuple(undone)), icon=":material/undo:"
        )
    if not started.standing:
        return
    failed = [record for record in records if record.state is State.FAILED]
    if failed:
        reason = plain(recall(failed[0].error))
        st.error(
            Words.UPLOAD_FAILED(turbine=plain(failed[0].series.turbine), reason=reason),
            icon=":material/error:",
        )
    elif open_ones:
        st.warning(Words.UPLOAD_OPEN(count=len(open_ones)), icon=":material/pause_circle:")
    elif total.rejected or any(record.losses for record in records):
        st.warning(
            Words.UPLOAD_STORED_WITH_LOSSES(
                count=total.series,
                stored=total.stored,
                rejected=Words.COUNTED_REJECTED(count=total.rejected),
                bad=Words.COUNTED_BAD(count=total.bad_cells),
            ),
            icon=":material/warning:",
        )
    else:
        st.success(
            Words.UPLOAD_STORED(count=total.series, stored=total.stored),
            icon=":material/check_circle:",
        )


def _sum(started: Started) -> None:
    total = started.total
    text = Words.UPLOAD_SUM_WAITING if total.waiting or total.undone else Words.UPLOAD_SUM
    st.subheader(
        text(
            count=total.rows,
            stored=total.stored,
            rejected=total.rejected,
            duplicates=total.duplicate,
            without=total.without_values,
            waiting=total.waiting,
            undone=total.undone,
        ),
        anchor=False,
    )
    if not total.adds_up:
        st.error(Words.DOES_NOT_ADD_UP(), icon=":material/error:")


def _records(records: Sequence[IngestRecord]) -> None:
    columns = {
        "turbine": [plain(record.series.turbine) for record in records],
        "state": [str(record.state.label) for record in records],
        "rows": [record.counts.rows for record in records],
        "stored": [groups.total([record], None).stored for record in records],
        "rejected": [record.rejected for record in records],
        "held": [record.held for record in records],
        "id": [record.id for record in records],
    }
    titles = {
        "turbine": Words.TURBINE(),
        "rows": Words.ROWS(),
        "stored": Words.STORED_ROWS(),
        "rejected": Words.REJECTED_ROWS(),
        "held": Words.HELD_ROWS(),
        "state": Words.STATE(),
        "id": Words.INGEST(),
    }
    table(pl.DataFrame(columns), titles, key="ingest_upload_list", alt=Words.SERIES_ALT())


def _left(services: Windproof, started: Started) -> None:
    """Rows that are of no series, line by line, and the same as a file."""
    upload = started.upload
    if upload is None or not (upload.rejected or upload.without_values):
        return
    total = upload.rejected + upload.without_values
    st.markdown(Words.ROWS_OF_NO_SERIES(count=total))
    ingest_findings.recorded(services, upload.id, total=total)


def actions(services: Windproof, actor: Actor, started: Started, *, shown: bool = False) -> None:
    """What can be done with all of it; ``shown``: the page is about it."""
    if started.upload is None:
        raise AssertionError("only what is recorded as an upload is handled together")
    upload_id = started.upload.id
    name = "ingest_upload" if shown else f"ingest_past_{upload_id}"
    open_ones = [record for record in started.records if record.can_resume]
    if open_ones and st.button(
        Words.RESUME_REST(count=len(open_ones)),
        key=f"{name}_resume",
        type="primary",
        icon=":material/play_arrow:",
    ):
        with reported():
            services.uploads.run_in_background(actor, started)
            ingest_work.forget_plans()
            st.query_params[_SHOWN] = upload_id
            st.rerun()
    if started.standing:
        page_link("verify", Words.VERIFY(), ":material/verified:", {"ingest": upload_id})
        if st.button(Words.UNDO(), key=f"{name}_undo", icon=":material/undo:", type="tertiary"):
            undo_dialog(services, started)


def _one_of(started: Started) -> str | None:
    """The ingest of a turbine that the person wants to see."""
    records = {record.id: record for record in started.records}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        shown = st.selectbox(
            Words.SERIES_TO_SHOW(),
            list(records),
            key=_SHOWN_SERIES,
            format_func=lambda each: plain(records[each].series.turbine),
        )
        if st.button(Words.DETAILS(), key="ingest_upload_details", icon=":material/info:"):
            return shown
    return None
