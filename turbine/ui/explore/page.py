"""The explore page's title, and what it says instead of an answer."""

import streamlit as st

from turbine.ui.explore.words import Words


def title() -> None:
    """The page's title."""
    st.title(Words.TITLE(), anchor=False)


def no_field() -> None:
    """No field is chosen."""
    st.info(Words.CHOOSE_A_FIELD(), icon=":material/info:")
