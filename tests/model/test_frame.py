import math

import polars as pl
import pytest

from turbine.model.frame import floats


@pytest.mark.parametrize("kind", [pl.Float64, pl.Float32, pl.Int32, pl.UInt64])
def test_a_column_as_floats_has_nan_where_a_row_has_no_value(kind):
    frame = pl.DataFrame({"kwh": [3, None, 0]}, schema={"kwh": kind})
    found = floats(frame, "kwh")
    assert found.dtype == float
    assert found[[0, 2]].tolist() == [3.0, 0.0]
    assert math.isnan(found[1])


def test_a_column_without_any_value_is_nan_throughout():
    assert [*map(math.isnan, floats(pl.DataFrame({"kwh": [None, None]}), "kwh"))] == [True, True]


def test_a_column_in_several_pieces_is_one_array():
    piece = pl.DataFrame({"kwh": [1.0, None]})
    found = floats(pl.concat([piece, piece], rechunk=False), "kwh")
    assert [None if math.isnan(each) else each for each in found] == [1.0, None, 1.0, None]
