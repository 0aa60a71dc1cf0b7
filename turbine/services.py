"""What a person can do, for the pages and the command line alike. Every call says who asks.

Thin: it knows where things are (ledger, originals, databases) and in which order they are asked;
the rules live in the modules that it calls.
"""

import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace as changed
from pathlib import Path

import numpy as np
import polars as pl

from turbine import aggregate as aggregation
from turbine import config, doctor, overview, readers, retime, saved
from turbine.actor import Actor
from turbine.aggregate import AggregateRequest, Aggregation
from turbine.config import Settings
from turbine.errors import (
    ConfigError,
    FileError,
    IngestError,
    NotFoundError,
    OverlapError,
    TurbineError,
)
from turbine.frame import ascending
from turbine.ingest import job
from turbine.ingest import plan as planning
from turbine.ingest.job import OnProgress, Progress
from turbine.ingest.ledger import Ledger
from turbine.ingest.originals import Original, Originals
from turbine.ingest.plan import Plan
from turbine.ingest.preflight import refuse
from turbine.ingest.record import IngestRecord, State
from turbine.ingest.shards import SHARD_S, fit_shards
from turbine.readers import Detection, Interpretation, Scan, Source
from turbine.stores import open_store
from turbine.stores.base import Bucket, Capabilities, Series, SeriesInfo, ServerInfo, Store, Target
from turbine.verify import Holdings, Verification, sides
from turbine.verify import verify as compare

DEFAULT_STEP_NS = 600 * 10**9
DEFAULT_ZONE = "Europe/Istanbul"

_TAG = re.compile(r"[^\x00-\x1f\x7f\\]{1,64}")


class Windproof:
    """All services over one data directory. Safe to share between threads."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        _make_folder(settings.data_dir)
        self._ledger = Ledger(settings.data_dir)
        self._originals = Originals(settings.data_dir / "originals")
        self._stores: dict[Target, Store] = {}
        self._progress: dict[str, Progress] = {}
        self._lock = threading.Lock()

    # -- the database ----------------------------------------------------------------------

    @property
    def target(self) -> Target:
        """Where points go now."""
        return self.settings.target

    def target_label(self, actor: Actor) -> str:
        """One line on where points go now. Asks no server."""
        return self.target.label

    def info(self, actor: Actor) -> ServerInfo:
        """Who answers at the target; raises StoreError where nobody does."""
        return self._store().info()

    def bucket(self, actor: Actor) -> Bucket | None:
        """The target's bucket, None where it does not exist."""
        return self._store().bucket()

    def capabilities(self, actor: Actor) -> Capabilities:
        """What the target's database can do. Raises StoreError where nobody answers."""
        return self._store().capabilities

    def overview(self, actor: Actor) -> overview.Overview:
        """Who answers at the target, and what is there. Raises StoreError."""
        return overview.look(self._store(), leave_out=doctor.MEASUREMENT)

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

    def change_connection(self, actor: Actor, changes: Mapping[str, str]) -> None:
        """Change where points go, from now on and after a restart: see
        :func:`turbine.config.change`. What runs goes on where it began."""
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
        if not path.is_file() or path.stat().st_size > readers.IN_MEMORY_BYTES:
            original = self.keep(actor, readers.open_source(path, path.name, member))
            return original, read(original)
        source = readers.open_source(path.read_bytes(), path.name, member)
        with ThreadPoolExecutor(1, "keep") as pool:
            kept = pool.submit(self.keep, actor, source)
            scan = read(source)
            return kept.result(), scan

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
            free_bytes=shutil.disk_usage(self.settings.data_dir).free,
        )

    def start(self, actor: Actor, plan: Plan, *, replace: bool = False) -> IngestRecord:
        """Record the planned ingest, so that it can run, and be resumed after a kill.

        An ingest that is recorded already is given back as it stands. Raises what
        :func:`turbine.ingest.preflight.refuse` raises.
        """
        with self._ledger.starting():
            now = planning.look_again(plan, self._ledger)
            if now.existing is not None:
                return now.existing
            if now.taken > plan.taken and replace:
                raise OverlapError(
                    "Meanwhile another ingest took some of these stamps, so more points would be "
                    f"replaced ({now.taken:,}) than were shown ({plan.taken:,}).",
                    hint="Look at the plan again before you confirm it.",
                )
            refuse(now, replace=replace)
            record = planning.new_record(now, actor, self._store(now.target))
            taken = {o.ingest.id: o.stamps for o in now.overlaps}
            self._ledger.add(record, now.stamps, planning.findings_of(now.scan), taken)
        fit_shards(now, self._store(now.target))
        return record

    def run(
        self,
        actor: Actor,
        ingest_id: str,
        *,
        scan: Scan | None = None,
        on_progress: OnProgress = lambda _progress: None,
    ) -> IngestRecord:
        """Send what is not acknowledged yet, here and now. A ``scan`` at hand spares reading."""
        record = self._ledger.get(ingest_id)
        store = self._store(record.target)
        job.run(
            ingest_id, lambda: scan or self._scan_again(record), store, self._ledger, on_progress
        )
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

    def check_undo(self, actor: Actor, ingest_id: str) -> None:
        """Raise IngestError, before anybody confirms anything, where :meth:`undo` could not."""
        record = self._ledger.get(ingest_id)
        job.check_undo(record, self._store(record.target))

    def undo(self, actor: Actor, ingest_id: str, *, confirmation: str) -> int:
        """Delete exactly the ingest's points and count again; ``confirmation`` is its id, typed."""
        record = self._ledger.get(ingest_id)
        if confirmation.strip() != ingest_id:
            raise IngestError(
                "The confirmation does not match.",
                hint=f"Type the ingest's id, {ingest_id}, to delete its points.",
            )
        return job.undo(record, self._store(record.target), self._ledger)

    def ingests(self, actor: Actor) -> list[IngestRecord]:
        """Every ingest, the newest first."""
        return self._ledger.all()

    def ingest(self, actor: Actor, ingest_id: str) -> IngestRecord:
        """One ingest."""
        return self._ledger.get(ingest_id)

    def findings(self, actor: Actor, ingest_id: str, limit: int | None = None) -> pl.DataFrame:
        """What is not stored, with line, text and reason: the quarantine file."""
        return self._ledger.findings(ingest_id, limit)

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

    def series(self, actor: Actor) -> list[SeriesInfo]:
        """The series that the target holds."""
        store = self._store()
        found = [] if store.bucket() is None else store.series()
        return [info for info in found if info.series.measurement != doctor.MEASUREMENT]

    def step(self, actor: Actor, series: Series) -> tuple[int, int]:
        """(step, phase) of the series' rows in ns: its newest ingest's, else ten minutes."""
        known = self._ledger.of_series(series, self.target)
        if known and known[-1].step_ns:
            return known[-1].step_ns, known[-1].first_ns
        return DEFAULT_STEP_NS, 0

    def zone_of(self, actor: Actor, series: Series) -> str:
        """The zone of the site: that of the series' newest file."""
        known = self._ledger.of_series(series, self.target)
        return known[-1].interpretation.zone if known else DEFAULT_ZONE

    def find_series(
        self, actor: Actor, *, turbine: str, site: str | None = None, measurement: str | None = None
    ) -> SeriesInfo:
        """The one series of that turbine. Raises NotFoundError where there is none, or several."""
        held = self.series(actor)
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

    def aggregate(self, actor: Actor, request: AggregateRequest) -> Aggregation:
        """Windowed aggregates, computed by the database where it can."""
        step_ns, phase_ns = self.step(actor, request.series)
        return aggregation.aggregate(self._store(), request, step_ns=step_ns, phase_ns=phase_ns)

    # -- verify ----------------------------------------------------------------------------

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
        return compare(
            record,
            self._scan_again(record),
            self._store(record.target),
            self._holdings(record),
            now_ns=time.time_ns(),
            tolerance=tolerance,
            on_progress=on_progress,
        )

    def sides(
        self, actor: Actor, found: Verification, channel: str, start_ns: int, stop_ns: int
    ) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The file's and the database's values of a verified ingest, for the overlay."""
        store = self._store(found.record.target)
        return sides(found, store, channel, start_ns, stop_ns)

    def _holdings(self, record: IngestRecord) -> Holdings:
        empty = np.array([], dtype=np.int64)
        held = [
            self._ledger.owned(other.id)
            for other in self._ledger.of_series(record.series, record.target)
            if other.id != record.id
            and other.last_ns >= record.first_ns
            and other.first_ns <= record.last_ns
        ]
        others = ascending(np.concatenate([empty, *held]))
        # What a later ingest took over; and of an undone one, what others hold since.
        taken = [empty, *self._ledger.replaced(record.id).values()]
        own = ascending(self._ledger.stamps(record.id))
        taken.append(np.intersect1d(own, others, assume_unique=True))
        refused = self._ledger.findings(record.id).filter(pl.col("kind") == "refused")
        return Holdings(
            replaced=ascending(np.concatenate(taken)),
            others=others,
            refused_lines=refused["line"].cast(pl.Int64).to_numpy(),
            acknowledged=np.array(self._ledger.acknowledged(record.id), dtype=np.int64),
        )


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise ConfigError(
            f"The data directory {folder} cannot be made: {error.strerror}.",
            hint="Set TURBINE_DATA_DIR to a folder that this user may write.",
        ) from error


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
