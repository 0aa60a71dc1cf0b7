"""InfluxDB's annotated CSV as one of the formats."""

from collections.abc import Iterator

import polars as pl

from turbine.model.frame import LINE
from turbine.readers.annotated.tables import MARKS, Collected, collected
from turbine.readers.annotated.words import Words
from turbine.readers.model import Certainty, Details, Source
from turbine.readers.rendering import (
    RenderedFormat,
    Rendering,
    Written,
    header_text,
    plain,
    rows_text,
)
from turbine.words import Text

PART_ROWS = 50_000


class Annotated(RenderedFormat):
    """What ``influx query --raw`` and the data explorer give."""

    name = "annotated"
    title = Words.ANNOTATED()
    suffixes = (".csv",)
    choices = ()
    changeable = ()

    def recognise(self, source: Source, name: str) -> Certainty | None:
        with source.open() as stream:
            start = stream.read(64).decode("utf-8", "replace").lstrip("\ufeff\r\n ")
        is_ours = any(start.startswith(f"{mark},") for mark in MARKS)
        return Certainty.CERTAIN if is_ours else None

    def rendering(self, source: Source, details: Details) -> Rendering:
        found = collected(source)
        names, rows = found.rows()
        odd = pl.DataFrame(found.odd, schema={"line": LINE, "text": pl.String}, orient="row")
        lines = pl.concat([pl.Series([0], dtype=LINE), rows["line"], odd["line"]]).sort()
        notes: tuple[Text, ...] = (Words.ROWS(count=found.lines + len(odd)),)
        if found.tags:
            notes = (*notes, Words.TAGS(tags=tuple(map(repr, found.tags))))
        return Rendering(
            source=Written(
                name=source.name,
                size=source.size,
                parts=lambda: _parts(header_text(names), rows, found),
            ),
            header_line=1,
            header_rows=1,
            lines=lines,
            notes=notes,
        )


def _parts(header: bytes, rows: pl.DataFrame, found: Collected) -> Iterator[bytes]:
    """The header and the rows; odd lines stand among them, as one cell."""
    yield header
    start = 0
    for line, text in found.odd:
        stop = rows["line"].search_sorted(line)
        yield from _cut(rows[start:stop])
        yield (plain(text) + "\n").encode()
        start = stop
    yield from _cut(rows[start:])


def _cut(rows: pl.DataFrame) -> Iterator[bytes]:
    for start in range(0, len(rows), PART_ROWS):
        yield rows_text(rows[start : start + PART_ROWS].drop("line"))
