"""The embedded database's file, opened in a DuckDB that this process starts once.

To start one takes ten times as long as most queries. A file is attached to it as long as somebody
in this process works in it, and then released: other processes want their turn too.

DuckDB's own lock is not enough for that: it reads the file's header before it locks the file
(2.0.1). What another process wrote in between is lost without an error. So whoever attaches the
file holds a lock of ours first.
"""

import os
import threading
from contextlib import suppress
from pathlib import Path
from weakref import WeakValueDictionary

import duckdb
from filelock import FileLock, Timeout

from turbine.stores.duckdb import _sql
from turbine.stores.duckdb._errors import LOCKED


class DuckFile:
    """One file. Safe to share between threads. See :func:`file_at`."""

    def __init__(self, path: Path) -> None:
        self.writer = threading.RLock()
        """Held by whoever writes."""
        self._path = path
        self._lock = threading.Lock()
        folder = path.parent / "locks"
        # Whoever comes first takes it, whoever goes last gives it back: different threads.
        self._turn = FileLock(folder / f"{path.name}.lock", mode=0o600, thread_local=False)
        self._engine: duckdb.DuckDBPyConnection | None = None
        self._inside = 0

    def enter(self) -> duckdb.DuckDBPyConnection:
        """A connection of one's own, for :meth:`leave`. Raises DuckDB's error if the file cannot
        be opened, and if another process is in."""
        with self._lock:
            if not self._inside:
                self._take_turn()
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
        """Give the connection back; after a failure, the next one opens the file again."""
        connection.close()
        with self._lock:
            self._inside -= 1
            self._release(failed=failed)

    def _take_turn(self) -> None:
        """Raise DuckDB's error if another process is in."""
        try:
            Path(self._turn.lock_file).parent.mkdir(mode=0o700, exist_ok=True)
            self._turn.acquire(timeout=0)
        except Timeout as error:
            raise duckdb.IOException(LOCKED) from error
        except (OSError, NotImplementedError):  # a folder that may only be read, or has no locks
            return

    def _release(self, *, failed: bool) -> None:
        if self._inside:
            return
        if self._engine is not None:
            self._detach(self._engine, failed=failed)
        self._turn.release()

    def _detach(self, engine: duckdb.DuckDBPyConnection, *, failed: bool) -> None:
        with suppress(duckdb.Error):  # what is not in the file yet is in its log
            if not failed:
                engine.execute(f"DETACH {_sql.NAME}")
                return
        # Closing releases everything, including a database that a failure has made useless.
        engine.close()
        self._engine = None


_FILES: WeakValueDictionary[Path, DuckFile] = WeakValueDictionary()
_FINDING = threading.Lock()


def file_at(path: Path) -> DuckFile:
    """The file at this path: the same object for everybody who opens it."""
    with _FINDING:
        return _FILES.setdefault(path.absolute(), DuckFile(path.absolute()))
