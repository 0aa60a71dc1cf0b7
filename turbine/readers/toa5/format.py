"""TOA5, as Campbell's loggers and LoggerNet write it, as one of the formats.

Line 1 names the station, the logger and its program, line 2 the columns, line 3 their units and
line 4 what of the interval each value is (LoggerNet's manual, *Data file formats*).
"""

from dataclasses import dataclass, fields, replace
from typing import Any

from turbine.readers.columns import Mapping
from turbine.readers.csv import detection
from turbine.readers.csv.dialect import CHOICES, CsvDialect, dialect_of
from turbine.readers.csv.format import Csv
from turbine.readers.csv.headers import split
from turbine.readers.model import Certainty, DateOrder, Detection, Source
from turbine.readers.toa5.words import Words
from turbine.words import Text

MARK = "TOA5"
NAMES_LINE, HEADER_ROWS = 2, 3
STATION, TABLE = 1, 7
"""0-based cells of line 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Toa5Dialect(CsvDialect):
    """How the table is written: as every CSV of such a logger."""

    @property
    def brief(self) -> Text:
        return Words.TOA5()

    @property
    def described(self) -> Text:
        return Words.DIALECT(encoding=self.encoding)


class Toa5(Csv):
    """A logger's table."""

    name = "toa5"
    title = Words.TOA5()
    suffixes = (".dat",)
    choices = tuple(each for each in CHOICES if each.field == "encoding")
    changeable = ("encoding",)

    def recognise(self, source: Source, name: str) -> Certainty | None:
        with source.open() as stream:
            start = stream.read(64).decode("utf-8", "replace").removeprefix("\ufeff")
        return Certainty.CERTAIN if split(start, ",")[:1] == (MARK,) else None

    def detect(
        self,
        source: Source,
        *,
        zone: str,
        date_order: DateOrder | None,
        mapping: Mapping | None,
        **details: object,
    ) -> Detection:
        found = detection.detect(
            source,
            zone=zone,
            date_order=date_order,
            mapping=mapping,
            delimiter=",",
            decimal=".",
            header_line=NAMES_LINE,
            header_rows=HEADER_ROWS,
            is_text=False,
            **details,  # type: ignore[arg-type]  # checked there
        )
        form = found.interpretation
        written = dialect_of(form)
        own = Toa5Dialect(**{each.name: getattr(written, each.name) for each in fields(written)})
        first = [*split(found.above[0], ","), *([""] * (TABLE + 1))]
        return replace(
            found,
            interpretation=replace(form, format=self.name, details=own),
            turbine=first[STATION].strip(),
            notes=(Words.STATION(station=first[STATION], table=first[TABLE]), *found.notes),
        )

    def details(self, values: dict[str, Any]) -> Toa5Dialect:
        return Toa5Dialect(**values)
