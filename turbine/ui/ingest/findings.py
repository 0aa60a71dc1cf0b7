"""Rows and cells that are not stored: the first in a table, all of them in a file."""

from collections.abc import Callable

import polars as pl
import streamlit as st

from turbine.explore.export import csv_bytes
from turbine.ingest.ledger import REFUSED, REVOKED, WITHOUT_VALUES
from turbine.model.frame import in_words
from turbine.ui.ingest.table import table
from turbine.ui.ingest.words import Words
from turbine.words import current, speaking

_KINDS = {
    "rejected": Words.REJECTED,
    "duplicate": Words.DUPLICATE,
    "cell": Words.CELL,
    WITHOUT_VALUES: Words.WITHOUT_VALUES,
    REFUSED: Words.REFUSED_BY_DATABASE,
    REVOKED: Words.REVOKED_BY_DATABASE,
}
_COLUMNS = {
    "kind": Words.KIND,
    "line": Words.LINE,
    "column": Words.COLUMN,
    "text": Words.TEXT,
    "reason": Words.REASON,
}


def show(findings: pl.DataFrame, *, total: int, key: str) -> None:
    """The findings, of ``total`` in all."""
    kinds = {kind: label() for kind, label in _KINDS.items()}
    table(
        in_words(findings).with_columns(pl.col("kind").replace(kinds)),
        {name: label() for name, label in _COLUMNS.items()},
        key=key,
        alt=Words.NOT_STORED_ALT(),
    )
    if total > len(findings):
        st.caption(Words.FIRST_FINDINGS(number=len(findings)))


def download(findings: Callable[[], pl.DataFrame], *, name: str, key: str) -> None:
    """A button for all of them as a file, made once it is clicked."""
    language = current()

    def data() -> bytes:
        with speaking(language):
            return csv(findings())

    st.download_button(
        Words.DOWNLOAD(),
        data=data,
        file_name=f"not-stored-{name}.csv",
        mime="text/csv",
        key=key,
        icon=":material/download:",
        on_click="ignore",
    )


def csv(findings: pl.DataFrame) -> bytes:
    """The findings as a CSV file, with the names that the ledger gives columns and kinds."""
    return csv_bytes(in_words(findings))
