"""The session's language: the browser's, if it is available."""

import streamlit as st

from turbine import words

_KEY = "language"


def choose() -> None:
    """Once a run, before anything is said."""
    if len(words.languages()) > 1:
        st.session_state[_KEY] = words.best([st.context.locale or ""])
        words.ask(_chosen)


def _chosen() -> str:
    """Also while a fragment runs, without the script around it."""
    return str(st.session_state.get(_KEY, words.ENGLISH))
