"""The production page: energy by day, month and year."""

from pathlib import Path

from turbine.ui.analyse import page, production
from turbine.ui.analyse.view import Pages
from turbine.ui.common.session import require_login, windproof

HERE = Path(__file__)


def main() -> None:
    actor = require_login()
    pages = Pages(ingest=HERE.with_name("ingest.py"), sites=HERE.with_name("sites.py"))
    page.show(production.VIEW, windproof(), actor, pages)


main()
