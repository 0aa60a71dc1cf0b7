"""What a CSV's columns hold, from its first rows, and further on for those that start empty."""

from collections.abc import Mapping, Sequence
from itertools import islice

import polars as pl

from turbine.model.headings import heading
from turbine.readers import fields
from turbine.readers.csv import decimals
from turbine.readers.csv.dialect import CsvDialect, Sign
from turbine.readers.csv.layout import SAMPLE_ROWS, Layout
from turbine.readers.csv.lines import Block, after
from turbine.readers.csv.signs import bare
from turbine.readers.kinds import kind_of
from turbine.readers.missing import CODES
from turbine.readers.model import Source
from turbine.readers.units import may_be_other

READ_ON_MIB = 64
"""How far, to see a first value."""
_UNSEEN = ("0.5",)
"""Of a column that may have values further on: it is stored, so that none is lost."""


def decide(
    source: Source,
    layout: Layout,
    dialect: CsvDialect,
    time_columns: Sequence[int],
    meant: Mapping[str, str],
) -> fields.Fields:
    """The field of each column."""
    cells = first_cells(layout)
    empty = [
        column
        for column, texts in cells.items()
        if column not in time_columns and kind_of(texts) == "empty"
    ]
    return fields.decide(
        layout.headers, time_columns, cells | _later(source, layout, dialect, empty), meant
    )


def _later(
    source: Source, layout: Layout, dialect: CsvDialect, columns: Sequence[int]
) -> dict[int, Sequence[str]]:
    """The first cells of each column that hold anything."""
    found: dict[int, Sequence[str]] = {}
    if not columns:
        return found
    blocks = after(source, dialect, block_bytes=1 << 20)
    for block in islice(blocks, READ_ON_MIB):
        pending = [column for column in columns if column not in found]
        if not pending:
            return found
        table = _texts(block, dialect, len(layout.headers), pending)
        if table is None:
            break
        for column in pending:
            filled = table[f"c{column}"].drop_nulls().head(SAMPLE_ROWS * 10).to_list()
            if kind_of(filled) != "empty":
                found[column] = filled[:SAMPLE_ROWS]
    else:
        if next(blocks, None) is None:
            return found
    return dict.fromkeys(columns, _UNSEEN) | found


def largest(
    source: Source, layout: Layout, dialect: CsvDialect, mapping: Sequence[tuple[int, str]]
) -> Mapping[int, float]:
    """The largest magnitude (codes for no value are none) among the first rows, of each column
    whose header names no unit and whose values tell it. A turbine that stood still then tells
    none: rows are read on."""
    sizes: dict[int, float] = {}
    still = []
    for column, name in mapping:
        if heading(layout.headers[column]).unit or not may_be_other(name):
            continue
        texts = pl.Series(_column(layout, column), dtype=pl.String)
        size = _size(texts, dialect.sign_of(column))
        if size is not None:
            sizes[column] = size
        if not size:
            still.append(column)
    blocks = after(source, dialect, block_bytes=1 << 20)
    for block in islice(blocks, READ_ON_MIB) if still else ():
        table = _texts(block, dialect, len(layout.headers), still)
        if table is None:
            break
        for column in tuple(still):
            if size := _size(table[f"c{column}"], dialect.sign_of(column)):
                sizes[column] = size
                still.remove(column)
        if not still:
            break
    return sizes


def _size(texts: pl.Series, sign: Sign) -> float | None:
    plain = decimals.plain(bare(pl.col("text").str.strip_chars()), sign)
    numbers = texts.to_frame("text").select(plain.cast(pl.Float64, strict=False))
    numbers = numbers.filter(~pl.col("text").is_in(CODES)).select(pl.col("text").abs())
    size: float | None = numbers.max().item()
    return size


def first_cells(layout: Layout) -> dict[int, list[str]]:
    """The first rows, by column."""
    return {column: _column(layout, column) for column in range(len(layout.headers))}


def _column(layout: Layout, column: int) -> list[str]:
    return [row[column].strip() for row in layout.rows if column < len(row)]


def _texts(
    block: Block, dialect: CsvDialect, width: int, columns: Sequence[int]
) -> pl.DataFrame | None:
    """These columns of a block as texts, fast and roughly; None if it cannot be read so."""
    try:
        return pl.read_csv(
            block.data,
            has_header=False,
            schema={f"c{column}": pl.String for column in range(width)},
            columns=list(columns),
            separator=dialect.delimiter,
            truncate_ragged_lines=True,
            ignore_errors=True,
        )
    except pl.exceptions.PolarsError:
        return None
