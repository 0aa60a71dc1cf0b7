"""A table as an Excel workbook: numbers are numbers, dates are dates, and texts are texts.

Excel's limits are Microsoft's (*Excel specifications and limits*). What a cell cannot hold exactly
is written as text or left empty, and the second sheet says so.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

import polars as pl
import polars.selectors as cs
import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from turbine.explore.files import MOST_ROWS
from turbine.explore.words import Words
from turbine.model.errors import ConfigError
from turbine.words import Said, Text

_MOST_COLUMNS, _MOST_CHARACTERS = 16_384, 32_767
_EXACT = 2**53
"""Excel's numbers are doubles: above this, neighbouring whole numbers are the same."""
_FIRST_DAY = datetime(1900, 3, 1)  # noqa: DTZ001 - a wall clock; before it, Excel's days are wrong
_TEXTS_ONLY = {
    "constant_memory": True,  # rows go to disk as they come
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_DATE = {"num_format": r"yyyy\-mm\-dd\ hh:mm:ss"}
_FINE_DATE = {"num_format": r"yyyy\-mm\-dd\ hh:mm:ss.000"}
_WIDTH = 24


def workbook(frame: pl.DataFrame, about: Sequence[tuple[Text, str | int]]) -> bytes:
    """The table, and a sheet of what it is of, which also says what Excel could not hold.

    Moments are dates on the clock of their column's zone, each with a column beside it for the UTC
    offset that held then. Raises ConfigError if a sheet cannot hold so many rows or
    columns, or the disk has no room for it.
    """
    columns, notes = _writable(frame)
    if columns.height > MOST_ROWS or columns.width > _MOST_COLUMNS:
        raise ConfigError(
            Words.TOO_MUCH_FOR_EXCEL(rows=frame.height, most=MOST_ROWS), hint=Words.TAKE_PARQUET()
        )
    file = BytesIO()
    try:
        with xlsxwriter.Workbook(file, _TEXTS_ONLY) as book:
            _table(book, columns)
            _about(book, [*about, *((Words.NOTE(), str(note)) for note in notes)])
    except FileCreateError as error:
        raise ConfigError(
            Words.NO_ROOM_FOR_EXCEL(reason=str(error)), hint=Words.MAKE_ROOM()
        ) from error
    return file.getvalue()


def _writable(frame: pl.DataFrame) -> tuple[pl.DataFrame, list[Said]]:
    """The table with what Excel can hold, moments as wall clocks, and what that changed."""
    notes = []
    floats, texts = frame.select(cs.float()), frame.select(cs.string())
    infinite = sum(int((~each.is_finite()).sum()) for each in floats)
    if infinite:
        notes.append(Words.NOT_FINITE(count=infinite))
    whole = frame.select(cs.integer())
    large = [each.name for each in whole if not each.is_between(-_EXACT, _EXACT).all()]
    if large:
        notes.append(Words.LARGE_NUMBERS(columns=tuple(large)))
    long = sum(int((each.str.len_chars() > _MOST_CHARACTERS).sum()) for each in texts)
    if long:
        notes.append(Words.CUT_TEXTS(count=long, most=_MOST_CHARACTERS))
    found: list[pl.Series] = []
    for column in frame.with_columns(
        pl.when(cs.float().is_finite()).then(cs.float()),
        cs.string().str.slice(0, _MOST_CHARACTERS),
        cs.by_name(large).cast(pl.String),
    ):
        if not isinstance(column.dtype, pl.Datetime):
            found.append(column)
            continue
        wall = column.dt.replace_time_zone(None)
        is_exact = _is_exact(wall)
        if not is_exact:
            notes.append(Words.NO_DATES(column=column.name))
        found.append(wall if is_exact else wall.dt.to_string("iso"))
        if column.dtype.time_zone is not None:
            title = str(Words.UTC_OFFSET(column=column.name))
            found.append(column.dt.strftime("%:z").alias(title))
    return pl.DataFrame(found), notes


def _is_exact(wall: pl.Series) -> bool:
    """Whether Excel's dates can hold these: from March 1900 on, in whole milliseconds."""
    first = wall.min()
    is_late = first is None or (isinstance(first, datetime) and first >= _FIRST_DAY)
    return is_late and bool((wall.dt.truncate("1ms") == wall).all())


def _table(book: xlsxwriter.Workbook, frame: pl.DataFrame) -> None:
    sheet = book.add_worksheet(_sheet_name(Words.TABLE()))
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    sheet.freeze_panes(1, 0)
    writers = [_writer(book, sheet, column) for column in frame]
    sheet.set_column(0, frame.width - 1, _WIDTH)
    for place, name in enumerate(frame.columns):
        sheet.write_string(0, place, name, bold)
    for row, values in enumerate(frame.iter_rows(), start=1):
        for place, value in enumerate(values):
            if value is not None:
                writers[place](row, place, value)


def _writer(
    book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, column: pl.Series
) -> Callable[[int, int, Any], object]:
    write: Callable[[int, int, Any], object]
    if isinstance(column.dtype, pl.Datetime):
        is_whole = bool((column.dt.truncate("1s") == column).all())
        style = book.add_format(_DATE if is_whole else _FINE_DATE)
        return lambda row, place, value: sheet.write_datetime(row, place, value, style)
    if column.dtype == pl.Boolean:
        write = sheet.write_boolean
    elif column.dtype.is_numeric():
        write = sheet.write_number
    else:
        write = sheet.write_string
    return write


def _about(book: xlsxwriter.Workbook, lines: Sequence[tuple[Text, str | int]]) -> None:
    sheet = book.add_worksheet(_sheet_name(Words.ABOUT()))
    bold = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "align": "left", "valign": "top"})
    sheet.set_column(0, 0, _WIDTH)
    sheet.set_column(1, 1, 100)
    for row, (title, value) in enumerate(lines):
        sheet.write_string(row, 0, str(title), bold)
        if isinstance(value, int):
            sheet.write_number(row, 1, value, wrapped)
        else:
            sheet.write_string(row, 1, value[:_MOST_CHARACTERS], wrapped)


def _sheet_name(title: Text) -> str:
    """Excel takes 31 characters, without a few signs."""
    return "".join(c for c in str(title) if c not in "[]:*?/\\'")[:31]
