"""The step *File*: an upload, or the sample; saved at once, then let go."""

from collections.abc import Sequence
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
from turbine.ui.ingest import recipes
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
            accept_multiple_files=True,
        )
        st.caption(Words.UPLOAD_LIMIT(megabytes=uploads.most_megabytes(), command=COMMAND))
        with reported():
            if uploaded:
                _use(windproof, actor, uploaded)
            else:
                _offer_sample(windproof, actor)
                recipes.manage(windproof, actor)


def _use(windproof: Windproof, actor: Actor, uploaded: Sequence[UploadedFile]) -> None:
    """All files go in together; of an archive that is alone, one may be picked."""
    found = [(each, uploads.content(each, actor)) for each in uploaded]
    looked_at = [readers.tables(data, each.name) for each, data in found]
    members = [tables for tables, _ in looked_at]
    others = tuple(plain(name) for _, names in looked_at for name in names)
    if others:
        st.info(Words.LEFT_OUT(files=others), icon=":material/info:")
    if len(found) == 1:
        members = [_choose_members(members[0], is_alone=not others)]
    elif others and not _read_all(sum(map(len, members))):
        return
    sources = [
        readers.open_source(data, each.name, member.name)
        for (each, data), inside in zip(found, members, strict=True)
        for member in inside
    ]
    if not sources:
        return
    _keep(windproof, actor, sources)
    for each in uploaded:
        uploads.release(each)
    st.rerun()


def _choose_members(members: tuple[Member, ...], *, is_alone: bool) -> tuple[Member, ...]:
    """The only file of an upload, or those that the person picks; none while undecided."""
    if len(members) == 1 and is_alone:
        return members
    chosen = st.selectbox(
        Words.ARCHIVE(count=len(members)),
        members,
        index=0 if len(members) == 1 else None,
        placeholder=Words.CHOOSE_A_FILE(),
        format_func=_member_text,
        key="ingest_member",
    )
    with st.container(horizontal=True):
        if st.button(Words.READ_FILE(), key="ingest_read_member", type="primary") and chosen:
            return (chosen,)
        if members[1:] and _read_all(len(members)):
            return members
    return ()


def _read_all(count: int) -> bool:
    return st.button(Words.READ_ALL_FILES(count=count), key="ingest_read_members")


def _member_text(member: Member) -> str:
    if not member.size:
        return member.name
    return Words.MEMBER(name=member.name, size=size_text(member.size))


def _offer_sample(windproof: Windproof, actor: Actor) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        wanted = st.button(Words.SAMPLE(), key="ingest_sample", icon=":material/science:")
        st.caption(Words.SAMPLE_CAPTION())
    if wanted:
        _keep(windproof, actor, [sample.source()], synthetic=True)
        st.rerun()


def _keep(
    windproof: Windproof, actor: Actor, sources: Sequence[Source], *, synthetic: bool = False
) -> None:
    originals = []
    for source in sources:
        with st.spinner(Words.SAVING(name=plain(source.name))):
            originals.append(windproof.files.keep(actor, source))
    first, *more = originals
    ingest_draft.begin(actor, first, more=tuple(more), synthetic=synthetic)
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def _another(windproof: Windproof, actor: Actor) -> None:
    """Start over; files that no ingest refers to are deleted."""
    for original in ingest_draft.give_up():
        with suppress(TurbineError):  # then it stays on the disk, and nothing is lost
            windproof.files.discard(actor, original)


def chosen(windproof: Windproof, actor: Actor, draft: Draft) -> None:
    """The closed step: which file it is."""
    original = draft.original
    name = plain(original.name)
    summary = Words.FILE_SUMMARY(
        file=Words.SYNTHETIC_FILE(name=name) if draft.synthetic else name,
        size=size_text(original.size),
        digest=original.sha256[:12],
    )
    if draft.more:
        names = tuple(plain(each.name) for each in draft.originals)
        size = sum(each.size for each in draft.originals)
        summary = Words.FILES_SUMMARY(count=len(names), names=names, size=size_text(size))
    done_step(
        Step.FILE,
        summary,
        back=Words.OTHER_FILE(),
        key="ingest_other_file",
        on_back=partial(_another, windproof, actor),
    )
