"""Who may log in: users, passwords, sessions, set-up, and the throttle against guessing."""

from turbine.access.accounts import SESSION_S, Accounts
from turbine.access.users import Login, User

__all__ = ["SESSION_S", "Accounts", "Login", "User"]
