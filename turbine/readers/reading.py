"""The rows of one series as they are read, part by part, before those on one stamp are compared."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
import polars as pl

from turbine.model.errors import FileError
from turbine.model.frame import LINE, Stamps, stamps_of
from turbine.readers import keys, timestamps
from turbine.readers.formats import format_of
from turbine.readers.kinds import MOST_STATES
from turbine.readers.missing import Tally, without_marks
from turbine.readers.model import (
    BAD_CELLS_SCHEMA,
    REJECTED_SCHEMA,
    Interpretation,
    Part,
    Source,
)
from turbine.readers.open_end import OpenEnd
from turbine.readers.spool import Chunk, Spool
from turbine.readers.times import folds
from turbine.readers.times.interval import Frames
from turbine.readers.units import in_stored_units
from turbine.readers.valueless import set_apart
from turbine.readers.words import Words

IN_MEMORY_BYTES = 64 << 20
"""Files up to this size, unpacked, are read from memory, and keep their rows there."""
KEPT_BYTES = 160 << 20
"""The rows of one series stay in memory if they take no more: a year of 300 columns."""


def check(source: Source, form: Interpretation) -> None:
    """Raise FileError for an interpretation by which nothing can be read."""
    if not form.mapping:
        raise FileError(
            Words.NOTHING_MAPPED(
                name=source.name, columns=tuple(repr(header) for header in form.headers)
            ),
            hint=Words.MAP_COLUMNS(),
        )
    if not timestamps.has_offset(form.time_format):
        timestamps.check_zone(form.zone)


def parts(source: Source, form: Interpretation, tally: Tally | None = None) -> Iterator[Part]:
    """As the format reads them, each row at the moment that it names, without marks for no value,
    with the values in the units that are stored; rows that have none are among them."""
    chosen = format_of(form)
    read = chosen.read(source, form)
    for part in folds.placed(read, form, partial(chosen.texts, source, form)):
        if tally is not None:
            tally.add(part)
        yield in_stored_units(without_marks(part, form), form)


def frames_of(source: Source, form: Interpretation) -> Iterator[pl.DataFrame]:
    """The readable rows of one series."""
    own = (set_apart(keys.of_series(part, form)).part for part in parts(source, form))
    return (part.frame for part in own if part.rows)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Readable:
    """The readable rows, and what is known of all others."""

    stamps: Stamps
    frames: Frames | None
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


class Reading:
    """Collects the rows of one series."""

    def __init__(
        self, form: Interpretation, spool: Spool | None = None, *, in_memory: bool = True
    ) -> None:
        """Of a large file, or if they are not to be ``in_memory``, the rows are kept in the
        ``spool``, if there is one."""
        self.form, self._spool = form, spool
        self._stamps: list[Stamps] = []
        self._frames: list[pl.DataFrame] | None = [] if in_memory else None
        self._spooled: list[Chunk] = []
        self._rejected = [REJECTED_SCHEMA.to_frame()]
        self._bad_cells = [BAD_CELLS_SCHEMA.to_frame()]
        self._without_values, self._unread = ([pl.Series("line", dtype=LINE)] for _ in range(2))
        self._rows = self._blank_lines = self._last_line = self._size = 0
        self._values = dict.fromkeys(form.channels, 0)
        self._words: dict[str, set[str]] = {}
        self._open_end: OpenEnd | None = None

    def add(self, rows: Part) -> None:
        """The next rows of this series."""
        if rows.rows and self.form.key_columns:
            ends = (frame["line"][-1] for frame in (rows.frame, rows.rejected) if len(frame))
            self._last_line = max(self._last_line, *ends)
        apart = set_apart(rows)
        part = apart.part
        self._without_values.append(apart.without_values)
        self._unread.append(apart.unread)
        self._stamps.append(stamps_of(part.frame))
        self._rejected.append(part.rejected)
        self._bad_cells.append(part.bad_cells)
        self._rows += part.rows
        self._blank_lines += part.blank_lines
        for name, nulls in zip(part.frame.columns, part.frame.null_count().row(0), strict=True):
            if name in self._values:
                self._values[name] += len(part.frame) - nulls
        self._check_states(part.frame)
        self._hold(part)
        if part.open_end is not None:
            self.close(part.open_end)

    def close(self, end: OpenEnd) -> bool:
        """Note that the file's last line has no end, if it is of this series."""
        is_own = not self.form.key_columns or end.line == self._last_line
        self._open_end = end if is_own else None
        return is_own

    def _check_states(self, frame: pl.DataFrame) -> None:
        """Raise FileError for a column with more words than states have."""
        for column, name in self.form.states:
            words = self._words.setdefault(name, set())
            words.update(frame[name].drop_nulls().unique())
            if len(words) > MOST_STATES:
                raise FileError(
                    Words.TOO_MANY_STATES(header=self.form.headers[column], most=MOST_STATES),
                    hint=Words.LEAVE_COLUMN_OUT(),
                )

    def _hold(self, part: Part) -> None:
        self._size += int(part.frame.estimated_size())
        alone = self._spool is None
        is_large = self._size > KEPT_BYTES if alone else part.bytes_read > IN_MEMORY_BYTES
        if is_large and self._frames is not None:
            if self._spool is not None:
                self._spooled = [self._spool.put(frame) for frame in self._frames]
            self._frames = None
        if self._frames is not None and part.rows:
            self._frames.append(part.frame)
        elif self._spool is not None and len(part.frame):
            self._spooled.append(self._spool.put(part.frame))

    def read(self) -> Readable:
        """What was read."""
        frames = self._frames
        held: Frames | None = None if frames is None else lambda: iter(frames)
        if frames is None and self._spool is not None:
            held = partial(self._spool.frames, tuple(self._spooled))
        return Readable(
            stamps=np.concatenate(self._stamps) if self._stamps else np.empty(0, dtype=np.int64),
            frames=held,
            rejected=pl.concat(self._rejected),
            bad_cells=pl.concat(self._bad_cells),
            without_values=pl.concat(self._without_values),
            unread=pl.concat(self._unread),
            rows=self._rows,
            values=self._values,
            blank_lines=self._blank_lines,
            open_end=self._open_end,
        )
