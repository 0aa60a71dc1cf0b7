"""Integrals over time and counters, against sums by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from turbine.wind.integral import held, increase, trapezoids

S = 10**9


def at(*seconds: float) -> np.ndarray:
    return np.array([int(second * S) for second in seconds], dtype=np.int64)


STAMPS, VALUES = at(0, 10, 40), np.array([1.0, 3.0, 0.0])


def test_values_are_held_or_joined():
    edges = at(-10, 0, 5, 20, 40, 50)
    assert np.nan_to_num(held(STAMPS, VALUES, edges), nan=-1).tolist() == [-1, 5, 35, 60, -1]
    areas = trapezoids(STAMPS, VALUES, edges)
    assert np.nan_to_num(areas, nan=-1).tolist() == pytest.approx([-1, 7.5, 37.5, 20, -1])


def test_a_single_row_has_neither():
    for function in (held, trapezoids):
        assert np.isnan(function(at(3), np.array([1.0]), at(0, 10))).all()


@given(
    st.lists(st.tuples(st.integers(0, 10**5), st.floats(-1e4, 1e4)), min_size=2, max_size=50),
    st.lists(st.integers(-10, 10**5 + 10), max_size=20),
)
def test_windows_add_up_to_the_whole(rows, inner):
    known = dict(rows)
    stamps, values = at(*sorted(known)), np.array([known[key] for key in sorted(known)])
    edges = at(*sorted({-20, 10**5 + 20, *inner}))
    for function, areas in (
        (held, values[:-1] * np.diff(stamps) / S),
        (trapezoids, (values[:-1] + values[1:]) / 2 * np.diff(stamps) / S),
    ):
        whole = np.nansum(function(stamps, values, edges))
        assert whole == pytest.approx(areas.sum(), rel=1e-9, abs=1e-3)


def test_a_counter_survives_a_restart():
    readings = np.array([100.0, 110.0, 4.0, 8.0, 7.9])
    rise = increase(at(0, 10, 20, 30, 40), readings, at(0, 5, 20, 40))
    assert rise.values.tolist() == pytest.approx([5, 9, 3.9])
    assert (rise.restarts, rise.corrections) == (1, 1)
