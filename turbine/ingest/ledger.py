"""The ledger: which file went where, which batches are acknowledged, what was not stored and why.

One SQLite file, safe for several processes. A batch is recorded after the database acknowledged
it: what a kill leaves unrecorded is sent again, which is harmless. Whether an ingest is running
is told by a file lock that the operating system drops with the process, never by a flag.
"""

import json
import sqlite3
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
from filelock import FileLock, Timeout

from turbine.errors import IngestError, NotFoundError
from turbine.frame import Stamps, ascending
from turbine.ingest.record import IngestRecord, State
from turbine.readers.model import Counts, Interpretation
from turbine.retime import Resolved
from turbine.stores.base import Series, Target

FINDINGS_SCHEMA = pl.Schema(
    {
        "kind": pl.String(),
        "line": pl.UInt32(),
        "column": pl.String(),
        "text": pl.String(),
        "reason": pl.String(),
    }
)
"""``kind`` is rejected (a row), cell (one bad cell of a stored row), duplicate, or refused (by the
database)."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS ingests (
    id TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, created TEXT NOT NULL,
    actor TEXT NOT NULL, origin TEXT NOT NULL, file_name TEXT NOT NULL, sha256 TEXT NOT NULL,
    size INTEGER NOT NULL, interpretation TEXT NOT NULL, rule TEXT NOT NULL, resolved TEXT NOT NULL,
    measurement TEXT NOT NULL, site TEXT NOT NULL, turbine TEXT NOT NULL, target TEXT NOT NULL,
    counts TEXT NOT NULL, batch_rows INTEGER NOT NULL, first_ns INTEGER NOT NULL,
    last_ns INTEGER NOT NULL, step_ns INTEGER NOT NULL, replaces INTEGER NOT NULL,
    state TEXT NOT NULL,
    seconds REAL NOT NULL DEFAULT 0, held INTEGER, error TEXT NOT NULL DEFAULT '',
    cancel INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS stamps (ingest TEXT PRIMARY KEY, packed BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS batches (
    ingest TEXT NOT NULL, seq INTEGER NOT NULL, stored INTEGER NOT NULL, refused INTEGER NOT NULL,
    PRIMARY KEY (ingest, seq)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS findings (
    ingest TEXT NOT NULL, kind TEXT NOT NULL, line INTEGER NOT NULL, "column" TEXT NOT NULL,
    text TEXT NOT NULL, reason TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS findings_ingest ON findings (ingest, line);
CREATE TABLE IF NOT EXISTS replaced (
    ingest TEXT NOT NULL, by TEXT NOT NULL, count INTEGER NOT NULL, stamps BLOB NOT NULL);
"""

_SELECT = """
SELECT i.*, coalesce(b.stored, 0) AS stored, coalesce(b.refused, 0) AS refused,
       coalesce(r.count, 0) AS replaced
FROM ingests i
LEFT JOIN (SELECT ingest, sum(stored) AS stored, sum(refused) AS refused
           FROM batches GROUP BY ingest) b ON b.ingest = i.id
LEFT JOIN (SELECT ingest, sum(count) AS count FROM replaced GROUP BY ingest) r ON r.ingest = i.id
"""


class Ledger:
    """All ingests of one data directory."""

    def __init__(self, data_dir: Path) -> None:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._path = data_dir / "ledger.db"
        self._locks = data_dir / "locks"
        self._locks.mkdir(exist_ok=True, mode=0o700)
        with self._open() as db:
            db.execute("PRAGMA journal_mode = WAL")
            db.executescript(_SCHEMA)
        self._path.chmod(0o600)
        # While one connection is open, closing others costs no checkpoint: a batch is
        # acknowledged ten times faster.
        anchor = sqlite3.connect(self._path, check_same_thread=False)
        anchor.execute("SELECT 1 FROM ingests").fetchone()
        weakref.finalize(self, anchor.close)

    # -- writing ---------------------------------------------------------------------------

    def add(
        self,
        record: IngestRecord,
        stamps: Stamps,
        findings: pl.DataFrame,
        replaces: dict[str, Stamps],
    ) -> None:
        """Record a new ingest before its first batch, with what of its file is not stored, and
        the stamps that it takes over from others: all of it, or nothing."""
        with self._open() as db:
            row = {
                "id": record.id,
                "fingerprint": record.fingerprint,
                "created": record.created.isoformat(),
                "actor": record.actor,
                "origin": record.origin,
                "file_name": record.file_name,
                "sha256": record.sha256,
                "size": record.size,
                "interpretation": json.dumps(record.interpretation.to_dict()),
                "rule": record.rule,
                "resolved": json.dumps(record.resolved.to_dict()),
                "measurement": record.series.measurement,
                "site": record.series.site,
                "turbine": record.series.turbine,
                "target": json.dumps(record.target.to_dict(), sort_keys=True),
                "counts": json.dumps(_counts_to_dict(record.counts)),
                "batch_rows": record.batch_rows,
                "first_ns": record.first_ns,
                "last_ns": record.last_ns,
                "step_ns": record.step_ns,
                "replaces": record.replaces,
                "state": record.state.value,
            }
            names = ", ".join(row)
            marks = ", ".join(f":{name}" for name in row)
            text = f"INSERT INTO ingests ({names}) VALUES ({marks})"  # noqa: S608 - our own keys
            db.execute(text, row)
            db.execute("INSERT INTO stamps VALUES (?, ?)", (record.id, pack(stamps)))
            _add_findings(db, record.id, findings)
            for other, taken in replaces.items():
                db.execute(
                    "INSERT INTO replaced VALUES (?, ?, ?, ?)",
                    (other, record.id, len(taken), pack(np.sort(taken))),
                )

    def acknowledge(
        self, ingest_id: str, seq: int, *, stored: int, refusals: pl.DataFrame | None = None
    ) -> None:
        """Record that the database answered for one batch: all of it is stored or refused."""
        with self._open() as db:
            refused = 0 if refusals is None else refusals.height
            db.execute(
                "INSERT OR REPLACE INTO batches VALUES (?, ?, ?, ?)",
                (ingest_id, seq, stored, refused),
            )
            if refusals is not None:
                _add_findings(db, ingest_id, refusals)

    def set_state(
        self, ingest_id: str, state: State, *, error: str = "", seconds: float = 0.0
    ) -> None:
        """Move an ingest to a state; ``seconds`` of writing are added to what it took before."""
        with self._open() as db:
            db.execute(
                "UPDATE ingests SET state = ?, error = ?, seconds = seconds + ?, cancel = 0 "
                "WHERE id = ?",
                (state.value, error, seconds, ingest_id),
            )

    def set_held(self, ingest_id: str, held: int) -> None:
        """Record how many of the ingest's rows the database held when counted."""
        with self._open() as db:
            db.execute("UPDATE ingests SET held = ? WHERE id = ?", (held, ingest_id))

    def ask_to_cancel(self, ingest_id: str) -> None:
        """Ask whichever process runs the ingest to stop after the batches under way."""
        with self._open() as db:
            db.execute("UPDATE ingests SET cancel = 1 WHERE id = ?", (ingest_id,))

    # -- reading ---------------------------------------------------------------------------

    def get(self, ingest_id: str) -> IngestRecord:
        """One ingest. Raises NotFoundError."""
        with self._open() as db:
            row = db.execute(_SELECT + "WHERE i.id = ?", (ingest_id,)).fetchone()
        if row is None:
            raise NotFoundError(
                f"There is no ingest {ingest_id!r}.", hint="List them: python -m turbine ingests"
            )
        return self._record(row)

    def all(self) -> list[IngestRecord]:
        """Every ingest, the newest first."""
        with self._open() as db:
            rows = db.execute(_SELECT + "ORDER BY i.created DESC, i.rowid DESC").fetchall()
        return [self._record(row) for row in rows]

    def of_series(self, series: Series, target: Target) -> list[IngestRecord]:
        """The ingests of one series in one target that are not undone, the oldest first."""
        found = [r for r in self.all() if r.series == series and r.target == target]
        return [r for r in reversed(found) if r.state is not State.UNDONE]

    def stamps(self, ingest_id: str) -> Stamps:
        """The new stamps of the ingest's kept rows, in file order."""
        with self._open() as db:
            row = db.execute("SELECT packed FROM stamps WHERE ingest = ?", (ingest_id,)).fetchone()
        return unpack(row["packed"])

    def replaced(self, ingest_id: str) -> dict[str, Stamps]:
        """The stamps that later ingests took over, by their ids."""
        with self._open() as db:
            rows = db.execute(
                "SELECT by, stamps FROM replaced WHERE ingest = ?", (ingest_id,)
            ).fetchall()
        return {row["by"]: unpack(row["stamps"]) for row in rows}

    def owned(self, ingest_id: str) -> Stamps:
        """The stamps that are still this ingest's own, ascending."""
        own = ascending(self.stamps(ingest_id))
        for taken in self.replaced(ingest_id).values():
            own = np.setdiff1d(own, taken, assume_unique=True)
        return own

    def acknowledged(self, ingest_id: str) -> list[int]:
        """The batches that the database answered for, by number."""
        with self._open() as db:
            rows = db.execute("SELECT seq FROM batches WHERE ingest = ?", (ingest_id,)).fetchall()
        return [row["seq"] for row in rows]

    def findings(self, ingest_id: str, limit: int | None = None) -> pl.DataFrame:
        """What is not stored, with line, text and reason (FINDINGS_SCHEMA), by line."""
        with self._open() as db:
            rows = db.execute(
                'SELECT kind, line, "column", text, reason FROM findings WHERE ingest = ? '
                "ORDER BY line, rowid LIMIT ?",
                (ingest_id, -1 if limit is None else limit),
            ).fetchall()
        return pl.DataFrame([tuple(row) for row in rows], schema=FINDINGS_SCHEMA, orient="row")

    def cancel_asked(self, ingest_id: str) -> bool:
        """Whether somebody asked the ingest to stop."""
        with self._open() as db:
            row = db.execute("SELECT cancel FROM ingests WHERE id = ?", (ingest_id,)).fetchone()
        return bool(row and row["cancel"])

    # -- one at a time ---------------------------------------------------------------------

    @contextmanager
    def starting(self) -> Iterator[None]:
        """Start ingests one after the other: what a plan saw of the others still holds."""
        with self._lock("start"):
            yield

    @contextmanager
    def running(self, ingest_id: str) -> Iterator[None]:
        """Hold the ingest while it runs. Raises IngestError where another process does."""
        lock = self._lock(ingest_id)
        try:
            lock.acquire(timeout=1)  # a look at the state holds it for a moment
        except Timeout as error:
            raise IngestError(
                f"Ingest {ingest_id} is running already.",
                hint="Wait for it to end, or cancel it first.",
            ) from error
        try:
            yield
        finally:
            lock.release()

    def _lock(self, name: str) -> FileLock:
        return FileLock(self._locks / f"{name}.lock", mode=0o600)

    def _is_held(self, ingest_id: str) -> bool:
        lock = self._lock(ingest_id)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return True
        lock.release()
        return False

    def _record(self, row: sqlite3.Row) -> IngestRecord:
        state = State(row["state"])
        if state is State.RUNNING and not self._is_held(row["id"]):
            state = State.INTERRUPTED
        return IngestRecord(
            id=row["id"],
            fingerprint=row["fingerprint"],
            created=datetime.fromisoformat(row["created"]).astimezone(UTC),
            actor=row["actor"],
            origin=row["origin"],
            file_name=row["file_name"],
            sha256=row["sha256"],
            size=row["size"],
            interpretation=Interpretation.from_dict(json.loads(row["interpretation"])),
            rule=row["rule"],
            resolved=Resolved.from_dict(json.loads(row["resolved"])),
            series=Series(measurement=row["measurement"], site=row["site"], turbine=row["turbine"]),
            target=Target(**json.loads(row["target"])),
            counts=Counts(**json.loads(row["counts"])),
            batch_rows=row["batch_rows"],
            first_ns=row["first_ns"],
            last_ns=row["last_ns"],
            step_ns=row["step_ns"],
            state=state,
            stored=row["stored"],
            refused=row["refused"],
            replaces=row["replaces"],
            replaced=row["replaced"],
            seconds=row["seconds"],
            held=row["held"],
            error=row["error"],
        )

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A connection in one transaction. Raises IngestError where the file refuses."""
        try:
            db = sqlite3.connect(self._path, timeout=30.0)
            try:
                db.row_factory = sqlite3.Row
                db.execute("PRAGMA synchronous = NORMAL")
                with db:
                    yield db
            finally:
                db.close()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.ProgrammingError | sqlite3.IntegrityError):
                raise  # our own mistake
            raise IngestError(
                f"The ledger cannot be read or written: {error}.",
                hint="Look at the room and the permissions of the data directory.",
            ) from error


def _counts_to_dict(counts: Counts) -> dict[str, int]:
    return {name: getattr(counts, name) for name in Counts.__slots__}


def _add_findings(db: sqlite3.Connection, ingest_id: str, findings: pl.DataFrame) -> None:
    rows: Iterator[tuple[Any, ...]] = findings.select(FINDINGS_SCHEMA.names()).iter_rows()
    db.executemany(
        "INSERT INTO findings VALUES (?, ?, ?, ?, ?, ?)", ((ingest_id, *row) for row in rows)
    )


def pack(stamps: Stamps) -> bytes:
    """Stamps as their differences, compressed: a regular year takes a few hundred bytes."""
    if not len(stamps):
        return b""
    deltas = np.diff(stamps, prepend=np.int64(0)).astype("<i8")
    return len(stamps).to_bytes(8, "little") + bytes(
        pa.compress(deltas.tobytes(), codec="zstd", asbytes=True)
    )


def unpack(packed: bytes) -> Stamps:
    """The inverse of :func:`pack`."""
    if not packed:
        return np.array([], dtype=np.int64)
    size = int.from_bytes(packed[:8], "little") * 8
    raw = pa.decompress(packed[8:], decompressed_size=size, codec="zstd", asbytes=True)
    return np.cumsum(np.frombuffer(raw, dtype="<i8"), dtype=np.int64)
