"""Excel's workbooks (.xlsx, .xlsm) as one of the formats."""

import zipfile
from dataclasses import asdict, dataclass, replace
from typing import Any

import polars as pl

from turbine.model.errors import FileError
from turbine.model.headings import heading
from turbine.readers.csv import decimals
from turbine.readers.csv.dialect import CHOICES as CSV_CHOICES
from turbine.readers.csv.dialect import Sign
from turbine.readers.excel import sheets
from turbine.readers.excel.words import Words
from turbine.readers.model import Certainty, Choice, Details, Detection, Source, own
from turbine.readers.rendering import DELIMITER, RenderedDetails, RenderedFormat, Rendering
from turbine.readers.times.patterns import EXCEL, EXCEL_1904
from turbine.words import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcelDetails(RenderedDetails):
    """Which sheet is the table."""

    sheet: str
    decimal: Sign = "."
    """Of numbers that are kept as text; those that are numbers have none."""

    @property
    def described(self) -> Text:
        return Words.DETAILS(sheet=self.sheet, header_line=self.header_line)

    def to_dict(self) -> dict[str, Any]:
        """With the defaults, as always."""
        return asdict(self)


class Excel(RenderedFormat):
    """A workbook."""

    name = "excel"
    title = Words.EXCEL()
    suffixes = (".xlsx", ".xlsm")
    choices = (
        Choice(
            field="sheet",
            label=Words.SHEET(),
            options=(),
            is_open=True,
            changes_columns=True,
            question=Words.WHICH_SHEET(),
            help=Words.SHEET_HELP(),
        ),
        *(each for each in CSV_CHOICES if each.field in ("decimal", "header_line")),
    )
    changeable = ("sheet", "decimal", "header_line", "time_columns", "time_format")

    def recognise(self, source: Source, name: str) -> Certainty | None:
        with source.open() as stream:
            if stream.read(4) != b"PK\x03\x04":
                return None
            try:
                with zipfile.ZipFile(stream) as archive:
                    return Certainty.CERTAIN if "xl/workbook.xml" in archive.namelist() else None
            except (zipfile.BadZipFile, OSError, ValueError):
                return None

    def details(self, values: dict[str, Any]) -> ExcelDetails:
        return ExcelDetails(**values)

    def rendering(self, source: Source, details: Details) -> Rendering:
        chosen = own(details, ExcelDetails)
        with sheets.opened(source) as book:
            sheet = book.sheet(chosen.sheet)
            if sheet is None:
                raise FileError(Words.EMPTY(name=source.name), hint=Words.EXPORT_AGAIN())
            return sheets.rendering(source, sheet, chosen.decimal)

    def detect(
        self,
        source: Source,
        *,
        sheet: str | None = None,
        decimal: Sign | None = None,
        **given: Any,
    ) -> Detection:
        tables: dict[str, Detection] = {}
        failure: FileError | None = None
        with sheets.opened(source) as book:
            names = sheets.visible(book)
            for each in _chosen(source, book.names, sheet) or names:
                cells = book.sheet(each)
                if cells is None:
                    continue
                try:
                    tables[each] = self._table(source, cells, decimal, given)
                except FileError as error:
                    failure = failure or error
        if not tables:
            raise failure or FileError(Words.EMPTY(name=source.name), hint=Words.EXPORT_AGAIN())
        return _of_one(tables, names)

    def _table(
        self,
        source: Source,
        cells: sheets.Sheet,
        decimal: Sign | None,
        given: dict[str, Any],
    ) -> Detection:
        """One sheet."""
        chosen = ExcelDetails(sheet=cells.name, decimal=decimal or ".")
        found = self._read_as(source, cells, chosen, given)
        form = found.interpretation
        time, header_line = form.time_columns[0], own(form.details, ExcelDetails).header_line
        if left := sheets.unturned_date(cells, time, header_line):
            header = form.headers[time]
            raise FileError(Words.SWAPPED(header=header, text=left), hint=Words.KEEP_AS_TEXT())
        if decimal is not None:
            return found
        columns = [column for column, _ in found.interpretation.numbers]
        texts = sheets.text_numbers(cells, columns)
        sign = decimals.decide([pl.Series(texts, dtype=pl.String)], DELIMITER)
        if sign.sign != chosen.decimal:
            found = self._read_as(source, cells, replace(chosen, decimal=sign.sign), given)
        if sign.certain:
            return found
        return replace(
            found,
            notes=(*found.notes, sign.question),
            questions=(*found.questions, "decimal"),
        )

    def _read_as(
        self, source: Source, cells: sheets.Sheet, chosen: ExcelDetails, given: dict[str, Any]
    ) -> Detection:
        found = self.detected(sheets.rendering(source, cells, chosen.decimal), chosen, **given)
        form = found.interpretation
        if cells.is_from_1904 and form.time_format == EXCEL and given.get("time_format") is None:
            found = replace(found, interpretation=replace(form, time_format=EXCEL_1904))
        return _with_percents(
            replace(found, notes=(Words.ROWS(sheet=chosen.sheet), *found.notes)), cells
        )


def _with_percents(found: Detection, sheet: sheets.Sheet) -> Detection:
    """The same with the unit in the headers of columns that are shown as percent."""
    headers, notes = list(found.interpretation.headers), list(found.notes)
    for columns, sentence in ((sheet.percents, Words.PERCENTS), (sheet.mixed, Words.MIXED)):
        names = tuple(repr(headers[column]) for column in columns if column < len(headers))
        if names:
            notes.append(sentence(columns=names))
    for column in sheet.percents:
        if column < len(headers) and not heading(headers[column]).unit:
            headers[column] = f"{headers[column]} (%)".strip()
    form = replace(found.interpretation, headers=tuple(headers))
    return replace(found, interpretation=form, notes=tuple(notes))


def _chosen(source: Source, names: list[str], sheet: str | None) -> tuple[str, ...]:
    """The person's; empty if they chose none. Raises FileError if there is none of that name."""
    if sheet is None:
        return ()
    if sheet not in names:
        raise FileError(
            Words.NO_SUCH_SHEET(name=source.name, sheet=sheet),
            hint=Words.SHEETS_ARE(sheets=tuple(map(repr, names))),
        )
    return (sheet,)


def _of_one(tables: dict[str, Detection], names: tuple[str, ...]) -> Detection:
    """Of several tables the person has to choose one."""
    first, found = next(iter(tables.items()))
    notes, questions = found.notes, found.questions
    if len(tables) > 1:
        notes = (Words.SHEET_OPEN(sheets=tuple(map(repr, tables))), *notes)
        questions = ("sheet", *questions)
    elif others := tuple(repr(name) for name in names if name != first):
        notes = (*notes, Words.OTHER_SHEETS(sheets=others))
    return replace(found, notes=notes, questions=questions, options={"sheet": names})
