"""Rows of one time beside each other, held against a join that takes them in any order."""

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from turbine.model.frame import to_time
from turbine.wind.rows import beside

stamps = st.sets(st.integers(-50, 50), max_size=30)


def frame(name: str, moments: set[int]) -> pl.DataFrame:
    ascending = np.array(sorted(moments), dtype=np.int64)
    values = [None if each % 3 == 0 else each / 7 for each in ascending.tolist()]
    return pl.DataFrame([to_time(ascending), pl.Series(name, values, dtype=pl.Float64)])


@given(stamps, stamps)
def test_beside_is_a_left_join_in_order(one, two):
    a, b = frame("a", one), frame("b", two)
    joined = a.join(b, on="time", how="left", maintain_order="left")
    assert beside(a, b).equals(joined, null_equal=True)
    assert beside(a, a.rename({"a": "b"})).rows() == [(t, v, v) for t, v in a.iter_rows()]
