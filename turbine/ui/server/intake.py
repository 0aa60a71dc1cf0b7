"""The body of an upload: its file goes to the disk, piece by piece, and a stub goes on."""

import asyncio
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header
from starlette.types import Message, Receive, Scope

from turbine.settings.data_dir import part
from turbine.ui.server.uploads import PART, UploadRefusedError
from turbine.ui.server.words import Words

_PIECE_BYTES = 2**20
"""What is gathered before it is written."""
_HEADERS = (b"content-length", b"transfer-encoding")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """An upload on the disk."""

    path: Path
    size: int
    """Bytes."""
    stub: bytes
    form: bytes
    """The form that came, with the stub in the file's place."""

    def scope(self, scope: Scope) -> Scope:
        """The request's, for that form."""
        headers = [pair for pair in scope["headers"] if pair[0].lower() not in _HEADERS]
        return {**scope, "headers": [*headers, (_HEADERS[0], str(len(self.form)).encode())]}

    def receive(self, receive: Receive) -> Receive:
        """That form, and then whatever the connection says."""
        waiting = [self.form]

        async def receiving() -> Message:
            if not waiting:
                return await receive()
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}

        return receiving


async def take(
    scope: Scope, receive: Receive, *, folder: Path, file_bytes: int, until: ExitStack
) -> Taken:
    """Write the form's one file into the folder, where it stays until ``until`` is closed.

    Holds some megabytes, however long the file is. Raises UploadRefusedError for a body that is
    cut off, is no form with one file, or has too long a file, and if the disk refuses it.
    """
    form = _Form(_boundary(scope), file_bytes)
    try:
        path = until.enter_context(part(folder, PART))
        with path.open("wb") as file:
            more = True
            while more:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise UploadRefusedError(400, Words.CUT_OFF())
                form.write(message.get("body", b""))
                more = message.get("more_body", False)
                if form.waiting_bytes >= _PIECE_BYTES or not more:
                    await asyncio.to_thread(file.write, form.waiting())
    except OSError as error:
        raise UploadRefusedError(
            507, Words.CANNOT_STORE(reason=error.strerror or str(error))
        ) from error
    stub = secrets.token_urlsafe(32).encode()
    return Taken(path=path, size=form.size, stub=stub, form=form.around(stub))


class _Form:
    """A multipart form with one file, taken apart as it comes. Its other fields are left out."""

    def __init__(self, boundary: bytes, file_bytes: int) -> None:
        self.size = self.waiting_bytes = 0
        self._line, self._file_bytes = b"--" + boundary, file_bytes
        self._name = self._value = self._disposition = self._headers = b""
        self._head: bytes | None = None
        """The file's headers, as they came."""
        self._in_file = self._is_whole = False
        self._pieces: list[bytes] = []
        with _as_refusal():
            self._parser = MultipartParser(
                boundary,
                {
                    "on_part_begin": self._on_part_begin,
                    "on_header_field": self._on_header_field,
                    "on_header_value": self._on_header_value,
                    "on_header_end": self._on_header_end,
                    "on_headers_finished": self._on_headers_finished,
                    "on_part_data": self._on_part_data,
                    "on_end": self._on_end,
                },
            )

    def write(self, data: bytes) -> None:
        """More of the body. Raises UploadRefusedError."""
        with _as_refusal():
            self._parser.write(data)

    def waiting(self) -> bytes:
        """What of the file has come since the last time."""
        pieces, self._pieces, self.waiting_bytes = self._pieces, [], 0
        return b"".join(pieces)

    def around(self, content: bytes) -> bytes:
        """The same form with another content of its file. Raises UploadRefusedError."""
        if not self._is_whole:
            raise UploadRefusedError(400, Words.CUT_OFF())
        if self._head is None:
            raise UploadRefusedError(400, Words.NOT_ONE_FILE())
        return b"\r\n".join((self._line, self._head, content, self._line + b"--", b""))

    def _on_part_begin(self) -> None:
        self._disposition = self._headers = b""
        self._in_file = False

    def _on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _on_header_end(self) -> None:
        if self._name.lower() == b"content-disposition":
            self._disposition = self._value
        self._headers += b"%s: %s\r\n" % (self._name, self._value)
        self._name = self._value = b""

    def _on_headers_finished(self) -> None:
        if b"filename" not in parse_options_header(self._disposition)[1]:
            return
        if self._head is not None:
            raise UploadRefusedError(400, Words.NOT_ONE_FILE())
        self._head, self._in_file = self._headers, True

    def _on_part_data(self, data: bytes, start: int, end: int) -> None:
        if not self._in_file:
            return
        self.size += end - start
        if self.size > self._file_bytes:
            raise UploadRefusedError(413, Words.FILE_TOO_LARGE(megabytes=self._file_bytes >> 20))
        self.waiting_bytes += end - start
        self._pieces.append(data[start:end])

    def _on_end(self) -> None:
        self._is_whole = True


@contextmanager
def _as_refusal() -> Iterator[None]:
    try:
        yield
    except FormParserError as error:
        raise UploadRefusedError(400, Words.NOT_ONE_FILE()) from error


def _boundary(scope: Scope) -> bytes:
    """Of the request's form. Raises UploadRefusedError if it is none."""
    types = (value for key, value in scope["headers"] if key.lower() == b"content-type")
    kind, options = parse_options_header(next(types, b""))
    if kind != b"multipart/form-data" or not options.get(b"boundary"):
        raise UploadRefusedError(400, Words.NOT_ONE_FILE())
    return options[b"boundary"]
