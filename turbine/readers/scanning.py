"""Reading a file whole: which rows are kept, and why the others are not."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
import polars as pl

from turbine.model.errors import FileError
from turbine.model.frame import Stamps
from turbine.readers import keys
from turbine.readers.counts import Counts
from turbine.readers.formats import format_of
from turbine.readers.missing import Tally
from turbine.readers.model import REJECTED_SCHEMA, Interpretation, Mark, Source
from turbine.readers.open_end import OpenEnd
from turbine.readers.reading import (
    IN_MEMORY_BYTES,
    Readable,
    Reading,
    check,
    frames_of,
    parts,
)
from turbine.readers.reasons import conflicts, kept
from turbine.readers.repeats import Repeats, repeats
from turbine.readers.times.interval import Before, Frames, before
from turbine.readers.words import Words
from turbine.timing.spacing import distances
from turbine.timing.windows import LAST_NS

__all__ = ["IN_MEMORY_BYTES", "FileScan", "Progress", "common_step", "finished", "scan"]

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
    _before: Before = field(repr=False)
    _dropped: pl.Series = field(repr=False)
    """Lines that can be read, but whose stamp an earlier line holds."""
    _frames: Frames | None = field(repr=False)
    """All readable rows, if they are held somewhere."""

    @property
    def named(self) -> Stamps:
        """The kept rows' times as the file has them: perhaps the ends of intervals."""
        return self.stamps + self._before.of_starts(self.stamps)

    def blocks(self) -> Iterator[pl.DataFrame]:
        """The kept rows as canonical frames, in file order."""
        held = self._frames or partial(frames_of, self.source, self.interpretation)
        return _without(held(), self._dropped)


def scan(
    source: Source,
    interpretation: Interpretation,
    progress: Progress | None = None,
    *,
    propose: bool = False,
    in_memory: bool = True,
) -> FileScan:
    """Read the file. Raises FileError if it has no data rows or cannot be read at all; a file of
    which no row can be kept is an answer, not an error. ``propose``: take the marks that are found
    to stand for no value (:mod:`turbine.readers.missing`); the scan's interpretation has them.
    Unless ``in_memory``, no rows are kept: they are read again."""
    if not propose:
        return _scan(source, interpretation, progress, None, in_memory=in_memory)
    tally = Tally(interpretation)
    first = _scan(source, interpretation, progress, tally, in_memory=in_memory)
    if not (marks := tally.marks()):
        return first
    marked = with_marks(interpretation, marks)
    again = _scan(source, marked, progress, None, in_memory=in_memory)
    return replace(again, marks=marks)


def with_marks(form: Interpretation, marks: Sequence[Mark]) -> Interpretation:
    """The same with these taken as no value."""
    return replace(form, missing=tuple((mark.column, mark.text) for mark in marks))


def _scan(
    source: Source,
    interpretation: Interpretation,
    progress: Progress | None,
    tally: Tally | None,
    *,
    in_memory: bool,
) -> FileScan:
    check(source, interpretation)
    reading = Reading(interpretation, in_memory=in_memory)
    for part in parts(source, interpretation, tally):
        reading.add(keys.of_series(part, interpretation))
        if progress is not None:
            progress(part.bytes_read)
    [scanned] = finished(source, [reading])
    if not scanned.counts.rows:
        raise FileError(Words.NO_ROWS(name=source.name), hint=Words.EXPORT_AGAIN())
    return scanned


def finished(source: Source, readings: Sequence[Reading]) -> list[FileScan]:
    """What was read of a file, each reading of its own series, once all of it is read: repeated
    rows are compared within each."""
    read = [(reading.form, reading.read()) for reading in readings]
    moves = [before(readable.stamps, form) for form, readable in read]
    found = [
        (form, _started(source, form, readable, its))
        for (form, readable), its in zip(read, moves, strict=True)
    ]
    dropped = [
        repeats(readable.stamps, readable.frames or partial(frames_of, source, form))
        for form, readable in found
    ]
    reasons = [_reasons(each, readable) for each, (_, readable) in zip(dropped, found, strict=True)]
    rejected = _with_texts(source, found[0][0], reasons)
    return [
        _scanned(source, form, readable, each, late, its)
        for (form, readable), each, late, its in zip(found, dropped, rejected, moves, strict=True)
    ]


def _started(source: Source, form: Interpretation, readable: Readable, its: Before) -> Readable:
    """The same rows with the starts of their intervals."""
    if form.stamp == "start":
        return readable
    frames = readable.frames or partial(frames_of, source, form)
    stamps = readable.stamps - its.of(readable.stamps)
    return replace(readable, stamps=stamps, frames=partial(its.started, frames))


def _reasons(dropped: Repeats, readable: Readable) -> pl.DataFrame:
    """``line`` and ``reason`` of rows that could be read and are rejected all the same."""
    unread = readable.unread.to_frame("line")
    return pl.concat(
        [
            dropped.conflicts.select("line", conflicts(pl.col("of_line")).alias("reason")),
            unread.select("line", kept(Words.NO_VALUE()).alias("reason")),
        ]
    )


def _with_texts(
    source: Source, form: Interpretation, reasons: Sequence[pl.DataFrame]
) -> list[pl.DataFrame]:
    """Each of them as rejected (REJECTED_SCHEMA), with the texts, which are read from the file
    once."""
    lines = pl.concat([each["line"] for each in reasons]).sort()
    if lines.is_empty():
        return [REJECTED_SCHEMA.to_frame() for _ in reasons]
    texts = format_of(form).texts(source, form, lines)
    return [texts.join(each, on="line").match_to_schema(REJECTED_SCHEMA) for each in reasons]


def _scanned(
    source: Source,
    interpretation: Interpretation,
    readable: Readable,
    dropped: Repeats,
    rejected_late: pl.DataFrame,
    its: Before,
) -> FileScan:
    stamps = readable.stamps if dropped.mask is None else readable.stamps[~dropped.mask]
    rejected = pl.concat([readable.rejected, rejected_late]).sort("line")
    bad_cells = readable.bad_cells.filter(~pl.col("line").is_in(dropped.lines.implode()))
    bad = dict(bad_cells.group_by("column").len().iter_rows())
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
        mostly_bad=tuple(
            name
            for column, name in interpretation.mapping
            if bad.get(interpretation.headers[column], 0) > readable.values[name]
        ),
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
        _before=its,
        _dropped=dropped.lines,
        _frames=readable.frames,
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
