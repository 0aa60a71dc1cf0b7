"""Ingests: planned, started, run here or in the background, cancelled, undone, counted, listed."""

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack, suppress

import polars as pl

from turbine.audit import Action, AuditLog, Entry
from turbine.ingest import count, job, planning, undo
from turbine.ingest import start as starting
from turbine.ingest.job import OnProgress, Progress
from turbine.ingest.ledger import OPEN_END, Ledger
from turbine.ingest.originals import Original, Originals
from turbine.ingest.plan import Plan
from turbine.ingest.record import IngestRecord, State, Upload
from turbine.ingest.reread import reread
from turbine.ingest.undo import UndoEffects
from turbine.model.actor import Actor
from turbine.model.deadline import QUESTION_S, acting
from turbine.model.errors import IngestError, StoreError, TurbineError
from turbine.model.series import Series
from turbine.readers import Scan
from turbine.services.background import Background
from turbine.services.open_stores import OpenStores
from turbine.services.words import Words
from turbine.settings.data_dir import free_bytes
from turbine.stores.base import holding
from turbine.timing.retime import Resolved
from turbine.words import Text, texts_of, together

HELD_S, HELD_ROWS = 2.0, 200_000
"""So long an upload holds a database until others get a turn, for ingests of so many rows."""


class Ingests:
    """The ingests of one data directory. Safe to share between threads."""

    def __init__(
        self, stores: OpenStores, ledger: Ledger, originals: Originals, log: AuditLog
    ) -> None:
        self._stores, self._ledger, self._originals, self._log = stores, ledger, originals, log
        self._background = Background(log)
        self._records: tuple[str, list[IngestRecord]] = ("", [])
        self.after: Callable[[IngestRecord], None] = lambda _record: None
        """Called with each ingest that has run or was undone, once the ledger says so."""

    def held(self) -> AbstractContextManager[None]:
        """Hold the database open, if that saves time."""
        return holding(self._stores.get())

    # -- before and at the start -----------------------------------------------------------

    @acting(Words.PLAN(), QUESTION_S)
    def plan(
        self,
        original: Original,
        scan: Scan,
        *,
        rule: str,
        series: Series,
        resolved: Resolved | None = None,
    ) -> Plan:
        """What an ingest would do, known before anything is written: see
        :func:`turbine.ingest.planning.make_plan`."""
        return planning.make_plan(
            original,
            scan,
            rule=rule,
            series=series,
            store=self._stores.get(),
            ledger=self._ledger,
            now_ns=time.time_ns(),
            free_bytes=free_bytes(self._stores.settings.data_dir),
            resolved=resolved,
        )

    def start(
        self, actor: Actor, plan: Plan, *, replace: bool = False, accept_losses: bool = False
    ) -> IngestRecord:
        """Record the planned ingest: see :func:`turbine.ingest.start.start`."""
        with self._log.action(
            actor,
            Action.INGEST_START,
            sha256=plan.original.sha256,
            rule=plan.rule,
            measurement=plan.series.measurement,
            site=plan.series.site,
            turbine=plan.series.turbine,
            replace=replace,
        ) as entry:
            if accept_losses:
                entry.details["accept_losses"] = True
            [record] = self.start_together(
                actor, [plan], replace=replace, accept_losses=accept_losses
            )
            entry.subject = record.id
            return record

    @acting(Words.START(), QUESTION_S)
    def start_together(
        self,
        actor: Actor,
        plans: Sequence[Plan],
        *,
        replace: bool,
        accept_losses: bool,
        upload: Upload | None = None,
        findings: pl.DataFrame | None = None,
    ) -> list[IngestRecord]:
        """Record the ingests of an upload, all or none; who did that is not."""
        return starting.start(
            plans,
            actor,
            self._stores.get,
            self._ledger,
            self._originals,
            replace=replace,
            accept_losses=accept_losses,
            upload=upload,
            findings=findings,
        )

    # -- under way -------------------------------------------------------------------------

    def run(
        self,
        actor: Actor,
        ingest_id: str,
        *,
        scan: Scan | None = None,
        on_progress: OnProgress = lambda _progress: None,
    ) -> IngestRecord:
        """Send what the database lacks, in this thread; of an interrupted undo, do the rest. A
        ``scan`` at hand saves reading."""
        with self._log.action(actor, Action.INGEST_RUN, ingest_id) as entry:
            return self._run(entry, ingest_id, scan, on_progress)

    def run_each(
        self,
        entry: Entry,
        ingests: Sequence[tuple[IngestRecord, Scan | None, OnProgress]],
        ended: Callable[[IngestRecord], bool],
    ) -> None:
        """Run the ingests of one upload, one after the other, as long as ``ended`` of the last
        says so. Small ones hold the database open for a while."""
        states = entry.details["ingests"] = dict[str, object]()
        until = 0.0
        with ExitStack() as held:
            for record, scan, on_progress in ingests:
                now = self._ledger.get(record.id)
                if now.state is State.UNDONE:  # by somebody else, since this began
                    ended(now)
                    continue
                if time.monotonic() > until or record.counts.kept > HELD_ROWS:
                    held.close()
                if time.monotonic() > until and record.counts.kept <= HELD_ROWS:
                    with suppress(StoreError):  # its ingest meets the same, waits, and records it
                        held.enter_context(holding(self._stores.get(record.target)))
                    until = time.monotonic() + HELD_S
                own = Entry(subject=record.id)
                try:
                    now = self._run(own, record.id, scan, on_progress)
                finally:
                    states[record.id] = own.details.get("state", [])
                if not ended(now):
                    return

    def run_in_background(self, actor: Actor, ingest_id: str, scan: Scan | None = None) -> None:
        """Run in a thread of its own; the ledger tells how it ends, :meth:`progress` how far it
        is. No page has to stay open for it."""

        def check(_note: OnProgress) -> Progress:
            record = self._ledger.get(ingest_id)
            self.check_target(record)
            done = record.stored + record.refused
            return Progress(done=done, total=record.counts.kept, rows_per_s=0)

        self._background.start(
            actor, ingest_id, check, lambda entry, note: self._run(entry, ingest_id, scan, note)
        )

    def check_target(self, record: IngestRecord) -> None:
        """Raise StoreMissingError if the settings don't lead to its database; nothing is asked."""
        self._stores.opener(record.target)

    def _run(
        self, entry: Entry, ingest_id: str, scan: Scan | None, on_progress: OnProgress
    ) -> IngestRecord:
        record = self._ledger.get(ingest_id)
        entry.details["state"] = [record.state.value]
        open_store = self._stores.opener(record.target)

        def read(of: IngestRecord) -> Scan:
            return scan if scan is not None and of.id == ingest_id else self._reread(of)

        try:
            job.run(ingest_id, open_store, self._ledger, read, on_progress)
            self.after(record)
        finally:
            with suppress(TurbineError):  # what was raised says more
                ended = self._ledger.get(ingest_id)
                entry.details |= {
                    "state": [record.state.value, ended.state.value],
                    "stored": [record.stored, ended.stored],
                }
        return self._ledger.get(ingest_id)

    def progress(self, ingest_id: str) -> Progress | None:
        """How far a background ingest of this process is; None if it does not run here."""
        return self._background.progress(ingest_id)

    def cancel(self, actor: Actor, ingest_id: str) -> None:
        """Ask the ingest to stop after the batches under way, whichever process runs it."""
        with self._log.action(actor, Action.INGEST_CANCEL, ingest_id):
            record = self._ledger.get(ingest_id)
            if record.state is not State.RUNNING and self.progress(ingest_id) is None:
                raise IngestError(Words.NOT_RUNNING(ingest=ingest_id, state=record.state.label))
            self._ledger.ask_to_cancel(ingest_id)

    # -- afterwards ------------------------------------------------------------------------

    @acting(Words.WHO_ANSWERS(), QUESTION_S)
    def check_undo(self, *ingest_ids: str) -> UndoEffects:
        """What :meth:`undo` of these cannot bring back. Raises IngestError if it is impossible."""
        records = [self._ledger.get(ingest_id) for ingest_id in ingest_ids]
        for record in records:
            undo.check_undo(record, self._stores.get(record.target), self._ledger)
        return undo.effects(records, self._ledger)

    def undo(self, actor: Actor, ingest_id: str, *, confirmation: str) -> int:
        """Delete exactly the ingest's values and count again: see
        :func:`turbine.ingest.undo.undo`. ``confirmation`` is its id, typed. Returns the number
        of points."""
        with self._log.action(actor, Action.INGEST_UNDO, ingest_id) as entry:
            record = self._ledger.get(ingest_id)
            if confirmation.strip() != ingest_id:
                raise IngestError(Words.WRONG_CONFIRMATION(), hint=Words.TYPE_ID(ingest=ingest_id))
            store = self._stores.get(record.target)
            deleted = undo.undo(record, store, self._ledger, self._reread)
            entry.details["points"] = deleted
            self.after(record)
            return deleted

    def restore(
        self,
        actor: Actor,
        ingest_id: str,
        on_progress: OnProgress = lambda _progress: None,
    ) -> Text:
        """Send again what an ingest lacks since another was undone. Returns why it is not complete
        then, else nothing: the undo is done, whatever becomes of this."""
        try:
            record = self._ledger.get(ingest_id)
            if record.state not in (State.UNDOING, State.UNDONE):
                record = self.run(actor, ingest_id, on_progress=on_progress)
        except TurbineError as error:
            return together(*error.texts)
        if record.state is State.DONE:
            return ""
        state = record.state.label
        incomplete = Words.NOT_COMPLETE(ingest=ingest_id, state=state)
        if record.lacks:
            incomplete = Words.LACKS_ROWS(count=record.lacks, ingest=ingest_id, state=state)
        return together(incomplete, *texts_of(record.error))

    def recount(self, actor: Actor, ingest_id: str) -> IngestRecord:
        """Count what the database holds of an ingest, and record it. Raises TurbineError."""
        with self._log.action(actor, Action.INGEST_RECOUNT, ingest_id) as entry:
            store = self._stores.get(self._ledger.get(ingest_id).target)
            entry.details |= count.recount(ingest_id, self._ledger, store, self._reread)
            return self._ledger.get(ingest_id)

    # -- the list --------------------------------------------------------------------------

    def all(self) -> list[IngestRecord]:
        """Every ingest, the newest first."""
        version, (seen, records) = self._ledger.version(), self._records
        # When a process dies, the ledger does not change, but what is running does.
        if seen != version or any(record.state is State.RUNNING for record in records):
            records = self._ledger.all()
            self._records = version, records
        return list(records)

    def get(self, ingest_id: str) -> IngestRecord:
        """One ingest. Raises NotFoundError."""
        return self._ledger.get(ingest_id)

    def findings(self, ingest_id: str, limit: int | None = None) -> pl.DataFrame:
        """What is not stored, with line, text and reason: the quarantine file. The reasons are
        kept texts (:func:`turbine.model.frame.in_words` says them)."""
        findings = self._ledger.findings(ingest_id, None if limit is None else limit + 1)
        unstored = findings.filter(pl.col("kind") != OPEN_END)
        return unstored if limit is None else unstored.head(limit)

    def open_end(self, ingest_id: str) -> str:
        """The kept text about the file's last line if it has no line end; else empty."""
        return self._ledger.open_end(ingest_id)

    def _reread(self, record: IngestRecord) -> Scan:
        return reread(record, self._originals)
