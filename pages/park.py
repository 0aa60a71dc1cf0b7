"""The park page: all turbines of a site beside one another."""

from pathlib import Path

from turbine.ui.analyse.park import page
from turbine.ui.analyse.view import Pages
from turbine.ui.common.session import require_login, windproof

HERE = Path(__file__)


def main() -> None:
    require_login()
    pages = Pages(ingest=HERE.with_name("ingest.py"), sites=HERE.with_name("sites.py"))
    page.show(windproof(), pages)


main()
