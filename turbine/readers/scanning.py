"""Reading a file whole: which rows are kept, and why the others are not."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np
import polars as pl

from turbine.model.errors import FileError
from turbine.model.frame import LINE, Stamps, stamps_of
from turbine.readers import timestamps
from turbine.readers.counts import Counts
from turbine.readers.formats import format_of
from turbine.readers.missing import Tally, without_marks
from turbine.readers.model import (
    BAD_CELLS_SCHEMA,
    REJECTED_SCHEMA,
    Interpretation,
    Mark,
    Source,
)
from turbine.readers.open_end import OpenEnd
from turbine.readers.repeats import repeats
from turbine.readers.units import in_stored_units
from turbine.readers.valueless import Apart, no_value, set_apart
from turbine.readers.words import Words
from turbine.timing.spacing import distances
from turbine.timing.windows import LAST_NS

IN_MEMORY_BYTES = 64 << 20
"""Files up to this size, unpacked, keep their rows in memory."""

Progress = Callable[[int], None]
"""Told the unpacked bytes read so far."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FileScan:
    """A :class:`turbine.readers.model.Scan`, whatever the format."""

    source: Source
    interpretation: Interpretation
    counts: Counts
    stamps: Stamps
    rejected: pl.DataFrame
    bad_cells: pl.DataFrame
    duplicates: pl.DataFrame
    without_values: pl.Series
    step_ns: int
    open_end: OpenEnd | None
    marks: tuple[Mark, ...] = ()
    """Those that were proposed, and taken as no value."""
    _dropped: pl.Series = field(repr=False)
    """Lines that can be read, but whose stamp an earlier line holds."""
    _frames: tuple[pl.DataFrame, ...] | None = field(repr=False)
    """The kept rows of a small file."""

    def blocks(self) -> Iterator[pl.DataFrame]:
        """The kept rows as canonical frames, in file order."""
        if self._frames is not None:
            return iter(self._frames)
        return _without(_frames(self.source, self.interpretation), self._dropped)


def scan(
    source: Source,
    interpretation: Interpretation,
    progress: Progress | None = None,
    *,
    propose: bool = False,
) -> FileScan:
    """Read the file. Raises FileError if it has no data rows or cannot be read at all; a file of
    which no row can be kept is an answer, not an error. ``propose``: take the marks that are found
    to stand for no value (:mod:`turbine.readers.missing`); the scan's interpretation has them."""
    if not propose:
        return _scan(source, interpretation, progress, None)
    tally = Tally(interpretation)
    first = _scan(source, interpretation, progress, tally)
    if not (marks := tally.marks()):
        return first
    missing = tuple((mark.column, mark.text) for mark in marks)
    again = _scan(source, replace(interpretation, missing=missing), progress, None)
    return replace(again, marks=marks)


def _scan(
    source: Source,
    interpretation: Interpretation,
    progress: Progress | None,
    tally: Tally | None,
) -> FileScan:
    _check(source, interpretation)
    readable = _read(source, interpretation, progress, tally)
    if not readable.rows:
        raise FileError(Words.NO_ROWS(name=source.name), hint=Words.EXPORT_AGAIN())
    frames = readable.frames
    dropped = repeats(
        readable.stamps, source, interpretation, lambda: frames or _frames(source, interpretation)
    )
    if frames is not None and len(dropped.lines):
        frames = list(_without(iter(frames), dropped.lines))
    stamps = readable.stamps if dropped.mask is None else readable.stamps[~dropped.mask]
    unread = no_value(source, interpretation, readable.unread)
    rejected = pl.concat([readable.rejected, unread, dropped.conflicts]).sort("line")
    bad_cells = readable.bad_cells.filter(~pl.col("line").is_in(dropped.lines.implode()))
    values = sum(readable.values.values()) - dropped.values
    n_cells = len(stamps) * len(interpretation.mapping)
    counts = Counts(
        rows=readable.rows,
        kept=len(stamps),
        rejected=len(rejected),
        duplicate=len(dropped.duplicates),
        cells=n_cells,
        values=values,
        missing=n_cells - values - len(bad_cells),
        bad=len(bad_cells),
        blank_lines=readable.blank_lines,
        empty=tuple(name for name in interpretation.channels if not readable.values[name]),
        without_values=len(readable.without_values),
    )
    return FileScan(
        source=source,
        interpretation=interpretation,
        counts=counts,
        stamps=stamps,
        rejected=rejected,
        bad_cells=bad_cells,
        duplicates=dropped.duplicates,
        without_values=readable.without_values,
        step_ns=common_step(stamps),
        open_end=readable.open_end,
        _dropped=dropped.lines,
        _frames=None if frames is None else tuple(frames),
    )


def common_step(stamps: Stamps) -> int:
    """The commonest distance between neighbours in time; 0 with fewer than two stamps. (One of
    more than 292 years is cut to what an int64 holds.)"""
    if len(stamps) < 2:
        return 0
    ordered = stamps if (stamps[1:] > stamps[:-1]).all() else np.sort(stamps)
    steps = distances(ordered)
    guess = np.sort(steps[:1_001])[len(steps[:1_001]) // 2]
    if np.count_nonzero(steps == guess) * 2 <= len(steps):
        values, counts = np.unique(steps, return_counts=True)
        guess = values[counts.argmax()]
    return min(int(guess), LAST_NS)


def _check(source: Source, form: Interpretation) -> None:
    if not form.mapping:
        raise FileError(
            Words.NOTHING_MAPPED(
                name=source.name, columns=tuple(repr(header) for header in form.headers)
            ),
            hint=Words.MAP_COLUMNS(),
        )
    if not timestamps.has_offset(form.time_format):
        timestamps.check_zone(form.zone)


def _frames(source: Source, form: Interpretation) -> Iterator[pl.DataFrame]:
    return (apart.part.frame for apart in _parts(source, form) if apart.part.rows)


def _parts(source: Source, form: Interpretation, tally: Tally | None = None) -> Iterator[Apart]:
    """As the format reads them, without marks for no value, with the values in the units that are
    stored, and without the rows that have none."""
    for part in format_of(form).read(source, form):
        if tally is not None:
            tally.add(part)
        yield set_apart(in_stored_units(without_marks(part, form), form))


def _without(frames: Iterator[pl.DataFrame], lines: pl.Series) -> Iterator[pl.DataFrame]:
    """The frames without these lines (ascending)."""
    for frame in frames:
        near = _between(lines, frame["line"])
        kept = frame.filter(~pl.col("line").is_in(near.implode())) if len(near) else frame
        if len(kept):
            yield kept


def _between(lines: pl.Series, of: pl.Series) -> pl.Series:
    """Those of ``lines`` that can be in an ascending block of lines."""
    if of.is_empty() or lines.is_empty():
        return lines.clear()
    low, high = lines.search_sorted(of[0], "left"), lines.search_sorted(of[-1], "right")
    return lines.slice(low, high - low)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Readable:
    """The readable rows, before those on one stamp are compared."""

    stamps: Stamps
    frames: list[pl.DataFrame] | None
    rejected: pl.DataFrame
    bad_cells: pl.DataFrame
    without_values: pl.Series
    unread: pl.Series
    """Lines of rows without a value in which a cell could not be read."""
    rows: int
    values: dict[str, int]
    """By channel."""
    blank_lines: int
    open_end: OpenEnd | None


def _read(
    source: Source, form: Interpretation, progress: Progress | None, tally: Tally | None
) -> _Readable:
    stamps: list[Stamps] = []
    frames: list[pl.DataFrame] | None = []
    rejected, bad_cells = [REJECTED_SCHEMA.to_frame()], [BAD_CELLS_SCHEMA.to_frame()]
    without_values, unread = ([pl.Series("line", dtype=LINE)] for _ in range(2))
    rows = blank_lines = 0
    values = dict.fromkeys(form.channels, 0)
    open_end = None
    for apart in _parts(source, form, tally):
        part = apart.part
        without_values.append(apart.without_values)
        unread.append(apart.unread)
        stamps.append(stamps_of(part.frame))
        rejected.append(part.rejected)
        bad_cells.append(part.bad_cells)
        rows += part.rows
        blank_lines += part.blank_lines
        open_end = part.open_end
        for name in form.channels:
            values[name] += len(part.frame) - part.frame[name].null_count()
        if part.bytes_read > IN_MEMORY_BYTES:
            frames = None
        if frames is not None and part.rows:
            frames.append(part.frame)
        if progress is not None:
            progress(part.bytes_read)
    return _Readable(
        stamps=np.concatenate(stamps) if stamps else np.empty(0, dtype=np.int64),
        frames=frames,
        rejected=pl.concat(rejected),
        bad_cells=pl.concat(bad_cells),
        without_values=pl.concat(without_values),
        unread=pl.concat(unread),
        rows=rows,
        values=values,
        blank_lines=blank_lines,
        open_end=open_end,
    )
