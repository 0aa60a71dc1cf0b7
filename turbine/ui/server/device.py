"""The device cookie's way to the browser (:mod:`turbine.access.devices`).

The password comes over a websocket, and a cookie that scripts cannot read comes by HTTP alone. So
once the browser holds the login's cookie, its page fetches a style sheet from the guard, which
knows by that cookie that the password was right. The sheet is empty, takes no room on the page, and
is the same whether a device cookie comes with it or not.
"""

import asyncio
import secrets
from collections.abc import Callable

import streamlit as st
from starlette.responses import Response
from starlette.types import Scope
from streamlit import config as streamlit_config

from turbine.access import Accounts
from turbine.access.devices import DEVICE_S

PATH = "/windproof-device.css"
"""Within the app's base path."""

LANGUAGE = "windproof_language_chosen"
"""The language that was chosen in this Streamlit session, which outlasts its logins."""

_DEVICES = "windproof_devices"
"""What this Streamlit session's own logins are known by: it sees no cookie that came after it."""

_DUE = "windproof_device_due"
"""The login whose browser is still to fetch it, and from where."""


def remember(accounts: Accounts, token: str) -> None:
    """Know the person of this login in this Streamlit session, until the cookie has come."""
    if device := accounts.devices.of_login(token):
        st.session_state[_DEVICES] = st.session_state.get(_DEVICES, {}) | {
            device.name: device.value
        }


def forget_all_else() -> None:
    """Empty the session's state, but for what outlasts the login."""
    kept = {key: st.session_state[key] for key in (_DEVICES, LANGUAGE) if st.session_state.get(key)}
    st.session_state.clear()
    st.session_state.update(kept)


def presented(accounts: Accounts, name: str) -> str:
    """This browser's device cookie for the person of this name; "" if there is none."""
    cookie = accounts.devices.cookie_name(name)
    known = st.session_state.get(_DEVICES, {}).get(cookie)
    return str(known or st.context.cookies.get(cookie) or "")


def have_it_fetched(accounts: Callable[[], Accounts], token: str | None = None) -> None:
    """Have the page fetch the style sheet that brings the cookie of this login, or of the last one,
    in every run until it has: what one run draws, the next may take away before it was shown."""
    if token:
        # The browser has fetched the sheet before, if somebody has logged in on this page before.
        st.session_state[_DUE] = token, f"{base_path()}{PATH}?{secrets.token_hex(4)}"
    due = st.session_state.get(_DUE)
    if due is None:
        return
    token, address = due
    if accounts().devices.is_due(token):
        st.html(f'<style>@import url("{address}");</style>')
    else:
        del st.session_state[_DUE]


def base_path() -> str:
    """Before the path of every address; "" where the app is alone on its host."""
    path = (streamlit_config.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{path}" if path else ""


async def answer(accounts: Accounts, token: str, scope: Scope, *, secure: bool) -> Response:
    """The style sheet, with the device cookie of a login that has not got it yet."""
    response = Response(media_type="text/css", headers={"cache-control": "no-store"})
    device = await asyncio.to_thread(accounts.devices.hand_out, token) if token else None
    if device is not None:
        response.set_cookie(
            device.name,
            device.value,
            max_age=DEVICE_S,
            path=scope["path"].removesuffix(PATH) or "/",
            secure=secure,
            httponly=True,
            samesite="strict",
        )
    return response
