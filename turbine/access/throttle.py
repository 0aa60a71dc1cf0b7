"""The throttle against guessing: attempts are counted on the server, and too many have to queue.

Whoever comes with nothing but a name is a stranger. All strangers together share one limit per
name, whether there is such a user or not, in two halves: one for addresses that were not wrong
about this name in the last day, and one for the others. So the many addresses of an attack soon
compete only with each other. There are also limits per name and address, and per address. If
something vouches for an attempt (a device cookie, a login), none of these apply, but a limit of
its own.

An attempt that is too many is not checked. It gets a place in the queue, which is only for its
browser: a time from which it will be checked, whatever others do in the meantime, and which trying
again does not delay. Hence the wait is bounded. One place comes for each of the others in the
queue, an address has at most PLACES of them, and each window admits FRESH or WRONG: during an
attack from 200 addresses, a person at another one waits for 200 / FRESH windows (105 minutes) while
each of them is new, and not at all afterwards. Nothing can bound it against any number of
addresses: to let in every stranger with the right password in time, all guesses must be checked.

An IPv6 address counts by its /64.
"""

import hashlib
import math
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from sqlite3 import Connection

from turbine.access.database import Database
from turbine.access.words import Words
from turbine.model.errors import WaitError
from turbine.words import Text, together

WINDOW_S = 15 * 60
PER_NAME = 5
"""Attempts in a window at one name from one address."""
PER_ADDRESS = 20
"""Attempts in a window at all names from one address."""
FRESH = 30
"""Attempts in a window at one name from all addresses that were not wrong about it."""
WRONG = 15
"""Attempts in a window at one name from all addresses that were."""
PER_VOUCHER = 5
"""Attempts in a window for which the same device cookie, or login, vouches."""
PLACES = 5
"""Places in the queue that an address, or a device cookie, may have at a time."""
KEPT_S = WINDOW_S
"""A place that is not used for this long expires."""
REMEMBERED_S = 24 * 3600
"""How long an address counts as one that was wrong about a name."""

_FRESH, _WRONG, _VOUCHED = "fresh", "wrong", "vouched"

Attempt = dict[str, str]
"""A row of ``tries``, without its time."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Whose attempt it is."""

    address: str
    browser: str = ""
    """What distinguishes browsers at one address, such as a Streamlit session."""
    voucher: str = ""
    """What vouches for it: then its own limit applies, and none of the strangers'."""


class Throttle:
    """Counts attempts in the user database, across browsers, processes and restarts."""

    def __init__(self, database: Database, now: Callable[[], float]) -> None:
        self._database = database
        self._now = now
        self._salt = database.secret("attempts")

    def admit(self, subject: str, asker: Asker) -> None:
        """Count an attempt that is about to be checked; raise a WaitError if there were too many,
        with a place in the queue if there is one left."""
        now = self._now()
        with self._database.write() as db:
            free_at, kept = self._place(db, subject, asker, now)
        if free_at > now:
            raise _wait(free_at - now, kept=kept)

    def forgive(self, subject: str, asker: Asker | None = None) -> None:
        """Forget the attempts of somebody who was right in the end (None: everybody's)."""
        with self._database.write() as db:
            if asker is None:
                db.execute("DELETE FROM tries WHERE subject = ?", (self._hash(subject),))
            else:
                # Not the places of others in the queue.
                db.execute(
                    "DELETE FROM tries WHERE subject = ? AND address = ? AND checked",
                    (self._hash(subject), self._counted(asker)),
                )

    def _place(self, db: Connection, subject: str, asker: Asker, now: float) -> tuple[float, bool]:
        """When this attempt may be checked, and whether this time is reserved for it. A place
        whose time has come is used."""
        db.execute("DELETE FROM tries WHERE at <= ?", (now - REMEMBERED_S,))
        attempt = {
            "subject": self._hash(subject),
            "address": self._counted(asker),
            "browser": self._hash(asker.browser),
        }
        place = db.execute(
            "SELECT rowid, at FROM tries WHERE subject = :subject AND address = :address "
            "AND browser = :browser AND NOT checked AND at > :now - :kept ORDER BY at LIMIT 1",
            attempt | {"now": now, "kept": KEPT_S},
        ).fetchone()
        if place is not None:
            if place[1] <= now:
                db.execute("UPDATE tries SET checked = 1 WHERE rowid = ?", (place[0],))
            return float(place[1]), True
        attempt["lane"] = _VOUCHED if asker.voucher else _lane(db, attempt)
        free_at = max(now, *(_free_at(db, *each, attempt) for each in _limits(attempt["lane"])))
        waiting, first = db.execute(
            "SELECT count(*), min(at) FROM tries WHERE address = ? AND NOT checked AND at > ?",
            (attempt["address"], now),
        ).fetchone()
        if free_at > now and waiting >= PLACES:
            return float(first), False
        db.execute(
            "INSERT INTO tries VALUES (:subject, :lane, :address, :browser, :at, :checked)",
            attempt | {"at": free_at, "checked": free_at <= now},
        )
        return free_at, True

    def _counted(self, asker: Asker) -> str:
        """Where the attempt counts: at an address, or with what vouches for it."""
        return self._hash(asker.voucher) if asker.voucher else network_of(asker.address)

    def _hash(self, text: str) -> str:
        # Hashed: people type passwords into the field for the name.
        return hashlib.sha256(f"{self._salt}{text}".encode()).hexdigest()


def _lane(db: Connection, attempt: Attempt) -> str:
    """Whether this address was wrong about this name, or is waiting already."""
    known = db.execute(
        "SELECT 1 FROM tries WHERE subject = :subject AND address = :address LIMIT 1", attempt
    ).fetchone()
    return _WRONG if known else _FRESH


def _limits(lane: str) -> tuple[tuple[str, int], ...]:
    """The attempts that count against one in this lane, and how many of them a window admits."""
    if lane == _VOUCHED:
        return (("WHERE address = :address", PER_VOUCHER),)
    return (
        ("WHERE subject = :subject AND lane = :lane", FRESH if lane == _FRESH else WRONG),
        ("WHERE subject = :subject AND address = :address", PER_NAME),
        ("WHERE address = :address", PER_ADDRESS),
    )


def _free_at(db: Connection, which: str, limit: int, attempt: Attempt) -> float:
    """When a window has fewer than ``limit`` of these attempts, including those to come."""
    row = db.execute(
        f"SELECT at FROM tries {which} ORDER BY at DESC LIMIT 1 OFFSET {limit - 1}",  # noqa: S608 - our texts
        attempt,
    ).fetchone()
    return -math.inf if row is None else float(row[0]) + WINDOW_S


def _wait(wait_s: float, *, kept: bool) -> WaitError:
    """The same sentence for everybody, without the name and whose attempts they were."""
    hint: Text = (
        Words.WAIT_MINUTES(count=math.ceil(wait_s / 60))
        if wait_s > 60
        else Words.WAIT_SECONDS(count=math.ceil(wait_s))
    )
    if kept:
        hint = together(hint, Words.PLACE_KEPT(count=KEPT_S // 60))
    return WaitError(Words.TOO_MANY(), hint=hint, wait_s=wait_s)


def network_of(address: str) -> str:
    """The address to count by: a household's IPv6 network counts as one."""
    try:
        ip = ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, IPv6Address):
        return str(ip.ipv4_mapped or ip_network((ip, 64), strict=False))
    return str(ip)
