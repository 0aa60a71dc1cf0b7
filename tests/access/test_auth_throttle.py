"""The throttle against guessing, and whom it must never stop."""

import heapq
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import count

import pytest
from logins import Clock

from turbine.access import Accounts, passwords
from turbine.access.database import Database
from turbine.access.throttle import (
    FRESH,
    KEPT_S,
    PER_ADDRESS,
    PER_NAME,
    PLACES,
    WINDOW_S,
    WRONG,
    Asker,
    Throttle,
)
from turbine.model.actor import Actor, machine_actor
from turbine.model.errors import AuthError, WaitError

GOOD = "four quiet blades"
ATTACKER = "203.0.113.66"
HOME = "192.0.2.7"
BOTNET = [f"198.51.100.{n}" for n in range(200)]
DAY_S = 24 * 3600


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch):
    """Attacks are thousands of transactions."""
    connect = sqlite3.connect

    def quick(*arguments, **options) -> sqlite3.Connection:
        db = connect(*arguments, **options)
        db.execute("PRAGMA synchronous = OFF")
        return db

    monkeypatch.setattr("turbine.access.database.sqlite3.connect", quick)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def throttle(tmp_path, clock):
    return Throttle(Database(tmp_path), clock)


@pytest.fixture
def checks():
    """A True for each password that was checked right, a False for each that was not."""
    return []


@pytest.fixture
def accounts(tmp_path, clock, checks):
    def check(name: str, digested: str, stored: str) -> bool:
        checks.append(passwords.matches(name, digested, stored))
        return checks[-1]

    accounts = Accounts(tmp_path, now=clock, rounds=4, check=check)
    accounts.add_user(machine_actor(), "anna", GOOD)
    return accounts


def fail(accounts: Accounts, name: str, address: str, times: int) -> None:
    for _ in range(times):
        with pytest.raises(AuthError, match="wrong"):
            accounts.authenticate(name, "not it at all", address)


def wait_of(accounts: Accounts, name: str, address: str, browser: str = "") -> float:
    """How long this attempt has to wait for its check; 0 if it was checked, and wrong."""
    try:
        accounts.authenticate(name, "not it at all", address, browser=browser)
    except WaitError as refused:
        return refused.wait_s
    except AuthError:
        return 0
    raise AssertionError("it was right")


def time_to_get_in(accounts: Accounts, clock: Clock, address: str, browser: str = "") -> float:
    """How long Anna, who knows her password and comes when the message says, has to wait."""
    start = clock.now
    while True:
        try:
            accounts.authenticate("anna", GOOD, address, browser=browser)
        except WaitError as refused:
            clock.now += refused.wait_s
        else:
            return clock.now - start


# -- one address ---------------------------------------------------------------------------------


def test_after_five_even_the_right_password_waits(accounts, clock, checks):
    fail(accounts, "anna", ATTACKER, PER_NAME)
    with pytest.raises(WaitError, match="too many") as refused:
        accounts.authenticate("anna", GOOD, ATTACKER)
    assert refused.value.wait_s == WINDOW_S
    assert refused.value.hint.startswith("Try again in 15 minutes. After that, this page")
    clock.now += WINDOW_S - 45
    with pytest.raises(WaitError, match="too many") as refused:
        accounts.authenticate("anna", GOOD, ATTACKER)
    assert refused.value.hint.startswith("Try again in 45 seconds.")
    assert len(checks) == PER_NAME
    clock.now += 45
    assert accounts.authenticate("anna", GOOD, ATTACKER)


def test_another_address_is_not_throttled(accounts):
    fail(accounts, "anna", ATTACKER, PER_NAME)
    assert accounts.authenticate("anna", GOOD, HOME)


def test_refused_attempts_do_not_prolong_the_wait(accounts, clock):
    fail(accounts, "anna", ATTACKER, PER_NAME)
    for _ in range(20):
        clock.now += WINDOW_S / 21
        with pytest.raises(WaitError, match="too many"):
            accounts.authenticate("anna", GOOD, ATTACKER)
    clock.now += WINDOW_S / 21
    assert accounts.authenticate("anna", GOOD, ATTACKER)


def test_the_window_slides(accounts, clock):
    fail(accounts, "anna", ATTACKER, 3)
    clock.now += WINDOW_S / 2
    fail(accounts, "anna", ATTACKER, 2)
    clock.now += WINDOW_S / 2
    fail(accounts, "anna", ATTACKER, 3)
    with pytest.raises(WaitError, match="too many"):
        accounts.authenticate("anna", GOOD, ATTACKER)


def test_many_names_from_one_address_are_throttled(accounts):
    for n in range(PER_ADDRESS):
        fail(accounts, f"user{n}", ATTACKER, 1)
    with pytest.raises(WaitError, match="too many"):
        accounts.authenticate("anna", GOOD, ATTACKER)
    assert accounts.authenticate("anna", GOOD, HOME)


def test_being_right_forgives_ones_own_attempts_only(accounts):
    for n in range(PER_ADDRESS - 2):
        fail(accounts, f"user{n}", ATTACKER, 1)
    for _ in range(4):
        fail(accounts, "anna", ATTACKER, 1)
        accounts.authenticate("anna", GOOD, ATTACKER)
    fail(accounts, "eve", ATTACKER, 2)
    with pytest.raises(WaitError, match="too many"):
        accounts.authenticate("anna", GOOD, ATTACKER)


def test_attempts_and_places_are_kept_across_processes_and_restarts(accounts, tmp_path, clock):
    fail(accounts, "anna", ATTACKER, PER_NAME)
    again = Accounts(tmp_path, now=clock, rounds=4)
    assert wait_of(again, "anna", ATTACKER, "a") == WINDOW_S
    clock.now += WINDOW_S - 1
    assert wait_of(accounts, "anna", ATTACKER, "a") == 1


def test_a_file_of_an_earlier_version_is_taken_over(tmp_path):
    with closing(sqlite3.connect(tmp_path / "auth.db")) as db, db:
        db.execute("CREATE TABLE attempts (subject TEXT, address TEXT, at REAL)")
        db.execute("CREATE INDEX attempts_by_address ON attempts (address, at)")
    accounts = Accounts(tmp_path, rounds=4)
    accounts.add_user(machine_actor(), "anna", GOOD)
    assert accounts.authenticate("anna", GOOD, HOME)


def test_attempts_at_once_are_no_way_around(throttle):
    def attempt(number: int) -> bool:
        try:
            throttle.admit("anna", Asker(ATTACKER, f"browser {number}"))
        except WaitError:
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
        throttle.admit("anna", Asker(one))
    if same:
        with pytest.raises(WaitError, match="too many"):
            throttle.admit("anna", Asker(other))
    else:
        throttle.admit("anna", Asker(other))


def test_neither_what_was_typed_as_a_name_nor_the_browser_is_kept(throttle, tmp_path):
    throttle.admit("my-secret-password", Asker(ATTACKER, "the-id-of-a-session"))
    stored = (tmp_path / "auth.db").read_bytes()
    assert b"my-secret-password" not in stored
    assert b"the-id-of-a-session" not in stored


# -- many addresses ------------------------------------------------------------------------------


def test_of_a_thousand_guesses_from_two_hundred_addresses_few_are_checked(accounts, clock, checks):
    for number in range(1000):
        wait_of(accounts, "anna", BOTNET[number % 200])
        clock.now += 0.1
    assert checks == [False] * (FRESH + WRONG)


def test_unknown_names_are_throttled_in_the_same_way(accounts, clock, checks):
    """The same waits, the same words and the same work, guess by guess."""

    def messages(name: str) -> Iterator[tuple[str, int]]:
        for number in range(300):
            before = len(checks)
            with pytest.raises(AuthError) as refused:
                accounts.authenticate(name, "not it at all", BOTNET[number % 200])
            yield str(refused.value), len(checks) - before

    assert [*messages("anna")] == [*messages("no-such")]
    assert len(checks) == 2 * (FRESH + WRONG)


class Attack:
    """200 addresses that guess at Anna's password, with a place in the line whenever they can."""

    def __init__(self, accounts: Accounts, clock: Clock, browsers: int) -> None:
        self._accounts, self._clock, self._numbers = accounts, clock, count()
        self._next: list[tuple[float, int, str, str]] = []
        for browser in range(browsers):
            for address in BOTNET:
                self._come(clock.now, address, f"browser {browser}")

    def _come(self, at: float, address: str, browser: str) -> None:
        heapq.heappush(self._next, (at, next(self._numbers), address, browser))

    def go_on_until(self, end: float) -> None:
        """Guess on; the clock is at ``end`` afterwards."""
        while self._next[0][0] <= end:
            at, _, address, browser = heapq.heappop(self._next)
            self._clock.now = max(at, self._clock.now)
            wait_s = wait_of(self._accounts, "anna", address, browser)
            self._come(self._clock.now + wait_s, address, browser)
        self._clock.now = end


def gets_in(accounts: Accounts, clock: Clock, attack: Attack, address: str) -> float:
    """How long Anna has to wait while it goes on. Every attacker comes before her."""
    start = clock.now
    while True:
        try:
            accounts.authenticate("anna", GOOD, address, browser="anna's")
        except WaitError as refused:
            attack.go_on_until(clock.now + refused.wait_s)
        else:
            return clock.now - start


def test_at_another_address_one_waits_at_most_until_each_of_theirs_was_new(accounts, clock):
    attack = Attack(accounts, clock, browsers=1)
    attack.go_on_until(clock.now)
    bound_s = len(BOTNET) / FRESH * WINDOW_S
    assert bound_s == 100 * 60
    assert 0 < gets_in(accounts, clock, attack, HOME) <= bound_s + WINDOW_S
    attack.go_on_until(clock.now + bound_s + WINDOW_S)
    for number in range(3):
        attack.go_on_until(clock.now + 600)
        assert gets_in(accounts, clock, attack, f"192.0.2.{10 + number}") == 0


def test_at_one_of_theirs_one_waits_for_the_places_before_ones_own(accounts, clock):
    attack = Attack(accounts, clock, browsers=1)
    attack.go_on_until(clock.now + 2 * len(BOTNET) / FRESH * WINDOW_S)
    waited_s = gets_in(accounts, clock, attack, BOTNET[7])
    assert 0 < waited_s <= (len(BOTNET) / WRONG + 1) * WINDOW_S


def test_a_lasting_attack_stays_under_its_limit(accounts, clock, checks):
    attack = Attack(accounts, clock, browsers=1)
    attack.go_on_until(clock.now + 2 * 3600)
    assert (FRESH + WRONG) * 7 <= len(checks) <= (FRESH + WRONG) * 9
    before = len(checks)
    attack.go_on_until(clock.now + 2 * 3600)
    # All of them were wrong within the day.
    assert WRONG * 7 <= len(checks) - before <= WRONG * 9


# -- the line ------------------------------------------------------------------------------------


def test_a_shared_addresss_guesser_only_delays_the_others_there(accounts, clock):
    fail(accounts, "anna", ATTACKER, PER_NAME)
    for number in range(PLACES - 1):
        wait_of(accounts, "anna", ATTACKER, f"guesser {number}")
    for _ in range(1000):
        wait_of(accounts, "anna", ATTACKER, "guesser 0")
    assert time_to_get_in(accounts, clock, ATTACKER, "anna's") == WINDOW_S


def test_a_place_is_its_browsers_alone_and_for_one_attempt(accounts, clock, checks):
    fail(accounts, "anna", ATTACKER, PER_NAME)
    for browser in "abcde":
        assert wait_of(accounts, "anna", ATTACKER, browser) == WINDOW_S
    clock.now += WINDOW_S
    assert wait_of(accounts, "anna", ATTACKER, "another") > 0
    for browser in "abcde":
        assert wait_of(accounts, "anna", ATTACKER, browser) == 0
        assert wait_of(accounts, "anna", ATTACKER, browser) > 0
    assert len(checks) == 2 * PER_NAME


def test_an_address_has_few_places_and_the_next_attempt_learns_when_one_is_free(accounts, clock):
    fail(accounts, "anna", ATTACKER, PER_NAME)
    for number in range(PLACES):
        wait_of(accounts, "anna", ATTACKER, f"{number}")
    with pytest.raises(WaitError) as refused:
        accounts.authenticate("anna", GOOD, ATTACKER, browser="another")
    assert refused.value.hint == "Try again in 15 minutes."
    clock.now += refused.value.wait_s
    with pytest.raises(WaitError, match="keeps your place"):
        accounts.authenticate("anna", GOOD, ATTACKER, browser="another")


def test_a_place_that_is_not_used_expires(accounts, clock):
    fail(accounts, "anna", ATTACKER, PER_NAME)
    wait_of(accounts, "anna", ATTACKER, "a")
    clock.now += WINDOW_S + KEPT_S - 1
    fail(accounts, "anna", ATTACKER, PER_NAME)
    assert wait_of(accounts, "anna", ATTACKER, "a") == 0
    assert wait_of(accounts, "anna", ATTACKER, "b") > 0
    clock.now += 3 * WINDOW_S
    fail(accounts, "anna", ATTACKER, PER_NAME)
    assert wait_of(accounts, "anna", ATTACKER, "b") > 0


def test_a_place_at_one_name_is_none_at_another(accounts, clock):
    fail(accounts, "anna", ATTACKER, PER_NAME)
    fail(accounts, "bob", ATTACKER, PER_NAME)
    wait_of(accounts, "anna", ATTACKER, "a")
    clock.now += WINDOW_S
    fail(accounts, "bob", ATTACKER, PER_NAME)
    assert wait_of(accounts, "bob", ATTACKER, "a") > 0


def test_an_address_is_fresh_again_after_a_day(accounts, clock):
    fail(accounts, "anna", HOME, 1)
    for address in BOTNET[: WRONG + 5]:
        fail(accounts, "anna", address, 1)
        wait_of(accounts, "anna", address)
    assert wait_of(accounts, "anna", HOME) > 0
    clock.now += DAY_S + WINDOW_S
    for address in BOTNET[: FRESH - 1]:
        fail(accounts, "anna", address, 1)
    assert accounts.authenticate("anna", GOOD, HOME)


def test_who_is_logged_in_can_change_the_password_during_an_attack(accounts, clock):
    for number in range(1000):
        wait_of(accounts, "anna", BOTNET[number % 200])
    fail_at_change = Actor(name="anna", origin=BOTNET[0])
    with pytest.raises(AuthError, match="current password"):
        accounts.change_password(fail_at_change, "not it at all", "seven windy hills", token="t")
    assert accounts.change_password(fail_at_change, GOOD, "seven windy hills", token="t")
