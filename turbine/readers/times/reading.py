"""Texts as moments, by their pattern.

Polars reads the plain patterns with chrono's rules; what it would wrap or round in silence (a year
outside of what nanoseconds hold, a 60th second) is refused here. All others, and the rows that it
does not understand (24:00, a month's name in another language), are taken apart by groups.
"""

import re
from functools import cache
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from turbine.readers.times.patterns import CODES, EPOCHS, EXCELS, has_offset, is_plain
from turbine.readers.times.vocabulary import MONTHS, ZONES

# Years that int64 nanoseconds hold whole, in any zone.
_FIRST_US, _STOP_US = (
    int(np.datetime64(text, "us").astype(np.int64)) for text in ("1678-01-01", "2262-01-01")
)
_DAY_S = 86_400
_EXCEL_DAYS = (61.0, 109_575.0)
"""From March 1900 on (its February had 29 days) to 2200."""
_SOME_YEAR = 2_000

_GROUPS = {
    "%Y": r"(?P<Y>\d{4})", "%y": r"(?P<y>\d{2})", "%m": r"(?P<m>\d{1,2})",
    "%b": r"(?P<b>\pL{3,10})\.?", "%d": r"(?P<d>\d{1,2})", "%H": r"(?P<H>\d{1,2})",
    "%I": r"(?P<H>\d{1,2})", "%M": r"(?P<M>\d{1,2})", "%S": r"(?P<S>\d{1,2})",
    "%.f": r"(?:[.,](?P<f>\d{1,9}))?", "%p": r"(?P<p>[AaPp])\.?\s?[Mm]\.?",
    "%#z": r"(?P<o>Z|[+-](?:\d{2}(?::?\d{2})?|\d(?::\d{2})?))", "%Z": r"(?P<w>[A-Za-z]{2,5})",
    "%N": r"(?P<N>\d{1,6})", "%j": r"(?P<j>\d{1,3})", "%#H": r"(?P<T>\d{1,4})", "%*": r"(?s:.*)",
}  # fmt: skip
_TIGHT = re.compile(r"\\d\{1,2\}")
_SPACE = re.compile(r"(?:\\\s|\s)+")
_NO_NUMBERS = ("%.f", "%*", "%p", "%#z", "%Z")
_FIRST_OF_1900S = 69
"""POSIX: 69 is 1969, 68 is 2068."""

_Ints = npt.NDArray[np.int64]
_Flags = npt.NDArray[np.bool_]


class Given(NamedTuple):
    """What only the person knows of stamps that do not say it."""

    year: int | None = None
    first_day: str = ""
    """The ISO date of day 1."""
    strict: bool = False
    """As the first version read: nothing but the pattern."""


NOTHING = Given()


def local(texts: pl.Series, time_format: str, given: Given = NOTHING) -> pl.Series:
    """The stamps as written, in ns (in UTC if they hold their offset); null if a text cannot be
    read, or its year does not fit."""
    if not is_plain(time_format):
        return _taken_apart(texts, time_format, given)
    found = _by_polars(texts, time_format)
    if given.strict or not found.has_nulls():
        return found
    missed = found.is_null()
    rest = _taken_apart(texts.filter(missed), time_format, given)
    if rest.null_count() == len(rest):
        return found
    return found.scatter(missed.arg_true(), rest.cast(found.dtype))


def _by_polars(texts: pl.Series, time_format: str) -> pl.Series:
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


def _taken_apart(texts: pl.Series, time_format: str, given: Given) -> pl.Series:
    if time_format in EPOCHS:
        stamps = _epochs(texts, EPOCHS[time_format])
    elif time_format in EXCELS:
        stamps = _serials(texts, EXCELS[time_format])
    else:
        first, *others = time_format.split("|")
        stamps = _by_groups(texts, first, given)
        for other in others:
            missed = stamps.is_null()
            if missed.any():
                rest = _by_groups(texts.filter(missed), other, given)
                stamps = stamps.scatter(missed.arg_true(), rest)
    micros = stamps // 1_000
    kept = stamps.set(~((micros >= _FIRST_US) & (micros < _STOP_US)).fill_null(False), None)
    return kept.cast(pl.Datetime("ns", "UTC" if has_offset(time_format) else None))


def _epochs(texts: pl.Series, digits: int) -> pl.Series:
    """Numbers since 1970 that lack so many digits to nanoseconds; decimals down to these."""
    pattern = r"^\s*(?P<whole>\d{1,19})(?:[.,](?P<rest>\d*))?\s*$"
    parts = texts.str.extract_groups(pattern).struct.unnest()
    whole, unit = parts["whole"].cast(pl.Int64, strict=False), 10**digits
    whole = whole.set(~(whole < _STOP_US * 1_000 // unit).fill_null(False), None)
    rest = parts["rest"].fill_null("").str.slice(0, digits).str.pad_end(max(digits, 1), "0")
    stamps: pl.Series = whole * unit + rest.cast(pl.Int64)
    return stamps


def _serials(texts: pl.Series, first_day: str) -> pl.Series:
    """Excel's days since ``first_day``: a double holds them to the second, hardly better."""
    days = texts.str.strip_chars().str.replace(",", ".", literal=True)
    days = days.set(~days.str.contains(r"^\d+(?:\.\d*)?$").fill_null(False), None)
    number = days.cast(pl.Float64, strict=False)
    low, high = _EXCEL_DAYS
    number = number.set(~((number >= low) & (number < high)).fill_null(False), None)
    before_1970 = int(np.datetime64(first_day, "D").astype(np.int64))
    seconds = ((number + before_1970) * _DAY_S).round()
    return seconds.cast(pl.Int64) * 1_000_000_000


@cache
def _regex(pattern: str) -> str:
    """Rust's, with a group for each code. Numbers side by side have all their digits; where seconds
    are written, some rows may have a fraction."""
    parts, at, codes = ["^\\s*"], 0, list(CODES.finditer(pattern))
    for i, code in enumerate(codes):
        parts.append(_spaced(pattern[at : code.start()]))
        beside = [codes[j] for j in (i - 1, i + 1) if 0 <= j < len(codes)]
        joined = any(
            other[0] not in _NO_NUMBERS
            and (other.end() == code.start() or other.start() == code.end())
            for other in beside
        )
        group = _GROUPS[code[0]]
        parts.append(_TIGHT.sub(r"\\d{2}", group) if joined else group)
        if code[0] == "%S" and "%.f" not in pattern:
            parts.append(_GROUPS["%.f"])
        at = code.end()
    return "".join((*parts, _spaced(pattern[at:]), "\\s*$"))


def _spaced(literal: str) -> str:
    return _SPACE.sub(r"\\s+", re.escape(literal))


class _Groups:
    """What a pattern's groups hold of each text."""

    def __init__(self, texts: pl.Series, pattern: str) -> None:
        self._found = texts.str.extract_groups(_regex(pattern)).struct.unnest()
        self.rows = len(texts)

    def __contains__(self, name: str) -> bool:
        return name in self._found.columns

    def texts(self, name: str) -> pl.Series:
        return self._found[name].str.to_lowercase()

    def number(self, name: str, none: int = 0) -> tuple[_Ints, _Flags]:
        """A group's numbers, and which texts have one: all of them if the pattern has none."""
        if name not in self:
            return np.full(self.rows, none, np.int64), np.ones(self.rows, np.bool_)
        return _filled(self._found[name].cast(pl.Int64, strict=False))

    def word(self, name: str, meanings: dict[str, int]) -> tuple[_Ints, _Flags]:
        """What a group's words mean, and which texts have one that is known."""
        known = self.texts(name).replace_strict(meanings, default=None, return_dtype=pl.Int64)
        return _filled(known)


def _filled(values: pl.Series) -> tuple[_Ints, _Flags]:
    return values.fill_null(0).to_numpy(), values.is_not_null().to_numpy()


def _by_groups(texts: pl.Series, pattern: str, given: Given) -> pl.Series:
    """Int64 ns, null where a text does not follow the pattern or names no date and time."""
    groups = _Groups(texts, pattern)
    days, ok = _days(groups, given)
    hour, is_hour = groups.number("H")
    minute, is_minute = groups.number("M")
    if "T" in groups:
        hour_minute, is_hour = groups.number("T")
        hour, minute = np.divmod(hour_minute, 100)
    second, is_second = groups.number("S")
    ok = ok & is_hour & is_minute & is_second & (minute < 60) & (second < 60)
    if "p" in groups:
        afternoon, is_half = groups.word("p", {"a": 0, "p": 12})
        ok &= is_half & (hour >= 1) & (hour <= 12)
        hour = hour % 12 + afternoon
    fraction = np.zeros(groups.rows, np.int64)
    if "f" in groups:
        fraction = groups.texts("f").fill_null("").str.pad_end(9, "0").cast(pl.Int64).to_numpy()
    ok &= (hour < 24) | ((hour == 24) & (minute == 0) & (second == 0) & (fraction == 0))
    seconds = days * _DAY_S + hour * 3_600 + minute * 60 + second
    ahead, is_ahead = _ahead(groups)
    seconds = seconds - ahead * 60
    ok &= is_ahead & (np.abs(seconds) < _STOP_US // 1_000_000)
    stamps = np.where(ok, seconds, 0) * 1_000_000_000 + fraction
    return pl.Series(stamps, dtype=pl.Int64).set(pl.Series(~ok), None)


def _days(groups: _Groups, given: Given) -> tuple[_Ints, _Flags]:
    """Days since 1970, and whether there is such a date."""
    if "N" in groups:
        count, ok = groups.number("N")
        first_day = np.datetime64(given.first_day or f"{_SOME_YEAR}-01-01", "D")
        return int(first_day.astype(np.int64)) + count - 1, ok
    year, ok = groups.number("Y", given.year or _SOME_YEAR)
    if "y" in groups:
        short, ok = groups.number("y")
        year = short + np.where(short < _FIRST_OF_1900S, 2_000, 1_900)
    if "j" in groups:
        day, is_day = groups.number("j")
        first, stop = _days_of(year - 1970, "Y")
        return first + day - 1, ok & is_day & (day >= 1) & (day <= stop - first)
    month, is_month = groups.word("b", MONTHS) if "b" in groups else groups.number("m")
    day, is_day = groups.number("d")
    ok = ok & is_month & is_day & (month >= 1) & (month <= 12) & (day >= 1)
    start = (year - 1970) * 12 + np.clip(month, 1, 12) - 1
    first, stop = _days_of(start, "M")
    return first + day - 1, ok & (day <= stop - first)


def _days_of(number: _Ints, unit: Literal["M", "Y"]) -> tuple[_Ints, _Ints]:
    """The first day of these months or years since 1970, and that of the next ones."""
    first, stop = (
        n.astype(f"datetime64[{unit}]").astype("datetime64[D]").astype(np.int64)
        for n in (number, number + 1)
    )
    return first, stop


def _ahead(groups: _Groups) -> tuple[_Ints, _Flags]:
    """Minutes ahead of UTC, and whether each text says them, if the pattern does."""
    if "w" in groups:
        return groups.word("w", ZONES)
    if "o" not in groups:
        return groups.number("o")
    digits = groups.texts("o").str.replace_all("[:z]", "")
    digits = digits.str.replace(r"^([+-])(\d(?:\d{2})?)$", "${1}0${2}")
    hours, is_offset = _filled(digits.set(digits == "", "+00").str.slice(1, 2).cast(pl.Int64))
    minutes, _ = _filled(digits.str.slice(3, 2).cast(pl.Int64, strict=False))
    sign = np.where(digits.str.starts_with("-").fill_null(False).to_numpy(), -1, 1)
    return (hours * 60 + minutes) * sign, is_offset
