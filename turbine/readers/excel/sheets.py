"""A workbook's sheets as text. What it unpacks to is counted, and how far its sheets reach, before
the library is asked: a few bytes can claim seventeen thousand million cells."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any, BinaryIO

from turbine.model.errors import FileError
from turbine.readers.csv.dialect import Sign
from turbine.readers.excel.percents import Percents, column_number, percents
from turbine.readers.excel.words import Words
from turbine.readers.kinds import MINUS, THOUSANDS
from turbine.readers.model import Source
from turbine.readers.rendering import DELIMITER, Rendering, Written, plain

MAX_UNPACKED_BYTES = 2 << 30
MAX_RATIO = 250
"""Unpacked ÷ packed, beyond RATIO_FROM_BYTES: sheets pack 5 to 30 times."""
RATIO_FROM_BYTES = 64 << 20
MAX_CELLS = 40_000_000
"""In the rectangle of a sheet: the library holds all of it, some 30 bytes for each."""
SAMPLE_ROWS = 1_000
LINES_AT_ONCE = 5_000
_CHUNK = 1 << 20
_OVERLAP = 64

_COLUMN = re.compile(rb"""r\s*=\s*["']([A-Z]{1,3})[0-9]""")
_FAR_ROW = re.compile(rb"""r\s*=\s*["'][A-Z]{0,3}([0-9]{6,})["']""")
_NEAR_ROWS = 99_999
_UNIT = r"\s*[^\s0-9.,+-].*"
_SIGN = rf"[+\-{MINUS}]?\s?"
_WITH_COMMA = re.compile(
    rf"({_SIGN}(?:[0-9]+,[0-9]*|,[0-9]+|[1-9][0-9]{{0,2}}(?:\.[0-9]{{3}})+(?:,[0-9]*)?"
    rf"|[1-9][0-9]{{0,2}}(?:[{THOUSANDS}][0-9]{{3}})+,[0-9]*))"
    rf"({_UNIT})?"
)
"""A number with a decimal comma, and the unit behind it."""
_LIKE_A_NUMBER = re.compile(rf"({_SIGN}[0-9.,{THOUSANDS}]*[.,][0-9.,]*)(?:{_UNIT})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The cells of one."""

    name: str
    cells: Any
    """The library's own: it ships no types for mypy to know."""
    percents: tuple[int, ...]
    """0-based columns that are shown as percent."""
    mixed: tuple[int, ...]
    """… of which only some cells are: they are taken as they are."""
    is_from_1904: bool
    """Its days are counted from 1904 on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """An open workbook."""

    library: Any
    percents: Percents

    @property
    def names(self) -> list[str]:
        """Of all its sheets."""
        return list(self.library.sheet_names)

    def sheet(self, name: str) -> Sheet | None:
        """None if it has no cells."""
        cells = self.library.get_sheet_by_name(name)
        if cells.start is None:
            return None
        percents, mixed = self.percents.columns(name, cells.start[1])
        return Sheet(
            name=name,
            cells=cells,
            percents=percents,
            mixed=mixed,
            is_from_1904=self.percents.is_from_1904,
        )


@contextmanager
def opened(source: Source) -> Iterator[Book]:
    """The workbook, checked first. Raises FileError, also for what the block finds broken."""
    import python_calamine as calamine

    with source.open() as stream:
        shown = _check(stream, source)
        stream.seek(0)
        try:
            library = calamine.CalamineWorkbook.from_filelike(stream)
            yield Book(library=library, percents=shown)
        except calamine.PasswordError as error:
            raise FileError(
                Words.PASSWORD(name=source.name), hint=Words.SAVE_WITHOUT_PASSWORD()
            ) from error
        except (calamine.CalamineError, OSError, ValueError) as error:
            raise _damaged(source, error) from error


def visible(book: Book) -> tuple[str, ...]:
    """The names of its sheets of cells that a person can see."""
    import python_calamine as calamine

    return tuple(
        each.name
        for each in book.library.sheets_metadata
        if each.typ == calamine.SheetTypeEnum.WorkSheet
        and each.visible == calamine.SheetVisibleEnum.Visible
    )


def rendering(source: Source, sheet: Sheet, decimal: Sign) -> Rendering:
    """The sheet as text: line n is its row n."""
    return Rendering(
        source=Written(name=source.name, size=source.size, parts=lambda: _parts(sheet, decimal))
    )


def text_numbers(sheet: Sheet, columns: list[int]) -> list[str]:
    """The cells of these columns that hold a number with a sign as text."""
    found: list[str] = []
    for row in sheet.cells.iter_rows():
        for column in columns:
            cell = row[column] if column < len(row) else ""
            if isinstance(cell, str) and (match := _LIKE_A_NUMBER.fullmatch(cell.strip())):
                found.append(match[1])
    return found


def unturned_date(sheet: Sheet, column: int, header_line: int) -> str:
    """A date that is text, in a column of true dates of which none is after the 12th: a program
    took day for month wherever that gives a date, and left the others. Empty if there is none."""
    text, has_dates = "", False
    for row in islice(sheet.cells.iter_rows(), header_line, None):
        cell = row[column] if column < len(row) else ""
        if isinstance(cell, date):
            has_dates = True
            if cell.day > _MONTHS:
                return ""
        elif isinstance(cell, str) and not text and (match := _NUMBERED_DATE.match(cell)):
            text = cell.strip() if max(int(match[1]), int(match[2])) > _MONTHS else ""
    return text if has_dates else ""


_NUMBERED_DATE, _MONTHS = re.compile(r"\s*(\d{1,2})[./-](\d{1,2})[./-]\d{2,4}\b"), 12


def _parts(sheet: Sheet, decimal: Sign) -> Iterator[bytes]:
    moments = {
        column
        for row in islice(sheet.cells.iter_rows(), SAMPLE_ROWS)
        for column, cell in enumerate(row)
        if type(cell) is datetime
    }
    rows = sheet.cells.iter_rows()
    while part := [
        _line(row, moments, sheet.percents, decimal) for row in islice(rows, LINES_AT_ONCE)
    ]:
        yield ("\n".join(part) + "\n").encode()


def _line(row: list[Any], moments: set[int], percents: tuple[int, ...], decimal: Sign) -> str:
    cells = [_text(cell, decimal) if cell != "" else "" for cell in row]
    for column in moments:
        if type(row[column]) is date:  # a midnight
            cells[column] += "T00:00:00"
    for column in percents:
        if isinstance(row[column], float):
            cells[column] = format(Decimal(repr(row[column])).scaleb(2).normalize(), "g")
    return DELIMITER.join(cells) if any(cells) else ""


def _text(cell: Any, decimal: Sign) -> str:  # noqa: ANN401  # whatever a cell holds
    if isinstance(cell, str):
        if decimal == "," and (match := _WITH_COMMA.fullmatch(cell.strip())):
            return match[1].replace(".", "").replace(",", ".") + plain(match[2] or "")
        return plain(cell)
    if isinstance(cell, float):
        return repr(cell).removesuffix(".0")
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        minutes, seconds = divmod(round(cell.total_seconds()), 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}"
    return str(cell)


def _check(stream: BinaryIO, source: Source) -> Percents:
    """What is shown as percent. Raises FileError for a workbook that unpacks to too much, or whose
    sheets reach too far."""
    try:
        with zipfile.ZipFile(stream) as archive:
            infos = archive.infolist()
            packed = sum(info.compress_size for info in infos)
            unpacked = 0
            for name in ("xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
                if name in archive.namelist():
                    _check_size(source, archive.getinfo(name).file_size, packed)
            shown = percents(archive)
            for info in infos:
                rows, columns = _NEAR_ROWS, 1
                for chunk in _chunks(archive, info):
                    unpacked += len(chunk) - _OVERLAP
                    _check_size(source, unpacked, packed)
                    if "worksheets/" in info.filename:
                        rows, columns = _reach(chunk, rows, columns)
                        shown.see(info.filename, chunk)
                if rows * columns > MAX_CELLS:
                    raise FileError(
                        Words.TOO_LARGE(
                            name=source.name, rows=rows, columns=columns, most=MAX_CELLS
                        ),
                        hint=Words.SAVE_AS_CSV(),
                    )
            return shown
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError) as error:
        raise _damaged(source, error) from error


def _chunks(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """What the part really unpacks to; each chunk begins with the end of the one before."""
    last = b" " * _OVERLAP
    with archive.open(info) as part:
        while chunk := part.read(_CHUNK):
            chunk = last + chunk
            last = chunk[-_OVERLAP:]
            yield chunk


def _check_size(source: Source, unpacked: int, packed: int) -> None:
    if unpacked > MAX_UNPACKED_BYTES or (
        unpacked > RATIO_FROM_BYTES and unpacked > MAX_RATIO * max(packed, 1)
    ):
        raise FileError(Words.BOMB(name=source.name, mib=unpacked >> 20), hint=Words.SAVE_AS_CSV())


def _reach(chunk: bytes, rows: int, columns: int) -> tuple[int, int]:
    """The last row and column that cells name, rows only beyond 99,999."""
    far = max((int(row) for row in _FAR_ROW.findall(chunk)), default=rows)
    names = set(_COLUMN.findall(chunk))
    return max(rows, far), max(columns, *(column_number(name) for name in names), 0)


def _damaged(source: Source, error: Exception) -> FileError:
    return FileError(
        Words.DAMAGED(name=source.name, reason=str(error).rstrip(".")[:200]),
        hint=Words.EXPORT_AGAIN(),
    )
