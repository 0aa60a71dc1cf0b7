"""Our own scripts on every page, and not to be seen."""

import streamlit as st

from turbine.ui.server.headers import SCRIPTS

_STYLE = (
    "<style>.st-key-scripts { display: none }"
    # Of what is open, Streamlit's own is too dark on a dark page.
    "[class*=st-key-taking_] button { color: inherit !important }</style>"
)


def draw(language: str) -> None:
    """Once on each page, which is in this language."""
    spoken = f'<span class="windproof-spoken" lang="{language}"></span>'
    scripts = "".join(f"<script>{script}</script>" for script in SCRIPTS)
    with st.container(key="scripts"):
        st.html(f"{_STYLE}{spoken}{scripts}", unsafe_allow_javascript=True)
