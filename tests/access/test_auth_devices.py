"""Device cookies: what they are for, and all that makes one void."""

import jwt
import pytest
from logins import Clock

from turbine.access import Accounts
from turbine.access.devices import DEVICE_S
from turbine.access.throttle import PER_NAME, PER_VOUCHER, WINDOW_S
from turbine.model.actor import Actor, machine_actor
from turbine.model.errors import AuthError, WaitError

GOOD = "four quiet blades"
OTHER = "seven windy hills"
OFFICE = "203.0.113.66"
HOME = "192.0.2.7"


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def accounts(tmp_path, clock):
    accounts = Accounts(tmp_path, now=clock, rounds=4)
    for user in ("anna", "bob"):
        accounts.add_user(machine_actor(), user, GOOD)
    return accounts


def device_of(accounts: Accounts, user: str = "anna", password: str = GOOD) -> str:
    """The cookie of a browser that has just logged in."""
    token = accounts.open_session(accounts.authenticate(user, password, HOME))
    device = accounts.devices.hand_out(token)
    assert device.name == accounts.devices.cookie_name(user)
    return device.value


def guess(accounts: Accounts, times: int, device: str = "", address: str = OFFICE) -> None:
    for _ in range(times):
        with pytest.raises(AuthError, match="wrong"):
            accounts.authenticate("anna", "not it at all", address, device=device)


@pytest.fixture
def device(accounts):
    return device_of(accounts)


@pytest.fixture
def guesser(accounts, device):
    """Somebody at the office's address has used up all attempts of strangers there."""
    guess(accounts, PER_NAME)


@pytest.fixture
def is_stranger(accounts, guesser):
    """Whether such a cookie is as good as none."""

    def ask(cookie: str, user: str = "anna", password: str = GOOD) -> bool:
        try:
            accounts.authenticate(user, password, OFFICE, device=cookie)
        except WaitError:
            return True
        return False

    return ask


def test_at_a_shared_address_a_known_browser_gets_in_at_once(accounts, device, guesser):
    with pytest.raises(WaitError):
        accounts.authenticate("anna", GOOD, OFFICE)
    assert accounts.authenticate(" Anna ", GOOD, OFFICE, device=device)


def test_it_opens_nothing_by_itself(accounts, device):
    with pytest.raises(AuthError, match=r"password is wrong\. Forgotten"):
        accounts.authenticate("anna", OTHER, OFFICE, device=device)
    assert accounts.actor_of(device, OFFICE) is None


def test_it_has_a_limit_of_its_own_wherever_it_is(accounts, device, clock):
    for number in range(PER_VOUCHER):
        guess(accounts, 1, device, address=f"198.51.100.{number}")
    with pytest.raises(WaitError) as refused:
        accounts.authenticate("anna", GOOD, HOME, device=device)
    assert refused.value.wait_s == WINDOW_S
    assert accounts.authenticate("anna", GOOD, HOME), "strangers have another"
    assert accounts.authenticate("anna", GOOD, HOME, device=device_of(accounts)), "so have others"
    clock.now += WINDOW_S
    assert accounts.authenticate("anna", GOOD, HOME, device=device)


def test_its_attempts_use_up_nothing_of_the_addresss(accounts, device):
    guess(accounts, PER_VOUCHER, device)
    guess(accounts, PER_NAME)


def test_being_right_forgives_its_attempts(accounts, device):
    for _ in range(3):
        guess(accounts, PER_VOUCHER - 1, device)
        accounts.authenticate("anna", GOOD, OFFICE, device=device)


def test_there_is_one_per_login_with_its_own_nonce(accounts, clock):
    first, second = device_of(accounts), device_of(accounts)
    guess(accounts, PER_VOUCHER, first)
    guess(accounts, PER_VOUCHER, second)


# -- what makes it void --------------------------------------------------------------------------


def test_it_survives_logging_out(accounts, is_stranger):
    token = accounts.open_session(accounts.authenticate("anna", GOOD, HOME))
    cookie = accounts.devices.hand_out(token).value
    accounts.close_session(token)
    assert not is_stranger(cookie)


def test_a_new_password_voids_it(accounts, device, is_stranger):
    assert not is_stranger(device)
    accounts.change_password(Actor(name="anna", origin=HOME), GOOD, OTHER)
    assert is_stranger(device, password=OTHER)
    assert not is_stranger(device_of(accounts, password=OTHER), password=OTHER)


def test_so_does_a_reset(accounts, device):
    once = accounts.reset_password(machine_actor(), "anna")
    guess(accounts, PER_NAME)
    with pytest.raises(WaitError):
        accounts.authenticate("anna", once, OFFICE, device=device)


def test_another_persons_is_none(accounts, is_stranger):
    assert is_stranger(device_of(accounts, "bob"))


def test_it_ends(accounts, device, clock, is_stranger):
    clock.now += DEVICE_S - 1
    guess(accounts, PER_NAME)
    assert not is_stranger(device)
    clock.now += 1
    assert is_stranger(device)


def test_one_for_no_such_user_is_none(accounts, clock):
    assert accounts.devices.nonce("", "no-such", 0) == ""
    for _ in range(PER_NAME):
        with pytest.raises(AuthError, match="wrong"):
            accounts.authenticate("no-such", GOOD, OFFICE, device=device_of(accounts))
    with pytest.raises(WaitError):
        accounts.authenticate("no-such", GOOD, OFFICE, device=device_of(accounts))


def test_forged_ones_are_none(accounts, device, is_stranger, tmp_path):
    claims = jwt.decode(device, options={"verify_signature": False})
    own_key = jwt.encode(claims, "k" * 64, "HS256")
    login_key = jwt.encode(claims, accounts.cookie_key, "HS256")
    unsigned = jwt.encode(claims, None, algorithm="none")
    head, payload, signature = device.split(".")
    grafted = ".".join([head, own_key.split(".")[1].swapcase(), signature])
    login = accounts.open_session(accounts.authenticate("anna", GOOD, HOME))
    elsewhere = Accounts(tmp_path / "another", rounds=4)
    elsewhere.add_user(machine_actor(), "anna", GOOD)
    foreign = device_of(elsewhere)
    for cookie in [
        own_key,
        login_key,
        unsigned,
        grafted,
        login,
        foreign,
        device[:-3],
        "x",
        payload,
    ]:
        assert is_stranger(cookie)
    assert not is_stranger(device)


# -- handing out ---------------------------------------------------------------------------------


def test_it_is_handed_out_once_per_login(accounts):
    """A copied login cookie, used later, brings no device."""
    token = accounts.open_session(accounts.authenticate("anna", GOOD, HOME))
    assert accounts.devices.is_due(token)
    assert accounts.devices.hand_out(token)
    assert not accounts.devices.is_due(token)
    assert accounts.devices.hand_out(token) is None
    again = accounts.open_session(accounts.authenticate("anna", GOOD, HOME))
    assert accounts.devices.hand_out(again)
    assert accounts.devices.hand_out(token) is None


def test_a_login_that_ended_brings_none(accounts, clock):
    closed = accounts.open_session(accounts.authenticate("anna", GOOD, HOME))
    accounts.close_session(closed)
    changed = accounts.open_session(accounts.authenticate("anna", GOOD, HOME))
    accounts.change_password(Actor(name="anna", origin=HOME), GOOD, OTHER)
    old = accounts.open_session(accounts.authenticate("bob", GOOD, HOME))
    clock.now += 24 * 3600
    assert not accounts.devices.is_due(closed)
    for token in [closed, changed, old, "", "x"]:
        assert accounts.devices.hand_out(token) is None


def test_its_name_reveals_no_person_and_is_unique(accounts, tmp_path):
    names = {accounts.devices.cookie_name(user) for user in ("anna", "bob", "no-such")}
    names.add(Accounts(tmp_path / "another", rounds=4).devices.cookie_name("anna"))
    assert len(names) == 4
    assert accounts.devices.cookie_name(" ANNA") in names
    assert not any("anna" in name for name in names)


def test_the_key_is_its_own_and_long(accounts, tmp_path):
    key = accounts.devices._key
    assert len(bytes.fromhex(key)) >= 32
    assert key != accounts.cookie_key
    assert Accounts(tmp_path, rounds=4).devices._key == key
