"""``auth.db`` has a version: an older one is brought up to date, a newer one refused."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from scada import unpack_yesterday

from turbine.access import Accounts
from turbine.model.actor import Actor
from turbine.model.errors import ConfigError

ADA = Actor(name="ada", origin="10.0.0.7", administrator=True)
PASSWORD = "a password of yesterday"


def version(path):
    with closing(sqlite3.connect(path)) as db:
        return db.execute("PRAGMA user_version").fetchone()[0]


def test_yesterdays_users_log_in_and_a_copy_is_kept(tmp_path):
    folder = unpack_yesterday(tmp_path)
    path, copy = folder / "auth.db", folder / "auth.v0.db"
    assert version(path) == 0
    accounts = Accounts(folder)
    assert accounts.open_session(accounts.authenticate("ada", PASSWORD, "10.0.0.7"))
    assert (version(path), version(copy)) == (1, 0)
    assert copy.stat().st_mode & 0o077 == 0
    with closing(sqlite3.connect(copy)) as db:
        assert db.execute("SELECT name FROM users").fetchall() == [("ada",)]
    copy.unlink()
    Accounts(folder)
    assert not copy.exists(), "it is brought up to date once"


def test_a_new_one_has_the_version_and_no_copy(tmp_path):
    Accounts(tmp_path)
    assert version(tmp_path / "auth.db") == 1
    assert [*tmp_path.glob("auth.v*")] == []


def test_many_at_once_bring_it_up_to_date_once(tmp_path):
    folder = unpack_yesterday(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        lists = list(pool.map(lambda _: Accounts(folder).users(ADA), range(8)))
    assert {users[0].name for users in lists} == {"ada"}
    assert version(folder / "auth.v0.db") == 0


def test_a_newer_one_is_refused_untouched(tmp_path):
    Accounts(tmp_path)
    path = tmp_path / "auth.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 7")
    before = path.read_bytes()
    with pytest.raises(
        ConfigError, match=r"auth\.db .* newer version .* is 7, .* only knows schemas up to 1"
    ) as caught:
        Accounts(tmp_path)
    assert "Start the newer version again" in caught.value.hint
    assert path.read_bytes() == before


def test_a_step_that_fails_leaves_the_old_one(tmp_path, monkeypatch):
    folder = unpack_yesterday(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(
            "turbine.access.database._SCHEMA", "CREATE TABLE half (a); CREATE TABLE half (a)"
        )
        with pytest.raises(ConfigError, match="user database"):
            Accounts(folder)
    assert version(folder / "auth.db") == 0
    with closing(sqlite3.connect(folder / "auth.db")) as db:
        assert not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'half'").fetchone()
    assert Accounts(folder).has_users()
