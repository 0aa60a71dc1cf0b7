"""A chart on a page: the one place that says how Plotly shows it."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from turbine.charts.figure import Figure
from turbine.charts.locale import config
from turbine.charts.theme import CONFIG


def chart(
    figure: Figure, *, key: str, alt: str, title: str = "", on_box: Callable[[], None] | None = None
) -> None:
    """Show it, below its ``title`` (Markdown) if it has one. ``alt`` says in words what is on it.
    With ``on_box`` a box can be drawn on it, which is then in the session's state at ``key``."""
    with st.container():
        if title:
            st.subheader(title, anchor=False)
        selecting: dict[str, Any] = (
            {} if on_box is None else {"on_select": on_box, "selection_mode": "box"}
        )
        st.plotly_chart(figure, key=key, config=config(CONFIG), alt=alt, **selecting)
