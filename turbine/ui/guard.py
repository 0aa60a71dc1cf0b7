"""ASGI middleware around Streamlit: what its server lets anybody do, only who is logged in may.

Streamlit's own endpoints know no login: uploads, downloads (``/media``) and metrics answer
everyone. Paths are taken from ``scope["path"]``, which is what the router goes by.
"""

import asyncio
import base64
import hashlib
import re
import secrets
from pathlib import Path

import streamlit as st
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from turbine.actor import Actor
from turbine.auth import Accounts
from turbine.ui import device
from turbine.ui.peer import TrustedProxies
from turbine.ui.uploads import UploadRefusedError, Uploads

ADDRESS_HEADER = "X-Windproof-Address"
"""Carries the peer's address to the scripts; a client's own copy is taken off."""

VOUCHER = secrets.token_hex(16)
"""Goes before the address: proof, within this process, that the guard was passed."""

ARRIVING: dict[str, str] = {}
"""Logins whose browsers do not hold the cookie yet: tokens by Streamlit session. Over a slow line
a person may choose a file sooner."""

_OPEN = ("/_stcore/health", "/_stcore/host-config", "/_stcore/stream")
_OPEN_TREE = "/_stcore/bidi-components/"
_UPLOAD = "/_stcore/upload_file"


class Guard:
    """Wraps the app. ``base_path`` is Streamlit's ``server.baseUrlPath``."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        accounts: Accounts,
        proxies: TrustedProxies,
        uploads: Uploads,
        base_path: str = "",
        https: bool = False,
    ) -> None:
        self._app = app
        self._accounts = accounts
        self._proxies = proxies
        self._uploads = uploads
        self._base = f"/{base_path.strip('/')}" if base_path.strip("/") else ""
        self._https = https
        self._headers = _security_headers(https=https)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        address = self._proxies.address_of(scope.get("client"), scope["headers"])
        scope = {**scope, "headers": _with_address(scope["headers"], address)}
        if scope["type"] == "websocket":
            # Open to all: the login itself comes this way. Pages guard what they send.
            await self._app(scope, receive, send)
            return
        path = scope["path"].removeprefix(self._base)
        send = self._adding_headers(send, path)
        if _is_in(path, _UPLOAD) or _is_in(path, "/media"):
            actor = await self._actor(scope, path, address)
            if actor is None:
                await PlainTextResponse("Log in first.", 401)(scope, receive, send)
            elif _is_in(path, _UPLOAD) and scope["method"] in ("PUT", "POST"):
                await self._upload(scope, receive, send, _session(path), actor.name)
            else:
                await self._app(scope, receive, send)
        elif path == device.PATH:
            token = _cookie(scope, self._accounts.cookie_name)
            sheet = await device.answer(self._accounts, token, scope, https=self._https)
            await sheet(scope, receive, send)
        elif _is_in(path, "/_stcore") and path not in _OPEN and not path.startswith(_OPEN_TREE):
            await PlainTextResponse("Not found.", 404)(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _actor(self, scope: Scope, path: str, address: str) -> Actor | None:
        """The person whose upload or download it is."""
        arriving = ARRIVING.get(_session(path), "") if _is_in(path, _UPLOAD) else ""
        for token in filter(None, [_cookie(scope, self._accounts.cookie_name), arriving]):
            if actor := await asyncio.to_thread(self._accounts.actor_of, token, address):
                return actor
        return None

    async def _upload(
        self, scope: Scope, receive: Receive, send: Send, session: str, user: str
    ) -> None:
        """Pass an upload on in as much memory and time as there is for it."""
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            with self._uploads.room_for(session, user, _content_length(scope)) as room:
                await self._app(scope, self._uploads.bounded(receive, room), watched)
        except UploadRefusedError as refused:
            if started:
                raise
            response = PlainTextResponse(
                refused.sentence, refused.status, headers={"Connection": "close"}
            )
            await response(scope, receive, send)

    def _adding_headers(self, send: Send, path: str) -> Send:
        added = [*self._headers, (b"content-security-policy", _policy(path))]
        if _is_in(path, "/media"):
            added.append((b"cache-control", b"private, no-store"))
        names = {name for name, _ in added}

        async def adding(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = [pair for pair in message.get("headers", []) if pair[0].lower() not in names]
                message = {**message, "headers": own + added}
            await send(message)

        return adding


def _is_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder}/")


def _session(path: str) -> str:
    """The Streamlit session that an upload's path names."""
    return path.removeprefix(_UPLOAD).strip("/").partition("/")[0]


def _with_address(headers: list[tuple[bytes, bytes]], address: str) -> list[tuple[bytes, bytes]]:
    name = ADDRESS_HEADER.lower().encode()
    kept = [pair for pair in headers if pair[0].lower() != name]
    return [*kept, (name, f"{VOUCHER} {address}".encode("latin-1", "replace"))]


def _cookie(scope: Scope, name: str) -> str:
    for key, value in scope["headers"]:
        if key == b"cookie" and (found := cookie_parser(value.decode("latin-1")).get(name)):
            return found
    return ""


def _content_length(scope: Scope) -> int | None:
    for key, value in scope["headers"]:
        if key == b"content-length" and value.isdigit():
            return int(value)
    return None


def _security_headers(*, https: bool) -> list[tuple[bytes, bytes]]:
    headers = [
        # Not DENY: the login cookie is written from an iframe of our own.
        (b"x-frame-options", b"SAMEORIGIN"),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"same-origin"),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
    ]
    if https:
        headers.append((b"strict-transport-security", b"max-age=31536000"))
    return headers


def _policy(path: str) -> bytes:
    # The cookie component's page (a package's static file) starts itself with an inline script.
    inline = "'unsafe-inline'" if _is_in(path, "/component") else _INLINE_SCRIPTS
    return (
        "default-src 'self'; "
        f"script-src 'self' {inline}; "
        "style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; "
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
    ).encode()


def _inline_scripts(index: Path) -> str:
    """The hashes of the scripts that stand within Streamlit's own page."""
    found = re.findall(rb"<script>(.*?)</script>", index.read_bytes(), re.DOTALL)
    digests = (base64.b64encode(hashlib.sha256(script).digest()).decode() for script in found)
    return " ".join(f"'sha256-{digest}'" for digest in digests)


_INLINE_SCRIPTS = _inline_scripts(Path(st.__file__).parent / "static" / "index.html")
