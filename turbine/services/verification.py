"""The proof: an ingest's file against the ingest's own database."""

import time
from collections.abc import Callable
from contextlib import suppress

import polars as pl

from turbine.audit import Action, AuditLog
from turbine.ingest import count
from turbine.ingest.count import Read
from turbine.ingest.ledger import Ledger
from turbine.model.actor import Actor
from turbine.model.deadline import QUESTION_S, acting
from turbine.model.errors import ConfigError, IngestError
from turbine.services.open_stores import OpenStores
from turbine.verify import compare
from turbine.verify.compare import Verification
from turbine.verify.holdings import holdings


class Verifier:
    """Compares the files of one data directory with what their databases hold."""

    def __init__(self, stores: OpenStores, ledger: Ledger, read: Read, log: AuditLog) -> None:
        self._stores, self._ledger, self._read, self._log = stores, ledger, read, log

    @acting("The verification", QUESTION_S, by_answers=True)
    def verify(
        self,
        actor: Actor,
        ingest_id: str,
        *,
        tolerance: float = 0.0,
        on_progress: Callable[[int], None] = lambda _rows: None,
    ) -> Verification:
        """Compare the original bytes with the ingest's own database, row by row. Whatever was
        verified was counted: if that is another count than was known, it is recorded."""
        record = self._ledger.get(ingest_id)
        found = compare.verify(
            record,
            self._read(record),
            self._stores.get(record.target),
            holdings(record, self._ledger),
            now_ns=time.time_ns(),
            tolerance=tolerance,
            on_progress=on_progress,
        )
        # Where nothing can be noted, the verdict stands all the same.
        with suppress(IngestError, ConfigError):
            self._note_count(actor, found)
        return found

    def _note_count(self, actor: Actor, found: Verification) -> None:
        if found.tolerance and found.verdict == "PASS":
            return  # as good as whole, to whoever set it
        record = self._ledger.get(found.record.id)
        if not (record.state.is_sent and record.state is found.record.state):
            return
        count.note(
            record,
            found.counted,
            self._ledger,
            lambda ingest_id, changes: self._log.action(
                actor, Action.INGEST_RECOUNT, ingest_id, **changes
            ),
        )

    @acting("The overlay", QUESTION_S)
    def sides(
        self, found: Verification, channel: str, start_ns: int, stop_ns: int
    ) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The file's and the database's values of a verified ingest, for the overlay."""
        store = self._stores.get(found.record.target)
        return compare.sides(found, store, channel, start_ns, stop_ns)
