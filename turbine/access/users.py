"""Users, and successful logins."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Somebody who can log in."""

    name: str
    administrator: bool
    must_change: bool
    """The password is a one-time password that must still be changed."""
    created: datetime
    """UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """A name and password that were right: a session can be opened with it."""

    name: str
    version: int
    """Of the password: a session ends with the password that opened it."""
