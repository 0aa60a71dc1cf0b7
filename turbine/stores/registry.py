"""Every kind of database that points can go to: the only place that names the concrete ones.

What opens and examines it is imported when it is needed, as its libraries are heavy.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path, PurePath

from turbine.model.errors import StoreMissingError
from turbine.model.series import Target
from turbine.settings.config import Settings
from turbine.settings.kinds import EMBEDDED, EMBEDDED_FILE, STORES, StoreSettings
from turbine.stores.base import Store

Opener = Callable[[], Store]
"""Opens a store. Raises StoreError where its server does not tell what it has to know."""
Look = Callable[[], tuple[str, str]]
"""Does one step of an examination: its message, and what to mind. Raises TurbineError."""
Steps = Generator[tuple[str, Look], None, None]
"""An examination's steps by name, each made when the one before is done; closes what it opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of database."""

    settings: StoreSettings
    label: Callable[[Target], str]
    """One line for a person on where points go."""
    opener: Callable[[Settings, Target], Opener]
    """What opens the store of a target with these settings. Asks no server; raises
    StoreMissingError where they don't lead there."""
    steps: Callable[[Settings], Steps] | None = None
    """How its doctor examines it; None for the steps that every store has."""
    secret: Callable[[Settings], str] = lambda _: ""
    """What must not be read in whatever its server says."""
    syntax: str | None = None
    """The language that a page highlights its queries as."""
    file: str = ""
    """The file in the data directory that it keeps points in, if it does."""
    copy: Callable[[Path, Path], None] | None = None
    """Copies that file to a new one, at one moment between two writes. Raises StoreError."""


def _file(settings: Settings, target: Target) -> Opener:
    from turbine.stores.duckdb.store import DuckDBStore

    if not target.address or PurePath(target.address).name != target.address:
        raise StoreMissingError(
            f"The embedded database {target.address!r} is not a file of the data directory.",
            hint=f"Only files directly within {settings.data_dir} are opened.",
        )
    return lambda: DuckDBStore(settings.data_dir / target.address)


def _copy_file(path: Path, target: Path) -> None:
    from turbine.stores.duckdb.store import DuckDBStore

    DuckDBStore(path).copy_to(target)


def _file_steps(settings: Settings) -> Steps:
    from turbine.stores.duckdb.doctor import steps

    return steps(settings)


def _server(settings: Settings, target: Target) -> Opener:
    from turbine.stores.influx.generation import open_influx

    influx = settings.influx
    if influx is None or target.address != influx.url:
        reached = f"reach {influx.url}" if influx else "name no InfluxDB"
        raise StoreMissingError(
            f"The points are at {target.address}, but the settings {reached}.",
            hint=f"Set INFLUXDB_V2_URL to {target.address}, with a token of that server, or "
            "connect it on the Database page. "
            "TURBINE_STORE still says where new points go.",
        )
    return lambda: open_influx(influx, target)


def _server_steps(settings: Settings) -> Steps:
    from turbine.stores.influx.doctor import steps

    return steps(settings)


def _server_label(target: Target) -> str:
    owner = f" of {target.org!r}" if target.org else ""
    return f"{target.bucket!r}{owner} at {target.address}"


KINDS: dict[str, Kind] = {
    EMBEDDED: Kind(
        settings=STORES[EMBEDDED],
        label=lambda target: f"the embedded database ({target.address})",
        opener=_file,
        steps=_file_steps,
        syntax="sql",
        file=EMBEDDED_FILE,
        copy=_copy_file,
    ),
    "influxdb": Kind(
        settings=STORES["influxdb"],
        label=_server_label,
        opener=_server,
        steps=_server_steps,
        secret=lambda settings: settings.influx.token if settings.influx else "",
    ),
}
"""By the kind that :class:`turbine.model.series.Target` keeps."""


def kind_of(target: Target) -> Kind:
    """The target's kind. Raises StoreMissingError for one that this version does not know."""
    if target.kind not in KINDS:
        raise StoreMissingError(
            f"The points are in a database of the kind {target.kind!r}, which this version of"
            " Windproof does not know.",
            hint="Start the version that wrote them.",
        )
    return KINDS[target.kind]


def label(target: Target) -> str:
    """One line for a person on where points go, of an unknown kind too."""
    kind = KINDS.get(target.kind)
    return kind.label(target) if kind else f"{target.bucket or target.kind} at {target.address}"


def opener(settings: Settings, target: Target) -> Opener:
    """What opens the store of ``target``. No server is asked before it is called.

    Another target than the settings' own is opened with their credentials if its address is
    theirs; raises StoreMissingError if it is not.
    """
    return kind_of(target).opener(settings, target)


def open_store(settings: Settings, target: Target | None = None) -> Store:
    """The store of ``target``, or of the settings' own target. It may ask a server which it is;
    raises StoreError as :func:`opener` does, and where that server does not tell."""
    return opener(settings, target or settings.target)()
