"""Selecting on the charts of a view: what a pick means, and the chips that clear it.

The selection is the page's state ``NAME_select``, and goes into the address with the choice.
"""

import math
from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
from typing import Literal, Protocol

import numpy as np
import streamlit as st

from turbine.charts.points import wall_ms
from turbine.charts.selected import Rectangle
from turbine.ui.analyse.choice import Choice
from turbine.ui.analyse.view import Turbine
from turbine.ui.analyse.words import Words
from turbine.ui.common.chart import Pick, wall
from turbine.ui.common.choosing import to_ns, to_wall
from turbine.wind.selection import (
    MOST_PARTS,
    NOTHING,
    Box,
    Cells,
    Part,
    Sector,
    Selection,
    Span,
    Speeds,
    rectangle_of,
    text_of,
)
from turbine.words import month_names

OnPick = Callable[[Pick], None]
Unit = Literal["day", "month", "year"]


def selection(page: str) -> Selection:
    """What is selected on the page."""
    chosen: Selection = st.session_state.get(f"{page}_select", NOTHING)
    return chosen


def chips(page: str, zone: str, *, offer: Callable[[], None] | None) -> None:
    """A chip for each part of the selection, which clears it, after what ``offer`` draws to add
    one; without any, how to select. On a page where it does not count, nothing is offered, and
    that is said."""
    chosen = selection(page)
    if offer is None and not chosen:
        return
    with st.container(horizontal=True, vertical_alignment="center", key=f"{page}_chips"):
        if offer is not None:
            offer()  # first, so that it stays where it is, and open, whatever chips there are
        if not chosen:
            st.caption(Words.HOW_TO_SELECT())
            return
        for part in chosen.parts:
            _chip(page, title_of(part, zone), text_of(part), chosen.toggled(part))
        if len(chosen.parts) > 1:
            _chip(page, Words.CLEAR_ALL(), "all", NOTHING)
    if st.session_state.pop(_full(page), False):
        st.warning(Words.FULL(most=MOST_PARTS), icon=":material/warning:")
    if offer is None:
        st.caption(Words.DOES_NOT_COUNT())


def notes(turbines: Sequence[Turbine]) -> list[str]:
    """How many rows are selected; empty without a selection."""
    rows, of, lacking = (
        sum(getattr(each.picked, name) for each in turbines) for name in ("rows", "of", "lacking")
    )
    return counted(turbines[0].selection, rows, of, lacking)


def counted(chosen: Selection, rows: int, of: int, lacking: int) -> list[str]:
    """How many of how many rows are selected, and how many lack what the selection goes by; empty
    without a selection."""
    if not chosen:
        return []
    found = [Words.SELECTED(count=of, rows=rows, percent=100 * rows / of if of else 0.0)]
    return [*found, Words.SELECTED_LACKING(count=lacking)] if lacking else found


def titles(chosen: Selection, zone: str) -> list[str]:
    """What selects them, for a table's notes."""
    if not chosen:
        return []
    return [Words.SELECTED_BY(parts=tuple(title_of(part, zone) for part in chosen.parts))]


def box(page: str) -> OnPick:
    """A box on the power curve."""

    def pick(it: Pick) -> None:
        if it.x is None or it.y is None:
            return
        wind = round(float(it.x[0]), 2), round(float(it.x[1]), 2)
        power = _tidied(*it.y)
        if wind[0] < wind[1] and power[0] < power[1]:
            change(page, Selection.replaced, Box(*wind, *power))

    return pick


def _tidied(low: float, high: float) -> tuple[float, float]:
    """The powers of a drawn box, to a thousandth or so of what is between them: nobody draws more
    exactly, and turbines have a few kW or thousands."""
    decimals = 0 if high <= low else 3 - math.ceil(math.log10(high - low))
    return float(round(low, decimals)), float(round(high, decimals))


def sector(page: str, sectors: int) -> OnPick:
    """A bar of a rose."""

    def pick(it: Pick) -> None:
        if it.points and it.points[0].get("theta") is not None:
            centre = float(it.points[0]["theta"]) % 360
            change(page, Selection.toggled, Sector(centre, 360 / sectors))

    return pick


def across(page: str, zone: str) -> OnPick:
    """A stretch of a time axis."""

    def pick(it: Pick) -> None:
        if it.x is None:
            return
        start, stop = (to_ns(wall(x), zone) for x in it.x)
        if start < stop:
            change(page, Selection.replaced, Span(start, stop))

    return pick


def speeds(page: str) -> OnPick:
    """A bar of a histogram with bins of 1 m/s; of a box, all bars that it touches."""

    def pick(it: Pick) -> None:
        if it.x is not None:
            low, high = math.floor(float(it.x[0])), math.ceil(float(it.x[1]))
            change(page, Selection.replaced, Speeds(float(low), float(max(high, low + 1))))
        elif it.points:
            low = math.floor(float(it.points[0]["x"]))
            change(page, Selection.toggled, Speeds(float(low), low + 1.0))

    return pick


def cells(page: str) -> OnPick:
    """A cell of the months by hours of the day; of a box, all in it."""
    names = month_names()
    months = {names[month]: month for month in range(1, 13)}

    def pick(it: Pick) -> None:
        found = rectangle_of((months[each["y"]], int(each["x"])) for each in it.points)
        if found is not None:
            change(page, _as_drawn(it), found)

    return pick


def calendar(page: str, zone: str, unit: Unit) -> OnPick:
    """A day, month or year of a time axis; of a box, all that it touches."""

    def pick(it: Pick) -> None:
        ends = it.x if it.x is not None else (it.points[0]["x"],) * 2
        first, last = (wall(each).replace(hour=0, minute=0, second=0) for each in ends)
        part = Span(to_ns(_begun(first, unit), zone), to_ns(_after(last, unit), zone))
        change(page, _as_drawn(it), part)

    return pick


def sectors(choice: Choice) -> list[tuple[float, float]]:
    """The picked sectors, to be drawn: centre and width in degrees."""
    return [
        (part.centre_deg, part.width_deg)
        for part in choice.selection.parts
        if isinstance(part, Sector)
    ]


def boxes(choice: Choice) -> list[Rectangle]:
    """The picked boxes, to be drawn."""
    return [
        (part.from_mps, part.to_mps, part.from_kw, part.to_kw)
        for part in choice.selection.parts
        if isinstance(part, Box)
    ]


def classes(choice: Choice) -> list[Rectangle]:
    """The picked classes of wind speed, to be drawn."""
    return [
        (part.from_mps, part.to_mps, None, None)
        for part in choice.selection.parts
        if isinstance(part, Speeds)
    ]


def months_and_hours(choice: Choice) -> list[Rectangle]:
    """The picked cells, to be drawn on hours by months, which count from 0."""
    return [
        (part.first_hour - 0.5, part.last_hour + 0.5, part.first_month - 1.5, part.last_month - 0.5)
        for part in choice.selection.parts
        if isinstance(part, Cells)
    ]


class Choosing(Protocol):
    """What has a selection, on the clock of a zone."""

    @property
    def selection(self) -> Selection: ...

    @property
    def zone(self) -> str: ...


def spans(choice: Choosing) -> list[Rectangle]:
    """The picked periods, to be drawn on a time axis."""
    parts = [part for part in choice.selection.parts if isinstance(part, Span)]
    edges = np.array([(part.start_ns, part.stop_ns) for part in parts], dtype=np.int64)
    walls = wall_ms(edges.ravel(), choice.zone).reshape(-1, 2).tolist()
    return [(start, stop, None, None) for start, stop in walls]


def title_of(part: Part, zone: str) -> str:
    """What a part selects, in a few words."""
    if isinstance(part, Box):
        return Words.CHIP_BOX(
            from_mps=part.from_mps, to_mps=part.to_mps, from_kw=part.from_kw, to_kw=part.to_kw
        )
    if isinstance(part, Sector):
        return Words.CHIP_SECTOR(centre=part.centre_deg, half=part.width_deg / 2)
    if isinstance(part, Speeds):
        return Words.CHIP_SPEEDS(from_mps=part.from_mps, to_mps=part.to_mps)
    if isinstance(part, Cells):
        names = month_names()
        hours = {"first": part.first_hour, "last": part.last_hour}
        first, last = names[part.first_month], names[part.last_month]
        if first == last:
            return Words.CHIP_CELL(month=first, **hours)
        return Words.CHIP_CELLS(first_month=first, last_month=last, **hours)
    start, stop = (to_wall(ns, zone) for ns in (part.start_ns, part.stop_ns))
    if start.time() == stop.time() == time():
        stop -= timedelta(days=1)
        if start == stop:
            return f"{start:%Y-%m-%d}"
        return Words.CHIP_SPAN(start=f"{start:%Y-%m-%d}", stop=f"{stop:%Y-%m-%d}")
    return Words.CHIP_SPAN(start=f"{start:%Y-%m-%d %H:%M}", stop=f"{stop:%Y-%m-%d %H:%M}")


def _chip(page: str, title: str, name: str, then: Selection) -> None:
    st.button(
        title,
        key=f"{page}_clear_{name}",
        icon=":material/close:",
        icon_position="right",
        on_click=_set,
        args=(page, then),
    )


def change(page: str, how: Callable[[Selection, Part], Selection], part: Part) -> None:
    """Add, toggle or replace a part; if it has no room, that is said beside the chips."""
    before = selection(page)
    after = how(before, part)
    _set(page, after)
    st.session_state[_full(page)] = part not in (*before.parts, *after.parts)


def _full(page: str) -> str:
    return f"{page}_select_full"


def _as_drawn(it: Pick) -> Callable[[Selection, Part], Selection]:
    """A click is one of several, a box takes the place of the one before."""
    return Selection.toggled if it.x is None else Selection.replaced


def _set(page: str, chosen: Selection) -> None:
    st.session_state[f"{page}_select"] = chosen


def _begun(day: datetime, unit: Unit) -> datetime:
    """When the day's month or year begins."""
    if unit == "day":
        return day
    return day.replace(day=1) if unit == "month" else day.replace(month=1, day=1)


def _after(day: datetime, unit: Unit) -> datetime:
    """When the next one begins."""
    days = {"day": 1, "month": 31, "year": 366}[unit]
    return _begun(_begun(day, unit) + timedelta(days=days), unit)
