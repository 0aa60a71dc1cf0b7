"""Stretches of a period that lack rows."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_rows import HOUR, MINUTE

from turbine.model.frame import stamps_of
from turbine.wind.gaps import gaps
from turbine.wind.rows import Period

STEP = 10 * MINUTE


def found(minutes, start: int, stop: int) -> list[tuple[int, int, int | None]]:
    """Of each gap its start, its stop (in minutes) and its missing rows."""
    stamps = np.array([*minutes], dtype=np.int64) * MINUTE
    frame = gaps(stamps, Period(start_ns=start * MINUTE, stop_ns=stop * MINUTE))
    lengths = (frame["stop"] - frame["start"]).dt.total_seconds() / 3_600
    assert frame["hours"].to_list() == pytest.approx(lengths.to_list())
    its = frame.select(pl.col("start", "stop").dt.epoch("ns") // MINUTE, "missing")
    return list(its.iter_rows())


def test_gaps_lie_between_rows_and_at_both_ends_the_longest_first():
    there = (n for n in range(60, 180, 10) if n not in (90, 100, 130))
    assert found(there, 0, 240) == [(0, 60, 6), (180, 240, 6), (90, 110, 2), (130, 140, 1)]


def test_a_whole_period_has_no_gap_and_an_empty_one_is_a_gap():
    assert found(range(0, 60, 10), 0, 60) == []
    assert found([], 0, 60) == [(0, 60, None)]


def test_what_is_beyond_the_period_cuts_its_gaps():
    outside = [*range(-90, -50, 10), *range(100, 150, 10)]
    assert found(outside, 0, 60) == [(0, 60, 6)]
    assert found([*range(-30, 0, 10), 40, 50, 60, 70], 5, 60) == [(5, 40, 3)]
    assert found(range(-300, -200, 10), 0, 60) == [(0, 60, 6)], "after the last row of all"
    assert found(range(300, 400, 10), 0, 60) == [(0, 60, 6)], "before the first one"


def test_less_than_a_row_is_no_gap():
    assert found(range(5, 60, 10), 0, 60) == [], "the next row would be before the period"
    late = [0, 10, 20, 34, 44, 54, 64]
    assert found(late, 0, 70) == []


def test_rows_without_a_step_tell_nothing_of_what_follows():
    assert found([0], 0, 180) == []
    assert found([60], 0, 180) == [(0, 60, None)], "no row is there before it"


rows = st.lists(st.booleans(), min_size=40, max_size=300)


@given(rows, st.integers(0, 3_000), st.integers(1, 3_000))
def test_missing_rows_are_those_of_a_grid(there, first, length):
    """Against a grid of ten minutes, of which each row is there or not."""
    there = [True] * 6 + there + [True] * 6
    grid = np.arange(len(there)) * STEP
    stamps = grid[np.array(there)]
    if np.bincount(np.diff(stamps) // STEP).argmax() != 1 or np.mean(there) < 0.7:
        return  # rows that do not tell this step
    start, stop = first * MINUTE, (first + length) * MINUTE
    frame = gaps(stamps, Period(start_ns=start, stop_ns=stop))
    wide = np.arange(-100, 1_000) * STEP
    lacking = wide[(wide >= start) & (wide < stop) & ~np.isin(wide, stamps)]
    starts, stops = (stamps_of(frame.select(time=name)) for name in ("start", "stop"))
    inside = (lacking[:, None] >= starts) & (lacking[:, None] < stops)
    assert inside.sum(axis=0).tolist() == frame["missing"].to_list()
    assert inside.sum() == len(lacking)
    assert frame["hours"].is_sorted(descending=True)
    assert (starts >= start).all()
    assert (stops <= stop).all()
    assert frame["hours"].max() is None or frame["hours"].max() <= length * MINUTE / HOUR
