"""What a name and a password must be, and how passwords are hashed and generated."""

import base64
import hashlib
import re
import secrets
import unicodedata

import bcrypt

from turbine.access.words import Words
from turbine.model.errors import AuthError

MIN_LENGTH = 10
ROUNDS = 12
"""bcrypt's cost: about 0.3 s for each check."""

_NAME = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,63}")
_TYPEABLE = "abcdefghjkmnpqrstuvwxyz23456789"
"""No 0, 1, i, l or o, which look alike."""


def plain_name(typed: str) -> str:
    """The name as it is stored: ``" Anna "`` and ``"anna"`` are one person."""
    return unicodedata.normalize("NFKC", typed).strip().casefold()


def is_name(name: str) -> bool:
    """Whether a user can have this (stored) name."""
    return _NAME.fullmatch(name) is not None


def new_name(typed: str) -> str:
    """The stored form of a name for a new user, or an AuthError that says what it can be."""
    name = plain_name(typed)
    if not is_name(name):
        wrong = Words.NOT_A_NAME() if name else Words.NAME_EMPTY()
        raise AuthError(wrong, hint=Words.NAME_RULES())
    return name


def require_good(name: str, password: str) -> None:
    """Raise an AuthError if this password is not good enough for this user."""
    text = _plain(password)
    if len(text) < MIN_LENGTH:
        raise AuthError(
            Words.PASSWORD_TOO_SHORT(count=len(text)),
            hint=Words.MINIMUM_LENGTH(minimum=MIN_LENGTH),
        )
    if plain_name(text) == name or len(set(text)) < 4:
        raise AuthError(Words.PASSWORD_TOO_EASY(), hint=Words.CHOOSE_ANOTHER_PASSWORD())


def digest(password: str) -> str:
    """What bcrypt gets: always of one length, since it refuses more than 72 bytes."""
    return base64.b64encode(hashlib.sha256(_plain(password).encode()).digest()).decode()


def hashed(password: str, rounds: int) -> str:
    """The hash to store."""
    return bcrypt.hashpw(digest(password).encode(), bcrypt.gensalt(rounds)).decode()


def matches(name: str, digested: str, stored: str) -> bool:
    """Whether a digested password is the one that was hashed."""
    return bcrypt.checkpw(digested.encode(), stored.encode())


def random_text(groups: int) -> str:
    """Groups of four random characters, 20 bits each, that are easy to read out and type."""
    return "-".join("".join(secrets.choice(_TYPEABLE) for _ in range(4)) for _ in range(groups))


def _plain(password: str) -> str:
    # The same password, however the keyboard composed its letters, with or without copied spaces.
    return unicodedata.normalize("NFKC", password).strip()
