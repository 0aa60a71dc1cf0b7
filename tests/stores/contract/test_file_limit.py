"""A server that opens only so many files at once: a period is read in parts, none left out."""

from collections.abc import Iterator

import pytest
from backdoors import Influx3Door
from hypothesis import given
from hypothesis import strategies as st
from points import DAY, HOUR, MINUTE, POWER, SECOND, SPEED, T1, frame, ns, season, values_of
from servers import Influx3, describe_influx3, running_influx3

from turbine.model.errors import StoreError
from turbine.model.series import Target
from turbine.settings.kinds import InfluxSettings
from turbine.stores.influx._http import FileLimitError
from turbine.stores.influx._parts import in_parts
from turbine.stores.influx.influx3 import Influx3Store
from turbine.timing.windows import plan
from turbine.wind.kernels import by_window

START = ns(2024, 3, 1)
ALL_TIME = -(2**63) + 2, 2**63 - 1


def limited(stamps: list[int], most: int, asked: list[tuple[int, int]]):
    """Answers a period that holds at most so many stamps, and refuses any other."""

    def ask(start: int, stop: int) -> list[int]:
        asked.append((start, stop))
        matching = [stamp for stamp in stamps if start <= stamp < stop]
        if len(matching) > most:
            raise FileLimitError("too many")
        return matching

    return ask


@given(
    seconds=st.lists(st.integers(-(2**33), 2**33), unique=True, max_size=60),
    most=st.integers(1, 9),
)
def test_whatever_the_server_takes_nothing_is_left_out_or_found_twice(
    seconds: list[int], most: int
) -> None:
    stamps = sorted(second * SECOND for second in seconds)
    asked: list[tuple[int, int]] = []
    assert in_parts(limited(stamps, most, asked), *ALL_TIME) == stamps
    assert len(asked) < 100 * (len(stamps) + 1)


def test_a_period_that_the_server_takes_is_asked_for_once() -> None:
    asked: list[tuple[int, int]] = []
    assert in_parts(limited([1, 2], 2, asked), 0, 9) == [1, 2]
    assert asked == [(0, 9)]
    assert in_parts(limited([1, 2], 2, asked), 9, 9) == []
    assert len(asked) == 1


def test_a_year_of_ten_minutes_takes_few_questions_more_than_it_has_parts() -> None:
    asked: list[tuple[int, int]] = []
    stamps = list(range(0, 365 * DAY, 10 * MINUTE))
    assert in_parts(limited(stamps, 432, asked), 0, 365 * DAY) == stamps
    assert len(asked) < 4 * len(stamps) / 432


def test_a_second_that_is_too_much_is_an_error_and_no_gap() -> None:
    stamps = [0, 5 * SECOND, 5 * SECOND + 1, 9 * SECOND]
    with pytest.raises(FileLimitError, match="too many"):
        in_parts(limited(stamps, 1, []), 0, DAY)


# -- a real InfluxDB 3 Core that opens one file --------------------------------------------------


@pytest.fixture(scope="module")
def core(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Influx3]:
    """It makes files of what is written to it soon, and each holds ten minutes."""
    available, reason = describe_influx3()
    if not available:
        pytest.skip(f"no InfluxDB 3: {reason}")
    folder = tmp_path_factory.mktemp("core")
    with running_influx3(folder, file_limit=1, snapshot_size=1) as server:
        yield server


def opened(core: Influx3, name: str) -> Influx3Store:
    settings = InfluxSettings(url=core.url, token=core.token, org="", bucket=name)
    target = Target(kind="influxdb", address=core.url, bucket=name)
    return Influx3Store(settings, target)


@pytest.fixture
def store(core: Influx3, request: pytest.FixtureRequest) -> Iterator[Influx3Store]:
    name = request.node.name
    store = opened(core, name)
    store.create_bucket()
    yield store
    store.close()
    core.drop(name)


def files(core: Influx3, store: Influx3Store) -> int:
    text = f"SELECT count(*) FROM system.parquet_files WHERE table_name = '{T1.measurement}'"
    return int(core.sql(store.target.bucket, text).split()[1])


def until_in_files(core: Influx3, store: Influx3Store, count: int) -> None:
    """Other writes go on until the log is turned into files: an hour apart, so that however many
    it takes each lies in a file of its own, and may be read."""
    for i in range(60):
        if files(core, store) >= count:
            return
        line = f"other,site=x,turbine=y power_kw=1 {i * HOUR}"
        core.write(store.target.bucket, line.encode())
    pytest.fail(f"there are {files(core, store)} files of {count}")


@pytest.mark.server
def test_core_refuses_the_whole_and_is_read_in_parts(core: Influx3, store: Influx3Store) -> None:
    sent = season(START, 1, seed=1)
    points = frame(sent)
    store.write(T1, points)
    until_in_files(core, store, points.height)
    door = Influx3Door(core, store.target.bucket)
    with pytest.raises(AssertionError, match="exceeding the file limit"):
        door.get(T1)
    period = START, START + DAY
    answer = store.read(T1, (POWER, SPEED), *period)
    assert values_of(answer.frame) == sent
    assert store.stamps(T1, *period).tolist() == sorted({time_ns for time_ns, _ in sent})
    (known,) = [info for info in store.series() if info.series == T1]
    assert (known.first_ns, known.last_ns) == (min(sent)[0], max(sent)[0])
    assert known.fields == (POWER, SPEED)
    for window in ("1h", "1d", "all"):
        windows = plan(*period, window)
        functions = ("mean", "min", "max", "sum", "count", "first", "last")
        answer = store.aggregate(T1, (POWER, SPEED), windows, functions)
        expected = by_window(points, (POWER, SPEED), windows, functions)
        assert answer.frame.equals(expected)
    assert store.read(T1, (POWER,), START + HOUR, START + HOUR + 1).rows == 1


@pytest.mark.server
def test_core_that_may_not_even_read_a_second_is_said_in_plain_words(
    core: Influx3, store: Influx3Store
) -> None:
    """The same point in two files."""
    point = frame({(START, POWER): 1.0})
    store.write(T1, point)
    until_in_files(core, store, 1)
    store.write(T1, point)
    until_in_files(core, store, 2)
    for call in (
        lambda: store.read(T1, (POWER,), START, START + DAY),
        lambda: store.stamps(T1, START, START + DAY),
        lambda: store.aggregate(T1, (POWER,), plan(START, START + DAY, "1h"), ("mean",)),
        store.series,
    ):
        with pytest.raises(StoreError, match="exceeding the file limit") as caught:
            call()
        assert "--query-file-limit" in caught.value.hint


@pytest.mark.server
def test_the_sixth_database_of_core_is_refused_in_plain_words(core: Influx3) -> None:
    names = [f"number-{i}" for i in range(6)]
    stores = [opened(core, name) for name in names]
    for store in stores[:5]:
        store.create_bucket()
    with pytest.raises(StoreError, match=r"allows no further database: .*limit of 5") as caught:
        stores[5].create_bucket()
    assert "existing database" in caught.value.hint
    with pytest.raises(StoreError, match="limit of 5") as caught:
        stores[5].write(T1, frame({(START, POWER): 1.0}))
    assert stores[5].bucket() is None
    for store, name in zip(stores, names, strict=True):
        store.close()
        core.drop(name)
