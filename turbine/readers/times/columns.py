"""Which columns hold the time: one, a date and what completes it, or one for each part.

The texts of several columns are joined by a space, and the pattern is of all of them. What is no
part of the moment (the end of the interval, in a column of its own) is never a signal either.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from turbine.model.errors import FileError
from turbine.readers.times import patterns
from turbine.readers.times.content import (
    is_half,
    is_integer,
    is_part,
    kind_of,
    mostly,
    not_empty,
    pattern_of_digits,
    rises,
    wholly,
    zone_code,
    zones_named,
)
from turbine.readers.times.given import checked
from turbine.readers.times.patterns import EXCEL, Formats, common_formats
from turbine.readers.times.vocabulary import (
    names_clock,
    names_end,
    names_start,
    part_of,
    sounds_like_time,
)
from turbine.readers.words import Words

Cells = Sequence[Sequence[str]]
"""The first rows' cells by column, stripped."""

_CODES = {"Y": "%Y", "m": "%m", "d": "%d", "j": "%j", "H": "%H", "M": "%M", "S": "%S", "T": "%#H"}


_SIGNED = re.compile(r"[+-]?\d+")
_CALLED_ZONE = re.compile(r"zone|offset|utc|gmt|dst|(?<![a-z])tz(?![a-z])", re.IGNORECASE)

_OF_THE_RECORD = re.compile(
    r"(?:creat|updat|insert|receiv|import|export|modif|process|stor|upload|download|load|ingest)ed|"
    r"(?:import|export|insert|download|upload|creation)[\s_]*(?:time|date)",
    re.IGNORECASE,
)
"""When a row was written, and not when something was measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """The columns of the stamp, and the patterns that their texts may follow."""

    columns: tuple[int, ...]
    formats: Formats
    aside: tuple[int, ...] = ()
    """Columns that tell a time too, and are not part of the stamp."""


def find(headers: Sequence[str], cells: Cells, is_named: Callable[[str], bool]) -> Times | None:
    """By content, then by name; None if no column holds a date. ``is_named`` knows the headers
    that mean a time."""
    table = _Table(headers, cells, is_named)
    found = table.stamps() or table.dated() or table.parts() or table.numbered()
    return found if found is None or not found.formats else table.completed(found)


def given(
    headers: Sequence[str], cells: Cells, columns: Sequence[int], time_format: str | None
) -> Times:
    """The person's columns, in their order, and pattern. Raises FileError if these do not fit."""
    joined = [" ".join(parts).strip() for parts in zip(*(cells[c] for c in columns), strict=True)]
    if time_format is not None:
        pattern = checked(time_format)
        return Times(columns=tuple(columns), formats=((patterns.order_of(pattern), pattern),))
    if len(columns) == 1 and (number := pattern_of_digits(not_empty(cells[columns[0]]))):
        return Times(columns=tuple(columns), formats=(("year-first", number),))
    table = _Table(headers, cells, lambda _: False)
    formats = common_formats(joined) or table.joined(columns)
    if not formats:
        first = next((text for text in joined if text), "")
        raise FileError(
            Words.NO_TIMES_IN(columns=tuple(headers[c] for c in columns), text=first[:60]),
            hint=Words.GIVE_TIME_FORMAT(),
        )
    return Times(columns=tuple(columns), formats=formats)


class _Table:
    def __init__(
        self, headers: Sequence[str], cells: Cells, is_named: Callable[[str], bool]
    ) -> None:
        self._headers, self._cells, self._is_named = headers, cells, is_named
        self._kinds = {i: kind_of(column) for i, column in enumerate(cells)}

    def _of_kind(self, name: str) -> list[int]:
        found = [i for i, each in self._kinds.items() if each == name]
        return sorted(found, key=self._rank)

    def _rank(self, i: int) -> tuple[bool, bool, bool, bool, bool, int]:
        header = self._headers[i]
        is_bookkeeping = _OF_THE_RECORD.search(header) is not None
        is_utc = "utc" in header.casefold()  # beside local time it leaves nothing to ask
        is_other = not self._is_named(header)
        return is_bookkeeping, names_end(header), not names_start(header), not is_utc, is_other, i

    def stamps(self) -> Times | None:
        """A column of whole stamps."""
        for i in self._of_kind("stamp")[:1]:
            return Times(columns=(i,), formats=common_formats(self._cells[i]))
        return None

    def dated(self) -> Times | None:
        """A column of dates, with the time of day or the hour in others; a date alone is its
        midnight."""
        dates = self._of_kind("date")
        if not dates:
            return None
        date = dates[0]
        times = self._of_kind("time")
        if times:
            time = times[0]
            joined = [f"{d} {t}" for d, t in zip(self._cells[date], self._cells[time], strict=True)]
            formats = common_formats(joined) or _with(
                common_formats(self._cells[date]), patterns.time_formats(self._cells[time])
            )
            return Times(columns=(date, time), formats=formats)
        formats = common_formats(self._cells[date])
        whole = not_empty(self._cells[date])
        if len(set(whole)) < len(whole):
            return self._with_hours(date, formats)
        return Times(columns=(date,), formats=formats)

    def _with_hours(self, date: int, formats: Formats) -> Times:
        """The date repeats: an hour, or a time with dots, stands in a column that is called so."""
        if hours := self._hours(date):
            columns, codes = hours
            return Times(columns=(date, *columns), formats=_with(formats, codes))
        for i, header in enumerate(self._headers):
            if i != date and (sounds_like_time(header) or names_start(header)):
                pattern = patterns.time_formats(self._cells[i])
                if pattern and mostly(self._cells[i], patterns.is_time):
                    return Times(columns=(date, i), formats=_with(formats, pattern))
        return Times(columns=(date,), formats=formats)

    def parts(self) -> Times | None:
        """A column each for year, month, day…; or the number of a day and a time."""
        year, month, day, of_year = (self._called(part)[:1] for part in "Ymdj")
        if year and not month and not of_year:  # then "day" can be none but that of the year
            of_year = [i for i in self._named("d") if self._are(i, "j")][:1]
        numbers = [i for i in self._named("d") if mostly(self._cells[i], is_integer)][:1]
        columns = [*year, *month, *day] if year and month and day else [*year, *of_year]
        codes = "%Y %m %d" if year and month and day else "%Y %j" if year else "%j"
        if not (year and month and day) and not of_year:
            columns, codes = numbers, "%N"
        time = self._of_kind("time")[:1]
        found = (time, patterns.time_formats(self._cells[time[0]])) if time else self._hours()
        if not columns or (not found and "%Y" not in codes):
            return None
        more, pattern = found or ((), "")
        formats: Formats = (("year-first", f"{codes} {pattern}".strip()),)
        return Times(columns=(*columns, *more), formats=formats)

    def _hours(self, *taken: int) -> tuple[Sequence[int], str] | None:
        """The columns of the hour, the minute and the second; or one of hour and minute as one
        number. And their pattern."""
        if hour := self._called("H")[:1]:
            columns, codes = hour, "%H"
            for part in ("M", "S"):
                more = self._called(part)[:1] or (self._mm(hour[0]) if part == "M" else [])
                if not more:
                    break
                columns, codes = [*columns, *more], f"{codes} {_CODES[part]}"
            return columns, codes
        for i, header in enumerate(self._headers):
            if i not in taken and names_clock(header) and self._holds_hhmm(i):
                return (i,), "%#H"
        return None

    def _holds_hhmm(self, i: int) -> bool:
        """Hours alone are no such numbers, unless the header says so."""
        if part_of(self._headers[i]) == "T" or "hhmm" in self._headers[i].casefold():
            return self._are_mostly(i, "T")
        return self._are(i, "T") and any(int(text) > 59 for text in not_empty(self._cells[i]))

    def _mm(self, hour: int) -> list[int]:
        """A column called mm is that of the minutes next to the hours'."""
        after = [i for i in self._named("m") if i == hour + 1]
        return [i for i in after if self._are(i, "M")]

    def numbered(self) -> Times | None:
        """Digits: ``YYYYMMDDhhmm``, seconds since 1970, Excel's days; in a column that is called
        a time, or (not Excel's) ascends."""
        order = sorted(
            range(len(self._headers)), key=lambda i: (not self._is_named(self._headers[i]), i)
        )
        for i in order:
            filled = not_empty(self._cells[i])
            called = self._is_named(self._headers[i]) or sounds_like_time(self._headers[i])
            pattern = pattern_of_digits(filled)
            ascends = len(filled) > 1 and pattern != EXCEL and rises(filled)
            if pattern and (called or ascends):
                return self._with_tight_time(i, pattern)
        return None

    def _with_tight_time(self, date: int, pattern: str) -> Times:
        formats: Formats = (("year-first", pattern),)
        filled = not_empty(self._cells[date])
        if pattern == "%Y%m%d" and len(set(filled)) < len(filled):
            for i in self._of_kind("time")[:1]:
                more = patterns.time_formats(self._cells[i])
                return Times(columns=(date, i), formats=_with(formats, more))
            return self._with_hours(date, formats)
        return Times(columns=(date,), formats=formats)

    def completed(self, found: Times) -> Times:
        """With AM or PM and the zone, where these have a column of their own."""
        columns, formats = found.columns, found.formats
        pattern = formats[0][1]
        rest = [i for i in range(len(self._headers)) if i not in columns]
        if "%H" in pattern and "%p" not in pattern:
            for i in [i for i in rest if wholly(self._cells[i], is_half)][:1]:
                columns = (*columns, i)
                twelve = tuple((o, p.replace("%H", "%I")) for o, p in formats)
                formats = _with(twelve, "%p")
        if not patterns.has_offset(pattern) and pattern not in patterns.NUMBERS:
            for i in [i for i in rest if self._holds_zones(i)][:1]:
                columns, formats = (*columns, i), _with(formats, zone_code(self._cells[i]))
            self._check_zones(i for i in rest if i not in columns)
        aside = [i for i in rest if self._is_aside(i, found)]
        self._check_alone(found.columns[0], aside)
        return Times(columns=columns, formats=formats, aside=tuple(aside))

    def joined(self, columns: Sequence[int]) -> Formats:
        """The patterns of a person's columns, each by its own content and name."""
        formats: Formats = (("year-first", ""),)
        for i in columns:
            part = part_of(self._headers[i])
            if self._kinds[i] in ("date", "stamp"):
                formats = _after(formats, common_formats(self._cells[i]))
            elif part and self._are_mostly(i, part):
                formats = _with(formats, _CODES[part])
            elif wholly(self._cells[i], is_half):
                formats = _with(tuple((o, p.replace("%H", "%I")) for o, p in formats), "%p")
            elif code := zone_code(self._cells[i]):
                formats = _with(formats, code)
            elif number := pattern_of_digits(not_empty(self._cells[i])):
                formats = _with(formats, number)
            else:
                formats = _with(formats, patterns.time_formats(self._cells[i]) or "%*")
        stripped = tuple((order, pattern.strip()) for order, pattern in formats)
        has_day = all(any(code in p for code in ("%d", "%j", "%N")) for _, p in stripped)
        return stripped if has_day else ()

    def _are(self, i: int, part: str) -> bool:
        return wholly(self._cells[i], lambda text: is_part(text, part))

    def _are_mostly(self, i: int, part: str) -> bool:
        return mostly(self._cells[i], lambda text: is_part(text, part))

    def _named(self, part: str) -> list[int]:
        return [i for i, header in enumerate(self._headers) if part_of(header) == part]

    def _called(self, part: str) -> list[int]:
        """The columns that are called so and hold such numbers."""
        return [i for i in self._named(part) if self._are(i, part)]

    def _holds_zones(self, i: int) -> bool:
        """-10 is an offset where the header says so; else it may be any signal's value."""
        if not zone_code(self._cells[i]):
            return False
        is_numeric = all(_SIGNED.fullmatch(text) for text in not_empty(self._cells[i]))
        return not is_numeric or _CALLED_ZONE.search(self._headers[i]) is not None

    def _check_alone(self, own: int, aside: Sequence[int]) -> None:
        """Raise FileError if another column of times, called alike and behind values, has other
        times: these are two tables side by side."""
        name = _plain(self._headers[own])
        for i in aside if self._kinds[own] == "stamp" else ():
            is_apart = any(between not in aside for between in range(own + 1, i))
            is_alike = is_apart and _plain(self._headers[i]) == name
            if is_alike and self._kinds[i] == "stamp" and self._cells[i] != self._cells[own]:
                raise FileError(
                    Words.TWO_TABLES(first=own + 1, second=i + 1, header=self._headers[own]),
                    hint=Words.STORE_TABLES_APART(),
                )

    def _check_zones(self, columns: Iterable[int]) -> None:
        """Raise FileError for a column that names several zones."""
        for i in columns:
            if len(zones := zones_named(self._cells[i])) > 1:
                raise FileError(
                    Words.SEVERAL_ZONES(header=self._headers[i], zones=zones),
                    hint=Words.SPLIT_BY_ZONE(),
                )

    def _is_aside(self, i: int, found: Times) -> bool:
        header = self._headers[i]
        if self._kinds[i] in ("stamp", "date", "time"):
            return True
        if names_end(header) or names_start(header):
            return bool(pattern_of_digits(not_empty(self._cells[i])))
        in_stamp = any(code in found.formats[0][1] for code in _CODES.values())
        part = part_of(header)
        return bool(in_stamp and part in ("Y", "m", "d", "j", "H", "T") and self._are(i, part))


def _plain(header: str) -> str:
    """Without the number by which programs tell columns of the same name apart: ``Time.1``."""
    return re.sub(r"[\W_]*\d*$", "", header).casefold().strip()


def _with(formats: Formats, code: str) -> Formats:
    return tuple(
        (order, "|".join(f"{each} {code}" for each in pattern.split("|")))
        for order, pattern in formats
    )


def _after(formats: Formats, more: Formats) -> Formats:
    start = formats[0][1]
    return tuple((order, f"{start} {pattern}") for order, pattern in more) or formats
