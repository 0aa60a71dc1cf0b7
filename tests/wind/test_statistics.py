"""Means by time, and angles."""

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_rows import floats
from oracle import needs_oracle, t1

from turbine.wind import circular
from turbine.wind.statistics import (
    circular_mean,
    circular_std,
    mode_sector,
    time_weighted_mean,
)


@needs_oracle
def test_the_real_directions():
    mean, length = circular_mean(t1().column("direction_deg"))
    assert (mean, length) == pytest.approx((65.1, 0.29), abs=0.05)
    assert circular_std(t1().column("direction_deg")) == pytest.approx(
        math.degrees(math.sqrt(-2 * math.log(length)))
    )
    assert mode_sector(t1().column("direction_deg"), 12) == (60.0, 14_780)


@given(st.lists(st.floats(0, 360), min_size=1, max_size=30))
def test_means_are_those_of_the_kernels(angles):
    mean, length = circular_mean(np.array(angles))
    column = pl.col("a")
    theirs = pl.DataFrame({"a": angles}).select(
        a=circular.mean_deg(column), r=circular.resultant(column)
    )
    assert length == pytest.approx(theirs["r"][0], abs=1e-12)
    if length > 1e-6:
        assert abs((mean - theirs["a"][0] + 180) % 360 - 180) < 1e-6


def test_angles_at_the_edges():
    assert circular_mean(np.array([350.0, 10.0]))[0] == pytest.approx(0.0, abs=1e-9)
    assert math.isnan(circular_mean(np.array([0.0, 180.0]))[0])
    assert circular_std(np.array([0.0, 180.0])) == math.inf
    assert circular_std(np.array([30.0, 30.0])) == pytest.approx(0.0, abs=1e-5)
    assert math.isnan(circular_std(np.array([])))
    assert mode_sector(np.array([350.0, 10.0, 90.0])) == (0.0, 2)
    assert mode_sector(np.array([np.nan])) is None


def test_a_mean_weighs_by_how_long_rows_last():
    assert time_weighted_mean(floats([1.0, 4.0, None]), np.array([1.0, 2.0, 9.0])) == 3.0
    assert math.isnan(time_weighted_mean(np.array([]), np.array([])))
