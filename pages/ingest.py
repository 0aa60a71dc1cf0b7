"""The ingest page: a file, how it is read, what it holds, where and when it goes, what became
of it. Each part is in a module of its own; here stands their order."""

import streamlit as st

from turbine.model.actor import Actor
from turbine.readers import Scan
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
from turbine.ui.ingest import where as ingest_where
from turbine.ui.ingest import work as ingest_work
from turbine.ui.ingest.draft import Draft
from turbine.ui.ingest.step import open_part, open_step


def one_ingest(services: Windproof, actor: Actor, ingest_id: str) -> None:
    """An ingest under way, or what became of it."""
    st.button(
        "Ingest another file",
        key="ingest_another",
        icon=":material/arrow_back:",
        on_click=ingest_past.close,
    )
    record = services.ingests.get(ingest_id)
    scroll.to_top(record.id)
    if ingest_run.is_active(services, record):
        with open_part(
            "Running", "The server sends the rows in batches; each counts once it is answered."
        ):
            ingest_run.watch(ingest_id)
        return
    with open_part("Result", "Every row and every cell has its place in these sums."):
        ingest_result.headline(record)
        ingest_result.sums(record)
        ingest_result.open_end(services, record)
        ingest_result.findings(services, record)
        with st.container(horizontal=True, vertical_alignment="center"):
            ingest_past.actions(services, actor, record, shown=True)
        with st.expander("Details", key="ingest_details"):
            ingest_result.facts(record)


def steps(services: Windproof, actor: Actor) -> None:
    """From the file to the start."""
    draft = ingest_draft.current(actor)
    if draft is None:
        ingest_file.choose(services, actor)
        return
    ingest_file.chosen(services, actor, draft)
    scan = read(services, draft)
    if scan is not None and draft.confirmed:
        where_and_when(services, actor, draft, scan)


def read(services: Windproof, draft: Draft) -> Scan | None:
    """Steps 2 and 3; None while something is wrong or to be answered."""
    if draft.confirmed:
        found = ingest_work.detection(services, draft)
        ingest_reading.done(draft, found.interpretation)
        scan = ingest_work.scan(services, draft, found.interpretation)
        ingest_profile.done(services, draft, scan)
        return scan
    with open_step(2, "How it was read", "What Windproof found. Change what is not right."):
        scan = ingest_reading.step(services, draft)
    if scan is not None:
        ingest_profile.step(services, draft, scan)
    return scan


def where_and_when(services: Windproof, actor: Actor, draft: Draft, scan: Scan) -> None:
    """Steps 4 to 6."""
    with open_step(4, "Where", "Under which names the points are stored, and in which database."):
        ingest_where.tags(draft)
        ready = ingest_where.target_is_ready(services, actor)
    with open_step(
        5, "Retiming", "Moves the times of an old file, so that it looks like live data."
    ):
        accepted = ingest_retime.step(services, draft, scan)
    with open_step(6, "Plan", "What will happen. Nothing was written so far."), reported():
        if not accepted:
            ingest_plan.not_yet("Choose a rule that loses nothing; then the ingest can start.")
        elif not ready:
            ingest_plan.not_yet("The database is not ready; see step 4.")
        else:
            ingest_plan.step(services, actor, draft, scan)


def main() -> None:
    actor = require_login()
    services = windproof()
    st.title("Ingest", anchor=False)
    st.caption("From a turbine's CSV file into the database, with every row accounted for.")
    ingest_past.undone_note()
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
