"""Device cookies: they distinguish a browser in which somebody has logged in from an unknown one.

After OWASP's "Slow Down Online Guessing Attacks with Device Cookies". Such a cookie opens nothing:
the password is still asked for. It only moves the attempt from the limits for unknown browsers to
one of its own (:mod:`turbine.access.throttle`), for one name, until that person's password changes,
or for DEVICE_S.

It is made from a login, hence after a right password, and its nonce from the login's token: one
login makes one device. It is handed out once per login, to the first that asks for it, which the
page does as soon as the browser has the login's cookie; whoever copies that cookie later gets no
device with it. Logging out keeps it: its purpose is to be known at the next login.
"""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass

import jwt

from turbine.access.database import Database, sha256
from turbine.access.passwords import plain_name

DEVICE_S = 180 * 24 * 3600
"""How long a browser is known after a login."""

_AUDIENCE = "device"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceCookie:
    """What the browser should keep."""

    name: str
    value: str


class Devices:
    """Makes, hands out and reads the device cookies of one data directory."""

    def __init__(self, database: Database, now: Callable[[], float]) -> None:
        self._database = database
        self._now = now
        self._key = database.secret("device")

    def cookie_name(self, name: str) -> str:
        """One per person, since many people may share a browser; it does not reveal whose."""
        return f"windproof-device-{self._mac(f'name {plain_name(name)}')[:12]}"

    def of_login(self, token: str) -> DeviceCookie | None:
        """The device of a login by its token; None if it has ended."""
        with self._database.read() as db:
            row = db.execute(
                "SELECT u.name, u.version FROM sessions s "
                "JOIN users u ON u.name = s.name AND u.version = s.version "
                "WHERE s.token = ? AND s.expires_at > ?",
                (sha256(token), self._now()),
            ).fetchone()
        if row is None:
            return None
        claims = {
            "aud": _AUDIENCE,
            "sub": row[0],
            "version": row[1],
            "jti": self._mac(f"nonce {token}")[:32],
            # Not "exp", which PyJWT compares with a clock of its own.
            "until": self._now() + DEVICE_S,
        }
        value = jwt.encode(claims, self._key, algorithm="HS256")
        return DeviceCookie(name=self.cookie_name(row[0]), value=value)

    def hand_out(self, token: str) -> DeviceCookie | None:
        """The same, once per login."""
        device = self.of_login(token)
        if device is None:
            return None
        with self._database.write() as db:
            db.execute("DELETE FROM devices WHERE token NOT IN (SELECT token FROM sessions)")
            made = db.execute("INSERT OR IGNORE INTO devices VALUES (?)", (sha256(token),))
        return device if made.rowcount else None

    def is_due(self, token: str) -> bool:
        """Whether the device of this login has not been handed out yet."""
        with self._database.read() as db:
            row = db.execute(
                "SELECT 1 FROM sessions WHERE token = ? "
                "AND token NOT IN (SELECT token FROM devices)",
                (sha256(token),),
            ).fetchone()
        return row is not None

    def nonce(self, cookie: str, user: str, version: int) -> str:
        """The device of this person, with the password of this version, that a cookie identifies;
        "" if it is none."""
        try:
            claims = jwt.decode(cookie, self._key, algorithms=["HS256"], audience=_AUDIENCE)
        except jwt.InvalidTokenError:
            return ""
        current = claims["until"] > self._now()
        mine = (claims["sub"], claims["version"]) == (user, version)
        return str(claims["jti"]) if current and mine else ""

    def _mac(self, text: str) -> str:
        return hmac.new(self._key.encode(), text.encode(), hashlib.sha256).hexdigest()
