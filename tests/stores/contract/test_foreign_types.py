"""A field that is stored as something else than doubles is found before anything is written."""

from dataclasses import replace
from pathlib import Path

import pytest
from backdoors import Backend
from played import Reply, fake_server
from points import DAY, NAMES, POWER, SPEED, T1, frame, ns
from servers import Influx2

from turbine.model.errors import StoreError
from turbine.model.series import Series
from turbine.settings.config import Settings
from turbine.settings.kinds import InfluxSettings
from turbine.stores import open_store

NOW = ns(2024, 1, 1)
BY_SHARD = ["influx1_backend", "influx2_backend"]
BY_MEASUREMENT = [*BY_SHARD, "influx3_backend"]


def of(names: list[str]) -> list[object]:
    return [pytest.param(name, marks=pytest.mark.server) for name in names]


def test_doubles_and_nothing_at_all_are_no_foreign_types(backend: Backend) -> None:
    assert backend.store.foreign_types("scada", NAMES) == {}
    backend.store.write(T1, frame({(NOW, name): 0.5 for name in NAMES}))
    assert backend.store.foreign_types("scada", NAMES) == {}
    assert backend.store.foreign_types("another", NAMES) == {}


def test_an_integer_is_told_by_its_field_and_a_double_beside_it_would_be_lost(
    backend: Backend,
) -> None:
    backend.door.write(T1, {(NOW, POWER): 1})
    assert backend.store.foreign_types("scada", NAMES) == {POWER: (backend.door.whole,)}
    backend.store.write(replace(T1, turbine="T2"), frame({(NOW + 1, POWER): 0.5}))
    assert 0.5 not in backend.door.get(replace(T1, turbine="T2")).values()


def test_a_channel_that_holds_texts_is_said_and_is_no_number(backend: Backend) -> None:
    backend.door.write(T1, {(NOW, POWER): "warm"})
    backend.door.write(T1, {(NOW, "state"): "run"})
    for read in (backend.store.read, backend.store.points):
        with pytest.raises(StoreError):
            read(T1, (POWER, SPEED), NOW, NOW + 1)
    assert backend.store.read(T1, (SPEED,), NOW, NOW + 1).frame.height == 0
    assert backend.store.other_fields(T1, NOW, NOW + 1, NAMES) == {"state": 1}


@pytest.mark.parametrize("name", of(BY_MEASUREMENT))
def test_another_measurement_is_free(name: str, request: pytest.FixtureRequest) -> None:
    backend: Backend = request.getfixturevalue(name)
    odd = Series(measurement="scada, of 10 min", site="main", turbine="T1")
    backend.door.write(odd, {(NOW, POWER): 1})
    assert backend.store.foreign_types(odd.measurement, NAMES) == {POWER: ("integer",)}
    assert backend.store.foreign_types("scada", NAMES) == {}


@pytest.mark.parametrize("name", of(BY_SHARD))
def test_every_type_that_a_shard_holds_is_told(name: str, request: pytest.FixtureRequest) -> None:
    backend: Backend = request.getfixturevalue(name)
    door, years = backend.door, 3 * 365 * DAY
    door.write(T1, {(NOW, POWER): 1})
    backend.store.write(T1, frame({(NOW + years, POWER): 0.5, (NOW + years, SPEED): 0.5}))
    assert backend.store.foreign_types("scada", NAMES) == {POWER: ("integer",)}


@pytest.mark.server
class TestInflux2:
    @pytest.mark.parametrize("by", ["name", "id"])
    @pytest.mark.parametrize("named", ["of the types", "telegraf/autogen"])
    def test_a_bucket_is_found_by_its_name_its_id_and_with_a_slash_in_it(
        self, influx2_server: Influx2, by: str, named: str
    ) -> None:
        bucket_id = influx2_server.make_bucket(named)
        influx2_server.write(named, b"scada,site=main,turbine=T1 power_kw=true,other=1i 1")
        influx = InfluxSettings(
            url=influx2_server.url,
            token=influx2_server.token,
            org=influx2_server.org,
            bucket=named if by == "name" else bucket_id,
        )
        store = open_store(Settings(data_dir=Path("/nowhere"), store="influxdb", influx=influx))
        assert store.foreign_types("scada", NAMES) == {POWER: ("boolean",)}
        store.close()
        influx2_server.drop_bucket(bucket_id)

    def test_a_bucket_that_is_not_there_tells_nothing(self, influx2_server: Influx2) -> None:
        influx = InfluxSettings(
            url=influx2_server.url, token=influx2_server.token, org=influx2_server.org, bucket="no"
        )
        store = open_store(Settings(data_dir=Path("/nowhere"), store="influxdb", influx=influx))
        assert store.foreign_types("scada", NAMES) is None
        store.close()


def test_a_server_without_influxql_does_not_tell() -> None:
    with fake_server() as server:
        server.play(Reply(404, b'{"code":"not found","message":"path not found"}'))
        influx = InfluxSettings(url=server.url, token="t", org="o", bucket="b", generation=2)
        store = open_store(Settings(data_dir=Path("/nowhere"), store="influxdb", influx=influx))
        assert store.foreign_types("scada", NAMES) is None
        assert len(server.requests) == 1
        store.close()
