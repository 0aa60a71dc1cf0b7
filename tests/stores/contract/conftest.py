"""The stores that the contract is tested on. A new store is one more entry here."""

import secrets
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from backdoors import BackDoor, Backend, DuckDBDoor, Influx1Door, Influx2Door, Influx3Door
from memory_store import MemoryDoor, memory_registered
from servers import PASSWORD, USER, Influx1, Influx2, Influx3

from turbine.settings.config import Settings
from turbine.settings.kinds import InfluxSettings
from turbine.stores import open_store
from turbine.stores.base import Store

BACKENDS = [
    pytest.param("duckdb_backend", id="duckdb"),
    pytest.param("memory_backend", id="memory"),
    pytest.param("influx2_backend", id="influxdb2", marks=pytest.mark.server),
    pytest.param("influx1_backend", id="influxdb1", marks=pytest.mark.server),
    pytest.param("influx3_backend", id="influxdb3", marks=pytest.mark.server),
]


@pytest.fixture
def duckdb_backend(tmp_path: Path) -> Iterator[Backend]:
    settings = Settings(data_dir=tmp_path)
    store = open_store(settings)
    door = DuckDBDoor(tmp_path / settings.target.address)
    yield Backend(store=store, door=door, another=lambda: open_store(settings))
    store.close()


@pytest.fixture
def memory_backend(tmp_path: Path) -> Iterator[Backend]:
    with memory_registered(tmp_path) as address:
        settings = Settings(data_dir=tmp_path, store="memory")
        store = open_store(settings)
        yield Backend(store=store, door=MemoryDoor(address), another=lambda: open_store(settings))


@pytest.fixture
def influx1_backend(influx1_server: Influx1) -> Iterator[Backend]:
    name = f'näme "of" its own {secrets.token_hex(4)}'
    influx = InfluxSettings(
        url=influx1_server.url, token=f"{USER}:{PASSWORD}", org="", bucket=name, generation=1
    )
    door = Influx1Door(influx1_server, name)
    yield from opened(door, influx)
    quoted = name.replace('"', '\\"')
    influx1_server.influxql(f'DROP DATABASE "{quoted}"')


@pytest.fixture
def influx2_backend(influx2_server: Influx2) -> Iterator[Backend]:
    server, name = influx2_server, f"näme of its own {secrets.token_hex(4)}"
    influx = InfluxSettings(
        url=server.url, token=server.token, org=server.org, bucket=name, generation=2
    )
    yield from opened(Influx2Door(server, name), influx)


@pytest.fixture
def influx3_backend(influx3_server: Influx3) -> Iterator[Backend]:
    name = f"windproof-{secrets.token_hex(4)}"
    influx = InfluxSettings(
        url=influx3_server.url, token=influx3_server.token, org="", bucket=name, generation=3
    )
    yield from opened(Influx3Door(influx3_server, name), influx)
    influx3_server.drop(name)  # Core takes five


def opened(door: BackDoor, influx: InfluxSettings) -> Iterator[Backend]:
    """A store on a container of its own, which is made by the store itself."""
    stores: list[Store] = []

    def at(url: str, *, timeout_s: float = 30.0) -> Store:
        there = replace(influx, url=url, timeout_s=timeout_s)
        settings = Settings(data_dir=Path("/nonexistent"), store="influxdb", influx=there)
        stores.append(open_store(settings))
        return stores[-1]

    def another() -> Store:
        return at(influx.url)

    another().create_bucket(shard_s=52 * 7 * 86_400)
    yield Backend(store=stores[0], door=door, another=another, at=at)
    for each in stores:
        each.close()


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> Backend:
    """Each store in turn."""
    return request.getfixturevalue(request.param)


@pytest.fixture(params=[param for param in BACKENDS if "server" in str(param.marks)])
def served(request: pytest.FixtureRequest) -> Backend:
    """Each store whose points lie on a server."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def deleting(backend: Backend) -> Backend:
    """Each store that can delete single points."""
    if not backend.store.capabilities.deletes_points:
        pytest.skip("this store cannot delete single points: its Capabilities say so")
    return backend


@pytest.fixture
def every_backend(request: pytest.FixtureRequest) -> dict[str, Backend]:
    """All stores at once, to be compared."""
    return {str(param.id): request.getfixturevalue(param.values[0]) for param in BACKENDS}
