"""The ASGI guard, called as a server would call it, around an app that answers everything."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field

import pytest

from turbine.access import Accounts
from turbine.model.actor import machine_actor
from turbine.ui.server import guard as guard_module
from turbine.ui.server.arrivals import Arrivals
from turbine.ui.server.guard import Guard
from turbine.ui.server.origin import Origins
from turbine.ui.server.pairing import Pairing
from turbine.ui.server.peer import TrustedProxies
from turbine.ui.server.uploads import Uploads

GOOD = "four quiet blades"
MB = 2**20
UPLOAD = "/_stcore/upload_file/session-1/file-1"
BROWSER, OTHER = "a" * 43, "b" * 43
BOUNDARY = "b0undary"
FORM = f"multipart/form-data; boundary={BOUNDARY}"
_HEAD = (
    f"--{BOUNDARY}\r\n"
    'Content-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
    "Content-Type: text/csv\r\n\r\n"
)
_TAIL = f"\r\n--{BOUNDARY}--\r\n".encode()


def form(*chunks: bytes, name: str = "made.csv") -> list[bytes]:
    """The chunks of a file as a form's, of the type FORM."""
    return [_HEAD.format(field=name, name=name).encode(), *chunks, _TAIL]


FRAME = sum(map(len, form()))
"""Bytes of a form around its file."""


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Inner:
    """Answers 200 with the body's length, and keeps what it was asked."""

    asked: list[dict] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    status: int = 200
    hold: asyncio.Event | None = None

    async def __call__(self, scope, receive, send):
        self.asked.append(scope)
        if scope["type"] == "websocket":
            return
        body, more = b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        self.bodies.append(body)
        if self.hold:
            await self.hold.wait()
        headers = [(b"X-Frame-Options", b"ALLOWALL"), (b"content-type", b"text/plain")]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": str(len(body)).encode()})


def scope_of(path: str, method: str = "GET", *, kind: str = "http", **headers: str) -> dict:
    pairs = [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()]
    return {
        "type": kind,
        "method": method,
        "path": path,
        "client": ("192.0.2.7", 50_000),
        "headers": pairs,
    }


async def call(app, scope: dict, chunks: Iterable[bytes] = (b"",)) -> Answer:
    """Ask; the chunks of an upload whose type is not given are those of a form's file."""
    waiting = list(chunks)
    sent = []
    if scope.get("method") in ("PUT", "POST") and not dict(scope["headers"]).get(b"content-type"):
        waiting = form(*waiting)
        scope = {**scope, "headers": [*map(_framed, scope["headers"]), _TYPE]}

    async def receive():
        if not waiting:
            return {"type": "http.disconnect"}
        body = waiting.pop(0)
        return {"type": "http.request", "body": body, "more_body": bool(waiting)}

    async def send(message):
        sent.append(message)

    await app(scope, receive, send)
    if not sent or "headers" not in sent[0]:
        return Answer(0, {}, b"")
    names = [k.decode().lower() for k, _ in sent[0]["headers"]]
    assert len(names) == len(set(names)), "a header stands twice"
    headers = {k.decode().lower(): v.decode() for k, v in sent[0]["headers"]}
    return Answer(sent[0]["status"], headers, b"".join(m.get("body", b"") for m in sent[1:]))


_TYPE = (b"content-type", FORM.encode())


def _framed(header: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
    name, value = header
    return (name, str(int(value) + FRAME).encode()) if name == b"content-length" else header


@pytest.fixture
def accounts(tmp_path):
    accounts = Accounts(tmp_path, rounds=4)
    accounts.add_user(machine_actor(), "anna", GOOD)
    return accounts


@pytest.fixture
def token(accounts):
    return accounts.open_session(accounts.authenticate("anna", GOOD, "192.0.2.7"))


@pytest.fixture
def pairing(monkeypatch):
    """Sessions that a browser has open: two of BROWSER, one of OTHER."""
    pairing = Pairing(lambda: 60)
    monkeypatch.setattr(guard_module, "PAIRING", pairing)
    for session, browser in (("session-1", BROWSER), ("session-2", BROWSER), ("else", OTHER)):
        pairing.connect(session, browser)
    return pairing


def of_browser(accounts, browser: str = BROWSER) -> str:
    """The Cookie header of a browser that has only its own."""
    return f"{accounts.cookie_name}_browser={browser}"


@pytest.fixture
def cookie(accounts, token):
    """The Cookie header of BROWSER, where Anna is logged in."""
    return f"_streamlit_xsrf=2|x; {of_browser(accounts)}; {accounts.cookie_name}={token}; other=1"


@pytest.fixture
def arrivals(monkeypatch):
    """The files on the disk. Streamlit holds whatever stub it was given, unless it is let go."""
    arrivals = Arrivals(lambda: set(arrivals._files) - arrivals.gone)
    arrivals.gone = set()
    monkeypatch.setattr(guard_module, "ARRIVALS", arrivals)
    yield arrivals
    arrivals.clear()


@pytest.fixture
def guarded(accounts, pairing, arrivals, tmp_path):
    """A guard around an inner app; (guard, inner)."""

    def build(*, held=dict, **changes) -> tuple[Guard, Inner]:
        inner = Inner()
        uploads = Uploads(held, folder=tmp_path / "uploads", file_bytes=10 * MB)
        given = {"accounts": accounts, "uploads": uploads}
        given |= {"proxies": TrustedProxies(), "origins": Origins()}
        guard = Guard(inner, **given | changes)
        return guard, inner

    return build


def ask(app, scope: dict, chunks: Iterable[bytes] = (b"",)) -> Answer:
    return asyncio.run(call(app, scope, chunks))
