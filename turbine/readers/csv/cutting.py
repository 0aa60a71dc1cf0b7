"""Lines cut into cells, each with the header's number of them."""

import csv

import polars as pl

from turbine.model.errors import FileError
from turbine.readers.csv import signs
from turbine.readers.csv.dialect import dialect_of
from turbine.readers.csv.words import Words
from turbine.readers.model import Interpretation
from turbine.readers.reasons import kept, row_wise

MAX_QUOTED_CHARACTERS = 100_000
"""In a line with quotation marks (Python's reader holds a cell of 131,072)."""


def split_rows(rows: pl.DataFrame, form: Interpretation) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows of the right shape as ``line`` and the used columns as texts; and ``line`` and
    ``reason`` of all others."""
    width, text = len(form.headers), pl.col("text")
    rows = rows.with_columns(
        reason=pl.when(text.str.contains("\0", literal=True))
        .then(kept(Words.NUL_BYTE()))
        .when(text.str.contains('"', literal=True) & (text.str.len_chars() > MAX_QUOTED_CHARACTERS))
        .then(kept(Words.LONG_QUOTED(most=MAX_QUOTED_CHARACTERS)))
        .when(~text.str.contains(_grammar(dialect_of(form).delimiter)))
        .then(kept(Words.QUOTE_NOT_CLOSED())),
    )
    sound = rows.filter(pl.col("reason").is_null()).drop("reason")
    quoted = sound["text"].str.contains('"', literal=True)
    parts = [_cut_plain(sound.filter(~quoted), form), _cut_quoted(sound.filter(quoted), form)]
    cells = pl.concat(parts).sort("line")
    wrong = cells.filter(pl.col("width") != width).select(
        "line",
        reason=row_wise(Words.WIDTH, "count", pl.col("width"), header_cells=width),
    )
    reasons = pl.concat(
        [rows.filter(pl.col("reason").is_not_null()).select("line", "reason"), wrong]
    )
    return cells.filter(pl.col("width") == width).drop("width"), reasons


def _grammar(delimiter: str) -> str:
    """A line whose quoted cells are all closed. A mark inside an unquoted cell is a character."""
    sign = f"\\x{ord(delimiter):02x}"
    cell = f'(?:"(?:[^"]|"")*"|[^"{sign}][^{sign}]*|)'
    return f"^{cell}(?:{sign}{cell})*$"


def _used(form: Interpretation) -> list[int]:
    mapped = [column for column, _ in form.mapping]
    used = [*form.time_columns, *form.key_columns.values(), *mapped]
    return list(dict.fromkeys([*used, *signs.units_beside(form).values()]))


def _cut_plain(rows: pl.DataFrame, form: Interpretation) -> pl.DataFrame:
    cells = pl.col("text").str.split(dialect_of(form).delimiter)
    return rows.select(
        "line",
        cells.list.len().cast(pl.UInt32).alias("width"),
        *(cells.list.get(i, null_on_oob=True).fill_null("").alias(f"c{i}") for i in _used(form)),
    )


def _cut_quoted(rows: pl.DataFrame, form: Interpretation) -> pl.DataFrame:
    """By Python's reader: these lines are few, or the whole file is quoted."""
    cut = list(csv.reader(rows["text"].to_list(), delimiter=dialect_of(form).delimiter))
    if len(cut) != len(rows):
        raise FileError(Words.QUOTED_LINES(line=int(rows["line"][0])), hint=Words.EXPORT_UNQUOTED())
    columns = {
        f"c{i}": pl.Series([row[i] if i < len(row) else "" for row in cut], dtype=pl.String)
        for i in _used(form)
    }
    width = pl.Series([len(row) for row in cut], dtype=pl.UInt32)
    return pl.DataFrame({"line": rows["line"], "width": width, **columns})
