"""Why rows of the file are not in the database as it has them, as far as the ledger knows."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import polars as pl

from turbine.ingest.ownership import NONE
from turbine.ingest.record import IngestRecord
from turbine.model.frame import stamps_of
from turbine.verify.holdings import Holdings

Rows = npt.NDArray[np.bool_]

_NOT_SENT = {
    True: "{rows}: not sent yet. Resume the ingest.",
    False: "{rows}: not sent yet: the ingest is still running. Verify again when it has ended.",
}
_REFUSED = (
    "{rows}: refused by the database when sent. The ingest lists each with the reason; once that "
    "is mended, resume sends them again."
)
_REFUSED_IN_PART = (
    "{count:,} of the rows that differ: refused by the database when they were sent, which kept "
    "some of their values all the same."
)
_EXPIRED = "{rows}: older than the bucket's retention period, and dropped by the database."
_REPLACED = (
    "{rows}: replaced by ingest {by}, which was undone since. Resume ingest {ingest}: it brings "
    "them back."
)
_VANISHED = (
    "{rows}: acknowledged by the database and gone since: deleted, or never durable. "
    "No record here explains it."
)
_VANISHED_IN_PART = (
    "{rows}: some values acknowledged by the database and gone since: deleted, or never durable. "
    "No record here explains it."
)
_OTHERS = (
    "{rows} {have} other values than the file: something wrote over them. No record here explains "
    "it."
)


def why(
    wrong: pl.DataFrame, record: IngestRecord, holdings: Holdings, kept_from: int
) -> Iterator[str]:
    """Each row is counted with the first reason that explains it.

    ``wrong`` are the rows that are missing or differ: ``time``, ``line``, ``sent``, ``missing``,
    ``other`` (a cell holds another value than the file's), and for each channel of the file
    whether its value is not there. ``kept_from`` is when the bucket's retention begins, in ns.
    """
    missing, other = wrong["missing"].to_numpy(), wrong["other"].to_numpy()
    is_refused = np.isin(wrong["line"].to_numpy(), holdings.refused_lines)
    is_old = stamps_of(wrong) < kept_from
    left = np.ones(len(wrong), dtype=np.bool_)
    for explained, sentence in (
        (~wrong["sent"].to_numpy(), _NOT_SENT[record.state.can_resume]),
        (missing & is_refused, _REFUSED),
        (is_refused, _REFUSED_IN_PART),
        (missing & is_old, _EXPIRED),
        *_replaced(wrong, record, holdings),
        (missing, _VANISHED),
        (~other, _VANISHED_IN_PART),
        (left, _OTHERS),
    ):
        count = int((explained & left).sum())
        left = left & ~explained
        if count:
            rows, have = ("1 row", "has") if count == 1 else (f"{count:,} rows", "have")
            yield sentence.format(count=count, rows=rows, have=have)


def _replaced(
    wrong: pl.DataFrame, record: IngestRecord, holdings: Holdings
) -> Iterator[tuple[Rows, str]]:
    """The rows of which ingests that were undone since explain every cell, by ingest."""
    stamps, channels = stamps_of(wrong), record.channels
    gone = wrong.select(channels).to_numpy()
    parts = {}
    for by, lost in holdings.lost.items():
        covered = np.array([np.isin(stamps, lost.get(name, NONE)) for name in channels]).T
        parts[by] = (gone & covered).any(axis=1)
        gone = gone & ~covered
    whole = ~gone.any(axis=1) & ~wrong["other"].to_numpy()
    for by, touched in parts.items():
        named = _REPLACED.replace("{by}", by).replace("{ingest}", record.id)
        yield touched & whole, named
