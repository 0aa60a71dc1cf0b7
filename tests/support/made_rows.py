"""Rows made by hand."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from turbine.model.frame import to_time
from turbine.wind.rows import Period, Rows

MINUTE = 60 * 10**9
HOUR = 60 * MINUTE


def made(
    start_ns: int, stop_ns: int | None = None, zone: str = "UTC", step_ns: int = HOUR, **columns
) -> Rows:
    """Rows one step apart from ``start_ns`` on."""
    length = len(next(iter(columns.values())))
    stamps = start_ns + step_ns * np.arange(length, dtype=np.int64)
    frame = pl.DataFrame(
        {"time": to_time(stamps)}
        | {name: pl.Series(values, dtype=pl.Float64) for name, values in columns.items()}
    )
    stop = start_ns + step_ns * length if stop_ns is None else stop_ns
    return Rows(frame=frame, period=Period(start_ns=start_ns, stop_ns=stop, zone=zone))


def floats(values: Sequence[float | None]) -> np.ndarray:
    return np.array([np.nan if v is None else v for v in values], dtype=np.float64)
