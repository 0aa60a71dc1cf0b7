"""Past ingests: what went where, and resume, verify, undo."""

from dataclasses import asdict

import streamlit as st

from turbine.ingest.record import IngestRecord, State
from turbine.model.actor import Actor
from turbine.services.uploads import Started
from turbine.services.windproof import Windproof
from turbine.settings.places import PAGES
from turbine.stores import label
from turbine.ui.common.badges import badges, verified_badges
from turbine.ui.common.feedback import plain, reported
from turbine.ui.common.formats import period
from turbine.ui.ingest.plan import SHOWN, open_ingest
from turbine.ui.ingest.run import is_active
from turbine.ui.ingest.state import resume_text, upload_badges
from turbine.ui.ingest.step import page_link
from turbine.ui.ingest.undo import undo_dialog
from turbine.ui.ingest.upload import actions as upload_actions
from turbine.ui.ingest.words import Words
from turbine.words import listed

FIRST = 8
_ALL = "ingest_past_all"


def panel(windproof: Windproof, actor: Actor, *, shown_id: str | None) -> None:
    """The newest ingests, one card each; ``shown_id`` is on the page already."""
    st.subheader(Words.PAST_INGESTS(), anchor=False)
    groups = dict[str, list[IngestRecord]]()
    for record in windproof.ingests.all():
        groups.setdefault(record.upload or record.id, []).append(record)
    ended = {
        name: records
        for name, records in groups.items()
        if name != shown_id and not any(is_active(windproof, record) for record in records)
    }
    if not ended:
        st.caption(Words.NO_OTHERS() if shown_id else Words.NO_INGESTS())
        return
    shown = list(ended) if st.session_state.get(_ALL) else list(ended)[:FIRST]
    for name in shown:
        first = ended[name][0]
        if first.upload:
            _upload_card(windproof, actor, windproof.uploads.get(first.upload))
        else:
            _card(windproof, actor, first)
    if len(shown) < len(ended):
        st.button(Words.SHOW_ALL(number=len(ended)), key="ingest_past_more", on_click=_show_all)


def _show_all() -> None:
    st.session_state[_ALL] = True


def _card(windproof: Windproof, actor: Actor, record: IngestRecord) -> None:
    with st.container(border=True, gap="xsmall"):
        st.markdown(
            Words.CARD_TITLE(
                file=plain(record.file_name),
                badges=" ".join([badges(record), verified_badges(record)]),
            )
        )
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


def _upload_card(windproof: Windproof, actor: Actor, started: Started) -> None:
    """All series of an upload."""
    first, total = started.records[0], started.total
    if started.upload is None:
        raise AssertionError("only what is recorded as an upload has a card")
    upload_id = started.upload.id
    with st.container(border=True, gap="xsmall"):
        files = tuple(dict.fromkeys(plain(record.file_name) for record in started.records))
        st.markdown(Words.CARD_TITLE(file=listed(files), badges=upload_badges(started)))
        st.caption(
            Words.UPLOAD_CARD(
                count=len(started.records),
                rows=Words.STORED_OF(count=total.rows, stored=total.stored),
                turbines=tuple(plain(record.series.turbine) for record in started.records),
                rule=plain(first.rule),
                target=plain(label(first.target)),
                id=upload_id,
                actor=plain(first.actor),
                created=f"{first.created:%Y-%m-%d %H:%M}",
            )
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            upload_actions(windproof, actor, started)
            if st.button(
                Words.DETAILS(), key=f"ingest_past_{upload_id}_details", icon=":material/info:"
            ):
                open_ingest(upload_id)


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
            page_link("verify", Words.VERIFY(), ":material/verified:", query)
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
        undo_dialog(windproof, Started(upload=None, records=(record,)))


def _explore(windproof: Windproof, record: IngestRecord) -> None:
    """To the charts of its turbine, if its points are in the database that the app shows."""
    is_shown = record.stored and record.target == windproof.connection.target
    if is_shown and st.button(
        Words.EXPLORE(), key="ingest_shown_explore", icon=":material/monitoring:"
    ):
        st.switch_page(PAGES / "explore.py", query_params=asdict(record.series))


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
