"""The script that Streamlit runs, within the guard of ``app.py``: gate and navigation."""

import streamlit as st
from streamlit.navigation.page import Page

from turbine.model.errors import TurbineError
from turbine.settings.places import PAGES
from turbine.ui.common import identity, language, scripts, session
from turbine.ui.common.feedback import show_error
from turbine.ui.common.login import LOGO
from turbine.ui.common.taking import Subject, charts_of
from turbine.ui.words import Words

GROUPS = (
    (None, (("overview", Words.OVERVIEW, ":material/grid_view:"),)),
    (
        Words.DATA,
        (
            ("ingest", Words.INGEST, ":material/upload_file:"),
            ("verify", Words.VERIFY, ":material/verified:"),
            ("explore", Words.EXPLORE, ":material/monitoring:"),
        ),
    ),
    (
        Words.ANALYSIS,
        (
            ("production", Words.PRODUCTION, ":material/bolt:"),
            ("power_curve", Words.POWER_CURVE, ":material/show_chart:"),
            ("wind", Words.WIND, ":material/air:"),
            ("losses", Words.LOSSES, ":material/trending_down:"),
            ("flags", Words.FLAGS, ":material/flag:"),
            ("park", Words.PARK, ":material/wind_power:"),
            ("report", Words.REPORT, ":material/print:"),
        ),
    ),
    (
        Words.SETTINGS,
        (
            ("sites", Words.SITES, ":material/location_on:"),
            ("database", Words.DATABASE, ":material/database:"),
            ("account", Words.ACCOUNT, ":material/person:"),
            ("why", Words.WHY_INFLUXDB, ":material/balance:"),
        ),
    ),
)
"""Every page, as the sidebar groups them: its file and address, its title, its icon."""
LISTED = tuple(page for _, pages in GROUPS for page in pages)

# White text on a button wants its colour dark; as text of what is chosen, it is too dark to read.
_CHOSEN = '<style>button[data-selected="true"] { color: inherit !important }</style>'
# A third of a wide screen would be margin.
_WIDE = (
    "<style>@media (min-width: 768px) {"
    "[data-testid=stMainBlockContainer] { padding: 4rem 2.5rem 3rem !important } }</style>"
)


def _pages() -> dict[str, list[Page]]:
    return {
        group() if group else "": [
            st.Page(PAGES / f"{name}.py", title=title(), icon=icon)
            for name, title, icon in pages
            if (PAGES / f"{name}.py").is_file()
        ]
        for group, pages in GROUPS
    }


def main() -> None:
    """Draw the page asked for, or the login before it."""
    st.set_page_config(page_title="Windproof", page_icon=LOGO, layout="wide")
    language.choose()
    scripts.draw(language.spoken())
    if not identity.is_guarded():
        st.error(Words.NOT_GUARDED())
        return
    if not identity.keeps_cookies():
        st.error(Words.COOKIES_NEEDED())
        return
    identity.carry_out_cookie_task()
    pages = _pages()
    # A default page has no address but "/": so it is one of its own, and leads to the first.
    home = st.Page(
        lambda: st.switch_page(pages[""][0]),
        title="Windproof",
        url_path="home",
        default=True,
        visibility="hidden",
    )
    # All pages always, so that a deep link is still there after the login.
    page = st.navigation(
        {**pages, "": [home, *pages[""]]},
        position="hidden" if identity.current_actor() is None else "sidebar",
        expanded=True,
    )
    st.html(_CHOSEN)
    actor = session.require_login()
    st.logo(LOGO, size="large")
    st.html(_WIDE)
    session.sidebar(actor)
    charts_of(Subject(title=page.title))
    page.run()


try:
    main()
except TurbineError as error:
    # What a page did not show itself. A bug stays loud.
    show_error(error)
