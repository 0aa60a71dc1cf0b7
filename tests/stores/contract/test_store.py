"""What every store must do: one body for all of them, checked through back doors.

No test here knows which store it runs on.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from operator import attrgetter

import numpy as np
import polars as pl
import pytest
from backdoors import Backend, bits
from points import (
    CURVE,
    DAY,
    DIRECTION,
    HOUR,
    MINUTE,
    NAMES,
    POWER,
    SECOND,
    SPEED,
    T1,
    frame,
    ns,
    random_doubles,
    values_of,
)

from turbine.model.errors import StoreError
from turbine.model.frame import check, empty, stamps_of, to_time
from turbine.model.series import Series
from turbine.stores import label
from turbine.stores.base import SeriesInfo, Written
from turbine.timing.windows import plan


def test_what_is_written_is_there_bit_for_bit(backend: Backend) -> None:
    doubles = random_doubles(1_500, seed=1)
    start = ns(2024, 1, 1)
    sent = {
        (start + i * 10 * MINUTE + i, name): value
        for k, name in enumerate(NAMES)
        for i, value in enumerate(doubles[k:] + doubles[:k])
    }
    points = frame(sent)
    assert backend.store.write(T1, points) == Written(stored=points.height)
    assert bits(backend.door.get(T1)) == bits(sent)
    back = backend.store.read(T1, NAMES, start, start + DAY * 30).frame
    assert bits(values_of(back)) == bits(sent)


def test_what_the_back_door_wrote_is_read(backend: Backend) -> None:
    backend.store.write(T1, frame({(0, POWER): 0.5}))
    sent = {(i * SECOND, SPEED): v for i, v in enumerate(random_doubles(40, seed=2), start=1)}
    backend.door.write(T1, sent)
    assert bits(values_of(backend.store.read(T1, (SPEED,), 0, DAY).frame)) == bits(sent)


def test_rows_in_any_order_come_back_sorted(backend: Backend) -> None:
    sent = {(i * HOUR, POWER): float(i) for i in range(50)}
    backend.store.write(T1, frame(sent).sample(fraction=1, shuffle=True, seed=4))
    assert backend.store.read(T1, (POWER,), 0, 50 * HOUR).frame.equals(frame(sent))


def test_nulls_are_not_stored_and_come_back_as_nulls(backend: Backend) -> None:
    sent = {(1, POWER): 1.0, (2, SPEED): 2.0, (3, POWER): 3.0, (3, SPEED): 4.0, (5, CURVE): 9.0}
    points = pl.concat([frame(sent), empty((POWER, SPEED, CURVE))]).sort("time")
    lonely = pl.DataFrame({"time": to_time(np.array([4]))})
    points = pl.concat([points, lonely], how="diagonal")
    assert backend.store.write(T1, points) == Written(stored=4)
    assert backend.door.get(T1) == sent
    answer = backend.store.read(T1, (SPEED, POWER), 0, 10)
    assert answer.frame.columns == ["time", SPEED, POWER]
    assert answer.frame[SPEED].to_list() == [None, 2.0, 4.0]
    assert answer.frame[POWER].to_list() == [1.0, None, 3.0]
    assert backend.store.stamps(T1, 0, 10).tolist() == [1, 2, 3, 5]


def test_the_line_of_the_file_is_not_stored(backend: Backend) -> None:
    points = frame({(1, POWER): 1.0}).with_columns(line=pl.lit(2, pl.UInt32))
    backend.store.write(T1, points)
    assert backend.door.get(T1) == {(1, POWER): 1.0}


def test_nothing_to_write_is_nothing_stored(backend: Backend) -> None:
    assert backend.store.write(T1, empty(NAMES)) == Written(stored=0)
    assert backend.store.write(T1, empty(())) == Written(stored=0)
    assert backend.store.series() == []


def test_sending_again_changes_nothing(backend: Backend) -> None:
    sent = {(i * MINUTE, name): float(i) for i in range(100) for name in NAMES}
    for _ in range(3):
        assert backend.store.write(T1, frame(sent)) == Written(stored=100)
    assert backend.door.get(T1) == sent


def test_a_later_write_replaces_its_fields_and_keeps_the_others(backend: Backend) -> None:
    backend.store.write(T1, frame({(1, POWER): 1.0, (1, SPEED): 2.0, (2, POWER): 3.0}))
    backend.store.write(
        T1, frame({(1, SPEED): 20.0, (1, DIRECTION): 7.0, (2, SPEED): 4.0, (3, POWER): 5.0})
    )
    assert backend.door.get(T1) == {
        (1, POWER): 1.0,
        (1, SPEED): 20.0,
        (1, DIRECTION): 7.0,
        (2, POWER): 3.0,
        (2, SPEED): 4.0,
        (3, POWER): 5.0,
    }


def test_a_null_does_not_erase_what_is_there(backend: Backend) -> None:
    backend.store.write(T1, frame({(1, POWER): 1.0, (1, SPEED): 2.0}))
    backend.store.write(T1, frame({(1, SPEED): 3.0, (2, POWER): 4.0}))
    assert backend.door.get(T1) == {(1, POWER): 1.0, (1, SPEED): 3.0, (2, POWER): 4.0}


def test_a_full_batch_is_one_write(backend: Backend) -> None:
    rows = backend.store.capabilities.batch_rows
    stamps = to_time(np.arange(rows, dtype=np.int64) * 10 * MINUTE)
    points = pl.DataFrame({"time": stamps, POWER: np.random.default_rng(5).normal(size=rows)})
    assert backend.store.write(T1, points) == Written(stored=rows)
    assert backend.store.read(T1, (POWER,), 0, rows * 10 * MINUTE).frame.equals(points)


def test_periods_hold_their_start_and_not_their_stop(backend: Backend) -> None:
    sent = {(t, POWER): float(t) for t in (99, 100, 101, 199, 200, 201)}
    backend.store.write(T1, frame(sent))
    assert backend.store.stamps(T1, 100, 200).tolist() == [100, 101, 199]
    assert stamps_of(backend.store.read(T1, (POWER,), 100, 200).frame).tolist() == [100, 101, 199]
    whole = plan(100, 200, "all")
    assert backend.store.aggregate(T1, (POWER,), whole, ("count",)).frame["count"].to_list() == [3]


@pytest.mark.parametrize("there", [False, True], ids=["absent series", "empty period"])
def test_nothing_there_is_an_empty_answer(backend: Backend, there: bool) -> None:
    if there:
        backend.store.write(T1, frame({(1, POWER): 1.0}))
    read = backend.store.read(T1, (SPEED, POWER), 10, 20)
    assert read.frame.equals(empty((SPEED, POWER)))
    assert read.rows == 0
    assert backend.store.stamps(T1, 10, 20).tolist() == []
    assert backend.store.stamps(T1, 10, 20).dtype == np.int64
    answer = backend.store.aggregate(T1, (POWER,), plan(10, 2 * HOUR, "1h"), ("mean", "count"))
    assert answer.frame.schema == {
        "channel": pl.String,
        "time": pl.Datetime("ns", "UTC"),
        "mean": pl.Float64,
        "count": pl.Int64,
    }
    assert answer.frame.height == 0


def test_a_period_of_no_length_is_empty(backend: Backend) -> None:
    backend.store.write(T1, frame({(1, POWER): 1.0}))
    assert backend.store.read(T1, (POWER,), 1, 1).frame.equals(empty((POWER,)))
    assert backend.store.stamps(T1, 2, 1).tolist() == []
    if backend.store.capabilities.deletes_points:
        backend.store.delete(T1, [(1, 1), (2, 1)])
    assert backend.door.get(T1) == {(1, POWER): 1.0}


NASTY = [
    "T 1",
    "T,1=x",
    'T"1" OR turbine="T2',
    "T' OR '1'='1",
    "T\\1",
    "T${1+1}",
    'T") |> drop() //',
    "漢字 é 😀",
    "%s {0} ?",
    "T1; DROP TABLE points",
    "_measurement",
]


def with_nasty_name(backend: Backend, name: str) -> tuple[Series, list[Series]]:
    """A series of that name all over, and others that share parts of it; all with points."""
    nasty = Series(measurement=name.replace("\\", "/"), site=name, turbine=name)
    others = [
        T1,
        Series(measurement=nasty.measurement, site=name, turbine="T2"),
        Series(measurement=nasty.measurement, site="main", turbine=name),
        Series(measurement="scada", site=name, turbine=name),
    ]
    for i, series in enumerate([nasty, *others]):
        backend.store.write(series, frame({(i, POWER): float(i), (10, POWER): float(i)}))
    return nasty, others


@pytest.mark.parametrize("name", NASTY)
def test_any_name_comes_back_and_touches_no_other(backend: Backend, name: str) -> None:
    nasty, others = with_nasty_name(backend, name)
    assert backend.door.get(nasty) == {(0, POWER): 0.0, (10, POWER): 0.0}
    assert backend.store.read(nasty, (POWER,), 0, 20).frame[POWER].to_list() == [0.0, 0.0]
    assert backend.store.stamps(nasty, 0, 20).tolist() == [0, 10]
    whole = backend.store.aggregate(nasty, (POWER,), plan(0, 20, "all"), ("count",))
    assert whole.frame["count"].to_list() == [2]
    stored = [info.series for info in backend.store.series()]
    assert stored == sorted([nasty, *others], key=attrgetter("measurement", "site", "turbine"))
    assert nasty in [info.series for info in backend.store.series(nasty.measurement)]
    for i, series in enumerate(others, start=1):
        assert backend.door.get(series) == {(i, POWER): float(i), (10, POWER): float(i)}


@pytest.mark.parametrize("name", NASTY)
def test_deleting_any_name_touches_no_other(deleting: Backend, name: str) -> None:
    nasty, others = with_nasty_name(deleting, name)
    deleting.store.delete(nasty, [(0, 20)])
    assert deleting.door.get(nasty) == {}
    for i, series in enumerate(others, start=1):
        assert deleting.door.get(series) == {(i, POWER): float(i), (10, POWER): float(i)}


def test_series_say_their_period_and_fields(backend: Backend) -> None:
    before, after = ns(1931, 5, 6, 7, 8, 9), ns(2199, 1, 1) + 1
    second = Series(measurement="scada", site="Çanakkale", turbine="T2")
    other = Series(measurement="another", site="Çanakkale", turbine="T1")
    backend.store.write(second, frame({(5, SPEED): 1.0}))
    backend.store.write(T1, frame({(before, DIRECTION): 1.0, (7, POWER): 2.0, (after, POWER): 1.0}))
    backend.store.write(other, frame({(9, CURVE): 1.0}))
    of_other = SeriesInfo(series=other, first_ns=9, last_ns=9, fields=(CURVE,))
    of_scada = [
        SeriesInfo(series=T1, first_ns=before, last_ns=after, fields=(POWER, DIRECTION)),
        SeriesInfo(series=second, first_ns=5, last_ns=5, fields=(SPEED,)),
    ]
    assert backend.store.series() == [of_other, *of_scada]
    assert backend.store.series("scada") == of_scada
    assert backend.store.series("another") == [of_other]
    assert backend.store.series("absent") == []


@pytest.mark.parametrize("year", [1890, 1969, 1970, 2031, 2150])
def test_points_of_any_year_are_seen(backend: Backend, year: int) -> None:
    start = ns(year, 12, 31, 22)
    sent = {(start + i * 10 * MINUTE, POWER): float(i) for i in range(18)}
    backend.store.write(T1, frame(sent))
    assert backend.door.get(T1) == sent
    assert values_of(backend.store.read(T1, (POWER,), start, start + DAY).frame) == sent
    assert backend.store.stamps(T1, start, start + DAY).tolist() == [t for t, _ in sent]
    answer = backend.store.aggregate(T1, (POWER,), plan(start, start + DAY, "1h"), ("sum",))
    assert stamps_of(answer.frame).tolist() == [start, start + HOUR, start + 2 * HOUR]
    assert answer.frame["sum"].to_list() == [15.0, 51.0, 87.0]


def test_delete_is_exact_to_the_nanosecond(deleting: Backend) -> None:
    kept = Series(measurement="scada", site="Çanakkale", turbine="T2")
    sent = {(ns(2024, 3, 1) + t, name): float(t) for t in range(40) for name in (POWER, SPEED)}
    for series in (T1, kept):
        deleting.store.write(series, frame(sent))
    base = ns(2024, 3, 1)
    deleting.store.delete(
        T1, [(base + 5, base + 10), (base + 20, base + 21), (base + 35, base + 99)]
    )
    gone = {*range(5, 10), 20, *range(35, 40)}
    left = {(t, name): v for (t, name), v in sent.items() if t - base not in gone}
    assert deleting.door.get(T1) == left
    assert deleting.door.get(kept) == sent
    assert deleting.store.stamps(T1, base, base + 99).tolist() == sorted({t for t, _ in left})
    deleting.store.write(T1, frame(sent))
    assert deleting.door.get(T1) == sent, "deleted points can be written again"


def test_deleting_what_is_not_there_does_nothing(deleting: Backend) -> None:
    deleting.store.delete(T1, [(0, 100)])
    deleting.store.write(T1, frame({(5, POWER): 1.0}))
    deleting.store.delete(T1, [])
    deleting.store.delete(T1, [(6, 100)])
    assert deleting.door.get(T1) == {(5, POWER): 1.0}


def test_a_store_that_cannot_delete_says_so_and_deletes_nothing(backend: Backend) -> None:
    if backend.store.capabilities.deletes_points:
        pytest.skip("this store deletes single points")
    backend.store.write(T1, frame({(5, POWER): 1.0}))
    with pytest.raises(StoreError, match="cannot delete single points"):
        backend.store.delete(T1, [(0, 100)])
    assert backend.door.get(T1) == {(5, POWER): 1.0}


def test_two_threads_may_write_while_a_third_reads(backend: Backend) -> None:
    def send(turbine: str, part: int) -> int:
        series = Series(measurement="scada", site="Çanakkale", turbine=turbine)
        rows = range(part * 400, part * 400 + 400)
        sent = {(i * MINUTE, name): float(i) for i in rows for name in (POWER, SPEED)}
        return backend.store.write(series, frame(sent)).stored

    jobs = [(turbine, part) for part in range(4) for turbine in ("T1", "T2")]
    with ThreadPoolExecutor(3) as pool:
        writes = [pool.submit(send, *job) for job in jobs]
        reads = [pool.submit(backend.store.read, T1, (POWER,), 0, DAY) for _ in range(6)]
        assert [write.result() for write in writes] == [400] * 8
        for read in reads:
            check(read.result().frame)
    for turbine in ("T1", "T2"):
        series = Series(measurement="scada", site="Çanakkale", turbine=turbine)
        assert backend.store.stamps(series, 0, 2 * DAY).tolist() == [
            i * MINUTE for i in range(1_600)
        ]
        assert len(backend.door.get(series)) == 3_200


def test_the_same_points_from_two_threads_are_stored_once(backend: Backend) -> None:
    sent = {(i * MINUTE, POWER): float(i) for i in range(500)}
    another = backend.another()
    with ThreadPoolExecutor(2) as pool:
        stores = [backend.store, another] * 4
        written = pool.map(lambda store: store.write(T1, frame(sent)).stored, stores)
        assert list(written) == [500] * 8
    assert backend.door.get(T1) == sent


def test_a_store_says_who_and_where_it_is(backend: Backend) -> None:
    info = backend.store.info()
    assert info.product == backend.store.capabilities.product
    assert any(character.isdigit() for character in info.version)
    bucket = backend.store.bucket()
    assert bucket is not None
    assert bucket.retention_s == 0
    assert backend.store.create_bucket(retention_s=3_600) == bucket, "what is there is left alone"
    backend.store.set_shard(7 * 86_400)
    changed = backend.store.bucket()
    assert changed is not None
    assert changed.shard_s in (0, 7 * 86_400)
    assert changed.retention_s == 0
    assert backend.store.target == backend.another().target
    assert backend.store.target.address in str(label(backend.store.target))


def test_a_store_tells_the_size_of_its_own_bucket_alone(backend: Backend) -> None:
    digits = np.random.default_rng(1).normal(size=20_000)
    written = {(i * 10 * MINUTE, POWER): float(value) for i, value in enumerate(digits)}
    for start in range(0, len(written), backend.store.capabilities.batch_rows):
        batch = list(written.items())[start : start + backend.store.capabilities.batch_rows]
        backend.store.write(T1, frame(dict(batch)))
    size = backend.store.size_bytes()
    deadline = time.monotonic() + 20
    while not size and backend.store.capabilities.has_shards and time.monotonic() < deadline:
        time.sleep(0.2)  # InfluxDB 2 counts now and then
        size = backend.store.size_bytes()
    if size is None:
        assert backend.store.capabilities.product == "InfluxDB 3", "its log is not counted"
    else:
        assert 8 * 20_000 < size < 10_000_000


def test_answers_say_what_was_asked_and_what_it_took(backend: Backend) -> None:
    backend.store.write(T1, frame({(i * MINUTE, POWER): float(i) for i in range(60)}))
    read = backend.store.read(T1, (POWER,), 0, HOUR)
    aggregated = backend.store.aggregate(T1, (POWER,), plan(0, HOUR, "10min"), ("mean",))
    assert (read.rows, aggregated.rows) == (60, 6)
    for answer in (read, aggregated):
        assert answer.seconds > 0
        assert all(part in answer.query for part in ("Çanakkale", "T1", "scada", POWER))
