"""The tables of two periods as one: what stands at the same place in one row."""

from collections.abc import Mapping, Sequence

import polars as pl

from turbine.explore.aggregate import Aggregation
from turbine.explore.export import ascii_label
from turbine.explore.functions import Function, holds_words
from turbine.model.channels import channel
from turbine.timing.periods import Pair, aligned
from turbine.ui.explore.words import Words


def windows_of_both(
    result: Aggregation, before: Aggregation, pair: Pair, tables: tuple[pl.DataFrame, pl.DataFrame]
) -> pl.DataFrame:
    """``tables``: of A and B, a row per window."""
    a, b = (each.windows.labels for each in (before, result))
    places = aligned(pair, a, b, result.request.window)
    sides = [
        places.select(pl.col(side).cast(pl.UInt32)).join(
            table.with_row_index(side), on=side, how="left", maintain_order="left"
        ).drop(side)
        for side, table in zip("ab", tables, strict=True)
    ]  # fmt: skip
    return _side_by_side(sides, differing(result))


def hours_of_both(
    result: Aggregation, tables: tuple[pl.DataFrame, pl.DataFrame], hour: str
) -> pl.DataFrame:
    """``tables``: of A and B, a row per ``hour``."""
    whole = _side_by_side([table.drop(hour) for table in tables], differing(result))
    return tables[1].select(hour).hstack(whole)


def differing(result: Aggregation) -> list[str]:
    """Titles of the columns of which B − A is a number of the same kind."""
    return [
        ascii_label(str(text))
        for name, text in result.labels.items()
        if is_plain(name, result.functions)
    ]


def is_plain(name: str, functions: Mapping[str, Function]) -> bool:
    """Whether it is no angle, of which a difference goes round, and no word."""
    is_angle = channel(name).angular and functions[name] != "count"
    return not is_angle and not holds_words(name, functions[name])


def _side_by_side(sides: Sequence[pl.DataFrame], plain: Sequence[str]) -> pl.DataFrame:
    a, b = sides
    columns = []
    for name in b.columns:
        if name in a.columns:
            columns.append(a[name].alias(Words.IN_A(name=name)))
        columns.append(b[name].alias(Words.IN_B(name=name)))
        if name in plain and name in a.columns:
            columns.append((b[name] - a[name]).alias(Words.B_MINUS_A(name=name)))
    return pl.DataFrame(columns)
