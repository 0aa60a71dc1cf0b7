"""A table with its downloads, and the query behind it: the foot of every page of results."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

import polars as pl
import streamlit as st

from turbine.explore.export import csv_bytes, local, parquet_bytes
from turbine.ui.common.choosing import Spanning, to_wall
from turbine.ui.common.words import Words

_T = TypeVar("_T")
Exported = Callable[[pl.DataFrame], _T]
"""What is made of a table when somebody downloads it."""


def file_name(name: str, span: Spanning) -> str:
    """Of a download, without its ending: the name and the days."""
    safe = "".join(c if c.isalnum() or c in "-_" else "_" for c in name)
    start, stop = (to_wall(ns, span.zone) for ns in (span.start_ns, span.stop_ns - 1))
    return f"{safe}_{start:%Y%m%d}_{stop:%Y%m%d}"


def table(
    shown: pl.DataFrame,
    *,
    page: str,
    name: str,
    zone: str,
    exported: Exported[pl.DataFrame],
) -> None:
    """The table, and its downloads under this file ``name``: ``exported`` makes of it what they
    have. Moments are shown on the zone's clock."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(Words.TABLE(), anchor=False)
        for label, key, ending, mime, written in (
            (Words.DOWNLOAD_CSV, "download", "csv", "text/csv", csv_bytes),
            (
                Words.DOWNLOAD_PARQUET,
                "download_parquet",
                "parquet",
                "application/vnd.apache.parquet",
                parquet_bytes,
            ),
        ):
            st.download_button(
                label(),
                partial(_written, written, shown, exported, zone),
                file_name=f"{name}.{ending}",
                mime=mime,
                key=f"{page}_{key}",
                icon=":material/download:",
                on_click="ignore",
            )
    decimals = {
        name: st.column_config.NumberColumn(format="%.2f")
        for name, kind in shown.schema.items()
        if kind == pl.Float64
    }
    st.dataframe(
        local(shown, zone).to_arrow(),  # which is what is sent: a frame would go by way of pandas
        key=f"{page}_table",
        height="auto" if shown.height < 9 else 320,
        hide_index=True,
        column_config=decimals,
        lazy=True,
    )


def _written(
    written: Exported[bytes], shown: pl.DataFrame, exported: Exported[pl.DataFrame], zone: str
) -> bytes:
    return written(local(exported(shown), zone))


def query(texts: Sequence[str], language: str, *, page: str) -> None:
    """The queries' texts, to be opened."""
    with st.expander(Words.SHOW_QUERY(language=language), key=f"{page}_query"):
        for text in texts:
            st.code(text, language="sql" if language == "SQL" else None)
