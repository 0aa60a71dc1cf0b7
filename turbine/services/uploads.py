"""Uploads: files and series that go in together, one ingest for each, with one progress."""

import time
from collections.abc import Collection, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace

from turbine.audit import Action, AuditLog, Entry
from turbine.ingest import groups
from turbine.ingest.groups import Group, Names, Read, Total
from turbine.ingest.job import OnProgress, Progress
from turbine.ingest.ledger import Ledger
from turbine.ingest.originals import Originals
from turbine.ingest.plan import Plan
from turbine.ingest.record import IngestRecord, State, Upload
from turbine.ingest.reread import reread_together
from turbine.model.actor import Actor
from turbine.model.deadline import QUESTION_S, acting
from turbine.model.errors import (
    IngestError,
    NotFoundError,
    StoreUnreachableError,
    TurbineError,
)
from turbine.readers import Scan
from turbine.services.background import Background
from turbine.services.follow import Follow
from turbine.services.ingests import HELD_S, Ingests
from turbine.services.proofs import Line, line
from turbine.services.verification import Verifier
from turbine.services.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """Ingests that are recorded, in the order in which they run."""

    upload: Upload | None
    """None if it is one ingest alone, or if all were recorded before, one by one."""
    records: tuple[IngestRecord, ...]

    @property
    def standing(self) -> tuple[IngestRecord, ...]:
        """Those that were not undone."""
        return tuple(record for record in self.records if record.state is not State.UNDONE)

    @property
    def total(self) -> Total:
        return groups.total(self.records, self.upload)

    def only(self, ingest_ids: Collection[str]) -> "Started":
        """The same with these ingests alone."""
        return replace(self, records=tuple(r for r in self.records if r.id in ingest_ids))


class Uploads:
    """The uploads of one data directory. Safe to share between threads."""

    def __init__(
        self,
        ingests: Ingests,
        verifier: Verifier,
        ledger: Ledger,
        originals: Originals,
        log: AuditLog,
    ) -> None:
        self._ingests, self._verifier = ingests, verifier
        self._ledger, self._originals, self._log = ledger, originals, log
        self._background = Background(log)
        self._stopping: set[str] = set()

    @acting(Words.PLAN(), QUESTION_S)
    def plan(self, reads: Sequence[Read], *, rule: str, names: Names) -> Group:
        """What an upload would do, series by series, known before anything is written: see
        :func:`turbine.ingest.planning.make_plan`. All are moved by the same shift."""
        reads = groups.selected(reads, names)
        parts = groups.parts_of(reads, names)
        resolved = groups.resolved(rule, parts, time.time_ns())
        plans, until = list[Plan](), 0.0
        with ExitStack() as held:
            for part in parts:
                if time.monotonic() > until and len(parts) > 1:
                    held.close()  # others want their turn
                    held.enter_context(self._ingests.held())
                    until = time.monotonic() + HELD_S
                plan = self._ingests.plan(
                    part.original, part.scan, rule=rule, series=part.series, resolved=resolved
                )
                plans.append(plan)
        return groups.grouped(reads, plans)

    def start(
        self, actor: Actor, group: Group, *, replace: bool = False, accept_losses: bool = False
    ) -> Started:
        """Record all ingests of an upload, if nothing stands in the way of any of them: see
        :func:`turbine.ingest.start.start`. From here on each can be resumed."""
        known = [plan.existing for plan in group.plans if plan.existing is not None]
        if len(known) == len(group.plans):
            return self._recorded(known)
        group.refuse(replace=replace, accept_losses=accept_losses)
        if group.is_alone:
            record = self._ingests.start(
                actor, group.plans[0], replace=replace, accept_losses=accept_losses
            )
            return Started(upload=None, records=(record,))
        upload = groups.new_upload(group)
        first = group.plans[0]
        files = sorted({plan.original.sha256 for plan in group.plans})
        with self._log.action(
            actor,
            Action.INGEST_START,
            upload.id,
            sha256=files,
            rule=first.rule,
            measurement=first.series.measurement,
            series=[[plan.series.site, plan.series.turbine] for plan in group.plans],
            replace=replace,
        ) as entry:
            if accept_losses:
                entry.details["accept_losses"] = True
            records = self._ingests.start_together(
                actor,
                group.plans,
                replace=replace,
                accept_losses=accept_losses,
                upload=upload,
                findings=group.findings,
            )
            entry.details["ingests"] = [record.id for record in records]
            started = Started(upload=upload, records=tuple(records))
            if all(record.upload != upload.id for record in records):
                started = self._recorded(records)  # by somebody else, since the plan was made
                entry.subject = started.upload.id if started.upload else ""
        return started

    def _recorded(self, records: Sequence[IngestRecord]) -> Started:
        [*ids] = {record.upload for record in records}
        upload = self._ledger.upload(ids[0]) if len(ids) == 1 and ids[0] else None
        return Started(upload=upload, records=tuple(records))

    def get(self, upload_id: str) -> Started:
        """An upload and how its ingests stand. Raises NotFoundError."""
        upload = self._ledger.upload(upload_id)
        return Started(upload=upload, records=tuple(self._ledger.of_upload(upload_id)))

    def find(self, upload_id: str) -> Started | None:
        """The same; None if there is none."""
        try:
            return self.get(upload_id)
        except NotFoundError:
            return None

    def run(
        self,
        actor: Actor,
        started: Started,
        *,
        scans: Mapping[str, Scan] | None = None,
        on_progress: OnProgress = lambda _progress: None,
    ) -> Started:
        """Send what the database lacks of each, and do the rest of an interrupted undo, one after
        the other, in this thread, until one is cancelled or fails. ``scans`` at hand, by ingest,
        save reading."""
        if started.upload is not None:
            with self._log.action(actor, Action.INGEST_RUN, started.upload.id) as entry:
                return self._run(entry, started, scans, on_progress)
        scans = scans if scans is not None else self._reread(_open(started.records))
        follow = Follow(started.records, on_progress)
        ended = {record.id: record for record in started.records}
        for record in started.records:
            scan, note = scans.get(record.id), follow.within(record)
            now = self._ingests.run(actor, record.id, scan=scan, on_progress=note)
            ended[record.id] = now
            if now.state is State.CANCELLED:
                break
        return replace(started, records=tuple(ended.values()))

    def _run(
        self,
        entry: Entry,
        started: Started,
        scans: Mapping[str, Scan] | None,
        on_progress: OnProgress,
    ) -> Started:
        self._stopping -= {record.upload for record in started.records}
        scans = scans if scans is not None else self._reread(_open(started.records))
        follow = Follow(started.records, on_progress)
        ended = {record.id: record for record in started.records}

        def goes_on(record: IngestRecord) -> bool:
            ended[record.id] = record
            return record.state is not State.CANCELLED and record.upload not in self._stopping

        ingests = [
            (record, scans.get(record.id), follow.within(record)) for record in started.standing
        ]
        self._ingests.run_each(entry, ingests, goes_on)
        return replace(started, records=tuple(ended.values()))

    def run_in_background(
        self, actor: Actor, started: Started, scans: Mapping[str, Scan] | None = None
    ) -> None:
        """Run in a thread of its own; the ledger tells how each ends, :meth:`progress` how far all
        is."""
        if started.upload is None:
            for record in started.records:
                self._ingests.run_in_background(actor, record.id, (scans or {}).get(record.id))
            return

        def check(note: OnProgress) -> Progress:
            for record in started.records:
                self._ingests.check_target(record)
            return Follow(started.records, note).so_far

        self._background.start(
            actor,
            started.upload.id,
            check,
            lambda entry, note: self._run(entry, started, scans, note),
        )

    def progress(self, upload_id: str) -> Progress | None:
        """How far an upload that runs in the background of this process is."""
        return self._background.progress(upload_id)

    def cancel(self, actor: Actor, upload_id: str) -> None:
        """Ask the upload to stop: the ingest under way, and so all that come after it."""
        self._stopping.add(upload_id)
        for record in self._ledger.of_upload(upload_id):
            if record.state is State.RUNNING:
                self._ingests.cancel(actor, record.id)

    # -- afterwards ------------------------------------------------------------------------

    def verify(self, actor: Actor, started: Started, *, tolerance: float = 0.0) -> list[Line]:
        """Compare each series with its database, but those that were undone: see
        :meth:`Verifier.verify`. One that cannot be compared stops no other. Raises
        StoreUnreachableError."""
        scans = self._reread(started.standing)
        return [
            self._line(actor, record, scans.pop(record.id, None), tolerance)
            for record in started.records
        ]

    def _line(
        self, actor: Actor, record: IngestRecord, scan: Scan | None, tolerance: float
    ) -> Line:
        if record.state is State.UNDONE:
            return Line(record=record)
        try:
            return line(self._verifier.verify(actor, record.id, tolerance=tolerance, scan=scan))
        except StoreUnreachableError:
            raise
        except TurbineError as error:
            return Line(record=record, reasons=tuple(filter(None, error.texts)))

    def undo(self, actor: Actor, started: Started, *, confirmation: str) -> dict[str, int]:
        """Undo these ingests of an upload, one after the other: see :meth:`Ingests.undo`.
        ``confirmation`` is the upload's id, typed. Returns the number of points of each; those that
        were undone before are left alone."""
        upload = started.upload
        if upload is None or confirmation.strip() != upload.id:
            hint = Words.TYPE_UPLOAD_ID(upload=upload.id if upload else "")
            raise IngestError(Words.WRONG_CONFIRMATION(), hint=hint)
        return {
            record.id: self._ingests.undo(actor, record.id, confirmation=record.id)
            for record in started.standing
        }

    def _reread(self, records: Sequence[IngestRecord]) -> dict[str, Scan]:
        """Of a file with several series, all at once. What it cannot read is left to each ingest,
        which says and records why."""
        with suppress(TurbineError):
            return reread_together(records, self._originals)
        return {}


def _open(records: Sequence[IngestRecord]) -> list[IngestRecord]:
    return [r for r in records if not (r.state.is_sent or r.state is State.UNDONE)]
