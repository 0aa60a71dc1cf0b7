"""The screens before the app: first start, login, and replacing a one-time password."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import streamlit as st

from turbine.access.passwords import MIN_LENGTH
from turbine.model.actor import Actor
from turbine.model.errors import AuthError
from turbine.ui.common import identity
from turbine.ui.common.feedback import reported

LOGO = Path(__file__).parent / "assets" / "windproof.svg"


def show_login() -> None:
    """Ask who it is; on the very first start, make the administrator."""
    if identity.accounts().has_users():
        _login()
    else:
        _set_up()


def show_change(actor: Actor) -> None:
    """Have a one-time password replaced before anything else."""
    with _card("Choose your own password. The one you came with works only once."):
        change_password(actor, key="first_change")
        st.button("Log out", key="first_change_log_out", type="tertiary", on_click=identity.log_out)


def change_password(actor: Actor, *, key: str) -> None:
    """A form for the person's own password. It logs out all other browsers."""
    with st.form(key, border=False):
        old = _password("Current password", f"{key}_old", "current-password")
        new = _password("New password", f"{key}_new", "new-password", help=_ADVICE)
        again = _password("New password again", f"{key}_again", "new-password")
        submitted = st.form_submit_button("Change password", key=f"{key}_submit", type="primary")
    if submitted:
        with reported():
            _require_same(new, again)
            identity.change_password(actor, old, new)


def _login() -> None:
    with (
        _card("Wind turbine records into the database, with proof that nothing was lost."),
        st.form("login", border=False),
    ):
        name = st.text_input("Name", key="login_name", autocomplete="username")
        password = _password("Password", "login_password", "current-password")
        if _submitted("Log in", "login_submit"):
            with reported():
                identity.login_with(name, password)


def _set_up() -> None:
    with (
        _card("Welcome. Make the first administrator, who can then add other people."),
        st.form("setup", border=False),
    ):
        code = st.text_input(
            "Set-up code",
            key="setup_code",
            autocomplete="one-time-code",
            placeholder="xxxx-xxxx-xxxx",
        )
        st.caption("The server printed it when it started: look at its console or log.")
        name = st.text_input("Name", key="setup_name", autocomplete="username")
        password = _password("Password", "setup_password", "new-password", help=_ADVICE)
        again = _password("Password again", "setup_again", "new-password")
        if _submitted("Create administrator", "setup_submit"):
            with reported():
                _require_same(password, again)
                identity.set_up_with(code, name, password)


_ADVICE = f"At least {MIN_LENGTH} characters. A few words in a row are easy to remember."


@contextmanager
def _card(sentence: str) -> Iterator[None]:
    with (
        st.container(horizontal_alignment="center"),
        st.container(border=True, width=420, key="card"),
    ):
        with st.container(horizontal=True, vertical_alignment="center"):
            picture = base64.b64encode(LOGO.read_bytes()).decode()
            st.html(f'<img src="data:image/svg+xml;base64,{picture}" alt="" width="44">', width=44)
            st.title("Windproof", anchor=False, width="content")
        st.markdown(sentence)
        yield


def _password(label: str, key: str, autocomplete: str, help: str | None = None) -> str:
    return st.text_input(label, key=key, type="password", autocomplete=autocomplete, help=help)


def _submitted(label: str, key: str) -> bool:
    return st.form_submit_button(label, key=key, type="primary", width="stretch")


def _require_same(password: str, again: str) -> None:
    if password != again:
        raise AuthError("The two new passwords differ.", hint="Type the same one twice.")
