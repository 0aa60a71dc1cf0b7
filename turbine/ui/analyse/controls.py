"""A view's selectors: their state, and the choice that they make together."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from turbine.services.measured import Flagged
from turbine.ui.analyse.choice import MOST_TURBINES, PARAMS, Choice, Option, parse, usual
from turbine.ui.analyse.view import View
from turbine.ui.analyse.words import Words
from turbine.ui.common import selectors
from turbine.ui.common.choosing import to_wall
from turbine.ui.common.entry import SeriesEntry, spanning
from turbine.wind.flags import CODES

FAMILY = "analyse"
"""What all views keep together: going from one to the next keeps turbines, period and flags."""


def restore(view: View, entries: Sequence[SeriesEntry]) -> list[str]:
    """Set the selectors to what the address asks for if it changed; else leave them be.

    Returns notes on what in the address was ignored.
    """
    page = view.name
    known = (*PARAMS, *(option.name for option in view.options))
    params = selectors.asked(page, known, drawn=f"{page}_turbines", family=FAMILY)
    if params is None:
        return []
    choice, notes = parse(params, entries, view.options)
    chosen = [entry for entry in entries if entry.info.series in choice.series]
    st.session_state.update(
        {
            f"{page}_turbines": list(choice.series),
            **selectors.state_of(page, choice, spanning(chosen)),
            **{f"{page}_without_{code}": code in choice.without for code in CODES},
            **{f"{page}_{o.name}": _state(o, choice.options[o.name]) for o in view.options},
        }
    )
    return notes


def remember(view: View, choice: Choice) -> None:
    """Put the choice into the address, and keep it for the other views."""
    params = choice.to_params()
    selectors.remember(view.name, params, choice, family=FAMILY, shared=PARAMS)


def draw(view: View, entries: Sequence[SeriesEntry]) -> tuple[Choice | None, DeltaGenerator | None]:
    """The selectors, and the place of the filters, which are known once rows are read; None for
    the choice while no turbine is chosen."""
    page = view.name
    with st.container(border=True, key=f"{page}_controls"):
        chosen = _turbines(page, entries)
        if not chosen:
            return None, None
        span = spanning(chosen)
        with st.grid(len(view.options) + 3, min_column_width=160, vertical_alignment="bottom"):
            period = selectors.period(page)
            options = _options(page, view, _middle(span))
            filters = st.container()
            with selectors.more():
                zone = selectors.zone(page, span)
        start_ns, stop_ns = selectors.bounds(page, period, span, zone, usual=usual(span))
        selectors.told_zone(span)
    for code in CODES:
        # Its switch is drawn once rows are read: what is set again is kept until then.
        key = f"{page}_without_{code}"
        st.session_state[key] = bool(st.session_state.get(key))
    return Choice(
        series=tuple(entry.info.series for entry in chosen),
        start_ns=start_ns,
        stop_ns=stop_ns,
        zone=zone,
        without=tuple(c for c in CODES if st.session_state[f"{page}_without_{c}"]),
        options=options,
    ), filters


def _middle(span: SeriesEntry) -> date:
    return to_wall((span.info.first_ns + span.info.last_ns) // 2, span.zone).date()


def filters(page: str, place: DeltaGenerator, found: Sequence[Flagged]) -> None:
    """A switch for each flag, with its rule and how many rows it marks, at its ``place``."""
    rules = {flag.code: flag for each in found for flag in each.flags}
    counts = Counter(dict.fromkeys(rules, 0))
    for each in found:
        counts.update({flag.code: flag.rows for flag in each.flags})
    left = {flag.code: flag for each in found for flag in each.not_checked}
    chosen = sum(st.session_state[f"{page}_without_{code}"] for code in CODES)
    label = Words.FILTERS() if not chosen else Words.FILTERS_ON(count=chosen)
    with place, st.popover(label, icon=":material/filter_alt:", width="stretch"):
        st.caption(Words.FILTERS_HELP())
        for code in CODES:
            if code in rules:
                st.toggle(
                    Words.FLAG(title=rules[code].title, count=counts[code]),
                    key=f"{page}_without_{code}",
                    help=str(rules[code].rule),
                )
            else:
                st.toggle(
                    str(left[code].title),
                    key=f"{page}_without_{code}",
                    help=Words.NOT_CHECKED(reason=left[code].reason),
                    disabled=not st.session_state[f"{page}_without_{code}"],
                )


def _state(option: Option, value: str) -> str | date | None:
    if option.values:
        return value
    return date.fromisoformat(value) if value else None


def _turbines(page: str, entries: Sequence[SeriesEntry]) -> list[SeriesEntry]:
    by_series = {entry.info.series: entry for entry in entries}
    key = f"{page}_turbines"
    st.session_state[key] = [s for s in st.session_state.get(key, ()) if s in by_series]
    chosen: list[Any] = st.multiselect(
        Words.TURBINES(),
        list(by_series),
        max_selections=MOST_TURBINES,
        format_func=lambda series: by_series[series].label,
        key=key,
        placeholder=Words.CHOOSE_A_TURBINE(),
    )
    return [by_series[series] for series in chosen]


def _options(page: str, view: View, middle: date) -> dict[str, str]:
    """Each in a cell of its own; those that need another one's value are kept, and not shown."""
    found: dict[str, str] = {}
    for option in view.options:
        key = f"{page}_{option.name}"
        if option.only_with and found.get(option.only_with[0]) != option.only_with[1]:
            kept = st.session_state.get(key)
            st.session_state[key] = kept
            found[option.name] = kept.isoformat() if isinstance(kept, date) else kept or ""
        elif option.values:
            found[option.name] = _option(page, option)
        else:
            if st.session_state.get(key) is None:
                st.session_state[key] = middle
            found[option.name] = _day(page, option)
    return found


def _day(page: str, option: Option) -> str:
    chosen: date = st.date_input(
        option.label(),
        key=f"{page}_{option.name}",
        min_value=date(1678, 1, 1),
        max_value=date(2261, 12, 31),
        format="YYYY-MM-DD",
        help=option.help() if option.help else None,
    )
    return chosen.isoformat()


def _option(page: str, option: Option) -> str:
    chosen: str = selectors.select(
        option.label(),
        f"{page}_{option.name}",
        option.values,
        help=option.help() if option.help else "",
    )
    return chosen
