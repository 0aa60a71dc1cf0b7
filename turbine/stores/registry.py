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
from turbine.stores.words import Words
from turbine.words import Text

Opener = Callable[[], Store]
"""Opens a store. Raises StoreError if its server does not tell what it has to know."""
Look = Callable[[], tuple[Text, Text]]
"""Does one step of a connection test: its message, and what to mind. Raises TurbineError."""
Steps = Generator[tuple[Text, Look], None, None]
"""A connection test's steps by name, each made when the one before is done; closes what it
opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of database."""

    settings: StoreSettings
    label: Callable[[Target], Text]
    """One line for a person on where points go."""
    opener: Callable[[Settings, Target], Opener]
    """What opens the store of a target with these settings. Asks no server; raises
    StoreMissingError if they don't lead there."""
    steps: Callable[[Settings], Steps] | None = None
    """How its connection is tested; None for the steps that every store has."""
    secret: Callable[[Settings], str] = lambda _: ""
    """What must not appear in whatever its server says."""
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
            Words.NOT_IN_DATA_DIR(name=target.address),
            hint=Words.ONLY_IN_FOLDER(folder=str(settings.data_dir)),
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
        raise StoreMissingError(
            Words.CONNECTED_ELSEWHERE(address=target.address, connected=influx.url)
            if influx
            else Words.NO_SERVER_CONNECTED(address=target.address),
            hint=Words.CONNECT_THAT_SERVER(address=target.address),
        )
    return lambda: open_influx(influx, target)


def _server_steps(settings: Settings) -> Steps:
    from turbine.stores.influx.doctor import steps

    return steps(settings)


def _server_label(target: Target) -> Text:
    if not target.org:
        return Words.BUCKET_AT(bucket=target.bucket, address=target.address)
    return Words.BUCKET_OF_ORG_AT(bucket=target.bucket, org=target.org, address=target.address)


KINDS: dict[str, Kind] = {
    EMBEDDED: Kind(
        settings=STORES[EMBEDDED],
        label=lambda target: Words.EMBEDDED(file=target.address),
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
        raise StoreMissingError(Words.UNKNOWN_KIND(kind=target.kind), hint=Words.USE_THAT_VERSION())
    return KINDS[target.kind]


def label(target: Target) -> Text:
    """One line for a person on where points go, of an unknown kind too."""
    if kind := KINDS.get(target.kind):
        return kind.label(target)
    return Words.UNKNOWN_KIND_AT(name=target.bucket or target.kind, address=target.address)


def opener(settings: Settings, target: Target) -> Opener:
    """What opens the store of ``target``. No server is asked before it is called.

    Another target than the settings' own is opened with their credentials if its address is
    theirs; raises StoreMissingError if it is not.
    """
    return kind_of(target).opener(settings, target)


def open_store(settings: Settings, target: Target | None = None) -> Store:
    """The store of ``target``, or of the settings' own target. It may ask a server which it is;
    raises StoreError as :func:`opener` does, and if that server does not tell."""
    return opener(settings, target or settings.target)()
