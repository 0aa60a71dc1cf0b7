"""The one table that everything speaks.

A canonical frame is a polars frame with ``time`` (Datetime in ns, UTC: the start of the row's
interval, as the file gives it), any channels as Float64 (null where the file has no value; never
NaN or infinite), those of states as String (never empty), and, if it comes from a file, ``line``
(UInt32, the physical line of the file, 1-based). Read back from a store, ``time`` is sorted and
unique. Whatever is computed beside them has a column whose name is no field's:
:data:`turbine.model.channels.RESERVED`, or one that :data:`turbine.model.channels.SAFE_NAME`
does not allow.
"""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import polars as pl

from turbine.model.channels import RESERVED, channel
from turbine.words import recall_all

TIME = pl.Datetime("ns", "UTC")
LINE = pl.UInt32

STORED = "'"
"""Behind a field's name: the column of the other side, the file's or the database's."""

Stamps = npt.NDArray[np.int64]
"""Times in ns since 1970-01-01T00:00Z."""


def empty(channels: Iterable[str], *, line: bool = False) -> pl.DataFrame:
    """A canonical frame without rows."""
    schema: dict[str, pl.DataType] = {"time": TIME}
    if line:
        schema["line"] = LINE()
    return pl.DataFrame(schema=schema | schema_of(channels))


def schema_of(channels: Iterable[str]) -> dict[str, pl.DataType]:
    """The type of each channel's values."""
    return {name: pl.String() if channel(name).is_text else pl.Float64() for name in channels}


def nulls(channels: Iterable[str]) -> list[pl.Expr]:
    """A column without a value for each."""
    return [pl.lit(None, kind).alias(name) for name, kind in schema_of(channels).items()]


def channels_of(frame: pl.DataFrame) -> list[str]:
    """The frame's channels, in its own order."""
    return [name for name in frame.columns if name not in RESERVED]


def points_of(frame: pl.DataFrame) -> pl.DataFrame:
    """What a database can store of it: times and channels of the rows that have a value."""
    channels = channels_of(frame)
    has_value = pl.any_horizontal(pl.col(channels).is_not_null())
    return frame.select("time", *channels).filter(has_value)


def stamps_of(frame: pl.DataFrame) -> Stamps:
    """The frame's times as int64 ns (pandas' ``asi8`` may be µs, this is not)."""
    return frame["time"].dt.epoch("ns").to_numpy()


def to_time(stamps: Stamps) -> pl.Series:
    """Int64 ns as a canonical ``time`` column."""
    return pl.Series("time", stamps, dtype=pl.Int64).cast(TIME)


def floats(frame: pl.DataFrame, name: str) -> npt.NDArray[np.float64]:
    """A column of numbers, of whichever type; NaN where a row has none."""
    return frame[name].cast(pl.Float64).to_numpy()


def ascending(stamps: Stamps) -> Stamps:
    """The distinct stamps in order (at no cost if they already are)."""
    return stamps if (stamps[1:] > stamps[:-1]).all() else np.unique(stamps)


def check(frame: pl.DataFrame) -> None:
    """Raise ValueError if the frame is not canonical: the caller's mistake, not a person's."""
    if frame.schema.get("time") != TIME:
        raise ValueError(f"time must be {TIME}, not {frame.schema.get('time')}")
    for name in frame.columns:
        if name in ("time", "line"):
            continue
        if name in RESERVED:
            raise ValueError(f"{name!r} is not a field's name")
        [kind] = schema_of([name]).values()
        if frame.schema[name] != kind:
            raise ValueError(f"{name} must be {kind}, not {frame.schema[name]}")
        if kind == pl.String and (frame[name] == "").any():
            raise ValueError(f"{name} holds empty texts: they must be null")
        if kind == pl.Float64 and not frame[name].is_finite().all():
            raise ValueError(f"{name} holds NaN or infinite values: they must be null")


def in_words(frame: pl.DataFrame) -> pl.DataFrame:
    """The same with the column ``reason``, which is kept as codes, as text."""
    return frame.with_columns(pl.Series("reason", recall_all(frame["reason"]), dtype=pl.String))
