"""Stamps, as formats use them: their patterns, the order of day and month, and the way to UTC."""

from typing import cast

import polars as pl

from turbine.model.errors import ConfigError, FileError
from turbine.model.frame import TIME
from turbine.readers.model import Interpretation
from turbine.readers.times.orders import Order, decide_order, given, order_name
from turbine.readers.times.patterns import (
    Formats,
    common_formats,
    has_offset,
    kind,
    readable,
)
from turbine.readers.times.reading import Given, local
from turbine.readers.words import Words
from turbine.timing.wall_clock import fixed_offset
from turbine.timing.windows import load_zone
from turbine.words import keep

__all__ = [
    "Formats",
    "Order",
    "check_zone",
    "common_formats",
    "decide_order",
    "given",
    "has_offset",
    "kind",
    "order_name",
    "parse",
    "readable",
    "reasons",
]

_LETTERED = r"^(?P<before>.*?\d)\s?(?P<letter>[ABab])(?P<after>(?:[:.\s].*)?)$"


def check_zone(zone: str) -> None:
    """Raise FileError for a zone that is unknown here or to polars."""
    try:
        load_zone(zone)
        pl.Series([0]).cast(pl.Datetime("us")).dt.replace_time_zone(zone)
    except (ConfigError, pl.exceptions.ComputeError) as error:
        raise FileError(Words.NO_SUCH_ZONE(zone=zone), hint=Words.USE_IANA_ZONE()) from error


def parse(texts: pl.Series, form: Interpretation) -> pl.Series:
    """The stamps in UTC (frame.TIME); null if a text is no stamp. Of an hour that the zone's clock
    repeats the first: :mod:`turbine.readers.times.folds` places its rows by their order (in what
    the first version read, null)."""
    stamps = _local(texts, form)
    if has_offset(form.time_format):
        return stamps.cast(pl.Datetime("ns", "UTC"))
    first, last = stamps.dt.epoch("ns").min(), stamps.dt.epoch("ns").max()
    offset = None if first is None else fixed_offset(cast(int, first), cast(int, last), form.zone)
    if offset is not None:
        # Not with a timedelta: that would cut the stamps to microseconds.
        moments = (stamps.cast(pl.Int64) - offset).cast(TIME)
    else:
        moments = stamps.dt.replace_time_zone(
            form.zone, ambiguous="earliest" if form.clock_rules else "null", non_existent="null"
        ).dt.convert_time_zone("UTC")
    is_whole = form.clock_rules < 3 or not stamps.has_nulls() or "%p" in form.time_format
    return moments if is_whole else _with_passes(moments, texts, form)


def _with_passes(moments: pl.Series, texts: pl.Series, form: Interpretation) -> pl.Series:
    """The same with stamps of a repeated hour that say which of its passes they are in: ``2A:00``,
    ``02:00B``. Its end, where there is a B too, is that of the pass before it: ``03:00A``."""
    missed = moments.is_null()
    groups = texts.filter(missed).str.extract_groups(_LETTERED).struct.unnest()
    is_second = (groups["letter"].str.to_uppercase() == "B").fill_null(False)
    wall = _local(groups["before"] + groups["after"], form).cast(pl.Int64)
    found = pl.Series([None], dtype=pl.Int64).new_from_index(0, len(wall))
    for back in (0, 1) if is_second.any() else (0,):
        first, second = (
            (wall - back)
            .cast(pl.Datetime("ns"))
            .dt.replace_time_zone(form.zone, ambiguous=which, non_existent="null")
            .dt.epoch("ns")
            + back
            for which in ("earliest", "latest")
        )
        repeats = (first != second).fill_null(False)
        found = found.fill_null(second.zip_with(is_second, first).set(~repeats, None))
    return moments.scatter(missed.arg_true(), found.cast(TIME))


def _local(texts: pl.Series, form: Interpretation) -> pl.Series:
    known = Given(form.year, form.first_day, strict=not form.clock_rules)
    return local(texts, form.time_format, known)


def reasons(texts: pl.Series, form: Interpretation) -> pl.Series:
    """Why :func:`parse` gave null for each of these texts, as it is kept."""
    stamps = _local(texts, form)
    earliest = stamps if has_offset(form.time_format) else _earliest(stamps, form.zone)
    frame = pl.DataFrame({"text": texts, "local": stamps, "earliest": earliest})
    shown = Words.TIME_UNREADABLE(form=readable(form.time_format))
    return frame.select(
        pl.when(pl.col("text").str.strip_chars() == "")
        .then(pl.lit(keep(Words.TIME_EMPTY())))
        .when(pl.col("local").is_null())
        .then(pl.lit(keep(shown)))
        .when(pl.col("earliest").is_null())
        .then(pl.lit(keep(Words.TIME_SKIPPED(zone=form.zone))))
        .otherwise(pl.lit(keep(Words.TIME_REPEATED(zone=form.zone))))
    ).to_series()


def _earliest(stamps: pl.Series, zone: str) -> pl.Series:
    return stamps.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
