"""``audit.db``: a row for each action that changes something. There is no page for it yet.

A row is written before its action starts: if it cannot be written, the action is refused, so that
nothing happens unrecorded. It is completed when the action has ended. A row that stays *begun*
belongs to an action that is running, whose process was killed, or whose end could not be written.

Codes and values, no sentences; and never a token or a password, whatever a person typed.
"""

import json
import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from turbine.audit.words import Words
from turbine.model.actor import Actor
from turbine.model.errors import ConfigError
from turbine.sqlite import run, upgrade

_TABLE = """
CREATE TABLE actions (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    origin TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    details TEXT NOT NULL,
    outcome TEXT NOT NULL,
    error TEXT NOT NULL
);
CREATE INDEX actions_by_subject ON actions (subject)
"""
"""``at``: UTC, ISO 8601. ``outcome``: begun, done or refused; ``error``: the class of the
exception, if it was refused."""
_WAIT_S = 10.0
_LONGEST = 200
"""Characters of a subject: a text from outside may have any length."""

_LOG = logging.getLogger(__name__)


class Action(StrEnum):
    """What is done; in brackets the subject."""

    FILE_KEEP = "file.keep"
    """[the SHA-256 of its bytes]"""
    FILE_DISCARD = "file.discard"
    INGEST_START = "ingest.start"
    """[the ingest's id]; none if it was refused."""
    INGEST_RUN = "ingest.run"
    """The rows are sent: the first time, or when it is resumed."""
    INGEST_CANCEL = "ingest.cancel"
    INGEST_UNDO = "ingest.undo"
    INGEST_RECOUNT = "ingest.recount"
    """The count of rows in the database changes, also by verifying or the doctor."""
    BUCKET_CREATE = "bucket.create"
    """[the bucket's name]"""
    CONNECTION_CHANGE = "connection.change"
    """[the server's address, once it is the connection]"""
    SITE_CHANGE = "site.change"
    """[the site's name]"""
    SITE_REMOVE = "site.remove"
    RECIPE_SAVE = "recipe.save"
    """[the recipe's name]"""
    RECIPE_RENAME = "recipe.rename"
    RECIPE_DELETE = "recipe.delete"
    BACKUP = "backup"
    """[the file's name]: it contains hashes and tokens."""
    RESTORE = "restore"
    USER_SET_UP = "user.set-up"
    """[the user's name]: the first administrator."""
    USER_ADD = "user.add"
    USER_RESET_PASSWORD = "user.reset-password"  # noqa: S105 - a code
    USER_CHANGE_PASSWORD = "user.change-password"  # noqa: S105 - a code


@dataclass(slots=True)
class Entry:
    """What a row says about its action; it may be completed while the action is running."""

    subject: str
    details: dict[str, object] = field(default_factory=dict)


class AuditLog:
    """The actions of one data directory. Safe to share between threads and processes."""

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / "audit.db"

    @contextmanager
    def action(
        self, actor: Actor, action: Action, subject: str = "", **details: object
    ) -> Iterator[Entry]:
        """Record that the block is run, by whom, and how it ended.

        Raises ConfigError before the block starts if that cannot be recorded.
        """
        entry = Entry(subject, details)
        row = self._begin(actor, action, entry)
        try:
            yield entry
        except BaseException as error:  # an interrupt too is recorded
            self._end(row, entry, "refused", type(error).__name__)
            raise
        self._end(row, entry, "done", "")

    def _begin(self, actor: Actor, action: Action, entry: Entry) -> int:
        at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        values = (at, actor.name, actor.origin, action.value, *_texts(entry))
        try:
            # Made here, because SQLite would make it readable for everybody.
            os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
            upgrade(self._path, (_create,), newer=ConfigError)
            with closing(self._open()) as db, db:
                row = db.execute(
                    "INSERT INTO actions (at, who, origin, action, subject, details, outcome,"
                    " error) VALUES (?, ?, ?, ?, ?, ?, 'begun', '')",
                    values,
                )
                return int(row.lastrowid or 0)
        except (OSError, sqlite3.Error) as error:
            raise ConfigError(
                Words.NOT_RECORDED(path=str(self._path), reason=str(error)),
                hint=Words.NOTHING_DONE(),
            ) from error

    def _end(self, row: int, entry: Entry, outcome: str, error: str) -> None:
        """The action has happened: an end that cannot be written is not a failure of it."""
        try:
            with closing(self._open()) as db, db:
                db.execute(
                    "UPDATE actions SET subject = ?, details = ?, outcome = ?, error = ?"
                    " WHERE id = ?",
                    (*_texts(entry), outcome, error, row),
                )
        except sqlite3.Error as failure:
            _LOG.warning(
                "%s: row %d stays begun, and was %s: %s", self._path, row, outcome, failure
            )

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, timeout=_WAIT_S)


def _create(db: sqlite3.Connection) -> None:
    run(db, _TABLE)


def _texts(entry: Entry) -> tuple[str, str]:
    subject = entry.subject[:_LONGEST].encode("utf-8", "replace").decode()  # a file's name
    return subject, json.dumps(entry.details, sort_keys=True)
