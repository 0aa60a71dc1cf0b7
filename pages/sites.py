"""What is known of sites and turbines beside their points."""

from turbine.ui.common.feedback import reported
from turbine.ui.common.session import require_login, windproof
from turbine.ui.sites import page


def main() -> None:
    actor = require_login()
    page.title()
    with reported():
        page.body(windproof(), actor)


main()
