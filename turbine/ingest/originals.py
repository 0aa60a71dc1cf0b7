"""The uploaded bytes, kept compressed under their SHA-256, so that proof can go back to them."""

import hashlib
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
from filelock import FileLock

from turbine.ingest.words import Words
from turbine.model.errors import IngestError, NotFoundError
from turbine.readers import Source, unpacked
from turbine.settings.data_dir import make_folder, part, sweep

_CHUNK = 1 << 20
_PART = "tmp"


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """Kept bytes: a Source that reads the file as it was uploaded (unpacked)."""

    name: str
    size: int
    """Bytes, unpacked."""
    sha256: str
    path: Path
    made: tuple[int, int] | None = field(default=None, compare=False)
    """What tells the file from any that is put in its place, if these bytes were not kept before.
    As long as it is there, nobody else has kept them since: nobody else relies on them."""

    def open(self) -> BinaryIO:
        """The file's own bytes, from the start, with random access. Raises IngestError if they
        cannot be read, also while being read."""
        return unpacked(lambda: _Kept(self))


class _Kept(io.RawIOBase):
    """Unpacks a kept file, and reports its trouble."""

    def __init__(self, original: Original) -> None:
        self._original = original
        try:
            self._stream = pa.CompressedInputStream(pa.OSFile(str(original.path)), "zstd")
        except OSError as error:
            raise _unreadable(original.name, original.path, error) from error

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # WriteableBuffer
        try:
            data = self._stream.read(len(buffer))
        except OSError as error:
            raise _unreadable(self._original.name, self._original.path, error) from error
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
        super().close()


class Originals:
    """A folder of kept files. Keeping the same bytes again takes no space."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = folder.parent / "locks" / "originals.lock"
        for each in (folder, self._lock.parent):
            make_folder(each)
        sweep(folder, _PART)

    def keep(
        self, source: Source, progress: Callable[[int], None] = lambda _bytes: None
    ) -> Original:
        """Store the source's bytes. Raises IngestError if the disk refuses them."""
        digest = hashlib.sha256()
        size = 0
        try:
            with part(self._folder, _PART) as path:
                with (
                    source.open() as stream,
                    path.open("wb") as file,
                    pa.CompressedOutputStream(file, "zstd") as packed,
                ):
                    while chunk := stream.read(_CHUNK):
                        digest.update(chunk)
                        packed.write(chunk)
                        size += len(chunk)
                        progress(size)
                with path.open("rb") as written:
                    os.fsync(written.fileno())
                kept = self._path(digest.hexdigest())
                with self._moving():
                    is_new = not kept.exists()
                    path.replace(kept)
                    made = _identity(kept) if is_new else None
        except OSError as error:
            raise IngestError(
                Words.CANNOT_KEEP(folder=str(self._folder), reason=error.strerror or str(error)),
                hint=Words.FREE_SPACE(),
            ) from error
        return Original(
            name=source.name, size=size, sha256=digest.hexdigest(), path=kept, made=made
        )

    def get(self, sha256: str, *, name: str, size: int) -> Original:
        """The kept file of that hash. Raises NotFoundError if it is gone."""
        path = self._path(sha256)
        try:
            exists = path.is_file()
        except OSError as error:
            raise _unreadable(name, path, error) from error
        if not exists:
            raise NotFoundError(
                Words.ORIGINAL_MISSING(file=name), hint=Words.RESTORE_ORIGINAL(path=path.name)
            )
        return Original(name=name, size=size, sha256=sha256, path=path)

    def check(self, original: Original) -> None:
        """Raise IngestError if the kept bytes are no longer those of the hash."""
        digest = hashlib.sha256()
        try:
            with original.open() as stream:
                while chunk := stream.read(_CHUNK):
                    digest.update(chunk)
            intact = digest.hexdigest() == original.sha256
        except IngestError as error:
            if isinstance(error.__cause__, PermissionError):
                raise
            intact = False
        if not intact:
            raise IngestError(
                Words.ORIGINAL_DAMAGED(file=original.name),
                hint=Words.RESTORE_OR_INGEST(path=original.path.name),
            )

    def discard(self, original: Original) -> None:
        """Free the space of bytes that were not kept before, nor by anybody since. Raises
        IngestError if that is refused."""
        try:
            with self._moving():
                if original.made is not None and _identity(original.path) == original.made:
                    original.path.unlink()
        except FileNotFoundError:
            pass
        except OSError as error:
            raise IngestError(
                Words.CANNOT_REMOVE(file=original.name, reason=error.strerror or str(error)),
                hint=Words.REMOVE_YOURSELF(path=str(original.path)),
            ) from error

    @contextmanager
    def _moving(self) -> Iterator[None]:
        """Nobody else puts a file in its place, or takes one away. Raises OSError."""
        with FileLock(self._lock, mode=0o600):
            yield

    def _path(self, sha256: str) -> Path:
        return self._folder / f"{sha256}.csv.zst"


def _identity(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_ino, status.st_mtime_ns


def _unreadable(name: str, path: Path, error: OSError) -> IngestError:
    return IngestError(
        Words.CANNOT_READ(file=name, reason=error.strerror or str(error)),
        hint=Words.CHECK_ORIGINAL(path=str(path)),
    )
