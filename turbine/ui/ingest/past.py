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
from turbine.ui.common.formats import period
from turbine.ui.common.session import still_logged_in
from turbine.ui.ingest import work as ingest_work
from turbine.ui.ingest.plan import SHOWN, open_ingest
from turbine.ui.ingest.run import is_active
from turbine.ui.ingest.state import badges, resume_text
from turbine.ui.ingest.words import Words

FIRST = 8
_ALL, _UNDONE = "ingest_past_all", "ingest_undone"


def panel(windproof: Windproof, actor: Actor, *, shown_id: str | None) -> None:
    """The newest ingests, one card each; ``shown_id`` is on the page already."""
    st.subheader(Words.PAST_INGESTS(), anchor=False)
    records = [
        record
        for record in windproof.ingests.all()
        if record.id != shown_id and not is_active(windproof, record)
    ]
    if not records:
        st.caption(Words.NO_OTHERS() if shown_id else Words.NO_INGESTS())
        return
    shown = records if st.session_state.get(_ALL) else records[:FIRST]
    for record in shown:
        _card(windproof, actor, record)
    if len(shown) < len(records):
        st.button(Words.SHOW_ALL(number=len(records)), key="ingest_past_more", on_click=_show_all)


def _show_all() -> None:
    st.session_state[_ALL] = True


def _card(windproof: Windproof, actor: Actor, record: IngestRecord) -> None:
    with st.container(border=True, gap="xsmall"):
        st.markdown(Words.CARD_TITLE(file=plain(record.file_name), badges=badges(record)))
        st.caption(
            Words.CARD(
                rows=_stored_rows(record),
                period=period(record),
                rule=plain(record.rule),
                turbine=plain(record.series.turbine),
                site=plain(record.series.site),
                target=plain(label(record.target)),
                id=record.id,
                actor=plain(record.actor),
                created=f"{record.created:%Y-%m-%d %H:%M}",
                digest=record.sha256[:12],
            )
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            actions(windproof, actor, record)


def _stored_rows(record: IngestRecord) -> str:
    """How many of its rows are stored."""
    if record.state is State.UNDONE:
        return Words.NONE_AFTER_UNDO(count=record.counts.rows)
    return Words.STORED_OF(count=record.counts.rows, stored=record.stored)


def actions(
    windproof: Windproof, actor: Actor, record: IngestRecord, *, shown: bool = False
) -> None:
    """What can be done with it; ``shown``: the page is about this one."""
    name = "ingest_shown" if shown else f"ingest_past_{record.id}"
    if record.can_resume and st.button(
        resume_text(record),
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
            _link("verify", Words.VERIFY(), ":material/verified:", query)
        elif st.button(
            Words.VERIFY(),
            key="ingest_shown_verify",
            icon=":material/verified:",
            type="secondary" if record.state.can_resume else "primary",
        ):
            st.switch_page(PAGES / "verify.py", query_params=query)
        if shown:
            _explore(windproof, record)
    if not shown and st.button(Words.DETAILS(), key=f"{name}_details", icon=":material/info:"):
        open_ingest(record.id)
    if record.state not in (State.UNDONE, State.RUNNING) and st.button(
        Words.UNDO(), key=f"{name}_undo", icon=":material/undo:", type="tertiary"
    ):
        undo_dialog(windproof, record)


def _link(page: str, label: str, icon: str, query: dict[str, str]) -> None:
    file = PAGES / f"{page}.py"
    if file.is_file():  # as the navigation has it
        st.page_link(file, label=label, icon=icon, query_params=query)


def _explore(windproof: Windproof, record: IngestRecord) -> None:
    """To the charts of its turbine, if its points are in the database that the app shows."""
    is_shown = record.stored and record.target == windproof.connection.target
    if is_shown and st.button(
        Words.EXPLORE(), key="ingest_shown_explore", icon=":material/monitoring:"
    ):
        st.switch_page(PAGES / "explore.py", query_params=asdict(record.series))


def undo_dialog(windproof: Windproof, record: IngestRecord) -> None:
    """Delete exactly its points, after its ID was typed."""
    st.dialog(Words.UNDO_TITLE(), icon=":material/undo:")(_undo)(windproof, record)


def _undo(windproof: Windproof, record: IngestRecord) -> None:
    actor = still_logged_in()  # a dialog runs by itself, without the page's own guard
    effects: UndoEffects | None = None
    with reported():
        effects = windproof.ingests.check_undo(record.id)
    if effects is None:
        return
    st.markdown(what_undo_does(record, effects))
    restore = bool(effects.lacking) and st.checkbox(
        Words.RESTORE_REPLACED(),
        value=True,
        key="ingest_undo_restore",
    )
    typed = st.text_input(
        Words.TYPE_THE_ID(id=plain(record.id)),
        key="ingest_undo_confirmation",
        live=True,
    )
    if st.button(
        Words.DELETE_POINTS(),
        key="ingest_undo_confirm",
        type="primary",
        disabled=typed.strip() != record.id,
    ):
        with reported():
            deleted = windproof.ingests.undo(actor, record.id, confirmation=typed)
            ingest_work.forget_plans()
            st.session_state[_UNDONE] = deleted, record.id
            lacking = effects.lacking if restore else ()
            started = [_restore(windproof, actor, other.id) for other, _ in lacking]
            if all(started):
                st.rerun()


def _restore(windproof: Windproof, actor: Actor, ingest_id: str) -> bool:
    """Whether that was started; what stops it is shown, and stops no other."""
    with reported():
        if windproof.ingests.get(ingest_id).state not in (State.UNDOING, State.UNDONE):
            windproof.ingests.run_in_background(actor, ingest_id)
        return True
    return False


def what_undo_does(record: IngestRecord, effects: UndoEffects) -> str:
    """What will be deleted, what stays, and what is missing then (Markdown)."""
    ingest_id = plain(record.id)
    if record.state is State.GONE:
        sentences = [Words.CLOSES_RECORD(id=ingest_id)]
    else:
        sentences = [
            Words.DELETES(
                count=record.stored - record.replaced,
                id=ingest_id,
                file=plain(record.file_name),
                target=plain(label(record.target)),
            )
        ]
    if record.replaced:
        sentences.append(Words.LATER_STAYS(count=record.replaced))
    sentences += [
        Words.WILL_LACK(count=rows, id=plain(other.id), file=plain(other.file_name))
        for other, rows in effects.lacking
    ]
    if effects.lost:
        sentences.append(Words.LOSES(count=effects.lost))
    return f"{' '.join(sentences)}\n\n{Words.CAN_BE_INGESTED_AGAIN()}"


def undone_note() -> None:
    """What the last undo did, once."""
    if _UNDONE in st.session_state:
        deleted, ingest_id = st.session_state.pop(_UNDONE)
        st.toast(Words.DELETED(count=deleted, id=plain(ingest_id)), icon=":material/undo:")


def back() -> None:
    """A button that leads from an ingest back to the steps."""
    st.button(
        Words.ANOTHER(),
        key="ingest_another",
        icon=":material/arrow_back:",
        on_click=_close,
    )


def _close() -> None:
    """Back to the steps."""
    st.query_params.pop(SHOWN, None)
