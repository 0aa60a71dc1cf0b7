"""The series of a draft's files: which column tells them apart, and which of them is shown."""

from collections.abc import Sequence

import polars as pl
import streamlit as st

from turbine.ingest.groups import Read
from turbine.readers import Detection, Scan, Split
from turbine.ui.common.feedback import plain
from turbine.ui.common.formats import clock
from turbine.ui.ingest import draft as ingest_draft
from turbine.ui.ingest.draft import Draft
from turbine.ui.ingest.table import table
from turbine.ui.ingest.words import Words

_COLUMN, _SHOWN = "ingest_turbine_column", "ingest_series"
_ONE, _FOUND = -1, -2
"""All rows are of one turbine; as it was found in the headers."""


def column(draft: Draft, detected: Detection, split: Split | None, *, asked: bool) -> None:
    """Which column names the turbine of each row, if any does: it can be changed."""
    form = split.interpretation if split else detected.interpretation
    others = [c for c in range(len(form.headers)) if c not in form.time_columns]
    found = _ONE if form.turbine_column is None else form.turbine_column
    found = _FOUND if detected.series else found
    back = [_FOUND] if detected.series or draft.chosen.one_turbine else []
    st.session_state[_COLUMN] = None if asked else found
    st.selectbox(
        Words.TURBINE_COLUMN(),
        [*back, _ONE, *others],
        index=None if asked else 0,
        key=_COLUMN,
        placeholder=Words.CHOOSE(),
        format_func=lambda c: _title(c, form.headers),
        on_change=_save,
    )
    for note in split.notes if split else ():
        st.info(plain(note), icon=":material/wind_power:")


def _title(column: int, headers: Sequence[str]) -> str:
    if column == _FOUND:
        return Words.AS_HEADERS_SAY()
    return Words.ONE_TURBINE() if column == _ONE else headers[column]


def _save() -> None:
    chosen = st.session_state[_COLUMN]
    if chosen is not None:
        named = chosen if chosen >= 0 else None
        ingest_draft.choose(one_turbine=chosen == _ONE, turbine_column=named)


def scans(reads: Sequence[Read]) -> list[tuple[Read, Scan]]:
    """Each series of each file."""
    return [(read, scan) for read in reads for scan in (*read.split.scans, *read.split.empty)]


def name(read: Read, scan: Scan, reads: Sequence[Read]) -> str:
    """What tells a series from the others on the page."""
    form = scan.interpretation
    names = [form.site, form.turbine or read.turbine]
    if len(reads) > 1:
        names.append(read.original.name)
    return ", ".join(filter(None, names))


def choose(reads: Sequence[Read]) -> Scan:
    """A list of the series, if there are several, and the one whose profile is to be shown."""
    found = scans(reads)
    if len(found) == 1:
        return found[0][1]
    names = [name(read, scan, reads) for read, scan in found]
    columns = {
        "turbine": names,
        "rows": [scan.counts.rows for _, scan in found],
        "kept": [scan.counts.kept for _, scan in found],
        "rejected": [scan.counts.rejected for _, scan in found],
        "first": [_time(scan, "min") for _, scan in found],
        "last": [_time(scan, "max") for _, scan in found],
    }
    titles = {
        "turbine": Words.TURBINE(),
        "rows": Words.ROWS(),
        "kept": Words.ROWS_TO_STORE(),
        "rejected": Words.REJECTED_ROWS(),
        "first": Words.FIRST_TIME(),
        "last": Words.LAST_TIME(),
    }
    table(pl.DataFrame(columns), titles, key="ingest_series_list", alt=Words.SERIES_ALT())
    left = sum(len(read.split.left) for read in reads)
    if left:
        st.warning(Words.ROWS_OF_NO_SERIES(count=left), icon=":material/help:")
    place = st.selectbox(
        Words.PROFILE_OF(),
        range(len(found)),
        key=_SHOWN,
        format_func=lambda number: names[number],
    )
    return found[place or 0][1]


def _time(scan: Scan, which: str) -> str:
    return clock(int(getattr(scan.stamps, which)())) if len(scan.stamps) else ""
