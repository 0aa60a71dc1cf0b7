"""Why InfluxDB: the argument for the database, with its measurements."""

from pathlib import Path

import streamlit as st

from turbine.ui.common.session import require_login
from turbine.words import current

_DOCUMENTS = Path(__file__).resolve().parent.parent / "docs"
_TABLES = "<style>.st-key-why table { display: block; overflow-x: auto }</style>"
"""A table that is wider than the screen scrolls by itself, and not the whole page."""


def main() -> None:
    require_login()
    document = _DOCUMENTS / f"why-influxdb.{current()}.md"
    if not document.is_file():
        document = _DOCUMENTS / "why-influxdb.md"
    title, _, text = document.read_text(encoding="utf-8").partition("\n")
    st.title(title.removeprefix("# "), anchor=False)
    st.html(_TABLES)
    st.container(key="why").markdown(text)


main()
