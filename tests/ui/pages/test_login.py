"""The gate, by its widgets' keys: set-up, login, one-time passwords, and what is shown to whom."""

import pytest
from apptest import MAIN, keys, run, send, told
from logins import PASSWORD, STATE_KEY, sign_in
from streamlit.testing.v1 import AppTest

from turbine.access import Accounts
from turbine.model.actor import machine_actor

NEW = "seven windy hills"


@pytest.fixture
def accounts(tmp_path, monkeypatch):
    monkeypatch.setenv("TURBINE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("TURBINE_STORE", "duckdb")
    return Accounts(tmp_path, rounds=4)


def open_app(token: str | None = None) -> AppTest:
    at = AppTest.from_file(MAIN, default_timeout=60)
    if token is not None:
        at.session_state[STATE_KEY] = token
    return run(at)


LOGIN = {"login_name", "login_password", "login_submit"}
SETUP = {"setup_code", "setup_name", "setup_password", "setup_again", "setup_submit"}


def test_without_users_the_set_up_is_all_there_is(accounts):
    assert keys(open_app()) == SETUP


def test_the_set_up_makes_an_administrator_who_is_logged_in(accounts):
    at = open_app()
    code = accounts.setup_code()
    whole = {"code": code, "name": "Anna", "password": PASSWORD, "again": PASSWORD}
    for wrong, complaint in [
        ({"again": NEW}, "differ"),
        ({"code": "aaaa-aaaa-aaaa"}, "set-up code is wrong"),
        ({"name": "no/name"}, "not a valid user name"),
        ({"password": "short", "again": "short"}, "5 characters"),
    ]:
        send(at, "setup", **whole | wrong)
        assert complaint in told(at)[0]
        assert not accounts.has_users()
    send(at, "setup", **whole)
    assert "log_out" in keys(at)
    [user] = accounts.users(machine_actor())
    assert (user.name, user.administrator, user.must_change) == ("anna", True, False)


def test_a_login_opens_the_app_and_a_log_out_closes_it(accounts, tmp_path):
    sign_in(tmp_path)
    at = open_app()
    assert keys(at) == LOGIN
    send(at, "login", name="anna", password=NEW)
    assert told(at)[0].startswith("The name or the password is wrong.")
    assert keys(at) == LOGIN
    send(at, "login", name=" ANNA", password=PASSWORD)
    assert "log_out" in keys(at)
    token = at.session_state[STATE_KEY]
    assert accounts.actor_of(token, "x").name == "anna"
    at.button(key="log_out").click()
    run(at)
    assert keys(at) == LOGIN
    assert accounts.actor_of(token, "x") is None


def test_too_many_wrong_attempts_wait_but_not_for_who_has_logged_in_there(accounts, tmp_path):
    sign_in(tmp_path)
    stranger, known = open_app(), open_app()
    send(known, "login", name="Anna", password=PASSWORD)
    known.button(key="log_out").click()
    run(known)
    for _ in range(5):
        assert told(send(stranger, "login", name="anna", password=NEW))[0].startswith("The name")
    send(stranger, "login", name="anna", password=PASSWORD)
    assert told(stranger) == [
        "There were too many wrong attempts.\n\nTry again in 15 minutes. After that, this page "
        "keeps your place for 15 minutes."
    ]
    assert keys(stranger) == LOGIN
    send(known, "login", name="anna", password=NEW)
    assert told(known)[0].startswith("The name or the password is wrong.")
    send(known, "login", name=" Anna", password=PASSWORD)
    assert "log_out" in keys(known)


def test_the_sidebar_says_where_the_app_writes_and_who_it_is(accounts, tmp_path):
    at = open_app(sign_in(tmp_path))
    captions = [caption.value.replace("\\", "") for caption in at.sidebar.caption]
    assert captions == [
        "Writing to the embedded database (windproof.duckdb)",
        "Logged in as **anna**",
    ]


def test_a_broken_data_directory_is_shown_and_one_can_log_out(accounts, tmp_path):
    token = sign_in(tmp_path)
    (tmp_path / "ledger.db").mkdir()
    at = open_app(token)
    assert "ledger cannot be read" in at.sidebar.caption[0].value
    assert "ledger cannot be read" in told(at)[0]
    assert "log_out" in keys(at)


def test_invalid_settings_are_shown(accounts, monkeypatch):
    monkeypatch.setenv("TURBINE_STORE", "oracle")
    at = open_app()
    assert told(at)[0].startswith("TURBINE_STORE is 'oracle'.")


def test_an_ended_session_shows_the_login_and_forgets_its_state(accounts, tmp_path):
    token = sign_in(tmp_path)
    at = open_app(token)
    at.session_state["left_behind"] = "a secret"
    accounts.close_session(token)
    run(at)
    assert keys(at) == LOGIN
    assert "left_behind" not in at.session_state


def test_a_made_up_token_is_nobody(accounts, tmp_path):
    sign_in(tmp_path)
    assert keys(open_app("a.made-up.token")) == LOGIN


def test_a_one_time_password_is_replaced_before_anything_else(accounts, tmp_path):
    sign_in(tmp_path)
    once = accounts.add_user(machine_actor(), "bob")
    at = send(open_app(), "login", name="bob", password=once)
    gate = {"first_change_old", "first_change_new", "first_change_again"}
    gate |= {"first_change_submit", "first_change_log_out"}
    assert keys(at) == gate
    at.switch_page("../../pages/account.py")
    assert keys(run(at)) == gate
    send(at, "first_change", old=once, new=NEW, again=NEW)
    assert "log_out" in keys(at)
    assert accounts.authenticate("bob", NEW, "x")


def test_the_language_is_chosen_before_the_login_and_outlasts_it(accounts, tmp_path):
    sign_in(tmp_path)
    at = open_app()
    [switch] = at.button_group
    assert switch.options == ["English", "Español"]
    switch.set_value("es")
    run(at)
    assert at.button(key="login_submit").label == "Iniciar sesión"
    send(at, "login", name="anna", password=PASSWORD)
    assert at.button(key="log_out").label == "Cerrar sesión"
    at.button(key="log_out").click()
    run(at)
    assert at.button(key="login_submit").label == "Iniciar sesión"
