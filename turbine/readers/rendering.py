"""Tables that are not written as text, read as if they were.

Each cell becomes a text that means exactly the same: a double its shortest digits (which read back
to the same bits), a date its ISO form, with all of its digits. So a workbook goes through the same
decisions and gives the same reasons as a CSV, and how a cell is shown never matters.
"""

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO, cast

import polars as pl

from turbine.model.frame import LINE
from turbine.readers.csv import detection as csv_detection
from turbine.readers.csv import reading as csv_reading
from turbine.readers.csv.dialect import CsvDialect, dialect_of
from turbine.readers.model import (
    FIRST_FORMAT,
    Details,
    Detection,
    Interpretation,
    Part,
    Source,
    own,
)
from turbine.words import Text

DELIMITER = "\t"
_EXACT = 1e15


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """A table as text, and what a person calls its lines."""

    source: Source
    """UTF-8, cells separated by tabs."""
    header_line: int | None = None
    """None: it is to be found."""
    header_rows: int | None = None
    lines: pl.Series | None = None
    """The number by which a person knows each line of the text (ascending); None: its own, less
    ``above``."""
    above: int = 0
    """Lines of the text that a person does not count."""
    notes: tuple[Text, ...] = ()

    def told(self, part: Part) -> Part:
        """The same with the lines as a person knows them."""
        if self.lines is None and not self.above:
            return part
        return replace(
            part,
            frame=self._told(part.frame),
            rejected=self._told(part.rejected),
            bad_cells=self._told(part.bad_cells),
        )

    def _told(self, frame: pl.DataFrame) -> pl.DataFrame:
        if self.lines is None:
            return frame.with_columns(pl.col("line") - self.above)
        return frame.with_columns(self.lines.gather(frame["line"] - 1).alias("line"))

    def texts(self, form: Interpretation, lines: pl.Series) -> pl.DataFrame:
        """``line`` and ``text`` of these."""
        if self.lines is None:
            own = lines + self.above
        else:
            own = (self.lines.search_sorted(lines) + 1).cast(LINE)
        return self._told(csv_reading.texts(self.source, form, own))


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedDetails(Details):
    """Where the table begins in its text, and what its texts hold."""

    header_line: int = 1
    """1-based line of the names."""
    header_rows: int = 1
    cell_units: bool = False
    """Units stand behind numbers that are kept as text: ``500 kW``."""


class RenderedFormat:
    """What the formats have in common whose tables are read as text."""

    name: str
    changeable: tuple[str, ...] = ()

    def rendering(self, source: Source, details: Details) -> Rendering:
        """The table that these details choose."""
        raise NotImplementedError

    def details(self, values: dict[str, Any]) -> RenderedDetails:
        return RenderedDetails(**values)

    def detect(self, source: Source, **given: Any) -> Detection:
        chosen = RenderedDetails()
        return self.detected(self.rendering(source, chosen), chosen, **given)

    def detected(
        self,
        rendering: Rendering,
        chosen: RenderedDetails,
        *,
        header_line: str | None = None,
        **given: Any,
    ) -> Detection:
        """How the text is to be read, as an answer of this format."""
        found = csv_detection.detect(
            rendering.source,
            delimiter=DELIMITER,
            decimal=".",
            encoding="utf-8",
            header_line=rendering.header_line or header_line,
            header_rows=rendering.header_rows,
            is_text=False,
            **given,
        )
        form, text = found.interpretation, dialect_of(found.interpretation)
        details = replace(
            chosen,
            header_line=text.header_line,
            header_rows=text.header_rows,
            cell_units=text.cell_units,
        )
        return replace(
            found,
            interpretation=replace(
                form,
                format=self.name,
                details=details,
                time_format=_to_the_end(form.time_format),
            ),
            notes=(*rendering.notes, *found.notes),
        )

    def read(self, source: Source, form: Interpretation) -> Iterator[Part]:
        rendering = self.rendering(source, form.details)
        for part in csv_reading.read(rendering.source, self._written(form)):
            yield rendering.told(part)

    def texts(self, source: Source, form: Interpretation, lines: pl.Series) -> pl.DataFrame:
        return self.rendering(source, form.details).texts(self._written(form), lines)

    def _written(self, form: Interpretation) -> Interpretation:
        """As a form of CSV."""
        details = own(form.details, RenderedDetails)
        dialect = CsvDialect(
            encoding="utf-8",
            delimiter=DELIMITER,
            decimal=".",
            header_line=details.header_line,
            header_rows=details.header_rows,
            cell_units=details.cell_units,
        )
        return replace(form, format=FIRST_FORMAT, details=dialect)


def _to_the_end(time_format: str) -> str:
    """Typed moments may have fractions of a second in some rows only."""
    return time_format if "%.f" in time_format else time_format.replace("%S", "%S%.f")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A :class:`Source` of a rendered table."""

    name: str
    size: int
    parts: Callable[[], Iterator[bytes]] = field(repr=False)
    """A function that gives the text's bytes from the start, part by part."""

    def open(self) -> BinaryIO:
        return cast(BinaryIO, io.BufferedReader(_Stream(self.parts()), 1 << 20))


class _Stream(io.RawIOBase):
    """What a generator gives, as a file."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts, self._left = parts, memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # WriteableBuffer
        while not self._left:
            part = next(self._parts, None)
            if part is None:
                return 0
            self._left = memoryview(part)
        count = min(len(buffer), len(self._left))
        buffer[:count] = self._left[:count]
        self._left = self._left[count:]
        return count


def plain(text: str) -> str:
    """A cell's text without what would end the cell or the line; quoted if it has to be."""
    text = " ".join(text.split()) if any(sign in text for sign in "\t\r\n\v\f") else text
    return '"' + text.replace('"', '""') + '"' if '"' in text else text


def rows_text(frame: pl.DataFrame) -> bytes:
    """A frame's rows as lines."""
    if frame.is_empty():
        return b""
    first = frame.row(0)
    may_be = [
        name
        for (name, kind), value in zip(frame.schema.items(), first, strict=True)
        if kind.is_float() and (value is None or float(value).is_integer())
    ]
    checks = frame.select(_is_whole(pl.col(name)).alias(name) for name in may_be)
    whole = {name for name in may_be if checks[name].item()}
    written = frame.select(
        pl.col(name).cast(pl.Int64) if name in whole else _text(pl.col(name), kind)
        for name, kind in frame.schema.items()
    )
    text: str = written.write_csv(include_header=False, separator=DELIMITER, null_value="")
    return text.encode()


def _is_whole(cell: pl.Expr) -> pl.Expr:
    """Whether integers say the same: years and seconds are often kept as doubles."""
    is_minus_zero = (cell == 0.0) & (1.0 / cell < 0.0)
    return ((cell == cell.round()) & (cell.abs() < _EXACT) & ~is_minus_zero).all()


def header_text(names: Iterable[str]) -> bytes:
    """One line."""
    return (DELIMITER.join(plain(name) for name in names) + "\n").encode()


def _text(cell: pl.Expr, kind: pl.DataType) -> pl.Expr:
    """What is written as a text that means exactly the same: numbers are, as they are."""
    if kind in (pl.Float32, pl.Float16):
        return cell.cast(pl.Float64)
    if kind.is_float() or kind.is_integer() or kind == pl.Boolean:
        return cell
    if isinstance(kind, pl.Datetime):
        if kind.time_zone is not None:
            cell = cell.dt.convert_time_zone("UTC").dt.replace_time_zone(None)
        zone = "" if kind.time_zone is None else "Z"
        return cell.dt.to_string(f"%Y-%m-%dT%H:%M:%S%.f{zone}")
    if isinstance(kind, pl.Date):
        return cell.dt.to_string("%Y-%m-%d")
    if isinstance(kind, pl.Time):
        return cell.dt.to_string("%H:%M:%S%.f")
    text = cell.cast(pl.String).str.replace_all(r"\s*[\t\r\n\v\f]\s*", " ")
    return pl.when(text != "").then(text)
