"""What the ledger's rows hold: findings, claims, and packed stamps."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa

from turbine.ingest.ownership import Claims
from turbine.ingest.record import IngestRecord, Verified
from turbine.model.frame import Stamps

FINDINGS_SCHEMA = pl.Schema(
    {
        "kind": pl.String(),
        "line": pl.UInt32(),
        "column": pl.String(),
        "text": pl.String(),
        "reason": pl.String(),
    }
)
"""``kind`` is rejected (a row), cell (one bad cell of a stored row), duplicate, WITHOUT_VALUES (a
row with a stamp and no value; only the first of many are listed), REFUSED (by the
database, whenever it was sent), REVOKED (by the database, which had accepted it before), or
OPEN_END (the last line, which has no line end, stored or not). ``reason`` is a kept text
(:mod:`turbine.words.kept`): codes with values, or a sentence that an earlier version kept."""
_VERDICT = ("verdict", "tolerance", "expected", "found", "missing", "unexpected", "differing")
OPEN_END, WITHOUT_VALUES = "open end", "without values"
REFUSED, REVOKED = "refused", "refused since"


def add_claims(db: sqlite3.Connection, ingest_id: str, claims: Claims) -> None:
    """Note what an ingest takes over from earlier ones."""
    for other, (fields, stamps) in claims.items():
        if len(stamps):
            db.execute(
                "INSERT INTO replaced VALUES (?, ?, ?, ?, ?)",
                (other, ingest_id, len(stamps), pack(stamps), " ".join(fields)),
            )


def add_findings(db: sqlite3.Connection, ingest_id: str, findings: pl.DataFrame) -> None:
    """Note what of a file is not stored (FINDINGS_SCHEMA)."""
    rows: Iterator[tuple[Any, ...]] = findings.select(FINDINGS_SCHEMA.names()).iter_rows()
    db.executemany(
        "INSERT INTO findings VALUES (?, ?, ?, ?, ?, ?)", ((ingest_id, *row) for row in rows)
    )


def add_verdict(db: sqlite3.Connection, record: IngestRecord, its: Verified) -> None:
    """Note a verification of the ingest as it was then, in place of an earlier one."""
    values = (getattr(its, name) for name in _VERDICT)
    db.execute(
        f"INSERT OR REPLACE INTO verdicts VALUES (?, ?, ?, ?{', ?' * len(_VERDICT)})",  # noqa: S608 - marks
        (record.id, record.touched, its.when.isoformat(), its.by, *values),
    )


def verified(row: sqlite3.Row) -> Verified:
    """The verification that lies beside an ingest."""
    return Verified(
        when=datetime.fromisoformat(row["verified"]).astimezone(UTC),
        by=row["verified_by"],
        is_current=row["of_touched"] == row["touched"],
        **{name: row[name] for name in _VERDICT},
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
