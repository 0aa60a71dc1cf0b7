"""Taking fields off points: exactly these go, and everything else stays as it is, whoever put it.

The contract over all stores, and on real servers fields of other types and points of further tags.
"""

import csv
import io

import numpy as np
import pytest
from backdoors import Backend
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from points import CURVE, DIRECTION, HOUR, NAMES, POWER, SPEED, T1, frame

from turbine.model.errors import StoreError
from turbine.model.frame import stamps_of

cells = st.dictionaries(
    st.tuples(st.integers(0, 30), st.sampled_from(NAMES)), st.integers(-9, 9).map(float)
)


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(sent=cells, channels=st.sets(st.sampled_from(NAMES)), stamps=st.sets(st.integers(-2, 32)))
def test_what_was_asked_for_goes_and_nothing_else(deleting: Backend, sent, channels, stamps):
    sent = {(t * HOUR, name): value for (t, name), value in sent.items()}
    deleting.store.delete(T1, [(-HOUR, 40 * HOUR)])
    deleting.store.write(T1, frame(sent))
    some = np.array(sorted(t * HOUR for t in stamps), dtype=np.int64)
    deleting.store.erase(T1, tuple(sorted(channels)), some, lambda _lines: None)
    gone = {(int(t), name) for t in some for name in channels}
    left = {key: value for key, value in sent.items() if key not in gone}
    assert deleting.door.get(T1) == left
    stored = deleting.store.stamps(T1, 0, 40 * HOUR)
    assert stored.tolist() == sorted({t for t, _ in left}), "no point without a value is left"


def test_stamps_of_some_channels_alone(backend: Backend):
    backend.store.write(
        T1, frame({(1, POWER): 1.0, (2, SPEED): 2.0, (3, CURVE): 3.0, (3, POWER): 4.0})
    )
    for channels, expected in (
        ((), [1, 2, 3]),
        ((POWER,), [1, 3]),
        ((SPEED, CURVE), [2, 3]),
        ((DIRECTION,), []),
    ):
        assert backend.store.stamps(T1, 0, 10, channels).tolist() == expected


def test_what_was_to_be_kept_can_be_put_back_after_a_kill(deleting: Backend):
    """Killed after the deletion: whoever resumes has the lines, and they may be there already."""
    sent = {(t, name): float(t) for t in range(20) for name in (POWER, SPEED)}
    deleting.store.write(T1, frame(sent))
    kept: list[bytes] = []
    some = stamps_of(frame(sent))
    deleting.store.erase(T1, (SPEED,), some, kept.append)
    left = {key: value for key, value in sent.items() if key[1] == POWER}
    assert deleting.door.get(T1) == left
    for _ in range(2):
        for lines in kept:
            deleting.store.put_back(lines)
    assert deleting.door.get(T1) == left
    if kept:
        deleting.store.delete(T1, [(0, 20)])
        for lines in kept:
            deleting.store.put_back(lines)
        assert deleting.door.get(T1) == left


def test_a_store_that_deletes_nothing_erases_nothing(backend: Backend):
    if backend.store.capabilities.deletes_points:
        pytest.skip("this store deletes single points")
    backend.store.write(T1, frame({(5, POWER): 1.0}))
    with pytest.raises(StoreError, match="cannot delete single points"):
        backend.store.erase(T1, (POWER,), np.array([5]), lambda _lines: None)
    assert backend.door.get(T1) == {(5, POWER): 1.0}


KEY = "scada,site=Çanakkale,turbine=T1"
ODD = (
    f'{KEY} power_kw=1,state="ru\\"n, i\\\\ng=x",n=9007199254740993i,ok=true,1\\ x\\,=1.5 1',
    f"{KEY} power_kw=2,small=1e-300,big=1.7976931348623157e308,minus=-0.0 2",
    f"{KEY},phase=a\\ b,zone=c\\,d power_kw=3,n=4i 1",
    f"{KEY} wind_speed_mps=7 3",
    "scada,site=Çanakkale,turbine=T2 power_kw=4,n=5i 1",
    "other,site=Çanakkale,turbine=T1 power_kw=6 1",
)


@pytest.mark.server
@pytest.mark.parametrize("kind", ["influx2_backend", "influx1_backend"])
def test_fields_of_any_type_and_points_of_further_tags_stay(request, kind):
    backend: Backend = request.getfixturevalue(kind)
    door = backend.door
    door.server.write(door.container, "\n".join(ODD).encode())
    before = everything(backend, kind)
    kept: list[bytes] = []
    backend.store.erase(T1, (POWER, SPEED), np.array([1, 2, 3, 4]), kept.append)
    after = everything(backend, kind)
    gone = before - after
    assert after - before == set(), "nothing is there that was not"
    assert {(dict(row)["_field"], dict(row)["_time"]) for row in gone} == {
        *(("power_kw", "1"), ("power_kw", "2"), ("wind_speed_mps", "3")),
    }
    assert len(gone) == 3
    assert kept


@pytest.mark.server
def test_a_number_of_unknown_type_is_not_deleted(influx1_backend: Backend):
    """InfluxDB 1 answers 3 for the float 3.0 and for the integer 3, where a field is both."""
    server, database = influx1_backend.door.server, influx1_backend.door.container
    weeks = 30 * 7 * 24 * HOUR
    server.write(database, f"{KEY} power_kw=1,n=3 1".encode())
    server.write(database, f"{KEY} power_kw=1,n=3i {weeks}".encode())
    with pytest.raises(StoreError, match="'n' on these points is stored as float and integer"):
        influx1_backend.store.erase(T1, (POWER,), np.array([1]), lambda _lines: None)
    left = influx1_backend.door.get(T1)
    assert {key: value for key, value in left.items() if key[1] == POWER} == {
        (1, POWER): 1.0,
        (weeks, POWER): 1.0,
    }


def everything(backend: Backend, kind: str) -> set[tuple[tuple[str, str], ...]]:
    """Every value of every point that the database holds, with its tags and type."""
    if kind == "influx2_backend":
        return _by_flux(backend)
    return _by_influxql(backend)


def _by_flux(backend: Backend) -> set[tuple[tuple[str, str], ...]]:
    text = backend.door.server.flux(
        f'import "types" from(bucket: "{backend.door.container}")'
        " |> range(start: 1970-01-01T00:00:00Z, stop: 1970-01-02T00:00:00Z)"
        ' |> drop(columns: ["_start", "_stop"])'
        " |> map(fn: (r) => ({r with _time: string(v: int(v: r._time)), _value: string(v: r._value)"
        ', is: if types.isType(v: r._value, type: "float") then "float" else'
        ' if types.isType(v: r._value, type: "int") then "int" else "other"}))'
    )
    rows = set()
    for block in text.split("\r\n\r\n"):
        for row in csv.DictReader(io.StringIO(block, newline="")):
            named = {k: v for k, v in row.items() if k not in ("", "result", "table") and v}
            rows.add(tuple(sorted(named.items())))
    return rows


def _by_influxql(backend: Backend) -> set[tuple[tuple[str, str], ...]]:
    rows = set()
    for measurement in ("scada", "other"):
        text = backend.door.server.influxql(
            f'SELECT *::field FROM "{measurement}" WHERE time >= 0 AND time < 1000 GROUP BY *',
            backend.door.container,
            csv=True,
        )
        for row in csv.DictReader(io.StringIO(text, newline="")):
            for name, value in row.items():
                if value and name not in ("name", "tags", "time"):
                    fields = {"_field": name, "_time": row["time"], "_value": value}
                    fields |= {"tags": row["tags"], "measurement": measurement}
                    rows.add(tuple(sorted(fields.items())))
    return rows
