"""What a database last answered of each series, kept beside the ledger.

A cache: whoever cannot read or write it asks the database. What is kept says of which state it is
(:attr:`Kept.version`), so that a process that died between a change and its summary leaves an old
one, which is seen to be old, and never a wrong one.
"""

import json
import logging
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from turbine.model.series import Series, Target
from turbine.settings.data_dir import private

_log = logging.getLogger(__name__)
_TABLE = (
    "CREATE TABLE IF NOT EXISTS summaries (target TEXT, measurement TEXT, site TEXT, turbine TEXT,"
    " version TEXT, asked_ns INTEGER, text TEXT,"
    " PRIMARY KEY (target, measurement, site, turbine)) WITHOUT ROWID"
)
_WAIT_S = 5.0
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An answer of a database."""

    version: str
    """Of all that it depends on, read before the database was asked."""
    asked_ns: int
    text: str
    """Empty: the series had no point."""


class Summaries:
    """Of one data directory. Safe to share between threads and processes."""

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / "summary.db"
        self._own: dict[tuple[str, Series], Kept] = {}
        """What this process kept: read again even if the file cannot be written."""
        self._lock = threading.Lock()

    def all(self, target: Target) -> dict[Series, Kept]:
        """The newest of each series of one target."""
        name, found = _json(target), dict[Series, Kept]()
        with suppress(sqlite3.Error, OSError), self._open() as db:
            rows = db.execute("SELECT * FROM summaries WHERE target = ?", (name,)).fetchall()
            for _, measurement, site, turbine, version, asked_ns, text in rows:
                series = Series(measurement=measurement, site=site, turbine=turbine)
                found[series] = Kept(version=version, asked_ns=asked_ns, text=text)
        with self._lock:
            own = {series: its for (of, series), its in self._own.items() if of == name}
        for series, its in own.items():
            if series not in found or found[series].asked_ns < its.asked_ns:
                found[series] = its
        return found

    def put(self, target: Target, kept: Mapping[Series, Kept]) -> None:
        """Keep these in place of older ones."""
        name = _json(target)
        with self._lock:
            self._own |= {(name, series): its for series, its in kept.items()}
        try:
            with self._open() as db:
                db.executemany(
                    "INSERT OR REPLACE INTO summaries VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (
                        (name, s.measurement, s.site, s.turbine, k.version, k.asked_ns, k.text)
                        for s, k in kept.items()
                    ),
                )
        except (sqlite3.Error, OSError) as error:
            _log.warning("the summary is not kept: %s", error)
            if getattr(error, "sqlite_errorcode", None) in _DAMAGED:
                self._forget()

    def _forget(self) -> None:
        """Make room for a sound file, and leave no log that would be taken for its own."""
        for end in ("-wal", "-shm", ""):
            with suppress(OSError):
                self._path.with_name(self._path.name + end).unlink()

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with private():
            db = sqlite3.connect(self._path, timeout=_WAIT_S)
            try:
                db.execute("PRAGMA journal_mode = WAL")
                db.execute("PRAGMA synchronous = NORMAL")
                db.execute(_TABLE)
                with db:
                    yield db
            finally:
                db.close()


def _json(target: Target) -> str:
    return json.dumps(target.to_dict(), sort_keys=True)
