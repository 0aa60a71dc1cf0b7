"""The screens before the app: first start, login, and replacing a one-time password."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import streamlit as st

from turbine.access.passwords import MIN_LENGTH
from turbine.model.actor import Actor
from turbine.model.errors import AuthError
from turbine.ui.common import identity, language
from turbine.ui.common.feedback import reported
from turbine.ui.common.words import Words

LOGO = Path(__file__).parent / "assets" / "windproof.svg"


def show_login() -> None:
    """Ask who it is; on the very first start, create the administrator."""
    if identity.accounts().has_users():
        _login()
    else:
        _set_up()


def show_change(actor: Actor) -> None:
    """Have a one-time password replaced before anything else."""
    with _card(Words.REPLACE_PASSWORD()):
        change_password(actor, key="first_change")
        st.button(
            Words.LOG_OUT(),
            key="first_change_log_out",
            type="tertiary",
            on_click=identity.log_out,
        )


def change_password(actor: Actor, *, key: str) -> None:
    """A form for the person's own password. It logs out all other browsers."""
    with st.form(key, border=False):
        old = _password(Words.CURRENT_PASSWORD(), f"{key}_old", "current-password")
        new = _password(Words.NEW_PASSWORD(), f"{key}_new", "new-password", help=_advice())
        repeated = _password(Words.REPEAT_NEW_PASSWORD(), f"{key}_again", "new-password")
        submitted = st.form_submit_button(
            Words.CHANGE_PASSWORD(), key=f"{key}_submit", type="primary"
        )
    if submitted:
        with reported():
            _require_same(new, repeated)
            identity.change_password(actor, old, new)


def _login() -> None:
    with (
        _card(Words.WHAT_IT_IS()),
        st.form("login", border=False),
    ):
        name = st.text_input(Words.NAME(), key="login_name", autocomplete="username")
        password = _password(Words.PASSWORD(), "login_password", "current-password")
        if _submitted(Words.LOG_IN(), "login_submit"):
            with reported():
                identity.login_with(name, password)


def _set_up() -> None:
    with (
        _card(Words.WELCOME()),
        st.form("setup", border=False),
    ):
        code = st.text_input(
            Words.SETUP_CODE(),
            key="setup_code",
            autocomplete="one-time-code",
            placeholder="xxxx-xxxx-xxxx",
        )
        st.caption(Words.WHERE_THE_CODE_IS())
        name = st.text_input(Words.NAME(), key="setup_name", autocomplete="username")
        password = _password(Words.PASSWORD(), "setup_password", "new-password", help=_advice())
        repeated = _password(Words.REPEAT_PASSWORD(), "setup_again", "new-password")
        if _submitted(Words.CREATE_ADMINISTRATOR(), "setup_submit"):
            with reported():
                _require_same(password, repeated)
                identity.set_up_with(code, name, password)


def _advice() -> str:
    return Words.PASSWORD_ADVICE(length=MIN_LENGTH)


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
        language.switch()


def _password(label: str, key: str, autocomplete: str, help: str | None = None) -> str:
    return st.text_input(label, key=key, type="password", autocomplete=autocomplete, help=help)


def _submitted(label: str, key: str) -> bool:
    return st.form_submit_button(label, key=key, type="primary", width="stretch")


def _require_same(password: str, repeated: str) -> None:
    if password != repeated:
        raise AuthError(Words.PASSWORDS_DIFFER(), hint=Words.TYPE_TWICE())
