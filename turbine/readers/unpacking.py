"""Random access to what unpacks from the start only."""

import io
import shutil
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from typing import BinaryIO, cast

from turbine.model.errors import FileError
from turbine.readers.words import Words


def unpacked(opener: Callable[[], io.RawIOBase]) -> BinaryIO:
    """With random access, whatever unpacks from the start only. ``opener`` opens it there."""
    return cast(BinaryIO, io.BufferedReader(_Unpacked(opener, opener()), 1 << 20))


class _Unpacked(io.RawIOBase):
    """Reads on as it unpacks; the first step elsewhere puts everything into a temporary file."""

    def __init__(self, opener: Callable[[], io.RawIOBase], opened: io.RawIOBase) -> None:
        self._opener = opener
        self._stream: io.RawIOBase | BinaryIO = opened
        self._at: int | None = 0
        """While it unpacks: how far it is."""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # WriteableBuffer
        count: int = self._stream.readinto(buffer)  # type: ignore[union-attr]  # open while somebody reads
        if self._at is not None:
            self._at += count
        return count

    def tell(self) -> int:
        return self._stream.tell() if self._at is None else self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        at = self._at
        if at is not None:
            if offset == {io.SEEK_SET: at, io.SEEK_CUR: 0}.get(whence):
                return at
            self._unpack_whole(at)
        return self._stream.seek(offset, whence)

    def _unpack_whole(self, at: int) -> None:
        self._stream.close()
        try:
            with ExitStack() as stack:
                whole = cast(BinaryIO, stack.enter_context(tempfile.TemporaryFile()))
                with self._opener() as stream:
                    shutil.copyfileobj(stream, whole, 1 << 20)
                whole.seek(at)
                stack.pop_all()
        except OSError as error:
            raise FileError(
                Words.CANNOT_UNPACK(
                    folder=tempfile.gettempdir(), reason=error.strerror or str(error)
                ),
                hint=Words.CHECK_SPACE(),
            ) from error
        self._stream, self._at = whole, None

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
        super().close()
