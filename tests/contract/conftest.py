"""The stores that the contract is tested on. A new store is one more entry here."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from backdoors import Backend, DuckDBDoor, Influx2Door
from servers import Influx2

from turbine.config import InfluxSettings, Settings
from turbine.stores import open_store
from turbine.stores.base import Store

BACKENDS = [
    pytest.param("duckdb_backend", id="duckdb"),
    pytest.param("influx2_backend", id="influxdb2", marks=pytest.mark.server),
]


@pytest.fixture
def duckdb_backend(tmp_path: Path) -> Iterator[Backend]:
    settings = Settings(data_dir=tmp_path)
    store = open_store(settings)
    door = DuckDBDoor(tmp_path / settings.target.address)
    yield Backend(store=store, door=door, another=lambda: open_store(settings))
    store.close()


@pytest.fixture
def influx2_backend(influx2_server: Influx2) -> Iterator[Backend]:
    name = f"näme of its own {secrets.token_hex(4)}"
    influx = InfluxSettings(
        url=influx2_server.url, token=influx2_server.token, org=influx2_server.org, bucket=name
    )
    settings = Settings(data_dir=Path("/nonexistent"), store="influxdb", influx=influx)
    opened: list[Store] = []

    def another() -> Store:
        opened.append(open_store(settings))
        return opened[-1]

    store = another()
    bucket = store.create_bucket(shard_s=52 * 7 * 86_400)
    yield Backend(store=store, door=Influx2Door(influx2_server, name), another=another)
    for each in opened:
        each.close()
    influx2_server.drop_bucket(bucket.id)


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> Backend:
    """Each store in turn."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def every_backend(request: pytest.FixtureRequest) -> dict[str, Backend]:
    """All stores at once, to be compared."""
    return {str(param.id): request.getfixturevalue(param.values[0]) for param in BACKENDS}
