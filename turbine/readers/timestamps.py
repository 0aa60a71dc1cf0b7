"""Stamps: their patterns, the order of day and month, and the way to UTC.

Polars reads with chrono's rules; what it would wrap or round in silence (a year outside of what
nanoseconds hold, a 60th second) is refused here.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast, get_args

import numpy as np
import polars as pl

from turbine.model.errors import ConfigError, FileError
from turbine.model.frame import TIME
from turbine.readers.model import DateOrder
from turbine.readers.words import Words
from turbine.timing.wall_clock import fixed_offset
from turbine.timing.windows import load_zone
from turbine.words import Said, Text, keep, together

Formats = tuple[tuple[DateOrder, str], ...]
"""The patterns that a text may follow, one for each order of its date."""

ORDERS: tuple[DateOrder, ...] = get_args(DateOrder)

_DATE = r"(?P<a>\d{1,4})(?P<s>[-./ ])(?P<b>\d{1,2}|[A-Za-z]{3})(?P=s)(?P<c>\d{4}|\d{1,2})"
_TIME = r"(?P<h>\d{1,2}):\d{2}(?P<sec>:\d{2}(?P<f>\.\d{1,9})?)?(?P<ap> ?[AaPp][Mm])?"
_OFFSET = r"(?P<o>Z| ?[+-]\d{2}(?::?\d{2})?)?"
_PATTERNS = {
    "stamp": re.compile(rf"{_DATE}(?P<j>,? +|T){_TIME}{_OFFSET}"),
    "date": re.compile(_DATE),
    "time": re.compile(_TIME),
}
# Years that int64 nanoseconds hold whole, in any zone.
_FIRST_US, _STOP_US = (
    int(np.datetime64(text, "us").astype(np.int64)) for text in ("1678-01-01", "2262-01-01")
)
_EVIDENCE_ROWS = 2_000_000
_CERTAIN_ROWS = 100


def kind(text: str) -> str | None:
    """``stamp``, ``date`` or ``time`` if the text looks like one."""
    return next((name for name, p in _PATTERNS.items() if p.fullmatch(text.strip())), None)


def common_formats(texts: Iterable[str]) -> Formats:
    """The patterns of the commonest form among the texts; none if no text is a date."""
    counter = Counter(f for f in map(_formats, texts) if f)
    return counter.most_common(1)[0][0] if counter else ()


def _formats(text: str) -> Formats:
    match = _PATTERNS["stamp"].fullmatch(text.strip()) or _PATTERNS["date"].fullmatch(text.strip())
    if match is None:
        return ()
    groups = match.groupdict()
    a, b, c, s = (groups[key] for key in "abcs")
    time = _time_format(groups)
    month = "%b" if b.isalpha() else "%m"
    if len(a) == 4:
        return (("year-first", f"%Y{s}{month}{s}%d{time}"),)
    year = "%Y" if len(c) == 4 else "%y"
    day_first: Formats = (("day-first", f"%d{s}{month}{s}{year}{time}"),)
    if month == "%b":
        return day_first
    return (*day_first, ("month-first", f"%m{s}%d{s}{year}{time}"))


def _time_format(groups: dict[str, str | None]) -> str:
    joint = groups.get("j")
    if joint is None:
        return ""
    text = ("T" if joint == "T" else ", " if "," in joint else " ") + (
        "%I:%M" if groups["ap"] else "%H:%M"
    )
    if groups["sec"]:
        text += ":%S" + ("%.f" if groups["f"] else "")
    if groups["ap"]:
        text += " %p" if groups["ap"].startswith(" ") else "%p"
    if offset := groups["o"]:
        text += " %#z" if offset.startswith(" ") else "%#z"
    return text


_WORDS = {
    "%Y": "YYYY", "%y": "YY", "%m": "MM", "%b": "Mon", "%d": "DD", "%H": "hh", "%I": "hh",
    "%M": "mm", "%S": "ss", "%.f": ".fff", "%p": "AM/PM", "%#z": "±hh:mm",
}  # fmt: skip


def readable(time_format: str) -> str:
    """The form as a person writes it: ``YYYY-MM-DD hh:mm:ss``."""
    return re.sub(r"%(?:#z|\.f|\w)", lambda code: _WORDS[code[0]], time_format)


def has_offset(time_format: str) -> bool:
    """True if each stamp holds its own offset, so that no zone is needed."""
    return time_format.endswith("z")


def order_name(order: DateOrder) -> Said:
    """What a person calls it."""
    names = {
        "day-first": Words.DAY_FIRST,
        "month-first": Words.MONTH_FIRST,
        "year-first": Words.YEAR_FIRST,
    }
    return names[order]()


def check_zone(zone: str) -> None:
    """Raise FileError for a zone that is unknown here or to polars."""
    try:
        load_zone(zone)
        pl.Series([0]).cast(pl.Datetime("us")).dt.replace_time_zone(zone)
    except (ConfigError, pl.exceptions.ComputeError) as error:
        raise FileError(Words.NO_SUCH_ZONE(zone=zone), hint=Words.USE_IANA_ZONE()) from error


def parse(texts: pl.Series, time_format: str, zone: str) -> pl.Series:
    """The stamps in UTC (frame.TIME); null if a text is no stamp, or not exactly one moment."""
    local = _local(texts, time_format)
    if has_offset(time_format):
        return local.cast(pl.Datetime("ns", "UTC"))
    first, last = local.dt.epoch("ns").min(), local.dt.epoch("ns").max()
    if first is None:
        return local.dt.replace_time_zone("UTC")
    offset = fixed_offset(cast(int, first), cast(int, last), zone)
    if offset is not None:
        # Not with a timedelta: that would cut the stamps to microseconds.
        return (local.cast(pl.Int64) - offset).cast(TIME)
    moments = local.dt.replace_time_zone(zone, ambiguous="null", non_existent="null")
    return moments.dt.convert_time_zone("UTC")


def _local(texts: pl.Series, time_format: str) -> pl.Series:
    """The stamps as written, in ns; null if a text cannot be read, or its year does not fit."""
    coarse = texts.str.to_datetime(time_format, time_unit="us", strict=False)
    micros = coarse.dt.epoch("us")
    in_range = (micros >= _FIRST_US) & (micros < _STOP_US)
    if "%S" in time_format:
        in_range &= ~texts.str.contains(":60", literal=True)
    if "%.f" in time_format:  # digits beyond the microsecond
        fine = texts.str.to_datetime(time_format, time_unit="ns", strict=False)
    else:
        zone = coarse.dtype.time_zone  # type: ignore[attr-defined]  # a Datetime always has it
        fine = coarse.cast(pl.Datetime("ns", zone), strict=False)
    return (
        fine
        if in_range.all() and not in_range.has_nulls()
        else fine.set(~in_range.fill_null(False), None)
    )


def reasons(texts: pl.Series, time_format: str, zone: str) -> pl.Series:
    """Why :func:`parse` gave null for each of these texts, as it is kept."""
    local = _local(texts, time_format)
    earliest = local if has_offset(time_format) else _earliest(local, zone)
    frame = pl.DataFrame({"text": texts, "local": local, "earliest": earliest})
    form = readable(time_format)
    return frame.select(
        pl.when(pl.col("text") == "")
        .then(pl.lit(keep(Words.TIME_EMPTY())))
        .when(pl.col("local").is_null())
        .then(pl.lit(keep(Words.TIME_UNREADABLE(form=form))))
        .when(pl.col("earliest").is_null())
        .then(pl.lit(keep(Words.TIME_SKIPPED(zone=zone))))
        .otherwise(pl.lit(keep(Words.TIME_REPEATED(zone=zone))))
    ).to_series()


def _earliest(local: pl.Series, zone: str) -> pl.Series:
    return local.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Whether day or month comes first, and how it was found."""

    order: DateOrder
    note: Text
    certain: bool


def given(order: DateOrder) -> Order:
    """The only order that there is, or the person's."""
    return Order(order=order, note=Words.ORDER(order=order_name(order)), certain=True)


def decide_order(
    columns: Iterator[pl.Series], formats: Formats, *, head_only: bool
) -> Order | None:
    """Decide between two orders from the column's texts, block by block; None if only a head
    was given and does not settle it.

    A row that only one order can read is evidence. If every row reads both ways, the order
    that makes the steps more regular is the likelier.
    """
    reads = {order: 0 for order, _ in formats}
    stamps: dict[DateOrder, list[pl.Series]] = {order: [] for order, _ in formats}
    rows = 0
    for texts in columns:
        parsed = {order: _local(texts.str.strip_chars(), fmt) for order, fmt in formats}
        (first, one), (second, two) = parsed.items()
        reads[first] += int((one.is_not_null() & two.is_null()).sum())
        reads[second] += int((two.is_not_null() & one.is_null()).sum())
        if max(reads.values()) >= _CERTAIN_ROWS and min(reads.values()) * 100 <= max(
            reads.values()
        ):
            return _by_reading(reads, regular=None)
        if rows < _EVIDENCE_ROWS:
            rows += len(texts)
            both = one.is_not_null() & two.is_not_null()
            for order, series in parsed.items():
                stamps[order].append(series.filter(both))
    if head_only:
        return None
    regular = _more_regular({order: _join(parts) for order, parts in stamps.items()})
    return _by_reading(reads, regular) if max(reads.values()) else _by_regularity(formats, regular)


def _join(parts: list[pl.Series]) -> pl.Series:
    return pl.concat(parts) if parts else pl.Series(dtype=pl.Datetime("ns"))


def _by_reading(reads: dict[DateOrder, int], regular: DateOrder | None) -> Order:
    order, other = sorted(reads, key=lambda o: -reads[o])
    note: Text = Words.ORDER_BY_ROWS(count=reads[order], order=order_name(order))
    if reads[other]:
        against = Words.ROWS_AGAINST(count=reads[other], other=order_name(other))
        note = together(note, against)
    contradicted = reads[other] * 20 > reads[order] or regular == other
    if regular == other:
        note = together(note, Words.STEPS_AGAINST(other=order_name(other)))
    return Order(order=order, note=note, certain=not contradicted)


def _by_regularity(formats: Formats, regular: DateOrder | None) -> Order:
    if regular is None:
        return Order(
            order=formats[0][0],
            note=Words.ORDER_UNKNOWN(),
            certain=False,
        )
    return Order(
        order=regular,
        note=Words.ORDER_BY_STEPS(order=order_name(regular)),
        certain=True,
    )


def _more_regular(stamps: dict[DateOrder, pl.Series]) -> DateOrder | None:
    """The order with fewer steps off the commonest; the first if both read the same moments;
    None if neither is better."""
    (first, one), (second, two) = stamps.items()
    if len(one) and one.equals(two):
        return first
    irregular = {order: _irregular(series) for order, series in stamps.items()}
    if irregular[first] == irregular[second]:
        return None
    return min(irregular, key=lambda o: irregular[o])


def _irregular(series: pl.Series) -> int:
    steps = series.dt.epoch("ns").diff().drop_nulls()
    if steps.is_empty():
        return 0
    counts = steps.value_counts(sort=True)
    # A step backwards is worse than a gap: rows come in order of time.
    return len(steps) - int(counts["count"][0]) + int((steps < 0).sum())
