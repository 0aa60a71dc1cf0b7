"""``windproof serve``: the app, from any folder."""

import argparse
import os
import subprocess
import sys

from turbine.cli.words import Words
from turbine.model.actor import Actor
from turbine.model.errors import ConfigError
from turbine.settings.places import HOME


def command(*, port: int, address: str) -> list[str]:
    """What starts the app. Streamlit reads the settings beside ``app.py`` last, so that none of
    the home or of the current folder replaces one of ours."""
    options = {"server.port": port, "server.address": address}
    flags = [f"--{name}={value}" for name, value in options.items()]
    return [sys.executable, "-m", "streamlit", "run", str(HOME / "app.py"), *flags]


def serve_command(arguments: argparse.Namespace, _: Actor) -> int:
    """Become the app's server. Raises ConfigError for an invalid port."""
    if not 0 < arguments.port < 65_536:
        raise ConfigError(Words.NOT_A_PORT(port=arguments.port), hint=Words.PORTS())
    line = command(port=arguments.port, address=arguments.address)
    if os.name == "posix":  # the same process: signals reach the server
        os.execv(line[0], line)  # noqa: S606 - our own interpreter
    return subprocess.call(line)  # noqa: S603 - our own interpreter
