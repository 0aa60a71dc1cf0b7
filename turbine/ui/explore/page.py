"""The explore page's title, and what it says instead of an answer."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from turbine.ui.common.feedback import plain
from turbine.ui.explore.words import Words


def title() -> None:
    """The page's title."""
    st.title(Words.TITLE(), anchor=False)


def no_data(ingest_page: Path) -> None:
    """No point in the database: where to begin."""
    st.info(Words.NO_DATA_YET(), icon=":material/upload_file:")
    st.page_link(ingest_page, label=Words.GO_TO_INGEST(), icon=":material/arrow_forward:")


def ignored(notes: Sequence[str]) -> None:
    """What in the address was ignored."""
    if notes:
        listed = "\n".join(f"- {plain(note)}" for note in notes)
        st.warning(f"{Words.PARTLY_IGNORED()}\n{listed}", icon=":material/link:")


def no_field() -> None:
    """No field is chosen."""
    st.info(Words.CHOOSE_A_FIELD(), icon=":material/info:")
