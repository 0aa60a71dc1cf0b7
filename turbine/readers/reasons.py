"""Reasons of many rows at once, as they are kept."""

from collections.abc import Callable

import polars as pl

from turbine.readers.words import Words
from turbine.words import Said, Value, keep

_MARK = 7_777_777_777_777_777


def kept(reason: Said) -> pl.Expr:
    """One for all rows."""
    return pl.lit(keep(reason))


def row_wise(
    sentence: Callable[..., Said], place: str, column: pl.Expr, **values: Value
) -> pl.Expr:
    """The sentence kept with each row's number of ``column`` in its ``place``."""
    before, after = keep(sentence(**{place: _MARK}, **values)).split(str(_MARK))
    return pl.concat_str(pl.lit(before), column.cast(pl.String), pl.lit(after))


def conflicts(column: pl.Expr) -> pl.Expr:
    """Why rows are rejected that an earlier one, in the line of ``column``, contradicts."""
    return row_wise(Words.CONFLICT, "line", column)


def is_conflict(reasons: pl.Series) -> pl.Series:
    """Which of the kept reasons are those of :func:`conflicts`."""
    return reasons.str.starts_with(keep(Words.CONFLICT(line=_MARK)).split(str(_MARK))[0])
