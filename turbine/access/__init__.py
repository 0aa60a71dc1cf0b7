"""Who may log in: users, passwords, sessions, set-up, and the brake on guessing. No Streamlit."""

from turbine.access.accounts import SESSION_S, Accounts
from turbine.access.users import Login, User

__all__ = ["SESSION_S", "Accounts", "Login", "User"]
