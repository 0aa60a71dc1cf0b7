"""A table with its downloads, and the query behind it: the foot of every page of results."""

from collections.abc import Callable, Sequence
from functools import partial

import polars as pl
import streamlit as st

from turbine.explore.export import local
from turbine.explore.files import MOST_ROWS, File, Origin, csv_file, excel_file, parquet_file
from turbine.ui.common.choosing import Spanning, to_wall
from turbine.ui.common.words import Words
from turbine.words import Label, current, speaking

_FILES: tuple[tuple[Label, str, str, File], ...] = (
    (Words.DOWNLOAD_CSV, "csv", "text/csv", csv_file),
    (Words.DOWNLOAD_PARQUET, "parquet", "application/vnd.apache.parquet", parquet_file),
    (
        Words.DOWNLOAD_EXCEL,
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        excel_file,
    ),
)


def file_name(name: str, span: Spanning | None) -> str:
    """Of a download, without its ending: the name and, if it has any, the days."""
    safe = "".join(c if c.isalnum() or c in "-_" else "_" for c in name)
    if span is None:
        return safe
    start, stop = (to_wall(ns, span.zone) for ns in (span.start_ns, span.stop_ns - 1))
    return f"{safe}_{start:%Y%m%d}_{stop:%Y%m%d}"


def downloads(
    data: Callable[[], pl.DataFrame], origin: Origin, *, rows: int, name: str, key: str
) -> None:
    """Buttons for a table of so many ``rows`` as a file of each kind, made of ``data`` and in the
    language of the page once it is asked for. The file's ``name`` gets the number of rows."""
    language = current()

    def made(write: File) -> bytes:
        with speaking(language):
            return write(data(), origin)

    for label, ending, mime, write in _FILES:
        is_too_long = ending == "xlsx" and rows > MOST_ROWS
        st.download_button(
            label(),
            partial(made, write),
            file_name=f"{name}_{rows}_rows.{ending}",
            mime=mime,
            key=key if ending == "csv" else f"{key}_{ending}",
            icon=":material/download:",
            on_click="ignore",
            disabled=is_too_long,
            help=Words.TOO_LONG_FOR_EXCEL(most=MOST_ROWS) if is_too_long else None,
        )


def table(
    shown: pl.DataFrame,
    origin: Origin,
    *,
    page: str,
    name: str,
    exported: Callable[[pl.DataFrame], pl.DataFrame] = lambda frame: frame,
) -> None:
    """The table, and its downloads under this file ``name``: ``exported`` makes of it what they
    have. Moments are shown on the clock of the origin's zone."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(Words.TABLE(), anchor=False)
        downloads(
            lambda: exported(shown),
            origin,
            rows=shown.height,
            name=name,
            key=f"{page}_download",
        )
    numbers = {
        name: st.column_config.NumberColumn(format="localized")
        for name, kind in shown.schema.items()
        if kind.is_numeric()
    }
    st.dataframe(
        # What is sent: a frame would go by way of pandas.
        local(shown, origin.zone).to_arrow(),
        key=f"{page}_table",
        height="auto" if shown.height < 9 else 320,
        hide_index=True,
        column_config=numbers,
        lazy=True,
    )


def query(texts: Sequence[str], language: str, *, page: str) -> None:
    """The queries' texts, to be opened."""
    with st.expander(Words.SHOW_QUERY(language=language), key=f"{page}_query"):
        for text in texts:
            st.code(text, language="sql" if language == "SQL" else None)
