"""CSV as one of the formats."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, ClassVar

import polars as pl

from turbine.readers.csv import detection, reading
from turbine.readers.csv.dialect import CHOICES, CsvDialect
from turbine.readers.csv.words import Words
from turbine.readers.model import (
    FIRST_FORMAT,
    Certainty,
    Choice,
    Detection,
    Interpretation,
    Part,
    Source,
)
from turbine.words import Text

_START_BYTES = 4096


class Csv:
    """A table as text. What has no mark it takes if no other format does, and says what is wrong
    with it."""

    name: str = FIRST_FORMAT
    title: Text = Words.CSV()
    suffixes: tuple[str, ...] = (".csv", ".txt", ".tsv")
    choices: tuple[Choice, ...] = CHOICES
    changeable: tuple[str, ...] = (
        "delimiter",
        "decimal",
        "encoding",
        "header_line",
        "time_columns",
        "time_format",
    )

    mark: ClassVar[re.Pattern[str] | None] = None
    """What stands in the first lines of a kind's files, and of no others."""

    def recognise(self, source: Source, name: str) -> Certainty | None:
        if self.mark is None:
            return Certainty.POSSIBLE
        with source.open() as stream:
            start = stream.read(_START_BYTES).decode("utf-8", "replace").removeprefix("\ufeff")
        return Certainty.CERTAIN if self.mark.search(start.replace("\r", "\n")) else None

    def may_hold_data(self, source: Source) -> bool:
        """Whether the file may hold measurements, by its first rows."""
        return detection.may_hold_data(source)

    def detect(self, source: Source, **given: Any) -> Detection:
        found = detection.detect(source, **given)
        return replace(found, interpretation=replace(found.interpretation, format=self.name))

    def details(self, values: dict[str, Any]) -> CsvDialect:
        own = tuple((int(column), sign) for column, sign in values.get("decimals", ()))
        return CsvDialect(**{**values, "decimals": own})

    def read(self, source: Source, form: Interpretation) -> Iterator[Part]:
        return reading.read(source, form)

    def texts(self, source: Source, form: Interpretation, lines: pl.Series) -> pl.DataFrame:
        return reading.texts(source, form, lines)
