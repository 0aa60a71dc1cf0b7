"""The losses page: energy short of the reference, availability, and flags."""

from pathlib import Path

from turbine.ui.analyse import losses, page
from turbine.ui.analyse.view import Pages
from turbine.ui.common.session import require_login, windproof

HERE = Path(__file__)


def main() -> None:
    actor = require_login()
    pages = Pages(ingest=HERE.with_name("ingest.py"), sites=HERE.with_name("sites.py"))
    page.show(losses.VIEW, windproof(), actor, pages)


main()
