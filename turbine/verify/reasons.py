"""Why rows of the file are missing or different in the database, as far as the ledger knows."""

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
import numpy.typing as npt
import polars as pl

from turbine.ingest.ownership import NONE
from turbine.ingest.record import IngestRecord
from turbine.model.frame import stamps_of
from turbine.verify.holdings import Holdings
from turbine.verify.strangers import MISSING, OTHER, SENT
from turbine.verify.words import Words
from turbine.words import Said

Rows = npt.NDArray[np.bool_]


def why(
    wrong: pl.DataFrame, record: IngestRecord, holdings: Holdings, kept_from: int
) -> Iterator[Said]:
    """Each row is counted with the first reason that explains it.

    ``wrong`` are the rows that are missing or differ: ``time``, ``line``, whether they were sent,
    are missing, or hold another value than the file's in a cell (SENT, MISSING, OTHER), and for
    each channel of the file whether its value is missing. ``kept_from`` is when the bucket's
    retention begins, in ns.
    """
    missing, other = wrong[MISSING].to_numpy(), wrong[OTHER].to_numpy()
    is_refused = np.isin(wrong["line"].to_numpy(), holdings.refused_lines)
    is_old = stamps_of(wrong) < kept_from
    left = np.ones(len(wrong), dtype=np.bool_)
    explanations: tuple[tuple[Rows, Callable[..., Said]], ...] = (
        (
            ~wrong[SENT].to_numpy(),
            Words.NOT_SENT if record.state.can_resume else Words.STILL_RUNNING,
        ),
        (missing & is_refused, Words.REFUSED),
        (is_refused, Words.REFUSED_IN_PART),
        (missing & is_old, Words.EXPIRED),
        *_replaced(wrong, record, holdings),
        (missing, Words.VANISHED),
        (~other, Words.VANISHED_IN_PART),
        (left, Words.OTHER_VALUES),
    )
    for explained, sentence in explanations:
        count = int((explained & left).sum())
        left = left & ~explained
        if count:
            yield sentence(count=count)


def _replaced(
    wrong: pl.DataFrame, record: IngestRecord, holdings: Holdings
) -> Iterator[tuple[Rows, Callable[..., Said]]]:
    """The rows of which ingests that were undone since explain every cell, by ingest."""
    stamps, channels = stamps_of(wrong), record.channels
    gone = wrong.select(channels).to_numpy()
    parts = {}
    for by, lost in holdings.lost.items():
        covered = np.array([np.isin(stamps, lost.get(name, NONE)) for name in channels]).T
        parts[by] = (gone & covered).any(axis=1)
        gone = gone & ~covered
    whole = ~gone.any(axis=1) & ~wrong[OTHER].to_numpy()
    for by, touched in parts.items():
        yield touched & whole, partial(Words.REPLACED, by=by, ingest=record.id)
