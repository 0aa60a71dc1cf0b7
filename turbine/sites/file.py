"""``sites.json``: what is known of each site and its turbines.

``{"version": 1, "sites": {site: {"zone": ..., "turbines": {turbine: {fact: value}}}}}``, only for
this machine's user (mode 0600), replaced as a whole.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from turbine.model.errors import ConfigError
from turbine.settings.data_dir import alone, replace_file, sweep
from turbine.sites.facts import Site, checked, checked_zone
from turbine.sites.words import Words

NAME = "sites.json"
_PART = f".{NAME}."
_VERSION = 1

Sites = dict[str, Site]
"""By the names that their points are tagged with."""


class SitesFile:
    """The sites of one data directory. Safe to share between threads and processes."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir, self._path = data_dir, data_dir / NAME

    def read(self) -> Sites:
        """All of them; empty if nothing was saved. Raises ConfigError for a file that is damaged
        or that a newer version wrote."""
        try:
            kept = json.loads(self._path.read_text(encoding="utf-8"))
        except (FileNotFoundError, NotADirectoryError):  # the folder is checked elsewhere
            return {}
        except (OSError, ValueError) as error:
            raise self._unreadable() from error
        if not isinstance(kept, dict) or not isinstance(version := kept.get("version"), int):
            raise self._unreadable()
        if version > _VERSION:
            raise ConfigError(
                Words.NEWER_FILE(path=str(self._path), version=version, latest=_VERSION),
                hint=Words.START_NEWER_VERSION(),
            )
        try:
            return {str(name): _site(given) for name, given in kept["sites"].items()}
        except (KeyError, TypeError, AttributeError, ConfigError) as error:
            raise self._unreadable() from error

    def change(self, change: Callable[[Sites], Sites]) -> None:
        """Read, change and replace it, as the only one who does. Raises ConfigError; then the file
        is as it was."""
        sweep(self._data_dir, _PART)
        try:
            with alone(self._data_dir, "sites"):
                sites = change(self.read())
                values = {name: site.to_dict() for name, site in sorted(sites.items())}
                text = json.dumps({"version": _VERSION, "sites": values}, indent=1)
                replace_file(self._path, text, _PART)
        except (OSError, NotImplementedError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise ConfigError(
                Words.NOT_SAVED(folder=str(self._data_dir), reason=reason),
                hint=Words.STILL_VALID(),
            ) from error

    def _unreadable(self) -> ConfigError:
        return ConfigError(Words.UNREADABLE(path=str(self._path)), hint=Words.MOVE_AWAY())


def _site(given: Mapping[str, object]) -> Site:
    turbines = given["turbines"]
    if not isinstance(turbines, dict):
        raise TypeError
    return Site(
        zone=checked_zone(str(given["zone"])),
        turbines={str(name): checked(facts) for name, facts in turbines.items()},
    )
