"""The explore page's selectors: their state, and the choice that they make together."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from turbine.explore.functions import (
    FUNCTIONS,
    Function,
    function_of,
    functions_for,
    is_possible,
    title_of,
)
from turbine.timing.durations import lasting
from turbine.timing.windows import Window, length_of, window_of
from turbine.ui.common import comparing, selectors
from turbine.ui.common.entry import SeriesEntry
from turbine.ui.common.selectors import select, typed
from turbine.ui.explore.choice import (
    BANDED,
    MOST_FIELDS,
    PARAMS,
    SHOWS,
    Choice,
    Period,
    average_of,
    parse,
)
from turbine.ui.explore.words import Words
from turbine.wind.fill import Fill
from turbine.words import Label

PAGE = "explore"
SERIES, CHANNELS, SHOW = "explore_series", "explore_channels", "explore_show"
PERIOD, WINDOW, FUNCTION = "explore_period", "explore_window", "explore_function"
FILL, BAND = "explore_fill", "explore_band"
_BACK = "explore_back_from"
"""A period, and those that lead back from it."""

WINDOW_LABELS: dict[Window, Label] = {
    "10min": Words.TEN_MINUTES,
    "15min": Words.FIFTEEN_MINUTES,
    "30min": Words.THIRTY_MINUTES,
    "1h": Words.ONE_HOUR,
    "3h": Words.THREE_HOURS,
    "6h": Words.SIX_HOURS,
    "1d": Words.ONE_DAY,
    "1w": Words.ONE_WEEK,
    "1mo": Words.ONE_MONTH,
    "1q": Words.ONE_QUARTER,
    "1y": Words.ONE_YEAR,
    "all": Words.WHOLE_PERIOD,
}
_FILL_LABELS: dict[Fill, Label] = {
    "gap": Words.LEAVE_A_GAP,
    "previous": Words.REPEAT_PREVIOUS,
    "linear": Words.INTERPOLATE,
    "zero": Words.ZERO,
}


def restore(entries: Sequence[SeriesEntry]) -> list[str]:
    """Set the selectors to what the address asks for if it changed; else leave them be.

    Returns notes on what in the address was ignored.
    """
    params = selectors.asked(PAGE, PARAMS, drawn=SERIES)
    if params is None:
        return []
    choice, notes = parse(params, entries)
    _put(choice, _of(choice, entries))
    return notes


def current(entries: Sequence[SeriesEntry]) -> SeriesEntry:
    """The series that is chosen."""
    chosen = st.session_state.get(SERIES)
    return next((entry for entry in entries if entry.info.series == chosen), entries[0])


def remember(choice: Choice) -> None:
    """Put the choice into the address, so that a reload and a link show the same."""
    selectors.remember(PAGE, choice.to_params(), choice)


def _of(choice: Choice, entries: Sequence[SeriesEntry]) -> SeriesEntry:
    return next(entry for entry in entries if entry.info.series == choice.series)


def _put(choice: Choice, entry: SeriesEntry) -> None:
    st.session_state.update(
        {
            SERIES: choice.series,
            CHANNELS: list(choice.channels),
            SHOW: choice.show,
            WINDOW: choice.window,
            FUNCTION: choice.function,
            FILL: choice.fill,
            BAND: choice.band,
            **selectors.state_of(PAGE, choice, entry),
            **comparing.state_of(PAGE, choice.against, choice.zone),
            _BACK: ((choice.start_ns, choice.stop_ns), choice.back),
        }
    )


def draw(entries: Sequence[SeriesEntry]) -> Choice | None:
    """The selectors; None while no field is chosen."""
    with st.container(border=True, key="explore_controls"):
        first, second = st.columns([2, 3], vertical_alignment="bottom")
        with first:
            entry = _series(entries)
        with second:
            channels = _channels(entry)
        columns = st.columns(6, vertical_alignment="bottom")
        with columns[0]:
            show = select(Words.SHOW(), SHOW, SHOWS)
        with columns[1]:
            period = selectors.period(PAGE)
        with columns[2]:
            window = _window(disabled=show == "day")
        with columns[3]:
            function = _function(channels, disabled=show != "time")
        with columns[4]:
            kind = comparing.kind(PAGE)
        with columns[5]:
            zone, fill, band = _more(entry, function, enabled=show == "time")
        start_ns, stop_ns = selectors.bounds(PAGE, period, entry, zone, usual="30d")
        against = comparing.draw(PAGE, kind, (start_ns, stop_ns), entry, zone)
        selectors.told_zone(entry)
    if not channels:
        return None
    return Choice(
        series=entry.info.series,
        channels=channels,
        start_ns=start_ns,
        stop_ns=stop_ns,
        window=window,
        function=function,
        zone=zone,
        fill=fill,
        band=band and function in BANDED,
        show=show,
        against=against,
        back=_back((start_ns, stop_ns)),
    )


def _back(period: Period) -> tuple[Period, ...]:
    """None if the period was changed otherwise since: there is nothing to go back from."""
    known = st.session_state.get(_BACK)
    if known is None or known[0] != period:
        known = st.session_state[_BACK] = period, ()
    back: tuple[Period, ...] = known[1]
    return back


def _series(entries: Sequence[SeriesEntry]) -> SeriesEntry:
    labels = {entry.info.series: entry.label for entry in entries}
    select(Words.TURBINE(), SERIES, labels)
    return current(entries)


def _channels(entry: SeriesEntry) -> tuple[str, ...]:
    names = entry.names
    before = st.session_state.get(CHANNELS, ())
    kept = [name for name in names if name in before][:MOST_FIELDS]
    if CHANNELS not in st.session_state or (st.session_state[CHANNELS] and not kept):
        kept = list(names[:1])
    st.session_state[CHANNELS] = kept
    chosen = st.multiselect(
        Words.FIELDS(),
        names,
        max_selections=MOST_FIELDS,
        format_func=entry.title,
        key=CHANNELS,
        placeholder=Words.FIND_A_FIELD(),
        help=Words.FIELDS_HELP(most=MOST_FIELDS),
    )
    return tuple(name for name in names if name in chosen)


def _function(channels: Sequence[str], *, disabled: bool) -> Function:
    usual = average_of(channels)

    def meaning(text: str) -> Function:
        function = function_of(text)
        return function if not channels or is_possible(function, channels) else usual

    return typed(
        Words.FUNCTION(),
        FUNCTION,
        functions_for(channels) if channels else FUNCTIONS,
        meaning,
        lambda function: str(title_of(function)),
        usual=usual,
        disabled=disabled,
        help=Words.FUNCTION_HELP(),
    )


def _window(*, disabled: bool) -> Window:
    return typed(
        Words.WINDOW(),
        WINDOW,
        tuple(WINDOW_LABELS),
        window_of,
        _window_title,
        usual="1h",
        disabled=disabled,
        help=Words.WINDOW_HELP(),
    )


def _window_title(window: Window) -> str:
    if window in WINDOW_LABELS:
        return WINDOW_LABELS[window]()
    length = length_of(window)
    return window if length is None or length.usual_s is None else str(lasting(length.usual_s))


def _more(entry: SeriesEntry, function: Function, *, enabled: bool) -> tuple[str, Any, bool]:
    with selectors.more():
        zone = selectors.zone(PAGE, entry)
        fill = select(Words.EMPTY_WINDOWS(), FILL, _FILL_LABELS, disabled=not enabled)
        band = st.toggle(
            Words.BAND(),
            key=BAND,
            disabled=not (enabled and function in BANDED),
            help=Words.BAND_HELP(),
        )
    return zone, fill, band
