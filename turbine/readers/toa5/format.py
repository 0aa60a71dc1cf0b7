"""TOA5, as Campbell's loggers and LoggerNet write it, as one of the formats.

Line 1 names the station, the logger and its program, line 2 the columns, line 3 their units and
line 4 what of the interval each value is (LoggerNet's manual, *Data file formats*).
"""

import re
from dataclasses import replace
from typing import Any

from turbine.readers.csv.dialect import CHOICES
from turbine.readers.csv.format import Csv
from turbine.readers.csv.headers import split
from turbine.readers.model import Detection, Source
from turbine.readers.toa5.words import Words

NAMES_LINE, HEADER_ROWS = 2, 3
STATION, TABLE = 1, 7
"""0-based cells of line 1."""


class Toa5(Csv):
    """A logger's table."""

    name = "toa5"
    title = Words.TOA5()
    suffixes = (".dat",)
    choices = tuple(each for each in CHOICES if each.field == "encoding")
    changeable = ("encoding",)
    mark = re.compile(r'\A"?TOA5"?,')

    def detect(self, source: Source, **given: Any) -> Detection:
        found = super().detect(
            source,
            delimiter=",",
            decimal=".",
            header_line=NAMES_LINE,
            header_rows=HEADER_ROWS,
            is_text=False,
            **given,
        )
        first = [*split(found.above[0], ","), *([""] * (TABLE + 1))]
        return replace(
            found,
            turbine=first[STATION].strip(),
            notes=(Words.STATION(station=first[STATION], table=first[TABLE]), *found.notes),
        )
