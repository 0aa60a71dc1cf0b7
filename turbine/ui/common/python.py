"""The script that makes a page's figure outside of it, to be opened and copied."""

import streamlit as st

from turbine.ui.common.words import Words


def python(text: str, *, page: str) -> None:
    """Below the page's table."""
    with st.expander(Words.PYTHON(), icon=":material/code:", key=f"{page}_python"):
        st.code(text, language="python")
