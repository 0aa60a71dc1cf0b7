"""What DuckDB's errors mean, as errors of our family."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from turbine.model.errors import StoreBusyError, StoreDeniedError, StoreError, StoreFullError
from turbine.stores.duckdb.words import Words

LOCKED = "Could not set lock"
"""What DuckDB says, and we too, if another process is in."""
_READ_ONLY = "attached in read-only mode"
_FULL = ("No space left", "File too large", "Disk quota", "not enough space")
_DENIED = (_READ_ONLY, "Permission denied", "Read-only file system", "Operation not permitted")
_DAMAGED = ("not a valid DuckDB", "orrupt", "Could not read", "database has been invalidated")
"""What DuckDB's errors are told apart by."""


@contextmanager
def reported(path: Path) -> Iterator[None]:
    """DuckDB's errors as ours. Errors in our own SQL are bugs and stay loud."""
    try:
        yield
    except duckdb.ProgrammingError as error:
        if _READ_ONLY not in str(error):
            raise
        raise _named(path, str(error).partition("\n")[0], type(error)) from error
    except (duckdb.Error, OSError) as error:
        raise _named(path, str(error).partition("\n")[0], type(error)) from error


def _named(path: Path, text: str, kind: type[Exception]) -> StoreError:
    """The error of our family; DuckDB tells most of them apart by their text alone."""
    if LOCKED in text:
        return StoreBusyError(
            Words.LOCKED(file=path.name, reason=text), hint=Words.TRY_AGAIN_OR_CLOSE()
        )
    if kind is duckdb.OutOfMemoryException or any(part in text for part in _FULL):
        return StoreFullError(
            Words.OUT_OF_SPACE(file=path.name, reason=text),
            hint=Words.MAKE_SPACE(folder=str(path.parent)),
        )
    if any(part in text for part in _DENIED):
        return StoreDeniedError(
            Words.MAY_NOT_WRITE(path=str(path), reason=text), hint=Words.GIVE_PERMISSION()
        )
    if any(part in text for part in _DAMAGED):
        return StoreError(Words.UNREADABLE(path=str(path), reason=text), hint=Words.RESTORE())
    return StoreError(Words.FAILED(file=path.name, reason=text))
