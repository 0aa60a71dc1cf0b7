"""What DuckDB's errors mean, as errors of our family."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from turbine.model.errors import StoreBusyError, StoreDeniedError, StoreError, StoreFullError

_READ_ONLY = "attached in read-only mode"


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
    if "Could not set lock" in text:
        return StoreBusyError(
            f"Another process is using the embedded database {path.name}: {text}",
            hint="Windproof lets go of it between operations: try again in a moment, or close"
            " the program that holds it.",
        )
    full = ("No space left", "File too large", "Disk quota", "not enough space")
    if kind is duckdb.OutOfMemoryException or any(part in text for part in full):
        return StoreFullError(
            f"The embedded database {path.name} has run out of room: {text}",
            hint=f"Make space on the disk that holds {path.parent}, then try again.",
        )
    denied = (
        _READ_ONLY,
        "Permission denied",
        "Read-only file system",
        "Operation not permitted",
    )
    if any(part in text for part in denied):
        return StoreDeniedError(
            f"The embedded database {path} may not be written: {text}",
            hint="Give the user that runs Windproof the right to write there, or set"
            " TURBINE_DATA_DIR to another folder.",
        )
    damaged = ("not a valid DuckDB", "orrupt", "Could not read", "database has been invalidated")
    if any(part in text for part in damaged):
        return StoreError(
            f"The embedded database {path} cannot be read: {text}",
            hint="Restore the file from a backup, or move it away and ingest again: Windproof"
            " keeps the original files.",
        )
    return StoreError(f"The embedded database {path.name} failed: {text}")
