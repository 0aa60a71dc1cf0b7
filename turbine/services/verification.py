"""The proof: an ingest's file against the ingest's own database."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

import polars as pl

from turbine.audit import Action, AuditLog
from turbine.ingest import count
from turbine.ingest.count import Read
from turbine.ingest.ledger import Ledger
from turbine.ingest.record import Verified
from turbine.model.actor import Actor
from turbine.model.deadline import QUESTION_S, acting
from turbine.model.errors import ConfigError, IngestError
from turbine.readers import Scan
from turbine.services.open_stores import OpenStores
from turbine.services.words import Words
from turbine.verify import compare
from turbine.verify.compare import COUNTS, Verification
from turbine.verify.holdings import holdings


class Verifier:
    """Compares the files of one data directory with what their databases hold."""

    def __init__(self, stores: OpenStores, ledger: Ledger, read: Read, log: AuditLog) -> None:
        self._stores, self._ledger, self._read, self._log = stores, ledger, read, log

    @acting(Words.VERIFICATION(), QUESTION_S, by_answers=True)
    def verify(
        self,
        actor: Actor,
        ingest_id: str,
        *,
        tolerance: float = 0.0,
        scan: Scan | None = None,
        on_progress: Callable[[int], None] = lambda _rows: None,
    ) -> Verification:
        """Compare the original bytes with the ingest's own database, row by row. Whatever is
        verified is counted: if the count differs from what was known, it is recorded. The verdict
        is kept with the ingest (:class:`turbine.ingest.record.Verified`). A ``scan`` of these
        bytes that is at hand saves reading."""
        record, when = self._ledger.get(ingest_id), datetime.now(UTC)
        verification = compare.verify(
            record,
            scan or self._read(record),
            self._stores.get(record.target),
            holdings(record, self._ledger),
            now_ns=time.time_ns(),
            tolerance=tolerance,
            on_progress=on_progress,
        )
        # The verdict is valid even if neither it nor the count can be recorded.
        with suppress(IngestError, ConfigError):
            if self._note_count(actor, verification):
                record = replace(record, touched=record.touched + 1)
            self._ledger.keep_verdict(record, _verified(verification, when, actor))
        return verification

    def _note_count(self, actor: Actor, verification: Verification) -> bool:
        """Whether it was another one than was known."""
        if verification.tolerance and verification.verdict == "PASS":
            return False  # as good as complete, to whoever set it
        record = self._ledger.get(verification.record.id)
        if not (record.state.is_sent and record.state is verification.record.state):
            return False
        changes = count.note(
            record,
            verification.counted,
            self._ledger,
            lambda ingest_id, changes: self._log.action(
                actor, Action.INGEST_RECOUNT, ingest_id, **changes
            ),
        )
        return bool(changes)

    @acting(Words.OVERLAY(), QUESTION_S)
    def sides(
        self, verification: Verification, channel: str, start_ns: int, stop_ns: int
    ) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The file's and the database's values of a verified ingest, for the overlay."""
        store = self._stores.get(verification.record.target)
        return compare.sides(verification, store, channel, start_ns, stop_ns)


def _verified(result: Verification, when: datetime, actor: Actor) -> Verified:
    names = ("verdict", "tolerance", *COUNTS)
    counts = {name: getattr(result, name) for name in names}
    return Verified(when=when, by=actor.name, is_current=True, **counts)
