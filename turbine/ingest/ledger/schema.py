"""The ledger's tables, and the steps from one version of them to the next."""

import json
import sqlite3

from turbine.ingest.ledger.rows import add_claims, unpack
from turbine.ingest.ownership import claim
from turbine.ingest.record import State
from turbine.model.frame import Stamps, ascending
from turbine.readers import restored
from turbine.sqlite import run

_VERSION_0 = """
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
    ingest TEXT NOT NULL, by TEXT NOT NULL, count INTEGER NOT NULL, stamps BLOB NOT NULL)
"""
_SINCE_0 = (
    "ALTER TABLE ingests ADD COLUMN lacks INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE ingests ADD COLUMN unrecorded INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE replaced ADD COLUMN fields TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX replaced_ingest ON replaced (ingest)",
    "CREATE TABLE erased (ingest TEXT NOT NULL, lines BLOB NOT NULL)",
)
"""``replaced`` holds what a later ingest (``by``) brings too: fields, and stamps of both.
``erased`` holds points about to be deleted, as far as they are to be written back."""


def _to_1(db: sqlite3.Connection) -> None:
    """Of a ledger of version 0, or a new one."""
    run(db, _VERSION_0)
    for statement in _SINCE_0:
        db.execute(statement)
    _count_since_0(db)


def _to_2(db: sqlite3.Connection) -> None:
    """Ingests of one upload belong together; its own rows are those of no series."""
    db.execute("ALTER TABLE ingests ADD COLUMN upload TEXT NOT NULL DEFAULT ''")
    db.execute("CREATE INDEX ingests_upload ON ingests (upload)")
    db.execute(
        "CREATE TABLE uploads (id TEXT PRIMARY KEY, rejected INTEGER NOT NULL,"
        " without_values INTEGER NOT NULL)"
    )


def _to_3(db: sqlite3.Connection) -> None:
    """What a verification came to is kept; ``touched`` tells whether it can still be so."""
    db.execute("ALTER TABLE ingests ADD COLUMN touched INTEGER NOT NULL DEFAULT 0")
    db.execute("CREATE INDEX replaced_by ON replaced (by)")
    db.execute(
        "CREATE TABLE verdicts (ingest TEXT PRIMARY KEY, of_touched INTEGER NOT NULL,"
        " verified TEXT NOT NULL, verified_by TEXT NOT NULL, verdict TEXT NOT NULL,"
        " tolerance REAL NOT NULL, expected INTEGER NOT NULL, found INTEGER NOT NULL,"
        " missing INTEGER NOT NULL, unexpected INTEGER NOT NULL, differing INTEGER NOT NULL)"
    )


MIGRATIONS = (_to_1, _to_2, _to_3)
"""See :func:`turbine.sqlite.upgrade`."""


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
        fields = restored(json.loads(row["interpretation"])).channels
        before = earlier.setdefault(tuple(row[name] for name in _KEY), [])
        add_claims(db, row["id"], {o: claim(f, s, fields, stamps) for o, f, s in before})
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
