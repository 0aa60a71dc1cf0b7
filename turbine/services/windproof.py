"""What a person can do, for the pages and the command line alike. Every call says who asks.

Thin: it knows where things are (ledger, originals, databases) and in which order they are asked;
the rules live in the modules that it calls.
"""

import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace as changed
from pathlib import Path

import numpy as np
import polars as pl

from turbine import readers
from turbine.explore import aggregate as aggregation
from turbine.explore.aggregate import AggregateRequest, Aggregation
from turbine.ingest import count as counting
from turbine.ingest import job
from turbine.ingest import plan as planning
from turbine.ingest import undo as undoing
from turbine.ingest.job import OnProgress, Progress
from turbine.ingest.ledger import OPEN_END, Ledger
from turbine.ingest.originals import Original, Originals
from turbine.ingest.ownership import NONE, union
from turbine.ingest.plan import Plan
from turbine.ingest.preflight import refuse
from turbine.ingest.record import IngestRecord, State
from turbine.ingest.undo import UndoEffects
from turbine.model.actor import Actor
from turbine.model.deadline import QUESTION_S, acting
from turbine.model.errors import (
    ConfigError,
    FileError,
    IngestError,
    NotFoundError,
    OverlapError,
    TurbineError,
)
from turbine.model.series import Series, Target
from turbine.readers import Detection, Interpretation, Scan, Source
from turbine.services.known_steps import KnownSteps
from turbine.settings import config
from turbine.settings import connection_file as saved
from turbine.settings.config import Settings
from turbine.settings.data_dir import free_bytes, make_folder, make_private, private
from turbine.stores import doctor, open_store, overview
from turbine.stores.base import Bucket, Capabilities, SeriesInfo, ServerInfo, Store
from turbine.stores.doctor import Step
from turbine.stores.shards import SHARD_S, fit_shards
from turbine.timing import retime
from turbine.verify.compare import Holdings, Verification, sides
from turbine.verify.compare import verify as compare

DEFAULT_ZONE = "Europe/Istanbul"

# What Windproof keeps in the data directory; a person may keep more there.
_OWN = ("windproof.*", "ledger.*", "auth.*", "audit.*", "connection.*", "originals", "locks")
_TAG = re.compile(r"[^\x00-\x1f\x7f\\]{1,64}")


class Windproof:
    """All services over one data directory. Safe to share between threads."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        make_folder(settings.data_dir)
        make_private(*(path for name in _OWN for path in settings.data_dir.glob(name)))
        with private():
            self._ledger = Ledger(settings.data_dir)
            self._originals = Originals(settings.data_dir / "originals")
        self._stores: dict[Target, Store] = {}
        self._progress: dict[str, Progress] = {}
        self._records: tuple[str, list[IngestRecord]] = ("", [])
        self._known_steps = KnownSteps()
        self._lock = threading.Lock()

    # -- the database ----------------------------------------------------------------------

    @property
    def target(self) -> Target:
        """Where points go now."""
        return self.settings.target

    def target_label(self, actor: Actor) -> str:
        """One line on where points go now. Asks no server."""
        return self.target.label

    @acting("The question who answers", QUESTION_S)
    def info(self, actor: Actor) -> ServerInfo:
        """Who answers at the target; raises StoreError where nobody does."""
        return self._store().info()

    @acting("The look for the bucket", QUESTION_S)
    def bucket(self, actor: Actor) -> Bucket | None:
        """The target's bucket, None where it does not exist."""
        return self._store().bucket()

    @acting("The question who answers", QUESTION_S)
    def capabilities(self, actor: Actor) -> Capabilities:
        """What the target's database can do. Raises StoreError where nobody answers."""
        return self._store().capabilities

    @acting("The look at the database", QUESTION_S)
    def overview(self, actor: Actor) -> overview.Overview:
        """Who answers at the target, and what is there. Raises StoreError."""
        return overview.look(self._store(), leave_out=doctor.MEASUREMENT)

    @acting("Making the bucket", QUESTION_S)
    def create_bucket(
        self,
        actor: Actor,
        name: str | None = None,
        *,
        retention_s: int = 0,
        shard_s: int = SHARD_S,
    ) -> Bucket:
        """Make a bucket on the target's server: the target's own, or one of another name, and of
        that there must be none yet. Points are kept for ever, in shards that fit years, unless
        told otherwise. Raises StoreError; ConfigError where there is one of the name."""
        if name is None:
            return self._store().create_bucket(retention_s=retention_s, shard_s=shard_s)
        store = open_store(self.settings, changed(self.target, bucket=name))
        try:
            if (held := store.bucket()) is not None:
                raise ConfigError(
                    f"There is a {store.capabilities.container} {held.name!r} already.",
                    hint="Choose another name. The one that is there was left as it is.",
                )
            return store.create_bucket(retention_s=retention_s, shard_s=shard_s)
        finally:
            store.close()

    def doctor(
        self, actor: Actor, changes: Mapping[str, str] | None = None
    ) -> Iterator[doctor.Step]:
        """The connection, examined step by step; the first step that fails is the last. With
        ``changes``, the connection as it would be after :meth:`change_connection`."""
        settings = self.settings
        if changes:
            actor.require_administrator("examine another connection")
            try:
                settings, _ = config.change(settings, changes)
            except ConfigError as error:
                return iter([doctor.refused(doctor.SETTINGS, error)])
            return doctor.examine(settings)
        return self._examined(actor)

    def _examined(self, actor: Actor) -> Iterator[Step]:
        ok = True
        for step in doctor.examine(self.settings):
            yield step
            ok = ok and step.ok
        if ok:
            yield doctor.timed("holds what was ingested", lambda: self._agreed(actor))

    def _agreed(self, actor: Actor) -> tuple[str, str]:
        """Raises IngestError if the database holds less than the ledger says."""
        if short := self.compare_ledger(actor):
            told = [
                f"{record.id} ({record.file_name}) is {record.state}"
                + (f" and lacks {record.lacks:,} rows" if record.lacks else "")
                for record in short
            ]
            raise IngestError(
                f"Ingest {'; ingest '.join(told)}.",
                hint=f"Resume {' and '.join(record.id for record in short)}: what is missing is"
                " sent again from the original file. Or undo what is not wanted.",
            )
        return "Every ingest is there whole.", ""

    def change_connection(self, actor: Actor, changes: Mapping[str, str]) -> None:
        """Change where points go, from now on and after a restart: see
        :func:`turbine.settings.config.change`. What runs goes on where it began."""
        actor.require_administrator("change the connection")
        settings, kept = config.change(self.settings, changes)
        saved.write(settings.data_dir, kept)
        self.adopt(settings)

    def adopt(self, settings: Settings) -> None:
        """Work with these settings of the same data directory from now on."""
        with self._lock:
            if settings != self.settings:
                self.settings, self._stores = settings, {}

    def _store(self, target: Target | None = None) -> Store:
        target = target or self.target
        with self._lock:
            if target not in self._stores:
                self._stores[target] = open_store(self.settings, target)
            return self._stores[target]

    # -- reading a file --------------------------------------------------------------------

    def keep(
        self,
        actor: Actor,
        source: Source,
        progress: Callable[[int], None] = lambda _bytes: None,
    ) -> Original:
        """Keep the file's bytes by their hash; everything after works on what was kept."""
        return self._originals.keep(source, progress)

    def keep_and_read(
        self, actor: Actor, path: Path, member: str | None, read: Callable[[Source], Scan]
    ) -> tuple[Original, Scan]:
        """Keep a file and read it with ``read``: both at once where its bytes fit into memory (so
        that it can't change between the two), else one after the other, from what was kept."""
        data = _small(path)
        if data is None:
            original = self.keep(actor, readers.open_source(path, path.name, member))
            with self.or_discard(actor, original):
                return original, read(original)
        source = readers.open_source(data, path.name, member)
        with ThreadPoolExecutor(1, "keep") as pool:
            kept = pool.submit(self.keep, actor, source)
            try:
                scan = read(source)
            except BaseException:
                with self.or_discard(actor, kept.result()):
                    raise
            return kept.result(), scan

    @contextmanager
    def or_discard(self, actor: Actor, original: Original) -> Iterator[None]:
        """Where the block fails, the file need not have been kept, unless an ingest refers to it
        by then."""
        try:
            yield
        except BaseException:
            with suppress(TurbineError):
                self.discard(actor, original)
            raise

    def discard(self, actor: Actor, original: Original) -> None:
        """Give back the room of a file that was kept first for this, and that no ingest refers to.
        Raises IngestError."""
        with self._ledger.starting():
            if all(record.sha256 != original.sha256 for record in self._ledger.all()):
                self._originals.discard(original)

    def original(self, actor: Actor, sha256: str, *, name: str, size: int) -> Original:
        """A file kept before."""
        return self._originals.get(sha256, name=name, size=size)

    def detect(self, actor: Actor, source: Source, **changes: object) -> Detection:
        """How the file would be read; ``changes`` are the person's, by Interpretation field."""
        return readers.detect(source, **changes)  # type: ignore[arg-type] # checked there

    def scan(
        self,
        actor: Actor,
        source: Source,
        interpretation: Interpretation,
        progress: Callable[[int], None] | None = None,
    ) -> Scan:
        """Read the whole file."""
        return readers.scan(source, interpretation, progress)

    # -- ingest ----------------------------------------------------------------------------

    @acting("The plan", QUESTION_S)
    def plan(
        self, actor: Actor, original: Original, scan: Scan, *, rule: str, series: Series
    ) -> Plan:
        """What an ingest would do, found out before anything is written.

        Raises RetimeError where the rule would lose rows, FileError where there are none.
        """
        check_tags(series)
        if scan.counts.kept == 0:
            raise FileError(
                f"{original.name} has {scan.counts.rows:,} data rows, and none can be stored.",
                hint="Look at the rejected rows' reasons: the delimiter, the decimal sign or the "
                "date order may need changing.",
            )
        now_ns = time.time_ns()
        resolved = retime.resolve(
            retime.parse(rule),
            scan.stamps,
            step_ns=scan.step_ns,
            zone=scan.interpretation.zone,
            now_ns=now_ns,
        )
        return planning.make_plan(
            original,
            scan,
            rule=rule,
            resolved=resolved,
            series=series,
            store=self._store(),
            ledger=self._ledger,
            now_ns=now_ns,
            free_bytes=free_bytes(self.settings.data_dir),
        )

    @acting("The start of the ingest", QUESTION_S)
    def start(self, actor: Actor, plan: Plan, *, replace: bool = False) -> IngestRecord:
        """Record the planned ingest, so that it can run, and be resumed after a kill.

        An ingest that is recorded already is given back as it stands. Raises what
        :func:`turbine.ingest.preflight.refuse` raises; IngestError if the undo of the same ingest
        was interrupted.
        """
        with self._ledger.starting():
            now = planning.look_again(plan, self._ledger)
            if now.existing is not None:
                return _not_undoing(now.existing)
            kept = now.original
            self._originals.get(kept.sha256, name=kept.name, size=kept.size)  # nobody discarded it
            if now.taken > plan.taken and replace:
                raise OverlapError(
                    "Meanwhile another ingest took some of these stamps, so more points would be "
                    f"replaced ({now.taken:,}) than were shown ({plan.taken:,}).",
                    hint="Check the plan once more before you confirm it.",
                )
            refuse(now, replace=replace)
            # Before the record: whoever resumes it after a kill need not know of shards.
            fit_shards(self._store(now.target), now.bucket, now.span)
            record = planning.new_record(now, actor, self._store(now.target))
            self._ledger.add(record, now.stamps, planning.findings_of(now.scan), now.claims)
        return record

    def run(
        self,
        actor: Actor,
        ingest_id: str,
        *,
        scan: Scan | None = None,
        on_progress: OnProgress = lambda _progress: None,
    ) -> IngestRecord:
        """Send what the database lacks, here and now; of an interrupted undo, do the rest. A
        ``scan`` at hand spares reading."""
        record = self._ledger.get(ingest_id)
        store = self._store(record.target)
        earlier = job.run(
            ingest_id, lambda: scan or self._scan_again(record), store, self._ledger, on_progress
        )
        self._recount_all(actor, earlier)
        return self._ledger.get(ingest_id)

    def run_in_background(self, actor: Actor, ingest_id: str, scan: Scan | None = None) -> None:
        """Run in a thread of its own; the ledger tells how it ends, :meth:`progress` how far it
        is. No page has to stay open for it."""

        def work() -> None:
            try:
                self.run(actor, ingest_id, scan=scan, on_progress=note)
            except TurbineError:
                pass  # recorded in the ledger, where every page reads it
            finally:
                self._progress.pop(ingest_id, None)

        def note(progress: Progress) -> None:
            self._progress[ingest_id] = progress

        record = self._ledger.get(ingest_id)
        self._store(record.target)  # raises here, where somebody listens
        with self._lock:
            if ingest_id in self._progress:
                return
            done = record.stored + record.refused
            note(Progress(done=done, total=record.counts.kept, rows_per_s=0))
        threading.Thread(target=work, name=f"ingest-{ingest_id}", daemon=True).start()

    def progress(self, actor: Actor, ingest_id: str) -> Progress | None:
        """How far a background ingest of this process is; None where it does not run here."""
        return self._progress.get(ingest_id)

    def cancel(self, actor: Actor, ingest_id: str) -> None:
        """Ask the ingest to stop after the batches under way, whichever process runs it."""
        record = self._ledger.get(ingest_id)
        if record.state is not State.RUNNING and ingest_id not in self._progress:
            raise IngestError(f"Ingest {ingest_id} is not running: it is {record.state}.")
        self._ledger.ask_to_cancel(ingest_id)

    @acting("The question who answers", QUESTION_S)
    def check_undo(self, actor: Actor, ingest_id: str) -> UndoEffects:
        """What :meth:`undo` would take away that it cannot bring back. Raises IngestError, before
        anybody confirms anything, if it could not be done."""
        record = self._ledger.get(ingest_id)
        undoing.check_undo(record, self._store(record.target), self._ledger)
        return undoing.effects(record, self._ledger)

    @acting("The undo", QUESTION_S, by_answers=True)
    def undo(self, actor: Actor, ingest_id: str, *, confirmation: str) -> int:
        """Delete exactly the ingest's values and count again, the ingests that it had replaced
        too; ``confirmation`` is its id, typed. Returns the number of points."""
        record = self._ledger.get(ingest_id)
        if confirmation.strip() != ingest_id:
            raise IngestError(
                "The confirmation does not match.",
                hint=f"Type the ingest's id, {ingest_id}, to delete its points.",
            )
        deleted, earlier = undoing.undo(record, self._store(record.target), self._ledger)
        self._recount_all(actor, earlier)
        return deleted

    def _recount_all(self, actor: Actor, ingest_ids: list[str]) -> None:
        for ingest_id in ingest_ids:
            with suppress(TurbineError):  # it stays "not counted"
                self.recount(actor, ingest_id)

    @acting("The count of the ingest", QUESTION_S, by_answers=True)
    @acting("The count of the ingest", QUESTION_S, by_answers=True)
    def recount(self, actor: Actor, ingest_id: str) -> IngestRecord:
        """Count what the database holds of an ingest, and record it. Raises TurbineError."""
        record = self._ledger.get(ingest_id)
        store = self._store(record.target)
        counting.recount(ingest_id, self._ledger, store, lambda: self._scan_again(record))
        return self._ledger.get(ingest_id)

    @acting("The comparison with the ledger", QUESTION_S, by_answers=True)
    def compare_ledger(self, actor: Actor) -> list[IngestRecord]:
        """Count every ingest in the target that was sent, and give those of which rows are
        missing, or that could not be counted: each can be resumed."""
        found = []
        for record in self._ledger.all():
            if record.target == self.target and record.state.is_sent:
                counted = self.recount(actor, record.id)
                found += [counted] if counted.state.can_resume else []
            elif record.target == self.target and record.state is State.UNDOING:
                found.append(record)
        return found

    def ingests(self, actor: Actor) -> list[IngestRecord]:
        """Every ingest, the newest first."""
        version, (seen, records) = self._ledger.version(), self._records
        # That a process died changes nothing in the ledger, and yet what is running.
        if seen != version or any(record.state is State.RUNNING for record in records):
            records = self._ledger.all()
            self._records = version, records
        return list(records)

    def state(self, actor: Actor) -> tuple[str, ...]:
        """Another one after every change of the target and of any ingest, in this process or
        another: an answer of the database stands as long as it does, as far as it is ours."""
        target = self.target
        named = (target.kind, target.address, target.org, target.bucket)
        return (*named, self._ledger.version())

    def ingest(self, actor: Actor, ingest_id: str) -> IngestRecord:
        """One ingest."""
        return self._ledger.get(ingest_id)

    def findings(self, actor: Actor, ingest_id: str, limit: int | None = None) -> pl.DataFrame:
        """What is not stored, with line, text and reason: the quarantine file."""
        found = self._ledger.findings(ingest_id, None if limit is None else limit + 1)
        unstored = found.filter(pl.col("kind") != OPEN_END)
        return unstored if limit is None else unstored.head(limit)

    def open_end(self, actor: Actor, ingest_id: str) -> str:
        """What is to be said of the file's last line if it has no line end; else empty."""
        return self._ledger.open_end(ingest_id)

    def _scan_again(self, record: IngestRecord) -> Scan:
        """The recorded file as it was read then. Raises IngestError where it is not the same."""
        original = self._originals.get(record.sha256, name=record.file_name, size=record.size)
        with ThreadPoolExecutor(1) as pool:
            intact = pool.submit(self._originals.check, original)
            try:
                scan = readers.scan(original, record.interpretation)
            finally:
                intact.result()  # damage explains whatever the reading ran into
        if scan.counts != record.counts:
            raise IngestError(
                f"{record.file_name} is not read as it was when ingest {record.id} was recorded: "
                f"{scan.counts.kept:,} rows are kept now, {record.counts.kept:,} were then.",
                hint="This version of Windproof reads it otherwise: undo the ingest and ingest "
                "the file again.",
            )
        return scan

    # -- explore ---------------------------------------------------------------------------

    @acting("The list of turbines", QUESTION_S)
    def series(self, actor: Actor, measurement: str | None = None) -> list[SeriesInfo]:
        """The series that the target holds, of one measurement or of all."""
        store = self._store()
        found = [] if store.bucket() is None else store.series(measurement)
        return [info for info in found if info.series.measurement != doctor.MEASUREMENT]

    def zone_of(self, actor: Actor, series: Series) -> str:
        """The zone of the site: that of the series' newest file."""
        known = self._ledger.of_series(series, self.target)
        return known[-1].interpretation.zone if known else DEFAULT_ZONE

    def name_series(
        self, actor: Actor, *, turbine: str, site: str | None = None, measurement: str | None = None
    ) -> Series | None:
        """The series that is meant, by its full name or as the only one of that site that was
        ingested here; None where only the database can tell. Asks no server."""
        if site is None:
            return None
        if measurement is not None:
            return Series(measurement=measurement, site=site, turbine=turbine)
        known = {
            record.series
            for record in self._ledger.all()
            if record.state is not State.UNDONE
            and record.target == self.target
            and record.series.turbine == turbine
            and site == record.series.site
        }
        return known.pop() if len(known) == 1 else None

    @acting("The search for the turbine", QUESTION_S)
    def find_series(
        self, actor: Actor, *, turbine: str, site: str | None = None, measurement: str | None = None
    ) -> SeriesInfo:
        """The one series of that turbine. Raises NotFoundError where there is none, or several."""
        held = self.series(actor, measurement)
        found = [
            info
            for info in held
            if info.series.turbine == turbine
            and site in (None, info.series.site)
            and measurement in (None, info.series.measurement)
        ]
        if not found:
            known = sorted({info.series.turbine for info in held})
            raise NotFoundError(
                f"There are no points of turbine {turbine!r}.",
                hint=f"There are: {', '.join(known)}." if known else "Ingest a file first.",
            )
        if len(found) > 1:
            sites = ", ".join(f"{i.series.site} / {i.series.measurement}" for i in found)
            raise NotFoundError(
                f"Turbine {turbine!r} has several series: {sites}.",
                hint="Say which with --site and --measurement.",
            )
        return found[0]

    @acting("The aggregate", QUESTION_S)
    def aggregate(self, actor: Actor, request: AggregateRequest) -> Aggregation:
        """Windowed aggregates, computed by the database where it can."""
        key = (self.state(actor), request.series, request.start_ns, request.stop_ns)
        known = self._known_steps.of(key)
        found = aggregation.aggregate(self._store(), request, known=known)
        self._known_steps.keep(key, known)
        return found

    # -- verify ----------------------------------------------------------------------------

    @acting("The verification", QUESTION_S, by_answers=True)
    def verify(
        self,
        actor: Actor,
        ingest_id: str,
        *,
        tolerance: float = 0.0,
        on_progress: Callable[[int], None] = lambda _rows: None,
    ) -> Verification:
        """Compare the original bytes with the ingest's own database, row by row."""
        record = self._ledger.get(ingest_id)
        found = compare(
            record,
            self._scan_again(record),
            self._store(record.target),
            self._holdings(record),
            now_ns=time.time_ns(),
            tolerance=tolerance,
            on_progress=on_progress,
        )
        self._note_count(found)
        return found

    def _note_count(self, found: Verification) -> None:
        """Whatever was verified was counted."""
        record = self._ledger.get(found.record.id)
        if not (record.state.is_sent and record.state is found.record.state):
            return
        missing = found.offenders.filter(pl.col("kind") == "missing")["line"]
        lacks = len(np.setdiff1d(missing, found.holdings.refused_lines))
        counted = counting.state_of(present=found.found, lacks=lacks)
        with suppress(IngestError):  # where nothing can be noted, the verdict stands all the same
            self._ledger.set_counted(record.id, held=found.found, lacks=lacks, state=counted)

    @acting("The overlay", QUESTION_S)
    def sides(
        self, actor: Actor, found: Verification, channel: str, start_ns: int, stop_ns: int
    ) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The file's and the database's values of a verified ingest, for the overlay."""
        store = self._store(found.record.target)
        return sides(found, store, channel, start_ns, stop_ns)

    def _holdings(self, record: IngestRecord) -> Holdings:
        own = self._ledger.ownership(record.id)
        others = [
            self._ledger.ownership(other.id)
            for other in self._ledger.of_series(record.series, record.target)
            if other.id != record.id
            and other.last_ns >= record.first_ns
            and other.first_ns <= record.last_ns
        ]
        fields = {field for other in others for field in other.fields}
        brought = {f: union(o.stamps for o in others if f in o.fields) for f in sorted(fields)}
        taken = {field: own.taken(field) for field in own.fields}
        if record.state is State.UNDONE:  # what others brought is theirs, before or since
            taken = {f: np.intersect1d(own.stamps, brought.get(f, NONE)) for f in own.fields}
        elsewhere = {
            f: np.setdiff1d(there, own.stamps) if f in own.fields else there
            for f, there in brought.items()
        }
        return Holdings(
            taken=taken,
            theirs={f: union([there, taken.get(f, NONE)]) for f, there in elsewhere.items()},
            lost={c.by: own.lost_to(c.by) for c in own.claims if c.undone},
            refused_lines=np.array(counting.refused_lines(self._ledger, record.id), dtype=np.int64),
            acknowledged=np.array(self._ledger.acknowledged(record.id), dtype=np.int64),
        )


def _not_undoing(record: IngestRecord) -> IngestRecord:
    if record.state is State.UNDOING:
        raise IngestError(
            f"The undo of ingest {record.id}, of this file, was interrupted.",
            hint=f"Finish it first: resume {record.id}. Then ingest the file again.",
        )
    return record


def _small(path: Path) -> bytes | None:
    """The file's bytes where they fit into memory; None also where somebody else shall tell why
    it cannot be read."""
    try:
        fits = path.is_file() and path.stat().st_size <= readers.IN_MEMORY_BYTES
        return path.read_bytes() if fits else None
    except OSError:
        return None


def check_tags(series: Series) -> None:
    """Raise IngestError for a name that a database could not keep as it is."""
    for what, value in (
        ("measurement", series.measurement),
        ("site tag", series.site),
        ("turbine tag", series.turbine),
    ):
        if not _TAG.fullmatch(value) or value != value.strip():
            raise IngestError(
                f"The {what} {value!r} cannot be used.",
                hint="Use 1 to 64 characters, without line breaks, backslashes or spaces around.",
            )
