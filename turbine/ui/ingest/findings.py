"""Rows and cells that are not stored: the first in a table, all of them in a file."""

from collections.abc import Callable
from functools import partial

import polars as pl
import streamlit as st

from turbine.explore.files import Origin
from turbine.ingest.ledger import REFUSED, REVOKED, WITHOUT_VALUES
from turbine.model.frame import in_words
from turbine.services.windproof import Windproof
from turbine.ui.common.table import downloads
from turbine.ui.ingest.table import table
from turbine.ui.ingest.words import Words

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
    with st.container(horizontal=True):
        downloads(
            lambda: in_words(findings()),
            Origin(),
            rows=total,
            name=f"not-stored-{name}",
            key=f"ingest_download_{key}",
        )
