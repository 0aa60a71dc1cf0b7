"""The brake on guessing, and who it must never hold."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from logins import Clock

from turbine.actor import machine_actor
from turbine.auth import Accounts
from turbine.auth.database import Database
from turbine.auth.throttle import PER_ADDRESS, PER_NAME, WINDOW_S, Throttle
from turbine.errors import AuthError

GOOD = "four quiet blades"
ATTACKER = "203.0.113.66"
HOME = "192.0.2.7"


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def throttle(tmp_path, clock):
    return Throttle(Database(tmp_path), clock)


@pytest.fixture
def accounts(tmp_path, clock):
    accounts = Accounts(tmp_path, now=clock, rounds=4)
    accounts.add_user(machine_actor(), "anna", GOOD)
    return accounts


def fail(accounts: Accounts, name: str, address: str, times: int) -> None:
    for _ in range(times):
        with pytest.raises(AuthError, match="wrong"):
            accounts.authenticate(name, "not it at all", address)


def test_after_five_even_the_right_password_waits(accounts, clock):
    fail(accounts, "anna", ATTACKER, PER_NAME)
    with pytest.raises(AuthError, match="too many") as refused:
        accounts.authenticate("anna", GOOD, ATTACKER)
    assert "15 minutes" in refused.value.hint
    clock.now += WINDOW_S - 60
    with pytest.raises(AuthError, match="too many") as refused:
        accounts.authenticate("anna", GOOD, ATTACKER)
    assert "1 minute." in refused.value.hint
    clock.now += 60
    assert accounts.authenticate("anna", GOOD, ATTACKER)


def test_nobody_is_held_from_another_address(accounts):
    fail(accounts, "anna", ATTACKER, PER_NAME)
    assert accounts.authenticate("anna", GOOD, HOME)


def test_unknown_names_are_held_alike(accounts):
    fail(accounts, "no-such", ATTACKER, PER_NAME)
    with pytest.raises(AuthError, match="too many"):
        accounts.authenticate("no-such", GOOD, ATTACKER)


def test_refused_attempts_do_not_prolong_the_wait(accounts, clock):
    fail(accounts, "anna", ATTACKER, PER_NAME)
    for _ in range(20):
        clock.now += WINDOW_S / 21
        with pytest.raises(AuthError, match="too many"):
            accounts.authenticate("anna", GOOD, ATTACKER)
    clock.now += WINDOW_S / 21
    assert accounts.authenticate("anna", GOOD, ATTACKER)


def test_the_window_slides(accounts, clock):
    fail(accounts, "anna", ATTACKER, 3)
    clock.now += WINDOW_S / 2
    fail(accounts, "anna", ATTACKER, 2)
    clock.now += WINDOW_S / 2
    fail(accounts, "anna", ATTACKER, 3)
    with pytest.raises(AuthError, match="too many"):
        accounts.authenticate("anna", GOOD, ATTACKER)


def test_many_names_from_one_address_are_held(accounts):
    for n in range(PER_ADDRESS):
        fail(accounts, f"user{n}", ATTACKER, 1)
    with pytest.raises(AuthError, match="too many"):
        accounts.authenticate("anna", GOOD, ATTACKER)
    assert accounts.authenticate("anna", GOOD, HOME)


def test_being_right_forgives_ones_own_attempts_only(accounts):
    for n in range(PER_ADDRESS - 2):
        fail(accounts, f"user{n}", ATTACKER, 1)
    for _ in range(4):
        fail(accounts, "anna", ATTACKER, 1)
        accounts.authenticate("anna", GOOD, ATTACKER)
    fail(accounts, "eve", ATTACKER, 2)
    with pytest.raises(AuthError, match="too many"):
        accounts.authenticate("anna", GOOD, ATTACKER)


def test_attempts_are_counted_across_processes_and_restarts(accounts, tmp_path, clock):
    fail(accounts, "anna", ATTACKER, PER_NAME)
    with pytest.raises(AuthError, match="too many"):
        Accounts(tmp_path, now=clock, rounds=4).authenticate("anna", GOOD, ATTACKER)


def test_attempts_at_once_are_no_way_around(throttle):
    def attempt(_: int) -> bool:
        try:
            throttle.admit("anna", ATTACKER)
        except AuthError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(24))) == PER_NAME


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:203.0.113.66", "203.0.113.66", True),
        ("203.0.113.66", "203.0.113.67", False),
        ("unknown", "unknown", True),
    ],
)
def test_an_ipv6_network_is_one_place(throttle, one, other, same):
    for _ in range(PER_NAME):
        throttle.admit("anna", one)
    if same:
        with pytest.raises(AuthError, match="too many"):
            throttle.admit("anna", other)
    else:
        throttle.admit("anna", other)


def test_what_was_typed_as_a_name_is_not_kept(throttle, tmp_path):
    throttle.admit("my-secret-password", ATTACKER)
    assert b"my-secret-password" not in (tmp_path / "auth.db").read_bytes()
