"""Settings: from the environment, else from ``.streamlit/secrets.toml``, else from what an
administrator set in the app, else the defaults.

The only module that reads the environment. A token is never shown in a repr, a log or an error.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import reduce
from pathlib import Path
from urllib.parse import urlsplit

from turbine.model.errors import ConfigError
from turbine.model.series import Target
from turbine.settings import connection_file as saved
from turbine.settings.kinds import (
    EMBEDDED,
    STORES,
    InfluxSettings,
    Naming,
    by_name,
    clean_url,
    flag,
    influx_of,
    missing,
)
from turbine.settings.places import default_data_dir, secrets_file
from turbine.settings.words import Words
from turbine.words import Text, best


def _or(others: Text, last: Text) -> Text:
    return Words.OR(others=others, last=last)


_CHOICES: Text = reduce(_or, (each.choice for each in STORES.values()))
SETTINGS: dict[str, Text] = {
    "TURBINE_STORE": Words.STORE(choices=_CHOICES),
    "TURBINE_DATA_DIR": Words.DATA_DIR(),
    "TURBINE_TRUSTED_PROXIES": Words.TRUSTED_PROXIES(),
    "TURBINE_PUBLIC_URL": Words.PUBLIC_URL(),
    "TURBINE_HTTPS": Words.HTTPS(),
    **{name: meaning for each in STORES.values() for name, meaning in each.fields.items()},
}
"""Every setting with its meaning and default; the README's table is tested against it."""

_URL, _TOKEN, _TOKEN_FILE = "INFLUXDB_V2_URL", "INFLUXDB_V2_TOKEN", "INFLUXDB_V2_TOKEN_FILE"
CHANGEABLE = ("TURBINE_STORE", *(name for each in STORES.values() for name in each.changeable))
"""What an administrator may set in the app, unless it is set outside."""
_LABELS = {name: label for each in STORES.values() for name, label in each.labels.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of an installation."""

    data_dir: Path
    store: str = EMBEDDED
    """The kind of database that points go to, a key of :data:`turbine.settings.kinds.STORES`."""
    influx: InfluxSettings | None = None
    """None if no URL is set."""
    trusted_proxies: tuple[str, ...] = ()
    public_urls: tuple[str, ...] = ()
    """As browsers write an Origin: scheme, host, and the port if it is not the default one."""
    https: bool = False
    outside: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """Name and text of what the environment or secrets.toml sets: the app cannot change it."""
    given: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """Name and text of all that is set, outside or in the app."""

    @property
    def fixed(self) -> frozenset[str]:
        """Names of :data:`CHANGEABLE` that are set outside."""
        names = {name for name, _ in self.outside}
        if _URL in names:
            names.add("TURBINE_STORE")
        if _TOKEN_FILE in names:
            names.add(_TOKEN)
        if _URL not in names:  # a token belongs to its server
            names.discard(_TOKEN)
        return frozenset(names.intersection(CHANGEABLE))

    @property
    def target(self) -> Target:
        """Where points go now."""
        return STORES[self.store].target(self)


def load(environ: Mapping[str, str] | None = None, secrets: Path | None = None) -> Settings:
    """Read the settings. Raises ConfigError for an invalid value."""
    environ = os.environ if environ is None else environ
    kept = _secrets(secrets or secrets_file())
    # Read by name: copying the whole environment takes longer than all the rest.
    given = {name: environ.get(name, kept.get(name, "")).strip() for name in SETTINGS}
    outside = {name: text for name, text in given.items() if text}
    data_dir = Path(outside.get("TURBINE_DATA_DIR", default_data_dir())).expanduser().absolute()
    return _settings(data_dir, outside, saved.read(data_dir))


def language(environ: Mapping[str, str] | None = None) -> str:
    """The language that the environment asks for, of those that there are."""
    environ = os.environ if environ is None else environ
    return best(environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))


def change(settings: Settings, changes: Mapping[str, str]) -> tuple[Settings, dict[str, str]]:
    """The settings after an administrator's changes, and what to save for them.

    ``changes`` has texts by names of :data:`CHANGEABLE`; "" means the default, and what is absent
    stays. A saved token is only kept for its own server. Raises ConfigError for an invalid value,
    and for one that is set outside.
    """
    outside = dict(settings.outside)
    for name in changes:
        if name in settings.fixed or name not in CHANGEABLE:
            raise ConfigError(Words.FIXED(name=name), hint=Words.CHANGE_OUTSIDE())

    def naming(name: str) -> Text:
        return name if name in outside else _LABELS.get(name, name)

    before = _of_server(outside, saved.read(settings.data_dir))
    after = {**before, **{name: text.strip() for name, text in changes.items()}}
    if url := outside.get(_URL) or after.get(_URL):
        after[_URL] = clean_url(url, naming)
    if not after.get(_URL):
        after.pop(_TOKEN, None)
    elif before.get(_TOKEN) and _TOKEN not in changes and after[_URL] != before.get(_URL):
        raise ConfigError(Words.OTHER_SERVER(), hint=Words.TYPE_TOKEN())
    after = {name: text for name, text in after.items() if text}
    return _settings(settings.data_dir, outside, after, naming), after


def _of_server(outside: Mapping[str, str], kept: Mapping[str, str]) -> dict[str, str]:
    """The saved settings that apply: they belong to one server, so none do if another one is set
    outside."""
    url = outside.get(_URL)
    return dict(kept) if not url or clean_url(url) == kept.get(_URL) else {}


def _settings(
    data_dir: Path,
    outside: Mapping[str, str],
    kept: Mapping[str, str],
    naming: Naming = by_name,
) -> Settings:
    inside = _of_server(outside, kept)
    wins = dict(outside)
    if _URL in outside:
        inside.pop("TURBINE_STORE", None)
    elif _URL in inside:  # a token from outside is not for a server that was named in the app
        wins = {name: text for name, text in outside.items() if name not in (_TOKEN, _TOKEN_FILE)}
    if _TOKEN_FILE in wins:
        inside.pop(_TOKEN, None)
    values = {**inside, **wins}
    implied = (kind for kind, each in STORES.items() if values.get(each.implied_by))
    store = values.get("TURBINE_STORE") or next(implied, EMBEDDED)
    if store not in STORES:
        raise ConfigError(
            Words.INVALID(setting="TURBINE_STORE", value=store),
            hint=Words.POSSIBLE(choices=_CHOICES),
        )
    for name in STORES[store].required:
        if not values.get(name):
            raise missing(store, naming(name))
    settings = Settings(
        data_dir=data_dir,
        store=store,
        influx=influx_of(values, naming),
        trusted_proxies=_list(values, "TURBINE_TRUSTED_PROXIES"),
        public_urls=tuple(map(_origin, _list(values, "TURBINE_PUBLIC_URL"))),
        https=flag(values, "TURBINE_HTTPS", default=False),
        outside=tuple(sorted(outside.items())),
        given=tuple(sorted(values.items())),
    )
    _ = settings.target  # raises if something of it is missing
    return settings


def _secrets(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(
            Words.UNREADABLE_SECRETS(file=path.name, reason=str(error)), hint=Words.USE_TOML()
        ) from error
    return {name: str(value) for name, value in table.items() if name in SETTINGS}


def _list(values: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in values.get(name, "").split(",") if part.strip())


def _origin(url: str) -> str:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise ConfigError(Words.NOT_A_PAGE(value=url.split("@")[-1]), hint=Words.PAGE_EXAMPLES())
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" + ("" if port in (None, usual) else f":{port}")
