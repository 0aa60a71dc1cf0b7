"""Undo on the page: of one ingest, or of an upload's series; what it does is said first."""

from collections.abc import Sequence

import streamlit as st

from turbine.ingest.record import IngestRecord, State
from turbine.ingest.undo import UndoEffects
from turbine.model.actor import Actor
from turbine.services.uploads import Started
from turbine.services.windproof import Windproof
from turbine.stores import label
from turbine.ui.common.feedback import plain, reported
from turbine.ui.common.session import still_logged_in
from turbine.ui.ingest import work as ingest_work
from turbine.ui.ingest.words import Words

_UNDONE, _WHICH = "ingest_undone", "ingest_undo_which"
_MANY, _LONG_PX = 6, 320
"""What is said of more ingests scrolls in a box."""


def undo_dialog(windproof: Windproof, started: Started) -> None:
    """Delete exactly the points of an ingest, or of an upload's, after its ID was typed."""
    title = Words.UNDO_TITLE() if started.upload is None else Words.UNDO_UPLOAD_TITLE()
    st.dialog(title, icon=":material/undo:")(_undo)(windproof, started)


def _undo(windproof: Windproof, started: Started) -> None:
    actor = still_logged_in()  # a dialog runs by itself, without the page's own guard
    typed_id = started.upload.id if started.upload else started.records[0].id
    if started.upload is not None:
        started = _selected(started, typed_id)
    records, effects = started.standing, None
    with reported():
        effects = windproof.ingests.check_undo(*(record.id for record in records))
    if effects is None or not records:
        return
    with st.container(height=_LONG_PX if len(records) > _MANY else "content", border=False):
        st.markdown(what_undo_does(records, effects))
    restore = bool(effects.lacking) and st.checkbox(
        Words.RESTORE_REPLACED(),
        value=True,
        key="ingest_undo_restore",
    )
    typed = st.text_input(
        Words.TYPE_THE_ID(id=plain(typed_id)),
        key="ingest_undo_confirmation",
        live=True,
    )
    if st.button(
        Words.DELETE_POINTS(),
        key="ingest_undo_confirm",
        type="primary",
        disabled=typed.strip() != typed_id,
    ):
        with reported():
            st.session_state[_UNDONE] = _carry_out(windproof, actor, started, typed), typed_id
            ingest_work.forget_plans()
            lacking = effects.lacking if restore else ()
            again = [_restore(windproof, actor, other.id) for other, _ in lacking]
            if all(again):
                st.rerun()


def _selected(started: Started, upload_id: str) -> Started:
    """Those of the upload's series that the person leaves in the list: all at first."""
    names = {record.id: plain(record.series.turbine) for record in started.standing}
    chosen = st.multiselect(
        Words.UNDO_WHICH(),
        list(names),
        default=list(names),
        key=f"{_WHICH}_{upload_id}",  # else what was left in the list of another one stays
        format_func=lambda each: names[each],
    )
    return started.only(chosen)


def _carry_out(windproof: Windproof, actor: Actor, started: Started, typed: str) -> int:
    if started.upload is None:
        [record] = started.records
        return windproof.ingests.undo(actor, record.id, confirmation=typed)
    return sum(windproof.uploads.undo(actor, started, confirmation=typed).values())


def _restore(windproof: Windproof, actor: Actor, ingest_id: str) -> bool:
    """Whether that was started; what stops it is shown, and stops no other."""
    with reported():
        if windproof.ingests.get(ingest_id).state not in (State.UNDOING, State.UNDONE):
            windproof.ingests.run_in_background(actor, ingest_id)
        return True
    return False


def what_undo_does(records: Sequence[IngestRecord], effects: UndoEffects) -> str:
    """What will be deleted, what stays, and what is missing then (Markdown)."""
    deleted = [_deletes(record) for record in records]
    sentences = [] if len(records) > 1 else [*deleted]
    if replaced := sum(record.replaced for record in records):
        sentences.append(Words.LATER_STAYS(count=replaced))
    sentences += [
        Words.WILL_LACK(count=rows, id=plain(other.id), file=plain(other.file_name))
        for other, rows in effects.lacking
    ]
    if effects.lost:
        sentences.append(Words.LOSES(count=effects.lost))
    listed = ["\n".join(f"- {each}" for each in deleted)] if len(records) > 1 else []
    return "\n\n".join(filter(None, [*listed, " ".join(sentences), Words.CAN_BE_INGESTED_AGAIN()]))


def _deletes(record: IngestRecord) -> str:
    ingest_id, turbine = plain(record.id), plain(record.series.turbine)
    if record.state is State.GONE:
        return Words.CLOSES_RECORD(id=ingest_id, turbine=turbine)
    return Words.DELETES(
        count=record.stored - record.replaced,
        id=ingest_id,
        turbine=turbine,
        file=plain(record.file_name),
        target=plain(label(record.target)),
    )


def undone_note() -> None:
    """What the last undo did, once."""
    if _UNDONE in st.session_state:
        deleted, undone_id = st.session_state.pop(_UNDONE)
        st.toast(Words.DELETED(count=deleted, id=plain(undone_id)), icon=":material/undo:")
