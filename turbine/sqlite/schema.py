"""Bringing a SQLite file up to date by its schema version, which is SQLite's ``user_version``."""

import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from turbine.model.errors import TurbineError
from turbine.sqlite.words import Words

Migration = Callable[[sqlite3.Connection], None]
"""Brings a file from one version to the next, in a transaction that the caller ends."""

_WAIT_S = 30.0


def upgrade(
    path: Path, migrations: Sequence[Migration], *, newer: type[TurbineError], wal: bool = False
) -> None:
    """Make the file, or bring it up to date: ``migrations[n]`` leads from version n to n + 1.

    In one transaction, however many processes start at once. A copy of an older version's file is
    kept (``auth.v0.db``). Raises ``newer`` for a file that a newer version wrote, which is left
    unchanged, and whatever SQLite raises.
    """
    with closing(sqlite3.connect(path, timeout=_WAIT_S, isolation_level=None)) as db:
        db.row_factory = sqlite3.Row
        latest = len(migrations)
        if (version := _version(db)) > latest:
            raise newer(
                Words.NEWER_SCHEMA(file=path.name, schema=version, latest=latest),
                hint=Words.START_NEWER_VERSION(),
            )
        if version == latest:
            return
        if wal:
            db.execute("PRAGMA journal_mode = WAL")
        db.execute("BEGIN IMMEDIATE")
        try:
            version = _version(db)  # another process may have been first
            if version < latest and db.execute("SELECT 1 FROM sqlite_master").fetchone():
                copy(path, path.with_suffix(f".v{version}{path.suffix}"))
            for migration in migrations[version:]:
                migration(db)
            db.execute(f"PRAGMA user_version = {max(version, latest)}")
        except BaseException:  # an interrupt too leaves the old schema
            if db.in_transaction:  # a full disk has ended it
                db.execute("ROLLBACK")
            raise
        db.execute("COMMIT")


def run(db: sqlite3.Connection, script: str) -> None:
    """Run every statement of a script in the current transaction (``executescript`` ends it).
    No statement may contain a semicolon."""
    for statement in script.split(";"):
        db.execute(statement)


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def copy(path: Path, target: Path) -> None:
    """A consistent copy of the file, even while others write. Raises OSError, also for a file that
    is damaged or is none of SQLite's."""
    # Made here, because SQLite would make it readable for everybody.
    os.close(os.open(target, os.O_CREAT | os.O_RDWR, 0o600))
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as copied:
            source.backup(copied)
    except sqlite3.Error as error:
        raise OSError(f"{path.name}: {error}") from error
