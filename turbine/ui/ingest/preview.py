"""In the step *Format*: the first rows as the file has them, and as they are read."""

import polars as pl
import streamlit as st

from turbine.ingest.groups import Read
from turbine.readers import Detection, Interpretation
from turbine.ui.common.feedback import plain
from turbine.ui.common.formats import clock
from turbine.ui.ingest.words import Words


def rows(detected: Detection) -> None:
    """The first rows as the file has them, each column with what it becomes."""
    form = detected.interpretation
    channels = dict(form.mapping)
    for turbine, mapping in detected.series:
        channels |= {column: ": ".join((turbine, name)) for column, name in mapping}
    cells = [[row[i] if i < len(row) else "" for row in detected.preview] for i in _range(form)]
    frame = pl.DataFrame({str(i): column for i, column in enumerate(cells)})
    config = {str(i): _heading(i, form, channels) for i in _range(form)}
    st.dataframe(
        frame,
        hide_index=True,
        column_config=config,
        alt=Words.PREVIEW_ALT(),
        key="ingest_preview",
    )


def _range(form: Interpretation) -> range:
    return range(len(form.headers))


def _heading(column: int, form: Interpretation, channels: dict[int, str]) -> str:
    if column in form.time_columns:
        name = Words.TIME()
    else:
        name = channels.get(column) or Words.COLUMN_NOT_STORED()
    return Words.BECOMES(header=form.headers[column], name=name)


def first_row(reads: tuple[Read, ...]) -> None:
    """The time of the first row, as it was read: the quickest way to see a wrong date order."""
    scan = next((scan for read in reads for scan in read.split.scans), None)
    if scan is None:
        return
    frame = next((block for block in scan.blocks() if len(block)), None)
    if frame is None:
        return
    stamp, line, zone = int(scan.stamps[0]), frame["line"][0], scan.interpretation.zone
    st.markdown(
        Words.FIRST_ROW(line=line, time=clock(stamp, zone), zone=plain(zone), utc=clock(stamp))
    )
