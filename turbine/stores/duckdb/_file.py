"""The embedded database's file, opened in a DuckDB that this process starts once.

To start one takes ten times as long as most queries. A file is attached to it as long as somebody
in this process works in it, and then released: other processes want their turn too.
"""

import os
import threading
from contextlib import suppress
from pathlib import Path
from weakref import WeakValueDictionary

import duckdb

from turbine.stores.duckdb import _sql


class DuckFile:
    """One file. Safe to share between threads. See :func:`file_at`."""

    def __init__(self, path: Path) -> None:
        self.writer = threading.RLock()
        """Held by whoever writes."""
        self._path = path
        self._lock = threading.Lock()
        self._engine: duckdb.DuckDBPyConnection | None = None
        self._inside = 0

    def enter(self) -> duckdb.DuckDBPyConnection:
        """A connection of one's own, for :meth:`leave`. Raises DuckDB's error if the file cannot
        be opened, and if another process is in."""
        with self._lock:
            try:
                if self._engine is None:
                    self._engine = duckdb.connect(
                        config={
                            "memory_limit": "512MB",
                            "temp_directory": str(self._path.with_suffix(".tmp")),
                        }
                    )
                if not self._inside:
                    # What may not be written can still be read.
                    locked = self._path.exists() and not os.access(self._path, os.W_OK)
                    self._engine.execute(_sql.attach(self._path, _sql.NAME, read_only=locked))
                connection = self._engine.cursor()
                connection.execute(f"USE {_sql.NAME}")
            except duckdb.Error:
                self._release(failed=True)
                raise
            self._inside += 1
        return connection

    def leave(self, connection: duckdb.DuckDBPyConnection, *, failed: bool) -> None:
        """Give the connection back; after a failure, the next one starts anew."""
        connection.close()
        with self._lock:
            self._inside -= 1
            self._release(failed=failed)

    def _release(self, *, failed: bool) -> None:
        if self._inside or self._engine is None:
            return
        with suppress(duckdb.Error):  # what is not in the file yet is in its log
            if not failed:
                self._engine.execute(f"DETACH {_sql.NAME}")
                return
        # Closing releases everything, including a database that a failure has made useless.
        self._engine.close()
        self._engine = None


_FILES: WeakValueDictionary[Path, DuckFile] = WeakValueDictionary()
_FINDING = threading.Lock()


def file_at(path: Path) -> DuckFile:
    """The file at this path: the same object for everybody who opens it."""
    with _FINDING:
        return _FILES.setdefault(path.absolute(), DuckFile(path.absolute()))
