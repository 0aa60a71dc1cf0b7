"""``connection.json``: the settings that an administrator gave in the app, the token among them.

For this machine's user alone (mode 0600), in the data directory. Which of them count, and what
wins over them, is :mod:`turbine.settings.config`'s business.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path

from turbine.model.errors import ConfigError
from turbine.settings.data_dir import part, sweep

_NAME = "connection.json"
_PART = f".{_NAME}."


def read(data_dir: Path) -> dict[str, str]:
    """Name → text; nothing where nothing was saved. Raises ConfigError for a damaged file."""
    path = data_dir / _NAME
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):  # the folder is somebody else's to judge
        return {}
    except (OSError, ValueError) as error:
        raise _unreadable(path) from error
    if not isinstance(values, dict) or not all(isinstance(text, str) for text in values.values()):
        raise _unreadable(path)
    return values


def write(data_dir: Path, values: Mapping[str, str]) -> None:
    """Keep these and no others, or after an error those that were there before."""
    sweep(data_dir, _PART)  # it would hold a token
    try:
        with part(data_dir, _PART) as beside:
            with beside.open("w", encoding="utf-8") as file:
                json.dump(dict(values), file, indent=1)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(data_dir / _NAME)
    except OSError as error:
        raise ConfigError(
            f"The settings cannot be saved in {data_dir}: {error.strerror}.",
            hint="The settings before hold. Look whether the disk is full, and who owns the"
            " folder.",
        ) from error


def _unreadable(path: Path) -> ConfigError:
    return ConfigError(
        f"{path} cannot be read.",
        hint="It holds the settings made in the app: remove it, and make them again.",
    )
