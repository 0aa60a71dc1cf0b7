"""What the ledger's rows hold: findings, claims, and packed stamps."""

import sqlite3
from collections.abc import Iterator
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa

from turbine.ingest.ownership import Claims
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
