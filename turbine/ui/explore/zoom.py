"""A box over the time series leads to its period, and a button leads back."""

from collections.abc import Callable

import numpy as np
import streamlit as st

from turbine.charts.figure import Figure
from turbine.charts.selected import pickable
from turbine.model.frame import Stamps
from turbine.timing.periods import Kind
from turbine.ui.common.chart import Pick, chart, wall
from turbine.ui.common.choosing import iso, to_ns, to_wall
from turbine.ui.explore.choice import Choice, Period, written
from turbine.ui.explore.words import Words

_FOLLOWED: tuple[Kind, ...] = ("none", "previous", "year")
"""What of a comparison a shorter period leaves as it is: A becomes the like of it."""


def draw(figure: Figure, choice: Choice, edges: Stamps, *, alt: str) -> None:
    """The chart, and the button above it. ``edges``: of its windows, as
    :class:`turbine.timing.windows.Windows`."""
    _offer_back(choice)
    on_pick = picking(choice, edges)
    shown = pickable(figure, drag="across") if on_pick else figure
    chart(shown, key=f"explore_chart_{choice.show}", alt=alt, on_pick=on_pick)
    if on_pick:
        st.caption(Words.HOW_TO_ZOOM())


def picking(choice: Choice, edges: Stamps) -> Callable[[Pick], None] | None:
    """What a box over this chart does; None where it would mean nothing."""
    if choice.show == "day" or choice.against.kind not in _FOLLOWED:
        return None

    def pick(it: Pick) -> None:
        if it.x is None:
            return
        start_ns, stop_ns = (to_ns(wall(x), choice.zone) for x in it.x)
        first = max(int(np.searchsorted(edges, start_ns, side="right")) - 1, 0)
        last = min(int(np.searchsorted(edges, stop_ns, side="left")), len(edges) - 1)
        span = max(int(edges[first]), choice.start_ns), min(int(edges[last]), choice.stop_ns)
        whole = choice.start_ns, choice.stop_ns
        if span[0] < span[1] and span != whole:
            _show(span, (*choice.back, whole))

    return pick


def _offer_back(choice: Choice) -> None:
    """The button, as long as the period is one that was picked."""
    if not choice.back:
        return
    *others, whole = choice.back
    first, last = (f"{to_wall(ns, choice.zone):%Y-%m-%d %H:%M}" for ns in whole)
    st.button(
        Words.BACK_TO(first=first, last=last),
        key="explore_back",
        icon=":material/zoom_out_map:",
        on_click=_show,
        args=(whole, (*others,)),
    )


def _show(span: Period, back: tuple[Period, ...]) -> None:
    """Through the address: the selectors follow it, and a reload leads back too."""
    start, stop = map(iso, span)
    st.query_params.update({"start": start, "stop": stop, "back": written(back)})
