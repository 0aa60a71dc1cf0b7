"""CSV's own part of an interpretation."""

from dataclasses import dataclass
from typing import Literal

from turbine.readers.csv.words import Words
from turbine.readers.model import Choice, Details, Interpretation, own
from turbine.words import Text

Sign = Literal[".", ","]
HEADER_LINES = 30
"""Among so many first lines a page lets choose the header."""

CHOICES = (
    Choice(
        field="delimiter",
        label=Words.DELIMITER(),
        options=(
            (",", Words.COMMA_OPTION()),
            (";", Words.SEMICOLON_OPTION()),
            ("\t", Words.TAB()),
            ("|", Words.BAR_OPTION()),
            (" ", Words.SPACES()),
        ),
        is_open=True,
        changes_columns=True,
        help=Words.DELIMITER_HELP(),
    ),
    Choice(
        field="decimal",
        label=Words.DECIMAL(),
        options=((".", Words.POINT_OPTION()), (",", Words.DECIMAL_COMMA_OPTION())),
        question=Words.WHICH_DECIMAL(),
    ),
    Choice(
        field="encoding",
        label=Words.ENCODING(),
        options=(
            ("utf-8", Words.UTF8()),
            ("cp1252", Words.WESTERN()),
            ("cp1254", Words.TURKISH()),
            ("cp1250", Words.CENTRAL()),
            ("iso8859-15", Words.LATIN9()),
            ("utf-16-le", Words.UTF16_LE()),
            ("utf-16-be", Words.UTF16_BE()),
        ),
        is_open=True,
        changes_columns=True,
        help=Words.ENCODING_HELP(),
    ),
    Choice(
        field="header_line",
        label=Words.HEADER_LINE_LABEL(),
        options=tuple((str(line), str(line)) for line in range(1, HEADER_LINES + 1)),
        is_open=True,
        changes_columns=True,
        help=Words.HEADER_LINE_HELP(),
    ),
)
DELIMITERS = (",", ";", "\t", "|")
DELIMITER_NAMES = {
    ",": Words.COMMA(), ";": Words.SEMICOLON(), "\t": Words.TAB(), "|": Words.BAR(),
    " ": Words.SPACES(),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvDialect(Details):
    """How a file writes its table as text."""

    encoding: str
    """A Python codec name: utf-8, utf-16-le, utf-16-be, cp1252…"""
    delimiter: str
    decimal: Sign
    header_line: int
    """1-based physical line of the header, the first of them if it has several."""
    header_rows: int = 1
    """Its physical lines: of cells with line breaks, and of units and statistics under names."""
    decimals: tuple[tuple[int, Sign], ...] = ()
    """(0-based column, decimal sign) of columns with another one than most."""
    cell_units: bool = False
    """Units stand behind numbers: ``500 kW``."""

    def sign_of(self, column: int) -> Sign:
        """A column's decimal sign."""
        return dict(self.decimals).get(column, self.decimal)

    @property
    def described(self) -> Text:
        return Words.DIALECT(
            encoding=self.encoding,
            delimiter=self.delimiter,
            decimal=self.decimal,
            header_line=self.header_line,
        )

    @property
    def last_header_line(self) -> int:
        """Data rows follow it."""
        return self.header_line + self.header_rows - 1


def delimiter_name(delimiter: str) -> Text:
    """What a person calls it."""
    return DELIMITER_NAMES.get(delimiter, repr(delimiter))


def dialect_of(form: Interpretation) -> CsvDialect:
    """The dialect of an interpretation as CSV."""
    return own(form.details, CsvDialect)
