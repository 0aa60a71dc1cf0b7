"""Settings: from the environment, else from ``.streamlit/secrets.toml``, else as an administrator
made them in the app, else the defaults.

The only module that reads the environment. A token never shows in a repr, a log or an error.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, cast
from urllib.parse import urlsplit

from turbine.model.errors import ConfigError
from turbine.model.series import Target
from turbine.settings import connection_file as saved
from turbine.settings.places import default_data_dir, secrets_file

SETTINGS: dict[str, str] = {
    "TURBINE_STORE": "duckdb (embedded) or influxdb; duckdb unless INFLUXDB_V2_URL is set",
    "TURBINE_DATA_DIR": "where database, ledger, originals and users live; data/ of a checkout",
    "TURBINE_TRUSTED_PROXIES": "addresses whose X-Forwarded-For is believed, by commas; none",
    "TURBINE_PUBLIC_URL": "what people type, by commas: only that page may connect; what Host says",
    "TURBINE_HTTPS": "1 where all come by TLS: HSTS, and the login cookie is Secure in any case; 0",
    "TURBINE_INFLUXDB_GENERATION": "1, 2 or 3, where the server is not to be asked which it is",
    "INFLUXDB_V2_URL": "the server, such as http://localhost:8086",
    "INFLUXDB_V2_TOKEN": "its token (InfluxDB 1: user:password, or nothing if it asks for none)",
    "INFLUXDB_V2_TOKEN_FILE": "a file that holds the token, instead",
    "INFLUXDB_V2_ORG": "the organisation, by name or ID (InfluxDB 2 only)",
    "INFLUXDB_V2_BUCKET": "the bucket, by name or ID (1.x: database or database/policy); windproof",
    "INFLUXDB_V2_TIMEOUT": "milliseconds to wait for an answer, and for each 256 KB of it; 30000",
    "INFLUXDB_V2_VERIFY_SSL": "0 accepts any certificate (never in production); 1",
    "INFLUXDB_V2_SSL_CA_CERT": "a CA bundle for a private certificate",
}
"""Every setting with its meaning and default; the README's table is tested against it."""

_URL, _TOKEN, _TOKEN_FILE = "INFLUXDB_V2_URL", "INFLUXDB_V2_TOKEN", "INFLUXDB_V2_TOKEN_FILE"
CHANGEABLE = (
    "TURBINE_STORE",
    _URL,
    _TOKEN,
    "INFLUXDB_V2_ORG",
    "INFLUXDB_V2_BUCKET",
    "INFLUXDB_V2_TIMEOUT",
    "INFLUXDB_V2_VERIFY_SSL",
    "INFLUXDB_V2_SSL_CA_CERT",
    "TURBINE_INFLUXDB_GENERATION",
)
"""What an administrator may set in the app, where it is not set outside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InfluxSettings:
    """How to reach an InfluxDB server."""

    url: str
    token: str = field(repr=False)
    org: str
    bucket: str
    timeout_s: float = 30.0
    verify_ssl: bool = True
    ca_cert: Path | None = None
    generation: Literal[1, 2, 3] | None = None
    """None: the server is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an installation is set to."""

    data_dir: Path
    store: Literal["duckdb", "influxdb"] = "duckdb"
    influx: InfluxSettings | None = None
    """None where no URL is set."""
    trusted_proxies: tuple[str, ...] = ()
    public_urls: tuple[str, ...] = ()
    """As browsers write an Origin: scheme, host, and the port where it is not the scheme's own."""
    https: bool = False
    outside: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """Name and text of what the environment or secrets.toml sets: the app cannot change it."""

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
        if self.store == "duckdb":
            return Target(kind="duckdb", address="windproof.duckdb")
        influx = require_influx(self)
        return Target(kind="influxdb", address=influx.url, org=influx.org, bucket=influx.bucket)


def require_influx(settings: Settings) -> InfluxSettings:
    """The InfluxDB part, or a ConfigError that names what is missing."""
    if settings.influx is None:
        raise ConfigError(
            "TURBINE_STORE is influxdb, but INFLUXDB_V2_URL is not set.",
            hint="Set INFLUXDB_V2_URL, INFLUXDB_V2_TOKEN and INFLUXDB_V2_ORG.",
        )
    return settings.influx


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
        after[_URL] = _clean_url(url)
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
    return dict(kept) if not url or _clean_url(url) == kept.get(_URL) else {}


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
    url = values.get(_URL)
    store = values.get("TURBINE_STORE", "influxdb" if url else "duckdb")
    if store not in ("duckdb", "influxdb"):
        raise ConfigError(
            f"TURBINE_STORE is {store!r}.", hint="It can be duckdb (embedded) or influxdb."
        )
    settings = Settings(
        data_dir=data_dir,
        store=cast(Literal["duckdb", "influxdb"], store),
        influx=_influx(url, values) if url else None,
        trusted_proxies=_list(values, "TURBINE_TRUSTED_PROXIES"),
        public_urls=tuple(map(_origin, _list(values, "TURBINE_PUBLIC_URL"))),
        https=_flag(values, "TURBINE_HTTPS", default=False),
        outside=tuple(sorted(outside.items())),
    )
    if store == "influxdb":
        require_influx(settings)
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


def _influx(url: str, values: Mapping[str, str]) -> InfluxSettings:
    token = values.get("INFLUXDB_V2_TOKEN", "")
    if not token and (file := values.get("INFLUXDB_V2_TOKEN_FILE")):
        try:
            token = Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ConfigError(
                f"INFLUXDB_V2_TOKEN_FILE cannot be read: {error.strerror}.",
                hint="Name a file that holds the token and that this user may read.",
            ) from error
    ca_cert = values.get("INFLUXDB_V2_SSL_CA_CERT")
    return InfluxSettings(
        url=_clean_url(url),
        token=token,
        org=values.get("INFLUXDB_V2_ORG", ""),
        bucket=values.get("INFLUXDB_V2_BUCKET", "windproof"),
        timeout_s=_milliseconds(values, "INFLUXDB_V2_TIMEOUT", default=30_000) / 1_000,
        verify_ssl=_flag(values, "INFLUXDB_V2_VERIFY_SSL", default=True),
        ca_cert=Path(ca_cert) if ca_cert else None,
        generation=_generation(values.get("TURBINE_INFLUXDB_GENERATION")),
    )


def _generation(text: str | None) -> Literal[1, 2, 3] | None:
    if text not in (None, "1", "2", "3"):
        raise ConfigError(
            f"TURBINE_INFLUXDB_GENERATION is {text!r}.",
            hint="It can be 1, 2 or 3; without it, the server is asked.",
        )
    return cast(Literal[1, 2, 3], int(text)) if text else None


def _clean_url(url: str) -> str:
    shown = url.split("@")[-1].split("?")[0]  # a token may stand in the rest
    no_address = ConfigError(
        f"INFLUXDB_V2_URL is {shown!r}, which is no address of a server.",
        hint="It looks like http://localhost:8086 or https://influx.example.com.",
    )
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises where it is no number
    except ValueError as error:
        raise no_address from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise no_address
    if parts.username or parts.password:
        raise ConfigError(
            "INFLUXDB_V2_URL holds a user name or password.",
            hint="Put the secret into INFLUXDB_V2_TOKEN and keep the address bare.",
        )
    if parts.path.strip("/") or parts.query:
        raise ConfigError(
            f"INFLUXDB_V2_URL has a path: {parts.path!r}.",
            hint=f"Only the server belongs there: {parts.scheme}://{parts.netloc}",
        )
    return f"{parts.scheme}://{parts.netloc}"


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


def _flag(values: Mapping[str, str], name: str, *, default: bool) -> bool:
    text = values.get(name, "").lower()
    if text in ("1", "true", "yes", "on"):
        return True
    if text in ("0", "false", "no", "off"):
        return False
    if text:
        raise ConfigError(f"{name} is {text!r}.", hint="It can be 1 or 0.")
    return default


def _milliseconds(values: Mapping[str, str], name: str, *, default: int) -> int:
    text = values.get(name, str(default))
    if not text.isdigit() or int(text) == 0:
        raise ConfigError(f"{name} is {text!r}.", hint="It is a whole number of milliseconds.")
    return int(text)
