"""A user's own password; for administrators, the users."""

from turbine.ui.account import password as account_password
from turbine.ui.account import people as account_people
from turbine.ui.common import identity
from turbine.ui.common.feedback import reported
from turbine.ui.common.session import require_login


def main() -> None:
    actor = require_login()
    account_password.title()
    account_password.section(actor)
    if actor.administrator:
        with reported():
            account_people.section(actor, identity.accounts())


main()
