"""Steps grid from rows, against what a person would find."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from turbine.timing.spacing import Spacing
from turbine.timing.steps import Steps, steps_of
from turbine.timing.windows import FIRST_NS, LAST_NS, SECOND_NS, plan

TEN, HOUR, DAY, YEAR = 600, 3_600, 86_400, 31_557_600


def steps_from(*runs: tuple[int, int], start: int = 0) -> Steps:
    """Of rows that begin at ``start`` (seconds) with these distances, each so often."""
    gaps = [gap for gap, count in runs for _ in range(count)]
    stamps = start + np.concatenate([[0], np.cumsum(gaps, dtype=np.int64)])
    return steps_of(Spacing.of(stamps.astype(np.int64) * SECOND_NS))


def lasting(steps: Steps) -> list[int]:
    """How many seconds each row lasts, row by row."""
    since, last = steps.lasting()
    spacing = steps.spacing
    rows = np.concatenate(
        [spacing.starts[:0], *(s + np.arange(max(n, 1)) * int(g) for s, g, n in zip(
            spacing.starts, spacing.gaps, spacing.counts, strict=True))]
    )  # fmt: skip
    return (last[np.searchsorted(since, rows, side="right") - 1] // SECOND_NS).tolist()


def missing(steps: Steps) -> tuple[int, int]:
    """Gaps, and the rows that they lack."""
    counts, lacks = steps.spacing.counts, steps.slots - 1
    return int(counts[lacks > 0].sum()), int((counts * lacks).sum())


@pytest.mark.parametrize(
    ("runs", "seconds", "lacks"),
    [
        ([(TEN, 5)], [TEN] * 6, (0, 0)),
        ([(HOUR, 1)], [HOUR] * 2, (0, 0)),
        ([(TEN, 2), (1_200, 1), (TEN, 1)], [TEN] * 5, (1, 1)),
        ([(TEN, 1), (1_200, 1)], [TEN] * 3, (1, 1)),
        # Another logger, long after: two rows are enough to tell its step.
        ([(TEN, 500), (87_000, 1), (HOUR, 1)], [TEN] * 501 + [HOUR] * 2, (1, 144)),
        ([(HOUR, 1), (87_000, 1), (TEN, 500)], [HOUR] * 2 + [TEN] * 501, (1, 23)),
        ([(TEN, 50), (DAY, 1), (HOUR, 9), (DAY, 1), (TEN, 50)],
         [TEN] * 51 + [HOUR] * 10 + [TEN] * 51, (2, 143 + 23)),
        # The step changes without a gap.
        ([(TEN, 1_440), (60, 2_880)], [TEN] * 1_440 + [60] * 2_881, (0, 0)),
        ([(60, 2_880), (TEN, 1_440)], [60] * 2_880 + [TEN] * 1_441, (0, 0)),
        ([(TEN, 6), (60, 60)], [TEN] * 6 + [60] * 61, (0, 0)),
        ([(TEN, 40), (1_200, 40), (TEN, 40)], [TEN] * 40 + [1_200] * 40 + [TEN] * 41, (0, 0)),
        # What a gap left over is no stretch of its own.
        ([(TEN, 50), (6_000, 1), (HOUR, 1), (7_800, 1), (TEN, 50)], [TEN] * 104, (3, 26)),
        ([(TEN, 50), (90_000, 1), (1_200, 1), (90_000, 1), (TEN, 50)], [TEN] * 104, (3, 299)),
        ([(TEN, 50), (90_000, 1), (80_400, 1), (TEN, 50)], [TEN] * 103, (2, 282)),
        ([(TEN, 50), (1_200, 3), (TEN, 50)], [TEN] * 104, (3, 3)),
        # Not a usual step, but one all the same.
        ([(590, 500), (1_180, 1), (590, 20)], [590] * 522, (1, 1)),
        ([(7, 30)], [7] * 31, (0, 0)),
        ([(DAY, 30)], [DAY] * 31, (0, 0)),
    ],
)  # fmt: skip
def test_a_row_lasts_the_step_of_its_stretch_and_a_gap_is_none(runs, seconds, lacks):
    steps = steps_from(*runs)
    assert lasting(steps) == seconds
    assert missing(steps) == lacks
    assert steps.known
    assert steps.whole


@pytest.mark.parametrize(
    "runs",
    [
        [],
        [(200 * YEAR, 1)],
        [(1, 2), (1_198, 1), (1_500, 1), (900, 1)],
        [(40 * DAY, 12)],
        [(17, 1), (333, 1), (61, 1), (1_207, 1), (94, 1), (512, 1), (45, 1)],
    ],
)
def test_single_and_irregular_rows_have_no_step(runs):
    steps = steps_from(*runs)
    assert not steps.known
    assert set(lasting(steps)) == {0}
    assert missing(steps) == (0, 0)
    expected, known = steps.expected(np.array([-1, 0, 10, 10**18]))
    assert not known.any()
    assert not expected.any()


def test_events_over_years_have_no_step():
    """At random seconds: some pairs of rows are equally far apart by chance."""
    seconds = np.unique(np.cumsum(np.random.default_rng(4).exponential(400, 20_000)).astype(int))
    steps = steps_of(Spacing.of(seconds * SECOND_NS))
    assert not steps.known


def test_events_in_one_month_leave_the_others_their_steps():
    month = 30 * 144
    events = np.random.default_rng(4).choice(np.arange(1, 30 * DAY), 3_000, replace=False)
    stamps = np.concatenate(
        [
            np.arange(month) * TEN,
            month * TEN + np.sort(events),
            2 * month * TEN + np.arange(month) * TEN,
        ]
    )
    steps = steps_of(Spacing.of(stamps * SECOND_NS))
    edges = np.array([0, 29, 31, 59, 61, 90]) * DAY * SECOND_NS
    expected, known = steps.expected(edges)
    assert known.tolist() == [True, False, False, False, True]
    assert expected[known].tolist() == [29 * 144, 29 * 144]


@pytest.mark.parametrize("share", [0.96, 0.5, 0.3])
def test_missing_rows_change_no_step(share):
    kept = np.flatnonzero(np.random.default_rng(8).random(20_000) < share)
    steps = steps_of(Spacing.of(kept * TEN * SECOND_NS))
    assert set(lasting(steps)) == {TEN}
    gaps = np.diff(kept)
    assert missing(steps) == (np.count_nonzero(gaps > 1), int((gaps - 1).sum()))


def test_a_clock_that_is_seconds_off_keeps_its_grid():
    noise = np.random.default_rng(2)
    seconds = np.arange(5_000) * TEN + noise.integers(-5, 6, 5_000)
    kept = seconds[noise.random(5_000) > 0.05]
    steps = steps_of(Spacing.of(kept * SECOND_NS))
    assert set(lasting(steps)) == {TEN}
    assert missing(steps)[1] + len(kept) == 5_000 - np.flatnonzero(seconds == kept[0])[0]


def test_a_clock_that_drifts_has_its_own_step():
    steps = steps_from(*[(590 + i % 3, 1) for i in range(400)])
    assert set(lasting(steps)) == {590}


def slow_slots(stamps: list[int], step: int) -> list[int]:
    """Where a row is or should be, one by one, in ns around all the stamps."""
    grid = []
    for before, after in itertools.pairwise(stamps):
        count = max(1, (2 * (after - before) + step) // (2 * step))
        grid += [before + i * step for i in range(count)]
    grid += [stamps[-1] + i * step for i in range(500)]
    return [stamps[0] - i * step for i in range(500, 0, -1)] + grid


@settings(max_examples=200, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    share=st.floats(0.45, 1),
    phase=st.integers(0, 599),
    window=st.sampled_from(["10min", "1h", "6h", "1d", "all"]),
    start=st.integers(-100_000, 100_000),
    length=st.integers(1, 200_000),
)
def test_expected_rows_are_those_counted_one_by_one(seed, share, phase, window, start, length):
    step = TEN * SECOND_NS
    kept = np.flatnonzero(np.random.default_rng(seed).random(301) < share)
    stamps = (kept * TEN + phase) * SECOND_NS
    steps = steps_of(Spacing.of(stamps))
    windows = plan(start * SECOND_NS, (start + length) * SECOND_NS, window)
    expected, known = steps.expected(windows.edges)
    assert known.all()
    slots = np.array(slow_slots(stamps.tolist(), step))
    counted = np.histogram(slots, windows.edges)[0]
    # The last bin of a histogram has its own end in it.
    counted[-1] -= np.count_nonzero(slots == windows.edges[-1])
    assert expected.tolist() == counted.tolist()
    inside = (stamps >= windows.edges[0]) & (stamps < windows.edges[-1])
    found_rows = np.bincount(windows.index(stamps[inside]), minlength=len(expected))
    assert (found_rows <= expected).all()


def test_the_whole_range_of_time_can_be_computed_with():
    steps = steps_of(Spacing.of(np.array([FIRST_NS, FIRST_NS + 600 * SECOND_NS, LAST_NS])))
    rows = 18_446_744_073_709_551_612 / (600 * SECOND_NS)
    assert missing(steps) == (1, round(rows) - 2)
    expected, known = steps.expected(np.array([FIRST_NS, 0, LAST_NS + 1]))
    assert known.all()
    assert expected.sum() == round(rows) + 1
    assert (expected > 0).all()


def test_rows_two_centuries_apart_are_a_gap():
    steps = steps_from((TEN, 3), (200 * YEAR, 1))
    assert missing(steps) == (1, 200 * YEAR // TEN - 1)
    assert lasting(steps) == [TEN] * 5


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(FIRST_NS, LAST_NS), unique=True, max_size=40))
def test_every_result_is_valid_whatever_the_rows(stamps):
    steps = steps_of(Spacing.of(np.array(sorted(stamps), dtype=np.int64)))
    assert steps.spacing.rows == len(stamps)
    edges = np.array([FIRST_NS, -(10**17), 0, 10**17, LAST_NS + 1])
    expected, _ = steps.expected(edges)
    assert (expected >= 0).all()
    assert (steps.lasting()[1] >= 0).all()
    assert (steps.slots >= 1).all()
