"""A chart on a page: the one place that says how Plotly shows it."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import streamlit as st

from turbine.charts.figure import Figure
from turbine.charts.locale import config
from turbine.charts.theme import CONFIG
from turbine.ui.common.taking import Taking

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """What somebody picked on a chart."""

    x: tuple[Any, Any] | None
    """Of a box, from and to, as the axis counts (a time is a text); None: it was a click."""
    y: tuple[Any, Any] | None
    points: tuple[Mapping[str, Any], ...]
    """The points clicked or in the box: ``x``, ``y`` or ``theta``, ``point_number`` in their
    trace, ``curve_number`` of that, ``customdata``."""


def chart(
    figure: Figure,
    *,
    key: str,
    alt: str,
    title: str = "",
    on_pick: Callable[[Pick], None] | None = None,
) -> None:
    """Show it, below its ``title`` (Markdown) if it has one. ``alt`` says in words what is on it.

    With ``on_pick`` something can be picked on it: the figure's ``dragmode`` says whether by a
    box (``select``) or by a click and, with the toolbar, a box. It is called once for each pick,
    before the page is run again; the chart then comes without Plotly's own mark, and what is
    picked is for the figure to draw (:func:`turbine.charts.selected.pickable`).
    """
    taking = Taking.of(key, title)
    with st.container(key=taking.place, gap="xxsmall"):
        with st.container(horizontal=True, vertical_alignment="center"):
            if title:
                st.subheader(title, anchor=False)
            else:
                st.space("stretch")
            taking.menu(figure)
        if on_pick is None:
            st.plotly_chart(figure, key=key, config=taking.told(config(CONFIG)), alt=alt)
            return
        count = f"{key}_picks"
        # Each pick makes it another chart: the browser keeps the marks of the one that it knows.
        own = f"{key}_{st.session_state.get(count, 0)}"

        def handle() -> None:
            if _told(st.session_state[own]["selection"], on_pick):
                st.session_state[count] = st.session_state.get(count, 0) + 1

        st.plotly_chart(
            figure,
            key=own,
            config=taking.told(config(_PICKING)),
            alt=alt,
            on_select=handle,
            selection_mode=("points", "box"),
        )


_MINUTE = timedelta(minutes=1)
_PICKING = {**CONFIG, "modeBarButtonsToRemove": ["lasso2d", "autoScale2d"]}


def wall(x: Any) -> datetime:  # noqa: ANN401 - as Plotly writes it
    """The nearest minute of a place on a time axis, which is a wall clock."""
    wall = (
        datetime.fromisoformat(x)
        if isinstance(x, str)
        else datetime.fromtimestamp(x / 1_000, UTC).replace(tzinfo=None)
    )
    return (wall + _MINUTE / 2).replace(second=0, microsecond=0)


def _told(selection: Mapping[str, Any], on_pick: Callable[[Pick], None]) -> bool:
    """Whether something was picked. What cannot be selected is not: a place on an axis that was
    zoomed out beyond the calendar, or what a program made up."""
    try:
        pick = _read(selection)
        if pick is not None:
            on_pick(pick)
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        _log.info("a pick selects nothing: %r", error)
        return True
    return pick is not None


def _read(selection: Mapping[str, Any]) -> Pick | None:
    """What is picked; None of nothing, as when a mark was taken away by a double click."""
    boxes, points = selection["box"], tuple(selection["points"])
    if boxes:
        # The last one drawn counts.
        x, y = (tuple(sorted(boxes[-1][axis])) for axis in ("x", "y"))
        return Pick(x=(x[0], x[-1]), y=(y[0], y[-1]), points=points)
    return Pick(x=None, y=None, points=points) if points else None
