"""Cells as numbers, and the reason of each that is none."""

from decimal import Decimal

import polars as pl

from turbine.readers.csv import decimals, signs
from turbine.readers.csv.dialect import Sign
from turbine.readers.csv.words import Words
from turbine.readers.reasons import kept

MISSING = ("", "nan", "+nan", "-nan", "null", "na", "n/a", "#n/a", "none", "-")
"""Cells that say that there is no value, without case."""
COUNTED = 2.0**53
"""Below this each whole number is a double."""
_INFINITE = r"^(?i)[+-]?inf(?:inity)?$"


def numbers(
    cells: pl.DataFrame,
    decimal: Sign,
    unit: str | None,
    is_other: pl.Series | None = None,
    *,
    rules: int,
) -> tuple[pl.Series, pl.DataFrame]:
    """A column's texts (``line``, ``text``) as numbers, and the cells that are none: ``line``,
    ``text`` and ``reason``. ``unit``: what may stand behind them; ``is_other``: where another
    unit stands beside them; ``rules``: the
    :data:`turbine.readers.model.CLOCK_RULES` by which they are read."""
    text = pl.col("text").str.strip_chars()
    as_first = rules < 2 or not decimals.may_be_cut(cells["text"])
    number, has_other_unit = decimals.plain(text, decimal, as_first=as_first), pl.lit(value=False)
    if unit is not None:
        behind = cells["text"].str.strip_chars().str.extract(signs.WITH_UNIT, 2)
        is_own = signs.is_unit(behind, unit)
        bare = pl.when(is_own).then(signs.bare(text)).otherwise(text)
        number = decimals.plain(bare, decimal, as_first=as_first)
        has_other_unit = pl.lit(behind.is_not_null() & ~is_own)
    is_beside = pl.lit(value=False) if is_other is None else pl.lit(is_other)
    cells = cells.with_columns(
        plain=number,
        value=number.cast(pl.Float64, strict=False),
        is_missing=text.str.to_lowercase().is_in(list(MISSING)),
        is_infinite=text.str.contains(_INFINITE),
        has_other_unit=has_other_unit,
        is_beside=is_beside,
    ).with_columns(value=pl.when(pl.col("value").is_finite()).then(pl.col("value")))
    cells = cells.with_columns(is_rounded=_are_rounded(cells) if rules > 3 else False)
    cells = cells.with_columns(
        value=pl.when(~pl.col("is_rounded") & ~pl.col("is_beside")).then(pl.col("value"))
    )
    flaws = cells.filter(pl.col("value").is_null() & ~pl.col("is_missing"))
    no_number = Words.NOT_A_NUMBER_WITH_COMMA() if decimal == "," else Words.NOT_A_NUMBER()
    reason = (
        pl.when(pl.col("is_infinite"))
        .then(kept(Words.INFINITE()))
        .when(pl.col("is_beside"))
        .then(kept(Words.OTHER_UNIT_BESIDE()))
        .when(pl.col("is_rounded"))
        .then(kept(Words.TOO_MANY_DIGITS()))
        .when(pl.col("plain").is_not_null())
        .then(kept(Words.TOO_LARGE()))
        .when(pl.col("has_other_unit"))
        .then(kept(Words.OTHER_UNIT(unit=unit or "")))
        .otherwise(kept(no_number))
    )
    return cells["value"], flaws.select("line", "text", reason=reason)


def _are_rounded(cells: pl.DataFrame) -> pl.Series:
    """Which numbers are other ones than their doubles (``plain``, ``value``): of those that are too
    large for a double to count, and written in full."""
    is_large = (cells["value"].abs() >= COUNTED).fill_null(False) & ~cells["plain"].str.contains(
        "[eE]"
    ).fill_null(False)
    if not is_large.any():
        return is_large
    pairs = cells.filter(is_large).select("plain", "value").iter_rows()
    is_other = [
        Decimal(text) not in (Decimal(value), Decimal(repr(value))) for text, value in pairs
    ]
    return is_large.scatter(is_large.arg_true(), is_other)
