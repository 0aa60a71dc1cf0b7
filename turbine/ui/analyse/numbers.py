"""Numbers as a person reads them: cards, and tables with titled columns."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl
import streamlit as st

from turbine.ui.common.numbers import against, written
from turbine.words import Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One number, large."""

    label: str
    value: float | None
    """None and NaN: there is none."""
    help: str
    decimals: int | None = None
    """None: none of thousands, one of less."""
    signed: bool = False
    before: float | None = None
    """What it is in period A, where two are compared."""
    difference: float | None = None
    """From A to B, where it is not ``value`` − ``before``: of angles."""


def percent(share: float | None) -> float | None:
    """A share (0 to 1) as a card has it."""
    return None if share is None else 100 * share


def cards(view: str, numbers: Iterable[Card]) -> None:
    """A row of them."""
    with st.container(key=f"{view}_numbers"), st.grid(min_column_width=220):
        for card in numbers:
            st.metric(
                card.label,
                written(card.value, card.decimals, signed=card.signed),
                against(card.value, card.before, card.decimals, difference=card.difference),
                delta_color="off",  # more is not always better
                delta_arrow="off",
                border=True,
                help=card.help,
            )


def joined(
    frames: Mapping[str, pl.DataFrame],
    title: Label,
    columns: Mapping[str, Label],
    *,
    percents: Iterable[str] = (),
) -> pl.DataFrame:
    """Frames by name as one table, as :func:`titled`; of several, the first column, under its
    ``title``, has the name."""
    named = [
        titled(
            frame.with_columns(_name=pl.lit(name)), {"_name": title, **columns}, percents=percents
        )
        for name, frame in frames.items()
    ]
    whole = pl.concat(named, how="diagonal_relaxed")
    return whole if len(frames) > 1 else whole.drop(title())


def titled(
    frame: pl.DataFrame, columns: Mapping[str, Label], *, percents: Iterable[str] = ()
) -> pl.DataFrame:
    """These columns of the frame, with titles for people; shares among them as per cent."""
    of = {*percents}
    return frame.select(
        (pl.col(name) * 100 if name in of else pl.col(name)).alias(title())
        for name, title in columns.items()
        if name in frame.columns
    )
