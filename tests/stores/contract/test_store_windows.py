"""Aggregates over windows: one body for every store, checked against the standard library."""

import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
import pytest
from backdoors import Backend, Values
from points import CURVE, DAY, HOUR, MINUTE, NAMES, POWER, SECOND, SPEED, T1, frame, ns, season

from turbine.model.frame import stamps_of
from turbine.stores.base import PushFunction
from turbine.timing.windows import Window, plan

FUNCTIONS: tuple[PushFunction, ...] = ("mean", "min", "max", "sum", "count", "first", "last")


def label(time_ns: int, window: Window, zone: str, start_ns: int) -> int:
    """The start of a stamp's window on the zone's clock, by the standard library alone."""
    if window == "all":
        return start_ns
    local = datetime.fromtimestamp(time_ns // SECOND, ZoneInfo(zone)).replace(tzinfo=None)
    minutes = {"10min": 10, "30min": 30, "1h": 60, "6h": 360}.get(window)
    midnight = local.replace(hour=0, minute=0, second=0)
    if minutes:
        since = (local - midnight) // timedelta(minutes=minutes)
        began = midnight + since * timedelta(minutes=minutes)
    elif window == "1w":
        began = midnight - timedelta(days=local.weekday())
    else:
        began = midnight.replace(day=1) if window == "1mo" else midnight
    return int(began.replace(tzinfo=ZoneInfo(zone)).timestamp()) * SECOND


REDUCE: dict[PushFunction, Callable[[list[float]], float]] = {
    "mean": lambda values: math.fsum(values) / len(values),
    "min": min,
    "max": max,
    "sum": math.fsum,
    "count": len,
    "first": lambda values: values[0],
    "last": lambda values: values[-1],
}


def oracle(
    sent: Values, channel: str, window: Window, zone: str, start_ns: int, stop_ns: int
) -> dict[int, dict[PushFunction, float]]:
    """Window start → function → value, the slow way."""
    groups: dict[int, list[float]] = {}
    for (time_ns, name), value in sorted(sent.items()):
        if name == channel and start_ns <= time_ns < stop_ns:
            groups.setdefault(label(time_ns, window, zone, start_ns), []).append(value)
    return {began: {f: REDUCE[f](v) for f in FUNCTIONS} for began, v in groups.items()}


CASES: list[tuple[Window, str, tuple[int, ...], tuple[int, ...]]] = [
    ("10min", "UTC", (2024, 2, 28, 23, 55), (2024, 3, 1, 0, 5)),
    ("30min", "UTC", (2024, 3, 1, 3, 20), (2024, 3, 9, 4, 40)),
    ("1h", "UTC", (2024, 3, 1, 3, 20), (2024, 4, 9, 4, 40)),
    ("1h", "Asia/Kolkata", (2024, 3, 1, 3, 20), (2024, 3, 9, 4, 40)),
    ("6h", "Europe/Istanbul", (2024, 3, 1, 3, 20), (2024, 4, 9, 4, 40)),
    ("1d", "UTC", (2024, 2, 20, 3, 20), (2024, 4, 9, 4, 40)),
    ("1d", "Europe/Istanbul", (2024, 2, 20, 3, 20), (2024, 4, 9, 4, 40)),
    ("1d", "Europe/Madrid", (2024, 3, 20, 3, 20), (2024, 4, 9, 4, 40)),
    ("1w", "UTC", (2024, 2, 20, 3, 20), (2024, 4, 9, 4, 40)),
    ("1w", "Europe/Madrid", (2024, 2, 20, 3, 20), (2024, 4, 9, 4, 40)),
    ("1mo", "UTC", (2024, 1, 20, 3, 20), (2024, 4, 9, 4, 40)),
    ("1mo", "Europe/Madrid", (2024, 1, 20, 3, 20), (2024, 4, 9, 4, 40)),
    ("1mo", "Europe/Istanbul", (2024, 1, 1), (2024, 4, 1)),
    ("all", "UTC", (2024, 1, 20, 3, 20), (2024, 4, 9, 4, 40)),
]


@pytest.mark.parametrize(
    ("window", "zone", "start", "stop"), CASES, ids=[f"{c[0]}-{c[1]}" for c in CASES]
)
def test_aggregates_are_those_of_the_slow_way(
    backend: Backend, window: Window, zone: str, start: tuple[int, ...], stop: tuple[int, ...]
) -> None:
    sent = season(ns(2024, 1, 15), 95, seed=6)
    backend.store.write(T1, frame(sent)[:5_000])
    backend.store.write(T1, frame(sent)[5_000:])
    start_ns, stop_ns = ns(*start), ns(*stop)
    windows = plan(start_ns, stop_ns, window, zone)
    answer = backend.store.aggregate(T1, (SPEED, POWER), windows, FUNCTIONS).frame
    assert answer.columns == ["channel", "time", *FUNCTIONS]
    assert answer["channel"].unique(maintain_order=True).to_list() == [SPEED, POWER]
    for channel in (SPEED, POWER):
        wanted = oracle(sent, channel, window, zone, start_ns, stop_ns)
        rows = answer.filter(pl.col("channel") == channel)
        assert stamps_of(rows).tolist() == sorted(wanted)
        for row, began in zip(rows.to_dicts(), sorted(wanted), strict=True):
            for function in FUNCTIONS:
                assert row[function] == pytest.approx(wanted[began][function], rel=1e-9), function
        assert set(stamps_of(rows).tolist()) <= set(windows.labels.tolist())


def test_the_autumn_day_of_25_hours_is_one_window(backend: Backend) -> None:
    first = ns(2023, 10, 26)
    sent = {(first + i * HOUR, POWER): 1.0 for i in range(6 * 24)}
    backend.store.write(T1, frame(sent))
    windows = plan(ns(2023, 10, 26, 22), ns(2023, 10, 30, 23), "1d", "Europe/Madrid")
    answer = backend.store.aggregate(T1, (POWER,), windows, ("count",)).frame
    assert answer["count"].to_list() == [24, 24, 25, 24]
    assert stamps_of(answer).tolist() == [
        ns(2023, 10, 26, 22), ns(2023, 10, 27, 22), ns(2023, 10, 28, 22), ns(2023, 10, 29, 23),
    ]  # fmt: skip


def test_ten_years_of_months_are_one_question(backend: Backend) -> None:
    sent = {(ns(2010 + i // 12, i % 12 + 1, 15), POWER): float(i) for i in range(120)}
    backend.store.write(T1, frame(sent))
    windows = plan(ns(2010, 1, 1), ns(2020, 1, 1), "1mo", "Europe/Istanbul")
    answer = backend.store.aggregate(T1, (POWER,), windows, ("sum", "count")).frame
    assert answer["sum"].to_list() == [float(i) for i in range(120)]
    assert answer["count"].to_list() == [1] * 120
    assert stamps_of(answer).tolist() == windows.labels.tolist()[: len(answer)]


def test_windows_begin_with_their_edge_to_the_nanosecond(backend: Backend) -> None:
    edge = ns(2024, 3, 1, 5)
    sent = {(edge - 1, POWER): 1.0, (edge, POWER): 2.0, (edge + HOUR - 1, POWER): 4.0}
    backend.store.write(T1, frame(sent | {(edge + HOUR, POWER): 8.0}))
    windows = plan(edge - HOUR, edge + 2 * HOUR, "1h")
    answer = backend.store.aggregate(T1, (POWER,), windows, ("sum",)).frame
    assert answer["sum"].to_list() == [1.0, 6.0, 8.0]
    cut = plan(edge, edge + HOUR, "6h")
    assert backend.store.aggregate(T1, (POWER,), cut, ("sum",)).frame["sum"].to_list() == [6.0]


def test_a_single_point_is_all_its_aggregates(backend: Backend) -> None:
    moment = ns(2024, 2, 29, 12, 34)
    backend.store.write(T1, frame({(moment, POWER): -2.5}))
    windows = plan(moment - DAY, moment + DAY, "1d")
    answer = backend.store.aggregate(T1, NAMES, windows, FUNCTIONS).frame
    assert answer.rows() == [
        (POWER, datetime(2024, 2, 29, tzinfo=UTC), -2.5, -2.5, -2.5, -2.5, 1, -2.5, -2.5)
    ]


def test_first_and_last_skip_nulls(backend: Backend) -> None:
    sent = {(t * MINUTE, SPEED): 1.0 for t in range(10)} | {(3 * MINUTE, POWER): 5.0}
    backend.store.write(T1, frame(sent | {(6 * MINUTE, POWER): 7.0}))
    windows = plan(0, HOUR, "1h")
    answer = backend.store.aggregate(T1, (POWER,), windows, ("last", "first", "count")).frame
    assert answer.columns == ["channel", "time", "last", "first", "count"]
    assert answer.rows()[0][2:] == (7.0, 5.0, 2)


def test_a_window_without_a_point_of_a_channel_is_absent_for_it(backend: Backend) -> None:
    backend.store.write(T1, frame({(0, POWER): 1.0, (HOUR, SPEED): 2.0, (5 * HOUR, POWER): 3.0}))
    windows = plan(0, 6 * HOUR, "1h")
    answer = backend.store.aggregate(T1, (SPEED, CURVE, POWER), windows, ("max",)).frame
    assert [(row[0], row[2]) for row in answer.rows()] == [(SPEED, 2.0), (POWER, 1.0), (POWER, 3.0)]
    assert stamps_of(answer).tolist() == [HOUR, 0, 5 * HOUR]


@pytest.mark.server
def test_stores_agree(every_backend: dict[str, Backend]) -> None:
    sent = season(ns(2024, 1, 15), 60, seed=8)
    points = frame(sent)
    period = ns(2024, 1, 20, 3, 20), ns(2024, 3, 9, 4, 40)
    for backend in every_backend.values():
        backend.store.write(T1, points[:5_000])
        backend.store.write(T1, points[5_000:])
    for window, zone in (("1h", "UTC"), ("1d", "Europe/Istanbul"), ("1w", "UTC"), ("1mo", "UTC")):
        windows = plan(*period, window, zone)
        answers = [
            backend.store.aggregate(T1, (POWER, SPEED), windows, FUNCTIONS).frame
            for backend in every_backend.values()
        ]
        for answer in answers[1:]:
            assert answer.select("channel", "time", "count").equals(
                answers[0].select("channel", "time", "count")
            )
            for function in FUNCTIONS:
                np.testing.assert_allclose(answer[function], answers[0][function], rtol=1e-9)
    reads = [b.store.read(T1, (POWER, SPEED), *period).frame for b in every_backend.values()]
    assert all(read.equals(reads[0]) for read in reads)
