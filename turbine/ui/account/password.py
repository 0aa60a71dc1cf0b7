"""Who is logged in, and that person's own password."""

import streamlit as st

from turbine.model.actor import Actor
from turbine.ui.common.feedback import plain
from turbine.ui.common.login import change_password


def section(actor: Actor) -> None:
    """The name and the role; a form for another password."""
    role = "an administrator" if actor.administrator else "a user"
    st.markdown(f"You are **{plain(actor.name)}**, {role}.")
    with st.container(width=480):
        st.subheader("Change your password")
        st.caption("This logs out your other browsers.")
        change_password(actor, key="account")
