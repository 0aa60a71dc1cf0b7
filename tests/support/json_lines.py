"""A second format, as simple as one can be: JSON Lines, ``{"time": …, "power_kw": 1.5}``. Reading
knows it only within json_lines_registered()."""

import itertools
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import polars as pl

from turbine.model.errors import FileError
from turbine.model.frame import LINE
from turbine.readers import FORMATS, timestamps
from turbine.readers.columns import Mapping, checked, matched, names_time, unstored
from turbine.readers.model import (
    BAD_CELLS_SCHEMA,
    REJECTED_SCHEMA,
    Certainty,
    Choice,
    DateOrder,
    Details,
    Detection,
    Interpretation,
    Part,
    Source,
)

PART_ROWS = 1_000
HEAD_ROWS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonDetails(Details):
    absent: str
    """A number that means that there is none."""

    @property
    def described(self) -> str:
        return f"missing value {self.absent!r}"


class JsonLines:
    name = "jsonl"
    title = "JSON Lines"
    suffixes = (".jsonl",)
    choices = (
        Choice(
            field="absent",
            label="Missing value",
            options=(("", "null"), ("-999", "-999")),
            help="the number that means that there is none",
        ),
    )
    changeable = ("absent",)

    def recognise(self, source: Source, name: str) -> Certainty | None:
        with source.open() as stream:
            return Certainty.LIKELY if stream.read(1) == b"{" else None

    def detect(
        self,
        source: Source,
        *,
        zone: str,
        date_order: DateOrder | None,
        mapping: Mapping | None,
        absent: str = "",
    ) -> Detection:
        rows = [row for _, _, row in itertools.islice(_rows(source), HEAD_ROWS) if row]
        headers = tuple(dict.fromkeys(key for row in rows for key in row))
        times = [column for column, header in enumerate(headers) if names_time(header)][:1]
        formats = timestamps.common_formats(str(row.get(headers[c])) for c in times for row in rows)
        if not formats:
            raise FileError(f"{source.name} has no times.", hint="Name them time.")
        mapped, notes = matched(headers, times)
        if mapping is not None:
            mapped, notes = checked(mapping, headers, times), []
        form = Interpretation(
            format=self.name,
            details=JsonDetails(absent=absent),
            headers=headers,
            time_columns=tuple(times),
            date_order=formats[0][0],
            time_format=formats[0][1],
            zone=zone,
            mapping=mapped,
        )
        return Detection(
            interpretation=form,
            notes=(*notes, *unstored(form)),
            questions=() if mapped else ("mapping",),
            preview=tuple(tuple(str(row.get(name, "")) for name in headers) for row in rows[:5]),
        )

    def details(self, values: dict[str, Any]) -> JsonDetails:
        return JsonDetails(**values)

    def read(self, source: Source, form: Interpretation) -> Iterator[Part]:
        rows, size = _rows(source), 0
        while part := list(itertools.islice(rows, PART_ROWS)):
            size += sum(len(text.encode()) + 1 for _, text, _ in part)
            yield _part(part, form, size)

    def texts(self, source: Source, form: Interpretation, lines: pl.Series) -> pl.DataFrame:
        wanted = {*lines}
        found = [(line, text) for line, text, _ in _rows(source) if line in wanted]
        return pl.DataFrame(found, schema={"line": LINE, "text": pl.String}, orient="row")


Row = tuple[int, str, dict[str, Any] | None]


def _rows(source: Source) -> Iterator[Row]:
    """Line, text and what it holds; None if it is no object."""
    with source.open() as stream:
        for line, data in enumerate(stream, 1):
            text = data.decode("utf-8", "replace").rstrip("\r\n")
            try:
                row = json.loads(text) if text else {}
            except ValueError:
                row = None
            yield line, text, row if isinstance(row, dict) else None


def _part(rows: list[Row], form: Interpretation, bytes_read: int) -> Part:
    time_name = form.headers[form.time_columns[0]]
    texts = pl.Series([str((row or {}).get(time_name, "")) for _, _, row in rows], dtype=pl.String)
    times = timestamps.parse(texts, form)
    kept, rejected, bad, blank = [], [], [], 0
    for (line, text, row), time in zip(rows, times.dt.epoch("ns"), strict=True):
        if not text:
            blank += 1
        elif row is None or time is None:
            rejected.append((line, text, "this is no object" if row is None else "no time"))
        else:
            cells = {name: row.get(form.headers[column]) for column, name in form.mapping}
            values = [_number(cell, form) for cell in cells.values()]
            kept.append((time, line, *values))
            bad += [
                (line, name, str(cell), "not a number")
                for name, cell in cells.items()
                if cell is not None and not isinstance(cell, int | float)
            ]
    schema = {"time": pl.Int64, "line": LINE, **dict.fromkeys(form.channels, pl.Float64)}
    frame = pl.DataFrame(kept, schema=schema, orient="row")
    return Part(
        frame=frame.with_columns(pl.col("time").cast(pl.Datetime("ns", "UTC"))),
        rejected=pl.DataFrame(rejected, schema=REJECTED_SCHEMA, orient="row"),
        bad_cells=pl.DataFrame(bad, schema=BAD_CELLS_SCHEMA, orient="row"),
        rows=len(rows) - blank,
        blank_lines=blank,
        bytes_read=bytes_read,
    )


def _number(cell: object, form: Interpretation) -> float | None:
    is_number = isinstance(cell, int | float) and str(cell) != form.details.absent
    return float(cell) if is_number else None


@contextmanager
def json_lines_registered() -> Iterator[None]:
    """Known meanwhile."""
    FORMATS[JsonLines.name] = JsonLines()
    try:
        yield
    finally:
        del FORMATS[JsonLines.name]
