"""``connection.json``: the settings that an administrator gave in the app, including the token.

Only for this machine's user (mode 0600), in the data directory. :mod:`turbine.settings.config`
decides which of them apply, and what takes precedence over them.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from turbine.model.errors import ConfigError
from turbine.settings.data_dir import alone, replace_file, sweep
from turbine.settings.words import Words

_NAME = "connection.json"
_PART = f".{_NAME}."
_VERSION = 1
"""Of the file: ``{"version": 1, "settings": {name: text}}``. Version 0 was the settings alone."""


def read(data_dir: Path) -> dict[str, str]:
    """Name → text; empty if nothing was saved. A file of an older version is brought up to date,
    and a copy is kept. Raises ConfigError for one that is damaged or of a newer version."""
    version, values = _read(data_dir)
    if version < _VERSION:
        # If the file cannot be written, it is still read, and brought up to date another time.
        with suppress(OSError, NotImplementedError), alone(data_dir, "connection"):
            version, values = _read(data_dir)  # another process may have been first
            if version < _VERSION:
                copy = f"connection.v{version}.json"
                text = (data_dir / _NAME).read_text(encoding="utf-8")
                replace_file(data_dir / copy, text, _PART)
                replace_file(data_dir / _NAME, _text(values), _PART)
    return values


def write(data_dir: Path, values: Mapping[str, str]) -> None:
    """Keep these and no others, or after an error the previous ones."""
    sweep(data_dir, _PART)  # it would contain a token
    try:
        with alone(data_dir, "connection"):
            replace_file(data_dir / _NAME, _text(values), _PART)
    except (OSError, NotImplementedError) as error:
        raise ConfigError(
            Words.NOT_SAVED(
                folder=str(data_dir), reason=getattr(error, "strerror", None) or str(error)
            ),
            hint=Words.STILL_VALID(),
        ) from error


def _read(data_dir: Path) -> tuple[int, dict[str, str]]:
    path = data_dir / _NAME
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):  # the folder is checked elsewhere
        return _VERSION, {}
    except (OSError, ValueError) as error:
        raise _unreadable(path) from error
    if not isinstance(kept, dict):
        raise _unreadable(path)
    version = kept.get("version", 0)
    if isinstance(version, int) and version > _VERSION:
        raise ConfigError(
            Words.NEWER_CONNECTION(path=str(path), version=version, latest=_VERSION),
            hint=Words.START_NEWER_VERSION(),
        )
    values = kept.get("settings") if version == _VERSION else kept
    if not isinstance(values, dict) or not all(isinstance(text, str) for text in values.values()):
        raise _unreadable(path)
    return version if version == _VERSION else 0, values


def _text(values: Mapping[str, str]) -> str:
    return json.dumps({"version": _VERSION, "settings": dict(values)}, indent=1)


def _unreadable(path: Path) -> ConfigError:
    return ConfigError(Words.UNREADABLE_CONNECTION(path=str(path)), hint=Words.REMOVE_CONNECTION())
