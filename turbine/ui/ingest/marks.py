"""In the step *Format*: which words and numbers stand for no value."""

import streamlit as st

from turbine.readers import Scan, Split, missing
from turbine.ui.common.feedback import plain
from turbine.ui.ingest import draft as ingest_draft
from turbine.ui.ingest.words import Words

_KEY = "ingest_missing"


def part(scan: Scan | Split) -> None:
    """What was found or chosen; it can be changed, and other marks added."""
    form = scan.interpretation
    taken = [missing.as_text(form, column, mark) for column, mark in form.missing]
    st.session_state[_KEY] = taken
    st.multiselect(
        Words.NO_VALUE_MARKS(),
        taken,
        key=_KEY,
        placeholder=Words.NO_VALUE_PLACEHOLDER(),
        accept_new_options=True,
        help=Words.NO_VALUE_HELP(),
        on_change=_save,
    )
    if scan.marks:
        notes = missing.notes(form, scan.marks)
        st.warning("  \n".join(plain(str(note)) for note in notes), icon=":material/help:")


def _save() -> None:
    ingest_draft.choose(missing=tuple(st.session_state[_KEY]))
