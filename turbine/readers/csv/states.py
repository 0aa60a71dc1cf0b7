"""Cells as states in words, and the reason of each that is none.

A state is what stands in the cell, without the blanks around it.
"""

import polars as pl

from turbine.readers.csv.numbers import MISSING
from turbine.readers.csv.words import Words
from turbine.readers.kinds import MOST_CHARACTERS
from turbine.readers.reasons import kept

_CONTROL = r"\p{Cc}"


def word(text: pl.Expr) -> pl.Expr:
    """The state; null for a cell that says that there is none."""
    bare = text.str.strip_chars()
    return pl.when(~bare.str.to_lowercase().is_in(list(MISSING))).then(bare)


def is_odd(text: pl.Expr) -> pl.Expr:
    """Whether it is too long, or holds what a database may not keep."""
    bare = text.str.strip_chars()
    return (bare.str.len_chars() > MOST_CHARACTERS) | bare.str.contains(_CONTROL)


def words(cells: pl.DataFrame) -> tuple[pl.Series, pl.DataFrame]:
    """A column's texts (``line``, ``text``) as states, and the cells that are none: ``line``,
    ``text`` and ``reason``."""
    text = pl.col("text")
    cells = cells.with_columns(value=word(text), is_odd=is_odd(text))
    reason = (
        pl.when(text.str.strip_chars().str.len_chars() > MOST_CHARACTERS)
        .then(kept(Words.LONG_STATE(most=MOST_CHARACTERS)))
        .otherwise(kept(Words.CONTROL_CHARACTER()))
    )
    flaws = cells.filter("is_odd").select("line", "text", reason=reason)
    return cells.select(pl.when(~pl.col("is_odd")).then("value")).to_series(), flaws
