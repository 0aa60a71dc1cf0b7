"""The flags of period B beside those of A."""

import polars as pl
import streamlit as st

from turbine.charts.losses import shares_by_flag
from turbine.services.quality import ANY, counts, counts_against
from turbine.ui.analyse.flagged import days_of_both, titles_of
from turbine.ui.analyse.numbers import joined
from turbine.ui.analyse.view import Earlier, Shown, Tables
from turbine.ui.analyse.words import Words
from turbine.ui.common.chart import chart
from turbine.ui.common.feedback import plain

_COLUMNS = {
    "title": Words.FLAG_TITLE,
    "a_rows": Words.A_ROWS,
    "b_rows": Words.B_ROWS,
    "a_hours": Words.A_HOURS,
    "b_hours": Words.B_HOURS,
    "a_share": Words.A_OF_ROWS,
    "b_share": Words.B_OF_ROWS,
    "difference": Words.ROWS_DIFFERENCE,
}


def draw(shown: Shown, earlier: Earlier) -> Tables:
    """Their shares of the rows, and by day; their table."""
    pairs = [*zip(earlier.turbines, shown.turbines, strict=True)]
    for a, b in pairs:
        found = a.flagged.rows.height, b.flagged.rows.height
        st.caption(Words.SHARES_OF_ROWS(turbine=plain(b.name), a=found[0], b=found[1]))
    every = [turbine.flagged for pair in pairs for turbine in pair]
    known = {f.code: str(f.title) for each in every for f in each.flags} | {ANY: Words.ANY_FLAG()}
    if marked := titles_of(*every):
        titles = {**marked, ANY: known[ANY]}
        a_frames, b_frames = (
            {
                turbine.name: counts(turbine.flagged)
                .filter(pl.col("flag").is_in([*titles]))
                .with_columns(percent=100 * pl.col("share"))
                for turbine in side
            }
            for side in (earlier.turbines, shown.turbines)
        )
        title = Words.ROWS_BY_FLAG()
        chart(
            shares_by_flag(b_frames, titles, a_frames, earlier.names),
            key="flags_by_flag",
            alt=Words.CHART_ALT(title=title),
            title=title,
        )
    for a, b in pairs:
        days_of_both(earlier, (a, b), (a.flagged, b.flagged), page="flags")
    lines = {
        b.name: counts_against(a.flagged, b.flagged).with_columns(
            title=pl.col("flag").replace_strict(known)
        )
        for a, b in pairs
    }
    percents = ("a_share", "b_share", "difference")
    return {Words.B_AGAINST_A(): joined(lines, Words.TURBINE, _COLUMNS, percents=percents)}
