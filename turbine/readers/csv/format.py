"""CSV as one of the formats."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

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


class Csv:
    """A table as text. It has no mark of its own: it takes what no other format takes, and says
    what is wrong with it."""

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

    def recognise(self, source: Source, name: str) -> Certainty | None:
        return Certainty.POSSIBLE

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
