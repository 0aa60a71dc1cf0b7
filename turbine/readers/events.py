"""Logs of events: what happened when, in words. They are no measurements, and are not read."""

import re
from collections.abc import Mapping, Sequence

import polars as pl

from turbine.model.channels import channel
from turbine.model.matching import named
from turbine.readers.kinds import kind_of
from turbine.readers.model import Interpretation
from turbine.readers.turbines import names_series

_STEPS = 2


def texts_of_log(
    form: Interpretation, stamps: pl.Series, cells: Mapping[int, Sequence[str]]
) -> tuple[str, ...]:
    """The columns of texts, if the first rows are events: they hold texts, of numbers at most
    codes, and no step between them is usual. ``stamps`` are their times in UTC, ``cells`` their
    texts by column."""
    steps = stamps.dt.epoch("ns").drop_nulls().sort().diff().drop_nulls()
    texts = [column for column in form.unused if kind_of(cells.get(column, ())) == "text"]
    if len(steps) < _STEPS or not texts:
        return ()
    if any(_is_measurement(field, cells.get(column, ())) for column, field in form.mapping):
        return ()
    usual = int(steps.value_counts()["count"].max())  # type: ignore[arg-type]  # there are some
    return tuple(form.headers[column] for column in texts) if usual * 2 <= len(steps) else ()


def names_signals(
    form: Interpretation, stamps: pl.Series, cells: Mapping[int, Sequence[str]]
) -> str:
    """The header of a column that names the signal of each row, if times repeat: a row holds one
    value of one signal then. Empty: there is none."""
    if not stamps.drop_nulls().is_duplicated().any():
        return ""
    for column in form.unused:
        texts = {cell.strip() for cell in cells.get(column, ())} - {""}
        known = sum(map(_is_signal, texts))
        if len(texts) > 1 and known * 2 >= len(texts) and not names_series(form.headers[column]):
            return form.headers[column]
    return ""


def _is_signal(text: str) -> bool:
    """``ActivePower``, ``WTG01.ActivePower``, ``WTG01_ActivePower``."""
    last = re.split(r"[.:|/\\]", text)[-1]
    return any(named(each) is not None for each in (text, last, last.partition("_")[2]))


def _is_measurement(field: str, cells: Sequence[str]) -> bool:
    """Whether a column is more than a code: it has a unit, or numbers that are not whole."""
    return bool(channel(field).unit) or kind_of(cells) == "number"
