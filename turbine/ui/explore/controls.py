"""The explore page's selectors: their state, and the choice that they make together."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import streamlit as st

from turbine.explore.functions import TITLES, Function, functions_for
from turbine.model.channels import BY_NAME
from turbine.timing.windows import Window
from turbine.ui.common.feedback import plain
from turbine.ui.explore import choice as explore_choice
from turbine.ui.explore.choice import (
    BANDED,
    PERIODS,
    SHOWS,
    Choice,
    Held,
    Period,
    average_of,
    period_of,
    preset_of,
    to_ns,
    to_wall,
)

_CHOICE = "explore_choice"
_PARAMS = "explore_params"
SERIES, CHANNELS, SHOW = "explore_series", "explore_channels", "explore_show"
PERIOD, START, STOP = "explore_period", "explore_start", "explore_stop"
WINDOW, FUNCTION, ZONE = "explore_window", "explore_function", "explore_zone"
FILL, BAND = "explore_fill", "explore_band"

_MARGIN = timedelta(days=366)

WINDOW_WORDS: dict[Window, str] = {
    "10min": "10 minutes",
    "30min": "30 minutes",
    "1h": "1 hour",
    "6h": "6 hours",
    "1d": "1 day",
    "1w": "1 week (from Monday)",
    "1mo": "1 month",
    "all": "Whole period",
}
_FILL_WORDS = {
    "gap": "Leave open",
    "previous": "Repeat the value before",
    "linear": "Draw a straight line across",
    "zero": "Zero",
}
_FUNCTION_HELP = (
    "What is computed of the rows in each window. Energy is in kWh: power times time, of the rows "
    "that are there. A wind direction has a circular mean, first and last value and rows; it has "
    "no minimum, sum or percentile."
)


def restore(all_held: Sequence[Held]) -> list[str]:
    """Set the selectors to what the address asks for, where it changed; else leave them be.

    Returns sentences on what in the address was passed over.
    """
    params = {name: st.query_params[name] for name in st.query_params}
    if SERIES in st.session_state and params == st.session_state.get(_PARAMS):
        return []
    kept: Choice | None = st.session_state.get(_CHOICE)
    known = any(name in explore_choice.PARAMS for name in params)
    asked: Mapping[str, str] = kept.to_params() if kept and not known else params
    choice, notes = explore_choice.parse(asked, all_held)
    _put(choice, _of(choice, all_held))
    return notes


def current(all_held: Sequence[Held]) -> Held:
    """The series that is chosen."""
    chosen = st.session_state.get(SERIES)
    return next((held for held in all_held if held.info.series == chosen), all_held[0])


def remember(choice: Choice) -> None:
    """Put the choice into the address, so that a reload and a link show the same."""
    params = choice.to_params()
    if st.query_params.to_dict() != params:
        st.query_params.from_dict(params)
    st.session_state[_PARAMS], st.session_state[_CHOICE] = params, choice


def _of(choice: Choice, all_held: Sequence[Held]) -> Held:
    return next(held for held in all_held if held.info.series == choice.series)


def _put(choice: Choice, held: Held) -> None:
    st.session_state.update(
        {
            SERIES: choice.series,
            CHANNELS: list(choice.channels),
            SHOW: choice.show,
            PERIOD: preset_of(choice, held),
            START: to_wall(choice.start_ns, choice.zone),
            STOP: to_wall(choice.stop_ns, choice.zone),
            WINDOW: choice.window,
            FUNCTION: choice.function,
            ZONE: choice.zone,
            FILL: choice.fill,
            BAND: choice.band,
        }
    )


def draw(all_held: Sequence[Held]) -> Choice | None:
    """The selectors; None while no field is chosen."""
    with st.container(border=True, key="explore_controls"):
        first, second = st.columns([2, 3], vertical_alignment="bottom")
        with first:
            held = _series(all_held)
        with second:
            channels = _channels(held)
        columns = st.columns([3, 3, 3, 3, 2], vertical_alignment="bottom")
        with columns[0]:
            show = _select("Show", SHOW, SHOWS)
        with columns[1]:
            period: Period = _select("Period", PERIOD, PERIODS)
        with columns[2]:
            window = _select("Window", WINDOW, WINDOW_WORDS, disabled=show == "day")
        with columns[3]:
            function = _function(channels, disabled=show != "time")
        with columns[4]:
            zone, fill, band = _more(held, function, enabled=show == "time")
        start_ns, stop_ns = _period(period, held, zone)
    if not channels:
        return None
    return Choice(
        series=held.info.series,
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


def _series(all_held: Sequence[Held]) -> Held:
    _select("Turbine", SERIES, {held.info.series: held.label for held in all_held})
    return current(all_held)


def _channels(held: Held) -> tuple[str, ...]:
    names = held.info.fields
    kept = [name for name in st.session_state.get(CHANNELS, ()) if name in names]
    if CHANNELS not in st.session_state or (st.session_state[CHANNELS] and not kept):
        kept = list(names[:1])
    st.session_state[CHANNELS] = kept
    chosen = st.pills(
        "Fields",
        names,
        selection_mode="multi",
        format_func=lambda name: f"{BY_NAME[name].title} ({BY_NAME[name].unit})",
        key=CHANNELS,
        wrap=True,
    )
    return tuple(name for name in names if name in chosen)


def _function(channels: Sequence[str], *, disabled: bool) -> Function:
    options = functions_for(channels or tuple(BY_NAME))
    words = {name: str(TITLES[name]) for name in options}
    if st.session_state.get(FUNCTION) not in options:
        st.session_state[FUNCTION] = average_of(channels)
    chosen: Function = _select("Function", FUNCTION, words, disabled=disabled, help=_FUNCTION_HELP)
    return chosen


def _more(held: Held, function: Function, *, enabled: bool) -> tuple[str, Any, bool]:
    with st.popover("More", icon=":material/tune:", width="stretch"):
        zone = _select(
            "Days, weeks and months of",
            ZONE,
            {name: name if name == "UTC" else f"{name} (the site)" for name in held.zones},
            help="A day begins at midnight in this zone. The chart and the table show it too.",
        )
        fill = _select("Windows without rows", FILL, _FILL_WORDS, disabled=not enabled)
        band = st.toggle(
            "Band from the 10th to the 90th percentile",
            key=BAND,
            disabled=not (enabled and function in BANDED),
            help="Of the rows in each window; with the mean and the median.",
        )
    return zone, fill, band


def _select(
    label: str, key: str, words: Mapping[Any, str], *, disabled: bool = False, help: str = ""
) -> Any:  # noqa: ANN401 - one of the words' keys
    """A selector whose state is always one of its options."""
    options = list(words)
    if st.session_state.get(key) not in options:
        st.session_state[key] = options[0]
    return st.selectbox(
        label,
        options,
        format_func=lambda option: words[option],
        key=key,
        disabled=disabled,
        help=help or None,
        filter_mode=None,
    )


def _period(period: Period, held: Held, zone: str) -> tuple[int, int]:
    if period != "custom":
        return period_of(period, held, zone)
    kept: Choice | None = st.session_state.get(_CHOICE)
    bounds = period_of("30d", held, zone) if kept is None else (kept.start_ns, kept.stop_ns)
    low, high = to_wall(held.info.first_ns, zone), to_wall(held.info.last_ns, zone)
    # The field's own default, now, must be allowed too, though it is never shown.
    now = datetime.now(UTC).replace(tzinfo=None)
    walls = []
    for column, key, words, ns in zip(
        st.columns(2), (START, STOP), ("From", "Until (not included)"), bounds, strict=True
    ):
        if st.session_state.get(key) is None:
            st.session_state[key] = to_wall(ns, zone)
        walls.append(
            column.datetime_input(
                f"{words}, {plain(zone)}",
                min_value=min(low, now, st.session_state[key]) - _MARGIN,
                max_value=max(high, now, st.session_state[key]) + _MARGIN,
                step=timedelta(minutes=10),
                format="YYYY-MM-DD",
                key=key,
            )
        )
    return to_ns(walls[0], zone), to_ns(walls[1], zone)
