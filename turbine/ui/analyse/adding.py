"""Adding to the selection without a pointer: a form that makes the same parts as a pick.

Its fields are the page's state ``NAME_add_FIELD``, by the names that the parts have for them.
"""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from turbine.services.windproof import Windproof
from turbine.ui.analyse import asking, picking
from turbine.ui.analyse.choice import usual
from turbine.ui.analyse.words import Words
from turbine.ui.common import selectors
from turbine.ui.common.choosing import Spanning, to_ns
from turbine.ui.common.entry import SeriesEntry
from turbine.ui.common.feedback import plain
from turbine.wind.selection import MOST_PARTS, PARTS, Kind, Part, Selection
from turbine.words import Label, month_names

_TITLES: dict[Kind, Label] = {
    "box": Words.KIND_BOX,
    "sector": Words.KIND_SECTOR,
    "speed": Words.KIND_SPEED,
    "cell": Words.KIND_CELL,
    "time": Words.KIND_TIME,
}
_LABELS: dict[str, Label] = {
    "from_mps": Words.ADD_FROM_MPS,
    "to_mps": Words.ADD_TO_MPS,
    "from_kw": Words.ADD_FROM_KW,
    "to_kw": Words.ADD_TO_KW,
    "centre_deg": Words.ADD_CENTRE,
    "width_deg": Words.ADD_WIDTH,
    "first_month": Words.FIRST_MONTH,
    "last_month": Words.LAST_MONTH,
    "first_hour": Words.FIRST_HOUR,
    "last_hour": Words.LAST_HOUR,
}
_REFUSED: dict[Kind, Label] = {
    "box": Words.NOT_ASCENDING,
    "sector": Words.NO_SECTOR,
    "speed": Words.NOT_ASCENDING,
    "cell": Words.NO_CELLS,
    "time": Words.NO_SPAN,
}
_ROUND = 360.0


def kinds(services: Windproof, chosen: Sequence[SeriesEntry]) -> tuple[Kind, ...]:
    """Those of which at least one of the turbines has the signals. Raises ConfigError."""
    every = tuple({name: None for its in PARTS.values() for name in its.needs})
    lacks = [{*asking.lacking(services, entry, every)} for entry in chosen]
    return tuple(
        kind for kind, its in PARTS.items() if any(each.isdisjoint(its.needs) for each in lacks)
    )


def draw(page: str, offered: Sequence[Kind], choice: Spanning, span: SeriesEntry) -> None:
    """The form, behind a button. It stays open, for another part."""
    with st.popover(Words.ADD_A_SELECTION(), icon=":material/add:", key=f"{page}_add"):
        kind: Kind = selectors.select(
            Words.ADD_BY(), f"{page}_add_kind", {each: _TITLES[each] for each in offered}
        )
        with st.form(f"{page}_add_form", border=False):
            _fields(page, kind, choice, span)
            st.form_submit_button(
                Words.ADD(),
                key=f"{page}_add_send",
                icon=":material/add:",
                on_click=_add,
                args=(page, kind, choice.zone),
            )
        if (told := st.session_state.pop(_told(page), None)) is not None:
            is_added, text = told
            (st.success if is_added else st.warning)(text)


def _fields(page: str, kind: Kind, choice: Spanning, span: SeriesEntry) -> None:
    if kind == "time":
        selectors.bounds(f"{page}_add", "custom", span, choice.zone, usual=usual(span))
        return
    names = PARTS[kind].__slots__
    for pair in (names[:2], names[2:]):  # a row each: the order in which they are walked through
        for column, name in zip(st.columns(2), pair, strict=False):
            with column:
                _field(page, name)


def _field(page: str, name: str) -> None:
    key, label = _key(page, name), _LABELS[name]()
    if name.endswith("_month"):
        months = month_names()
        selectors.select(label, key, {month: months[month] for month in range(1, 13)})
    elif name.endswith("_hour"):
        minute = "00" if name == "first_hour" else "59"
        selectors.select(label, key, {hour: f"{hour:02d}:{minute}" for hour in range(24)})
    else:
        st.number_input(label, value=None, step=1.0, format="%g", key=key)


def _add(page: str, kind: Kind, zone: str) -> None:
    try:
        part = _part(page, kind, zone)
    except (ValueError, OverflowError):
        told = False, _REFUSED[kind]()
    else:
        told = (False, Words.FILL_ALL()) if part is None else _added(page, part, zone)
    st.session_state[_told(page)] = told


def _added(page: str, part: Part, zone: str) -> tuple[bool, str]:
    """Whether there is now one more, and what to say."""
    before = picking.selection(page)
    title = plain(picking.title_of(part, zone))
    if part in before.parts:
        return False, Words.ADDED_BEFORE(part=title)
    if before.added(part) == before:
        return False, Words.FULL(most=MOST_PARTS)
    picking.change(page, Selection.added, part)
    return True, Words.ADDED(part=title)


def _part(page: str, kind: Kind, zone: str) -> Part | None:
    """As it is filled in; None with an empty field. Raises ValueError for none that can be."""
    made: Callable[..., Part] = PARTS[kind]
    names = ("start", "stop") if kind == "time" else PARTS[kind].__slots__
    given: list[Any] = [st.session_state.get(_key(page, name)) for name in names]
    if any(each is None for each in given):
        return None
    if kind == "time":
        given = [to_ns(wall, zone) for wall in given]
    if kind == "sector" and given[0] == _ROUND:
        given[0] = 0.0
    return made(*given)


def _key(page: str, name: str) -> str:
    return f"{page}_add_{name}"


def _told(page: str) -> str:
    return _key(page, "told")
