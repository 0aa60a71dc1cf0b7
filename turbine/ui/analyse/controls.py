"""A view's selectors: their state, and the choice that they make together."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from turbine.services.measured import Flagged
from turbine.ui.analyse import picking
from turbine.ui.analyse.choice import MOST_TURBINES, PARAMS, Choice, Option, parse, usual
from turbine.ui.analyse.view import View
from turbine.ui.analyse.words import Words
from turbine.ui.common import comparing, selectors
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
            f"{page}_select": choice.selection,
            **{f"{page}_without_{code}": code in choice.without for code in CODES},
            f"{page}_rules": choice.rules,
            **{f"{page}_{o.name}": choice.options[o.name] for o in view.options},
            **comparing.state_of(page, choice.against, choice.zone),
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
        selects = sum(option.reads is None for option in view.options) + view.compares
        with st.grid(selects + 3, min_column_width=160, vertical_alignment="bottom"):
            period = selectors.period(page)
            kind = comparing.kind(page, shown=view.compares)
            options = {option.name: _option(page, option) for option in view.options}
            filters = st.container()
            with selectors.more():
                zone = selectors.zone(page, span)
        start_ns, stop_ns = selectors.bounds(page, period, span, zone, usual=usual(span))
        against = comparing.draw(page, kind, (start_ns, stop_ns), span, zone, enabled=view.compares)
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
        selection=picking.selection(page),
        rules=st.session_state.get(f"{page}_rules", {}),
        options=options,
        against=against,
    ), filters


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


def _option(page: str, option: Option) -> str:
    if option.reads is not None:
        return str(st.session_state.get(f"{page}_{option.name}", ""))
    chosen: str = selectors.select(
        option.label(),
        f"{page}_{option.name}",
        option.values,
        help=option.help() if option.help else "",
    )
    return chosen
