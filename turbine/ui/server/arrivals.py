"""Files that uploads brought to the disk, for as long as Streamlit holds what it got instead.

Streamlit would keep a whole upload in memory. So the guard writes it into the data directory, and
hands Streamlit a stub: a few random bytes under the same name. A stub opens nothing by what it
says: its file is found by the session and the upload that Streamlit knows it by, for the user who
sent it. A file that looks like a stub is a file.
"""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from streamlit import runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from turbine.ui.server.alongside import alongside

_EVERY_S = 5.0

Key = tuple[str, str]
"""A Streamlit session, and its own id of an upload."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A whole file of one upload."""

    path: Path
    size: int
    """Bytes."""
    user: str
    stub: bytes
    """What Streamlit holds in its place."""
    remove: Callable[[], None]


class Arrivals:
    """The files of one process. Used from the event loop and from scripts' threads."""

    def __init__(self, alive: Callable[[], set[Key]]) -> None:
        self._alive = alive
        self._files: dict[Key, Arrival] = {}
        self._lock = threading.Lock()

    def add(self, key: Key, arrival: Arrival) -> None:
        """Streamlit holds the stub of this file from now on."""
        with self._lock:
            old = self._files.pop(key, None)
            self._files[key] = arrival
        _remove(old)

    def path(self, key: Key, user: str, stub: bytes) -> Path | None:
        """The file that this user sent as this upload; None if it is not here."""
        with self._lock:
            arrival = self._files.get(key)
        if arrival is None or (arrival.user, arrival.stub) != (user, stub):
            return None
        return arrival.path

    def drop(self, key: Key) -> None:
        """Remove a file that is no longer needed, if it is here."""
        with self._lock:
            arrival = self._files.pop(key, None)
        _remove(arrival)

    def held(self) -> dict[str, int]:
        """Bytes on the disk by session; what Streamlit let go of goes first."""
        self.let_go()
        sizes: dict[str, int] = {}
        with self._lock:
            for (session, _), arrival in self._files.items():
                sizes[session] = sizes.get(session, 0) + arrival.size
        return sizes

    def let_go(self) -> None:
        """Remove the files whose stubs Streamlit no longer holds: a page that was closed, an
        upload that was taken back."""
        with self._lock:
            known = list(self._files)
        alive = self._alive() if known else set()
        for key in known:
            if key not in alive:
                self.drop(key)

    def clear(self) -> None:
        """Remove all files."""
        with self._lock:
            keys = list(self._files)
        for key in keys:
            self.drop(key)

    @asynccontextmanager
    async def watched(self, every_s: float = _EVERY_S) -> AsyncIterator[None]:
        """Let go every few seconds, and of everything at the end."""

        async def watch() -> None:
            while True:
                await asyncio.sleep(every_s)
                self.let_go()

        try:
            async with alongside(watch()):
                yield
        finally:
            self.clear()


def _remove(arrival: Arrival | None) -> None:
    if arrival is not None:
        arrival.remove()


def _streamlit_holds() -> set[Key]:
    """The uploads in Streamlit's own store."""
    manager = runtime.get_instance().uploaded_file_mgr
    if not isinstance(manager, MemoryUploadedFileManager):
        return set()
    return {
        (session, file_id)
        for session, files in list(manager.file_storage.items())
        for file_id in list(files)
    }


ARRIVALS = Arrivals(_streamlit_holds)
"""This process's. The guard and the pages share it."""
