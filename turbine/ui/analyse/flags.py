"""Flags: rows that look wrong and rows that are missing, on the time series, with the parameters
of the rules."""

from datetime import date, datetime, time, timedelta
from functools import partial

import polars as pl
import streamlit as st

from turbine.charts.coverage import calendar
from turbine.charts.flags import flagged_series
from turbine.charts.selected import pickable
from turbine.explore.coverage import around
from turbine.model.channels import channel
from turbine.services.quality import Inventory, flagged_rows, inventory
from turbine.ui.analyse import parameters
from turbine.ui.analyse.choice import Option
from turbine.ui.analyse.losses import rule_lines
from turbine.ui.analyse.numbers import Card, cards, joined, titled
from turbine.ui.analyse.view import Shown, Tables, Turbine, View
from turbine.ui.analyse.words import Words
from turbine.ui.common.chart import Pick, chart, wall
from turbine.ui.common.choosing import span_of, span_text, to_ns, to_wall
from turbine.ui.common.feedback import plain

_FLAGS = {
    "title": Words.FLAG_TITLE,
    "rows": Words.BIN_ROWS,
    "hours": Words.HOURS,
    "rule": Words.RULE,
}
_GAPS = {
    "start": Words.GAP_FROM,
    "stop": Words.GAP_TO,
    "hours": Words.HOURS,
    "missing": Words.MISSING_ROWS,
}
_ZOOM = "flags_zoom"
_LISTED = 50
"""Gaps to choose from: the longest."""


def _draw(shown: Shown) -> Tables:
    turbine = shown.turbines[0]
    if len(shown.turbines) > 1:
        st.caption(Words.SERIES_OF_ONE(turbine=plain(turbine.name)))
    lacking = inventory(turbine.whole)
    rows = flagged_rows(turbine.flagged)
    _numbers(turbine, rows, lacking)
    parameters.draw(shown)
    _series(shown, turbine, lacking)
    _missing(shown, turbine, lacking)
    return {
        Words.FLAGS(): joined(
            {each.name: rule_lines(each.flagged) for each in shown.turbines}, Words.TURBINE, _FLAGS
        ),
        Words.FLAGGED_ROWS(): _rows(turbine, rows),
        Words.GAPS(): titled(lacking.gaps, _GAPS),
    }


def _numbers(turbine: Turbine, rows: pl.DataFrame, lacking: Inventory) -> None:
    every = turbine.flagged.rows.height
    cards(
        "flags",
        (
            Card(
                label=Words.FLAGGED_ROWS(),
                value=rows.height,
                help=Words.FLAGGED_HELP(count=every),
                decimals=0,
            ),
            Card(
                label=Words.FLAGGED_SHARE(),
                value=100 * rows.height / every if every else None,
                help=Words.FLAGGED_HELP(count=every),
                decimals=2,
            ),
            Card(
                label=Words.MISSING_ROWS(),
                value=lacking.missing,
                help=Words.MISSING_HELP(count=lacking.gaps.height),
                decimals=0,
            ),
        ),
    )


def _series(shown: Shown, turbine: Turbine, lacking: Inventory) -> None:
    zone, period = shown.choice.zone, turbine.whole.period
    whole = period.start_ns, period.stop_ns
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
                on_click=_zoom,
                args=(None,),
            )
    marked = [flag for flag in turbine.flagged.flags if flag.rows]
    if not marked:
        st.caption(Words.NOTHING_FLAGGED())
    figure = flagged_series(
        turbine.flagged.rows,
        {flag.code: flag.mask for flag in marked},
        {flag.code: str(flag.title) for flag in marked},
        span=span or whole,
        gaps=_edges(lacking),
        zone=zone,
    )
    chart(
        pickable(figure, drag="across"),
        key="flags_series",
        alt=Words.FLAGS_ALT(),
        title=Words.FLAGGED_SERIES(turbine=plain(turbine.name)),
        on_pick=partial(_pick, zone),
    )
    st.caption(Words.HOW_TO_ZOOM())


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
        _zoom(None)
        return
    start = datetime.combine(day, time())
    _zoom((to_ns(start, zone), to_ns(start + timedelta(days=1), zone)))


def _pick(zone: str, it: Pick) -> None:
    """A box shows its time closely, a click the day."""
    ends = it.x if it.x is not None else (it.points[0]["x"],) * 2
    first, last = (wall(each) for each in ends)
    if it.x is None:
        first = datetime.combine(first, time())
        last = first + timedelta(days=1)
    start_ns, stop_ns = to_ns(first, zone), to_ns(last, zone)
    if start_ns < stop_ns:
        _zoom((start_ns, stop_ns))


def _zoom(span: tuple[int, int] | None) -> None:
    st.session_state[_ZOOM] = "" if span is None else span_text(*span)
    # A table keeps what is chosen in it: another one forgets it.
    st.session_state["flags_zooms"] = st.session_state.get("flags_zooms", 0) + 1


def _edges(lacking: Inventory) -> list[tuple[int, int]]:
    return [*lacking.gaps.select(pl.col("start", "stop").dt.epoch("ns")).iter_rows()]


def _missing(shown: Shown, turbine: Turbine, lacking: Inventory) -> None:
    zone = shown.choice.zone
    field = channel(turbine.whole.names[lacking.signal]).title
    st.subheader(Words.COVERAGE_AND_GAPS(turbine=plain(turbine.name)), anchor=False)
    st.caption(Words.ROWS_OF(field=plain(field)))
    chart(
        calendar({turbine.name: lacking.windows}, {turbine.name: zone}),
        key="flags_coverage",
        alt=Words.COVERAGE_ALT(),
        on_pick=partial(_pick, zone),
    )
    if lacking.undated:
        st.caption(Words.ROWS_WITHOUT_STEP(count=lacking.undated))
    if lacking.gaps.is_empty():
        if not lacking.undated:
            st.caption(Words.NO_GAPS())
        return
    gaps = lacking.gaps.head(_LISTED)
    if lacking.gaps.height > _LISTED:
        st.caption(Words.LONGEST_GAPS(count=_LISTED))
    st.caption(Words.PICK_A_GAP())
    key = f"flags_gaps_{st.session_state.get('flags_zooms', 0)}"
    edges = _edges(lacking)

    def picked() -> None:
        if rows := st.session_state[key]["selection"]["rows"]:
            _zoom(around(*edges[rows[0]]))

    local = titled(gaps.with_columns(pl.col("start", "stop").dt.convert_time_zone(zone)), _GAPS)
    st.dataframe(
        local.to_arrow(),
        key=key,
        height="auto" if gaps.height < 9 else 240,
        hide_index=True,
        on_select=picked,
        selection_mode="single-row",
    )


def _rows(turbine: Turbine, rows: pl.DataFrame) -> pl.DataFrame:
    """The flagged rows with their signals by title."""
    names = turbine.whole.names
    titles = {"time": Words.TIME()}
    for name in rows.columns[2:-1]:
        if name in names:
            its = channel(names[name])
            title = Words.FIELD_OF(label=its.title, unit=its.unit) if its.unit else its.title
            titles[name] = title if title not in titles.values() else f"{title} {name}"
        else:
            titles[name] = Words.REFERENCE_KW()
    titles["flags"] = Words.FLAGS()
    return rows.select(pl.col(name).alias(title) for name, title in titles.items())


VIEW = View(
    name="flags",
    title=Words.FLAGS,
    definition=Words.FLAGS_DEFINITION,
    needs=(),
    draw=_draw,
    options=(Option(name="zoom", label=Words.SHOW_A_DAY, values={}, reads=span_of),),
    needs_rated=True,
    selects=False,
    uses_reference=True,
)
