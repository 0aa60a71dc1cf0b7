"""The tables of an annotated CSV as one: a row for each time and set of tags.

InfluxDB writes a table for each series and field, one after the other, each line with its time, its
field's name and value, and its tags; tables with other columns begin with annotations of their own.
Pivoted ones have a column for each field. What a value is stays the text that the file holds.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field

import polars as pl

from turbine.model.errors import FileError
from turbine.model.frame import LINE
from turbine.readers.annotated.words import Words
from turbine.readers.csv.lines import Block, blocks
from turbine.readers.model import Source

MAX_LINES = 40_000_000
"""Some 50 bytes each are held."""

TIME, FIELD, VALUE = "_time", "_field", "_value"
MARKS = ("#datatype", "#group", "#default")
_OURS = ("", "result", "table", "_start", "_stop")
"""Columns that say nothing of the data, if there is a time."""
_ROW = "row"


@dataclass(slots=True)
class Header:
    """How the lines that follow are cut."""

    names: tuple[str, ...]
    defaults: tuple[str, ...]
    groups: tuple[bool, ...]
    """Which columns are the same in a whole table: tags, if they are not InfluxDB's own."""

    @property
    def is_long(self) -> bool:
        return FIELD in self.names and VALUE in self.names

    @property
    def kept(self) -> dict[int, str]:
        """The columns that are read; InfluxDB's own bounds only if there is no time."""
        own = _OURS if TIME in self.names else ("", "result", "table", "_stop")
        return {i: name for i, name in enumerate(self.names) if name not in own}

    @property
    def tags(self) -> tuple[int, ...]:
        """Those of ``kept`` that name a series."""
        values = (TIME, FIELD, VALUE, "_start")
        return tuple(
            column
            for column, name in self.kept.items()
            if name not in values and (self.is_long or self.groups[column])
        )


@dataclass(slots=True)
class Collected:
    """All lines of data."""

    series: dict[tuple[tuple[str, str], ...], int] = field(default_factory=dict)
    """Sets of tags, by name and value."""
    fields: dict[str, int] = field(default_factory=dict)
    long: list[pl.DataFrame] = field(default_factory=list)
    wide: list[pl.DataFrame] = field(default_factory=list)
    """``line``, ``_time``, ``series``, and a column for each field's number."""
    odd: list[tuple[int, str]] = field(default_factory=list)
    """Lines that are not as their header says."""
    lines: int = 0

    @property
    def tags(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for tags in self.series for name, _ in tags))

    def add(self, header: Header, table: pl.DataFrame) -> None:
        """Lines of one header: ``line`` and a column of texts for each of its own."""
        self.lines += len(table)
        for column, default in enumerate(header.defaults):
            if default and column < len(header.names):
                cell = pl.col(f"c{column}")
                table = table.with_columns(
                    pl.when(cell == "").then(pl.lit(default)).otherwise(cell).alias(f"c{column}")
                )
        at = {name: f"c{column}" for column, name in header.kept.items()}
        time = at.get(TIME, at.get("_start"))
        table = table.with_columns(
            self._series(header, table),
            (pl.col(time) if time else pl.lit("")).alias(TIME),
        )
        if header.is_long:
            names = table[at[FIELD]]
            number = {name: self._number(name) for name in names.unique(maintain_order=True)}
            self.long.append(
                table.select(
                    "line",
                    TIME,
                    "series",
                    names.replace_strict(number, return_dtype=pl.UInt32).alias("field"),
                    pl.col(at[VALUE]).alias(VALUE),
                )
            )
            return
        taken = {*header.tags, *(c for c, name in header.kept.items() if f"c{c}" == time)}
        values = [
            pl.col(f"c{column}").alias(str(self._number(name)))
            for column, name in header.kept.items()
            if column not in taken
        ]
        self.wide.append(table.select("line", TIME, "series", *values))

    def _number(self, name: str) -> int:
        return self.fields.setdefault(name, len(self.fields))

    def _series(self, header: Header, table: pl.DataFrame) -> pl.Series:
        names = [(f"c{column}", header.names[column]) for column in header.tags]
        if not names:
            number = self.series.setdefault((), len(self.series))
            return pl.Series("series", [number] * len(table), dtype=pl.UInt32)
        columns = [column for column, _ in names]
        found = table.select(columns).unique(maintain_order=True)
        numbers = [
            self.series.setdefault(
                tuple((name, value) for (_, name), value in zip(names, row, strict=True) if value),
                len(self.series),
            )
            for row in found.iter_rows()
        ]
        found = found.with_columns(pl.Series("series", numbers, dtype=pl.UInt32))
        return table.join(found, on=columns, how="left", maintain_order="left")["series"]

    def rows(self) -> tuple[tuple[str, ...], pl.DataFrame]:
        """The columns' names (time, tags, fields), and ``line`` with the columns, in its order."""
        rows = pl.concat([*self.wide, *_pivoted(self.long)], how="diagonal").sort("line")
        fields = {name: str(n) for name, n in self.fields.items() if str(n) in rows.columns}
        tags = [
            pl.col("series").replace_strict(
                {number: dict(tags).get(name, "") for tags, number in self.series.items()},
                return_dtype=pl.String,
            ).alias(f"tag{place}")
            for place, name in enumerate(self.tags)
        ]  # fmt: skip
        return (TIME, *self.tags, *fields), rows.select("line", TIME, *tags, *fields.values())


def _pivoted(parts: list[pl.DataFrame]) -> list[pl.DataFrame]:
    """A row for each time and series. A field's second value for them begins another row."""
    if not parts:
        return []
    keys = [TIME, "series", _ROW]
    lines = pl.concat(parts).with_columns(
        pl.int_range(pl.len(), dtype=pl.UInt32).over(TIME, "series", "field").alias(_ROW)
    )
    first = lines.group_by(keys).agg(pl.col("line").min())
    table = lines.pivot(on="field", index=keys, values=VALUE, aggregate_function="first")
    return [table.join(first, on=keys).drop(_ROW)]


def collected(source: Source) -> Collected:
    """The file's lines of data. Raises FileError if there are none, or too many."""
    found, reader = Collected(), _Reader(source.name)
    for block in blocks(source, "utf-8"):
        for header, table in reader.tables(block, found):
            found.add(header, table)
        if found.lines > MAX_LINES:
            raise FileError(
                Words.TOO_MANY(name=source.name, most=MAX_LINES), hint=Words.EXPORT_PARTS()
            )
    if not found.lines:
        raise FileError(Words.NO_DATA(name=source.name), hint=Words.REPEAT_QUERY())
    return found


class _Reader:
    """Knows which header holds, from one block to the next."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._annotations: dict[str, list[str]] = {}
        self._header: Header | None = None

    def tables(self, block: Block, found: Collected) -> Iterator[tuple[Header, pl.DataFrame]]:
        """The block's data under each header; what has the wrong shape goes to ``found.odd``."""
        texts = block.data.decode("utf-8", "replace").split("\n")[: block.lines]
        texts = [text.rstrip("\r") for text in texts]
        start = 0
        for place, text in enumerate(texts):
            if self._header is not None and text.strip() and not _begins_table(text):
                continue
            yield from self._table(texts, start, place, block.first_line, found)
            start = place + 1
            self._note(text)
        yield from self._table(texts, start, len(texts), block.first_line, found)

    def _note(self, text: str) -> None:
        """A line that is no data."""
        if not text.strip():
            return
        if text.startswith("#"):
            self._header = None
            mark, *cells = _cells(text)
            self._annotations[mark] = cells
        else:
            names = _cells(text)
            if "error" in names and TIME not in names:
                self._header = Header(names=tuple(names), defaults=(), groups=())
                return
            defaults = self._annotations.get("#default", [])
            groups = self._annotations.get("#group", [])
            self._header = Header(
                names=tuple(names),
                defaults=("", *defaults),
                groups=tuple(each == "true" for each in ["", *groups, *([""] * len(names))]),
            )

    def _table(
        self, texts: list[str], start: int, stop: int, first_line: int, found: Collected
    ) -> Iterator[tuple[Header, pl.DataFrame]]:
        header = self._header
        if start == stop or header is None:
            return
        width = len(header.names)
        rows, lines = [], []
        for place in range(start, stop):
            cells = _cells(texts[place])
            if len(cells) == width:
                rows.append(cells)
                lines.append(first_line + place)
            else:
                found.odd.append((first_line + place, texts[place]))
        if "error" in header.names and TIME not in header.names and rows:
            error = rows[0][header.names.index("error")]
            raise FileError(
                Words.QUERY_FAILED(name=self._name, error=error[:300]), hint=Words.REPEAT_QUERY()
            )
        if rows:
            schema = {f"c{column}": pl.String for column in range(width)}
            table = pl.DataFrame(rows, schema=schema, orient="row")
            yield header, table.insert_column(0, pl.Series("line", lines, dtype=LINE))


def _begins_table(text: str) -> bool:
    """True for an annotation and for a header; a line after an empty one may be neither."""
    return text.startswith("#") or text.startswith((",result,table,", ",error,reference"))


def _cells(text: str) -> list[str]:
    if '"' not in text:
        return text.split(",")
    try:
        return next(csv.reader([text]), [])
    except csv.Error:
        return [text]
