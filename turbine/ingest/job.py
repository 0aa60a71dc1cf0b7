"""Carrying out an ingest: batches, acknowledgements, cancel, resume, undo.

Batches are cut by row number alone, so that a resumed ingest makes the very same ones; those that
the ledger has not acknowledged are sent (again). The same points at the same place: harmless.
"""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

import numpy as np
import polars as pl

from turbine.errors import IngestError, TurbineError
from turbine.frame import Stamps, stamps_of
from turbine.ingest.ledger import FINDINGS_SCHEMA, Ledger
from turbine.ingest.plan import retimed
from turbine.ingest.record import IngestRecord, State
from turbine.readers.model import Scan
from turbine.stores._reasons import no_deletion
from turbine.stores.base import Series, Store, Written


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a running ingest is."""

    done: int
    """Rows that the database answered for, in this and earlier runs."""
    total: int
    rows_per_s: float
    """Of this run."""


OnProgress = Callable[[Progress], None]


def run(
    ingest_id: str,
    read: Callable[[], Scan],
    store: Store,
    ledger: Ledger,
    on_progress: OnProgress = lambda _progress: None,
) -> None:
    """Send what is not acknowledged yet; returns when done or cancelled.

    The state in the ledger tells how it ended. Raises what stopped it (also recorded there).
    """
    with ledger.running(ingest_id):
        record = ledger.get(ingest_id)  # only now: another process may have ended or undone it
        if record.state is State.UNDONE:
            raise IngestError(
                f"Ingest {ingest_id} was undone.", hint="Ingest the file again instead."
            )
        if record.state is State.DONE:
            return
        ledger.set_state(ingest_id, State.RUNNING)
        started = time.monotonic()
        state, text = State.FAILED, "It stopped unexpectedly. The server's log says why."
        try:
            finished = _send_all(record, read(), store, ledger, on_progress)
            _recount(record, store, ledger)
            state, text = State.DONE if finished else State.CANCELLED, ""
        except TurbineError as error:
            text = str(error)
            raise
        except KeyboardInterrupt:
            state, text = State.CANCELLED, ""
            raise
        finally:
            seconds = time.monotonic() - started
            ledger.set_state(ingest_id, state, error=text, seconds=seconds)


def _send_all(
    record: IngestRecord, scan: Scan, store: Store, ledger: Ledger, on_progress: OnProgress
) -> bool:
    """True when every batch is acknowledged, False when cancelled."""
    answered = set(ledger.acknowledged(record.id))
    if record.replaces and not answered and store.capabilities.deletes_points:
        # Whole points are replaced: no old field survives beside the new ones.
        delete_stamps(store, record.series, ledger.owned(record.id))
    done = before = record.stored + record.refused
    started = time.monotonic()
    under_way: dict[Future[Written], tuple[int, pl.DataFrame]] = {}

    def settle(limit: int) -> None:
        nonlocal done
        while len(under_way) > limit:
            ended = wait(under_way, return_when=FIRST_COMPLETED).done
            if any(future.exception() for future in ended):
                # It ends here: what has not begun is not sent, what the server took is recorded.
                for future in under_way:
                    future.cancel()
                ended = {future for future in wait(under_way).done if not future.cancelled()}
            for future in sorted(ended, key=lambda future: future.exception() is not None):
                seq, frame = under_way.pop(future)
                _acknowledge(record, ledger, seq, frame, future.result())
                done += frame.height
            rate = (done - before) / max(time.monotonic() - started, 1e-9)
            on_progress(Progress(done=done, total=record.counts.kept, rows_per_s=rate))

    with ThreadPoolExecutor(store.capabilities.in_flight, "ingest") as pool:
        for seq, frame in batches(retimed(scan, record.resolved), record.batch_rows):
            if seq in answered:
                continue
            if ledger.cancel_asked(record.id):
                settle(0)
                return False
            settle(store.capabilities.in_flight)  # one more waits: no connection ever idles
            under_way[pool.submit(store.write, record.series, frame)] = (seq, frame)
        settle(0)
    return True


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


def _acknowledge(
    record: IngestRecord, ledger: Ledger, seq: int, frame: pl.DataFrame, written: Written
) -> None:
    if written.stored + len(written.refused) != frame.height:
        raise IngestError(
            f"The database answered for {written.stored + len(written.refused):,} of "
            f"{frame.height:,} rows of one batch.",
            hint="Resume the ingest to send them again.",
        )
    refusals = None
    if written.refused:
        lines = dict(zip(stamps_of(frame).tolist(), frame["line"].to_list(), strict=True))
        refusals = pl.DataFrame(
            [("refused", lines[r.time_ns], "", "", r.reason) for r in written.refused],
            schema=FINDINGS_SCHEMA,
            orient="row",
        )
    ledger.acknowledge(record.id, seq, stored=written.stored, refusals=refusals)


def _recount(record: IngestRecord, store: Store, ledger: Ledger) -> None:
    """Count what the database holds of this ingest: an acknowledgement is not yet a proof."""
    own = ledger.owned(record.id)
    held = store.stamps(record.series, record.first_ns, record.last_ns + 1)
    ledger.set_held(record.id, len(np.intersect1d(own, held, assume_unique=True)))


def check_undo(record: IngestRecord, store: Store) -> None:
    """Raise IngestError where the database is one whose points can't be deleted."""
    if not store.capabilities.deletes_points:
        why, instead = no_deletion(store.capabilities, record.series)
        raise IngestError(f"Ingest {record.id} cannot be undone: {why}", hint=instead)


def undo(record: IngestRecord, store: Store, ledger: Ledger) -> int:
    """Delete exactly the points that are this ingest's own, and count again.

    Points of other ingests, and points that no ingest put there, stay. Returns the number of
    points deleted. Raises IngestError where some are still there afterwards.
    """
    check_undo(record, store)
    with ledger.running(record.id):
        if ledger.get(record.id).state is State.UNDONE:
            raise IngestError(f"Ingest {record.id} is undone already.")
        own = ledger.owned(record.id)
        before = delete_stamps(store, record.series, own)
        left = store.stamps(record.series, record.first_ns, record.last_ns + 1)
        remaining = len(np.intersect1d(own, left, assume_unique=True))
        if remaining:
            raise IngestError(
                f"{remaining:,} points of ingest {record.id} are still in the database.",
                hint="Run undo again; if it stays so, the server's log says why.",
            )
        ledger.set_state(record.id, State.UNDONE)
        ledger.set_held(record.id, 0)
    return before


def delete_stamps(store: Store, series: Series, own: Stamps) -> int:
    """Delete the points on these stamps (ascending) and no other; returns how many there were."""
    if not len(own):
        return 0
    held = store.stamps(series, int(own[0]), int(own[-1]) + 1)
    mine = np.intersect1d(held, own, assume_unique=True)
    if not len(mine):
        return 0
    # Ranges may span what is not there, but never a point that is not this ingest's.
    places = np.searchsorted(held, mine)
    breaks = np.flatnonzero(np.diff(places) != 1) + 1
    starts = mine[np.concatenate([[0], breaks])]
    stops = mine[np.concatenate([breaks - 1, [len(mine) - 1]])] + 1
    store.delete(series, list(zip(starts.tolist(), stops.tolist(), strict=True)))
    return len(mine)
