"""Who can log in, and a login that was right."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Somebody who can log in."""

    name: str
    administrator: bool
    must_change: bool
    """The password is a one-time password that is still to be replaced."""
    created: datetime
    """UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """A name and password that were right, of which a session can be made."""

    name: str
    version: int
    """Of the password: a session dies with the password that opened it."""
