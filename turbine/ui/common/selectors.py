"""Selectors that pages on a series share: their state, and its place in the address.

``page`` begins the keys of a page's widgets and state: ``explore`` gives ``explore_period``.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from turbine.model.errors import ConfigError
from turbine.ui.common.choosing import (
    PERIODS,
    Period,
    Spanning,
    period_of,
    preset_of,
    to_ns,
    to_wall,
)
from turbine.ui.common.entry import SeriesEntry
from turbine.ui.common.feedback import plain
from turbine.ui.common.words import Words
from turbine.words import Label, Text

_MARGIN = timedelta(days=366)


def asked(
    page: str, known: Collection[str], *, drawn: str, family: str = ""
) -> Mapping[str, str] | None:
    """The parameters that the selectors are to be set to: the address's or, where it has none of
    those that are ``known``, those that the page (or one of its ``family``) showed before. None
    to leave them be: ``drawn``, a widget's key, is there, and the address did not change."""
    params = {name: st.query_params[name] for name in st.query_params}
    if drawn in st.session_state and params == st.session_state.get(f"{page}_params"):
        return None
    kept: Mapping[str, str] = st.session_state.get(f"{family or page}_kept", {})
    return params if any(name in known for name in params) else {**kept, **params}


def remember(
    page: str,
    params: Mapping[str, str],
    span: Spanning,
    *,
    family: str = "",
    shared: Collection[str] = (),
) -> None:
    """Put the choice into the address, so that a reload and a link show the same. Parameters that
    the family has in common, ``shared``, are forgotten where this choice does without them."""
    if st.query_params.to_dict() != params:
        st.query_params.from_dict(params)
    kept: Mapping[str, str] = st.session_state.get(f"{family or page}_kept", {})
    others = {name: value for name, value in kept.items() if name not in shared}
    st.session_state[f"{family or page}_kept"] = {**others, **params}
    st.session_state[f"{page}_params"] = params
    st.session_state[f"{page}_span"] = span.start_ns, span.stop_ns


def state_of(page: str, span: Spanning, entry: SeriesEntry) -> dict[str, Any]:
    """The state of the selectors of period and zone."""
    return {
        f"{page}_period": preset_of(span, entry),
        f"{page}_start": to_wall(span.start_ns, span.zone),
        f"{page}_stop": to_wall(span.stop_ns, span.zone),
        f"{page}_zone": span.zone,
    }


def period(page: str) -> Period:
    """Which preset, or a period of one's own."""
    chosen: Period = select(Words.CHOSEN_PERIOD(), f"{page}_period", PERIODS)
    return chosen


def bounds(
    page: str, period: Period, entry: SeriesEntry, zone: str, *, usual: Period
) -> tuple[int, int]:
    """[start, stop) of the preset, or as typed into two fields."""
    if period != "custom":
        return period_of(period, entry, zone)
    before = st.session_state.get(f"{page}_span") or period_of(usual, entry, zone)
    labels = Words.FROM(zone=plain(zone)), Words.TO(zone=plain(zone))
    return between((f"{page}_start", f"{page}_stop"), labels, before, entry, zone)


def between(
    keys: tuple[str, str],
    labels: tuple[str, str],
    before: tuple[int, int],
    entry: SeriesEntry,
    zone: str,
) -> tuple[int, int]:
    """[start, stop) as typed into two fields, which show ``before`` at first."""
    low, high = to_wall(entry.info.first_ns, zone), to_wall(entry.info.last_ns, zone)
    # The field's own default, now, must be allowed too, though it is never shown.
    now = datetime.now(UTC).replace(tzinfo=None)
    walls = []
    for column, key, label, ns in zip(st.columns(2), keys, labels, before, strict=True):
        if st.session_state.get(key) is None:
            st.session_state[key] = to_wall(ns, zone)
        walls.append(
            column.datetime_input(
                label,
                min_value=min(low, now, st.session_state[key]) - _MARGIN,
                max_value=max(high, now, st.session_state[key]) + _MARGIN,
                step=timedelta(minutes=10),
                format="YYYY-MM-DD",
                key=key,
            )
        )
    return to_ns(walls[0], zone), to_ns(walls[1], zone)


def zone(page: str, entry: SeriesEntry) -> str:
    """Whose wall clock: the site's, or UTC."""
    chosen: str = select(
        Words.TIME_ZONE(),
        f"{page}_zone",
        {z: z if z == "UTC" else Words.ZONE_OF_SITE(zone=z) for z in entry.zones},
        help=Words.TIME_ZONE_HELP(),
    )
    return chosen


def told_zone(entry: SeriesEntry) -> None:
    """Say so where nobody knows the zone of the site."""
    if not entry.known_zones:
        st.caption(Words.ZONE_UNKNOWN(site=plain(entry.info.series.site)))


def more() -> DeltaGenerator:
    """Where what is seldom chosen lies."""
    return st.popover(Words.MORE(), icon=":material/tune:", width="stretch")


def select(
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


def typed(  # noqa: PLR0913 - a widget's parts, by name
    label: str,
    key: str,
    offered: Sequence[str],
    meaning: Callable[[str], str],
    title: Callable[[str], str],
    *,
    usual: str,
    disabled: bool,
    help: str,
) -> str:
    """A selector in which something else can be typed, which ``meaning`` understands or refuses."""
    refused = None
    try:
        chosen = meaning(st.session_state.get(key) or usual)
    except ConfigError as error:
        refused, chosen = error, usual
    st.session_state[key] = chosen
    st.selectbox(
        label,
        offered if chosen in offered else [*offered, chosen],
        format_func=title,
        key=key,
        accept_new_options=True,
        disabled=disabled,
        help=help,
    )
    if refused is not None:
        st.warning(plain(str(refused)), icon=":material/warning:")
    return chosen
