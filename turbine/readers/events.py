"""Tables that are no measurements of signals in columns, and are not read: logs of events (what
happened when, in words), signals in rows, and the hours of a day in columns."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

import polars as pl

from turbine.model.channels import channel
from turbine.model.errors import FileError, NoDataError
from turbine.model.matching import named
from turbine.readers.kinds import kind_of
from turbine.readers.model import Detection, Interpretation, Source
from turbine.readers.times.patterns import is_of_days
from turbine.readers.turbines import names_series
from turbine.readers.words import Words

_STEPS = 2
_HOUR = re.compile(
    r"(?:h|he|hr|hour|stunde|hora|saat)?[ _]?"
    r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>[0-5]\d))?(?:[:.]00)?",
    re.IGNORECASE,
)
_HOURS = 12
"""Fewer columns with numbers for names are something else."""


def refuse_others(source: Source, detection: Detection) -> None:
    """Raise FileError for tables that are no measurements of signals in columns."""
    if detection.signals:
        raise FileError(
            Words.SIGNALS_IN_ROWS(name=source.name, column=detection.signals),
            hint=Words.EXPORT_WIDE(),
        )
    if hours := _hours_across(detection.interpretation):
        raise FileError(
            Words.HOURS_ACROSS(name=source.name, first=hours[0], last=hours[-1]),
            hint=Words.EXPORT_LONG(),
        )
    if detection.events:
        columns = tuple(map(repr, detection.events))
        log = Words.EVENT_LOG(name=source.name, columns=columns)
        raise NoDataError(log, hint=Words.NEEDS_MEASUREMENTS())


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


def _hours_across(form: Interpretation) -> tuple[str, ...]:
    """The headers of columns that are times of one day (``00:00``…, ``H1``…, ``1``…), if the rows
    are of whole days; empty: there are none."""
    found = [(header, _HOUR.fullmatch(header.strip())) for header in form.headers]
    times = [
        (header, 60 * int(hour["hour"]) + int(hour["minute"] or 0))
        for header, hour in found
        if hour
    ]
    steps = {later - sooner for (_, sooner), (_, later) in pairwise(times)}
    is_a_day = len(times) >= _HOURS and len(steps) == 1 and min(steps) > 0
    return tuple(header for header, _ in times) if is_a_day and is_of_days(form.time_format) else ()


def _is_signal(text: str) -> bool:
    """``ActivePower``, ``WTG01.ActivePower``, ``WTG01_ActivePower``."""
    last = re.split(r"[.:|/\\]", text)[-1]
    return any(named(each) is not None for each in (text, last, last.partition("_")[2]))


def _is_measurement(field: str, cells: Sequence[str]) -> bool:
    """Whether a column is more than a code: it has a unit, or numbers that are not whole."""
    return bool(channel(field).unit) or kind_of(cells) == "number"
