"""The report page's selectors: their state, and the choice that they make together."""

from collections.abc import Sequence

import streamlit as st

from turbine.services.reported import PARTS
from turbine.ui.analyse.choice import usual
from turbine.ui.analyse.controls import FAMILY
from turbine.ui.analyse.report.choice import (
    MOST_TURBINES,
    PARAMS,
    SHARED,
    TITLES,
    VERDICTS,
    Choice,
    parse,
)
from turbine.ui.analyse.report.words import Words
from turbine.ui.common import selectors
from turbine.ui.common.entry import SeriesEntry, spanning
from turbine.wind.flags import CODES
from turbine.wind.flags import TITLES as FLAGS

PAGE = "report"


def restore(entries: Sequence[SeriesEntry]) -> list[str]:
    """Set the selectors to what the address asks for if it changed; else leave them be. Returns
    notes on what in the address was ignored."""
    params = selectors.asked(PAGE, PARAMS, drawn="report_turbines", family=FAMILY)
    if params is None:
        return []
    choice, notes = parse(params, entries)
    chosen = [entry for entry in entries if entry.info.series in choice.series]
    st.session_state.update(
        {
            "report_turbines": list(choice.series),
            "report_parts": list(choice.parts),
            "report_without": list(choice.without),
            "report_rules": choice.rules,
            "report_verdict": choice.verdict,
            **selectors.state_of(PAGE, choice, spanning(chosen)),
        }
    )
    return notes


def remember(choice: Choice) -> None:
    """Put the choice into the address, and keep what the other views have too."""
    selectors.remember(PAGE, choice.to_params(), choice, family=FAMILY, shared=SHARED)


def draw(entries: Sequence[SeriesEntry]) -> Choice | None:
    """The selectors; None while no turbine or no part is chosen."""
    by_series = {entry.info.series: entry for entry in entries}
    kept = [s for s in st.session_state.get("report_turbines", ()) if s in by_series]
    st.session_state["report_turbines"] = kept
    with st.container(border=True, key="report_controls"):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            series = st.multiselect(
                Words.TURBINES(),
                list(by_series),
                max_selections=MOST_TURBINES,
                format_func=lambda each: by_series[each].label,
                key="report_turbines",
                placeholder=Words.CHOOSE_A_TURBINE(),
            )
            if len(by_series) > 1:
                every = list(by_series)[:MOST_TURBINES]
                st.button(Words.ALL_TURBINES(), key="report_all", on_click=_take, args=(every,))
        if not series:
            return None
        span = spanning([by_series[each] for each in series])
        with st.grid(4, min_column_width=200, vertical_alignment="bottom"):
            period = selectors.period(PAGE)
            verdict: str = selectors.select(
                Words.VERDICT(), "report_verdict", VERDICTS, help=Words.VERDICT_HELP()
            )
            without = st.multiselect(
                Words.WITHOUT(),
                CODES,
                format_func=lambda code: str(FLAGS[code]()),
                key="report_without",
                placeholder=Words.NOTHING_LEFT_OUT(),
                help=Words.WITHOUT_HELP(),
            )
            with selectors.more():
                zone = selectors.zone(PAGE, span)
        start_ns, stop_ns = selectors.bounds(PAGE, period, span, zone, usual=usual(span))
        parts = st.pills(
            Words.PARTS(),
            PARTS,
            selection_mode="multi",
            format_func=lambda part: TITLES[part](),
            key="report_parts",
        )
        selectors.told_zone(span)
    if not parts:
        return None
    return Choice(
        series=tuple(series),
        start_ns=start_ns,
        stop_ns=stop_ns,
        zone=zone,
        without=tuple(code for code in CODES if code in without),
        rules=st.session_state.get("report_rules", {}),
        parts=tuple(part for part in PARTS if part in parts),
        verdict=verdict,
    )


def _take(every: list[object]) -> None:
    st.session_state["report_turbines"] = every
