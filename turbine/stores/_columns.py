"""Columns that a database answered, as one frame: by time, or by time and further tags."""

from collections.abc import Iterable, Sequence

import polars as pl

from turbine.model.errors import StoreError
from turbine.model.frame import empty, schema_of
from turbine.stores.words import Words


class NotNumbersError(StoreError):
    """A channel holds something other than numbers (states: than texts)."""


def side_by_side(columns: list[pl.DataFrame]) -> pl.DataFrame:
    """Frames of a time and a value each, as one frame by time."""
    return _joined([unambiguous(column) for column in columns], ["time"]) if columns else empty(())


def apart(columns: list[pl.DataFrame], names: Sequence[str]) -> pl.DataFrame:
    """Frames of ``time``, ``tags`` and one of the named values each, as one frame by time and
    tags: points with further tags stay apart."""
    if not columns:
        return untagged(empty(names))
    return _joined(columns, ["time", "tags"]).select("time", "tags", *names)


def untagged(points: pl.DataFrame) -> pl.DataFrame:
    """Points without further tags, with a column that says so."""
    return points.insert_column(1, pl.lit("", pl.String).alias("tags"))


def tags_of(names: Iterable[str]) -> pl.Expr:
    """Columns of further tags as one text: empty if a point has none of them."""
    texts = [(name, pl.col(name).cast(pl.String)) for name in sorted(names)]
    parts = [pl.when(text != "").then(pl.lit(f"{name}=") + text) for name, text in texts]
    tags = pl.concat_str(parts, separator=",", ignore_nulls=True) if parts else pl.lit("")
    return tags.cast(pl.String).alias("tags")


def _joined(columns: list[pl.DataFrame], key: list[str]) -> pl.DataFrame:
    whole, *others = columns
    for column in others:
        if whole.select(key).equals(column.select(key)):
            whole = whole.hstack(column.drop(key))
        else:
            whole = whole.join(column, on=key, how="full", coalesce=True)
    return whole.sort(key)


def typed(rows: pl.DataFrame, channels: Sequence[str]) -> pl.DataFrame:
    """The rows with these columns as numbers and states. Raises NotNumbersError for others."""
    kinds = schema_of(channels)
    others = [n for n in channels if kinds[n] == pl.String and not _may_be_text(rows.schema[n])]
    try:
        if not others:
            return rows.with_columns(pl.col(name).cast(kind) for name, kind in kinds.items())
    except pl.exceptions.PolarsError as error:
        raise not_numbers(channels) from error
    raise not_numbers(others)


def _may_be_text(kind: pl.DataType) -> bool:
    return kind in (pl.String, pl.Categorical, pl.Null)


def not_numbers(channels: Sequence[str]) -> NotNumbersError:
    """If a channel's field holds values of another type."""
    return NotNumbersError(Words.NOT_NUMBERS(fields=tuple(channels)), hint=Words.OTHER_PROGRAM())


def not_understood(error: Exception) -> NotNumbersError:
    """If the answer's values are not of the types that they should have."""
    return NotNumbersError(Words.NOT_UNDERSTOOD(reason=str(error)))


def unambiguous(rows: pl.DataFrame) -> pl.DataFrame:
    """Raise StoreError if a time comes twice: what we take for one series is not one."""
    if rows["time"].n_unique() < rows.height:
        raise StoreError(Words.SEVERAL_POINTS(), hint=Words.FURTHER_TAGS())
    return rows
