"""Why InfluxDB: the argument for the database, with its measurements."""

from pathlib import Path

import streamlit as st

from turbine.ui.session import require_login

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "why-influxdb.md"


def main() -> None:
    require_login()
    title, _, text = DOCUMENT.read_text(encoding="utf-8").partition("\n")
    st.title(title.removeprefix("# "), anchor=False)
    st.markdown(text)


main()
