"""What reading a file means: how it was understood, and what became of every row and cell."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Protocol

import polars as pl

from turbine.model.frame import Stamps

CONFLICT = "holds other values for the same time"
"""The end of the reason of a row that is rejected for an earlier one on its stamp."""

DateOrder = Literal["day-first", "month-first", "year-first"]

REJECTED_SCHEMA = pl.Schema({"line": pl.UInt32(), "text": pl.String(), "reason": pl.String()})
BAD_CELLS_SCHEMA = pl.Schema(
    {"line": pl.UInt32(), "column": pl.String(), "text": pl.String(), "reason": pl.String()}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpretation:
    """How a file is to be read. With the bytes it decides every stored value; kept with the
    ingest, part of its identity, and all that a person may change before reading."""

    encoding: str
    """A Python codec name: utf-8, utf-16-le, utf-16-be, cp1252."""
    delimiter: str
    decimal: Literal[".", ","]
    header_line: int
    """1-based physical line of the header; data rows follow it."""
    headers: tuple[str, ...]
    """The header's own names, as the file writes them."""
    time_columns: tuple[int, ...]
    """0-based columns of the stamp: one, or a date and a time of day."""
    date_order: DateOrder
    time_format: str
    """The stamp's strftime pattern, such as ``%d %m %Y %H:%M``; it ends with ``%#z`` where the
    stamps hold their offset (``Z``, ``+03``, ``+03:00``)."""
    zone: str
    """IANA zone of the file's clock (not used where the stamps hold their offset)."""
    mapping: tuple[tuple[int, str], ...]
    """(0-based column, channel name), each channel once, in column order."""

    @property
    def channels(self) -> tuple[str, ...]:
        """The mapped channels, in column order."""
        return tuple(name for _, name in self.mapping)

    @property
    def not_stored(self) -> tuple[str, ...]:
        """The headers of columns that map to no channel and hold no time."""
        used = {*self.time_columns, *(column for column, _ in self.mapping)}
        return tuple(h or f"column {i + 1}" for i, h in enumerate(self.headers) if i not in used)

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "Interpretation":
        """The inverse of :meth:`to_dict`, also after a trip through JSON."""
        return cls(
            **{
                **values,
                "headers": tuple(values["headers"]),
                "time_columns": tuple(values["time_columns"]),
                "mapping": tuple((int(c), str(n)) for c, n in values["mapping"]),
            }
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """The conservation law in numbers. ``rows == kept + rejected + duplicate`` and
    ``cells == values + missing + bad`` over the mapped columns of the kept rows."""

    rows: int
    """Data rows: physical lines after the header that are not blank."""
    kept: int
    rejected: int
    duplicate: int
    """Rows that repeat an earlier row exactly (stamp and every mapped value)."""
    cells: int
    values: int
    missing: int
    """Empty, NaN, null and their like."""
    bad: int
    """Cells whose text is no finite number; listed one by one."""
    blank_lines: int
    empty: tuple[str, ...] = field(default=(), compare=False)
    """Mapped channels without any value. Not compared: older ledgers do not have it."""

    @property
    def add_up(self) -> bool:
        return (
            self.rows == self.kept + self.rejected + self.duplicate
            and self.cells == self.values + self.missing + self.bad
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenEnd:
    """A last line without a line end. Many programs write files so; a file that was cut off looks
    the same, and may have lost digits of its last number."""

    line: int
    """1-based physical line."""
    text: str
    """As it stands there, the first 1,000 characters."""
    cells: int
    header_cells: int
    characters: int
    compared: int
    """Lines right before it, with which it was compared."""
    shortest: int | None
    """Characters of the shortest of them; None where there is none."""

    def __str__(self) -> str:
        told = f"Line {self.line:,} is the last and has no line end: {self.text!r}."
        told += (
            " Many programs write files so. But if the file was cut off there, its last number has"
            " lost digits, or the line has lost cells: compare it with the source."
        )
        if self.cells < self.header_cells:
            told += f" It has {self.cells} of {self.header_cells} cells."
        if self.shortest is not None and self.characters < self.shortest:
            before = "the line" if self.compared == 1 else f"each of the {self.compared:,} lines"
            told += (
                f" It is shorter than {before} before it: {self.characters:,} characters, and"
                f" {self.shortest:,} at least there."
            )
        return told


@dataclass(frozen=True, slots=True, kw_only=True)
class Detection:
    """What was found in a file before reading all of it."""

    interpretation: Interpretation
    notes: tuple[str, ...] = ()
    """Sentences on how a thing was decided, for the person to check."""
    questions: tuple[str, ...] = ()
    """What only the person can decide (``date_order``, ``decimal``…), by Interpretation field.
    The interpretation holds the likelier answer; reading waits for the person's."""
    preview: tuple[tuple[str, ...], ...] = ()
    """The first data rows as cells."""


class Scan(Protocol):
    """A file read once, whole: what is kept, and the reason for everything that is not.

    Reading again gives the same rows in the same order. Small files stay in memory; of large
    ones only stamps do, and :meth:`blocks` reads the file again.
    """

    @property
    def interpretation(self) -> Interpretation: ...

    @property
    def counts(self) -> Counts: ...

    @property
    def stamps(self) -> Stamps:
        """The kept rows' times in ns UTC, in file order (unique, not always ascending)."""
        ...

    @property
    def rejected(self) -> pl.DataFrame:
        """REJECTED_SCHEMA, by line."""
        ...

    @property
    def bad_cells(self) -> pl.DataFrame:
        """BAD_CELLS_SCHEMA, by line; only of kept rows."""
        ...

    @property
    def duplicates(self) -> pl.DataFrame:
        """``line`` and ``of_line`` (UInt32): repeated rows and the row that each repeats."""
        ...

    @property
    def step_ns(self) -> int:
        """The commonest distance between neighbouring stamps; 0 with fewer than two rows."""
        ...

    @property
    def open_end(self) -> OpenEnd | None:
        """The last line, where it has no line end."""
        ...

    def blocks(self) -> Iterator[pl.DataFrame]:
        """The kept rows as canonical frames (time, line, channels) in file order."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One CSV of an upload: the file itself, the content of a .gz, or a member of a .zip."""

    name: str
    size: int
    """Bytes unpacked; 0 where the container does not say."""
