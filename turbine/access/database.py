"""``auth.db``: users, sessions, attempts and the cookies' keys, only for this machine's user."""

import hashlib
import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from turbine.access.words import Words
from turbine.model.errors import ConfigError
from turbine.sqlite import run, upgrade

_SCHEMA = """
CREATE TABLE IF NOT EXISTS secret (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS users (
    name TEXT PRIMARY KEY,
    password TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    administrator INTEGER NOT NULL,
    must_change INTEGER NOT NULL,
    created_at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS sessions (
    token TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    expires_at REAL NOT NULL
);
DROP TABLE IF EXISTS attempts;
CREATE TABLE IF NOT EXISTS tries (
    subject TEXT NOT NULL,
    lane TEXT NOT NULL,
    address TEXT NOT NULL,
    browser TEXT NOT NULL,
    at REAL NOT NULL,
    checked INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS tries_by_lane ON tries (subject, lane, at);
CREATE INDEX IF NOT EXISTS tries_by_name ON tries (subject, address, at);
CREATE INDEX IF NOT EXISTS tries_by_address ON tries (address, at);
CREATE INDEX IF NOT EXISTS tries_by_time ON tries (at);
CREATE TABLE IF NOT EXISTS devices (token TEXT PRIMARY KEY)
"""
"""Version 1. Version 0, which had no number, has some of these tables, and *attempts*."""
_WAIT_S = 10


class Database:
    """The file, opened again for every step, so that app and command line can share it."""

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / "auth.db"
        try:
            data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
            # Made here, because SQLite would make it readable for everybody.
            os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
            self._path.chmod(0o600)
        except OSError as error:
            raise ConfigError(
                Words.UNUSABLE_DATA_DIR(folder=str(data_dir), reason=error.strerror),
                hint=Words.SET_DATA_DIR(),
            ) from error
        with self._reported():
            upgrade(self._path, (_from_version_0,), newer=ConfigError)

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """A connection for reading."""
        with (
            self._reported(),
            closing(sqlite3.connect(self._path, timeout=_WAIT_S, isolation_level=None)) as db,
        ):
            yield db

    @contextmanager
    def _reported(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise ConfigError(
                Words.UNUSABLE_DATABASE(path=str(self._path), reason=str(error)),
                hint=Words.CHECK_DATA_DIR(),
            ) from error

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is done or, after an error, nothing."""
        with self.read() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:  # an interrupt too leaves nothing half done
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")

    def secret(self, name: str, make: Callable[[], str] = lambda: secrets.token_hex(32)) -> str:
        """A secret made on first use, once for all processes; 32 random bytes by default."""
        with self.read() as db:
            row = db.execute("SELECT value FROM secret WHERE name = ?", (name,)).fetchone()
        if row is None:
            made = make()
            with self.write() as db:
                db.execute("INSERT OR IGNORE INTO secret VALUES (?, ?)", (name, made))
                row = db.execute("SELECT value FROM secret WHERE name = ?", (name,)).fetchone()
        return str(row[0])


def _from_version_0(db: sqlite3.Connection) -> None:
    run(db, _SCHEMA)


def sha256(text: str) -> str:
    """How a text that opens something is stored: a token, a code."""
    return hashlib.sha256(text.encode()).hexdigest()
