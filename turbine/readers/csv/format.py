"""CSV as one of the formats."""

from collections.abc import Iterator
from typing import Any

import polars as pl

from turbine.readers.columns import Mapping
from turbine.readers.csv import detection, reading
from turbine.readers.csv.dialect import CHOICES, CsvDialect
from turbine.readers.csv.words import Words
from turbine.readers.model import (
    FIRST_FORMAT,
    Certainty,
    Choice,
    DateOrder,
    Detection,
    Interpretation,
    Part,
    Source,
)


class Csv:
    """A table as text. It has no mark of its own: it takes what no other format takes, and says
    what is wrong with it."""

    name = FIRST_FORMAT
    title = Words.CSV()
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

    def detect(
        self,
        source: Source,
        *,
        zone: str,
        date_order: DateOrder | None,
        mapping: Mapping | None,
        **details: object,
    ) -> Detection:
        return detection.detect(
            source,
            zone=zone,
            date_order=date_order,
            mapping=mapping,
            **details,  # type: ignore[arg-type]  # checked there
        )

    def details(self, values: dict[str, Any]) -> CsvDialect:
        own = tuple((int(column), sign) for column, sign in values.get("decimals", ()))
        return CsvDialect(**{**values, "decimals": own})

    def read(self, source: Source, form: Interpretation) -> Iterator[Part]:
        return reading.read(source, form)

    def texts(self, source: Source, form: Interpretation, lines: pl.Series) -> pl.DataFrame:
        return reading.texts(source, form, lines)
