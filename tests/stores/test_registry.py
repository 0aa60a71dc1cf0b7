"""A kind of database is one entry: a third one, added by the tests, does all that the others do."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from memory_store import NAME, MemoryDoor, memory_registered
from scada import ACTOR, SERIES, Place, made_file, utc_ns

from turbine.explore.aggregate import AggregateRequest
from turbine.ingest.record import State
from turbine.model.errors import ConfigError, StoreMissingError
from turbine.model.series import Target
from turbine.settings.config import CHANGEABLE, SETTINGS, Settings, load
from turbine.settings.kinds import STORES
from turbine.stores import KINDS, label, opener


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Place]:
    """A data directory that writes to a dict."""
    with memory_registered(tmp_path) as address:
        settings = Settings(data_dir=tmp_path / "data", store="memory")
        yield Place(settings=settings, door=MemoryDoor(address))


def test_another_kind_is_ingested_into_explored_verified_and_undone(memory: Place) -> None:
    record = memory.ingest(made_file(300))
    assert (record.state, record.held, memory.door.count()) == (State.DONE, 300, 300)
    assert record.target.kind == "memory"
    [info] = memory.windproof.explorer.series()
    assert (info.series, info.first_ns, info.last_ns) == (SERIES, utc_ns(0), utc_ns(299))
    hours = memory.windproof.explorer.aggregate(
        AggregateRequest(
            series=SERIES,
            channels=("power_kw",),
            function="count",
            start_ns=utc_ns(0),
            stop_ns=utc_ns(300),
        ),
    )
    assert hours.frame["value"].sum() == 300
    assert memory.verify(record).verdict == "PASS"
    memory.door.put(utc_ns(7), power_kw=-1.0)
    assert memory.verify(record).verdict == "FAIL"
    assert memory.undo(record) == 300
    assert memory.door.count() == 0
    assert memory.windproof.ingests.get(record.id).state is State.UNDONE


def test_another_kind_is_examined_and_named(memory: Place) -> None:
    steps = list(memory.windproof.connection.doctor(ACTOR))
    assert [str(step.step) for step in steps] == [
        *("settings valid", "answers", "may write", "read back equal", "deleted again"),
        "holds what was ingested",
    ]
    assert all(step.ok for step in steps)
    assert (
        label(memory.windproof.connection.target) == f"the dict at {memory.settings.target.address}"
    )


def test_another_kind_is_chosen_by_its_settings_while_it_is_known(tmp_path: Path) -> None:
    environ = {"TURBINE_STORE": "memory", "TURBINE_DATA_DIR": str(tmp_path), NAME: "a name"}
    with memory_registered(tmp_path):
        target = load(environ, tmp_path / "none.toml").target
        assert target == Target(kind="memory", address="a name")
    with pytest.raises(ConfigError, match="TURBINE_STORE is 'memory'") as caught:
        load(environ, tmp_path / "none.toml")
    assert caught.value.hint == "It can be duckdb (embedded) or influxdb."


def test_points_of_a_kind_that_is_not_known_are_named_and_not_opened(tmp_path: Path) -> None:
    target = Target(kind="stone", address="the tablet")
    assert str(label(target)) == "stone at the tablet"
    with pytest.raises(StoreMissingError, match="kind 'stone'") as caught:
        opener(Settings(data_dir=tmp_path), target)
    assert caught.value.hint


def test_settings_and_stores_know_the_same_kinds_and_fields() -> None:
    assert {name: kind.settings for name, kind in KINDS.items()} == STORES
    for name, each in STORES.items():
        assert str(each.choice).startswith(name)
        assert {*each.changeable} <= each.fields.keys() <= SETTINGS.keys()
        assert {*each.changeable} <= {*CHANGEABLE}
