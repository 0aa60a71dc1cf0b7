"""What every page starts with: who asks, and the services that answer."""

import threading
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from turbine.model.actor import Actor
from turbine.model.errors import TurbineError
from turbine.stores import label
from turbine.ui.common import identity, language
from turbine.ui.common.feedback import plain
from turbine.ui.common.login import show_change, show_login
from turbine.ui.common.words import Words

if TYPE_CHECKING:
    from turbine.services.windproof import Windproof

_MAKING = threading.Lock()


def require_login() -> Actor:
    """The person logged in. If there is none, draws the login and ends the run: the first line of
    every page."""
    actor = identity.current_actor()
    if actor is None:
        show_login()
        st.stop()
    if actor.must_change:
        show_change(actor)
        st.stop()
    return actor


def still_logged_in() -> Actor:
    """The same for a fragment that refreshes itself: its first line. Once the session is over,
    the whole page is run again, and that shows the login."""
    actor = identity.current_actor()
    if actor is None:
        st.rerun()
    return actor


def windproof() -> "Windproof":
    """The services, one for all browsers."""
    settings = identity.settings()
    with _MAKING:
        services = _windproof(settings.data_dir)
    services.adopt(settings)  # an administrator may have changed them, in another browser
    return services


@cache
def _windproof(_data_dir: Path) -> "Windproof":
    from turbine.services.windproof import (
        Windproof,  # the login need not wait for the databases' libraries
    )

    return Windproof(identity.settings())


def sidebar(actor: Actor) -> None:
    """Where the app writes, who is logged in, and the way out."""
    with st.sidebar:
        try:
            target = plain(label(windproof().connection.target))
            st.caption(Words.WRITING_TO(target=target))
        except TurbineError as error:
            st.caption(Words.WITH_WARNING(message=plain(error.message)))
        st.caption(Words.LOGGED_IN_AS(name=plain(actor.name)))
        st.button(
            Words.LOG_OUT(),
            key="log_out",  # "logout" is the login library's own
            icon=":material/logout:",
            on_click=identity.log_out,
        )
        language.switch()
