"""What the figures of a park rest on, in sentences."""

from collections.abc import Sequence

import numpy as np
import polars as pl
import streamlit as st

from turbine.services.park import Park
from turbine.ui.analyse import picking
from turbine.ui.analyse.park.both import Both
from turbine.ui.analyse.park.choice import MEDIAN, column_of
from turbine.ui.analyse.park.naming import some
from turbine.ui.analyse.park.words import Words
from turbine.ui.analyse.words import Words as Views
from turbine.ui.common.feedback import plain
from turbine.wind.energy import HOUR_NS
from turbine.wind.flags import TITLES
from turbine.words import Label


def absent(park: Park) -> None:
    """Who is in no figure, and why."""
    unknown = [series.turbine for series, reason in park.left_out.items() if not reason]
    if unknown:
        st.info(Words.NO_POWER(turbines=some(unknown)), icon=":material/info:")
    for series, reason in park.left_out.items():
        if reason:
            st.warning(
                Words.NOT_READ(turbine=plain(series.turbine), reason=plain(reason)),
                icon=":material/warning:",
            )


def reference(park: Park, asked: str) -> None:
    """Say so if the turbine that was ``asked`` for is none of the park's members."""
    if asked != MEDIAN and column_of(park, asked) is None:
        st.warning(Words.REFERENCE_LEFT_OUT(turbine=plain(asked)), icon=":material/warning:")


def draw(park: Park, its: pl.DataFrame, both: Both | None = None) -> None:
    """Of the period or, with ``both``, of the two. ``its``: the turbines' figures."""
    for note in rows_of(park, both):
        st.caption(note)
    sides = (park,) if both is None else (both.a.park, both.b.park)
    unchecked = {code: names for side in sides for code, names in side.unchecked.items()}
    for code, lacking in unchecked.items():
        st.caption(Words.NOT_CHECKED(flag=str(TITLES[code]()), turbines=some(lacking)))
    worst = its.sort("alone", descending=True).row(0, named=True)
    if both is None and worst["alone"] > 0.01 * len(park.grid.starts):
        st.caption(Words.MOSTLY_LACKS(turbine=plain(worst["turbine"]), count=worst["alone"]))
    if len(park.members) == 1:
        st.info(Words.ONE_TURBINE(), icon=":material/info:")
    _turbines(park, its)
    own = [m.series.turbine for m in park.members if m.own_reference]
    if both is not None and own:
        st.caption(Views.OWN_REFERENCE_OF_EACH(turbines=some(own)))


def rows_of(park: Park, both: Both | None = None) -> list[str]:
    """How many rows and intervals the figures are of: for the page, and for a table's file."""
    sides = (park,) if both is None else (both.a.park, both.b.park)
    found = []
    if both is not None:
        found = [
            _common(side, Words.COMMON_OF_PERIOD, period=name)
            for name, side in zip(both.names, sides, strict=True)
        ]
    elif (park.own_rows["rows"] > 0).sum() > 1:
        found = [_common(park, Words.COMMON_SELECTED if park.selection else Words.COMMON)]
    if left := sum(side.left_rows for side in sides):
        found.append(Words.LEFT_OUT(count=left))
    counts = np.array([member.selected for member in park.members]).sum(axis=0).tolist()
    return [*found, *picking.counted(park.selection, *counts)]


def _turbines(park: Park, its: pl.DataFrame) -> None:
    """What is odd about some of them."""
    members, grid = park.members, park.grid
    names = [member.series.turbine for member in members]
    none = its.filter(pl.col("rows") == 0)["turbine"].to_list()
    _several(Words.NONE_SELECTED if park.selection else Words.WITHOUT_ROWS, none)
    _several(Words.NO_WIND, [m.series.turbine for m in members if not m.has_wind])
    if park.selection:
        for signal, said in _LACKING.items():
            _several(said, [m.series.turbine for m in members if signal in m.lacks])
    _several(Words.SHIFTED, [n for n, s in zip(names, grid.shifted, strict=True) if s])
    steps = [member.step_h for member in members if member.step_h is not None]
    if max(steps) > 1.05 * min(steps):
        st.info(
            Words.DIFFERENT_STEPS(shortest=60 * min(steps), longest=60 * max(steps)),
            icon=":material/info:",
        )
    unknown = [member.series.turbine for member in members if member.rated_kw is None]
    if unknown and len(members) > 1:
        _several(Words.SIZES_UNKNOWN, unknown)
    elif np.ptp(park.sizes_kw) > 0:
        low, high = float(park.sizes_kw.min()), float(park.sizes_kw.max())
        st.caption(Words.SIZES_DIFFER(low=low, high=high))


_LACKING = {
    "direction_deg": Words.NO_DIRECTION_TO_SELECT,
    "wind_mps": Words.NO_WIND_TO_SELECT,
}


def _common(park: Park, sentence: Label, **more: str) -> str:
    return sentence(
        common=int(park.common.sum()),
        every=len(park.common),
        minutes=60 * park.grid.interval_ns / HOUR_NS,
        turbines=int((park.own_rows["rows"] > 0).sum()),
        percent=100 * float(park.common.mean()) if len(park.common) else 0.0,
        wind=park.common_wind,
        **{name: plain(value) for name, value in more.items()},
    )


def _several(sentence: Label, names: Sequence[str]) -> None:
    if names:
        st.caption(sentence(turbines=some(names)))
