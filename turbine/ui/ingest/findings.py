"""Rows and cells that are not stored: the first in a table, all of them in a file."""

from collections.abc import Callable
from functools import partial

import polars as pl
import streamlit as st

from turbine.explore.export import csv_bytes
from turbine.ingest.ledger import REFUSED, REVOKED, WITHOUT_VALUES
from turbine.model.frame import in_words
from turbine.services.windproof import Windproof
from turbine.ui.ingest.table import table
from turbine.ui.ingest.words import Words
from turbine.words import current, speaking

SHOWN = 200

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


def recorded(windproof: Windproof, subject: str, *, total: int) -> None:
    """Those of an ingest, or of an upload's rows that are of none."""
    findings = partial(windproof.ingests.findings, subject)
    show(findings(SHOWN), findings, total=total, name=subject, key="findings")


def show(
    first: pl.DataFrame, findings: Callable[[], pl.DataFrame], *, total: int, name: str, key: str
) -> None:
    """The ``first`` of ``total`` findings, and a button for all of them as a file, made once it is
    clicked."""
    kinds = {kind: label() for kind, label in _KINDS.items()}
    table(
        in_words(first).with_columns(pl.col("kind").replace(kinds)),
        {name: label() for name, label in _COLUMNS.items()},
        key=f"ingest_{key}",
        alt=Words.NOT_STORED_ALT(),
    )
    if total > len(first):
        st.caption(Words.FIRST_FINDINGS(number=len(first)))
    language = current()

    def data() -> bytes:
        with speaking(language):
            return csv(findings())

    st.download_button(
        Words.DOWNLOAD(),
        data=data,
        file_name=f"not-stored-{name}.csv",
        mime="text/csv",
        key=f"ingest_download_{key}",
        icon=":material/download:",
        on_click="ignore",
    )


def csv(findings: pl.DataFrame) -> bytes:
    """The findings as a CSV file, with the names that the ledger gives columns and kinds."""
    return csv_bytes(in_words(findings))
