"""All series of an upload, each with its verdict, and one over all of them."""

from collections.abc import Sequence
from typing import Any

import polars as pl
import streamlit as st

from turbine.services.proofs import SUMS, Line, verdict
from turbine.services.uploads import Started
from turbine.ui.common.feedback import plain
from turbine.ui.common.formats import duration
from turbine.ui.verify.choice import open_ingest
from turbine.ui.verify.comparison import Proof
from turbine.ui.verify.verdict import headline
from turbine.ui.verify.words import Words

_TITLES = {
    "expected": Words.EXPECTED,
    "found": Words.FOUND,
    "missing": Words.MISSING,
    "unexpected": Words.UNEXPECTED,
    "differing": Words.DIFFERENT,
}
_REASONS = 5
"""Of so many series the reasons are listed; the page of each has its own."""


def part(started: Started, proof: Proof) -> None:
    """The verdict over all, and the series in a table; one that is chosen there is shown."""
    lines = proof.result
    total, undone = started.total, sum(line.is_undone for line in lines)
    with st.container(border=True, key="verify_verdict"):
        headline(verdict(lines))
        sums = {name: sum(getattr(line, name) for line in lines) for name in SUMS}
        st.markdown(Words.UPLOAD_SUMS(count=len(lines) - undone, **sums))
        rows = Words.UPLOAD_ROWS(
            count=total.rows,
            stored=total.stored,
            rejected=total.rejected,
            duplicate=total.duplicate,
            without=total.without_values,
            waiting=total.waiting,
            undone=total.undone,
        )
        checked = Words.LAST_CHECKED(
            time=f"{proof.began:%Y-%m-%d %H:%M:%S}", duration=duration(proof.seconds)
        )
        st.caption("  \n".join([rows, checked]))
    _reasons(lines)
    _table(lines)


def _reasons(lines: Sequence[Line]) -> None:
    said = [
        Words.REASON_OF(turbine=plain(line.record.series.turbine), reason=plain(str(reason)))
        for line in lines
        for reason in line.reasons[:1]
    ]
    if said:
        listed = "\n".join(f"- {each}" for each in said[:_REASONS])
        st.warning(f"{Words.WHY()}\n{listed}", icon=":material/help:")


def _table(lines: Sequence[Line]) -> None:
    st.subheader(Words.SERIES_BY_SERIES(), anchor=False)
    st.caption(Words.CHOOSE_A_SERIES())
    frame = pl.DataFrame(
        {
            "turbine": [line.record.series.turbine for line in lines],
            "site": [line.record.series.site for line in lines],
            "verdict": [_said(line) for line in lines],
            **{name: [getattr(line, name) for line in lines] for name in SUMS},
            "file": [line.record.file_name for line in lines],
            "ingest": [line.record.id for line in lines],
        }
    )
    titles: dict[str, Any] = {
        "turbine": Words.TURBINE(),
        "site": Words.SITE(),
        "verdict": Words.VERDICT(),
        **{
            name: st.column_config.NumberColumn(title(), format="localized")
            for name, title in _TITLES.items()
        },
        "file": Words.FILE(),
        "ingest": Words.INGEST(),
    }
    chosen = st.dataframe(
        frame,
        key="verify_series",
        hide_index=True,
        column_config=titles,
        on_select="rerun",
        selection_mode="single-row",
    )
    if rows := chosen["selection"]["rows"]:
        open_ingest(lines[rows[0]].record.id)


def _said(line: Line) -> str:
    if line.is_undone:
        return Words.WAS_UNDONE()
    return line.verdict or Words.WITHOUT_VERDICT()
