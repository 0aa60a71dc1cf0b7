"""Rows with a stamp and without a value: no fault of the file, unless a cell could not be read."""

from dataclasses import dataclass, replace

import polars as pl

from turbine.model.frame import LINE, channels_of
from turbine.readers.model import Part


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Apart:
    """A part of a file, and its rows without a value, each by its line."""

    part: Part
    """The same with only those rows that have a value, and with their bad cells."""
    without_values: pl.Series
    """Every mapped cell is missing."""
    unread: pl.Series
    """At least one could not be read: the row is rejected."""


def set_apart(part: Part) -> Apart:
    """Take the rows without a value out of a part."""
    frame, none = part.frame, pl.Series("line", dtype=LINE)
    names = channels_of(frame)
    if not all(frame[name].has_nulls() for name in names):  # the common case, and cheap to see
        return Apart(part=part, without_values=none, unread=none)
    is_empty = pl.all_horizontal(pl.col(name).is_null() for name in names)
    lines = frame.filter(is_empty)["line"]
    if lines.is_empty():
        return Apart(part=part, without_values=none, unread=none)
    is_unread = lines.is_in(part.bad_cells["line"].implode())
    unread = lines.filter(is_unread)
    kept = replace(
        part,
        frame=frame.filter(~is_empty),
        bad_cells=part.bad_cells.filter(~pl.col("line").is_in(unread.implode())),
    )
    return Apart(part=kept, without_values=lines.filter(~is_unread), unread=unread)
