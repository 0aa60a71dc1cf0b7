"""Taking values off points: undo, and cells that a replacing file leaves empty.

What is about to happen is recorded before the first deletion, so that an interruption is known
and the rest can be done.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

import numpy as np
import polars as pl

from turbine.ingest.count import Read, beside, existing_stamps, recount_each
from turbine.ingest.ledger import Ledger
from turbine.ingest.ownership import NONE, Ownership, patterns, union
from turbine.ingest.record import IngestRecord, State
from turbine.ingest.rows import retimed
from turbine.ingest.words import Words
from turbine.model.deadline import QUESTION_S, acting
from turbine.model.errors import IngestError, StoreError, StoreUnreachableError
from turbine.model.frame import STORED, Stamps, stamps_of, to_time
from turbine.readers.model import Scan
from turbine.stores.base import Store
from turbine.stores.explain import no_deletion


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoEffects:
    """What an undo takes away that it cannot bring back by itself."""

    lacking: tuple[tuple[IngestRecord, int], ...] = ()
    """Earlier ingests that will lack rows, which this one had replaced, and how many: resume of
    each brings them back from its original file."""
    lost: int = 0
    """Points that existed before and that no recorded ingest had written: this one replaced their
    values, or brought the same."""


def effects(records: Sequence[IngestRecord], ledger: Ledger) -> UndoEffects:
    """Of the undo of all of these; found in the ledger alone."""
    undone, rows = {record.id for record in records}, dict[str, int]()
    for record in records:
        for other in ledger.replaced_by(record.id):
            lost = len(ledger.ownership(other).lost_to(record.id))
            if lost and other not in undone:
                rows[other] = rows.get(other, 0) + lost
    return UndoEffects(
        lacking=tuple((ledger.get(other), count) for other, count in rows.items()),
        lost=sum(record.unrecorded for record in records),
    )


def check_undo(record: IngestRecord, store: Store, ledger: Ledger) -> None:
    """Raise IngestError if the database holds points of it and deletes none."""
    if store.capabilities.deletes_points:
        return
    if len(_existing(ledger.ownership(record.id), record, store)):
        reason, instead = no_deletion(store.capabilities, record.series)
        raise IngestError(Words.CANNOT_UNDO(ingest=record.id, reason=reason), hint=instead)


@acting(Words.THE_UNDO(), QUESTION_S, by_answers=True)
def undo(record: IngestRecord, store: Store, ledger: Ledger, read: Read) -> int:
    """Delete exactly the values that are this ingest's own, and count again, the ingests that it
    had replaced too.

    Values of other ingests, and what no ingest wrote, stay. An ingest of which the database
    holds nothing is only closed. Returns the number of points that lost values. Raises IngestError
    if values still exist afterwards: then it is *undoing*, and the undo can be run again. An
    undo of which nothing could be deleted did not begin.
    """
    with ledger.running(record.id):
        record = ledger.get(record.id)
        if record.state is State.UNDONE:
            raise IngestError(Words.ALREADY_UNDONE(ingest=record.id))
        check_undo(record, store, ledger)
        put_back(record, store, ledger)
        existing = _existing(ledger.ownership(record.id), record, store)  # raises if it can't ask
        with ledger.starting():  # nobody takes over its stamps from here on
            ledger.set_state(record.id, State.UNDOING)
        try:
            deleted, earlier = finish_undo(record, store, ledger)
        except StoreError as error:
            _step_back(record, existing, error, store, ledger)
            raise
    recount_each(earlier, ledger, store, read)
    return deleted


@acting(Words.THE_UNDO(), QUESTION_S, by_answers=True)
def finish_undo(record: IngestRecord, store: Store, ledger: Ledger) -> tuple[int, list[str]]:
    """From *undoing* to *undone*: see :func:`undo`. To be called by who holds the ingest. Returns
    also the ingests that have again what this one took over, each to be counted."""
    put_back(record, store, ledger)
    ownership = ledger.ownership(record.id)
    existing = _existing(ownership, record, store)
    if len(existing):
        for fields, stamps in ownership.parts():
            _erase(record, fields, stamps, store, ledger)
    if left := len(_existing(ownership, record, store)):
        error = IngestError(
            Words.POINTS_LEFT(count=left, ingest=record.id), hint=Words.UNDO_AGAIN()
        )
        ledger.set_state(record.id, State.UNDOING, error=error.kept())
        raise error
    return len(existing), ledger.set_undone(record.id)


def _step_back(
    record: IngestRecord, existing: Stamps, error: StoreError, store: Store, ledger: Ledger
) -> None:
    """The state before, if the database refused and still has all that it had. What it did not
    answer may be carried out yet."""
    refused = not isinstance(error, StoreUnreachableError)
    with suppress(StoreError):
        left = _existing(ledger.ownership(record.id), record, store) if refused else None
        if left is not None and np.array_equal(existing, left):
            ledger.forget_erased(record.id)
            ledger.set_state(record.id, record.state, error=record.error)
            return
    ledger.set_state(record.id, State.UNDOING, error=error.kept())


def empty_cells(
    record: IngestRecord, ownership: Ownership, scan: Scan, store: Store, ledger: Ledger
) -> None:
    """Remove what the database holds in cells that the file leaves empty: a value that replaces
    is written over the old one, and nothing can be written over with nothing."""
    for frame in retimed(scan, record.resolved):
        stamps, cells = emptied(record, ownership, frame, store)
        for fields, those in patterns(record.channels, cells, stamps):
            _erase(record, fields, those, store, ledger)


def emptied(
    record: IngestRecord, ownership: Ownership, frame: pl.DataFrame, store: Store
) -> tuple[Stamps, np.ndarray[tuple[int, int], np.dtype[np.bool_]]]:
    """The frame's stamps, ascending, and for each channel whether it is to be emptied at them."""
    frame = frame.sort("time")
    empty = frame.filter(pl.any_horizontal(pl.col(record.channels).is_null()))
    if empty.is_empty():
        return NONE, np.zeros((len(record.channels), 0), dtype=np.bool_)
    both = beside(store, record, empty)
    return stamps_of(both), np.array(
        [
            both.select(
                pl.col(name).is_null()
                & pl.col(name + STORED).is_not_null()
                & ~pl.col("time").is_in(to_time(ownership.taken(name)).implode())
            )
            .to_series()
            .to_numpy()
            for name in record.channels
        ]
    )


@acting(Words.WRITING_BACK(), QUESTION_S, by_answers=True)
def put_back(record: IngestRecord, store: Store, ledger: Ledger) -> None:
    """Write back what an interrupted run had deleted together with what was to go."""
    for lines in ledger.erased(record.id):
        store.put_back(lines)
    ledger.forget_erased(record.id)


def _erase(
    record: IngestRecord, fields: tuple[str, ...], stamps: Stamps, store: Store, ledger: Ledger
) -> None:
    keep: Callable[[bytes], None] = partial(ledger.keep_erased, record.id)
    store.erase(record.series, fields, stamps, keep)
    ledger.forget_erased(record.id)


def _existing(ownership: Ownership, record: IngestRecord, store: Store) -> Stamps:
    """The stamps on which the database holds a value of the ingest's own."""
    return union(
        existing_stamps(store, record.series, stamps, fields)
        for fields, stamps in ownership.parts()
    )
