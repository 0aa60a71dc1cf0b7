"""Each kind of database as the settings know it: its settings with their meaning, and the target
that they make. What opens and examines it is :mod:`turbine.stores.registry`'s business."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast
from urllib.parse import urlsplit

from turbine.model.errors import ConfigError
from turbine.model.series import Target

if TYPE_CHECKING:  # it is made of these
    from turbine.settings.config import Settings

EMBEDDED = "duckdb"
"""The kind that needs no settings: where points go unless something else is set."""
EMBEDDED_FILE = "windproof.duckdb"
"""Its file in the data directory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreSettings:
    """The settings of one kind of database."""

    choice: str
    """As people choose it in TURBINE_STORE: ``duckdb (embedded)``."""
    title: str
    """As a page names it: ``the embedded database``."""
    target: "Callable[[Settings], Target]"
    """Where points go by them. Raises ConfigError where something is missing."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """Its settings, each with its meaning and default."""
    changeable: tuple[str, ...] = ()
    """Those that an administrator may set in the app: its page has a widget for each."""
    implied_by: str = ""
    """The setting that chooses this kind where TURBINE_STORE chooses none."""


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


def require_influx(settings: "Settings") -> InfluxSettings:
    """The InfluxDB part, or a ConfigError that names what is missing."""
    if settings.influx is None:
        raise ConfigError(
            "TURBINE_STORE is influxdb, but INFLUXDB_V2_URL is not set.",
            hint="Set INFLUXDB_V2_URL, INFLUXDB_V2_TOKEN and INFLUXDB_V2_ORG.",
        )
    return settings.influx


def _influx_target(settings: "Settings") -> Target:
    influx = require_influx(settings)
    return Target(kind="influxdb", address=influx.url, org=influx.org, bucket=influx.bucket)


STORES: dict[str, StoreSettings] = {
    EMBEDDED: StoreSettings(
        choice="duckdb (embedded)",
        title="the embedded database",
        target=lambda _: Target(kind=EMBEDDED, address=EMBEDDED_FILE),
    ),
    "influxdb": StoreSettings(
        choice="influxdb",
        title="an InfluxDB server",
        target=_influx_target,
        fields={
            "TURBINE_INFLUXDB_GENERATION": "1, 2 or 3, where the server is not to be asked which"
            " it is",
            "INFLUXDB_V2_URL": "the server, such as http://localhost:8086",
            "INFLUXDB_V2_TOKEN": "its token (InfluxDB 1: user:password, or nothing if it asks for"
            " none)",
            "INFLUXDB_V2_TOKEN_FILE": "a file that holds the token, instead",
            "INFLUXDB_V2_ORG": "the organisation, by name or ID (InfluxDB 2 only)",
            "INFLUXDB_V2_BUCKET": "the bucket, by name or ID (1.x: database or database/policy);"
            " windproof",
            "INFLUXDB_V2_TIMEOUT": "milliseconds to wait for an answer, and for each 256 KB of it;"
            " 30000",
            "INFLUXDB_V2_VERIFY_SSL": "0 accepts any certificate (never in production); 1",
            "INFLUXDB_V2_SSL_CA_CERT": "a CA bundle for a private certificate",
        },
        changeable=(
            "INFLUXDB_V2_URL",
            "INFLUXDB_V2_TOKEN",
            "INFLUXDB_V2_ORG",
            "INFLUXDB_V2_BUCKET",
            "INFLUXDB_V2_TIMEOUT",
            "INFLUXDB_V2_VERIFY_SSL",
            "INFLUXDB_V2_SSL_CA_CERT",
            "TURBINE_INFLUXDB_GENERATION",
        ),
        implied_by="INFLUXDB_V2_URL",
    ),
}
"""By the kind that :class:`turbine.model.series.Target` keeps."""


def influx_of(values: Mapping[str, str]) -> InfluxSettings | None:
    """What these settings say of an InfluxDB; None where they name none. Raises ConfigError."""
    url = values.get("INFLUXDB_V2_URL")
    if not url:
        return None
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
        url=clean_url(url),
        token=token,
        org=values.get("INFLUXDB_V2_ORG", ""),
        bucket=values.get("INFLUXDB_V2_BUCKET", "windproof"),
        timeout_s=_milliseconds(values, "INFLUXDB_V2_TIMEOUT", default=30_000) / 1_000,
        verify_ssl=flag(values, "INFLUXDB_V2_VERIFY_SSL", default=True),
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


def clean_url(url: str) -> str:
    """The address of a server and nothing else. Raises ConfigError, which repeats no secret."""
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


def flag(values: Mapping[str, str], name: str, *, default: bool) -> bool:
    """A setting that is 1 or 0. Raises ConfigError."""
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
