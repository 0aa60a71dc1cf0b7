"""Carrying out an ingest: batches, acknowledgements, cancel, resume.

Batches are cut by row number alone, so that a resumed ingest makes the very same ones; those that
the ledger has not acknowledged are sent (again). The same points at the same place: harmless.
"""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, partial

import polars as pl

from turbine.ingest.count import Read, count, own_values, recount_each, refused_lines
from turbine.ingest.ledger import FINDINGS_SCHEMA, REFUSED, REVOKED, Ledger
from turbine.ingest.ownership import NONE, Ownership
from turbine.ingest.record import IngestRecord, State
from turbine.ingest.rows import retimed
from turbine.ingest.undo import empty_cells, finish_undo, put_back
from turbine.ingest.words import Words
from turbine.model.deadline import PROGRESS_S, QUESTION_S, acting, bound, left_s, renew
from turbine.model.errors import IngestError, StoreError, TurbineError
from turbine.model.frame import Stamps, points_of, stamps_of, to_time
from turbine.stores.base import Store, Written
from turbine.words import keep, texts_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a running ingest is."""

    done: int
    """Rows that the database answered for, in this and earlier runs."""
    total: int
    rows_per_s: float
    """Of this run."""
    answered: datetime | None = None
    """When the database last answered (UTC); None: not yet."""
    until: datetime | None = None
    """When it will be given up if it does not answer before (UTC); None: not known."""


OnProgress = Callable[[Progress], None]


def run(
    ingest_id: str,
    open_store: Callable[[], Store],
    ledger: Ledger,
    read: Read,
    on_progress: OnProgress = lambda _progress: None,
) -> None:
    """Count what the database holds, send what it lacks or had refused, and count again; of
    an ingest whose undo was interrupted, finish that. Returns when that is done or was cancelled.

    The state in the ledger tells how it ended. Raises what stopped it (also recorded there); that
    the database cannot be counted at the end stops nothing.
    """
    earlier: list[str] = []
    with ledger.running(ingest_id):
        with ledger.starting():  # whoever starts to take over its stamps sees that it runs
            record = ledger.get(ingest_id)  # only now: another process may have ended or undone it
            if record.state is State.UNDONE:
                raise IngestError(Words.WAS_UNDONE(ingest=ingest_id), hint=Words.INGEST_AGAIN())
            if record.state is not State.UNDOING:
                ledger.set_state(ingest_id, State.RUNNING)
            ownership = ledger.ownership(ingest_id)
        if record.state is State.UNDOING:
            _, earlier = finish_undo(record, open_store(), ledger)
        else:
            _send(_Run(record, ownership, read, open_store, ledger, on_progress), record, ledger)
    recount_each(earlier, ledger, open_store(), read)


def _send(run: "_Run", record: IngestRecord, ledger: Ledger) -> None:
    """Carry it out, and record how it ended."""
    started = time.monotonic()
    state, kept = State.FAILED, keep(Words.STOPPED())
    try:
        state, kept = run.carry_out()
    except TurbineError as error:
        # What is wholly sent does not fail: it is what it was when it was last counted.
        state, kept = run.counted or State.FAILED, error.kept()
        raise
    except KeyboardInterrupt:
        state, kept = State.CANCELLED, ""
        raise
    finally:
        seconds = time.monotonic() - started if run.has_sent else 0.0
        ledger.set_state(record.id, state, error=kept, seconds=seconds)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Batch:
    """A batch under way."""

    seq: int
    rows: pl.DataFrame
    """The batch's, or those of them that the database lacks or had refused."""
    points: int
    """Rows that hold a value which is still the ingest's own: these are sent."""
    again: bool
    """It was answered for before."""


class _Run:
    """One run's way through the batches."""

    def __init__(
        self,
        record: IngestRecord,
        ownership: Ownership,
        read: Read,
        open_store: Callable[[], Store],
        ledger: Ledger,
        on_progress: OnProgress,
    ) -> None:
        self._record, self._ownership, self._scan = record, ownership, cache(partial(read, record))
        self._open_store, self._ledger, self._on_progress = open_store, ledger, on_progress
        self._store: Store
        self._answered = set(ledger.acknowledged(record.id))
        self._done = self._before = record.stored + record.refused
        self._started = time.monotonic()
        self._under_way: dict[Future[Written], _Batch] = {}
        self.has_sent = False
        self.counted = record.state if record.state.is_sent else None
        """What it is by the last count, if every batch is answered for."""

    def carry_out(self) -> tuple[State, str]:
        """How it ended, and what is kept of why."""
        # Asks the server who it is: for as long as what comes next would wait for it.
        self._store = (self._open_store if self._answered else self._patiently_opened)()
        put_back(self._record, self._store, self._ledger)
        lacking = self._count() if self._answered else NONE
        if self.counted is State.DONE and not self._record.refused:
            return State.DONE, ""
        is_whole = self._send(lacking)
        try:
            lacking = self._count()
        except StoreError as error:
            if is_whole:
                return State.NOT_COUNTED, keep(Words.SENT_NOT_COUNTED(), *error.texts)
        if not is_whole:
            return State.CANCELLED, ""
        return (State.SHORT, self._revoked()) if len(lacking) else (State.DONE, "")

    def _revoked(self) -> str:
        """Why rows are missing that the database had accepted, if it says so."""
        revoked = self._ledger.findings(self._record.id).filter(pl.col("kind") == REVOKED)
        if revoked.is_empty():
            return ""
        rows = Words.REFUSED_SINCE(count=revoked.height)
        return keep(rows, *texts_of(revoked["reason"][0]), Words.RESUME_ONCE_FIXED())

    @acting(Words.THE_INGEST(), PROGRESS_S, by_answers=True, patient=True)
    def _patiently_opened(self) -> Store:
        return self._open_store()

    @acting(Words.THE_COUNT(), QUESTION_S, by_answers=True)
    def _count(self) -> Stamps:
        """The rows that the database lacks of those that it answered for."""
        record = self._ledger.get(self._record.id)
        counted = count(record, self._ownership, self._ledger, self._store, self._scan)
        self._ledger.set_counted(record.id, held=counted.held, lacks=len(counted.lacking))
        self.counted = None if record.waiting else counted.state
        return counted.lacking

    @acting(Words.THE_INGEST(), PROGRESS_S, by_answers=True, patient=True)
    def _send(self, lacking: Stamps) -> bool:
        """True when every batch is acknowledged, False when cancelled."""
        self.has_sent = True
        record, store, scan = self._record, self._store, self._scan()
        renew()  # reading the file is not waiting for the database
        if record.replaces and not self._answered:
            empty_cells(record, self._ownership, scan, store, self._ledger)
        is_lacking = pl.col("time").is_in(to_time(lacking).implode())
        refused = refused_lines(self._ledger, record.id)
        has_value = pl.any_horizontal(pl.col(record.channels).is_not_null())
        to_send_again = is_lacking | pl.col("line").is_in(refused)
        with ThreadPoolExecutor(store.capabilities.in_flight, "ingest") as pool:
            for seq, frame in batches(retimed(scan, record.resolved), record.batch_rows):
                again = seq in self._answered
                rows = frame.filter(to_send_again) if again else frame
                own = own_values(rows, self._ownership)
                if again:
                    rows = own = own.filter(has_value)
                if rows.is_empty():
                    continue
                if self._ledger.cancel_asked(record.id):
                    self._settle(0)
                    return False
                self._settle(store.capabilities.in_flight)  # one more waits: none ever idles
                write = bound(store.write, restart=not self._under_way)
                future = pool.submit(write, record.series, own)
                points = rows.height if own is rows else points_of(own).height
                batch = _Batch(seq=seq, rows=rows, points=points, again=again)
                self._under_way[future] = batch
            self._settle(0)
        return True

    def _settle(self, limit: int) -> None:
        while len(self._under_way) > limit:
            ended = wait(self._under_way, return_when=FIRST_COMPLETED).done
            if any(future.exception() for future in ended):
                # It ends here: what has not begun is not sent, what was accepted is recorded.
                for future in self._under_way:
                    future.cancel()
                ended = {f for f in wait(self._under_way).done if not f.cancelled()}
            for future in sorted(ended, key=lambda future: future.exception() is not None):
                self._acknowledge(self._under_way.pop(future), future.result())
            rate = (self._done - self._before) / max(time.monotonic() - self._started, 1e-9)
            answered = datetime.now(UTC)
            self._on_progress(
                Progress(
                    done=self._done,
                    total=self._record.counts.kept,
                    rows_per_s=rate,
                    answered=answered,
                    until=answered + timedelta(seconds=left_s()),
                )
            )

    def _acknowledge(self, batch: _Batch, written: Written) -> None:
        """Record an answer. Rows whose values others took over count as stored: their stamps have
        what replaced them."""
        answered = written.stored + len(written.refused)
        if answered != batch.points:
            raise IngestError(
                Words.ANSWERED_IN_PART(count=batch.points, answered=answered),
                hint=Words.RESUME_TO_SEND(),
            )
        refusals = _refusals(batch.rows, written)
        if batch.again:
            lines = batch.rows["line"].to_list()
            self._ledger.answer_again(self._record.id, batch.seq, lines, refusals)
        else:
            stored = batch.rows.height - refusals.height
            self._ledger.acknowledge(self._record.id, batch.seq, stored=stored, refusals=refusals)
            self._done += batch.rows.height


def _refusals(rows: pl.DataFrame, written: Written) -> pl.DataFrame:
    """The refused rows, as findings."""
    if not written.refused:
        return FINDINGS_SCHEMA.to_frame()
    line_of = dict(zip(stamps_of(rows).tolist(), rows["line"].to_list(), strict=True))
    kept = cache(keep)  # most reasons are alike
    return pl.DataFrame(
        [(REFUSED, line_of[r.time_ns], "", "", kept(r.text)) for r in written.refused],
        schema=FINDINGS_SCHEMA,
        orient="row",
    )


def batches(frames: Iterator[pl.DataFrame], size: int) -> Iterator[tuple[int, pl.DataFrame]]:
    """Numbered frames of ``size`` rows each but the last, whatever the blocks they come from."""
    rest: pl.DataFrame | None = None
    seq = 0
    for block in frames:
        frame = block if rest is None else pl.concat([rest, block])
        cut = frame.height - frame.height % size
        for start in range(0, cut, size):
            yield seq, frame.slice(start, size)
            seq += 1
        rest = frame.slice(cut) if cut < frame.height else None
    if rest is not None:
        yield seq, rest
