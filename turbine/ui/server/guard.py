"""ASGI middleware around Streamlit: what its server lets anybody do, only a user who is logged in
may do.

Streamlit's own endpoints know no login: uploads, downloads (``/media``) and metrics answer
everyone. Paths are taken from ``scope["path"]``, which is what the router goes by.
"""

import asyncio
import secrets
from contextlib import ExitStack

from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from turbine.access import Accounts
from turbine.access.throttle import network_of
from turbine.ui.server import device, language
from turbine.ui.server.arrivals import ARRIVALS, Arrival, Key
from turbine.ui.server.headers import policy, security_headers
from turbine.ui.server.intake import take
from turbine.ui.server.origin import Origins
from turbine.ui.server.pairing import PAIRING, BrowserCookie
from turbine.ui.server.peer import TrustedProxies
from turbine.ui.server.socket import Sockets
from turbine.ui.server.turns import Turns
from turbine.ui.server.uploads import UploadRefusedError, Uploads
from turbine.ui.server.words import Words
from turbine.words import Said, best, speaking

ADDRESS_HEADER = "X-Windproof-Address"
"""Carries the peer's address to the scripts; a client's own copy is taken off."""

BROWSER_HEADER = "X-Windproof-Browser"
"""Carries the browser's own secret to the scripts, in the same way; nothing without a cookie."""

VOUCHER = secrets.token_hex(16)
"""Goes before both: proof, within this process, that the guard was passed."""

_OPEN = ("/_stcore/health", "/_stcore/host-config", "/_stcore/stream")
_OPEN_TREE = "/_stcore/bidi-components/"
_UPLOAD = "/_stcore/upload_file"
_MOST_COOKIES = 8_000
"""Bytes of a Cookie header. The websocket's server takes 8,192 in a line, with the name and the
browser's cookie that is still to come, and never answers a longer one: the page stays empty."""
_NO_PAGES = ("/_stcore", "/media", "/component", "/static", device.PATH, language.PATH)


class Guard:
    """Wraps the app. ``base_path`` is Streamlit's ``server.baseUrlPath``."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        accounts: Accounts,
        proxies: TrustedProxies,
        uploads: Uploads,
        origins: Origins,
        base_path: str = "",
    ) -> None:
        self._app = app
        self._accounts = accounts
        self._proxies = proxies
        self._uploads = uploads
        self._origins = origins
        self._cookie = BrowserCookie(accounts.cookie_name)
        self._sockets = Sockets(app, PAIRING, Turns(), Turns(), self._is_login)
        self._base = f"/{base_path.strip('/')}" if base_path.strip("/") else ""
        self._headers = security_headers(https=origins.https)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        address = self._proxies.address_of(scope.get("client"), scope["headers"])
        cookies = _cookies(scope)
        tls = self._origins.is_tls(scope)
        browser = self._cookie.read(cookies, tls=tls)
        scope = {**scope, "headers": _with_ours(scope["headers"], address, browser)}
        if scope["type"] == "websocket":
            await self._websocket(scope, receive, send, browser, address)
            return
        path = scope["path"].removeprefix(self._base)
        fresh = self._cookie.fresh(tls=tls) if not browser and _gives_cookie(scope, path) else ""
        send = self._adding_headers(send, path, fresh)
        if (length := _cookies_length(scope)) > _MOST_COOKIES:
            sentence = Words.TOO_MANY_COOKIES(count=length, limit=_MOST_COOKIES)
            await _answer(scope, 431, sentence)(scope, receive, send)
            return
        if path == device.PATH:
            token = cookies.get(self._accounts.cookie_name, "")
            sheet = await device.answer(self._accounts, token, scope, secure=tls)
            await sheet(scope, receive, send)
            return
        if path == language.PATH:
            await language.answer(scope, secure=tls)(scope, receive, send)
            return
        refusal, user = await self._judged(scope, path, address, browser)
        if refusal is not None:
            await refusal(scope, receive, send)
        elif _is_in(path, _UPLOAD) and scope["method"] in ("PUT", "POST"):
            await self._upload(scope, receive, send, _upload_key(path), user)
        else:
            await self._app(scope, receive, send)
            if _is_in(path, _UPLOAD):
                ARRIVALS.let_go()

    async def _websocket(
        self, scope: Scope, receive: Receive, send: Send, browser: str, address: str
    ) -> None:
        """Open to all: the login itself comes this way. Pages guard what they send."""
        if not self._origins.allow(scope):
            await send({"type": "websocket.close", "code": 1008})
            return
        token = _cookies(scope).get(self._accounts.cookie_name, "")
        await self._sockets.serve(
            self._origins.vouched(scope),
            receive,
            send,
            browser=browser,
            place=network_of(address),
            token=token,
        )

    async def _judged(
        self, scope: Scope, path: str, address: str, browser: str
    ) -> tuple[PlainTextResponse | None, str]:
        """A refusal, or the user whose upload or download it is ("": it takes none)."""
        if _is_in(path, _UPLOAD):
            if not self._origins.allow(scope):
                return _answer(scope, 403, Words.OTHER_PAGE()), ""
            session = _session(path)
            sessions = [session] if PAIRING.is_of(session, browser) else []
        elif _is_in(path, "/media"):
            sessions = PAIRING.sessions_of(browser)
        elif _is_in(path, "/_stcore") and path not in _OPEN and not path.startswith(_OPEN_TREE):
            return _answer(scope, 404, Words.NOT_FOUND()), ""
        else:
            return None, ""
        if sessions:
            # The cookie comes a moment after the login: over a slow line a file is chosen sooner.
            tokens = {PAIRING.token_of(session) for session in sessions}
            tokens.add(_cookies(scope).get(self._accounts.cookie_name, ""))
            for token in filter(None, tokens):
                if user := await self._user_of(token, address, to_work=True):
                    return None, user
        return _answer(scope, 401, Words.LOG_IN_FIRST()), ""

    async def _is_login(self, token: str) -> bool:
        """Whether this token's login is good."""
        return bool(await self._user_of(token))

    async def _user_of(self, token: str, address: str = "", *, to_work: bool = False) -> str:
        """Whose login this token is; "" if it is not good, or (``to_work``) its password is to be
        changed first."""

        def ask() -> str:
            actor = self._accounts.actor_of(token, address)
            if actor is None or (to_work and actor.must_change):
                return ""
            return actor.name

        return await asyncio.to_thread(ask)

    async def _upload(
        self, scope: Scope, receive: Receive, send: Send, key: Key, user: str
    ) -> None:
        """Take an upload to the disk, as far as there is room and time for it, and pass on a stub.
        The file stays if Streamlit takes that."""
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                if message["status"] in range(200, 300):
                    remove = until.pop_all().close
                    arrival = Arrival(
                        path=file.path, size=file.size, user=user, stub=file.stub, remove=remove
                    )
                    ARRIVALS.add(key, arrival)
                until.close()  # unless it stays
            await send(message)

        try:
            with (
                self._uploads.room_for(key[0], user, _content_length(scope)) as room,
                ExitStack() as until,
            ):
                body = self._uploads.bounded(receive, room)
                file = await take(
                    scope,
                    body,
                    folder=self._uploads.folder,
                    file_bytes=self._uploads.file_bytes,
                    until=until,
                )
                await self._app(file.scope(scope), file.receive(receive), watched)
        except UploadRefusedError as refused:
            if started:
                raise
            response = _answer(scope, refused.status, refused.sentence)
            response.headers["Connection"] = "close"
            await response(scope, receive, send)

    def _adding_headers(self, send: Send, path: str, cookie: str) -> Send:
        added = [
            *self._headers,
            (b"content-security-policy", policy(component=_is_in(path, "/component"))),
        ]
        if _is_in(path, "/media"):
            added.append((b"cache-control", b"private, no-store"))
        names = {name for name, _ in added}

        async def adding(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = [pair for pair in message.get("headers", []) if pair[0].lower() not in names]
                given = [(b"set-cookie", cookie.encode())] if cookie else []
                message = {**message, "headers": own + added + given}
            await send(message)

        return adding


def _is_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder}/")


def _session(path: str) -> str:
    """The Streamlit session that an upload's path names."""
    return _upload_key(path)[0]


def _upload_key(path: str) -> Key:
    session, _, file_id = path.removeprefix(_UPLOAD).strip("/").partition("/")
    return session, file_id


def _gives_cookie(scope: Scope, path: str) -> bool:
    """Whether a browser without its own cookie gets it with this answer: with a page, or with
    what the page asks for first of all. A browser that follows a link from elsewhere keeps back
    a cookie that it may well have: then the page asks for it a moment later."""
    if path != "/_stcore/host-config":
        if any(_is_in(path, folder) for folder in _NO_PAGES):
            return False
        if any(pair == (b"sec-fetch-site", b"cross-site") for pair in scope["headers"]):
            return False
    return bool(scope["method"] == "GET")


def _with_ours(
    headers: list[tuple[bytes, bytes]], address: str, browser: str
) -> list[tuple[bytes, bytes]]:
    ours = {
        name.lower().encode(): " ".join((VOUCHER, text)).encode("latin-1", "replace")
        for name, text in ((ADDRESS_HEADER, address), (BROWSER_HEADER, browser))
    }
    return [pair for pair in headers if pair[0] not in ours] + list(ours.items())


def _cookies(scope: Scope) -> dict[str, str]:
    """All of them; of two with one name in two headers, the first."""
    cookies: dict[str, str] = {}
    for key, value in scope["headers"]:
        if key == b"cookie":
            cookies = cookie_parser(value.decode("latin-1")) | cookies
    return cookies


def _cookies_length(scope: Scope) -> int:
    """Bytes of the longest Cookie header."""
    return max((len(value) for key, value in scope["headers"] if key == b"cookie"), default=0)


def _answer(scope: Scope, status: int, sentence: Said) -> PlainTextResponse:
    """An answer in the language that the request prefers."""
    with speaking(best(_languages(scope))):
        return PlainTextResponse(str(sentence), status)


def _languages(scope: Scope) -> list[str]:
    """The tag that was chosen, then those of Accept-Language, as browsers write them: the best
    first."""
    lines = [
        value.decode("latin-1") for key, value in scope["headers"] if key == b"accept-language"
    ]
    tags = (part.partition(";")[0].strip() for line in lines for part in line.split(","))
    return [tag for tag in (_cookies(scope).get(language.COOKIE, ""), *tags) if tag]


def _content_length(scope: Scope) -> int | None:
    for key, value in scope["headers"]:
        if key == b"content-length" and value.isdigit():
            return int(value)
    return None
