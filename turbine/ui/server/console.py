"""What the server prints when it starts, in the language of its environment."""

import sys

from turbine.access import Accounts
from turbine.model.errors import ConfigError
from turbine.settings.config import language
from turbine.ui.server.words import Words
from turbine.words import speaking


def cannot_start(error: ConfigError) -> str:
    """Why it does not start."""
    with speaking(language()):
        return str(Words.CANNOT_START(reason=str(error)))


def show_setup_code(accounts: Accounts) -> None:
    """While nobody can log in, show the code that the set-up screen asks for, here alone."""
    if accounts.has_users():
        return
    with speaking(language()):
        sentence = str(Words.SETUP_CODE(code=accounts.setup_code()))
    sys.stderr.write(f"\n  {sentence}\n\n")
    sys.stderr.flush()
