"""Stretches of a period in which no row lasts."""

import polars as pl
import pytest
from made_rows import HOUR, MINUTE, made

from turbine.wind.gaps import gaps
from turbine.wind.rows import Period


def found(rows: pl.DataFrame, start: int, stop: int) -> list[tuple[int, int]]:
    """Of each gap its start and stop, in minutes."""
    frame = gaps(rows, Period(start_ns=start, stop_ns=stop))
    lengths = (frame["stop"] - frame["start"]).dt.total_seconds() / 3_600
    assert frame["hours"].to_list() == pytest.approx(lengths.to_list())
    epochs = frame.select(pl.col("start", "stop").dt.epoch("ns") // MINUTE)
    return list(epochs.iter_rows())


def test_gaps_lie_between_rows_and_at_both_ends_the_longest_first():
    rows = made(HOUR, step_ns=10 * MINUTE, power_kw=[1.0] * 12)
    kept = rows.having("power_kw").filter(~pl.int_range(12).is_in([3, 4, 7]))
    assert found(kept, 0, 4 * HOUR) == [(0, 60), (180, 240), (90, 110), (130, 140)]


def test_a_whole_period_has_no_gap_and_an_empty_one_is_a_gap():
    rows = made(0, step_ns=10 * MINUTE, power_kw=[1.0] * 6).having("power_kw")
    assert found(rows, 0, HOUR) == []
    assert found(rows.clear(), 0, HOUR) == [(0, 60)]


def test_after_a_row_without_a_duration_nobody_knows():
    rows = made(0, power_kw=[1.0]).having("power_kw")
    assert rows["hours"].null_count() == 1
    assert found(rows, 0, 3 * HOUR) == []
