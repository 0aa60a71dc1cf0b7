"""Connections to a server whose answers end: each is bounded in bytes and in time.

A server, or a proxy before it, may send without an end, or a byte now and then forever. A socket's
time-out is about one wait only; so here, each wait of an answer's, from the connection to its last
byte, has what is left of the answer's deadline and of the action's.
"""

import logging
import math
import socket
import ssl
from collections.abc import Iterator, Mapping
from typing import Any

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from turbine.model import deadline
from turbine.model.deadline import QUESTION_S, Deadline, within
from turbine.stores.influx.words import Words
from turbine.words import Said

DATA_BYTES = 4 << 30
"""Of an answer to a query: twice what four fields of ten million rows take as CSV."""
SAID_BYTES = 16 << 20
"""Of any other: the longest lists each line of a refused batch with the reason."""
PROGRESS_BYTES = 256 << 10
"""So much of an answer must come within each time-out."""
_CONNECT_S = 5.0
_PIECE = 1 << 16
_BUFFER = 1 << 18  # each wait is worth something: eight kB at once cost a tenth of a large read
_CONNECTIONS = 8


# It logs headers that it cannot read, whole: whatever of the request is repeated there.
logging.getLogger("urllib3.connection").setLevel(logging.ERROR)


class TooLongError(HTTPError):
    """The answer has more bytes than any that we expect."""

    def __init__(self, limit: int) -> None:
        self.reason: Said = Words.LONGER_THAN(limit_mb=limit >> 20)
        super().__init__(self.reason)


class Answer:
    """One answer. Read it once, whole or in pieces; close it unless it was read to its end."""

    def __init__(self, response: urllib3.BaseHTTPResponse, *, limit: int, pace: Deadline) -> None:
        self.status = response.status
        self.reason = response.reason
        self.headers: Mapping[str, str] = response.headers
        self._response, self._limit, self._pace = response, limit, pace
        self._data: bytes | None = None
        self._ended = False

    @property
    def data(self) -> bytes:
        """The whole body, read once."""
        if self._data is None:
            self._data = b"".join(self.stream(PROGRESS_BYTES))
        return self._data

    def read(self) -> bytes:
        """The whole body."""
        return self.data

    def stream(self, size: int = _PIECE) -> Iterator[bytes]:
        """The body in pieces of up to ``size`` bytes. Raises urllib3's errors; TooLongError."""
        announced = self._response.headers.get("Content-Length", "")
        if announced.isascii() and announced.isdigit():
            self._bound(float(announced))
        came, counted = 0, 0
        while True:
            with within(self._pace):  # never across a yield: it would reach whoever reads this
                piece = self._response.read(size)
            if not piece:
                break
            came += len(piece)
            self._bound(came)
            if came - counted >= PROGRESS_BYTES:
                counted = came
                self._pace.renew()
            yield piece
        self._ended = True

    def close(self) -> None:
        """Give the connection back, or close it if something of the answer is left on it."""
        if self._ended:
            self._response.release_conn()
        else:
            self._response.close()

    def _bound(self, length: float) -> None:
        if length > self._limit:
            self.close()
            raise TooLongError(self._limit)


class Pool:
    """Connections that are used again. Safe to use from several threads."""

    def __init__(
        self,
        *,
        timeout_s: float,
        context: ssl.SSLContext | None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        if context is not None:
            context.sslsocket_class = _TLSSocket
        self.headers = dict(headers or {})
        self._timeout_s = timeout_s
        self._pool = urllib3.PoolManager(
            maxsize=_CONNECTIONS,
            retries=False,
            ssl_context=context,
        )
        self._pool.pool_classes_by_scheme = {"http": _HTTPPool, "https": _HTTPSPool}

    def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | str | None = None,
        fields: Any = None,  # noqa: ANN401 - whatever urllib3 takes
        **_preferences: object,
    ) -> Answer:
        """The head of the answer; its body is still to be read. Redirections are not followed.
        Other preferences of a caller are ignored: when the body is read, and the time-outs."""
        data = "/query" in url.partition("?")[0]
        longest_s = QUESTION_S if data else self._timeout_s
        pace = Deadline(Words.THE_ANSWER(), self._timeout_s, longest_s=longest_s)
        connect_s = max(0.001, min(_CONNECT_S, self._timeout_s, deadline.left_s()))
        with within(pace):
            response = self._pool.request(
                method,
                url,
                body=body,
                fields=fields,
                headers={**self.headers, **(headers or {})},
                preload_content=False,
                redirect=False,
                timeout=urllib3.Timeout(connect=connect_s, read=self._timeout_s),
            )
        whole = data and 200 <= response.status < 300
        return Answer(response, limit=DATA_BYTES if whole else SAID_BYTES, pace=pace)

    def clear(self) -> None:
        """Close all that is not in use."""
        self._pool.clear()


def _bounded_s(own_s: float | None) -> float:
    """What is left of a wait. Raises TimeoutError if nothing is."""
    left_s = min(math.inf if own_s is None else own_s, deadline.left_s())
    if left_s <= 0:
        raise TimeoutError("timed out")
    return left_s


class _PlainSocket(socket.socket):
    def makefile(self, *how: Any, **_: Any) -> Any:  # noqa: ANN401 - overloaded
        return super().makefile(how[0], _BUFFER)

    def recv_into(self, buffer: Any, nbytes: int = 0, flags: int = 0) -> int:  # noqa: ANN401 - as a socket
        own_s = self.gettimeout()
        if (left_s := _bounded_s(own_s)) == own_s:
            return super().recv_into(buffer, nbytes, flags)
        self.settimeout(left_s)
        try:
            return super().recv_into(buffer, nbytes, flags)
        finally:
            self.settimeout(own_s)


class _TLSSocket(ssl.SSLSocket):
    def makefile(self, *how: Any, **_: Any) -> Any:  # noqa: ANN401 - overloaded
        return super().makefile(how[0], _BUFFER)

    def recv_into(self, buffer: Any, nbytes: int | None = None, flags: int = 0) -> int:  # noqa: ANN401 - as a socket
        own_s = self.gettimeout()
        self.settimeout(_bounded_s(own_s))
        try:
            return super().recv_into(buffer, nbytes, flags)
        finally:
            self.settimeout(own_s)

    def send(self, data: Any, flags: int = 0) -> int:  # noqa: ANN401 - as a socket
        own_s = self.gettimeout()
        self.settimeout(_bounded_s(own_s))
        try:
            return super().send(data, flags)
        finally:
            self.settimeout(own_s)


class _Connection(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _timed(super()._new_conn())


class _SecureConnection(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _timed(super()._new_conn())


def _timed(made: socket.socket) -> socket.socket:
    timeout_s = made.gettimeout()
    timed = _PlainSocket(made.family, made.type, made.proto, fileno=made.detach())
    timed.settimeout(timeout_s)
    return timed


class _HTTPPool(urllib3.HTTPConnectionPool):
    ConnectionCls = _Connection


class _HTTPSPool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _SecureConnection
