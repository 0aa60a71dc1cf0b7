"""CSV's own part of an interpretation."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

from turbine.readers.csv.words import Words
from turbine.readers.model import Choice, Interpretation
from turbine.words import Text

Sign = Literal[".", ","]

CHOICES = (
    Choice(
        field="delimiter",
        label=Words.DELIMITER(),
        options=(
            (",", Words.COMMA_OPTION()),
            (";", Words.SEMICOLON_OPTION()),
            ("\t", Words.TAB()),
            ("|", Words.BAR_OPTION()),
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
)
DELIMITERS = (",", ";", "\t", "|")
DELIMITER_NAMES = {
    ",": Words.COMMA(), ";": Words.SEMICOLON(), "\t": Words.TAB(), "|": Words.BAR()
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvDialect:
    """How a file writes its table as text."""

    encoding: str
    """A Python codec name: utf-8, utf-16-le, utf-16-be, cp1252."""
    delimiter: str
    decimal: Sign
    header_line: int
    """1-based physical line of the header; data rows follow it."""

    @property
    def brief(self) -> Text:
        return DELIMITER_NAMES.get(self.delimiter, self.delimiter)

    @property
    def described(self) -> Text:
        return Words.DIALECT(
            encoding=self.encoding,
            delimiter=self.delimiter,
            decimal=self.decimal,
            header_line=self.header_line,
        )

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def delimiter_name(delimiter: str) -> Text:
    """What a person calls it."""
    return DELIMITER_NAMES.get(delimiter, repr(delimiter))


def dialect_of(form: Interpretation) -> CsvDialect:
    """The dialect of an interpretation as CSV."""
    if not isinstance(form.details, CsvDialect):
        raise TypeError(f"{form.format} is not CSV")
    return form.details
