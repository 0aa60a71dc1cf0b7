"""Settings: from the environment, else from ``.streamlit/secrets.toml``, else as an administrator
made them in the app, else the defaults.

The only module that reads the environment. A token never shows in a repr, a log or an error.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from turbine.model.errors import ConfigError
from turbine.model.series import Target
from turbine.settings import connection_file as saved
from turbine.settings.kinds import EMBEDDED, STORES, InfluxSettings, clean_url, flag, influx_of
from turbine.settings.places import default_data_dir, secrets_file

_ONE_OF = " or ".join(each.choice for each in STORES.values())
SETTINGS: dict[str, str] = {
    "TURBINE_STORE": f"{_ONE_OF}; duckdb unless INFLUXDB_V2_URL is set",
    "TURBINE_DATA_DIR": "where database, ledger, originals and users live; data/ of a checkout",
    "TURBINE_TRUSTED_PROXIES": "addresses whose X-Forwarded-For is believed, by commas; none",
    "TURBINE_PUBLIC_URL": "what people type, by commas: only that page may connect; what Host says",
    "TURBINE_HTTPS": "1 where all come by TLS: HSTS, and the login cookie is Secure in any case; 0",
    **{name: meaning for each in STORES.values() for name, meaning in each.fields.items()},
}
"""Every setting with its meaning and default; the README's table is tested against it."""

_URL, _TOKEN, _TOKEN_FILE = "INFLUXDB_V2_URL", "INFLUXDB_V2_TOKEN", "INFLUXDB_V2_TOKEN_FILE"
CHANGEABLE = ("TURBINE_STORE", *(name for each in STORES.values() for name in each.changeable))
"""What an administrator may set in the app, where it is not set outside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an installation is set to."""

    data_dir: Path
    store: str = EMBEDDED
    """The kind of database that points go to, a key of :data:`turbine.settings.kinds.STORES`."""
    influx: InfluxSettings | None = None
    """None where no URL is set."""
    trusted_proxies: tuple[str, ...] = ()
    public_urls: tuple[str, ...] = ()
    """As browsers write an Origin: scheme, host, and the port where it is not the scheme's own."""
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
    """Read the settings. Raises ConfigError for a value that cannot be meant."""
    environ = os.environ if environ is None else environ
    kept = _secrets(secrets or secrets_file())
    # Asked by name: to copy a whole environment takes longer than all the rest.
    given = {name: environ.get(name, kept.get(name, "")).strip() for name in SETTINGS}
    outside = {name: text for name, text in given.items() if text}
    data_dir = Path(outside.get("TURBINE_DATA_DIR", default_data_dir())).expanduser().absolute()
    return _settings(data_dir, outside, saved.read(data_dir))


def change(settings: Settings, changes: Mapping[str, str]) -> tuple[Settings, dict[str, str]]:
    """The settings after an administrator's changes, and what to save for that.

    ``changes`` holds texts by names of :data:`CHANGEABLE`; "" means the default, and what is
    absent stays. A saved token stays with its server only. Raises ConfigError for a value that
    cannot be meant, and for one that is set outside.
    """
    outside = dict(settings.outside)
    for name in changes:
        if name in settings.fixed or name not in CHANGEABLE:
            raise ConfigError(
                f"{name} cannot be changed in the app.",
                hint="It is set by the environment or by .streamlit/secrets.toml: change it there.",
            )
    before = _of_server(outside, saved.read(settings.data_dir))
    after = {**before, **{name: text.strip() for name, text in changes.items()}}
    if url := outside.get(_URL) or after.get(_URL):
        after[_URL] = clean_url(url)
    if not after.get(_URL):
        after.pop(_TOKEN, None)
    elif before.get(_TOKEN) and _TOKEN not in changes and after[_URL] != before.get(_URL):
        raise ConfigError(
            "The address is another one, and the saved token goes to its own server only.",
            hint="Type the token of the new server too.",
        )
    after = {name: text for name, text in after.items() if text}
    return _settings(settings.data_dir, outside, after), after


def _of_server(outside: Mapping[str, str], kept: Mapping[str, str]) -> dict[str, str]:
    """What counts of the saved settings: they belong to a server, so nothing does where another
    one is named outside."""
    url = outside.get(_URL)
    return dict(kept) if not url or clean_url(url) == kept.get(_URL) else {}


def _settings(data_dir: Path, outside: Mapping[str, str], kept: Mapping[str, str]) -> Settings:
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
        raise ConfigError(f"TURBINE_STORE is {store!r}.", hint=f"It can be {_ONE_OF}.")
    settings = Settings(
        data_dir=data_dir,
        store=store,
        influx=influx_of(values),
        trusted_proxies=_list(values, "TURBINE_TRUSTED_PROXIES"),
        public_urls=tuple(map(_origin, _list(values, "TURBINE_PUBLIC_URL"))),
        https=flag(values, "TURBINE_HTTPS", default=False),
        outside=tuple(sorted(outside.items())),
        given=tuple(sorted(values.items())),
    )
    _ = settings.target  # raises where something of it is missing
    return settings


def _secrets(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(
            f"{path.name} cannot be read: {error}.", hint="It must be a TOML file of settings."
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
        raise ConfigError(
            f"TURBINE_PUBLIC_URL holds {url.split('@')[-1]!r}, which is no address of a page.",
            hint="It looks like https://app.example.com or http://localhost:8501.",
        )
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" + ("" if port in (None, usual) else f":{port}")
