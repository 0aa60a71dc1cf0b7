"""The data directory: its files are only for this machine's user, its problems are reported, and
what a killed process left half-written is removed.

DuckDB and SQLite make files, logs and temporary files with the mode that the process allows, which
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

from filelock import FileLock

from turbine.model.errors import ConfigError
from turbine.settings.words import Words

if sys.platform != "win32":  # where an open file cannot be removed anyway
    import fcntl


def make_folder(folder: Path) -> None:
    """Make the folder if it does not exist. Raises ConfigError if it cannot be made or used."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        next(folder.iterdir(), None)
    except OSError as error:
        raise ConfigError(
            Words.UNUSABLE_DATA_DIR(folder=str(folder), reason=error.strerror),
            hint=Words.GIVE_PERMISSION(),
        ) from error


ROOM_BYTES = 100_000_000
"""What should be free on a disk: enough for some ten years of one turbine."""


def free_bytes(folder: Path) -> int:
    """Free space on the folder's disk. Raises ConfigError if the folder is gone."""
    try:
        return shutil.disk_usage(folder).free
    except OSError as error:
        raise ConfigError(
            Words.UNUSABLE_DATA_DIR(folder=str(folder), reason=error.strerror),
            hint=Words.DISK_GONE(),
        ) from error


# -- for this user alone -------------------------------------------------------------------


class _Mask:
    """The process has one mask for all threads: the first to enter narrows it, and the last to
    leave restores it."""

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
    """Whatever this process makes in the block is only for its user."""
    _MASK.narrow()
    try:
        yield
    finally:
        _MASK.widen()


def make_private(*paths: Path) -> None:
    """Remove the permissions of others from these files and folders and their contents, if they
    exist and this user may: older versions left some readable for everybody."""
    for path in paths:
        with suppress(OSError):  # another user's file, or one just removed
            mode = path.stat().st_mode
            if mode & 0o077:
                path.chmod(mode & 0o700)  # never more than there was
            if stat.S_ISDIR(mode):
                make_private(*path.iterdir())


# -- half-written files --------------------------------------------------------------------


@contextmanager
def part(folder: Path, prefix: str) -> Iterator[Path]:
    """An empty file with a new name, to be filled and moved to its place; removed at the end if it
    was not. :func:`sweep` leaves it alone as long as this process lives. Raises OSError."""
    path, descriptor = _make(folder, prefix)
    try:
        yield path
    finally:
        os.close(descriptor)
        with suppress(OSError):
            path.unlink(missing_ok=True)


def replace_file(path: Path, text: str, prefix: str) -> None:
    """Write all of a file at once, or none of it, through a :func:`part`. Raises OSError."""
    with part(path.parent, prefix) as beside:
        with beside.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)


@contextmanager
def alone(data_dir: Path, name: str) -> Iterator[None]:
    """One process writes what is called so at a time, so that none restores what it read earlier.
    Raises OSError, and NotImplementedError on a file system without locks."""
    folder = data_dir / "locks"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with FileLock(folder / f"{name}.lock", mode=0o600):
        yield


def sweep(folder: Path, prefix: str) -> None:
    """Remove the parts whose process is gone, however it ended. Those of this process or of
    another running one stay."""
    with suppress(OSError):  # a folder without permission keeps them
        for path in list(folder.glob(f"{prefix}*")):
            with suppress(OSError):  # locked, or removed in the meantime
                _remove_unlocked(path)


def _make(folder: Path, prefix: str) -> tuple[Path, int]:
    while True:
        descriptor, name = tempfile.mkstemp(prefix=prefix, dir=folder)
        if sys.platform == "win32":
            return Path(name), os.open(os.devnull, os.O_RDONLY)  # the part itself must be movable
        with suppress(OSError):  # a file system without locks: there nothing is ever swept
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        if os.fstat(descriptor).st_nlink:
            return Path(name), descriptor
        os.close(descriptor)  # swept between the two


def _remove_unlocked(path: Path) -> None:
    if sys.platform == "win32":
        path.unlink()
        return
    descriptor = os.open(path, os.O_RDWR)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.unlink()
    finally:
        os.close(descriptor)
