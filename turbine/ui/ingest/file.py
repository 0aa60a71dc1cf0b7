"""The step *File*: an upload, or the sample; saved at once, then let go."""

from contextlib import suppress
from functools import partial

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from turbine import readers
from turbine.model.actor import Actor
from turbine.model.errors import TurbineError
from turbine.readers import Member, Source, sample
from turbine.services.windproof import Windproof
from turbine.settings.places import COMMAND
from turbine.ui.common import uploads
from turbine.ui.common.feedback import plain, reported
from turbine.ui.common.formats import size_text
from turbine.ui.ingest import draft as ingest_draft
from turbine.ui.ingest.draft import Draft
from turbine.ui.ingest.step import Step, done_step, open_step
from turbine.ui.ingest.words import Words

_ROUND = "ingest_upload_round"
"""Counts uploads: a new key gives a fresh, empty uploader."""


def choose(windproof: Windproof, actor: Actor) -> None:
    """The open step: nothing is chosen yet."""
    with open_step(Step.FILE):
        number = st.session_state.get(_ROUND, 0)
        uploaded = st.file_uploader(
            Words.UPLOAD(),
            type=[*readers.suffixes(), ".gz", ".zip"],
            key=f"ingest_upload_{number}",
        )
        st.caption(Words.UPLOAD_LIMIT(megabytes=uploads.most_megabytes(), command=COMMAND))
        with reported():
            if uploaded is not None:
                _use(windproof, actor, uploaded)
            else:
                _offer_sample(windproof, actor)


def _use(windproof: Windproof, actor: Actor, uploaded: UploadedFile) -> None:
    data = uploads.content(uploaded, actor)
    member = _choose_member(readers.members(data, uploaded.name))
    if member is None:
        return
    _keep(windproof, actor, readers.open_source(data, uploaded.name, member.name))
    uploads.release(uploaded)
    st.rerun()


def _choose_member(members: tuple[Member, ...]) -> Member | None:
    """The only CSV of an upload, or the one that the person picks; None while undecided."""
    if len(members) == 1:
        return members[0]
    chosen = st.selectbox(
        Words.ARCHIVE(count=len(members)),
        members,
        index=None,
        placeholder=Words.CHOOSE_A_FILE(),
        format_func=_member_text,
        key="ingest_member",
    )
    confirmed = st.button(Words.READ_FILE(), key="ingest_read_member", type="primary")
    return chosen if confirmed else None


def _member_text(member: Member) -> str:
    if not member.size:
        return member.name
    return Words.MEMBER(name=member.name, size=size_text(member.size))


def _offer_sample(windproof: Windproof, actor: Actor) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        wanted = st.button(Words.SAMPLE(), key="ingest_sample", icon=":material/science:")
        st.caption(Words.SAMPLE_CAPTION())
    if wanted:
        _keep(windproof, actor, sample.source(), synthetic=True)
        st.rerun()


def _keep(windproof: Windproof, actor: Actor, source: Source, *, synthetic: bool = False) -> None:
    with st.spinner(Words.SAVING(name=plain(source.name))):
        original = windproof.files.keep(actor, source)
    ingest_draft.begin(actor, original, synthetic=synthetic)
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def _another(windproof: Windproof, actor: Actor) -> None:
    """Start over; a file that no ingest refers to is deleted."""
    if (original := ingest_draft.give_up()) is not None:
        with suppress(TurbineError):  # then it stays on the disk, and nothing is lost
            windproof.files.discard(actor, original)


def chosen(windproof: Windproof, actor: Actor, draft: Draft) -> None:
    """The closed step: which file it is."""
    original = draft.original
    name = plain(original.name)
    done_step(
        Step.FILE,
        Words.FILE_SUMMARY(
            file=Words.SYNTHETIC_FILE(name=name) if draft.synthetic else name,
            size=size_text(original.size),
            digest=original.sha256[:12],
        ),
        back=Words.OTHER_FILE(),
        key="ingest_other_file",
        on_back=partial(_another, windproof, actor),
    )
