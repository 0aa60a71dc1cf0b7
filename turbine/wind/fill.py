"""What fills an empty window, if anything: shared, so that every database fills in the same way."""

from typing import Literal, get_args

import polars as pl

from turbine.wind import circular

Fill = Literal["gap", "previous", "linear", "zero"]
FILLS: tuple[Fill, ...] = get_args(Fill)


def filled(frame: pl.DataFrame, fill: Fill) -> pl.DataFrame:
    """The frame with the ``value`` of empty windows filled, and ``filled`` true for these.

    ``frame`` has ``channel``, ``time``, ``value`` and ``count``, dense and sorted by channel and
    time. Only windows without a row are filled: a window that has rows and still no value (the
    deviation of one row, a direction that cancels out) stays empty. ``previous`` and ``linear``
    need a value before, and ``linear`` one after too. ``linear`` runs from window start to window
    start; an angle takes the shorter way. An angle is never filled with zero, which is north.
    """
    kinds = circular.kinds(frame["channel"].unique(), pl.col("channel"))
    is_angle = kinds[0]
    if fill == "gap":
        return frame.with_columns(filled=False)
    value = pl.col("value")
    substitute = {
        "previous": value.forward_fill().over("channel"),
        "linear": _linear(*kinds),
        "zero": pl.when(~is_angle).then(0.0),
    }[fill]
    empty = value.is_null() & (pl.col("count") == 0)
    filled_value = pl.when(empty).then(substitute).otherwise(value).alias("value")
    return frame.with_columns(filled_value, _before=value.is_null()).select(
        pl.exclude("_before"), (pl.col("_before") & value.is_not_null()).alias("filled")
    )


def _linear(is_angle: pl.Expr, signed: pl.Expr, either: pl.Expr) -> pl.Expr:
    value, time = pl.col("value"), pl.col("time").cast(pl.Int64)
    known = pl.when(value.is_not_null()).then(time)
    start, end = value.forward_fill().over("channel"), value.backward_fill().over("channel")
    since, until = known.forward_fill().over("channel"), known.backward_fill().over("channel")
    share = (time - since) / (until - since)
    turned = circular.wrap_deg(start + circular.turn_deg(start, end) * share)
    turned = circular.as_signed(turned, signed | (either & (pl.min_horizontal(start, end) < 0.0)))
    return pl.when(is_angle).then(turned).otherwise(start + (end - start) * share)
