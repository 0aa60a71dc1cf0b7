"""The flagged rows on the time series, and the stretch of it that is shown closely."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import partial

import numpy as np
import streamlit as st

from turbine.charts.flags import Marked, flagged_series
from turbine.charts.selected import pickable
from turbine.model.frame import to_time
from turbine.timing.periods import Pair, over_b
from turbine.ui.analyse.flagged import Found, titles_of
from turbine.ui.analyse.view import Shown
from turbine.ui.analyse.words import Words
from turbine.ui.common.chart import Pick, chart, wall
from turbine.ui.common.choosing import span_of, span_text, to_ns, to_wall
from turbine.ui.common.feedback import plain

_ZOOM, _ZOOMS = "flags_zoom", "flags_zooms"


def draw(shown: Shown, b: Found, a: Found | None) -> None:
    """The series of B, below that of A where two are compared."""
    zone, period = shown.choice.zone, b.turbine.whole.period
    whole = period.start_ns, period.stop_ns
    if a is not None and shown.earlier is not None:
        [end] = on_axis(shown.earlier.pair, [a.turbine.whole.period.stop_ns])
        whole = whole[0], max(whole[1], end)
    span = span_of(shown.choice.options["zoom"])
    if span is not None and (span[1] <= whole[0] or span[0] >= whole[1]):
        st.info(Words.ZOOM_OUTSIDE(), icon=":material/info:")
        span = None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _day(zone, whole, span)
        if span is not None:
            first, last = (f"{to_wall(ns, zone):%Y-%m-%d %H:%M}" for ns in span)
            st.button(
                Words.WHOLE_AGAIN(first=first, last=last),
                key="flags_whole",
                icon=":material/zoom_out_map:",
                on_click=zoom,
                args=(None,),
            )
    titles = titles_of(*(each.turbine.flagged for each in (a, b) if each is not None))
    if not titles:
        st.caption(Words.NOTHING_FLAGGED())
    figure = flagged_series(
        _marked(b),
        titles,
        span=span or whole,
        zone=zone,
        earlier=(_marked(a), shown.earlier.pair) if a is not None and shown.earlier else None,
    )
    chart(
        pickable(figure, drag="across"),
        key="flags_series",
        alt=Words.FLAGS_ALT(),
        title=Words.FLAGGED_SERIES(turbine=plain(b.turbine.name)),
        on_pick=partial(pick, zone),
    )
    st.caption(Words.HOW_TO_ZOOM() if a is None else Words.A_ABOVE_B())


def on_axis(pair: Pair, moments: Sequence[int]) -> list[int]:
    """The moments of B, in ns, at which these of A stand."""
    places, _ = over_b(pair, np.array(moments, dtype=np.int64))
    walls = to_time(places).dt.replace_time_zone(None).dt.cast_time_unit("us").to_list()
    return [to_ns(each, pair.zone) for each in walls]


def zooms() -> int:
    """How often it was zoomed. A table keeps what is chosen in it: another one forgets it."""
    count: int = st.session_state.get(_ZOOMS, 0)
    return count


def zoom(span: tuple[int, int] | None) -> None:
    """Show this stretch closely; None: all."""
    st.session_state[_ZOOM] = "" if span is None else span_text(*span)
    st.session_state[_ZOOMS] = zooms() + 1


def pick(zone: str, it: Pick) -> None:
    """A box shows its time closely, a click the day."""
    ends = it.x if it.x is not None else (it.points[0]["x"],) * 2
    first, last = (wall(each) for each in ends)
    if it.x is None:
        first = datetime.combine(first, time())
        last = first + timedelta(days=1)
    start_ns, stop_ns = to_ns(first, zone), to_ns(last, zone)
    if start_ns < stop_ns:
        zoom((start_ns, stop_ns))


def _marked(found: Found) -> Marked:
    flagged = found.turbine.flagged
    return Marked(
        rows=flagged.rows,
        masks={flag.code: flag.mask for flag in flagged.flags},
        gaps=found.edges,
    )


def _day(zone: str, whole: tuple[int, int], span: tuple[int, int] | None) -> None:
    """A day to be shown closely."""
    first, last = (to_wall(ns, zone).date() for ns in (whole[0], whole[1] - 1))
    middle = None if span is None else to_wall(sum(span) // 2, zone).date()
    st.session_state["flags_day"] = middle if middle and first <= middle <= last else None
    st.date_input(
        Words.SHOW_A_DAY(),
        value=None,
        min_value=first,
        max_value=last,
        format="YYYY-MM-DD",
        key="flags_day",
        on_change=_zoom_day,
        args=(zone,),
        width=180,
    )


def _zoom_day(zone: str) -> None:
    day: date | None = st.session_state["flags_day"]
    if day is None:
        zoom(None)
        return
    start = datetime.combine(day, time())
    zoom((to_ns(start, zone), to_ns(start + timedelta(days=1), zone)))
