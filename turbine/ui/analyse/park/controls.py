"""The park page's selectors: their state, and the choice that they make together."""

from collections.abc import Mapping, Sequence

import streamlit as st

from turbine.ui.analyse import picking
from turbine.ui.analyse.choice import Option, usual
from turbine.ui.analyse.controls import FAMILY
from turbine.ui.analyse.park.choice import (
    MEDIAN,
    OPTIONS,
    PARAMS,
    SHARED,
    Choice,
    Place,
    parks,
    parse,
)
from turbine.ui.analyse.park.words import Words
from turbine.ui.common import comparing, selectors
from turbine.ui.common.entry import SeriesEntry, spanning
from turbine.wind.flags import CODES, TITLES
from turbine.words import Label

PAGE = "park"
_BY_NAME = {option.name: option for option in OPTIONS}


def restore(entries: Sequence[SeriesEntry]) -> list[str]:
    """Set the selectors to what the address asks for if it changed; else leave them be. Returns
    notes on what in the address was ignored."""
    params = selectors.asked(PAGE, PARAMS, drawn="park_place", family=FAMILY)
    if params is None:
        return []
    choice, notes = parse(params, entries)
    span = spanning(_taking_part(parks(entries)[choice.place], choice.left))
    st.session_state.update(
        {
            "park_place": choice.place,
            "park_left": list(choice.left),
            "park_reference": choice.reference,
            "park_without": list(choice.without),
            "park_rules": choice.rules,
            "park_select": choice.selection,
            **selectors.state_of(PAGE, choice, span),
            **comparing.state_of(PAGE, choice.against, choice.zone),
            **{f"park_{name}": value for name, value in choice.options.items()},
        }
    )
    return notes


def remember(choice: Choice) -> None:
    """Put the choice into the address, and keep its period for the other views."""
    selectors.remember(PAGE, choice.to_params(), choice, family=FAMILY, shared=SHARED)


def draw(entries: Sequence[SeriesEntry]) -> tuple[Choice | None, list[SeriesEntry]]:
    """The selectors, and the turbines that take part; None for the choice if none does."""
    every = parks(entries)
    with (
        st.container(border=True, key="park_controls"),
        st.grid(5, min_column_width=180, vertical_alignment="bottom"),
    ):
        place: Place = selectors.select(Words.WHICH_PARK(), "park_place", _titles(every))
        names = [entry.info.series.turbine for entry in every[place]]
        # Set before its own widget, which stands in a fold.
        kept = [name for name in st.session_state.get("park_left", ()) if name in names]
        st.session_state["park_left"] = kept
        chosen = _taking_part(every[place], kept)
        period = selectors.period(PAGE)
        kind = comparing.kind(PAGE)
        reference: str = selectors.select(
            Words.REFERENCE(),
            "park_reference",
            {MEDIAN: Words.PARK_MEDIAN, **{name: name for name in names if name not in kept}},
            help=Words.REFERENCE_HELP(),
        )
        span = spanning(chosen)
        with selectors.more():
            zone = selectors.zone(PAGE, span)
            st.multiselect(
                Words.LEAVE_OUT(),
                names,
                key="park_left",
                help=Words.LEAVE_OUT_HELP(),
                placeholder=Words.ALL_TAKE_PART(),
            )
            without: list[str] = st.multiselect(
                Words.FILTERS(),
                CODES,
                key="park_without",
                format_func=lambda code: str(TITLES[code]()),
                help=Words.FILTERS_HELP(),
                placeholder=Words.EVERY_ROW_COUNTS(),
            )
        start_ns, stop_ns = selectors.bounds(PAGE, period, span, zone, usual=usual(span))
        against = comparing.draw(PAGE, kind, (start_ns, stop_ns), span, zone)
    selectors.told_zone(span)
    if len(kept) == len(names):
        return None, []
    return Choice(
        place=place,
        left=tuple(kept),
        start_ns=start_ns,
        stop_ns=stop_ns,
        zone=zone,
        without=tuple(code for code in CODES if code in without),
        rules=st.session_state.get("park_rules", {}),
        reference=reference,
        options={option.name: _state(option) for option in OPTIONS},
        against=against,
        selection=picking.selection(PAGE),
    ), chosen


def option(name: str) -> str:
    """A selector of an option, which stands beside what it changes."""
    its = _BY_NAME[name]
    chosen: str = selectors.select(
        its.label(), f"park_{name}", its.values, help=its.help() if its.help else ""
    )
    return chosen


def _state(option: Option) -> str:
    """What is chosen, also before its widget is drawn, and kept where it is not."""
    key = f"park_{option.name}"
    chosen: str = st.session_state.get(key, "")
    kept = chosen if chosen in option.values else next(iter(option.values))
    st.session_state[key] = kept
    return kept


def _taking_part(entries: Sequence[SeriesEntry], left: Sequence[str]) -> list[SeriesEntry]:
    """Those that are not left out; all, if that is none."""
    return [e for e in entries if e.info.series.turbine not in left] or [*entries]


def _titles(every: Mapping[Place, Sequence[SeriesEntry]]) -> dict[Place, str | Label]:
    sites = [site for site, _ in every]
    return {
        (site, measurement): Words.SITE(site=site, count=len(entries))
        if sites.count(site) == 1
        else Words.SITE_AND_MEASUREMENT(site=site, measurement=measurement, count=len(entries))
        for (site, measurement), entries in every.items()
    }
