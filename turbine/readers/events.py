"""Logs of events: what happened when, in words. They are no measurements, and are not read."""

from collections.abc import Mapping, Sequence

import polars as pl

from turbine.model.channels import channel
from turbine.model.errors import FileError
from turbine.readers.kinds import kind_of
from turbine.readers.model import Interpretation
from turbine.readers.words import Words

_ROWS = 5
_MINUTE_NS = 60 * 10**9


def refuse_log(
    name: str, form: Interpretation, stamps: pl.Series, cells: Mapping[int, Sequence[str]]
) -> None:
    """Raise FileError if the first rows are events: they hold texts and no known measurement,
    several are on one minute, and no step between them is usual. ``stamps`` are their times in
    UTC, ``cells`` their texts by column."""
    ns = stamps.dt.epoch("ns").drop_nulls().sort()
    if len(ns) < _ROWS or any(_is_measurement(field) for field in form.channels):
        return
    texts = [column for column in form.unused if kind_of(cells.get(column, ())) == "text"]
    steps = ns.diff().drop_nulls()
    usual = int(steps.value_counts()["count"].max())  # type: ignore[arg-type]  # there are some
    if texts and (ns // _MINUTE_NS).is_duplicated().any() and usual * 2 < len(steps):
        named = tuple(repr(form.headers[column]) for column in texts)
        raise FileError(Words.EVENT_LOG(name=name, columns=named), hint=Words.NEEDS_MEASUREMENTS())


def _is_measurement(field: str) -> bool:
    known = channel(field)
    return bool(known.unit and (known.is_known or known.signal))
