"""Where Windproof's own files are: in a checkout, or installed as a package.

A wheel contains what a checkout has beside the package (``app.py``, ``pages/``, the page about the
database, Streamlit's settings) as ``turbine/site``, so that only ``turbine`` is at the top of an
environment.
"""

from pathlib import Path

from platformdirs import user_config_path, user_data_path

PACKAGE = Path(__file__).resolve().parents[1]
IS_CHECKOUT = (PACKAGE.parent / "app.py").is_file() and (PACKAGE.parent / "pages").is_dir()
HOME = PACKAGE.parent if IS_CHECKOUT else PACKAGE / "site"
"""The folder of ``app.py`` and ``pages``."""
PAGES = HOME / "pages"
COMMAND = "python -m turbine" if IS_CHECKOUT else "windproof"
"""How the command line is called here."""


def default_data_dir() -> Path:
    """``data`` of a checkout; installed, the folder that the platform gives programs."""
    return HOME / "data" if IS_CHECKOUT else user_data_path("windproof", appauthor=False)


def secrets_file() -> Path:
    """The file of settings that are not in the environment."""
    if IS_CHECKOUT:
        return HOME / ".streamlit" / "secrets.toml"
    return user_config_path("windproof", appauthor=False) / "secrets.toml"
