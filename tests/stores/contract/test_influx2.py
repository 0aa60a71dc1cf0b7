"""What is particular to InfluxDB 2, on a real one."""

import re
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from backdoors import Influx2Door
from servers import (
    ORG,
    PASSWORD,
    USER,
    Influx2,
    describe_influx2,
    find_influxd2,
    free_port,
    started_influxd2,
)

from turbine.model.errors import (
    StoreDeniedError,
    StoreError,
    StoreMissingError,
    StoreUnreachableError,
)
from turbine.model.frame import stamps_of, to_time
from turbine.model.series import Series, Target
from turbine.settings.kinds import InfluxSettings
from turbine.stores._retry import Deadlines
from turbine.stores.base import Bucket, Store, Written
from turbine.stores.influx import _flux
from turbine.stores.influx.influx2 import Influx2Store
from turbine.timing.windows import plan

pytestmark = pytest.mark.server

T1 = Series(measurement="scada", site="main", turbine="T1")
MINUTE, DAY = 60 * 10**9, 86_400 * 10**9
WEEKS_52 = 52 * 7 * 86_400

Open = Callable[..., Influx2Store]


def points(stamps: list[int], **channels: list[float | None]) -> pl.DataFrame:
    columns = {name: pl.Series(values, dtype=pl.Float64) for name, values in channels.items()}
    return pl.DataFrame({"time": to_time(np.array(stamps, dtype=np.int64)), **columns})


@pytest.fixture
def bucket(influx2_server: Influx2) -> Iterator[tuple[str, str]]:
    """Name and ID of a fresh bucket."""
    name = f"bucket {secrets.token_hex(4)}"
    bucket_id = influx2_server.make_bucket(name)
    yield name, bucket_id
    influx2_server.drop_bucket(bucket_id)


@pytest.fixture
def opened(influx2_server: Influx2, bucket: tuple[str, str]) -> Iterator[Open]:
    """Open a store on the fresh bucket, with other settings where they are given."""
    stores: list[Influx2Store] = []

    def open_it(*, deadline_s: float = 20.0, **changes: str) -> Influx2Store:
        server = influx2_server
        settings = InfluxSettings(
            url=server.url, token=server.token, org=server.org, bucket=bucket[0]
        )
        settings = replace(settings, **changes)
        target = Target(
            kind="influxdb", address=settings.url, org=settings.org, bucket=settings.bucket
        )
        stores.append(
            Influx2Store(settings, target, Deadlines(write_s=deadline_s, read_s=deadline_s))
        )
        return stores[-1]

    yield open_it
    for store in stores:
        store.close()


def everything(store: Store) -> list[Callable[[], object]]:
    windows = plan(0, DAY, "1h")
    return [
        lambda: store.write(T1, points([1], power_kw=[1.0])),
        lambda: store.series(),
        lambda: store.stamps(T1, 0, 9),
        lambda: store.read(T1, ("power_kw",), 0, 9),
        lambda: store.aggregate(T1, ("power_kw",), windows, ("mean",)),
        lambda: store.delete(T1, [(0, 9)]),
    ]


def works(store: Store) -> None:
    """Write, read and delete through the store."""
    assert store.write(T1, points([1], power_kw=[1.0])) == Written(stored=1)
    assert store.read(T1, ("power_kw",), 0, 9).frame["power_kw"].to_list() == [1.0]
    assert [info.series for info in store.series()] == [T1]
    store.delete(T1, [(0, 9)])
    assert store.stamps(T1, 0, 9).tolist() == []


def test_a_wrong_token_is_said_by_every_method(opened: Open) -> None:
    store = opened(token="wrong")
    for call in [store.info, store.bucket, store.create_bucket, *everything(store)]:
        with pytest.raises(StoreDeniedError, match="does not accept the token") as caught:
            call()
        assert "token of the connection" in caught.value.hint


def test_a_token_that_may_only_read_reads(
    opened: Open, influx2_server: Influx2, bucket: tuple[str, str]
) -> None:
    opened().write(T1, points([1], power_kw=[1.0]))
    store = opened(token=influx2_server.make_token(("read", "buckets", bucket[1])))
    assert store.info().org == ORG, "it sees no organisations: what is set must do"
    assert store.bucket() is not None
    assert store.stamps(T1, 0, 9).tolist() == [1]
    for call in (
        lambda: store.write(T1, points([2], power_kw=[1.0])),
        lambda: store.delete(T1, [(0, 9)]),
        lambda: store.set_shard(WEEKS_52),
    ):
        with pytest.raises(StoreDeniedError) as caught:
            call()
        assert "token" in caught.value.hint
    assert store.stamps(T1, 0, 9).tolist() == [1]


def test_a_token_for_one_bucket_is_enough(
    opened: Open, influx2_server: Influx2, bucket: tuple[str, str]
) -> None:
    permissions = [(action, "buckets", bucket[1]) for action in ("read", "write")]
    token = influx2_server.make_token(*permissions)
    works(opened(token=token))
    another = opened(token=token, bucket="not there")
    assert another.bucket() is None
    with pytest.raises(StoreDeniedError, match="may not see the organisation"):
        another.create_bucket()


def test_a_token_that_may_only_write_is_told_so_when_it_reads(
    opened: Open, influx2_server: Influx2, bucket: tuple[str, str]
) -> None:
    store = opened(token=influx2_server.make_token(("write", "buckets", bucket[1])))
    assert store.write(T1, points([1], power_kw=[1.0])).stored == 1
    with pytest.raises(StoreMissingError) as caught:
        store.stamps(T1, 0, 9)
    assert "A token that may not read it" in caught.value.hint


def test_a_missing_bucket_is_said_and_can_be_made(opened: Open, influx2_server: Influx2) -> None:
    store = opened(bucket="not yet 漢字 / there")
    assert store.bucket() is None
    for call in [lambda: store.set_shard(WEEKS_52), *everything(store)]:
        with pytest.raises(StoreMissingError, match="bucket"):
            call()
    made = store.create_bucket(shard_s=WEEKS_52)
    assert made == Bucket(name="not yet 漢字 / there", id=made.id, retention_s=0, shard_s=WEEKS_52)
    assert store.bucket() == made
    works(store)
    influx2_server.drop_bucket(made.id)


def test_retention_and_shard_are_those_asked_for(opened: Open, influx2_server: Influx2) -> None:
    store = opened(bucket=f"bucket {secrets.token_hex(4)}")
    made = store.create_bucket(retention_s=90 * 86_400, shard_s=86_400)
    assert (made.retention_s, made.shard_s) == (90 * 86_400, 86_400)
    store.set_shard(7 * 86_400)
    changed = store.bucket()
    assert changed == replace(made, shard_s=7 * 86_400)
    influx2_server.drop_bucket(made.id)


@pytest.mark.parametrize("org", ["no such organisation", "0123456789abcdef", ""])
def test_a_missing_organisation_is_said(opened: Open, org: str) -> None:
    store = opened(org=org)
    for call in [store.info, store.create_bucket]:
        with pytest.raises(StoreError, match=r"(?i)organi[sz]ation"):
            call()
    for call in everything(store):
        with pytest.raises(StoreMissingError) as caught:
            call()
        assert "organisation of the connection" in caught.value.hint


def test_ids_do_in_place_of_names(
    opened: Open, influx2_server: Influx2, bucket: tuple[str, str]
) -> None:
    store = opened(org=influx2_server.org_id(), bucket=bucket[1])
    assert store.info().org == ORG
    existing = store.bucket()
    assert existing is not None
    assert (existing.name, existing.id) == bucket
    works(store)
    works(opened(bucket=bucket[1]))
    works(opened(org=influx2_server.org_id()))


def test_the_server_is_described(opened: Open, influx2_server: Influx2) -> None:
    info = opened().info()
    assert info.product == "InfluxDB 2"
    assert info.version.startswith("v2.")
    assert (info.org, info.org_id) == (ORG, influx2_server.org_id())


def test_points_older_than_the_retention_are_refused_by_name(
    opened: Open, influx2_server: Influx2
) -> None:
    name = f"bucket {secrets.token_hex(4)}"
    bucket_id = influx2_server.make_bucket(name, retention_s=86_400)
    store = opened(bucket=name)
    now = time.time_ns()
    old, young = [now - 3 * DAY - i for i in range(5)], [now - i * MINUTE for i in range(7)]
    stamps = [*old[:3], *young, *old[3:]]
    written = store.write(T1, points(stamps, power_kw=[1.0] * len(stamps)))
    assert written.stored == 7
    assert sorted(refusal.time_ns for refusal in written.refused) == sorted(old)
    assert all("retention policy of duration 24h" in r.reason for r in written.refused)
    assert store.stamps(T1, now - 9 * DAY, now + DAY).tolist() == sorted(young)
    influx2_server.drop_bucket(bucket_id)


def test_points_of_a_field_of_another_type_are_refused_by_name(
    opened: Open, influx2_server: Influx2, bucket: tuple[str, str]
) -> None:
    influx2_server.write(bucket[0], b"scada,site=main,turbine=T1 power_kw=1i 5")
    store = opened()
    frame = points(
        [3, 4, 5, 6], power_kw=[None, 2.0, 3.0, None], wind_speed_mps=[1.0, 2.0, 3.0, 4.0]
    )
    written = store.write(T1, frame)
    assert written.stored == 2
    assert [refusal.time_ns for refusal in written.refused] == [4, 5]
    reason = written.refused[0].reason
    assert 'input field "power_kw"' in reason
    assert "is type float, already exists as type integer" in reason
    values = {(5, "power_kw"): 1.0, (3, "wind_speed_mps"): 1.0, (6, "wind_speed_mps"): 4.0}
    assert Influx2Door(influx2_server, bucket[0]).get(T1) == values


def test_stamps_beyond_the_servers_time_are_refused_by_name(opened: Open) -> None:
    store = opened()
    edge = -(2**63) + 2
    written = store.write(T1, points([edge - 2, edge - 1, 0, 1], power_kw=[1.0, 2.0, 3.0, 4.0]))
    assert written.stored == 2
    assert [refusal.time_ns for refusal in written.refused] == [edge - 2, edge - 1]
    assert all("time outside range" in refusal.reason for refusal in written.refused)
    assert store.stamps(T1, -9, 9).tolist() == [0, 1]


def test_points_with_further_tags_are_not_mixed_up_in_silence(
    opened: Open, influx2_server: Influx2, bucket: tuple[str, str]
) -> None:
    lines = b"scada,site=main,turbine=T1,sensor=%s power_kw=1 5"
    influx2_server.write(bucket[0], lines % b"a" + b"\n" + lines % b"b")
    store = opened()
    for call in everything(store)[3:5]:
        with pytest.raises(StoreError, match="several points of this turbine at the same time"):
            call()


def test_what_others_keep_in_the_bucket_is_a_series_if_it_has_our_tags_and_a_number(
    opened: Open, influx2_server: Influx2, bucket: tuple[str, str]
) -> None:
    influx2_server.write(
        bucket[0],
        b'weather,city=x text="a, b",temperature=1 5\nlonely value=true 6\n'
        b'scada,site=main,turbine=T9 other=1 7\nscada,site=main,turbine=T8 said="1" 7\n'
        b"scada,site=main power_kw=1 8",
    )
    store = opened()
    (theirs,) = store.series()
    assert (theirs.series.turbine, theirs.fields) == ("T9", ("other",))
    store.write(T1, points([1], power_kw=[1.0]))
    assert [info.series for info in store.series()] == [T1, theirs.series]


def test_aggregates_are_pushed_down(
    opened: Open, influx2_server: Influx2, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each pipeline is one read of windows: nothing is aggregated in Flux's memory. What is asked
    is the text that is really sent, and not the one that is shown."""
    store = opened()
    sent: list[_flux.Query] = []
    ask = store._server.query
    monkeypatch.setattr(store._server, "query", lambda query: sent.append(query) or ask(query))
    store.write(T1, points([i * MINUTE for i in range(3_000)], power_kw=[1.0] * 3_000))
    functions = ("mean", "min", "max", "sum", "count", "first", "last")
    imports = 'import "array"\nimport "types"\nimport "profiler"\n'
    profiled = imports + 'option profiler.enabledProfilers = ["operator"]\n'
    for window, zone in (("1h", "UTC"), ("1w", "UTC"), ("1mo", "Europe/Madrid"), ("all", "UTC")):
        windows = plan(0, 2 * DAY, window, zone)
        store.aggregate(T1, ("power_kw",), windows, functions)
        options = "".join(f"option {k} = {_flux.quoted(v)}\n" for k, v in sent[-1].bound.items())
        text = sent[-1].text.replace(imports.partition('import "profiler')[0], profiled + options)
        profile = influx2_server.flux(text).partition("_profiler")[2]
        # The profiler may leave some operators out (2.9.1); of those it lists, none aggregates.
        kinds = set(re.findall(r"profiler/operator,\*([\w.]+)", profile))
        assert "influxdb.readWindowAggregateSource" in kinds, profile
        assert kinds <= {
            "influxdb.readWindowAggregateSource",
            "universe.schemaMutationTransformation",
            "universe.unionTransformation",  # with the row that proves the end
            "array.tableSource",
        }


def test_a_database_that_goes_and_comes_back_loses_nothing(tmp_path: Path) -> None:
    available, reason = describe_influx2()
    binary, _ = find_influxd2()
    if not available or binary is None:
        pytest.skip(f"needs an influxd of its own: {reason}")
    server = Influx2(url=f"http://127.0.0.1:{free_port()}", token="t" * 40, org=ORG)
    settings = InfluxSettings(url=server.url, token=server.token, org=ORG, bucket="scada")
    target = Target(kind="influxdb", address=server.url, org=ORG, bucket="scada")
    store = Influx2Store(settings, target, Deadlines(write_s=120.0, read_s=0.2))
    with started_influxd2(binary, tmp_path, server.url) as process:
        setup = {"username": USER, "password": PASSWORD, "token": server.token}
        server.json("POST", "/api/v2/setup", setup | {"org": ORG, "bucket": "scada"})
        assert store.write(T1, points([1], power_kw=[1.0])).stored == 1
        process.kill()
        process.wait(30)
    with pytest.raises(StoreUnreachableError, match="cannot be reached"):
        store.series()
    written: list[Written] = []
    writer = threading.Thread(
        target=lambda: written.append(store.write(T1, points([2], power_kw=[2.0])))
    )
    writer.start()
    with started_influxd2(binary, tmp_path, server.url):
        writer.join(120)
        assert written == [Written(stored=1)]
        read = store.read(T1, ("power_kw",), 0, 9).frame
        assert dict(zip(stamps_of(read).tolist(), read["power_kw"], strict=True)) == {
            1: 1.0,
            2: 2.0,
        }
    store.close()
