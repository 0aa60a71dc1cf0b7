"""Users, and the sessions that their logins open. Managing users needs an administrator and
leaves a row in :mod:`turbine.audit`, even if it is refused."""

import hmac
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import Connection, IntegrityError

import jwt

from turbine.access import passwords
from turbine.access.database import Database, sha256
from turbine.access.devices import Devices
from turbine.access.throttle import Asker, Throttle
from turbine.access.users import Login, User
from turbine.access.words import Words
from turbine.audit import Action, AuditLog
from turbine.model.actor import Actor
from turbine.model.errors import AuthError, NotFoundError

SESSION_S = 24 * 3600
"""How long a login lasts."""

PasswordCheck = Callable[[str, str, str], bool]
"""(name, digested password, stored hash) → right or wrong, always after one bcrypt check."""

_SETUP = "set-up code"


class Accounts:
    """The users of one data directory. Safe to share between threads and processes."""

    def __init__(
        self,
        data_dir: Path,
        *,
        now: Callable[[], float] = time.time,
        check: PasswordCheck = passwords.matches,
        rounds: int = passwords.ROUNDS,
    ) -> None:
        self._database = Database(data_dir)
        self._log = AuditLog(data_dir)
        self._throttle = Throttle(self._database, now)
        self.devices = Devices(self._database, now)
        self._now, self._check, self._rounds = now, check, rounds
        self._nobody = self._database.secret(
            "nobody", lambda: passwords.hashed(passwords.random_text(8), rounds)
        )
        self.cookie_key = self._database.secret("cookie")
        # Named by installation: cookies do not distinguish ports.
        self.cookie_name = f"windproof_{sha256(self.cookie_key)[:8]}"

    # -- first start -----------------------------------------------------------------------

    def has_users(self) -> bool:
        """Whether anybody can log in."""
        with self._database.read() as db:
            return _has_users(db)

    def setup_code(self) -> str:
        """A new one-time code for the first start, only for the console; it ends the last one."""
        code = passwords.random_text(3)
        with self._database.write() as db:
            _require_no_users(db)
            db.execute("INSERT OR REPLACE INTO secret VALUES (?, ?)", (_SETUP, _code_hash(code)))
        return code

    def create_first(
        self, code: str, name: str, password: str, address: str, *, browser: str = ""
    ) -> Login:
        """Make the first administrator, for whoever knows the set-up code."""
        name = passwords.new_name(name)
        passwords.require_good(name, password)
        asker = Asker(address, browser)
        self._throttle.admit(_SETUP, asker)
        stored = passwords.hashed(password, self._rounds)
        actor = Actor(name=name, origin=address)
        with (
            self._log.action(actor, Action.USER_SET_UP, name),
            self._database.write() as db,
        ):
            _require_no_users(db)
            row = db.execute("SELECT value FROM secret WHERE name = ?", (_SETUP,)).fetchone()
            if row is None or not hmac.compare_digest(str(row[0]), _code_hash(code)):
                raise AuthError(Words.WRONG_CODE(), hint=Words.WHERE_CODE_IS())
            self._insert(db, name, stored, administrator=True, must_change=False)
        self._throttle.forgive(_SETUP, asker)
        return Login(name=name, version=1)

    # -- logging in and out ----------------------------------------------------------------

    def authenticate(
        self, name: str, password: str, address: str, *, browser: str = "", device: str = ""
    ) -> Login:
        """Check a name and password. One error, after equal work, whatever is wrong; a WaitError,
        without work, after too many attempts. ``device`` is the browser's device cookie."""
        name = passwords.plain_name(name)
        login = self._checked(name, password, Asker(address, browser), device)
        if login is None:
            raise AuthError(Words.WRONG_LOGIN(), hint=Words.ASK_FOR_PASSWORD())
        return login

    def open_session(self, login: Login) -> str:
        """A token that identifies the person until it expires, as streamlit-authenticator writes
        it into its cookie, with a number of its own."""
        now = self._now()
        claims = {
            "username": login.name,
            "exp_date": now + SESSION_S,
            "jti": passwords.random_text(4),
        }
        token = jwt.encode(claims, self.cookie_key, algorithm="HS256")
        with self._database.write() as db:
            db.execute("DELETE FROM sessions WHERE expires_at <= ?", (now,))
            opened = db.execute(
                "INSERT INTO sessions SELECT ?, name, version, ? FROM users "
                "WHERE name = ? AND version = ?",
                (sha256(token), now + SESSION_S, login.name, login.version),
            )
            if opened.rowcount == 0:
                raise AuthError(Words.PASSWORD_CHANGED(), hint=Words.LOG_IN_AGAIN())
        return token

    def actor_of(self, token: str, address: str) -> Actor | None:
        """The person whose session this token is; None after it expired or was ended."""
        try:
            claims = jwt.decode(token, self.cookie_key, algorithms=["HS256"])
        except jwt.InvalidTokenError:
            return None
        with self._database.read() as db:
            row = db.execute(
                "SELECT u.name, u.administrator, u.must_change FROM sessions s "
                "JOIN users u ON u.name = s.name AND u.version = s.version "
                "WHERE s.token = ? AND s.expires_at > ?",
                (sha256(token), self._now()),
            ).fetchone()
        # The library's claim for expiry, which PyJWT does not know. No claim counts before the
        # row: a token that is signed with our key but opened no session may contain anything.
        if row is None or claims.get("exp_date", 0) <= self._now():
            return None
        return Actor(
            name=row[0],
            origin=address,
            administrator=bool(row[1]),
            must_change=bool(row[2]),
        )

    def end_all_sessions(self, actor: Actor) -> None:
        """Everybody has to log in again: after a restore, since a backup may contain sessions
        that were ended later. Needs an administrator."""
        actor.require_administrator(Words.MAY_NOT_END_SESSIONS(name=actor.name))
        with self._database.write() as db:
            db.execute("DELETE FROM sessions")

    def close_session(self, token: str) -> None:
        """End the session of this token, for all its copies."""
        with self._database.write() as db:
            db.execute("DELETE FROM sessions WHERE token = ?", (sha256(token),))

    # -- users -----------------------------------------------------------------------------

    def users(self, actor: Actor) -> tuple[User, ...]:
        """All users, by name."""
        actor.require_administrator(Words.MAY_NOT_LIST_USERS(name=actor.name))
        with self._database.read() as db:
            rows = db.execute(
                "SELECT name, administrator, must_change, created_at FROM users ORDER BY name"
            ).fetchall()
        return tuple(
            User(
                name=name,
                administrator=bool(administrator),
                must_change=bool(must_change),
                created=datetime.fromtimestamp(created_at, UTC),
            )
            for name, administrator, must_change, created_at in rows
        )

    def add_user(
        self, actor: Actor, name: str, password: str | None = None, *, administrator: bool = False
    ) -> str | None:
        """Add a user; the very first one is always an administrator.

        Without a password, returns a one-time password that the user must change.
        """
        name = passwords.plain_name(name)
        with self._log.action(actor, Action.USER_ADD, _subject(name)) as entry:
            actor.require_administrator(Words.MAY_NOT_ADD_USERS(name=actor.name))
            name = passwords.new_name(name)
            generated = None if password is not None else passwords.random_text(4)
            if password is not None:
                passwords.require_good(name, password)
            stored = passwords.hashed(password or generated or "", self._rounds)
            with self._database.write() as db:
                administrator = administrator or not _has_users(db)
                entry.details["administrator"] = administrator
                self._insert(
                    db, name, stored, administrator=administrator, must_change=generated is not None
                )
        return generated

    def reset_password(self, actor: Actor, name: str) -> str:
        """Set a one-time password, which is returned only here; ends the user's sessions."""
        name = passwords.plain_name(name)
        with self._log.action(actor, Action.USER_RESET_PASSWORD, _subject(name)):
            actor.require_administrator(Words.MAY_NOT_RESET_PASSWORDS(name=actor.name))
            generated = passwords.random_text(4)
            self._set_password(name, generated, must_change=True)
            self._throttle.forgive(name)
        return generated

    def change_password(self, actor: Actor, old: str, new: str, *, token: str = "") -> Login:
        """Change the person's own password; ends all of their sessions. ``token`` is the login's,
        which vouches for the person: the guesses of others do not delay this."""
        with self._log.action(actor, Action.USER_CHANGE_PASSWORD, actor.name):
            passwords.require_good(actor.name, new)
            asker = Asker(actor.origin, voucher=f"login {actor.name} {token}")
            if self._checked(actor.name, old, asker) is None:
                raise AuthError(Words.WRONG_PASSWORD(), hint=Words.TYPE_IT_AGAIN())
            if passwords.digest(old) == passwords.digest(new):
                raise AuthError(Words.PASSWORD_UNCHANGED(), hint=Words.CHOOSE_ANOTHER_PASSWORD())
            return self._set_password(actor.name, new, must_change=False)

    # -- inside ----------------------------------------------------------------------------

    def _checked(self, name: str, password: str, asker: Asker, device: str = "") -> Login | None:
        with self._database.read() as db:
            row = db.execute(
                "SELECT password, version FROM users WHERE name = ?", (name,)
            ).fetchone()
        known = row is not None
        if nonce := self.devices.nonce(device, name, row[1] if known else 0):
            asker = replace(asker, voucher=f"device {nonce}")
        self._throttle.admit(name, asker)
        # The hash of nobody makes an unknown name as slow as a known one.
        stored = row[0] if known else self._nobody
        right = self._check(name if known else "nobody", passwords.digest(password), stored)
        if not (right and known):
            return None
        self._throttle.forgive(name, asker)
        return Login(name=name, version=row[1])

    def _insert(
        self, db: Connection, name: str, stored: str, *, administrator: bool, must_change: bool
    ) -> None:
        try:
            db.execute(
                "INSERT INTO users (name, password, administrator, must_change, created_at) "
                "VALUES (?, ?, ?, ?, ?)",
                (name, stored, administrator, must_change, self._now()),
            )
        except IntegrityError as error:
            raise AuthError(
                Words.NAME_TAKEN(name=name), hint=Words.CHOOSE_ANOTHER_NAME()
            ) from error
        db.execute("DELETE FROM secret WHERE name = ?", (_SETUP,))

    def _set_password(self, name: str, password: str, *, must_change: bool) -> Login:
        stored = passwords.hashed(password, self._rounds)
        with self._database.write() as db:
            row = db.execute(
                "UPDATE users SET password = ?, version = version + 1, must_change = ? "
                "WHERE name = ? RETURNING version",
                (stored, must_change, name),
            ).fetchone()
            if row is None:
                raise NotFoundError(Words.NO_SUCH_USER(name=name), hint=Words.CHECK_USERS())
            db.execute("DELETE FROM sessions WHERE name = ?", (name,))
        return Login(name=name, version=int(row[0]))


def _subject(name: str) -> str:
    """The name, for the audit log; empty for a text that is not one, such as a mistyped
    password."""
    return name if passwords.is_name(name) else ""


def _has_users(db: Connection) -> bool:
    return db.execute("SELECT 1 FROM users LIMIT 1").fetchone() is not None


def _require_no_users(db: Connection) -> None:
    if _has_users(db):
        raise AuthError(Words.ALREADY_SET_UP(), hint=Words.LOG_IN_INSTEAD())


def _code_hash(code: str) -> str:
    return sha256("".join(filter(str.isalnum, code)).lower())
