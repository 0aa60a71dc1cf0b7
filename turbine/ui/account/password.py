"""Who is logged in, and that person's own password."""

import streamlit as st

from turbine.model.actor import Actor
from turbine.ui.account.words import Words
from turbine.ui.common.feedback import plain
from turbine.ui.common.login import change_password


def title() -> None:
    """The page's title."""
    st.title(Words.TITLE())


def section(actor: Actor) -> None:
    """The name and the role; a form for a new password."""
    sentence = Words.YOU_ARE_ADMINISTRATOR if actor.administrator else Words.YOU_ARE_USER
    st.markdown(sentence(name=plain(actor.name)))
    with st.container(width=480):
        st.subheader(Words.CHANGE_PASSWORD())
        st.caption(Words.ENDS_OTHER_SESSIONS())
        change_password(actor, key="account")
