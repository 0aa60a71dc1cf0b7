"""Logging somebody in without a browser, for tests of pages: the token that a login would leave."""

from pathlib import Path

from turbine.access import Accounts
from turbine.model.actor import Actor, machine_actor

ADDRESS = "127.0.0.1"
PASSWORD = "four quiet blades"
STATE_KEY = "windproof_token"
"""Where a Streamlit session keeps the token: ``at.session_state[STATE_KEY] = token``."""


class Clock:
    """A time that stands still until it is told."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


def sign_in(data_dir: Path, name: str = "anna", *, administrator: bool = True) -> str:
    """The token of a new session of this user, who is made with PASSWORD where there is none.

    The very first user is an administrator in any case.
    """
    accounts = Accounts(data_dir, rounds=4)
    if name not in {user.name for user in accounts.users(machine_actor())}:
        accounts.add_user(machine_actor(), name, PASSWORD, administrator=administrator)
    login = accounts.authenticate(name, PASSWORD, ADDRESS)
    return accounts.open_session(login)


def logged_in(accounts: Accounts, name: str, password: str) -> Actor:
    """Whom a login stands for, as every page asks it."""
    token = accounts.open_session(accounts.authenticate(name, password, ADDRESS))
    actor = accounts.actor_of(token, ADDRESS)
    assert actor is not None
    return actor
