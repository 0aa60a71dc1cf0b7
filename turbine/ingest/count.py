"""Counting what the database holds of an ingest: an acknowledgement is not yet a proof.

A cell is lacking if the file has a value and the database, in its place, none or another one. A row
is lacking if one of its cells is. Whoever counts or verifies asks :func:`judge`.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from functools import partial

import numpy as np
import polars as pl

from turbine.ingest.ledger import REFUSED, REVOKED, Ledger
from turbine.ingest.ownership import NONE, Ownership, union
from turbine.ingest.record import IngestRecord, State
from turbine.ingest.rows import retimed
from turbine.ingest.words import Words
from turbine.model.deadline import QUESTION_S, acting
from turbine.model.errors import StoreMissingError, TurbineError
from turbine.model.frame import STORED, Stamps, ascending, points_of, stamps_of, to_time
from turbine.model.series import Series
from turbine.readers.model import Scan
from turbine.stores.base import Store

_FIRST_FIELDS = 4
Read = Callable[[IngestRecord], Scan]
"""Reads an ingest's original file again (:mod:`turbine.ingest.reread`)."""
Changes = dict[str, object]
"""What is known of an ingest, by name: before and after."""
Changing = Callable[[str, Changes], AbstractContextManager[object]]
"""Called with an ingest's id before the ledger is changed, which happens within its context."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Counted:
    """Of the rows that the database accepted when they were sent, now or once, and that are still
    the ingest's own."""

    held: int
    """Rows that the database holds whole."""
    present: int
    """Rows of which it holds a value, though it may be another."""
    lacking: Stamps
    """Those that it does not hold, ascending."""

    @property
    def state(self) -> State:
        """What an ingest is whose every row was sent."""
        if not len(self.lacking):
            return State.DONE
        return State.SHORT if self.present else State.GONE


def judge(both: pl.DataFrame, channels: Iterable[str]) -> Counted:
    """Count rows by value, each with what the database holds on its stamp (``power_kw'``)."""
    pairs = [(pl.col(name), pl.col(name + STORED)) for name in channels]
    is_present = [file.is_not_null() & stored.is_not_null() for file, stored in pairs]
    is_lacking = pl.any_horizontal(_lacks(file, stored) for file, stored in pairs)
    lacking = ascending(stamps_of(both.filter(is_lacking)))
    present = both.filter(pl.any_horizontal(is_present)).height
    return Counted(held=both.height - len(lacking), present=present, lacking=lacking)


def _lacks(file: pl.Expr, stored: pl.Expr) -> pl.Expr:
    return file.is_not_null() & (file != stored).fill_null(value=True)


def total(parts: Iterable[Counted]) -> Counted:
    """The sum of what was counted piece by piece."""
    parts = list(parts)
    return Counted(
        held=sum(part.held for part in parts),
        present=sum(part.present for part in parts),
        lacking=union(part.lacking for part in parts),
    )


def count(
    record: IngestRecord,
    ownership: Ownership,
    ledger: Ledger,
    store: Store,
    scan: Callable[[], Scan],
) -> Counted:
    """Ask the database. By stamps alone if nobody else ever brought a field of these rows, since
    then no other value can stand in for one that is missing, and if none is known to be; else
    value by value. Raises StoreError."""
    sent = _sent(record, ledger)
    if not ownership.is_plain or record.replaces or record.refused or record.lacks:
        return _by_value(record, ownership, ledger, store, scan, sent)
    existing = existing_stamps(store, record.series, sent, record.channels)
    lacking = np.setdiff1d(sent, existing, assume_unique=True)
    rows = len(sent) - len(lacking)
    return Counted(held=rows, present=rows, lacking=lacking)


def _unwatched(_ingest_id: str, _changes: Changes) -> AbstractContextManager[object]:
    return nullcontext()


@acting(Words.THE_COUNT(), QUESTION_S, by_answers=True)
def recount(
    ingest_id: str, ledger: Ledger, store: Store, read: Read, changing: Changing = _unwatched
) -> Changes:
    """Count, and record what came of it. One that is not wholly sent keeps its state. Returns
    what changed. Raises TurbineError."""
    with ledger.running(ingest_id):
        record = ledger.get(ingest_id)
        if record.state in (State.UNDONE, State.UNDOING):
            return {}
        ownership = ledger.ownership(ingest_id)
        counted = count(record, ownership, ledger, store, partial(read, record))
        return note(record, counted, ledger, changing)


def recount_each(ingest_ids: Iterable[str], ledger: Ledger, store: Store, read: Read) -> None:
    """The same of several; one that cannot be counted stays *not counted*."""
    for ingest_id in ingest_ids:
        with suppress(TurbineError):
            recount(ingest_id, ledger, store, read)


def note(record: IngestRecord, counted: Counted, ledger: Ledger, changing: Changing) -> Changes:
    """Record what was counted, unless that is what is recorded already. An ingest that is not
    wholly sent keeps its state."""
    held, lacks = counted.held, len(counted.lacking)
    state = counted.state if record.state.is_sent else record.state
    before = {"held": record.held, "lacks": record.lacks, "state": record.state.value}
    after = {"held": held, "lacks": lacks, "state": state.value}
    changes: Changes = {
        name: [before[name], value] for name, value in after.items() if before[name] != value
    }
    if changes:
        with changing(record.id, changes):
            sent = state if record.state.is_sent else None
            ledger.set_counted(record.id, held=held, lacks=lacks, state=sent)
    return changes


def existing_stamps(
    store: Store, series: Series, stamps: Stamps, channels: tuple[str, ...]
) -> Stamps:
    """Those of the stamps (ascending) on which the database holds one of the channels; none if
    there is no such bucket. The first few channels usually tell: others are asked for the rest,
    four times as many each time, since a database may send the values too."""
    left, asked = stamps, 0
    try:
        while len(left) and asked < len(channels):
            some = channels[asked : max(_FIRST_FIELDS, 4 * asked)]
            found = store.stamps(series, int(left[0]), int(left[-1]) + 1, some)
            left = np.setdiff1d(left, found, assume_unique=True)
            asked += len(some)
    except StoreMissingError:
        if store.bucket() is not None:
            raise
        return NONE
    return np.setdiff1d(stamps, left, assume_unique=True)


def own_values(frame: pl.DataFrame, ownership: Ownership) -> pl.DataFrame:
    """The frame without the values that later ingests took over."""
    return without(frame, {field: ownership.taken(field) for field in ownership.fields})


def without(frame: pl.DataFrame, stamps: Mapping[str, Stamps]) -> pl.DataFrame:
    """The frame without these fields' values on these stamps; the same one if there are none."""
    some = {field: to_time(times).implode() for field, times in stamps.items() if len(times)}
    if not some:
        return frame
    return frame.with_columns(
        pl.when(~pl.col("time").is_in(times)).then(pl.col(field)).alias(field)
        for field, times in some.items()
    )


def refused_lines(
    ledger: Ledger, ingest_id: str, kinds: tuple[str, ...] = (REFUSED, REVOKED)
) -> list[int]:
    """Lines of the file that the database refused when they were last sent."""
    refused = ledger.findings(ingest_id).filter(pl.col("kind").is_in(kinds))
    return refused["line"].to_list()


def _sent(record: IngestRecord, ledger: Ledger) -> Stamps:
    """The stamps of the rows that the database answered for, ascending."""
    stamps = ledger.stamps(record.id)
    batches = np.arange(len(stamps)) // record.batch_rows
    return ascending(stamps[np.isin(batches, ledger.acknowledged(record.id))])


def _by_value(
    record: IngestRecord,
    ownership: Ownership,
    ledger: Ledger,
    store: Store,
    scan: Callable[[], Scan],
    sent: Stamps,
) -> Counted:
    never_accepted = refused_lines(ledger, record.id, (REFUSED,))
    own = (
        own_values(frame, ownership).filter(
            pl.col("time").is_in(to_time(sent).implode()), ~pl.col("line").is_in(never_accepted)
        )
        for frame in retimed(scan(), record.resolved)
    )
    wanted = (points for frame in own if not (points := points_of(frame)).is_empty())
    return total(judge(beside(store, record, rows), record.channels) for rows in wanted)


def beside(store: Store, record: IngestRecord, wanted: pl.DataFrame) -> pl.DataFrame:
    """The rows, each with the values that the database holds on its stamp (``power_kw'``)."""
    stamps = stamps_of(wanted)
    first_ns, last_ns = int(stamps.min()), int(stamps.max())
    try:
        stored = store.read(record.series, record.channels, first_ns, last_ns + 1).frame
    except StoreMissingError:
        if store.bucket() is not None:
            raise
        stored = wanted.clear().select("time", *record.channels)
    return wanted.join(stored, on="time", how="left", suffix=STORED, maintain_order="left")
