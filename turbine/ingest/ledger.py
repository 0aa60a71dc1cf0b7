"""The ledger: which file went where, which batches are acknowledged, what was not stored and why.

One SQLite file, safe for several processes. A batch is recorded after the database acknowledged
it: what a kill leaves unrecorded is sent again, which is harmless. Whether an ingest is running
is told by a file lock that the operating system drops with the process, never by a flag.
"""

import json
import secrets
import sqlite3
import threading
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

from turbine.ingest.ownership import Claim, Claims, Ownership, claim
from turbine.ingest.record import IngestRecord, State
from turbine.model.errors import IngestError, NotFoundError
from turbine.model.frame import Stamps, ascending
from turbine.model.series import Series, Target
from turbine.readers.model import Counts, Interpretation
from turbine.settings.data_dir import make_folder, make_private, private
from turbine.settings.places import COMMAND
from turbine.timing.retime import Resolved

FINDINGS_SCHEMA = pl.Schema(
    {
        "kind": pl.String(),
        "line": pl.UInt32(),
        "column": pl.String(),
        "text": pl.String(),
        "reason": pl.String(),
    }
)
"""``kind`` is rejected (a row), cell (one bad cell of a stored row), duplicate, refused (by the
database), or OPEN_END (the last line, which has no line end, stored or not)."""
OPEN_END = "open end"

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
CREATE INDEX IF NOT EXISTS ingests_series ON ingests (turbine, measurement, site);
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
_VERSION = 1
"""Of the schema; kept as SQLite's ``user_version``."""
_SINCE_0 = (
    "ALTER TABLE ingests ADD COLUMN lacks INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE ingests ADD COLUMN unrecorded INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE replaced ADD COLUMN fields TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX replaced_ingest ON replaced (ingest)",
    "CREATE TABLE erased (ingest TEXT NOT NULL, lines BLOB NOT NULL)",
)
"""``replaced`` holds what a later ingest (``by``) brings too: fields, and stamps of both.
``erased`` holds points about to be deleted, as far as they are to be written back."""

_SELECT = """
SELECT i.*, coalesce(b.stored, 0) AS stored, coalesce(b.refused, 0) AS refused,
       EXISTS (SELECT 1 FROM replaced r WHERE r.ingest = i.id) AS is_claimed
FROM ingests i
LEFT JOIN (SELECT ingest, sum(stored) AS stored, sum(refused) AS refused
           FROM batches GROUP BY ingest) b ON b.ingest = i.id
"""
_CLAIMS = """
SELECT r.by, r.fields, r.stamps, i.state = 'undone' AS undone
FROM replaced r JOIN ingests i ON i.id = r.by WHERE r.ingest = ?
"""


class Ledger:
    """All ingests of one data directory."""

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / "ledger.db"
        self._locks = data_dir / "locks"
        for folder in (data_dir, self._locks):
            make_folder(folder)
        with private():
            self._prepare()
            # While one connection is open, closing others costs no checkpoint: a batch is
            # acknowledged ten times faster.
            with _reported(self._path):
                anchor = sqlite3.connect(self._path, check_same_thread=False)
                weakref.finalize(self, anchor.close)
                anchor.execute("SELECT 1 FROM ingests").fetchone()
        make_private(self._path)
        self._anchor, self._anchor_lock, self._name = anchor, threading.Lock(), secrets.token_hex(4)

    # -- writing ---------------------------------------------------------------------------

    def add(
        self,
        record: IngestRecord,
        stamps: Stamps,
        findings: pl.DataFrame,
        claims: Claims,
    ) -> None:
        """Record a new ingest before its first batch, with what of its file is not stored, and
        with what it takes over from others: all of it, or nothing."""
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
                "unrecorded": record.unrecorded,
                "state": record.state.value,
            }
            names = ", ".join(row)
            marks = ", ".join(f":{name}" for name in row)
            text = f"INSERT INTO ingests ({names}) VALUES ({marks})"  # noqa: S608 - our own keys
            db.execute(text, row)
            db.execute("INSERT INTO stamps VALUES (?, ?)", (record.id, pack(stamps)))
            _add_findings(db, record.id, findings)
            _add_claims(db, record.id, claims)

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

    def refuse(self, ingest_id: str, seq: int, refusals: pl.DataFrame) -> None:
        """Record that the database refused rows of a batch that it had taken before."""
        with self._open() as db:
            db.execute(
                "UPDATE batches SET stored = stored - ?, refused = refused + ?"
                " WHERE ingest = ? AND seq = ?",
                (refusals.height, refusals.height, ingest_id, seq),
            )
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

    def set_counted(
        self, ingest_id: str, *, held: int, lacks: int, state: State | None = None
    ) -> None:
        """Record how many of the ingest's rows the database held when counted, and how many of
        those that it must hold it lacked. ``state`` is the state that follows from that; of an
        ingest that is not wholly sent, it stays."""
        with self._open() as db:
            db.execute(
                "UPDATE ingests SET held = ?, lacks = ?, state = coalesce(?, state) WHERE id = ?",
                (held, lacks, state and state.value, ingest_id),
            )

    def set_undone(self, ingest_id: str) -> list[str]:
        """Close an ingest of which the database holds nothing more. What it had taken over is the
        earlier ingests' again: their ids, each to be counted."""
        with self._open() as db:
            db.execute(
                "UPDATE ingests SET state = ?, held = 0, lacks = 0, error = '', cancel = 0"
                " WHERE id = ?",
                (State.UNDONE.value, ingest_id),
            )
            rows = db.execute(
                "SELECT i.id FROM ingests i JOIN replaced r ON r.ingest = i.id"
                " WHERE r.by = ? AND i.state <> ?",
                (ingest_id, State.UNDONE.value),
            ).fetchall()
            found = [row["id"] for row in rows]
            sent = [state.value for state in State if state.is_sent]
            marks = ", ".join("?" * len(sent))
            for other in found:  # until it is counted, nobody may take it for whole
                db.execute(
                    "UPDATE ingests SET held = NULL, lacks = 0, state = ?"  # noqa: S608 - marks
                    f" WHERE id = ? AND state IN ({marks})",
                    (State.NOT_COUNTED.value, other, *sent),
                )
        return found

    def keep_erased(self, ingest_id: str, lines: bytes) -> None:
        """Keep points that are about to be deleted and must be written back."""
        with self._open() as db:
            db.execute("INSERT INTO erased VALUES (?, ?)", (ingest_id, lines))

    def erased(self, ingest_id: str) -> list[bytes]:
        """What was deleted by, or about to be, and is not known to be written back."""
        with self._open() as db:
            rows = db.execute(
                "SELECT lines FROM erased WHERE ingest = ? ORDER BY rowid", (ingest_id,)
            ).fetchall()
        return [row["lines"] for row in rows]

    def forget_erased(self, ingest_id: str) -> None:
        """All of it is written back."""
        with self._open() as db:
            db.execute("DELETE FROM erased WHERE ingest = ?", (ingest_id,))

    def ask_to_cancel(self, ingest_id: str) -> None:
        """Ask whichever process runs the ingest to stop after the batches under way."""
        with self._open() as db:
            db.execute("UPDATE ingests SET cancel = 1 WHERE id = ?", (ingest_id,))

    # -- reading ---------------------------------------------------------------------------

    def version(self) -> str:
        """Another one after every change, whichever process made it. Costs next to nothing."""
        with _reported(self._path), self._anchor_lock:
            row = self._anchor.execute("PRAGMA data_version").fetchone()
        return f"{self._name}.{row[0]}"

    def get(self, ingest_id: str) -> IngestRecord:
        """One ingest. Raises NotFoundError."""
        with self._open() as db:
            row = db.execute(_SELECT + "WHERE i.id = ?", (ingest_id,)).fetchone()
        if row is None:
            raise NotFoundError(
                f"There is no ingest {ingest_id!r}.", hint=f"List them: {COMMAND} ingests"
            )
        return self._record(row)

    def all(self) -> list[IngestRecord]:
        """Every ingest, the newest first."""
        with self._open() as db:
            rows = db.execute(_SELECT + "ORDER BY i.created DESC, i.rowid DESC").fetchall()
        return [self._record(row) for row in rows]

    def of_series(self, series: Series, target: Target) -> list[IngestRecord]:
        """The ingests of one series in one target that are not undone, the oldest first."""
        with self._open() as db:
            rows = db.execute(
                _SELECT + "WHERE i.turbine = ? AND i.measurement = ? AND i.site = ?"
                " AND i.target = ? AND i.state <> ? ORDER BY i.created, i.rowid",
                (
                    series.turbine,
                    series.measurement,
                    series.site,
                    json.dumps(target.to_dict(), sort_keys=True),
                    State.UNDONE.value,
                ),
            ).fetchall()
        return [self._record(row) for row in rows]

    def stamps(self, ingest_id: str) -> Stamps:
        """The new stamps of the ingest's kept rows, in file order."""
        with self._open() as db:
            row = db.execute("SELECT packed FROM stamps WHERE ingest = ?", (ingest_id,)).fetchone()
        return unpack(row["packed"])

    def ownership(self, ingest_id: str) -> Ownership:
        """What of the ingest is its own, and what others brought since."""
        with self._open() as db:
            row = db.execute(
                "SELECT interpretation, packed FROM ingests JOIN stamps ON ingest = id"
                " WHERE id = ?",
                (ingest_id,),
            ).fetchone()
            claims = db.execute(_CLAIMS, (ingest_id,)).fetchall()
        return Ownership(
            stamps=ascending(unpack(row["packed"])),
            fields=Interpretation.from_dict(json.loads(row["interpretation"])).channels,
            claims=tuple(
                Claim(
                    by=c["by"],
                    fields=tuple(c["fields"].split()),
                    stamps=unpack(c["stamps"]),
                    undone=bool(c["undone"]),
                )
                for c in claims
            ),
        )

    def replaced_by(self, ingest_id: str) -> list[str]:
        """The ingests, not undone, whose stamps this one took over, the oldest first."""
        with self._open() as db:
            rows = db.execute(
                "SELECT i.id FROM ingests i JOIN replaced r ON r.ingest = i.id"
                " WHERE r.by = ? AND i.state <> ? ORDER BY i.created, i.rowid",
                (ingest_id, State.UNDONE.value),
            ).fetchall()
        return [row["id"] for row in rows]

    def acknowledged(self, ingest_id: str) -> list[int]:
        """The batches that the database answered for, by number."""
        with self._open() as db:
            rows = db.execute("SELECT seq FROM batches WHERE ingest = ?", (ingest_id,)).fetchall()
        return [row["seq"] for row in rows]

    def open_end(self, ingest_id: str) -> str:
        """What was said of the file's last line if it has no line end; else empty."""
        with self._open() as db:
            row = db.execute(
                "SELECT reason FROM findings WHERE ingest = ? AND kind = ?", (ingest_id, OPEN_END)
            ).fetchone()
        return str(row["reason"]) if row else ""

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

    # -- yesterday's data ------------------------------------------------------------------

    def _prepare(self) -> None:
        """Make the tables, or bring those of an older version up to date: in one transaction, with
        a copy kept. Raises IngestError for a ledger that a newer version wrote."""
        with self._open() as db:
            version = _version(db)
            if version > _VERSION:
                raise IngestError(
                    f"{self._path.name} was written by a newer version of Windproof: its schema is "
                    f"{version}, and this version knows {_VERSION}.",
                    hint="Start the newer version again, or restore the data directory's backup.",
                )
            if version == _VERSION:
                return
            db.execute("PRAGMA journal_mode = WAL")
            db.executescript(_SCHEMA)
            if db.execute("SELECT 1 FROM ingests").fetchone():
                self._copy(db, self._path.with_suffix(f".v{version}.db"))
        with self._open() as db:
            db.execute("BEGIN IMMEDIATE")
            if _version(db) == _VERSION:
                return  # another process was first
            for statement in _SINCE_0:
                db.execute(statement)
            _count_since_0(db)
            db.execute(f"PRAGMA user_version = {_VERSION}")

    @staticmethod
    def _copy(db: sqlite3.Connection, path: Path) -> None:
        copy = sqlite3.connect(path)
        try:
            db.backup(copy)
        finally:
            copy.close()

    # -- one at a time ---------------------------------------------------------------------

    @contextmanager
    def starting(self) -> Iterator[None]:
        """Start ingests one after the other: what a plan saw of the others still holds."""
        lock = self._take("start", timeout_s=-1)
        try:
            yield
        finally:
            lock.release()

    @contextmanager
    def running(self, ingest_id: str) -> Iterator[None]:
        """Hold the ingest while it runs. Raises IngestError where another process does."""
        try:
            lock = self._take(ingest_id, timeout_s=1)  # a look at the state holds it for a moment
        except Timeout as error:
            raise IngestError(
                f"Ingest {ingest_id} is running already.",
                hint="Wait for it to end, or cancel it first.",
            ) from error
        try:
            yield
        finally:
            lock.release()

    def _take(self, name: str, *, timeout_s: float) -> FileLock:
        """The lock, held. Raises Timeout, and IngestError where there can be none."""
        lock = FileLock(self._locks / f"{name}.lock", mode=0o600)
        try:
            lock.acquire(timeout=timeout_s)
        except Timeout:
            raise
        except (OSError, NotImplementedError) as error:  # the latter: a file system without locks
            raise IngestError(
                f"No lock can be taken in {self._locks}: {error}.",
                hint="Look at the room and the permissions of the data directory.",
            ) from error
        return lock

    def _is_held(self, ingest_id: str) -> bool:
        try:
            self._take(ingest_id, timeout_s=0).release()
        except Timeout:
            return True
        except IngestError:  # a folder that may not be written: nobody can run it here
            return False
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
            unrecorded=row["unrecorded"],
            replaced=len(self.ownership(row["id"]).replaced) if row["is_claimed"] else 0,
            seconds=row["seconds"],
            held=row["held"],
            lacks=row["lacks"],
            error=row["error"],
        )

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A connection in one transaction. Raises IngestError where the file refuses."""
        with _reported(self._path):
            db = sqlite3.connect(self._path, timeout=30.0)
            try:
                db.row_factory = sqlite3.Row
                db.execute("PRAGMA synchronous = NORMAL")
                with db:
                    yield db
            finally:
                db.close()


@contextmanager
def _reported(path: Path) -> Iterator[None]:
    """Trouble with the file as an error of ours. What is our own mistake stays loud."""
    try:
        yield
    except (sqlite3.ProgrammingError, sqlite3.IntegrityError):
        raise
    except (sqlite3.DatabaseError, OSError) as error:
        raise IngestError(
            f"The ledger cannot be read or written: {error} ({path}).",
            hint="Look at the room and the permissions of the data directory.",
        ) from error


def _counts_to_dict(counts: Counts) -> dict[str, int]:
    return {name: getattr(counts, name) for name in Counts.__slots__}


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _count_since_0(db: sqlite3.Connection) -> None:
    """Find out what each ingest brings that an earlier one brought, and what was lost unseen.

    Version 0 took over whole points, deleted them first, and forgot them when the later ingest was
    undone; and an ingest was done however few of its rows were counted.
    """
    replaced = dict(db.execute("SELECT by, sum(count) FROM replaced GROUP BY by").fetchall())
    touched = {row[0] for row in db.execute("SELECT ingest FROM replaced")}
    db.execute("DELETE FROM replaced")
    earlier: dict[tuple[str, ...], list[tuple[str, tuple[str, ...], Stamps]]] = {}
    for row in db.execute(_SELECT_0).fetchall():
        stamps = ascending(unpack(row["packed"]))
        fields = Interpretation.from_dict(json.loads(row["interpretation"])).channels
        before = earlier.setdefault(tuple(row[name] for name in _KEY), [])
        _add_claims(db, row["id"], {o: claim(f, s, fields, stamps) for o, f, s in before})
        before.append((row["id"], fields, stamps))
        unrecorded = max(0, row["replaces"] - replaced.get(row["id"], 0))
        db.execute("UPDATE ingests SET unrecorded = ? WHERE id = ?", (unrecorded, row["id"]))
        if row["state"] != State.DONE.value:
            continue
        if row["id"] in touched:
            state, held, lacks = State.NOT_COUNTED, None, 0
        elif row["held"] is not None and row["held"] < row["stored"]:
            state, held, lacks = State.SHORT, row["held"], row["stored"] - row["held"]
        else:
            continue
        db.execute(
            "UPDATE ingests SET state = ?, held = ?, lacks = ? WHERE id = ?",
            (state.value, held, lacks, row["id"]),
        )


_KEY = ("measurement", "site", "turbine", "target")
_SELECT_0 = """
SELECT i.*, s.packed,
       (SELECT coalesce(sum(stored), 0) FROM batches b WHERE b.ingest = i.id) AS stored
FROM ingests i JOIN stamps s ON s.ingest = i.id ORDER BY i.created, i.rowid
"""


def _add_claims(db: sqlite3.Connection, ingest_id: str, claims: Claims) -> None:
    for other, (fields, stamps) in claims.items():
        if len(stamps):
            db.execute(
                "INSERT INTO replaced VALUES (?, ?, ?, ?, ?)",
                (other, ingest_id, len(stamps), pack(stamps), " ".join(fields)),
            )


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
