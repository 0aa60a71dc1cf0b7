"""The session's language: the one that the person chose, else the browser's, if it is available."""

from functools import lru_cache

import streamlit as st

from turbine import words
from turbine.ui.common.words import Words
from turbine.ui.server.device import LANGUAGE
from turbine.ui.server.language import COOKIE, address_of

_KEY = "language"
_CHOSEN = LANGUAGE
"""The language chosen in this session, and where its cookie comes from: the session sees no cookie
that came after it."""
_SWITCH = "language_switch"


def choose() -> None:
    """Once a run, before anything is said."""
    if len(words.languages()) > 1:
        kept, _ = st.session_state.get(_CHOSEN) or (st.context.cookies.get(COOKIE), "")
        st.session_state[_KEY] = words.best([str(kept or ""), st.context.locale or ""])
        words.ask(spoken)


def switch() -> None:
    """Have the person choose another language, each by its own name."""
    if len(words.languages()) < 2:
        return
    st.session_state.setdefault(_SWITCH, spoken())
    st.segmented_control(
        Words.LANGUAGE(),
        words.languages(),
        required=True,
        format_func=_name,
        key=_SWITCH,
        label_visibility="collapsed",
        on_change=_switched,
    )
    if _CHOSEN in st.session_state:
        # In every run: what one draws, the next may take away before it was shown.
        _, address = st.session_state[_CHOSEN]
        st.html(f'<style>@import url("{address}");</style>')


def _switched() -> None:
    tag = st.session_state[_SWITCH]
    st.session_state[_CHOSEN] = tag, address_of(tag)


def spoken() -> str:
    """The session's language, also while a fragment runs, without the script around it."""
    return str(st.session_state.get(_KEY, words.ENGLISH))


@lru_cache(maxsize=16)
def _name(tag: str) -> str:
    with words.speaking(tag):
        name = Words.LANGUAGE_NAME()
    return name if tag == words.ENGLISH or name != _name(words.ENGLISH) else tag
