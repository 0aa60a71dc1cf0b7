"""What reading a file means: how it was understood, and what became of every row and cell."""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields
from enum import IntEnum
from typing import Any, BinaryIO, Literal, Protocol, TypeVar

import polars as pl

from turbine.model.channels import channel
from turbine.model.frame import Stamps
from turbine.readers.counts import Counts
from turbine.readers.open_end import OpenEnd
from turbine.readers.words import Words
from turbine.words import Said, Text

DateOrder = Literal["day-first", "month-first", "year-first"]
StampOf = Literal["start", "middle", "end"]
"""Which moment of its interval a row's stamp names."""
CLOCK_RULES = 4
"""How times and numbers are read. 0: nothing but the pattern and no repeated hour, as in the first
version; 1: no number cut by spaces or apostrophes, and none with a typeset minus; 2: no
letter for the pass of a repeated hour; 3: large numbers rounded to the next double, no byte-order
mark at a line, other units beside a number taken as the column's."""

REJECTED_SCHEMA = pl.Schema({"line": pl.UInt32(), "text": pl.String(), "reason": pl.String()})
BAD_CELLS_SCHEMA = pl.Schema(
    {"line": pl.UInt32(), "column": pl.String(), "text": pl.String(), "reason": pl.String()}
)


class Certainty(IntEnum):
    """How sure a format is that a file is its own."""

    POSSIBLE = 1
    """Nothing speaks against it."""
    LIKELY = 2
    """The first rows look like it, or the name does."""
    CERTAIN = 3
    """The file holds the format's own mark."""


INSIDE = ": "
"""Between the name of an archive and that of a file in it."""


def unnamed(column: int) -> Said:
    """What a column without a header is called."""
    return Words.UNNAMED_COLUMN(column=column + 1)


class Source(Protocol):
    """A file that can be read again and again."""

    @property
    def name(self) -> str:
        """For a person: ``T1.csv``, or ``archive.zip: T1.csv``."""
        ...

    @property
    def size(self) -> int:
        """Bytes unpacked as the container claims, for a progress bar; 0 if it does not say."""
        ...

    def open(self) -> BinaryIO:
        """The file's own bytes, unpacked, from the start, with random access: the first step back
        in a packed file unpacks all of it to a temporary file. Raises FileError if the container
        is damaged or unpacks to more than it may, also while being read."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What only one format needs to know of a file: its own part of an interpretation. A field with
    a default was added later, and is not part of the identity while it has that."""

    @property
    def described(self) -> Text:
        """All that a person may want to know; empty: nothing but the format."""
        return ""

    def to_dict(self) -> dict[str, Any]:
        """For JSON. Its names are none of those that all formats share."""
        values = {each.name: (getattr(self, each.name), each.default) for each in fields(self)}
        return {name: value for name, (value, default) in values.items() if value != default}


Own = TypeVar("Own", bound=Details)


def own(details: Details, kind: type[Own]) -> Own:
    """These details as those of their format. Raises TypeError if they are another's."""
    if not isinstance(details, kind):
        raise TypeError(f"{type(details).__name__} is no {kind.__name__}")
    return details


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpretation:
    """How a file is to be read. With the bytes it decides every stored value; kept with the
    ingest, part of its identity, and all that a person may change before reading."""

    format: str
    """The format's name."""
    details: Details
    """The format's own part."""
    headers: tuple[str, ...]
    """The columns' own names, as the file writes them."""
    time_columns: tuple[int, ...]
    """0-based columns of the stamp: one, or a date and a time of day."""
    date_order: DateOrder
    time_format: str
    """The stamp's strftime pattern, such as ``%d %m %Y %H:%M``, with ``%#z`` if the stamps hold
    their offset (``Z``, ``+03``, ``+03:00``); or a name of our own for what strftime cannot say:
    see :mod:`turbine.readers.times.patterns`."""
    zone: str
    """IANA zone of the file's clock (not used if the stamps hold their offset)."""
    mapping: tuple[tuple[int, str], ...]
    """(0-based column, channel name), each channel once, in column order."""
    units: tuple[tuple[int, str], ...] = ()
    """(0-based column, the file's unit) of mapped columns whose values are converted."""
    turbine_column: int | None = None
    """0-based column that names the turbine of each row; None: all rows are of one."""
    site_column: int | None = None
    """… and its site."""
    turbine: str = ""
    """The turbine whose rows are read, as the file names it; empty, and there is such a column:
    the rows of all."""
    site: str = ""
    """… and the site."""
    stamp: StampOf = "start"
    """What of its interval each stamp names; stored times are starts."""
    interval_ns: int = 0
    """How long that is, if it is not the start."""
    year: int | None = None
    """Of stamps that say none."""
    first_day: str = ""
    """The ISO date of day 1, of stamps that count days."""
    clock_rules: int = field(default=CLOCK_RULES, compare=False)
    """The version of the rules by which times and numbers are read: what was kept is read again as
    it was then. No part of the identity: what one version reads another reads alike, or rejects."""

    missing: tuple[tuple[int, str], ...] = ()
    """(0-based column, word or number) that stand for no value there, beside empty cells."""

    @property
    def channels(self) -> tuple[str, ...]:
        """The mapped channels, in column order."""
        return tuple(name for _, name in self.mapping)

    @property
    def numbers(self) -> tuple[tuple[int, str], ...]:
        """The mapping of the columns that hold numbers."""
        return tuple((column, name) for column, name in self.mapping if not channel(name).is_text)

    @property
    def states(self) -> tuple[tuple[int, str], ...]:
        """… and of those that hold states in words."""
        return tuple((column, name) for column, name in self.mapping if channel(name).is_text)

    @property
    def key_columns(self) -> dict[str, int]:
        """The columns that name a row's series: ``turbine`` and ``site``, as far as there are."""
        columns = {"turbine": self.turbine_column, "site": self.site_column}
        return {name: column for name, column in columns.items() if column is not None}

    @property
    def unused(self) -> tuple[int, ...]:
        """The columns that map to no channel and hold neither time nor names."""
        used = {*self.time_columns, *self.key_columns.values()}
        used |= {column for column, _ in self.mapping}
        return tuple(column for column in range(len(self.headers)) if column not in used)

    @property
    def not_stored(self) -> tuple[str, ...]:
        """Their headers."""
        return tuple(self.headers[column] or str(unnamed(column)) for column in self.unused)

    def to_dict(self) -> dict[str, Any]:
        """As it is kept; :func:`turbine.readers.formats.restored` is the inverse."""
        return {"format": self.format, "details": self.details.to_dict(), **self._shared()}

    def identity(self) -> dict[str, Any]:
        """All that decides the stored values, on one level. This is what it was when CSV was the
        only format, so that a file of then is still known as the same: do not change it."""
        named = {} if self.format in _ONCE_FIRST else {"format": self.format}
        shared = self._shared()
        del shared["clock_rules"]
        for name, none in LATER.items():  # as it was before there were any
            if name in shared and shared[name] == none:
                del shared[name]
        return named | self.details.to_dict() | shared

    def _shared(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in SHARED}


FIRST_FORMAT = "csv"
"""The format of interpretations that name none."""
_ONCE_FIRST = (FIRST_FORMAT, "greenbyte", "windographer")
"""Formats whose files were read as the first one, and alike, before they had a name."""
SHARED = tuple(f.name for f in fields(Interpretation) if f.name not in ("format", "details"))
"""What an interpretation holds for every format."""
LATER = {f.name: f.default for f in fields(Interpretation) if f.default is not MISSING}
"""What was added to it since the first version: no part of the identity while it is the default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of a format's details that a person may change before the file is read."""

    field: str
    """Its name in the details, and in :meth:`turbine.readers.formats.Format.detect`."""
    label: Text
    options: tuple[tuple[str, Text], ...]
    """Each value, and how it is shown."""
    is_open: bool = False
    """Other values may be given too."""
    changes_columns: bool = False
    """With another value the file has other columns, and a mapping of these makes no sense."""
    question: Text = ""
    """What a person is asked if the file does not tell."""
    help: Text = ""
    """For the command line's option."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What became of a file's next rows."""

    frame: pl.DataFrame
    """The readable ones, canonical, with ``line``; each has a stamp. Rows without a value are
    among them: :mod:`turbine.readers.valueless` takes them out."""
    rejected: pl.DataFrame
    """REJECTED_SCHEMA. This and ``frame`` also have a column (String) for each of the
    interpretation's ``key_columns``; it may lack where all of it is null."""
    bad_cells: pl.DataFrame
    """BAD_CELLS_SCHEMA; only of rows in ``frame``."""
    rows: int
    """Data rows, with those that are rejected."""
    blank_lines: int
    bytes_read: int
    """Bytes of the source consumed so far."""
    open_end: OpenEnd | None = None
    """Of the last part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """What the first rows' times show, by the file's own clock."""

    step_ns: int = 0
    """The commonest distance; 0: none."""
    shows_end: bool = False
    """The first row is one step after midnight, and the last at midnight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Detection:
    """What is known of a file before all of it is read."""

    interpretation: Interpretation
    notes: tuple[Text, ...] = ()
    """How each thing was decided, for the person to check."""
    questions: tuple[str, ...] = ()
    """What only the person can decide (``date_order``, ``decimal``…), by Interpretation field.
    The interpretation holds the likelier answer; reading waits for the person's."""
    above: tuple[str, ...] = ()
    """What the file says before its table: a preamble's lines."""
    largest: Mapping[int, float] = field(default_factory=dict)
    """The largest magnitude among the first rows, by mapped column whose header names no unit."""
    open_units: tuple[int, ...] = ()
    """Mapped columns of which only the person knows the unit (the question ``units``)."""
    rivals: tuple[tuple[int, ...], ...] = ()
    """Columns for one field, of which only the person knows the right one (the question
    ``mapping``); the first is mapped meanwhile."""
    groups: tuple[str, ...] = ()
    """Of each column the name of its group, with which its header begins, if the columns are of
    groups; empty: of none."""
    signals: str = ""
    """The header of a column that names the signal of each row's one value; empty: none."""
    events: tuple[str, ...] = ()
    """The headers of texts, if the rows are events and no measurements."""
    states: tuple[tuple[int, str], ...] = ()
    """(0-based column, field) of columns that are stored only if a person says so, as states."""
    preview: tuple[tuple[str, ...], ...] = ()
    """The first data rows as cells."""
    rhythm: Rhythm = Rhythm()
    """What the first rows' times show."""
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Values of a format's choices that only the file tells, by the choice's field."""
    turbine: str = ""
    """The name that the file gives to its turbine above the table."""
    series: tuple[tuple[str, tuple[tuple[int, str], ...]], ...] = ()
    """Of turbines whose columns stand side by side: each one's name and mapping."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A word or a number that stands for no value in a column."""

    column: int
    text: str
    cells: int


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
    def named(self) -> Stamps:
        """… and as the file names them: perhaps the middles or ends of their intervals."""
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
    def without_values(self) -> pl.Series:
        """Lines (ascending) of rows with a stamp in which no mapped column has a value."""
        ...

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What was proposed, and is taken as no value: its interpretation has it too."""
        ...

    @property
    def step_ns(self) -> int:
        """The commonest distance between neighbouring stamps; 0 with fewer than two rows."""
        ...

    @property
    def open_end(self) -> OpenEnd | None:
        """The last line, if it has no line end."""
        ...

    def blocks(self) -> Iterator[pl.DataFrame]:
        """The kept rows as canonical frames (time, line, channels) in file order."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file of an upload: itself, the content of a .gz, or a member of a .zip."""

    name: str
    size: int
    """Bytes unpacked; 0 if the container does not say."""
