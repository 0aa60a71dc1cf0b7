"""A proxy that lies: it cuts, drips, swallows, delays and rewrites what passes through it.

It stands before a real server. A rule decides about each request: it may forward it, once, more
often or not at all, and answer what it likes. Rules are small functions; these can be combined:

    with lying_proxy(server.url) as proxy:
        proxy.rule = on("/write", swallow())       # acknowledged and thrown away
        proxy.rule = on("/query", cut(500))        # a whole message, and not the whole answer
        proxy.rule = once(drip(0.5))               # the first answer only
"""

import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal
from urllib.parse import urlsplit

_OF_ONE_HOP = {"connection", "content-length", "transfer-encoding", "keep-alive", "date", "server"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came in."""

    method: str
    path: str
    """With its query."""
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back. Its end is shown by its length, by chunks, or by hanging up alone."""

    status: int = 204
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    framing: Literal["length", "chunked", "close"] = "length"
    length: int | None = None
    """The length that it claims; its own where none is given."""
    piece_bytes: int = 1 << 16
    pause_s: float = 0.0
    """Between two pieces."""


Forward = Callable[[], Answer]
"""Asks the real server."""
Rule = Callable[[Asked, Forward], Answer | None]
"""The answer to a request; None hangs up without one."""


def honest(_: Asked, forward: Forward) -> Answer | None:
    """What the real server says."""
    return forward()


def cut(at: int, framing: Literal["length", "chunked", "close"] = "length") -> Rule:
    """The first bytes of the answer (all but the last, where negative), framed as if that were all
    of it."""
    return lambda _, forward: replace((got := forward()), body=got.body[:at], framing=framing)


def drip(pause_s: float, piece_bytes: int = 1) -> Rule:
    """The whole answer, a little at a time."""
    return lambda _, forward: replace(forward(), pause_s=pause_s, piece_bytes=piece_bytes)


def swallow(status: int = 204) -> Rule:
    """Acknowledged, and thrown away."""
    return lambda _asked, _forward: Answer(status)


def lie(status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> Rule:
    """The real server does what it is asked; this is said of it."""

    def rule(_: Asked, forward: Forward) -> Answer:
        got = forward()
        return Answer(status, body, got.headers if headers is None else headers)

    return rule


def unanswered(_: Asked, forward: Forward) -> None:
    """The real server does what it is asked, and nobody hears of it."""
    forward()


def late(delay_s: float) -> Rule:
    """The connection breaks at once; the real server gets the request afterwards."""

    def rule(_: Asked, forward: Forward) -> None:
        threading.Timer(delay_s, forward).start()

    return rule


def on(path: str, rule: Rule, other: Rule = honest) -> Rule:
    """The rule for requests whose path holds this text."""
    return lambda asked, forward: (rule if path in asked.path else other)(asked, forward)


def once(*rules: Rule) -> Rule:
    """These rules in turn, one request each; then honest."""
    left = list(rules)
    return lambda asked, forward: (left.pop(0) if left else honest)(asked, forward)


@dataclass(slots=True)
class Proxy:
    url: str
    rule: Rule = honest
    requests: list[Asked] = field(default_factory=list)
    """Everything that was asked, in order."""

    def asked(self, path: str) -> list[Asked]:
        """The requests whose path holds this text."""
        return [request for request in self.requests if path in request.path]


@contextmanager
def lying_proxy(upstream: str) -> Iterator[Proxy]:
    """A proxy on a loopback port before a server of plain HTTP."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # else each answer waits 40 ms for its second half

        def pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            asked = Asked(self.command, self.path, dict(self.headers), body)
            proxy.requests.append(asked)
            answer = None
            with suppress(OSError):  # either side may have gone
                answer = proxy.rule(asked, lambda: _forwarded(upstream, asked))
                if answer is not None:
                    _say(self, answer)
            if answer is None:
                self.close_connection = True
                with suppress(OSError):
                    self.connection.shutdown(socket.SHUT_RDWR)

        do_GET = do_POST = do_PATCH = do_DELETE = pass_on

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    proxy = Proxy(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield proxy
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _forwarded(upstream: str, asked: Asked) -> Answer:
    headers = {
        name: value
        for name, value in asked.headers.items()
        if name.lower() not in {*_OF_ONE_HOP, "host", "accept-encoding"}
    }
    connection = http.client.HTTPConnection(urlsplit(upstream).netloc, timeout=60)
    try:
        connection.request(asked.method, asked.path, asked.body, headers)
        with connection.getresponse() as got:
            kept = {k: v for k, v in got.getheaders() if k.lower() not in _OF_ONE_HOP}
            return Answer(got.status, got.read(), kept)
    finally:
        connection.close()


def _say(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    claimed = len(answer.body) if answer.length is None else answer.length
    handler.send_response(answer.status)
    for name, value in answer.headers.items():
        handler.send_header(name, value)
    if answer.framing == "chunked":
        handler.send_header("Transfer-Encoding", "chunked")
    elif answer.framing == "length" and answer.status != 204:
        handler.send_header("Content-Length", str(claimed))
    if answer.framing == "close" or claimed != len(answer.body):
        handler.send_header("Connection", "close")
    handler.end_headers()
    for at in range(0, len(answer.body), answer.piece_bytes):
        piece = answer.body[at : at + answer.piece_bytes]
        framed = b"%x\r\n%b\r\n" % (len(piece), piece)
        handler.wfile.write(framed if answer.framing == "chunked" else piece)
        time.sleep(answer.pause_s)
    if answer.framing == "chunked":
        handler.wfile.write(b"0\r\n\r\n")
