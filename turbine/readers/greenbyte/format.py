"""Greenbyte's export as one of the formats.

Lines of comments name the turbine, its type, the time zone and the period; the last of them is the
header: ``# Date and time,Wind speed (m/s),"Wind speed, Standard deviation (m/s)",…`` (as the open
data of Kelmarsh and Penmanshiel are). A log of events has the same preamble, and a header that is
no comment.
"""

import re
from dataclasses import replace
from typing import Any

from turbine.readers.csv.export import Export
from turbine.readers.csv.layout import read_head
from turbine.readers.greenbyte.words import Words
from turbine.readers.model import Detection, Source

_EVENTS = re.compile(r"\W*Timestamp start\W+Timestamp end\b", re.IGNORECASE)


class Greenbyte(Export):
    """A turbine's ten-minute values, or a meter's."""

    name = "greenbyte"
    title = Words.GREENBYTE()
    suffixes = (".csv",)
    mark = re.compile(
        r"\A# *This file was exported\b(?s:.*)^# *Time zone:", re.IGNORECASE | re.MULTILINE
    )

    def detect(self, source: Source, *, header_line: str | None = None, **given: Any) -> Detection:
        lines = read_head(source, given.get("encoding")).lines
        comments = next((i for i, line in enumerate(lines) if not line.startswith("#")), len(lines))
        is_header = lines[comments - 1].strip("# ") != ""
        number = comments if is_header else comments + 1
        found = super().detect(source, header_line=header_line or number, **given)
        is_log = any(_EVENTS.match(line) for line in lines[number - 1 : number])
        if not is_log or given["mapping"] is not None:
            return found
        return replace(found, events=found.interpretation.not_stored)
