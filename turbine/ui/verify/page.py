"""The verify page's title, its conditions, and what it says before anything was ingested."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from turbine.ingest.record import IngestRecord, State
from turbine.ui.verify.words import Words


def title() -> None:
    """The page's title, and what the page does."""
    st.title(Words.TITLE(), anchor=False)
    st.caption(Words.CAPTION())


def nothing_ingested(ingest_page: Path) -> None:
    """No ingest on record: where to begin."""
    st.info(Words.NOTHING_INGESTED(), icon=":material/upload_file:")
    st.page_link(ingest_page, label=Words.GO_TO_INGEST(), icon=":material/arrow_forward:")


def conditions(records: Sequence[IngestRecord]) -> tuple[float, bool]:
    """The tolerance, and whether to compare again."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        tolerance = st.number_input(
            Words.TOLERANCE(),
            min_value=0.0,
            step=0.001,
            format="%g",
            key="verify_tolerance",
            width=220,
            help=Words.TOLERANCE_HELP(),
        )
        again = st.button(Words.RUN_AGAIN(), key="verify_again", icon=":material/refresh:")
    if any(record.state is State.RUNNING for record in records):
        st.info(Words.STILL_RUNNING())
    return tolerance, again
