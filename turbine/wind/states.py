"""Availability from a signal of states, by what a person says that each state means.

Time-based, as IEC 61400-26-1 has it in its simplest form: available hours over available and
unavailable ones. Which state is which, and which counts in neither, is nobody's to guess.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

MEANINGS = ("available", "unavailable", "uncounted")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class States:
    """The states of some rows."""

    frame: pl.DataFrame
    """One row per state, the longest first: ``state``, ``rows``, ``hours`` and ``meaning`` (of
    MEANINGS; null if nobody has said)."""
    available_hours: float
    unavailable_hours: float
    uncounted_hours: float
    unsaid_hours: float
    """Of states without a meaning: in no figure."""
    undated_rows: int
    """They tell no duration, and are in no figure."""
    time_based: float
    """Available hours / (available + unavailable hours); NaN without any."""


def states(rows: pl.DataFrame, meanings: Mapping[str, str]) -> States:
    """``rows``: ``state`` (text or number) and ``hours`` (null: unknown), of rows that have a
    state. ``meanings``: by state, one of MEANINGS; codes are written as :func:`text_of` does."""
    named = rows.select(text_of(rows["state"]).alias("state"), "hours")
    frame = (
        named.group_by("state")
        .agg(pl.len().cast(pl.Int64).alias("rows"), pl.col("hours").sum())
        .with_columns(
            pl.col("state")
            .replace_strict(dict(meanings), default=None, return_dtype=pl.String)
            .alias("meaning")
        )
        .sort("hours", "state", descending=[True, False])
    )
    total = {
        meaning: float(frame.filter(pl.col("meaning") == meaning)["hours"].sum())
        for meaning in MEANINGS
    }
    counted = total["available"] + total["unavailable"]
    return States(
        frame=frame,
        available_hours=total["available"],
        unavailable_hours=total["unavailable"],
        uncounted_hours=total["uncounted"],
        unsaid_hours=float(frame.filter(pl.col("meaning").is_null())["hours"].sum()),
        undated_rows=int(named["hours"].null_count()),
        time_based=total["available"] / counted if counted > 0 else float("nan"),
    )


def states_of_both(a: States, b: States) -> pl.DataFrame:
    """The states of two periods, by their hours in both, the longest first: ``state``, ``a_rows``,
    ``b_rows``, ``a_hours``, ``b_hours`` (0 where a period does not have the state) and
    ``meaning``."""
    sides = (
        its.frame.select("state", "meaning", pl.col("rows", "hours").name.prefix(side))
        for side, its in (("a_", a), ("b_", b))
    )
    numbers = pl.col("a_rows", "b_rows", "a_hours", "b_hours")
    both = (
        pl.concat(sides, how="diagonal_relaxed")
        .group_by("state")
        .agg(numbers.sum(), pl.col("meaning").first())
    )
    return both.sort(
        pl.col("a_hours") + pl.col("b_hours"), "state", descending=[True, False]
    ).select("state", numbers, "meaning")


def text_of(values: pl.Series) -> pl.Series:
    """States as texts: a code 3.0 is ``3``."""
    if values.dtype == pl.String:
        return values
    numbers = values.to_numpy()
    return pl.Series(values.name, [np.format_float_positional(v, trim="-") for v in numbers])


def meanings_of(text: str) -> dict[str, str]:
    """State → meaning of what :func:`written` wrote; empty for anything else."""
    try:
        kept = json.loads(text) if text else {}
        pairs = {str(s): m for m in MEANINGS for s in kept.get(m, ())}
    except (ValueError, AttributeError, TypeError, RecursionError):
        return {}
    return pairs


def written(meanings: Mapping[str, str]) -> str:
    """What is said of states as one text: JSON, each meaning with its states."""
    found = {m: sorted(s for s, its in meanings.items() if its == m) for m in MEANINGS}
    kept = {meaning: its for meaning, its in found.items() if its}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":")) if kept else ""
