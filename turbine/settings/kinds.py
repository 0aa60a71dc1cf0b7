"""Each kind of database as the settings know it: its settings with their meaning, and the target
that they give. :mod:`turbine.stores.registry` opens and examines it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast
from urllib.parse import urlsplit

from turbine.model.errors import ConfigError
from turbine.model.series import Target
from turbine.settings.words import Words
from turbine.words import Text

if TYPE_CHECKING:  # which imports this module
    from turbine.settings.config import Settings

EMBEDDED = "duckdb"
"""The kind that needs no settings: where points go unless something else is set."""
EMBEDDED_FILE = "windproof.duckdb"
"""Its file in the data directory."""


Naming = Callable[[str], Text]
"""What an error calls a setting: its own name, or that of the page on which it was typed."""


def by_name(setting: str) -> Text:
    """The setting's own name."""
    return setting


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreSettings:
    """The settings of one kind of database."""

    choice: Text
    """As people choose it in TURBINE_STORE: ``duckdb (embedded)``."""
    title: Text
    """As a page offers it: ``Embedded database``."""
    target: "Callable[[Settings], Target]"
    """Where points go with these settings. Raises ConfigError if something is missing."""
    fields: Mapping[str, Text] = field(default_factory=dict)
    """Its settings, each with its meaning and default."""
    changeable: tuple[str, ...] = ()
    """Those that an administrator may set in the app: its page has a widget for each."""
    required: tuple[str, ...] = ()
    """Those without which there is no target."""
    labels: Mapping[str, Text] = field(default_factory=dict)
    """What that page calls those of them that errors name."""
    implied_by: str = ""
    """The setting that chooses this kind if TURBINE_STORE chooses none."""


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


def missing(kind: str, setting: Text) -> ConfigError:
    """What is raised for a kind of database that is chosen without this setting."""
    return ConfigError(
        Words.MISSING(kind=kind, setting=setting), hint=Words.SET_IT(setting=setting)
    )


def require_influx(settings: "Settings") -> InfluxSettings:
    """The InfluxDB part, or a ConfigError that names what is missing."""
    if settings.influx is None:
        raise missing("influxdb", "INFLUXDB_V2_URL")
    return settings.influx


def _influx_target(settings: "Settings") -> Target:
    influx = require_influx(settings)
    return Target(kind="influxdb", address=influx.url, org=influx.org, bucket=influx.bucket)


STORES: dict[str, StoreSettings] = {
    EMBEDDED: StoreSettings(
        choice=Words.EMBEDDED_CHOICE(kind=EMBEDDED),
        title=Words.EMBEDDED(),
        target=lambda _: Target(kind=EMBEDDED, address=EMBEDDED_FILE),
    ),
    "influxdb": StoreSettings(
        choice="influxdb",
        title=Words.INFLUXDB(),
        target=_influx_target,
        fields={
            "TURBINE_INFLUXDB_GENERATION": Words.INFLUX_GENERATION(),
            "INFLUXDB_V2_URL": Words.INFLUX_URL(),
            "INFLUXDB_V2_TOKEN": Words.INFLUX_TOKEN(),
            "INFLUXDB_V2_TOKEN_FILE": Words.INFLUX_TOKEN_FILE(),
            "INFLUXDB_V2_ORG": Words.INFLUX_ORG(),
            "INFLUXDB_V2_BUCKET": Words.INFLUX_BUCKET(),
            "INFLUXDB_V2_TIMEOUT": Words.INFLUX_TIMEOUT(),
            "INFLUXDB_V2_VERIFY_SSL": Words.INFLUX_VERIFY_SSL(),
            "INFLUXDB_V2_SSL_CA_CERT": Words.INFLUX_SSL_CA_CERT(),
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
        required=("INFLUXDB_V2_URL",),
        labels={
            "INFLUXDB_V2_URL": Words.ADDRESS(),
            "INFLUXDB_V2_TOKEN": Words.TOKEN(),
            "INFLUXDB_V2_TIMEOUT": Words.TIMEOUT(),
        },
        implied_by="INFLUXDB_V2_URL",
    ),
}
"""By the kind that :class:`turbine.model.series.Target` keeps."""


def influx_of(values: Mapping[str, str], naming: Naming = by_name) -> InfluxSettings | None:
    """The InfluxDB server in these settings; None if they name none. Raises ConfigError."""
    url = values.get("INFLUXDB_V2_URL")
    if not url:
        return None
    token = values.get("INFLUXDB_V2_TOKEN", "")
    if not token and (file := values.get("INFLUXDB_V2_TOKEN_FILE")):
        try:
            token = Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ConfigError(
                Words.UNREADABLE_TOKEN(reason=error.strerror), hint=Words.NAME_TOKEN_FILE()
            ) from error
    ca_cert = values.get("INFLUXDB_V2_SSL_CA_CERT")
    return InfluxSettings(
        url=clean_url(url, naming),
        token=token,
        org=values.get("INFLUXDB_V2_ORG", ""),
        bucket=values.get("INFLUXDB_V2_BUCKET", "windproof"),
        timeout_s=_milliseconds(values, "INFLUXDB_V2_TIMEOUT", naming, default=30_000) / 1_000,
        verify_ssl=flag(values, "INFLUXDB_V2_VERIFY_SSL", default=True),
        ca_cert=Path(ca_cert) if ca_cert else None,
        generation=_generation(values.get("TURBINE_INFLUXDB_GENERATION")),
    )


def _generation(text: str | None) -> Literal[1, 2, 3] | None:
    if text not in (None, "1", "2", "3"):
        raise ConfigError(
            Words.INVALID(setting="TURBINE_INFLUXDB_GENERATION", value=text),
            hint=Words.GENERATIONS(),
        )
    return cast(Literal[1, 2, 3], int(text)) if text else None


def clean_url(url: str, naming: Naming = by_name) -> str:
    """The address of a server and nothing else. Raises ConfigError, which repeats no secret."""
    setting = naming("INFLUXDB_V2_URL")
    shown = url.split("@")[-1].split("?")[0]  # the rest may contain a token
    no_address = ConfigError(
        Words.NOT_A_SERVER(setting=setting, value=shown), hint=Words.SERVER_EXAMPLES()
    )
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises if it is no number
    except ValueError as error:
        raise no_address from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise no_address
    if parts.username or parts.password:
        raise ConfigError(
            Words.HOLDS_A_SECRET(setting=setting),
            hint=Words.MOVE_THE_SECRET(token=naming("INFLUXDB_V2_TOKEN")),
        )
    if parts.path.strip("/") or parts.query:
        raise ConfigError(
            Words.HAS_A_PATH(setting=setting, path=parts.path),
            hint=Words.ONLY_THE_SERVER(address=f"{parts.scheme}://{parts.netloc}"),
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
        raise ConfigError(Words.INVALID(setting=name, value=text), hint=Words.ZERO_OR_ONE())
    return default


def _milliseconds(values: Mapping[str, str], name: str, naming: Naming, *, default: int) -> int:
    text = values.get(name, str(default))
    if not text.isdigit() or int(text) == 0:
        raise ConfigError(
            Words.INVALID(setting=naming(name), value=text), hint=Words.MILLISECONDS()
        )
    return int(text)
