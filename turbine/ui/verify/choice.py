"""Which ingest is verified: chosen on the page, and kept in its address."""

from collections.abc import Sequence

import streamlit as st

from turbine.ingest.record import IngestRecord
from turbine.ui.common.feedback import plain
from turbine.ui.common.formats import clock
from turbine.ui.verify.words import Words

INGEST, _ASKED = "verify_ingest", "verify_asked"


def choose(records: Sequence[IngestRecord]) -> Sequence[IngestRecord]:
    """What is chosen of these (at least one, the newest first): an ingest, or all of an upload. It
    is in the address from now."""
    choices = _choices(records)
    asked = st.query_params.get("ingest") or st.session_state.get(_ASKED) or records[0].id
    if asked != st.session_state.get(_ASKED) or INGEST not in st.session_state:
        st.session_state[INGEST] = asked if asked in choices else records[0].id
    if asked not in choices:
        st.warning(Words.UNKNOWN_INGEST(ingest=plain(asked[:60])), icon=":material/link:")
    if st.session_state[INGEST] not in choices:
        st.session_state[INGEST] = records[0].id
    chosen: str = st.selectbox(
        Words.INGEST(),
        list(choices),
        key=INGEST,
        format_func=lambda name: _label(name, choices[name]),
    )
    st.query_params["ingest"] = chosen
    st.session_state[_ASKED] = chosen
    return choices[chosen]


def _choices(records: Sequence[IngestRecord]) -> dict[str, Sequence[IngestRecord]]:
    """By id each ingest, and before the newest of an upload all of it."""
    uploads: dict[str, list[IngestRecord]] = {}
    for record in records:
        if record.upload:
            uploads.setdefault(record.upload, []).append(record)
    choices: dict[str, Sequence[IngestRecord]] = {}
    for record in records:
        if record.upload:
            choices.setdefault(record.upload, uploads[record.upload])
        choices[record.id] = [record]
    return choices


def open_ingest(ingest_id: str) -> None:
    """Choose this one."""
    st.query_params["ingest"] = ingest_id
    st.rerun()


def _label(name: str, records: Sequence[IngestRecord]) -> str:
    """One line, not Markdown."""
    record = records[0]
    if name != record.id:
        return Words.UPLOAD_ENTRY(count=len(records), file=record.file_name, upload=name)
    return Words.INGEST_ENTRY(
        file=record.file_name,
        turbine=record.series.turbine,
        site=record.series.site,
        first=clock(record.first_ns),
        last=clock(record.last_ns),
        state=str(record.state.label),
        ingest=record.id,
    )
