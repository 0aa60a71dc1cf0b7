"""Which browser a Streamlit session belongs to, and the login that it holds.

Streamlit hands a session to whoever names its id, and the id stands in every upload's address.
So each browser gets a cookie of its own with the first page, and an id is good only together with
the cookie of the browser that it was first given to.
"""

import re
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from streamlit import config as streamlit_config

_NONCE = re.compile(r"[\w-]{43}", re.ASCII)
_LIFETIME_S = 400 * 24 * 3600
"""The longest that browsers keep a cookie. Tabs that start together must already have one,
or each would get its own."""


class BrowserCookie:
    """The cookie that tells browsers apart. ``name``: one per installation, as cookies do not
    tell ports apart."""

    def __init__(self, name: str) -> None:
        self._plain = f"{name}_browser"
        # Nobody without TLS, nor a neighbouring subdomain, can put another one in its place.
        self._secure = f"__Host-{name}_browser"

    def read(self, cookies: dict[str, str], *, tls: bool) -> str:
        """The browser's secret, "" for a browser that has none yet."""
        secret = cookies.get(self._secure) or ("" if tls else cookies.get(self._plain, ""))
        return secret if _NONCE.fullmatch(secret) else ""

    def fresh(self, *, tls: bool) -> str:
        """A Set-Cookie header's value, with a new secret."""
        name = self._secure if tls else self._plain
        parts = [f"{name}={secrets.token_urlsafe(32)}", "Path=/", f"Max-Age={_LIFETIME_S}"]
        parts += ["HttpOnly", "SameSite=Strict", *(["Secure"] if tls else [])]
        return "; ".join(parts)


@dataclass(slots=True)
class _Pair:
    browser: str
    token: str = ""
    """Of the login that the session holds; "" for none."""
    over: bool = False
    """Logged out, and not in again: the session is nobody's to resume."""
    sockets: int = 0
    until: float = 0.0
    """When Streamlit has forgotten the session, once it has no socket."""


class Pairing:
    """Streamlit's sessions and their browsers, for as long as Streamlit keeps the session.

    Used from the event loop and from scripts' threads.
    """

    def __init__(
        self, kept_s: Callable[[], float], *, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._kept_s, self._now = kept_s, now
        self._pairs: dict[str, _Pair] = {}
        self._lock = threading.Lock()

    def connect(self, session: str, browser: str) -> None:
        """A socket of this browser serves the session. The first browser stays its owner."""
        with self._lock:
            self._forget()
            if pair := self._of(session, browser):
                pair.sockets += 1

    def disconnect(self, session: str, browser: str) -> None:
        """That socket is closed."""
        with self._lock:
            if (pair := self._pairs.get(session)) and pair.browser == browser:
                pair.sockets -= 1
                pair.until = self._now() + self._kept_s()

    def log_in(self, session: str, browser: str, token: str) -> None:
        """The session holds a login from now on."""
        with self._lock:
            if pair := self._of(session, browser):
                pair.token, pair.over = token, False

    def log_out(self, token: str) -> None:
        """No session of this login can be resumed, in whichever tab."""
        with self._lock:
            for pair in self._pairs.values():
                if token and pair.token == token:
                    pair.token, pair.over = "", True

    def is_of(self, session: str, browser: str) -> bool:
        """Whether the session is this browser's, and may be resumed and written to by it."""
        with self._lock:
            self._forget()
            pair = self._pairs.get(session)
            return bool(browser) and pair is not None and pair.browser == browser and not pair.over

    def is_over(self, session: str) -> bool:
        """Whether somebody logged out of it."""
        with self._lock:
            pair = self._pairs.get(session)
            return pair is not None and pair.over

    def token_of(self, session: str) -> str:
        """The token of the session's login; "" for none."""
        with self._lock:
            pair = self._pairs.get(session)
            return pair.token if pair else ""

    def sessions_of(self, browser: str) -> list[str]:
        """This browser's sessions that are not over."""
        with self._lock:
            self._forget()
            return [
                session
                for session, pair in self._pairs.items()
                if browser and pair.browser == browser and not pair.over
            ]

    def __len__(self) -> int:
        return len(self._pairs)

    def _of(self, session: str, browser: str) -> _Pair | None:
        """The session's pair, made if it is new; None if it has another browser."""
        if not session or not browser:
            return None
        made = _Pair(browser=browser, until=self._now() + self._kept_s())
        pair = self._pairs.setdefault(session, made)
        return pair if pair.browser == browser else None

    def _forget(self) -> None:
        now = self._now()
        gone = [s for s, pair in self._pairs.items() if not pair.sockets and pair.until <= now]
        for session in gone:
            del self._pairs[session]


def _streamlit_keeps_s() -> float:
    return float(streamlit_config.get_option("server.disconnectedSessionTTL"))


PAIRING = Pairing(_streamlit_keeps_s)
"""This process's. The guard and the scripts share it."""
