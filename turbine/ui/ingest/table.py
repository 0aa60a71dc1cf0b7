"""A table under titles in the session's language."""

from collections.abc import Mapping
from typing import Any, Literal

import polars as pl
import streamlit as st


def table(
    frame: pl.DataFrame,
    titles: Mapping[str, Any],
    *,
    key: str,
    alt: str,
    height: int | Literal["auto"] = "auto",
) -> None:
    """The frame, each column with its title or its column configuration.

    The columns are numbered before, because two titles may be the same word in some language.
    """
    numbers = {name: str(number) for number, name in enumerate(frame.columns)}
    st.dataframe(
        frame.rename(numbers),
        hide_index=True,
        column_config={numbers[name]: title for name, title in titles.items()},
        height=height,
        key=key,
        alt=alt,
    )
