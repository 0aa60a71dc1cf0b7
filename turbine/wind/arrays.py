"""Shapes that the computations share: columns as arrays, NaN where a row has no value."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import polars as pl

Floats = npt.NDArray[np.float64]
"""One value per row, or per bin; NaN is none."""
Masks = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]


def frame_of(columns: Mapping[str, npt.NDArray[np.generic] | pl.Series]) -> pl.DataFrame:
    """Columns of one length as a frame; NaN becomes null, so that nothing here makes a NaN."""
    return pl.DataFrame(
        {
            name: values if isinstance(values, pl.Series) else pl.Series(values, nan_to_null=True)
            for name, values in columns.items()
        }
    )


def ratio(part: Floats, whole: Floats) -> Floats:
    """``part`` / ``whole``, element by element; NaN where ``whole`` is not above 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        result: Floats = np.where(whole > 0, part / whole, np.nan)  # laid out as they are
    return result


def sums(places: Places, values: Floats, length: int) -> Floats:
    """The sum of the values at each place, (length,); a NaN makes its place's sum NaN."""
    return np.bincount(places, weights=values, minlength=length).astype(np.float64)
