"""The ledger's file: opened, brought up to date, and locked by one at a time."""

import secrets
import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from turbine.ingest.ledger.schema import MIGRATIONS
from turbine.ingest.words import Words
from turbine.model.errors import IngestError
from turbine.settings.data_dir import make_folder, make_private, private
from turbine.sqlite import upgrade

_LOCKS = "locks"


class LedgerFile:
    """The file, opened again for every step, and the locks beside it."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._path = data_dir / "ledger.db"
        for folder in (data_dir, data_dir / _LOCKS):
            make_folder(folder)
        with private(), _reported(self._path):
            upgrade(self._path, MIGRATIONS, newer=IngestError, wal=True)
            # While one connection is open, closing others costs no checkpoint: a batch is
            # acknowledged ten times faster.
            anchor = sqlite3.connect(self._path, check_same_thread=False)
            weakref.finalize(self, anchor.close)
            anchor.execute("SELECT 1 FROM ingests").fetchone()
        make_private(self._path)
        self._anchor, self._anchor_lock, self._name = anchor, threading.Lock(), secrets.token_hex(4)
        self._points = ("", "")

    def version(self) -> str:
        """Another one after every change, whichever process made it. Costs next to nothing."""
        with _reported(self._path), self._anchor_lock:
            row = self._anchor.execute("PRAGMA data_version").fetchone()
        return f"{self._name}.{row[0]}"

    def points_version(self) -> str:
        """Another one after every change that may have changed points in a database, or found them
        changed, whichever process made it; not after a verification. Costs next to nothing."""
        version, (seen, known) = self.version(), self._points
        if seen != version:
            with self._open() as db:
                row = db.execute("SELECT count(*), coalesce(sum(touched), 0) FROM ingests")
                known = ".".join([self._name, *map(str, row.fetchone())])
            self._points = version, known
        return known

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A connection in one transaction. Raises IngestError if the file cannot be used."""
        with _reported(self._path):
            db = sqlite3.connect(self._path, timeout=30.0)
            try:
                db.row_factory = sqlite3.Row
                db.execute("PRAGMA synchronous = NORMAL")
                with db:
                    yield db
            finally:
                db.close()

    # -- one at a time ---------------------------------------------------------------------

    def starting(self) -> AbstractContextManager[None]:
        """Start ingests one after the other: what a plan saw of the others is still true."""
        return starting(self._data_dir)

    @contextmanager
    def running(self, ingest_id: str) -> Iterator[None]:
        """Lock the ingest while it runs. Raises IngestError if another process does."""
        try:
            # Whoever reads the state has it for a moment.
            lock = _take(self._data_dir, ingest_id, timeout_s=1)
        except Timeout as error:
            raise IngestError(
                Words.ALREADY_RUNNING(ingest=ingest_id), hint=Words.WAIT_OR_CANCEL()
            ) from error
        try:
            yield
        finally:
            lock.release()

    def _is_locked(self, ingest_id: str) -> bool:
        try:
            _take(self._data_dir, ingest_id, timeout_s=0).release()
        except Timeout:
            return True
        except IngestError:  # a folder that may not be written: nobody can run it here
            return False
        return False


@contextmanager
def starting(data_dir: Path) -> Iterator[None]:
    """Hold up what is about to start, in whichever process: an ingest, a resume, an undo. Those
    under way go on; none of them changes whose a value is but as the ledger says already."""
    make_folder(data_dir / _LOCKS)
    lock = _take(data_dir, "start", timeout_s=-1)
    try:
        yield
    finally:
        lock.release()


def _take(data_dir: Path, name: str, *, timeout_s: float) -> FileLock:
    """The lock, acquired. Raises Timeout, and IngestError if there can be none."""
    folder = data_dir / _LOCKS
    lock = FileLock(folder / f"{name}.lock", mode=0o600)
    try:
        lock.acquire(timeout=timeout_s)
    except Timeout:
        raise
    except (OSError, NotImplementedError) as error:  # the latter: a file system without locks
        raise IngestError(
            Words.CANNOT_LOCK(folder=str(folder), reason=str(error)),
            hint=Words.CHECK_DATA_DIR(),
        ) from error
    return lock


@contextmanager
def _reported(path: Path) -> Iterator[None]:
    """Trouble with the file as an error of ours. What is our own mistake stays loud."""
    try:
        yield
    except (sqlite3.ProgrammingError, sqlite3.IntegrityError):
        raise
    except (sqlite3.DatabaseError, OSError) as error:
        raise IngestError(
            Words.CANNOT_USE_LEDGER(reason=str(error), path=str(path)), hint=Words.CHECK_DATA_DIR()
        ) from error
