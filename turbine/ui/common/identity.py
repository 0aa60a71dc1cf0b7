"""Who sits at this browser: the login's token, in this Streamlit session and in the cookie.

streamlit-authenticator checks the password and writes the cookie; whether its token still
counts is asked from :mod:`turbine.access` in every run.
"""

import hmac
from functools import cache
from pathlib import Path
from typing import cast

import streamlit as st
from streamlit import config as streamlit_config
from streamlit.runtime.scriptrunner import ScriptRunContext, get_script_run_ctx
from streamlit_authenticator.controllers import AuthenticationController, CookieController

from turbine.access import SESSION_S, Accounts, Login
from turbine.model.actor import Actor
from turbine.settings.config import Settings, load
from turbine.ui.server import device
from turbine.ui.server.guard import ADDRESS_HEADER, BROWSER_HEADER, VOUCHER
from turbine.ui.server.pairing import PAIRING
from turbine.ui.server.peer import UNKNOWN

TOKEN = "windproof_token"  # noqa: S105 - the key of a state, not a token
_ADDRESS = "windproof_address"
_BROWSER = "windproof_browser"
_COOKIE_TASK = "windproof_cookie_task"
"""The token that the browser is still to keep, or "" if it is to forget it."""


def settings() -> Settings:
    """This installation's settings."""
    return load()


def accounts() -> Accounts:
    """The users of this installation."""
    return _accounts(settings().data_dir)


@cache  # Streamlit's own takes longer to look for the key than a database to answer
def _accounts(data_dir: Path) -> Accounts:
    return Accounts(data_dir, check=_library_check)


def is_guarded() -> bool:
    """Whether this run came through the ASGI guard of ``app.py`` (or is a test's)."""
    return address() != UNKNOWN or bool(streamlit_config.get_option("global.appTest"))


def address() -> str:
    """The address of the person's machine, as the guard saw it."""
    return _vouched(ADDRESS_HEADER, _ADDRESS) or UNKNOWN


def browser() -> str:
    """The secret in this browser's own cookie; "" if it keeps none."""
    return _vouched(BROWSER_HEADER, _BROWSER)


def keeps_cookies() -> bool:
    """Whether the browser keeps its own cookie (or this is a test's run)."""
    return bool(browser()) or bool(streamlit_config.get_option("global.appTest"))


def current_actor() -> Actor | None:
    """The person logged in, checked now; None for nobody."""
    token = st.session_state.get(TOKEN)
    if token is not None:
        actor = accounts().actor_of(token, address())
        if actor is None:
            PAIRING.log_out(token)
            device.forget_all_else()
        return actor
    token = st.context.cookies.get(accounts().cookie_name)
    actor = accounts().actor_of(token, address()) if isinstance(token, str) else None
    if actor is not None:
        _adopt(str(token))
    return actor


def log_in(login: Login) -> None:
    """Open a session for this login and run the page again as this person."""
    # Nothing is drawn in between: a rerun for another reason would break in there.
    token = accounts().open_session(login)
    st.session_state[_COOKIE_TASK] = token
    _adopt(token)
    device.remember(accounts(), token)
    st.rerun()


def log_out() -> None:
    """End the session, for copies of its cookie too. A button's callback."""
    if token := st.session_state.get(TOKEN):
        PAIRING.log_out(token)
        accounts().close_session(token)
    device.forget_all_else()
    st.session_state[_COOKIE_TASK] = ""


@st.fragment
def carry_out_cookie_task() -> None:
    """Have the browser keep or forget the cookie, in every run until it says that it has.

    Drawn first and at one place: an element that a rerun takes away or moves writes no cookie.
    A fragment: its answer must not break into the run of what the person has clicked meanwhile.
    """
    place = st.empty()
    task = st.session_state.get(_COOKIE_TASK)
    if task is None:
        device.have_it_fetched(accounts)
        return
    answer = f"{_COOKIE_TASK}_{task[-12:]}"
    if st.session_state.get(answer):
        del st.session_state[_COOKIE_TASK]
        device.have_it_fetched(accounts, task)
        return
    keeper = accounts()
    with place.container():
        controller = CookieController(keeper.cookie_name, keeper.cookie_key, SESSION_S / 86_400)
        manager = controller.cookie_model.cookie_manager
        if task:
            # For as long as the session, by the browser's clock; over TLS alone, if it came by it.
            secure = settings().https or (st.context.url or "").startswith("https:") or None
            manager.set(keeper.cookie_name, task, answer, max_age=SESSION_S, secure=secure)
        else:
            manager.cookies[keeper.cookie_name] = ""  # it insists on knowing what it deletes
            manager.delete(keeper.cookie_name, answer)


def login_with(name: str, password: str) -> None:
    """Check a name and password, and log in."""
    keeper = accounts()
    known = device.presented(keeper, name)
    log_in(keeper.authenticate(name, password, address(), browser=_seat(), device=known))


def set_up_with(code: str, name: str, password: str) -> None:
    """Make the first administrator, and log in."""
    log_in(accounts().create_first(code, name, password, address(), browser=_seat()))


def change_password(actor: Actor, old: str, new: str) -> None:
    """Change the person's own password, and log in with it."""
    token = str(st.session_state.get(TOKEN, ""))
    log_in(accounts().change_password(actor, old, new, token=token))


def _adopt(token: str) -> None:
    """This Streamlit session is the person's from now on, and the guard knows it at once: the
    browser holds the cookie only a moment later."""
    st.session_state[TOKEN] = token
    PAIRING.log_in(_session(), browser(), token)


def _seat() -> str:
    """What holds a place in the line of attempts: the browser, else this page."""
    return browser() or _session()


def _session() -> str:
    return cast(ScriptRunContext, get_script_run_ctx()).session_id


def _vouched(header: str, key: str) -> str:
    """What the guard says in this header. Kept, because a run may outlast its connection."""
    voucher, _, value = st.context.headers.get(header, "").partition(" ")
    if value and hmac.compare_digest(voucher.encode(), VOUCHER.encode()):
        st.session_state[key] = value
    return str(st.session_state.get(key, ""))


def _library_check(name: str, digested: str, stored: str) -> bool:
    """streamlit-authenticator's check, given one name so that every name costs the same."""
    users = {"usernames": {name: {"name": name, "password": stored}}}
    controller = AuthenticationController(users, auto_hash=False)
    return controller.login(name, digested) is True
