"""Numbers as a person reads them: cards, and tables with titled columns."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl
import streamlit as st

from turbine.ui.analyse.words import Words
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


def cards(view: str, numbers: Iterable[Card]) -> None:
    """A row of them."""
    with st.container(key=f"{view}_numbers"), st.grid(min_column_width=220):
        for card in numbers:
            st.metric(card.label, _text(card), border=True, help=card.help)


def _text(card: Card) -> str:
    value, decimals = card.value, card.decimals
    if value is None or math.isnan(value):
        return Words.NO_VALUE()
    if decimals is None:
        decimals = 0 if abs(value) >= 1_000 else 1
    return f"{value:,.{decimals}f}"


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
