"""The script that makes a page's figure outside of it, to be opened and copied."""

from dataclasses import dataclass

import streamlit as st

from turbine.ui.common.feedback import plain
from turbine.ui.common.words import Words
from turbine.words import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class NoScript:
    """There is none."""

    reason: Text


def python(made: str | NoScript, *, page: str) -> None:
    """Below the page's table: the script, or in its place why there is none."""
    if isinstance(made, NoScript):
        st.caption(plain(made.reason))
        return
    with st.expander(Words.PYTHON(), icon=":material/code:", key=f"{page}_python"):
        st.code(made, language="python")
