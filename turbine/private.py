"""Files for this machine's user alone, also those that a library makes by itself.

DuckDB and SQLite make files, logs and temporary files by the mode that the process allows, which
mostly lets everybody read them.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_FILE, _FOLDER = 0o600, 0o700


class _Mask:
    """The process has one mask for all threads: the first to come in narrows it, and the last to
    leave puts back what was there."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inside = 0
        self._before = 0

    def narrow(self) -> None:
        with self._lock:
            if not self._inside:
                self._before = os.umask(0o077)
            self._inside += 1

    def widen(self) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside:
                os.umask(self._before)


_MASK = _Mask()


@contextmanager
def private() -> Iterator[None]:
    """Whatever this process makes meanwhile is for its user alone."""
    _MASK.narrow()
    try:
        yield
    finally:
        _MASK.widen()


def make_private(*paths: Path) -> None:
    """Take the rights of others from these files and folders, with what lies in them, as far as
    they are there and this user may: older versions left some readable for everybody."""
    for path in paths:
        with suppress(OSError):  # another's file, or one that has just gone
            is_folder = path.is_dir()
            if path.stat().st_mode & 0o077:
                path.chmod(_FOLDER if is_folder else _FILE)
            if is_folder:
                make_private(*path.iterdir())
