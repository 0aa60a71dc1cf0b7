"""A person's own password; for administrators, the people who can log in."""

import streamlit as st

from turbine.ui.account import password as account_password
from turbine.ui.account import people as account_people
from turbine.ui.common import identity
from turbine.ui.common.feedback import reported
from turbine.ui.common.session import require_login


def main() -> None:
    actor = require_login()
    st.title("Account")
    account_password.section(actor)
    if actor.administrator:
        with reported():
            account_people.section(actor, identity.accounts())


main()
