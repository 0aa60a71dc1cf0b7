"""The data directory: its files are for this machine's user alone, its trouble is told, and what
a killed process left half-written is swept.

DuckDB and SQLite make files, logs and temporary files by the mode that the process allows, which
mostly lets everybody read them.
"""

import os
import shutil
import stat
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from turbine.model.errors import ConfigError

if sys.platform != "win32":  # where a file that is open cannot be removed anyway
    import fcntl


def make_folder(folder: Path) -> None:
    """Make the folder where there is none. Raises ConfigError where it cannot be made or used."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        next(folder.iterdir(), None)
    except OSError as error:
        raise ConfigError(
            f"The data directory {folder} cannot be used: {error.strerror}.",
            hint="Give the user that runs Windproof the right to read and write there, or set"
            " TURBINE_DATA_DIR to another folder.",
        ) from error


ROOM_BYTES = 100_000_000
"""What should be left on a disk: room for some ten years of one turbine."""


def free_bytes(folder: Path) -> int:
    """Room on the folder's disk. Raises ConfigError where the folder is gone."""
    try:
        return shutil.disk_usage(folder).free
    except OSError as error:
        raise ConfigError(
            f"The data directory {folder} cannot be used: {error.strerror}.",
            hint="Its disk may have been unmounted: bring it back, then start Windproof again.",
        ) from error


# -- for this user alone -------------------------------------------------------------------


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
            mode = path.stat().st_mode
            if mode & 0o077:
                path.chmod(mode & 0o700)  # never more than there was
            if stat.S_ISDIR(mode):
                make_private(*path.iterdir())


# -- half-written files --------------------------------------------------------------------


@contextmanager
def part(folder: Path, prefix: str) -> Iterator[Path]:
    """An empty file of a new name, to be filled and moved to its place; gone at the end if it was
    not. :func:`sweep` leaves it alone as long as this process lives. Raises OSError."""
    path, held = _make(folder, prefix)
    try:
        yield path
    finally:
        os.close(held)
        with suppress(OSError):
            path.unlink(missing_ok=True)


def sweep(folder: Path, prefix: str) -> None:
    """Remove the parts whose process is gone, however it ended. Others, of this process or of
    another one, stay."""
    with suppress(OSError):  # a folder that may not be read or written keeps them
        for path in list(folder.glob(f"{prefix}*")):
            with suppress(OSError):  # held, or gone in the meantime
                _remove_unheld(path)


def _make(folder: Path, prefix: str) -> tuple[Path, int]:
    while True:
        held, name = tempfile.mkstemp(prefix=prefix, dir=folder)
        if sys.platform == "win32":
            return Path(name), os.open(os.devnull, os.O_RDONLY)  # the part itself must be movable
        with suppress(OSError):  # a file system without locks: there nothing is ever swept
            fcntl.flock(held, fcntl.LOCK_EX)
        if os.fstat(held).st_nlink:
            return Path(name), held
        os.close(held)  # swept between the two


def _remove_unheld(path: Path) -> None:
    if sys.platform == "win32":
        path.unlink()
        return
    descriptor = os.open(path, os.O_RDWR)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.unlink()
    finally:
        os.close(descriptor)
