"""How much of the disk uploads may hold, and for how long their bodies may take to come.

There is room for one file, for one browser's and one user's files, and for all of them together,
as long as the disk has it.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from starlette.types import Message, Receive

from turbine.settings.data_dir import ROOM_BYTES, free_bytes, make_folder, sweep
from turbine.ui.server.words import Words
from turbine.words import Said

Held = Callable[[], dict[str, int]]
"""Bytes of uploads on the disk by Streamlit session."""

PART = "upload"
"""How the names of their files begin."""

IDLE_S = 20.0
"""How long a body may send nothing."""
SLOWEST_BYTES_PER_S = 32 * 2**10
"""A quarter of a megabit. A slower one is given up: its room keeps others out."""

_FRAMING = 2**20
"""What a form's boundaries and file name may add to the file."""


class UploadRefusedError(Exception):
    """An upload that will not be read: the HTTP status, and why."""

    def __init__(self, status: int, sentence: Said) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


class Uploads:
    """Bytes on the disk and on their way. Used from the event loop only.

    ``folder`` is where they go; what a killed process left there is removed. Raises ConfigError
    if it cannot be used.
    """

    def __init__(
        self, held: Held, *, folder: Path, file_bytes: int, idle_s: float = IDLE_S
    ) -> None:
        make_folder(folder)
        sweep(folder, PART)
        self._held = held
        self.folder = folder
        self.file_bytes = file_bytes
        self._idle_s = idle_s
        self._coming: dict[str, int] = {}
        self._users: dict[str, str] = {}
        """Whose session it is, while it holds or sends anything."""

    @contextmanager
    def room_for(self, session: str, user: str, length: int | None) -> Iterator[int]:
        """Reserve room for a request's body (None: of unknown length) while it is read.

        Yields how many bytes it may have. A browser may hold two files, since the old one stays
        while its replacement comes; a user no more, in whatever many browsers; all users four.
        """
        limit = self.file_bytes + _FRAMING
        body = limit if length is None else length
        if body > limit:
            raise UploadRefusedError(413, Words.FILE_TOO_LARGE(megabytes=self.file_bytes >> 20))
        taken = self._taken()
        self._users = {each: self._users.get(each, "") for each in taken}
        if taken.get(session, 0) + body > 2 * limit:
            raise UploadRefusedError(413, Words.PAGE_HOLDS_TOO_MUCH())
        mine = sum(size for each, size in taken.items() if self._users[each] == user)
        if mine + body > 2 * limit:
            raise UploadRefusedError(413, Words.PAGES_HOLD_TOO_MUCH())
        if sum(taken.values()) + body > 4 * limit:
            raise UploadRefusedError(503, Words.SERVER_BUSY())
        under_way = sum(self._coming.values())
        if free_bytes(self.folder) < under_way + body + ROOM_BYTES:
            raise UploadRefusedError(507, Words.DISK_FULL())
        self._users[session] = user
        self._coming[session] = self._coming.get(session, 0) + body
        try:
            yield body
        finally:
            self._coming[session] -= body
            if not self._coming[session]:
                del self._coming[session]

    def bounded(self, receive: Receive, room: int) -> Receive:
        """The same body, cut off with an UploadRefusedError once it is longer than ``room`` bytes
        or comes too slowly. Only the wait for the client counts, not the server's own work."""
        received, waited_s = 0, 0.0
        now = asyncio.get_running_loop().time

        async def receiving() -> Message:
            nonlocal received, waited_s
            asked_at = now()
            try:
                async with asyncio.timeout(patience_s(received, waited_s, self._idle_s)):
                    message = await receive()
            except TimeoutError:
                raise UploadRefusedError(408, Words.TOO_SLOW()) from None
            waited_s += now() - asked_at
            received += len(message.get("body", b""))
            if received > room:
                raise UploadRefusedError(413, Words.LONGER_THAN_ALLOWED())
            return message

        return receiving

    def _taken(self) -> dict[str, int]:
        held = self._held()
        return {
            session: held.get(session, 0) + self._coming.get(session, 0)
            for session in held.keys() | self._coming.keys()
        }


def patience_s(received: int, waited_s: float, idle_s: float = IDLE_S) -> float:
    """How long a body's next bytes may take, when ``received`` bytes took ``waited_s`` seconds.

    So a body of n bytes is over after ``idle_s`` + n / SLOWEST_BYTES_PER_S seconds at the latest.
    """
    return min(idle_s, idle_s + received / SLOWEST_BYTES_PER_S - waited_s)
