"""Cells as numbers, and the reason of each that is none."""

import polars as pl

from turbine.readers.csv import decimals, signs
from turbine.readers.csv.dialect import Sign
from turbine.readers.csv.words import Words
from turbine.readers.reasons import kept

MISSING = ("", "nan", "+nan", "-nan", "null", "na", "n/a", "#n/a", "none", "-")
"""Cells that say that there is no value, without case."""
_INFINITE = r"^(?i)[+-]?inf(?:inity)?$"


def numbers(
    cells: pl.DataFrame, decimal: Sign, unit: str | None, *, as_first: bool = False
) -> tuple[pl.Series, pl.DataFrame]:
    """A column's texts (``line``, ``text``) as numbers, and the cells that are none: ``line``,
    ``text`` and ``reason``. ``unit``: what may stand behind them;
    ``as_first``: as :func:`decimals.plain` says."""
    text = pl.col("text").str.strip_chars()
    as_first = as_first or not decimals.may_be_cut(cells["text"])
    number, has_other_unit = decimals.plain(text, decimal, as_first=as_first), pl.lit(value=False)
    if unit is not None:
        behind = cells["text"].str.strip_chars().str.extract(signs.WITH_UNIT, 2)
        is_own = signs.is_unit(behind, unit)
        bare = pl.when(is_own).then(signs.bare(text)).otherwise(text)
        number = decimals.plain(bare, decimal, as_first=as_first)
        has_other_unit = pl.lit(behind.is_not_null() & ~is_own)
    cells = cells.with_columns(
        value=number.cast(pl.Float64, strict=False),
        is_number=number.is_not_null(),
        is_missing=text.str.to_lowercase().is_in(list(MISSING)),
        is_infinite=text.str.contains(_INFINITE),
        has_other_unit=has_other_unit,
    ).with_columns(value=pl.when(pl.col("value").is_finite()).then(pl.col("value")))
    flaws = cells.filter(pl.col("value").is_null() & ~pl.col("is_missing"))
    no_number = Words.NOT_A_NUMBER_WITH_COMMA() if decimal == "," else Words.NOT_A_NUMBER()
    reason = (
        pl.when(pl.col("is_infinite"))
        .then(kept(Words.INFINITE()))
        .when(pl.col("is_number"))
        .then(kept(Words.TOO_LARGE()))
        .when(pl.col("has_other_unit"))
        .then(kept(Words.OTHER_UNIT(unit=unit or "")))
        .otherwise(kept(no_number))
    )
    return cells["value"], flaws.select("line", "text", reason=reason)
