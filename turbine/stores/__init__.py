"""Opening a database by its settings: the only place that names the concrete stores."""

from pathlib import PurePath
from typing import TYPE_CHECKING

from turbine.model.errors import StoreMissingError
from turbine.model.series import Target
from turbine.stores.base import Store

if TYPE_CHECKING:  # config imports stores.base, and so this module: at run time that is a circle
    from turbine.settings.config import Settings


def open_store(settings: "Settings", target: Target | None = None) -> Store:
    """The store of ``target``, or of the settings' own target.

    Another target is opened with the settings' credentials where its address is theirs; raises
    StoreMissingError where it is not. Nothing is asked of a server yet.
    """
    target = target or settings.target
    if target.kind == "duckdb":
        return _open_duckdb(settings, target)
    return _open_influx(settings, target)


def _open_duckdb(settings: "Settings", target: Target) -> Store:
    from turbine.stores.duckdb.store import DuckDBStore

    if not target.address or PurePath(target.address).name != target.address:
        raise StoreMissingError(
            f"The embedded database {target.address!r} is not a file of the data directory.",
            hint=f"Only files directly within {settings.data_dir} are opened.",
        )
    return DuckDBStore(settings.data_dir / target.address)


def _open_influx(settings: "Settings", target: Target) -> Store:
    from turbine.stores.influx.generation import LazyInflux

    influx = settings.influx
    if influx is None or target.address != influx.url:
        reached = f"reach {influx.url}" if influx else "name no InfluxDB"
        raise StoreMissingError(
            f"The points are at {target.address}, but the settings {reached}.",
            hint=f"Set INFLUXDB_V2_URL to {target.address}, with a token of that server, or "
            "connect it on the Database page. "
            "TURBINE_STORE still says where new points go.",
        )
    return LazyInflux(influx, target)
