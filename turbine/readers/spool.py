"""Rows of many series on the disk, while a large file is at work."""

import io
import tempfile
import threading
import weakref
from collections.abc import Iterator, Sequence
from typing import BinaryIO, cast

import polars as pl

from turbine.model.errors import FileError
from turbine.readers.words import Words

Chunk = tuple[int, int]
"""Where rows lie in the spool: offset and bytes."""


class Spool:
    """One temporary file without a name: it is gone with whoever uses it, however that ends."""

    def __init__(self) -> None:
        self._file: BinaryIO | None = None
        self._end, self._lock = 0, threading.Lock()

    def put(self, frame: pl.DataFrame) -> Chunk:
        """Keep the rows. Raises FileError if there is no space."""
        buffer = io.BytesIO()
        frame.write_ipc_stream(buffer)
        data = buffer.getbuffer()
        try:
            with self._lock:
                if self._file is None:
                    self._file = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115 - lasts
                    weakref.finalize(self, self._file.close)
                self._file.seek(self._end)
                self._file.write(data)
                chunk = self._end, len(data)
                self._end += len(data)
        except OSError as error:
            raise FileError(
                Words.CANNOT_SPOOL(
                    folder=tempfile.gettempdir(), reason=error.strerror or str(error)
                ),
                hint=Words.CHECK_SPACE(),
            ) from error
        return chunk

    def frames(self, chunks: Sequence[Chunk]) -> Iterator[pl.DataFrame]:
        """The rows again."""
        for offset, size in chunks:
            with self._lock:
                if self._file is None:
                    raise AssertionError("a chunk is of a file")
                self._file.seek(offset)
                data = self._file.read(size)
            yield pl.read_ipc_stream(data)
