"""The report page: a period of one or several turbines, to be printed."""

from pathlib import Path

from turbine.ui.analyse.report import page
from turbine.ui.analyse.view import Pages
from turbine.ui.common.session import require_login, windproof

HERE = Path(__file__)


def main() -> None:
    actor = require_login()
    pages = Pages(ingest=HERE.with_name("ingest.py"), sites=HERE.with_name("sites.py"))
    page.show(windproof(), actor, pages)


main()
