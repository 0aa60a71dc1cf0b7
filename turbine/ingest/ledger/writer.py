"""What is written into the ledger: each method is one transaction."""

import json
import sqlite3
from typing import Any

import polars as pl

from turbine.ingest.ledger.reader import LedgerReader
from turbine.ingest.ledger.rows import (
    REFUSED,
    REVOKED,
    add_claims,
    add_findings,
    add_verdict,
    pack,
)
from turbine.ingest.ownership import Claims
from turbine.ingest.record import IngestRecord, State, Upload, Verified
from turbine.model.frame import Stamps
from turbine.readers.counts import Counts

New = tuple[IngestRecord, Stamps, pl.DataFrame, Claims]
"""An ingest that is about to start, its new stamps in file order, findings and claims."""


class Ledger(LedgerReader):
    """All ingests of one data directory."""

    def add(
        self, *new: New, upload: Upload | None = None, findings: pl.DataFrame | None = None
    ) -> None:
        """Record new ingests before the first batch of any, each with its stamps, with what of its
        file is not stored, and with what it takes over from others; and the upload that they are,
        with what is of none of them: all of it, or nothing."""
        with self._open() as db:
            if upload is not None:
                values = upload.id, upload.rejected, upload.without_values
                db.execute("INSERT INTO uploads VALUES (?, ?, ?)", values)
                if findings is not None:
                    add_findings(db, upload.id, findings)
            for record, stamps, left_out, claims in new:
                _add_record(db, record)
                db.execute("INSERT INTO stamps VALUES (?, ?)", (record.id, pack(stamps)))
                add_findings(db, record.id, left_out)
                add_claims(db, record.id, claims)
                _touch(db, record.id)

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
            _touch(db, ingest_id)
            if refusals is not None:
                add_findings(db, ingest_id, refusals)

    def answer_again(
        self, ingest_id: str, seq: int, lines: list[int], refusals: pl.DataFrame
    ) -> None:
        """Record that the database answered again, for these lines of a batch: what it had refused
        and accepts now is stored; what it had accepted and refuses now is REVOKED."""
        with self._open() as db:
            kinds = db.execute(
                "SELECT line, kind FROM findings WHERE ingest = ? AND kind IN (?, ?)",
                (ingest_id, REFUSED, REVOKED),
            )
            sent = set(lines)
            before = {row["line"]: row["kind"] for row in kinds if row["line"] in sent}
            db.executemany(
                "DELETE FROM findings WHERE ingest = ? AND line = ? AND kind = ?",
                ((ingest_id, line, kind) for line, kind in before.items()),
            )
            kind = pl.col("line").replace_strict(before, default=REVOKED, return_dtype=pl.String)
            add_findings(db, ingest_id, refusals.with_columns(kind=kind))
            more = refusals.height - len(before)
            db.execute(
                "UPDATE batches SET stored = stored - ?, refused = refused + ?"
                " WHERE ingest = ? AND seq = ?",
                (more, more, ingest_id, seq),
            )
            _touch(db, ingest_id)

    def set_state(
        self, ingest_id: str, state: State, *, error: str = "", seconds: float = 0.0
    ) -> None:
        """Move an ingest to a state; ``error`` is a kept text; ``seconds`` of writing are added to
        what it took before."""
        with self._open() as db:
            db.execute(
                "UPDATE ingests SET state = ?, error = ?, seconds = seconds + ?, cancel = 0 "
                "WHERE id = ?",
                (state.value, error, seconds, ingest_id),
            )
            _touch(db, ingest_id)

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
            _touch(db, ingest_id)

    def keep_verdict(self, record: IngestRecord, its: Verified) -> None:
        """Record a verification of the ingest as it was then (:attr:`IngestRecord.touched`)."""
        with self._open() as db:
            add_verdict(db, record, its)

    def set_undone(self, ingest_id: str) -> list[str]:
        """Close an ingest of which the database holds nothing any more. What it had taken over is
        the earlier ingests' again: their ids, each to be counted."""
        with self._open() as db:
            db.execute(
                "UPDATE ingests SET state = ?, held = 0, lacks = 0, error = '', cancel = 0"
                " WHERE id = ?",
                (State.UNDONE.value, ingest_id),
            )
            _touch(db, ingest_id)
            rows = db.execute(
                "SELECT i.id FROM ingests i JOIN replaced r ON r.ingest = i.id"
                " WHERE r.by = ? AND i.state <> ?",
                (ingest_id, State.UNDONE.value),
            ).fetchall()
            earlier = [row["id"] for row in rows]
            sent = [state.value for state in State if state.is_sent]
            marks = ", ".join("?" * len(sent))
            for other in earlier:  # until it is counted, nobody may take it for complete
                db.execute(
                    "UPDATE ingests SET held = NULL, lacks = 0, state = ?"  # noqa: S608 - marks
                    f" WHERE id = ? AND state IN ({marks})",
                    (State.NOT_COUNTED.value, other, *sent),
                )
        return earlier

    def keep_erased(self, ingest_id: str, lines: bytes) -> None:
        """Keep points that are about to be deleted and must be written back."""
        with self._open() as db:
            db.execute("INSERT INTO erased VALUES (?, ?)", (ingest_id, lines))

    def forget_erased(self, ingest_id: str) -> None:
        """All of it is written back."""
        with self._open() as db:
            db.execute("DELETE FROM erased WHERE ingest = ?", (ingest_id,))

    def ask_to_cancel(self, ingest_id: str) -> None:
        """Ask whichever process runs the ingest to stop after the batches under way."""
        with self._open() as db:
            db.execute("UPDATE ingests SET cancel = 1 WHERE id = ?", (ingest_id,))


def _touch(db: sqlite3.Connection, ingest_id: str) -> None:
    """What the database holds of an ingest may change, and of those whose values it takes over."""
    db.execute(
        "UPDATE ingests SET touched = touched + 1 WHERE id = :id"
        ' OR id IN (SELECT ingest FROM replaced WHERE "by" = :id)',
        {"id": ingest_id},
    )


def _add_record(db: sqlite3.Connection, record: IngestRecord) -> None:
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
        "upload": record.upload,
    }
    names = ", ".join(row)
    marks = ", ".join(f":{name}" for name in row)
    text = f"INSERT INTO ingests ({names}) VALUES ({marks})"  # noqa: S608 - our own keys
    db.execute(text, row)


def _counts_to_dict(counts: Counts) -> dict[str, Any]:
    return {name: getattr(counts, name) for name in Counts.__slots__}
