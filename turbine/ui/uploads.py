"""How much memory uploads may hold: one file, one browser's files, and all of them together."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from streamlit import runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

Held = Callable[[], dict[str, int]]
"""Bytes of uploads in memory by Streamlit session."""

_FRAMING = 2**20
"""What a form's boundaries and file name may add to the file."""


class UploadRefusedError(Exception):
    """An upload that will not be read: the HTTP status, and a sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


class Uploads:
    """Bytes held and on their way. Used from the event loop only."""

    def __init__(self, held: Held, *, file_bytes: int) -> None:
        self._held = held
        self._file_bytes = file_bytes
        self._coming: dict[str, int] = {}

    @contextmanager
    def room_for(self, session: str, length: int | None) -> Iterator[int]:
        """Reserve room for a request's body (None: of unknown length) while it is read.

        Yields how many bytes it may have. A browser may hold two files, since the old one stays
        while its replacement comes; all browsers four.
        """
        limit = self._file_bytes + _FRAMING
        body = limit if length is None else length
        if body > limit:
            raise UploadRefusedError(413, f"A file may have {self._file_bytes >> 20} MB.")
        held = self._held()
        mine = held.get(session, 0) + self._coming.get(session, 0)
        if mine + body > 2 * limit:
            raise UploadRefusedError(413, "This page holds too many uploads: reload it.")
        if sum(held.values()) + sum(self._coming.values()) + body > 4 * limit:
            raise UploadRefusedError(503, "Others are uploading: try again in a few minutes.")
        self._coming[session] = self._coming.get(session, 0) + body
        try:
            yield body
        finally:
            self._coming[session] -= body
            if not self._coming[session]:
                del self._coming[session]


def streamlit_holds() -> dict[str, int]:
    """What Streamlit's own store of uploads holds."""
    manager = runtime.get_instance().uploaded_file_mgr
    if not isinstance(manager, MemoryUploadedFileManager):
        return {}
    return {
        session: sum(len(file.data) for file in list(files.values()))
        for session, files in list(manager.file_storage.items())
    }
