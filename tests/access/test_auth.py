"""Accounts: set-up, passwords, sessions and who may manage users. No browser, no Streamlit."""

import json
import os
import re
import sqlite3
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from subprocess import run
from sys import executable

import bcrypt
import jwt
import pytest
from logins import Clock, logged_in
from paths import ROOT

from turbine.access import SESSION_S, Accounts, passwords
from turbine.model.actor import Actor, machine_actor
from turbine.model.errors import AuthError, ConfigError, NotAllowedError, NotFoundError

HERE = "192.0.2.7"
GOOD = "four quiet blades"
OTHER = "seven windy hills"
ADMINISTRATOR = Actor(name="anna", origin=HERE, administrator=True)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def accounts(tmp_path, clock):
    return Accounts(tmp_path / "data", now=clock, rounds=4)


@pytest.fixture
def anna(accounts):
    """The first administrator, just logged in."""
    return accounts.create_first(accounts.setup_code(), "Anna", GOOD, HERE)


# -- files and keys ------------------------------------------------------------------------------


def test_files_are_private(tmp_path):
    old = os.umask(0)
    try:
        Accounts(tmp_path / "data", rounds=4).setup_code()
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
    assert {stat.S_IMODE(f.stat().st_mode) for f in (tmp_path / "data").iterdir()} == {0o600}


def test_a_loosened_file_is_tightened(tmp_path):
    Accounts(tmp_path, rounds=4)
    (tmp_path / "auth.db").chmod(0o644)
    Accounts(tmp_path, rounds=4)
    assert stat.S_IMODE((tmp_path / "auth.db").stat().st_mode) == 0o600


def test_an_unusable_directory_is_a_clear_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match=r"data directory .*file"):
        Accounts(tmp_path / "file")


def test_a_damaged_file_is_a_clear_sentence(tmp_path):
    (tmp_path / "auth.db").write_bytes(b"this is no database, and was never one" * 50)
    with pytest.raises(ConfigError, match=r"auth\.db cannot be used"):
        Accounts(tmp_path)


def test_the_key_is_long_random_and_kept(tmp_path):
    key = Accounts(tmp_path / "a", rounds=4).cookie_key
    assert len(bytes.fromhex(key)) >= 32
    assert Accounts(tmp_path / "a", rounds=4).cookie_key == key
    assert Accounts(tmp_path / "b", rounds=4).cookie_key != key


def test_processes_starting_together_agree_on_one_key(tmp_path):
    script = (
        "import sys; from pathlib import Path; from turbine.access import Accounts\n"
        "print(Accounts(Path(sys.argv[1]), rounds=4).cookie_key)"
    )

    def start(_: int) -> str:
        done = run(
            [executable, "-c", script, str(tmp_path / "data")],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(start, range(8)))) == 1


# -- first start ---------------------------------------------------------------------------------


def test_the_code_makes_the_first_administrator_once(accounts):
    assert not accounts.has_users()
    code = accounts.setup_code()
    assert re.fullmatch(r"(\w{4}-){2}\w{4}", code)
    assert accounts.create_first(f" {code.upper()} ", "Anna", GOOD, HERE).name == "anna"
    assert accounts.has_users()
    assert accounts.users(ADMINISTRATOR)[0].administrator
    with pytest.raises(AuthError, match="already exists"):
        accounts.create_first(code, "mallory", GOOD, HERE)
    with pytest.raises(AuthError, match="already exists"):
        accounts.setup_code()


def test_only_the_newest_code_counts_and_it_is_kept_as_a_hash(accounts, tmp_path):
    first, second = accounts.setup_code(), accounts.setup_code()
    stored = (tmp_path / "data" / "auth.db").read_bytes()
    assert second.encode() not in stored
    assert second.replace("-", "").encode() not in stored
    with pytest.raises(AuthError, match="code is wrong"):
        accounts.create_first(first, "anna", GOOD, HERE)
    accounts.create_first(second.replace("-", ""), "anna", GOOD, HERE)


def test_codes_cannot_be_guessed_for_long(accounts, clock):
    code = accounts.setup_code()
    for _ in range(5):
        with pytest.raises(AuthError, match="code is wrong"):
            accounts.create_first("wrong", "anna", GOOD, HERE)
    with pytest.raises(AuthError, match="too many"):
        accounts.create_first(code, "anna", GOOD, HERE)
    clock.now += 15 * 60
    accounts.create_first(code, "anna", GOOD, HERE)


def test_of_two_racing_administrators_one_is_made(accounts):
    code = accounts.setup_code()
    start = threading.Barrier(2)

    def race(name: str) -> bool:
        start.wait()
        try:
            accounts.create_first(code, name, GOOD, HERE)
        except AuthError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(race, ["anna", "bob"])) == [False, True]
    assert len(accounts.users(ADMINISTRATOR)) == 1


def test_a_user_added_on_the_command_line_ends_the_set_up(accounts):
    code = accounts.setup_code()
    accounts.add_user(machine_actor(), "ops", GOOD)
    assert accounts.users(machine_actor())[0].administrator, "the first user could never add one"
    with pytest.raises(AuthError, match="already exists"):
        accounts.create_first(code, "anna", GOOD, HERE)


# -- names and passwords -------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["anna", "ANNA", "  Anna\t", "ａｎｎａ"])
def test_names_are_one_person_however_typed(accounts, anna, typed):
    assert accounts.authenticate(typed, GOOD, HERE).name == "anna"
    with pytest.raises(AuthError, match="already"):
        accounts.add_user(ADMINISTRATOR, typed, OTHER)


@pytest.mark.parametrize("typed", ["", "  ", "-x", "a b", "a/b", "<b>", "x" * 65, "a\0b", "ñ"])
def test_invalid_names_are_refused(accounts, typed):
    with pytest.raises(AuthError, match="name"):
        accounts.add_user(ADMINISTRATOR, typed, GOOD)


@pytest.mark.parametrize(
    ("password", "complaint"),
    [
        ("", "0 characters"),
        ("short 789", "9 characters"),
        ("         x         ", "1 character\\."),
        ("maintenance", "easy"),
        ("MAINTENANCE ", "easy"),
        ("aaaaaaaaaaaa", "easy"),
    ],
)
def test_weak_passwords_are_refused(accounts, password, complaint):
    with pytest.raises(AuthError, match=complaint):
        accounts.add_user(ADMINISTRATOR, "maintenance", password)


@pytest.mark.parametrize("password", ["p" * 60 + "é" * 20 + "!q", "ten\0letters", "ğüşiöçığüş"])
def test_long_and_foreign_passwords_count_in_full(accounts, password):
    accounts.add_user(ADMINISTRATOR, "bob", password)
    assert accounts.authenticate("bob", f" {password}\n", HERE)
    for wrong in (password[:-1], password[:-1] + "x"):
        with pytest.raises(AuthError, match="wrong"):
            accounts.authenticate("bob", wrong, HERE)


def test_passwords_are_kept_as_bcrypt_hashes(tmp_path):
    accounts = Accounts(tmp_path)
    accounts.add_user(ADMINISTRATOR, "bob", GOOD)
    stored = (tmp_path / "auth.db").read_bytes()
    assert GOOD.encode() not in stored
    hashes = set(re.findall(rb"\$2b\$(\d\d)\$[./A-Za-z0-9]{53}", stored))
    assert hashes == {b"12"}, "the dummy of unknown names must cost what a real one costs"


# -- logging in ----------------------------------------------------------------------------------


def test_unknown_names_get_the_same_answer_after_the_same_work(tmp_path, clock):
    checks = []

    def check(name: str, digested: str, stored: str) -> bool:
        checks.append((len(digested), stored[:7], len(stored)))
        return passwords.matches(name, digested, stored)

    accounts = Accounts(tmp_path, now=clock, check=check, rounds=4)
    accounts.add_user(ADMINISTRATOR, "bob", GOOD)
    answers = set()
    for name, password in [("bob", OTHER), ("eve", OTHER), ("no such/name", GOOD), ("", "")]:
        with pytest.raises(AuthError) as refused:
            accounts.authenticate(name, password, HERE)
        answers.add(str(refused.value))
    assert len(answers) == 1
    assert checks == [(44, "$2b$04$", 60)] * 4


def test_even_the_dummys_password_opens_nothing(tmp_path):
    accounts = Accounts(tmp_path, check=lambda *_: True, rounds=4)
    with pytest.raises(AuthError, match="wrong"):
        accounts.authenticate("eve", GOOD, HERE)


def test_no_error_repeats_the_password(accounts, anna):
    with pytest.raises(AuthError) as refused:
        accounts.authenticate("anna", OTHER, HERE)
    assert OTHER not in f"{refused.value!r}{refused.value}"
    assert GOOD not in repr(anna)


# -- sessions ------------------------------------------------------------------------------------


def test_a_session_names_its_person_for_a_day(accounts, anna, clock):
    token = accounts.open_session(anna)
    assert accounts.actor_of(token, HERE) == ADMINISTRATOR
    clock.now += SESSION_S - 1
    assert accounts.actor_of(token, HERE)
    clock.now += 1
    assert accounts.actor_of(token, HERE) is None


def test_the_token_is_what_the_library_writes_into_its_cookie(accounts, anna, clock):
    claims = jwt.decode(accounts.open_session(anna), accounts.cookie_key, ["HS256"])
    assert claims.pop("jti")
    assert claims == {"username": "anna", "exp_date": clock() + SESSION_S}


def test_the_cookies_own_expiry_counts_too(accounts, anna, clock, tmp_path):
    token = accounts.open_session(anna)
    with closing(sqlite3.connect(tmp_path / "data" / "auth.db")) as db, db:
        db.execute("UPDATE sessions SET expires_at = 9e9")
    assert accounts.actor_of(token, HERE)
    clock.now += SESSION_S
    assert accounts.actor_of(token, HERE) is None


def test_forged_and_unknown_tokens_are_nobody(accounts, anna, clock):
    live = accounts.open_session(anna)
    claims = jwt.decode(live, accounts.cookie_key, ["HS256"])
    signed_but_never_opened = jwt.encode(claims | {"jti": "x"}, accounts.cookie_key)
    foreign = jwt.encode(claims, "k" * 32)
    unsigned = jwt.encode(claims, None, algorithm="none")
    for token in ["", "x", "a.b.c", live + "x", signed_but_never_opened, foreign, unsigned]:
        assert accounts.actor_of(token, HERE) is None
    assert accounts.actor_of(live, HERE)


@pytest.mark.parametrize("claim", ["username", "exp_date", "exp", "nbf", "aud", "sub"])
@pytest.mark.parametrize("odd", [["anna"], {"a": 1}, None, 10**30, "\ud800"])
def test_what_is_signed_with_the_key_and_opened_no_session_is_nobody(accounts, anna, claim, odd):
    claims = jwt.decode(accounts.open_session(anna), accounts.cookie_key, ["HS256"])
    forged = jwt.api_jws.encode(json.dumps(claims | {claim: odd}).encode(), accounts.cookie_key)
    assert accounts.actor_of(forged, HERE) is None


def test_tokens_are_kept_as_hashes(accounts, anna, clock, tmp_path):
    token = accounts.open_session(anna)
    assert token.encode() not in (tmp_path / "data" / "auth.db").read_bytes()


def test_logging_out_ends_one_session_for_every_copy(accounts, anna, clock):
    first, second = accounts.open_session(anna), accounts.open_session(anna)
    accounts.close_session(first)
    assert accounts.actor_of(first, HERE) is None
    assert accounts.actor_of(second, HERE)
    accounts.close_session(first)


def test_a_new_password_ends_all_sessions_of_that_person_alone(accounts, anna, clock):
    accounts.add_user(ADMINISTRATOR, "bob", OTHER)
    bob = accounts.open_session(accounts.authenticate("bob", OTHER, HERE))
    before = [accounts.open_session(anna) for _ in range(2)]
    login = accounts.change_password(ADMINISTRATOR, GOOD, "nine calm seas")
    assert [accounts.actor_of(token, HERE) for token in before] == [None, None]
    assert accounts.actor_of(bob, HERE)
    with pytest.raises(AuthError, match="in the meantime"):
        accounts.open_session(anna)
    assert accounts.actor_of(accounts.open_session(login), HERE)
    accounts.reset_password(ADMINISTRATOR, "BOB")
    assert accounts.actor_of(bob, HERE) is None


def test_administrator_rights_are_read_each_time(accounts, anna, clock, tmp_path):
    token = accounts.open_session(anna)
    assert accounts.actor_of(token, HERE).administrator
    with closing(sqlite3.connect(tmp_path / "data" / "auth.db")) as db, db:
        db.execute("UPDATE users SET administrator = 0")
    assert not accounts.actor_of(token, HERE).administrator


# -- managing users ------------------------------------------------------------------------------


def test_changing_needs_the_current_password_and_counts_attempts(accounts, anna):
    for _ in range(5):
        with pytest.raises(AuthError, match="current password"):
            accounts.change_password(ADMINISTRATOR, "wrong", OTHER)
    with pytest.raises(AuthError, match="too many"):
        accounts.change_password(ADMINISTRATOR, GOOD, OTHER)
    elsewhere = Actor(name="anna", origin="203.0.113.9")
    with pytest.raises(AuthError, match="too many"):
        accounts.change_password(elsewhere, GOOD, OTHER)
    with pytest.raises(AuthError, match="the same as the current one"):
        accounts.change_password(elsewhere, GOOD, f" {GOOD}", token="another login")
    accounts.change_password(elsewhere, GOOD, OTHER, token="another login")
    assert accounts.authenticate("anna", OTHER, "198.51.100.1")


def test_a_one_time_password_must_be_changed(accounts, anna):
    once = accounts.add_user(ADMINISTRATOR, "bob")
    bob = Actor(name="bob", origin=HERE)
    assert len(once) >= passwords.MIN_LENGTH
    assert accounts.authenticate("bob", once, HERE)
    assert logged_in(accounts, "bob", once).must_change
    accounts.change_password(bob, once, OTHER)
    assert not logged_in(accounts, "bob", OTHER).must_change
    again = accounts.reset_password(ADMINISTRATOR, "bob")
    assert again != once
    assert logged_in(accounts, "bob", again).must_change
    assert not logged_in(accounts, "anna", GOOD).must_change
    with pytest.raises(AuthError, match="wrong"):
        accounts.authenticate("bob", OTHER, HERE)


def test_a_reset_clears_the_throttle(accounts, anna):
    accounts.add_user(ADMINISTRATOR, "bob", GOOD)
    for _ in range(5):
        with pytest.raises(AuthError, match="wrong"):
            accounts.authenticate("bob", OTHER, HERE)
    once = accounts.reset_password(ADMINISTRATOR, "bob")
    assert accounts.authenticate("bob", once, HERE)


def test_an_unknown_user_cannot_be_reset(accounts, anna):
    with pytest.raises(NotFoundError, match="'nobody'"):
        accounts.reset_password(ADMINISTRATOR, "nobody")


def test_managing_users_needs_an_administrator(accounts, anna):
    bob = Actor(name="bob", origin=HERE)
    for call in (
        lambda: accounts.users(bob),
        lambda: accounts.add_user(bob, "eve", GOOD),
        lambda: accounts.add_user(bob, "eve"),
        lambda: accounts.reset_password(bob, "anna"),
    ):
        with pytest.raises(NotAllowedError, match="bob may not"):
            call()
    assert [user.name for user in accounts.users(ADMINISTRATOR)] == ["anna"]


def test_the_library_hash_is_bcrypts(accounts):
    assert bcrypt.checkpw(passwords.digest(GOOD).encode(), passwords.hashed(GOOD, 4).encode())
