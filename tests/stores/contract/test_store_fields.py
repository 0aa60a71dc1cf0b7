"""Any number of fields, with any name, whoever wrote them, on every store."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from backdoors import Backend, bits
from points import DAY, MINUTE, POWER, SPEED, T1, frame, values_of

from turbine.model.channels import ordered
from turbine.model.errors import StoreError
from turbine.model.frame import to_time
from turbine.timing.windows import plan

WIDE = (
    *(f"bearing_temperature_{i}_degc" for i in range(297)),
    *(POWER, "temp", "state_code"),
)
ODD = (
    "Temp, outside",
    'oil "gear"  box=1',
    "Außentemperatur °C",
    "_x",
    "x\\y",
    "first",
    "window",
    "line",
    "100 %",
    "T${1+1}",
    "{0}",
    "count power_kw",
)


def wide(rows: int, seed: int) -> pl.DataFrame:
    values = np.random.default_rng(seed).normal(size=(len(WIDE), rows))
    stamps = to_time(np.arange(rows, dtype=np.int64) * 10 * MINUTE)
    columns = {name: pl.Series(values[i]) for i, name in enumerate(WIDE)}
    gaps = pl.DataFrame({"time": stamps, **columns})
    return gaps.with_columns(
        pl.when(pl.int_range(pl.len()) % 7 != i % 7).then(pl.col(name)).alias(name)
        for i, name in enumerate(WIDE)
    )


def test_three_hundred_fields_of_several_series_come_back_bit_for_bit(backend: Backend) -> None:
    sent = {replace(T1, turbine=name): wide(40, seed) for seed, name in enumerate(("A", "B"))}
    assert backend.store.capabilities.batch_of(len(WIDE)) >= 40
    for series, points in sent.items():
        assert backend.store.write(series, points).stored == 40
    for series, points in sent.items():
        expected = bits(values_of(points))
        assert bits(backend.door.get(series)) == expected
        answer = backend.store.points(series, WIDE, 0, DAY)
        assert answer.frame.columns == ["time", "tags", *WIDE]
        assert bits(values_of(answer.frame.drop("tags"))) == expected
        assert bits(values_of(backend.store.read(series, WIDE, 0, DAY).frame)) == expected
        assert len(backend.store.stamps(series, 0, DAY, WIDE)) == 40
    assert [info.series for info in backend.store.series()] == list(sent)
    assert {info.fields for info in backend.store.series()} == {ordered(WIDE)}
    assert backend.store.foreign_types("scada", WIDE) == {}
    assert backend.store.fields("scada") == {*WIDE}
    assert backend.store.other_fields(T1, 0, DAY, WIDE) == {}


def test_a_later_field_is_added_beside_those_that_are_there(backend: Backend) -> None:
    later = "nacelle_temperature_degc"
    backend.store.write(T1, frame({(1, POWER): 1.0, (2, POWER): 2.0}))
    assert backend.store.read(T1, (POWER, later), 0, 9).frame[later].to_list() == [None, None]
    assert backend.store.read(T1, (later,), 0, 9).frame.is_empty()
    assert backend.store.stamps(T1, 0, 9, (later,)).tolist() == []
    whole = backend.store.aggregate(T1, (POWER, later), plan(0, 9, "all"), ("mean", "count"))
    assert whole.frame.select("channel", "mean", "count").rows() == [(POWER, 1.5, 2)]
    backend.store.write(T1, frame({(2, later): 3.0, (3, later): 4.0}))
    assert backend.door.get(T1) == {
        (1, POWER): 1.0,
        (2, POWER): 2.0,
        (2, later): 3.0,
        (3, later): 4.0,
    }
    (info,) = backend.store.series()
    assert (info.first_ns, info.last_ns, info.fields) == (1, 3, (POWER, later))


def test_fields_of_others_have_any_name_and_can_be_read(backend: Backend) -> None:
    backend.store.write(T1, frame({(0, POWER): 0.5, (MINUTE, POWER): 1.5}))
    theirs = {(MINUTE, name): float(i) for i, name in enumerate(ODD)}
    backend.door.write(T1, theirs)
    shown = tuple(name for name in ODD if name != "line")
    (info,) = backend.store.series()
    assert info.fields == ordered((POWER, *shown))
    assert info.last_ns == MINUTE
    assert backend.store.other_fields(T1, 0, DAY, (POWER,)) == dict.fromkeys(ODD, 1)
    back = values_of(backend.store.read(T1, (POWER, *shown), 0, DAY).frame)
    assert back == {(0, POWER): 0.5, (MINUTE, POWER): 1.5} | {
        key: value for key, value in theirs.items() if key[1] != "line"
    }
    for name in shown:
        answer = backend.store.aggregate(T1, (POWER, name), plan(0, DAY, "all"), ("mean", "count"))
        mean = theirs[MINUTE, name]
        assert answer.frame.select("channel", "mean", "count").rows() == [
            (POWER, 1.0, 2),
            (name, mean, 1),
        ]


def test_names_that_differ_by_case_are_no_obstacle(backend: Backend) -> None:
    backend.store.write(T1, frame({(1, "temp"): 1.0, (1, POWER): 1.0}))
    backend.door.write(T1, {(2, "Temp"): 2.0})
    assert backend.store.read(T1, ("temp",), 0, 2).frame["temp"].to_list() == [1.0]
    assert backend.store.read(T1, ("Temp",), 2, 3).frame["Temp"].to_list() == [2.0]
    both = backend.store.read(T1, ("temp", "Temp"), 0, 9).frame
    assert both.columns == ["time", "temp", "Temp"]
    backend.store.write(T1, frame({(3, "temp"): 3.0}))
    assert backend.store.read(T1, ("temp",), 3, 4).frame["temp"].to_list() == [3.0]


def test_texts_and_whole_numbers_of_others_break_no_question(backend: Backend) -> None:
    backend.store.write(T1, frame({(0, POWER): 0.5, (MINUTE, SPEED): 1.5}))
    backend.door.write(T1, {(0, "state"): "run", (2 * MINUTE, "alarm, last"): "none"})
    backend.door.write(T1, {(0, "count of starts"): 7})
    backend.door.write(replace(T1, measurement="log"), {(0, "text"): "only"})
    (info,) = [info for info in backend.store.series() if info.fields]
    assert (info.series, info.fields) == (T1, (POWER, SPEED, "count of starts"))
    starts = backend.store.read(T1, ("count of starts", POWER), 0, DAY).frame
    assert starts.rows()[0][1:] == (7.0, 0.5)
    others = {"state": 1, "alarm, last": 1, "count of starts": 1}
    assert backend.store.other_fields(T1, 0, DAY, (POWER, SPEED)) == others
    foreign = backend.store.foreign_types("scada", (POWER, "state", "count of starts"))
    assert foreign is not None
    assert foreign.keys() == {"state", "count of starts"}
    with pytest.raises(StoreError):
        backend.store.read(T1, ("state",), 0, DAY)
