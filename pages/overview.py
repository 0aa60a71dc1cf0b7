"""The overview page, the first after the login: all that is stored, at one look."""

from turbine.ui.common.session import require_login, windproof
from turbine.ui.overview import page


def main() -> None:
    require_login()
    page.show(windproof())


main()
