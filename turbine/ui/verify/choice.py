"""Which ingest is verified: chosen on the page, and kept in its address."""

from collections.abc import Sequence

import streamlit as st

from turbine.ingest.record import IngestRecord
from turbine.ui.common.feedback import plain
from turbine.ui.common.formats import clock
from turbine.ui.verify.words import Words

INGEST, _ASKED = "verify_ingest", "verify_asked"


def choose(records: Sequence[IngestRecord]) -> IngestRecord:
    """The chosen one of these (at least one, the newest first); it is in the address from now."""
    by_id = {record.id: record for record in records}
    asked = st.query_params.get("ingest") or st.session_state.get(_ASKED) or records[0].id
    if asked != st.session_state.get(_ASKED) or INGEST not in st.session_state:
        st.session_state[INGEST] = asked if asked in by_id else records[0].id
    if asked not in by_id:
        st.warning(Words.UNKNOWN_INGEST(ingest=plain(asked)), icon=":material/link:")
    if st.session_state[INGEST] not in by_id:
        st.session_state[INGEST] = records[0].id
    chosen: str = st.selectbox(
        Words.INGEST(), list(by_id), key=INGEST, format_func=lambda name: _label(by_id[name])
    )
    st.query_params["ingest"] = chosen
    st.session_state[_ASKED] = chosen
    return by_id[chosen]


def _label(record: IngestRecord) -> str:
    """One line, not Markdown."""
    return Words.INGEST_ENTRY(
        file=record.file_name,
        turbine=record.series.turbine,
        site=record.series.site,
        first=clock(record.first_ns),
        last=clock(record.last_ns),
        state=str(record.state.label),
        ingest=record.id,
    )
