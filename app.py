"""The ASGI composition root. Start it with ``streamlit run app.py``."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.middleware import Middleware
from streamlit import config as streamlit_config

from turbine.access import Accounts
from turbine.model.errors import ConfigError
from turbine.settings.config import load
from turbine.settings.places import PACKAGE
from turbine.ui.server.arrivals import ARRIVALS
from turbine.ui.server.collector import collecting
from turbine.ui.server.console import cannot_start, show_setup_code
from turbine.ui.server.guard import Guard
from turbine.ui.server.logs import hide_session_ids
from turbine.ui.server.origin import Origins
from turbine.ui.server.peer import TrustedProxies
from turbine.ui.server.uploads import Uploads

try:
    settings = load()
    proxies = TrustedProxies.parse(settings.trusted_proxies)
    accounts = Accounts(settings.data_dir)
    uploads = Uploads(
        ARRIVALS.held,
        folder=settings.data_dir / "uploads",
        file_bytes=streamlit_config.get_option("server.maxUploadSize") * 2**20,
    )
except ConfigError as error:
    sys.exit(cannot_start(error))

hide_session_ids()


@asynccontextmanager
async def running(_: st.App) -> AsyncIterator[None]:
    """Show the set-up code if there is one, then collect garbage, and uploads that nobody holds
    any more, until the end."""
    show_setup_code(accounts)
    async with collecting(), ARRIVALS.watched():
        yield


app = st.App(
    PACKAGE / "ui" / "main.py",
    lifespan=running,
    middleware=[
        Middleware(
            Guard,
            accounts=accounts,
            proxies=proxies,
            uploads=uploads,
            origins=Origins(settings.public_urls, https=settings.https),
            base_path=streamlit_config.get_option("server.baseUrlPath") or "",
        )
    ],
)
