"""The flags page: rows that look wrong, rows that are missing, and the rules' parameters."""

from pathlib import Path

from turbine.ui.analyse import flags, page
from turbine.ui.analyse.view import Pages
from turbine.ui.common.session import require_login, windproof

HERE = Path(__file__)


def main() -> None:
    actor = require_login()
    pages = Pages(ingest=HERE.with_name("ingest.py"), sites=HERE.with_name("sites.py"))
    page.show(flags.VIEW, windproof(), actor, pages)


main()
