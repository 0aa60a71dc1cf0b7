"""Past ingests: what went where, and resume, verify, undo."""

from dataclasses import asdict

import streamlit as st

from turbine.ingest.record import IngestRecord, State
from turbine.ingest.undo import UndoEffects
from turbine.model.actor import Actor
from turbine.services.windproof import Windproof
from turbine.settings.places import PAGES
from turbine.stores import label
from turbine.ui.common.feedback import plain, reported
from turbine.ui.common.formats import period, rows
from turbine.ui.common.session import still_logged_in
from turbine.ui.ingest import work as ingest_work
from turbine.ui.ingest.plan import SHOWN, open_ingest
from turbine.ui.ingest.result import badges
from turbine.ui.ingest.run import is_active
from turbine.words import counted

FIRST = 8
_ALL = "ingest_past_all"


def panel(windproof: Windproof, actor: Actor, *, shown_id: str | None) -> None:
    """The newest ingests, one card each; ``shown_id`` is on the page already."""
    st.subheader("Past ingests", anchor=False)
    records = [
        record
        for record in windproof.ingests.all()
        if record.id != shown_id and not is_active(windproof, record)
    ]
    if not records:
        st.caption("There are no others." if shown_id else "Nothing was ingested yet.")
        return
    shown = records if st.session_state.get(_ALL) else records[:FIRST]
    for record in shown:
        _card(windproof, actor, record)
    if len(shown) < len(records):
        st.button(f"Show all {len(records):,}", key="ingest_past_more", on_click=_show_all)


def _show_all() -> None:
    st.session_state[_ALL] = True


def _card(windproof: Windproof, actor: Actor, record: IngestRecord) -> None:
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{plain(record.file_name)}** &nbsp; {badges(record)}")
        st.caption(
            f"{_in_it(record)} · {period(record)} · "
            f"rule {plain(record.rule)}  \n"
            f"turbine {plain(record.series.turbine)}, site {plain(record.series.site)} · "
            f"in {plain(label(record.target))}  \n"
            f"{record.id} · by {plain(record.actor)}, {record.created:%Y-%m-%d %H:%M} UTC · "
            f"SHA-256 {record.sha256[:12]}"
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            actions(windproof, actor, record)


def _in_it(record: IngestRecord) -> str:
    """How many of its rows are stored."""
    if record.state is State.UNDONE:
        return f"none of {rows(record.counts.rows)}, since the undo"
    return f"{record.stored:,} of {rows(record.counts.rows)}"


def actions(
    windproof: Windproof, actor: Actor, record: IngestRecord, *, shown: bool = False
) -> None:
    """What can be done with it; ``shown``: it is the one that the page is about."""
    name = "ingest_shown" if shown else f"ingest_past_{record.id}"
    if record.can_resume and st.button(
        "Finish the undo" if record.state is State.UNDOING else "Resume",
        key=f"{name}_resume",
        icon=":material/play_arrow:",
        type="primary",
    ):
        with reported():
            windproof.ingests.run_in_background(actor, record.id)
            open_ingest(record.id)
    if record.state is not State.UNDONE:
        query = {"ingest": record.id}
        if not shown:
            _link("verify", "Verify", ":material/verified:", query)
        elif st.button(
            "Verify",
            key="ingest_shown_verify",
            icon=":material/verified:",
            type="secondary" if record.state.can_resume else "primary",
        ):
            st.switch_page(PAGES / "verify.py", query_params=query)
        if shown:
            _explore(windproof, record)
    if not shown and st.button("Details", key=f"{name}_details", icon=":material/info:"):
        open_ingest(record.id)
    if record.state not in (State.UNDONE, State.RUNNING) and st.button(
        "Undo", key=f"{name}_undo", icon=":material/undo:", type="tertiary"
    ):
        undo_dialog(windproof, record)


def _link(page: str, label: str, icon: str, query: dict[str, str]) -> None:
    file = PAGES / f"{page}.py"
    if file.is_file():  # as the navigation has it
        st.page_link(file, label=label, icon=icon, query_params=query)


def _explore(windproof: Windproof, record: IngestRecord) -> None:
    """To the charts of its turbine, if its points are in the database that the app shows."""
    is_there = record.stored and record.target == windproof.connection.target
    if is_there and st.button("Explore", key="ingest_shown_explore", icon=":material/monitoring:"):
        st.switch_page(PAGES / "explore.py", query_params=asdict(record.series))


@st.dialog("Undo this ingest", icon=":material/undo:")
def undo_dialog(windproof: Windproof, record: IngestRecord) -> None:
    """Delete exactly its points, after its id was typed."""
    actor = still_logged_in()  # a dialog runs by itself, without the page's own guard
    effects: UndoEffects | None = None
    with reported():
        effects = windproof.ingests.check_undo(record.id)
    if effects is None:
        return
    st.markdown(what_undo_does(record, effects))
    restore = bool(effects.lacking) and st.checkbox(
        "Bring back what it replaced, from the original files",
        value=True,
        key="ingest_undo_restore",
    )
    typed = st.text_input(
        f"Type the ingest's id, {plain(record.id)}, to confirm",
        key="ingest_undo_confirmation",
        live=True,
    )
    if st.button(
        "Delete its points",
        key="ingest_undo_confirm",
        type="primary",
        disabled=typed.strip() != record.id,
    ):
        with reported():
            deleted = windproof.ingests.undo(actor, record.id, confirmation=typed)
            ingest_work.forget_plans()
            st.session_state["ingest_undone"] = f"{rows(deleted)} of ingest {record.id} deleted."
            lacking = effects.lacking if restore else ()
            begun = [_bring_back(windproof, actor, other.id) for other, _ in lacking]
            if all(begun):
                st.rerun()


def _bring_back(windproof: Windproof, actor: Actor, ingest_id: str) -> bool:
    """Whether that was begun; what stops it is shown, and stops no other."""
    with reported():
        if windproof.ingests.get(ingest_id).state not in (State.UNDOING, State.UNDONE):
            windproof.ingests.run_in_background(actor, ingest_id)
        return True
    return False


def what_undo_does(record: IngestRecord, effects: UndoEffects) -> str:
    """What will be deleted, what stays, and what is missing then (Markdown)."""
    if record.state is State.GONE:
        text = f"The database holds nothing of ingest {plain(record.id)}: this closes its record."
    else:
        own = record.stored - record.replaced
        text = (
            f"This deletes the **{counted(own, 'point')}** that ingest {plain(record.id)} of "
            f"{plain(record.file_name)} put into {plain(label(record.target))}, and then counts."
        )
    if record.replaced:
        text += (
            f" A later ingest replaced **{counted(record.replaced, 'stamp')}** of it: "
            "what that one brought stays."
        )
    for other, rows_lacking in effects.lacking:
        text += (
            f" It replaced **{rows(rows_lacking)}** of ingest {plain(other.id)} "
            f"({plain(other.file_name)}), which will be missing: their old values are in no "
            "database, but in the original file."
        )
    if effects.lost:
        text += (
            f" It also deletes **{counted(effects.lost, 'point')}** of no recorded ingest, on its "
            "stamps before it, with the same values or with others that it replaced. They **cannot "
            "be brought back**."
        )
    return f"{text}\n\nThe original file and the record stay, so it can be ingested again."


def undone_note() -> None:
    """What the last undo did, once."""
    if text := st.session_state.pop("ingest_undone", ""):
        st.toast(plain(text), icon=":material/undo:")


def close() -> None:
    """Back to the steps."""
    st.query_params.pop(SHOWN, None)
