"""The users: a table, and what an administrator may do to it."""

import streamlit as st

from turbine.access import Accounts
from turbine.access.passwords import plain_name
from turbine.model.actor import Actor
from turbine.ui.account.words import Words
from turbine.ui.common.feedback import plain, reported

_ONCE = "account_once"
"""The one-time passwords that are to be shown, by name: each until it was saved."""


def section(actor: Actor, accounts: Accounts) -> None:
    """Who can log in; adding a user, and resetting a password. For administrators."""
    st.divider()
    st.subheader(Words.USERS())
    # What is done comes first, so that the table shows it; it is drawn below.
    table, handed_out, (left, right) = st.container(), st.container(), st.columns(2, gap="large")
    with left:
        _add(actor, accounts)
    with right:
        _reset(actor, accounts)
    with handed_out:
        _hand_out()
    users = accounts.users(actor)
    table.dataframe(
        {
            Words.NAME(): [user.name for user in users],
            Words.ROLE(): [
                Words.ADMINISTRATOR_ROLE() if user.administrator else Words.USER_ROLE()
                for user in users
            ],
            Words.PASSWORD(): [
                Words.ONE_TIME() if user.must_change else Words.OWN() for user in users
            ],
            Words.SINCE(): [f"{user.created:%Y-%m-%d %H:%M}" for user in users],
        },
        key="account_users",
    )


def _add(actor: Actor, accounts: Accounts) -> None:
    with st.form("account_add", clear_on_submit=True):
        st.markdown(Words.ADD_USER())
        name = st.text_input(Words.NAME(), key="account_add_name", autocomplete="off")
        administrator = st.checkbox(Words.ADMINISTRATOR(), key="account_add_administrator")
        submitted = st.form_submit_button(Words.ADD(), key="account_add_submit")
    if submitted:
        with reported():
            _remember(name, accounts.add_user(actor, name, administrator=administrator))


def _reset(actor: Actor, accounts: Accounts) -> None:
    with st.form("account_reset", clear_on_submit=True):
        st.markdown(Words.RESET_PASSWORD())
        name = st.text_input(Words.NAME(), key="account_reset_name", autocomplete="off")
        st.caption(Words.ENDS_SESSIONS())
        submitted = st.form_submit_button(Words.RESET(), key="account_reset_submit")
    if submitted:
        with reported():
            _remember(name, accounts.reset_password(actor, name))


def _remember(name: str, password: str | None) -> None:
    """Have it shown; a newer one of the same user takes its place."""
    st.session_state.setdefault(_ONCE, {})[plain_name(name)] = password


def _hand_out() -> None:
    """Show each one-time password until it was saved, whatever reruns meanwhile."""
    passwords: dict[str, str] = st.session_state.get(_ONCE, {})
    for name, password in passwords.items():
        with st.container(border=True):
            st.markdown(Words.ONE_TIME_PASSWORD(name=plain(name)))
            st.code(password, language=None)
            st.button(
                Words.SAVED_IT(),
                key=f"account_saved_{name}",
                on_click=_saved,
                args=(name,),
            )


def _saved(name: str) -> None:
    del st.session_state[_ONCE][name]
