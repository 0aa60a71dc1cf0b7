"""A bucket, database or organisation that does not exist: the one that may be meant is named."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from played import Played, Reply, Request, fake_server

from turbine.model.errors import StoreMissingError
from turbine.model.frame import to_time
from turbine.model.series import Series
from turbine.settings.config import Settings
from turbine.settings.kinds import InfluxSettings
from turbine.stores._retry import Deadlines
from turbine.stores.base import Store
from turbine.stores.explain import no_bucket
from turbine.stores.influx.generation import open_influx
from turbine.timing.windows import plan

SERIES = Series(measurement="scada", site="main", turbine="T1")
WINDOWS = plan(0, 10**15, "1h")
NAMES = ["_internal", "Wind turbine", "weather"]
HINT = "Correct the name, or create the"
JSON = {"Content-Type": "application/json"}


def replied(answer: object, status: int = 200) -> Reply:
    return Reply(status, json.dumps(answer).encode(), JSON)


def influxql(rows: list[list[str]]) -> object:
    return {"results": [{"statement_id": 0, "series": [{"columns": ["name"], "values": rows}]}]}


def named(request: Request) -> Reply:
    """What a server of any generation says that has these buckets, and one organisation."""
    if "/api/v2/orgs" in request.path and "org=" in request.path:
        return replied({"message": 'organization name "windy" not found'}, 404)
    if "/api/v2/orgs" in request.path:
        return replied({"orgs": [{"name": "Windy"}, {"name": "calm"}]})
    if "org=windy" in request.path:
        return replied({"message": 'organization name "windy" not found'}, 404)
    if "name=" in request.path:
        return replied({"buckets": []})
    if "/api/v2/buckets" in request.path:
        return replied({"buckets": [{"name": name, "id": "x"} for name in NAMES]})
    return replied(influxql([[name] for name in NAMES]))


@pytest.fixture
def fake() -> Iterator[Played]:
    with fake_server() as server:
        server.script = named
        yield server


def opened(fake: Played, generation: int, bucket: str, org: str = "o") -> Store:
    influx = InfluxSettings(url=fake.url, token="a:token", org=org, bucket=bucket, timeout_s=5.0)
    target = Settings(data_dir=Path("/nonexistent"), store="influxdb", influx=influx).target
    deadlines = Deadlines(write_s=0.0, read_s=0.0)
    return open_influx(influx, target, generation=generation, deadlines=deadlines)


@pytest.mark.parametrize("generation", [1, 2, 3])
@pytest.mark.parametrize("bucket", ["wind turbine", "Wind-Turbine", "Wind turbines"])
def test_a_name_that_is_like_it_is_named(fake: Played, generation: int, bucket: str) -> None:
    error = no_bucket(opened(fake, generation, bucket))
    assert error.hint.startswith(f"Did you mean 'Wind turbine'? {HINT}")
    assert len(fake.requests) == 1, "one cheap question"


def test_a_retention_policy_stays_beside_the_database(fake: Played) -> None:
    error = no_bucket(opened(fake, 1, "wind turbine/a year"))
    assert error.hint.startswith("Did you mean 'Wind turbine/a year'?")


@pytest.mark.parametrize("generation", [1, 2, 3])
@pytest.mark.parametrize("bucket", ["T1", "no such bucket", "Wind turbine"])
def test_nothing_else_is_named(fake: Played, generation: int, bucket: str) -> None:
    assert no_bucket(opened(fake, generation, bucket)).hint.startswith(HINT)


@pytest.mark.parametrize("generation", [1, 2, 3])
@pytest.mark.parametrize(
    "reply",
    [
        replied({"message": "unauthorized access"}, 401),
        replied({"message": "no"}, 500),
        replied({"buckets": None}),
        replied({"buckets": 7}),
        replied({"buckets": [7, {}, {"name": None}], "results": []}),
        replied([]),
        Reply(200, b"<html>", {"Content-Type": "text/html"}),
        Reply(instead="reset"),
    ],
    ids=range(8),
)
def test_a_list_that_does_not_come_changes_nothing(
    fake: Played, generation: int, reply: Reply
) -> None:
    fake.play(reply)
    error = no_bucket(opened(fake, generation, "wind turbine"))
    assert "'wind turbine'" in error.message
    assert error.hint.startswith(HINT)


MISSING = {
    1: replied({"results": [{"statement_id": 0, "error": "database not found: wind turbine"}]}),
    2: replied({"message": 'failed: could not find bucket "wind turbine"'}, 404),
    3: replied({"error": "database not found: wind turbine"}, 404),
}
POINTS = pl.DataFrame({"time": to_time(np.array([1], dtype=np.int64)), "power_kw": [1.0]})
USES: dict[str, Callable[[Store], object]] = {
    "write": lambda store: store.write(SERIES, POINTS),
    "read": lambda store: store.read(SERIES, ("power_kw",), 0, 9),
    "aggregate": lambda store: store.aggregate(SERIES, ("power_kw",), WINDOWS, ("mean",)),
    "series": lambda store: store.series(),
    "delete": lambda store: store.delete(SERIES, [(0, 9)]),
}


@pytest.mark.parametrize("generation", [1, 2, 3])
@pytest.mark.parametrize("use", USES)
def test_it_is_named_by_whatever_needs_the_bucket(fake: Played, generation: int, use: str) -> None:
    def script(request: Request) -> Reply:
        asks_names = b"SHOW+DATABASES" in request.body or "/api/v2/buckets" in request.path
        if "write" in request.path:
            return replied({"error": 'database not found: "wind turbine"'}, 404)
        return named(request) if asks_names else MISSING[generation]

    fake.script = script
    store = opened(fake, generation, "wind turbine")
    if use == "delete" and not store.capabilities.deletes_points:
        return
    with pytest.raises(StoreMissingError) as caught:
        USES[use](store)
    assert caught.value.hint.startswith(f"Did you mean 'Wind turbine'? {HINT}")


CALLS: list[Callable[[Store], object]] = [
    lambda store: store.bucket(),
    lambda store: store.create_bucket(),
]


@pytest.mark.parametrize("call", CALLS, ids=["bucket", "create_bucket"])
def test_an_organisation_that_is_like_it_is_named(
    fake: Played, call: Callable[[Store], object]
) -> None:
    with pytest.raises(StoreMissingError) as caught:
        call(opened(fake, 2, "Wind turbine", org="windy"))
    assert caught.value.hint.startswith("Did you mean 'Windy'? Set the organisation")


def test_organisations_that_cannot_be_listed_change_nothing(fake: Played) -> None:
    def script(request: Request) -> Reply:
        if "org=" in request.path:
            return named(request)
        return replied({"message": "no"}, 500)

    fake.script = script
    with pytest.raises(StoreMissingError) as caught:
        opened(fake, 2, "Wind turbine", org="windy").bucket()
    assert caught.value.hint.startswith("Set the organisation")
