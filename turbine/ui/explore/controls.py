"""The explore page's selectors: their state, and the choice that they make together."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import streamlit as st

from turbine.explore.functions import FUNCTIONS, TITLES, Function, functions_for
from turbine.timing.windows import Window
from turbine.ui.common.feedback import plain
from turbine.ui.explore import choice as explore_choice
from turbine.ui.explore.choice import (
    BANDED,
    MOST_FIELDS,
    PERIODS,
    SHOWS,
    Choice,
    Period,
    average_of,
    period_of,
    preset_of,
    to_ns,
    to_wall,
)
from turbine.ui.explore.entry import SeriesEntry
from turbine.ui.explore.words import Words
from turbine.wind.fill import Fill
from turbine.words import Label, Text

_CHOICE = "explore_choice"
_PARAMS = "explore_params"
SERIES, CHANNELS, SHOW = "explore_series", "explore_channels", "explore_show"
PERIOD, START, STOP = "explore_period", "explore_start", "explore_stop"
WINDOW, FUNCTION, ZONE = "explore_window", "explore_function", "explore_zone"
FILL, BAND = "explore_fill", "explore_band"

_MARGIN = timedelta(days=366)

WINDOW_LABELS: dict[Window, Label] = {
    "10min": Words.TEN_MINUTES,
    "30min": Words.THIRTY_MINUTES,
    "1h": Words.ONE_HOUR,
    "6h": Words.SIX_HOURS,
    "1d": Words.ONE_DAY,
    "1w": Words.ONE_WEEK,
    "1mo": Words.ONE_MONTH,
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
    params = {name: st.query_params[name] for name in st.query_params}
    if SERIES in st.session_state and params == st.session_state.get(_PARAMS):
        return []
    kept: Choice | None = st.session_state.get(_CHOICE)
    known = any(name in explore_choice.PARAMS for name in params)
    asked: Mapping[str, str] = kept.to_params() if kept and not known else params
    choice, notes = explore_choice.parse(asked, entries)
    _put(choice, _of(choice, entries))
    return notes


def current(entries: Sequence[SeriesEntry]) -> SeriesEntry:
    """The series that is chosen."""
    chosen = st.session_state.get(SERIES)
    return next((entry for entry in entries if entry.info.series == chosen), entries[0])


def remember(choice: Choice) -> None:
    """Put the choice into the address, so that a reload and a link show the same."""
    params = choice.to_params()
    if st.query_params.to_dict() != params:
        st.query_params.from_dict(params)
    st.session_state[_PARAMS], st.session_state[_CHOICE] = params, choice


def _of(choice: Choice, entries: Sequence[SeriesEntry]) -> SeriesEntry:
    return next(entry for entry in entries if entry.info.series == choice.series)


def _put(choice: Choice, entry: SeriesEntry) -> None:
    st.session_state.update(
        {
            SERIES: choice.series,
            CHANNELS: list(choice.channels),
            SHOW: choice.show,
            PERIOD: preset_of(choice, entry),
            START: to_wall(choice.start_ns, choice.zone),
            STOP: to_wall(choice.stop_ns, choice.zone),
            WINDOW: choice.window,
            FUNCTION: choice.function,
            ZONE: choice.zone,
            FILL: choice.fill,
            BAND: choice.band,
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
        columns = st.columns([3, 3, 3, 3, 2], vertical_alignment="bottom")
        with columns[0]:
            show = _select(Words.SHOW(), SHOW, SHOWS)
        with columns[1]:
            period: Period = _select(Words.PERIOD(), PERIOD, PERIODS)
        with columns[2]:
            window = _select(Words.WINDOW(), WINDOW, WINDOW_LABELS, disabled=show == "day")
        with columns[3]:
            function = _function(channels, disabled=show != "time")
        with columns[4]:
            zone, fill, band = _more(entry, function, enabled=show == "time")
        start_ns, stop_ns = _period(period, entry, zone)
        if not entry.known_zones:
            st.caption(Words.ZONE_UNKNOWN(site=plain(entry.info.series.site)))
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
    )


def _series(entries: Sequence[SeriesEntry]) -> SeriesEntry:
    labels = {entry.info.series: entry.label for entry in entries}
    _select(Words.TURBINE(), SERIES, labels)
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
    options = functions_for(channels) if channels else FUNCTIONS
    labels = {name: TITLES[name] for name in options}
    if st.session_state.get(FUNCTION) not in options:
        st.session_state[FUNCTION] = average_of(channels)
    chosen: Function = _select(
        Words.FUNCTION(), FUNCTION, labels, disabled=disabled, help=Words.FUNCTION_HELP()
    )
    return chosen


def _more(entry: SeriesEntry, function: Function, *, enabled: bool) -> tuple[str, Any, bool]:
    with st.popover(Words.MORE(), icon=":material/tune:", width="stretch"):
        zone = _select(
            Words.TIME_ZONE(),
            ZONE,
            {z: z if z == "UTC" else Words.ZONE_OF_SITE(zone=z) for z in entry.zones},
            help=Words.TIME_ZONE_HELP(),
        )
        fill = _select(Words.EMPTY_WINDOWS(), FILL, _FILL_LABELS, disabled=not enabled)
        band = st.toggle(
            Words.BAND(),
            key=BAND,
            disabled=not (enabled and function in BANDED),
            help=Words.BAND_HELP(),
        )
    return zone, fill, band


def _select(
    label: str,
    key: str,
    labels: Mapping[Any, Text | Label],
    *,
    disabled: bool = False,
    help: str = "",
) -> Any:  # noqa: ANN401 - one of the labels' keys
    """A selector whose state is always one of its options."""
    options = list(labels)
    if st.session_state.get(key) not in options:
        st.session_state[key] = options[0]
    return st.selectbox(
        label,
        options,
        format_func=lambda option: (
            text() if isinstance(text := labels[option], Label) else str(text)
        ),
        key=key,
        disabled=disabled,
        help=help or None,
        filter_mode=None,
    )


def _period(period: Period, entry: SeriesEntry, zone: str) -> tuple[int, int]:
    if period != "custom":
        return period_of(period, entry, zone)
    kept: Choice | None = st.session_state.get(_CHOICE)
    bounds = period_of("30d", entry, zone) if kept is None else (kept.start_ns, kept.stop_ns)
    low, high = to_wall(entry.info.first_ns, zone), to_wall(entry.info.last_ns, zone)
    # The field's own default, now, must be allowed too, though it is never shown.
    now = datetime.now(UTC).replace(tzinfo=None)
    walls = []
    for column, key, label, ns in zip(
        st.columns(2), (START, STOP), (Words.FROM, Words.TO), bounds, strict=True
    ):
        if st.session_state.get(key) is None:
            st.session_state[key] = to_wall(ns, zone)
        walls.append(
            column.datetime_input(
                label(zone=plain(zone)),
                min_value=min(low, now, st.session_state[key]) - _MARGIN,
                max_value=max(high, now, st.session_state[key]) + _MARGIN,
                step=timedelta(minutes=10),
                format="YYYY-MM-DD",
                key=key,
            )
        )
    return to_ns(walls[0], zone), to_ns(walls[1], zone)
