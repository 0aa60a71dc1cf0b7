"""The account page, by its widgets' keys."""

import pytest
from apptest import keys, open_page, run, send, told
from logins import PASSWORD, STATE_KEY, sign_in

from turbine.access import Accounts
from turbine.model.actor import machine_actor

NEW = "seven windy hills"


@pytest.fixture
def open_account(tmp_path, monkeypatch):
    monkeypatch.setenv("TURBINE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("TURBINE_STORE", "duckdb")
    sign_in(tmp_path)

    return lambda name="anna": open_page("account", tmp_path, name, administrator=False)


@pytest.fixture
def accounts(tmp_path, open_account):
    return Accounts(tmp_path, rounds=4)


def test_a_user_sees_the_own_password_and_nobody_else(open_account):
    at = open_account("bob")
    own = {"account_old", "account_new", "account_again", "account_submit", "log_out"}
    assert keys(at) == own
    assert not at.dataframe


def test_changing_the_password_keeps_this_session_and_ends_the_others(open_account, accounts):
    at, elsewhere = open_account("bob"), open_account("bob")
    before = at.session_state[STATE_KEY]
    send(at, "account", old=PASSWORD, new=NEW, again=NEW + "x")
    assert "differ" in told(at)[0]
    send(at, "account", old="not it", new=NEW, again=NEW)
    assert "current password is wrong" in told(at)[0]
    send(at, "account", old=PASSWORD, new="bob", again="bob")
    assert "3 characters" in told(at)[0]
    assert accounts.authenticate("bob", PASSWORD, "x")
    send(at, "account", old=PASSWORD, new=NEW, again=NEW)
    assert not at.error
    assert "account_old" in keys(at)
    assert at.session_state[STATE_KEY] != before
    assert "login_name" in keys(run(elsewhere))
    assert accounts.authenticate("bob", NEW, "x")


def test_an_administrator_adds_people(open_account, accounts):
    at = open_account()
    at.checkbox(key="account_add_administrator").check()
    send(at, "account_add", name=" Carla ")
    [once] = [code.value for code in at.code]
    assert accounts.authenticate("carla", once, "x")
    table = at.dataframe[0].value
    assert table[["Name", "Role", "Password"]].to_numpy().tolist() == [
        ["anna", "administrator", "own"],
        ["carla", "administrator", "one-time"],
    ]
    run(at)
    assert [code.value for code in at.code] == [once], "shown until it was saved"
    at.button(key="account_saved_carla").click()
    assert not run(at).code


def test_an_administrator_resets_a_password(open_account, accounts):
    bob, at = open_account("bob"), open_account()
    send(at, "account_reset", name="BOB")
    [once] = [code.value for code in at.code]
    assert accounts.authenticate("bob", once, "x")
    assert "login_name" in keys(run(bob))


def test_every_one_time_password_is_shown_until_it_is_saved(open_account, accounts):
    at = open_account()
    for name in ("bob", "carla", "Bob"):
        send(at, "account_add" if name != "Bob" else "account_reset", name=name)
    bob, carla = (code.value for code in at.code)
    assert accounts.authenticate("bob", bob, "x")
    assert accounts.authenticate("carla", carla, "x")
    send(at, "account_add", name="bob")
    assert "There is already a user 'bob'." in told(at)[0]
    at.button(key="account_saved_bob").click()
    assert [code.value for code in run(at).code] == [carla]


def test_what_cannot_be_done_is_told_as_it_was_typed(open_account, accounts):
    at = open_account()
    send(at, "account_add", name="anna")
    assert "There is already a user 'anna'." in told(at)[0]
    send(at, "account_add", name="<b>bold</b>")
    assert "not a valid user name" in told(at)[0]
    send(at, "account_reset", name="**nobody**")
    assert "There is no user '**nobody**'." in told(at)[0]
    assert r"\*\*nobody\*\*" in at.error[0].value, "Markdown must not be obeyed"
    assert len(accounts.users(machine_actor())) == 1


def test_a_right_that_was_taken_away_is_gone_at_the_next_click(open_account, accounts, tmp_path):
    import sqlite3
    from contextlib import closing

    at = open_account()
    with closing(sqlite3.connect(tmp_path / "auth.db")) as db, db:
        db.execute("UPDATE users SET administrator = 0")
    send(at, "account_add", name="mallory")
    assert "account_add_name" not in keys(at)
    assert [user.name for user in accounts.users(machine_actor())] == ["anna"]
