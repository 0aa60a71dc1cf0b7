"""The brake on guessing: failed attempts, counted on the server and forgotten after a while.

Counted per name *and* address, so that nobody can lock a person out from elsewhere, and per
address, so that many names cannot be tried from one. A refused attempt is not counted: waiting
always helps, whatever an attacker does meanwhile.
"""

import hashlib
import math
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address, ip_network

from turbine.auth.database import Database
from turbine.errors import AuthError

WINDOW_S = 15 * 60
PER_NAME = 5
PER_ADDRESS = 20


class Throttle:
    """Counts attempts in the user database, across browsers, processes and restarts."""

    def __init__(self, database: Database, now: Callable[[], float]) -> None:
        self._database = database
        self._now = now
        self._salt = database.secret("attempts")

    def admit(self, subject: str, address: str) -> None:
        """Count an attempt that is about to be checked, or raise where there were too many."""
        now, key, place = self._now(), self._key(subject), _place(address)
        with self._database.write() as db:
            db.execute("DELETE FROM attempts WHERE at <= ?", (now - WINDOW_S,))
            rows = db.execute(
                "SELECT subject, at FROM attempts WHERE address = ? ORDER BY at", (place,)
            ).fetchall()
            everything = [at for _, at in rows]
            same = [at for kept, at in rows if kept == key]
            free_at = max(_free_at(same, PER_NAME), _free_at(everything, PER_ADDRESS))
            if free_at > now:
                minutes = math.ceil((free_at - now) / 60)
                raise AuthError(
                    "There were too many wrong attempts from here.",
                    hint=f"Try again in {minutes} minute{'s' if minutes > 1 else ''}.",
                )
            db.execute("INSERT INTO attempts VALUES (?, ?, ?)", (key, place, now))

    def forgive(self, subject: str, address: str | None = None) -> None:
        """Forget the attempts of somebody who was right in the end (from there, or at all)."""
        place = None if address is None else _place(address)
        with self._database.write() as db:
            db.execute(
                "DELETE FROM attempts WHERE subject = ? AND address = coalesce(?, address)",
                (self._key(subject), place),
            )

    def _key(self, subject: str) -> str:
        # Hashed: people type passwords into the field for the name.
        return hashlib.sha256(f"{self._salt}{subject}".encode()).hexdigest()


def _free_at(times: list[float], limit: int) -> float:
    """When fewer than ``limit`` of these ascending times are left in the window."""
    return times[-limit] + WINDOW_S if len(times) >= limit else 0.0


def _place(address: str) -> str:
    """The address to count by: a household's IPv6 network is one place."""
    try:
        ip = ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, IPv6Address):
        return str(ip.ipv4_mapped or ip_network((ip, 64), strict=False))
    return str(ip)
