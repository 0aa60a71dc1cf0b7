"""Whoever changes who can log in leaves a row; and no password ever does."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from audited import rows, told
from logins import Clock

from turbine.access import Accounts
from turbine.audit import Action, AuditLog
from turbine.model.actor import Actor
from turbine.model.errors import AuthError, ConfigError, NotAllowedError, NotFoundError, WaitError

ADA = Actor(name="ada", origin="10.0.0.7", administrator=True)
BOB = Actor(name="bob", origin="10.0.0.8")
GOOD, BETTER = "a long enough password", "an even longer password"


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    return Accounts(tmp_path, now=Clock(), rounds=4)


def test_each_change_leaves_its_row(accounts, tmp_path):
    accounts.create_first(accounts.setup_code(), "ada", GOOD, "10.0.0.7")
    accounts.add_user(ADA, "bob", GOOD)
    accounts.add_user(ADA, "eve", administrator=True)
    accounts.reset_password(ADA, "eve")
    accounts.change_password(BOB, GOOD, BETTER)
    recorded = rows(tmp_path)
    assert [(r.action, r.who, r.origin, r.subject, r.details, r.outcome) for r in recorded] == [
        ("user.set-up", "ada", "10.0.0.7", "ada", {}, "done"),
        ("user.add", "ada", "10.0.0.7", "bob", {"administrator": False}, "done"),
        ("user.add", "ada", "10.0.0.7", "eve", {"administrator": True}, "done"),
        ("user.reset-password", "ada", "10.0.0.7", "eve", {}, "done"),
        ("user.change-password", "bob", "10.0.0.8", "bob", {}, "done"),
    ]
    at = datetime.fromisoformat(recorded[-1].at)
    assert at.utcoffset() == timedelta(0)
    assert datetime.now(UTC) - at < timedelta(minutes=1)


def test_what_is_refused_leaves_its_row_with_the_error(accounts, tmp_path):
    accounts.add_user(ADA, "bob", GOOD)
    for error, refused in (
        (AuthError, lambda: accounts.add_user(ADA, "bob", GOOD)),
        (NotAllowedError, lambda: accounts.add_user(BOB, "eve", GOOD)),
        (NotAllowedError, lambda: accounts.reset_password(BOB, "ada")),
        (NotFoundError, lambda: accounts.reset_password(ADA, "eve")),
        (AuthError, lambda: accounts.change_password(BOB, "wrong", BETTER)),
        (AuthError, lambda: accounts.create_first("wrong", "eve", GOOD, "10.0.0.9")),
    ):
        with pytest.raises(error):
            refused()
    assert told(tmp_path)[1:] == [
        ("user.add", "bob", "refused", "AuthError"),
        ("user.add", "eve", "refused", "NotAllowedError"),
        ("user.reset-password", "ada", "refused", "NotAllowedError"),
        ("user.reset-password", "eve", "refused", "NotFoundError"),
        ("user.change-password", "bob", "refused", "AuthError"),
        ("user.set-up", "eve", "refused", "AuthError"),
    ]


def test_strangers_cannot_fill_it(accounts, tmp_path):
    accounts.setup_code()
    seen = []
    while WaitError not in seen:
        with pytest.raises(AuthError) as caught:
            accounts.create_first("wrong", "eve", GOOD, "10.0.0.9")
        seen.append(caught.type)
    assert len(rows(tmp_path)) == len(seen) - 1
    assert len(rows(tmp_path)) <= 30


def test_reading_and_logging_in_leave_no_row(accounts, tmp_path):
    accounts.add_user(ADA, "bob", GOOD)
    before = rows(tmp_path)
    token = accounts.open_session(accounts.authenticate("bob", GOOD, "10.0.0.8"))
    accounts.actor_of(token, "10.0.0.8")
    accounts.users(ADA)
    accounts.close_session(token)
    assert rows(tmp_path) == before


def test_no_password_is_in_it_not_even_one_typed_as_a_name(accounts, tmp_path):
    code = accounts.setup_code()
    accounts.create_first(code, "ada", GOOD, "10.0.0.7")
    made_up = accounts.add_user(ADA, "bob")
    again = accounts.reset_password(ADA, "bob")
    accounts.change_password(BOB, again, BETTER)
    for typed in (accounts.add_user, accounts.reset_password):
        with pytest.raises((AuthError, NotFoundError)):
            typed(ADA, "my s3cret password")
    written = (tmp_path / "audit.db").read_bytes()
    for secret in (code, GOOD, made_up, again, BETTER, "my s3cret password", accounts.cookie_key):
        assert secret.encode() not in written


def test_what_cannot_be_recorded_is_not_done(accounts, tmp_path):
    (tmp_path / "audit.db").mkdir()
    with pytest.raises(ConfigError, match="cannot be recorded") as caught:
        accounts.add_user(ADA, "bob", GOOD)
    assert caught.value.hint.startswith("Nothing was done.")
    assert accounts.users(ADA) == ()


def test_an_end_that_cannot_be_written_leaves_it_begun(tmp_path, caplog):
    with AuditLog(tmp_path).action(ADA, Action.USER_ADD, "bob"):
        assert told(tmp_path) == [("user.add", "bob", "begun", "")]
        kept = (tmp_path / "audit.db").read_bytes()
        (tmp_path / "audit.db").write_bytes(b"garbage " * 1_000)
    assert "stays begun" in caplog.text
    (tmp_path / "audit.db").write_bytes(kept)
    assert told(tmp_path) == [("user.add", "bob", "begun", "")]


def test_the_file_is_only_for_its_owner_and_a_newer_one_is_refused(accounts, tmp_path):
    import sqlite3

    accounts.add_user(ADA, "bob", GOOD)
    path = tmp_path / "audit.db"
    assert path.stat().st_mode & 0o077 == 0
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(ConfigError, match=r"audit\.db was written by a newer version"):
        accounts.add_user(ADA, "eve", GOOD)
    assert [user.name for user in accounts.users(ADA)] == ["bob"]
