"""Windows against a slow oracle: every stamp's own local date and clock, by zoneinfo."""

import itertools
import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from turbine.model.errors import ConfigError
from turbine.timing.windows import (
    FIRST_NS,
    LAST_NS,
    MAX_WINDOWS,
    SECOND_NS,
    Window,
    Windows,
    length_of,
    plan,
    window_of,
)

MINUTE_NS = 60 * SECOND_NS
STEP_NS = 10 * MINUTE_NS
ZONES = [
    "UTC",
    "Europe/Istanbul",
    "Europe/Madrid",
    "America/St_Johns",
    "Asia/Kolkata",
    "America/Sao_Paulo",  # its clock changed at midnight until 2019
    "Atlantic/Azores",  # its clock is set back from 01:00 to 00:00
]
OWN = ("20min", "2h", "7min", "36h", "1440min", "5d", "400d")
"""What a person types: whole parts of a day, others, and several days."""
SIZED = ["10min", "15min", "30min", "1h", "3h", "6h", "1d", "1w", "1mo", "1q", "1y", *OWN]
CALENDAR = {
    "1d": lambda local: local.date(),
    "1w": lambda local: local.isocalendar()[:2],
    "1mo": lambda local: (local.year, local.month),
    "1q": lambda local: (local.year, (local.month + 2) // 3),
    "1y": lambda local: local.year,
    "5d": lambda local: (local.date() - date(1970, 1, 1)).days // 5,
    "400d": lambda local: (local.date() - date(1970, 1, 1)).days // 400,
}


def ns(text: str, zone: str = "UTC") -> int:
    moment = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))
    return round(moment.timestamp()) * SECOND_NS


def steps_in(windows: Windows) -> list[int]:
    """Ten-minute steps in each window."""
    return (np.diff(windows.edges) // STEP_NS).tolist()


def moment_of(stamp: int, zone: str) -> datetime:
    return datetime.fromtimestamp(stamp // SECOND_NS, UTC).astimezone(ZoneInfo(zone))


def name_of(stamp: int, window: Window, zone: str) -> tuple:
    """What a person would call the window that a stamp is in."""
    local = moment_of(stamp, zone)
    if window in CALENDAR:
        return (CALENDAR[window](local),)
    length = length_of(window).fixed_s // 60
    if 1_440 % length:
        return (stamp // (length * MINUTE_NS),)
    minute = (local.hour * 60 + local.minute) // length
    # Up to an hour, a repeated hour is two windows; more hours include both.
    return (local.date(), minute, local.utcoffset() if length <= 60 else None)


@settings(max_examples=150, deadline=None)
@given(
    zone=st.sampled_from(ZONES),
    window=st.sampled_from(SIZED),
    start=st.integers(ns("2015-01-01") // MINUTE_NS, ns("2020-12-31") // MINUTE_NS),
    minutes=st.integers(1, 60 * 24 * 40),
)
def test_two_stamps_share_a_window_exactly_when_they_share_its_name(zone, window, start, minutes):
    start_ns, stop_ns = start * MINUTE_NS, (start + minutes) * MINUTE_NS
    windows = plan(start_ns, stop_ns, window, zone)
    stamps = np.arange(start_ns, stop_ns, 5 * MINUTE_NS, dtype=np.int64)[:6_000]
    index = windows.index(stamps)
    names = [name_of(int(s), window, zone) for s in stamps]
    changes = [a != b for a, b in itertools.pairwise(names)]
    assert np.diff(index).tolist() == [int(changed) for changed in changes]
    assert index[0] == 0


@settings(max_examples=150, deadline=None)
@given(
    zone=st.sampled_from(ZONES),
    window=st.sampled_from(["all", *SIZED]),
    start=st.integers(ns("2015-01-01") // MINUTE_NS, ns("2020-12-31") // MINUTE_NS),
    minutes=st.integers(1, 60 * 24 * 40),
)
def test_edges_enclose_the_period_and_runs_are_the_windows(zone, window, start, minutes):
    start_ns, stop_ns = start * MINUTE_NS, (start + minutes) * MINUTE_NS
    windows = plan(start_ns, stop_ns, window, zone)
    assert (np.diff(windows.edges) > 0).all()
    assert windows.edges[0] <= start_ns < windows.edges[1]
    assert windows.edges[-2] < stop_ns <= windows.edges[-1]
    runs = windows.runs()
    assert sum(run.count for run in runs) == len(windows.labels)
    rebuilt = [run.start_ns + run.every_ns * i for run in runs for i in range(run.count)]
    assert rebuilt == windows.labels.tolist()
    assert all((run.start_ns - run.offset_ns) % run.every_ns == 0 for run in runs)
    assert all(0 <= run.offset_ns < run.every_ns for run in runs)


def test_days_of_23_and_25_hours_have_138_and_150_steps():
    zone = "Europe/Madrid"
    spring = plan(ns("2018-03-24", zone), ns("2018-03-27", zone), "1d", zone)
    autumn = plan(ns("2018-10-27", zone), ns("2018-10-30", zone), "1d", zone)
    assert steps_in(spring) == [144, 138, 144]
    assert steps_in(autumn) == [144, 150, 144]
    assert [run.count for run in spring.runs()] == [1, 1, 1]


def test_days_of_istanbul_start_at_21_hours_utc():
    windows = plan(ns("2018-10-27T21:00"), ns("2018-10-29T21:00"), "1d", "Europe/Istanbul")
    assert windows.edges.tolist() == [ns(f"2018-10-{day}T21:00") for day in (27, 28, 29)]
    assert steps_in(windows) == [144, 144]


@pytest.mark.parametrize("zone", ["UTC", "Europe/Istanbul", "America/St_Johns", "Asia/Kolkata"])
def test_weeks_start_on_monday_and_months_on_the_first(zone):
    period = ns("2018-01-03T12:34"), ns("2019-02-05T01:02")
    weeks = [moment_of(int(edge), zone) for edge in plan(*period, "1w", zone).edges]
    assert {(w.weekday(), w.hour, w.minute) for w in weeks} == {(0, 0, 0)}
    assert {b.date() - a.date() for a, b in itertools.pairwise(weeks)} == {timedelta(days=7)}
    months = [moment_of(int(edge), zone) for edge in plan(*period, "1mo", zone).edges]
    assert {(m.day, m.hour, m.minute) for m in months} == {(1, 0, 0)}
    assert len(months) == 15
    lengths = [(b.date() - a.date()).days for a, b in itertools.pairwise(months)]
    assert lengths[:3] == [31, 28, 31]


@pytest.mark.parametrize(
    ("zone", "window"),
    [
        ("Europe/Istanbul", "6h"),
        ("Asia/Kolkata", "1h"),
        ("America/St_Johns", "1h"),
        ("Europe/Madrid", "1h"),
        ("UTC", "1w"),
    ],
)
def test_a_grid_that_no_clock_change_moves_is_one_run(zone, window):
    assert len(plan(ns("2018-01-01"), ns("2019-01-01"), window, zone).runs()) == 1


def test_a_partial_edge_keeps_its_whole_window():
    windows = plan(ns("2018-01-01T00:20"), ns("2018-01-01T02:10"), "1h")
    assert windows.labels.tolist() == [ns(f"2018-01-01T0{hour}:00") for hour in range(3)]
    assert steps_in(windows) == [6, 6, 6]


def test_six_hours_include_both_passes_of_a_repeated_hour():
    windows = plan(
        ns("2018-10-28", "Europe/Madrid"),
        ns("2018-10-29", "Europe/Madrid"),
        "6h",
        "Europe/Madrid",
    )
    assert steps_in(windows) == [42, 36, 36, 36]


def test_a_day_that_a_zone_left_out_is_no_window():
    zone = "Pacific/Apia"  # went from 29 to 31 December 2011
    windows = plan(ns("2011-12-29T12:00", zone), ns("2011-12-31T12:00", zone), "1d", zone)
    assert [moment_of(int(t), zone).day for t in windows.labels] == [29, 31]


def test_the_whole_period_is_one_window_labelled_by_its_start():
    windows = plan(ns("2018-01-01T00:05"), ns("2018-03-01"), "all", "Asia/Kolkata")
    assert windows.edges.tolist() == [ns("2018-01-01T00:05"), ns("2018-03-01")]


def test_times_before_1970_keep_their_grid():
    windows = plan(ns("1969-12-31T23:05"), ns("1970-01-01T01:00"), "30min")
    assert windows.edges.tolist() == [i * 30 * MINUTE_NS for i in range(-2, 3)]


@pytest.mark.parametrize(
    ("start", "stop", "window", "zone", "says"),
    [
        ("2018-01-02", "2018-01-02", "1h", "UTC", "period is empty"),
        ("2018-01-02", "2018-01-01", "all", "UTC", "period is empty"),
        ("2018-01-01", "2018-01-02", "1d", "Mars/Olympus", "Mars/Olympus"),
        ("2018-01-01", "2018-01-02", "1h", "../../etc/passwd", "time zone"),
        ("1900-01-01", "2018-01-02", "10min", "UTC", f"{MAX_WINDOWS:,}"),
    ],
)
def test_impossible_windows_are_refused(start, stop, window, zone, says):
    with pytest.raises(ConfigError, match=says) as caught:
        plan(ns(start), ns(stop), window, zone)
    assert caught.value.hint


def test_a_stop_just_after_an_edge_opens_the_window_that_it_is_in():
    """52,560 windows of ten minutes: a nanosecond more is below a double's resolution."""
    start = 1_514_754_000 * 10**9
    last = start + 52_560 * 600 * 10**9
    planned = plan(start, last + 1, "10min", "UTC")
    assert len(planned.labels) == 52_561
    assert planned.labels[-1] == last
    assert planned.index(np.array([last]))[0] == 52_560


@pytest.mark.parametrize("zone", ["UTC", "Europe/Istanbul", "Asia/Kolkata"])
@pytest.mark.parametrize("window", ["1d", "1w", "1mo", "all"])
def test_the_whole_range_of_time_has_windows(window, zone):
    for start_ns, stop_ns in ((FIRST_NS, LAST_NS), (-(2**63), 2**63), (-(10**20), 10**20)):
        planned = plan(start_ns, stop_ns, window, zone)
        assert (planned.edges[0], planned.edges[-1]) == (FIRST_NS, LAST_NS)
        assert (np.diff(planned.edges.view(np.uint64)) > 0).all()
        assert sum(run.count for run in planned.runs()) == len(planned.labels)


@pytest.mark.parametrize("start_ns", [FIRST_NS, LAST_NS - 1])
@pytest.mark.parametrize("window", ["10min", "30min", "1h", "6h"])
@pytest.mark.parametrize("zone", ["UTC", "Europe/Istanbul"])
def test_the_first_and_the_last_moment_have_a_window(start_ns, window, zone):
    planned = plan(start_ns, start_ns + 1, window, zone)
    assert len(planned.labels) == 1
    assert planned.edges[0] <= start_ns < planned.edges[1]


@pytest.mark.parametrize("window", ["10min", "30min", "1h"])
@pytest.mark.parametrize("zone", ["UTC", "Europe/Istanbul", "Europe/Madrid"])
def test_an_absurd_number_of_windows_is_refused_before_one_is_made(window, zone):
    started = time.perf_counter()
    with pytest.raises(ConfigError, match="windows: the limit is"):
        plan(FIRST_NS, LAST_NS, window, zone)
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize(
    ("text", "window"),
    [("15 min", "15min"), (" 3H ", "3h"), ("1Q", "1q"), ("ALL", "all"), ("2 d", "2d")],
)
def test_a_window_can_be_typed(text, window):
    assert window_of(text) == window


@pytest.mark.parametrize(
    "text", ["", "0min", "05min", "1.5h", "-1h", "3w", "2mo", "1s", "10000d", "1h\n2h", "٣h"]
)
def test_what_is_no_window_is_refused_with_those_that_are(text):
    with pytest.raises(ConfigError, match="There is no window") as refused:
        window_of(text)
    assert "1q" in str(refused.value.hint)
