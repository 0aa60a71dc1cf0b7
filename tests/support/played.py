"""A server that answers as it is told: what a real one, or what stands before it, does on bad days.

Alone (:func:`fake_server`) it says what a script says. Before a real server (:func:`lying_proxy`)
it cuts, drips, swallows, delays and rewrites what passes through it: a rule decides about each
request, and may forward it once, more often or not at all. Rules are small functions; these can be
combined:

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
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal
from urllib.parse import urlsplit

_OF_ONE_HOP = {"connection", "content-length", "transfer-encoding", "keep-alive", "date", "server"}
_FRAMES = {"Content-Length", "Transfer-Encoding"}


@dataclass(frozen=True, slots=True)
class Request:
    """As it came in."""

    method: str
    path: str
    """With its query."""
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """What is sent back. Its end is shown by its length, by chunks, by hanging up alone, or by
    what its ``headers`` claim."""

    status: int = 204
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    instead: Literal["", "reset", "silence"] = ""
    """None: ``reset`` hangs up, ``silence`` never speaks."""
    framing: Literal["length", "chunked", "close"] = "length"
    piece_bytes: int = 1 << 16
    pause_s: float = 0.0
    """Between two pieces."""


Forward = Callable[[], Reply]
"""Asks the real server."""
Rule = Callable[[Request, Forward], Reply | None]
"""The answer to a request; None hangs up without one."""


def honest(_: Request, forward: Forward) -> Reply | None:
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
    return lambda _asked, _forward: Reply(status)


def lie(status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> Rule:
    """The real server does what it is asked; this is said of it."""

    def rule(_: Request, forward: Forward) -> Reply:
        got = forward()
        return Reply(status, body, got.headers if headers is None else headers)

    return rule


def unanswered(_: Request, forward: Forward) -> None:
    """The real server does what it is asked, and nobody hears of it."""
    forward()


def late(delay_s: float) -> Rule:
    """The connection breaks at once; the real server gets the request afterwards."""

    def rule(_: Request, forward: Forward) -> None:
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
class Played:
    url: str
    rule: Rule
    requests: list[Request] = field(default_factory=list)
    """Everything that was asked, in order."""

    def tell(self, script: Callable[[Request], Reply]) -> None:
        """Answer what this says of each request."""
        self.rule = lambda request, _: script(request)

    script = property(None, tell)

    def play(self, *replies: Reply) -> None:
        """Give these answers in turn, and the last one forever."""
        left = list(replies)
        self.tell(lambda _: left.pop(0) if len(left) > 1 else left[0])

    def asked(self, path: str) -> list[Request]:
        """The requests whose path holds this text."""
        return [request for request in self.requests if path in request.path]

    @property
    def bodies(self) -> list[bytes]:
        return [request.body for request in self.requests]


def fake_server() -> AbstractContextManager[Played]:
    """A server on a loopback port that says 204 until told otherwise."""
    return _played("", swallow())


def lying_proxy(upstream: str) -> AbstractContextManager[Played]:
    """A proxy on a loopback port before a server of plain HTTP, honest until told otherwise."""
    return _played(upstream, honest)


@contextmanager
def _played(upstream: str, rule: Rule) -> Iterator[Played]:
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # else each answer waits 40 ms for its second half

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            request = Request(self.command, self.path, dict(self.headers), body)
            played.requests.append(request)
            reply: Reply | None = None
            with suppress(OSError):  # either side may have gone
                reply = played.rule(request, lambda: _forwarded(upstream, request))
                if reply is not None and not reply.instead:
                    _say(self, reply)
                    return
            if reply is not None and reply.instead == "silence":
                over.wait(30)
            self.close_connection = True
            with suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)

        do_GET = do_POST = do_PATCH = do_DELETE = answer

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    played = Played(f"http://127.0.0.1:{server.server_port}", rule)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield played
    finally:
        over.set()
        server.shutdown()
        thread.join()
        server.server_close()


def _forwarded(upstream: str, request: Request) -> Reply:
    headers = {
        name: value
        for name, value in request.headers.items()
        if name.lower() not in {*_OF_ONE_HOP, "host", "accept-encoding"}
    }
    connection = http.client.HTTPConnection(urlsplit(upstream).netloc, timeout=60)
    try:
        connection.request(request.method, request.path, request.body, headers)
        with connection.getresponse() as got:
            kept = {k: v for k, v in got.getheaders() if k.lower() not in _OF_ONE_HOP}
            return Reply(got.status, got.read(), kept)
    finally:
        connection.close()


def _say(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
    framing = "close" if reply.headers.keys() & _FRAMES else reply.framing
    handler.send_response(reply.status)
    for name, value in reply.headers.items():
        handler.send_header(name, value)
    if framing == "chunked":
        handler.send_header("Transfer-Encoding", "chunked")
    elif framing == "length" and reply.status != 204:
        handler.send_header("Content-Length", str(len(reply.body)))
    elif framing == "close":
        handler.send_header("Connection", "close")
    handler.end_headers()
    for at in range(0, len(reply.body), reply.piece_bytes):
        piece = reply.body[at : at + reply.piece_bytes]
        framed = b"%x\r\n%b\r\n" % (len(piece), piece)
        handler.wfile.write(framed if framing == "chunked" else piece)
        time.sleep(reply.pause_s)
    if framing == "chunked":
        handler.wfile.write(b"0\r\n\r\n")
