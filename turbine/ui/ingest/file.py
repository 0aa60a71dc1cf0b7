"""Step 1: a file from the browser, or the sample; kept at once, then out of memory."""

from contextlib import suppress
from functools import partial

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from turbine import readers
from turbine.model.actor import Actor
from turbine.model.errors import TurbineError
from turbine.readers import Member, Source, sample
from turbine.services.windproof import Windproof
from turbine.settings.places import COMMAND
from turbine.ui.common.feedback import plain, reported
from turbine.ui.common.formats import size_text
from turbine.ui.ingest import draft as ingest_draft
from turbine.ui.ingest.draft import Draft
from turbine.ui.ingest.step import done_step, open_step

_ROUND = "ingest_upload_round"
"""Counts files taken: a new key gives a fresh, empty uploader."""


def choose(windproof: Windproof, actor: Actor) -> None:
    """The open step: nothing is chosen yet."""
    with open_step(
        1,
        "File",
        "Drop the CSV that your SCADA system exported, as it is. Nothing is written to the "
        "database before you say so at the end.",
    ):
        number = st.session_state.get(_ROUND, 0)
        uploaded = st.file_uploader(
            "SCADA file (.csv, .csv.gz, or a .zip with CSVs in it)",
            type=[*readers.suffixes(), ".gz", ".zip"],
            key=f"ingest_upload_{number}",
        )
        st.caption(
            "A file over 200 MB is refused here. The command line has no limit: "
            f"`{COMMAND} ingest FILE`"
        )
        with reported():
            if uploaded is not None:
                _take(windproof, actor, uploaded)
            else:
                _offer_sample(windproof, actor)


def _take(windproof: Windproof, actor: Actor, uploaded: UploadedFile) -> None:
    data = uploaded.getvalue()
    member = _choose_member(readers.members(data, uploaded.name))
    if member is None:
        return
    _keep(windproof, actor, readers.open_source(data, uploaded.name, member.name))
    _release(uploaded)
    st.rerun()


def _choose_member(members: tuple[Member, ...]) -> Member | None:
    """The only CSV of an upload, or the one that the person picks; None while undecided."""
    if len(members) == 1:
        return members[0]
    chosen = st.selectbox(
        f"The archive holds {len(members):,} CSV files. Which one?",
        members,
        index=None,
        placeholder="Choose a file",
        format_func=lambda m: m.name + (f" ({size_text(m.size)})" if m.size else ""),
        key="ingest_member",
    )
    return chosen if st.button("Read this file", key="ingest_read_member", type="primary") else None


def _offer_sample(windproof: Windproof, actor: Actor) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        wanted = st.button(
            "Try it with sample data", key="ingest_sample", icon=":material/science:"
        )
        st.caption("No file at hand? A synthetic year of one turbine, made up by a generator.")
    if wanted:
        _keep(windproof, actor, sample.source(), synthetic=True)
        st.rerun()


def _keep(windproof: Windproof, actor: Actor, source: Source, *, synthetic: bool = False) -> None:
    with st.spinner(f"Keeping the bytes of {plain(source.name)} …"):
        original = windproof.files.keep(actor, source)
    ingest_draft.begin(actor, original, synthetic=synthetic)
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def _release(uploaded: UploadedFile) -> None:
    """Give the upload's memory back. Streamlit would hold it until the session ends; its own
    chat input drops an upload in the same way."""
    context = get_script_run_ctx()
    if context and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        context.uploaded_file_mgr.remove_file(context.session_id, uploaded.file_id)


def _another(windproof: Windproof, actor: Actor) -> None:
    """Start over; what no ingest refers to need not lie on the disk."""
    if (original := ingest_draft.give_up()) is not None:
        with suppress(TurbineError):  # then it stays, and nothing is lost
            windproof.files.discard(actor, original)


def chosen(windproof: Windproof, actor: Actor, draft: Draft) -> None:
    """The closed step: which file it is."""
    original = draft.original
    label = " :orange-badge[synthetic]" if draft.synthetic else ""
    done_step(
        1,
        "File",
        f"{plain(original.name)}{label} · {size_text(original.size)} · "
        f"SHA-256 `{original.sha256[:12]}…`",
        back="Choose another file",
        key="ingest_other_file",
        on_back=partial(_another, windproof, actor),
    )
