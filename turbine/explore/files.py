"""A table as a file, and what it is of: turbines, period, zone, rows, what was left out, query."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import numpy as np
import polars as pl

from turbine.explore.export import csv_bytes, local, on_clock
from turbine.explore.words import Words
from turbine.model.frame import to_time
from turbine.words import Text

MOST_ROWS = 1_048_575
"""Below the header of a sheet in Excel."""
_UNIT = re.compile(r"\(([^()]+)\)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What a table is of."""

    turbines: tuple[str, ...] = ()
    start_ns: int | None = None
    """Included; None: the table has no period."""
    stop_ns: int | None = None
    """Not included."""
    zone: str = "UTC"
    """On whose clock its moments are."""
    notes: tuple[str, ...] = ()
    """What was left out, and what else there is to mind."""
    definition: str = ""
    """How its figures are made, in Markdown."""
    queries: tuple[str, ...] = ()
    """What the database was asked."""

    def lines(self, rows: int) -> list[tuple[Text, str | int]]:
        """For people, in the current language: a title and a value each."""
        period = self._period()
        found: list[tuple[Text, str | int]] = [
            *((Words.TURBINE(), name) for name in self.turbines),
            *zip((Words.PERIOD_FROM(), Words.PERIOD_TO()), period, strict=False),
            (Words.TIME_ZONE(), self.zone),
            (Words.ROW_COUNT(), rows),
            *((Words.NOTE(), note) for note in self.notes),
            (Words.DEFINITION(), self.definition),
            *((Words.QUERY(), query) for query in self.queries),
        ]
        return [(title, value) for title, value in found if value != ""]

    def metadata(self, frame: pl.DataFrame) -> dict[str, str]:
        """For programs: names that stay, lists and the units of columns as JSON."""
        start, stop = self._period() or ("", "")
        return {
            "turbines": json.dumps(self.turbines, ensure_ascii=False),
            "period_start": start,
            "period_stop": stop,
            "zone": self.zone,
            "rows": str(frame.height),
            "units": json.dumps(units(frame), ensure_ascii=False),
            "notes": json.dumps(self.notes, ensure_ascii=False),
            "definition": self.definition,
            "queries": json.dumps(self.queries, ensure_ascii=False),
        }

    def _period(self) -> tuple[str, ...]:
        if self.start_ns is None or self.stop_ns is None:
            return ()
        edges = to_time(np.array([self.start_ns, self.stop_ns], dtype=np.int64)).to_frame()
        return tuple(local(edges, self.zone)["time"])


File = Callable[[pl.DataFrame, Origin], bytes]
"""Makes a file of a table."""


def units(frame: pl.DataFrame) -> dict[str, str]:
    """Column → what stands in brackets at the end of its title, of the columns of numbers."""
    return {
        name: found[1]
        for name, kind in frame.schema.items()
        if kind.is_numeric() and (found := _UNIT.search(name))
    }


def csv_file(frame: pl.DataFrame, origin: Origin) -> bytes:
    """As :func:`turbine.explore.export.csv_bytes`, moments with their UTC offset. A plain table:
    what it is of has no place in it that every reader would pass over."""
    return csv_bytes(local(frame, origin.zone))


def parquet_file(frame: pl.DataFrame, origin: Origin) -> bytes:
    """Every row with the types of its columns, moments with their zone; the origin is the file's
    metadata, by name."""
    file = BytesIO()
    on_clock(frame, origin.zone).write_parquet(file, metadata=origin.metadata(frame))
    return file.getvalue()


def excel_file(frame: pl.DataFrame, origin: Origin) -> bytes:
    """As :func:`turbine.explore.workbook.workbook`."""
    from turbine.explore.workbook import workbook  # its library is heavy

    return workbook(on_clock(frame, origin.zone), origin.lines(frame.height))
