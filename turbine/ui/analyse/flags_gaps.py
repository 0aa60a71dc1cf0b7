"""Where rows are missing: the coverage of each day, and the gaps."""

from functools import partial

import polars as pl
import streamlit as st

from turbine.charts.coverage import calendar
from turbine.charts.figure import Figure
from turbine.explore.coverage import around
from turbine.model.channels import channel
from turbine.model.frame import stamps_of, to_time
from turbine.timing.periods import Pair, over_b
from turbine.ui.analyse import flags_series
from turbine.ui.analyse.flagged import Found, of_both
from turbine.ui.analyse.numbers import titled
from turbine.ui.analyse.view import Shown
from turbine.ui.analyse.words import Words
from turbine.ui.common.chart import chart
from turbine.ui.common.feedback import plain

COLUMNS = {
    "start": Words.GAP_FROM,
    "stop": Words.GAP_TO,
    "hours": Words.HOURS,
    "missing": Words.MISSING_ROWS,
}
"""Of a gap."""
_LISTED = 50
"""Gaps to choose from: the longest."""


def draw(shown: Shown, b: Found, a: Found | None) -> None:
    """Of B, and of A where two are compared."""
    zone, name = shown.choice.zone, b.turbine.name
    pair = None if shown.earlier is None else shown.earlier.pair
    field = channel(b.turbine.whole.names[b.lacking.signal]).title
    st.subheader(Words.COVERAGE_AND_GAPS(turbine=plain(name)), anchor=False)
    st.caption(Words.ROWS_OF(field=plain(field)))
    chart(
        calendar({name: b.lacking.windows}, {name: zone})
        if a is None or pair is None
        else _of_both(a, b, pair),
        key="flags_coverage",
        alt=Words.COVERAGE_ALT(),
        on_pick=partial(flags_series.pick, zone),
    )
    sides = [each for each in (a, b) if each is not None]
    if undated := sum(each.lacking.undated for each in sides):
        st.caption(Words.ROWS_WITHOUT_STEP(count=undated))
    edges = {"B": b.edges} | ({} if a is None or pair is None else {"A": _onto(pair, a.edges)})
    if any(edges.values()):
        _listed(
            b.lacking.gaps if a is None else of_both(a.lacking.gaps, b.lacking.gaps), edges, zone
        )
    elif not undated:
        st.caption(Words.NO_GAPS())


def _listed(gaps: pl.DataFrame, edges: dict[str, list[tuple[int, int]]], zone: str) -> None:
    """The longest gaps, each to be chosen; ``edges``: where they stand on the axis."""
    places = [each for side in sorted(edges) for each in edges[side]]
    order = gaps.with_row_index("_at").sort("hours", descending=True, maintain_order=True)
    shown = order.head(_LISTED)
    if gaps.height > _LISTED:
        st.caption(Words.LONGEST_GAPS(count=_LISTED))
    st.caption(Words.PICK_A_GAP())
    key = f"flags_gaps_{flags_series.zooms()}"

    def picked() -> None:
        if rows := st.session_state[key]["selection"]["rows"]:
            flags_series.zoom(around(*places[shown["_at"][rows[0]]]))

    local = shown.with_columns(pl.col("start", "stop").dt.convert_time_zone(zone))
    st.dataframe(
        titled(local, {"_side": Words.PERIOD, **COLUMNS}).to_arrow(),
        key=key,
        height="auto" if shown.height < 9 else 240,
        hide_index=True,
        on_select=picked,
        selection_mode="single-row",
    )


def _onto(pair: Pair, edges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The gaps of A on B's axis."""
    moments = flags_series.on_axis(pair, [ns for gap in edges for ns in gap])
    return [*zip(moments[::2], moments[1::2], strict=True)]


def _of_both(a: Found, b: Found, pair: Pair) -> Figure:
    """The days of A above those of B, on B's axis."""
    days = a.lacking.windows
    places, there = over_b(pair, stamps_of(days))
    kept = days.filter(pl.Series(there))
    frames = {"A": kept.with_columns(time=to_time(places[there])), "B": b.lacking.windows}
    local = pl.col("time").dt.convert_time_zone(pair.zone).dt.strftime("%Y-%m-%d")
    dates = {
        side: frame.select(local)["time"].to_list()
        for side, frame in (("A", kept), ("B", b.lacking.windows))
    }
    return calendar(frames, {"A": "UTC", "B": pair.zone}, dates=dates)
