"""What a rule does to a file's stamps: one exact mapping, or a refusal with numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice

import numpy as np

from turbine.model.errors import RetimeError
from turbine.model.frame import Stamps
from turbine.timing.retime.rule import (
    FIRST_YEAR,
    LAST_YEAR,
    SECOND_NS,
    Kind,
    Resolved,
    Rule,
    in_years,
    moment_of,
)
from turbine.timing.wall_clock import Mask, add_years, is_leap, to_utc, wall_datetime
from turbine.timing.windows import load_zone
from turbine.timing.words import Words
from turbine.words import Text

SAMPLES = 6

_WEEK_NS = 7 * 86_400 * SECOND_NS
_FIRST_NS, _STOP_NS = (
    int(np.datetime64(f"{year}-01-01", "ns").astype(np.int64))
    for year in (FIRST_YEAR, LAST_YEAR + 1)
)
_ALTERNATIVES: tuple[Kind, ...] = ("end-now", "whole-years", "whole-weeks", "keep")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = datetime.resolution


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a rule would do, or why it is refused."""

    rule: str
    resolved: Resolved | None
    """None if the rule is refused."""
    samples: tuple[tuple[int, int | None], ...]
    """(old, new) in ns of the first, the last and a few rows between; None: no such date."""
    rows: int
    distinct: int
    """Distinct new stamps."""
    collisions: int
    """Rows that would be overwritten or have no new date: rows - distinct."""
    future: int
    """Rows after now."""
    note: Text
    refusal: Text | None = None
    alternatives: tuple[str, ...] = ()
    """Rules that work, if this one does not."""


def resolve(rule: Rule, stamps: Stamps, *, step_ns: int, zone: str, now_ns: int) -> Resolved:
    """The rule as one exact mapping of these stamps (of any order, in ns UTC).

    Raises RetimeError, with the numbers and the alternatives, if rows would be lost.
    """
    mapped = _map(rule, stamps, step_ns=step_ns, zone=zone, now_ns=now_ns)
    if mapped.refusal is not None:
        working = _working(rule, stamps, step_ns=step_ns, zone=zone, now_ns=now_ns)
        raise RetimeError(mapped.refusal, hint=_hint(working))
    return mapped.resolved


def preview(rule: Rule, stamps: Stamps, *, step_ns: int, zone: str, now_ns: int) -> Preview:
    """What :func:`resolve` would give, without raising if it refuses."""
    mapped = _map(rule, stamps, step_ns=step_ns, zone=zone, now_ns=now_ns)
    refused = mapped.refusal is not None
    new, exists = mapped.new, mapped.exists
    distinct = len(np.unique(new[exists])) if refused else len(stamps)
    return Preview(
        rule=str(rule),
        resolved=None if refused else mapped.resolved,
        samples=_samples(stamps, new, exists),
        rows=len(stamps),
        distinct=distinct,
        collisions=len(stamps) - distinct,
        future=int(np.count_nonzero(new[exists] > now_ns)),
        note="" if refused else _note(mapped.resolved, new),
        refusal=mapped.refusal,
        alternatives=_working(rule, stamps, step_ns=step_ns, zone=zone, now_ns=now_ns)
        if refused
        else (),
    )


def _todays(zone: str, now_ns: int) -> Resolved:
    local = wall_datetime(now_ns, zone)
    return Resolved(kind="today", zone=zone, date=local.date().isoformat())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Mapped:
    """A rule's outcome, accepted or not."""

    resolved: Resolved
    new: Stamps
    exists: Mask
    refusal: Text | None = None


def _map(rule: Rule, stamps: Stamps, *, step_ns: int, zone: str, now_ns: int) -> _Mapped:
    if not len(stamps):
        raise RetimeError(Words.NO_ROWS(), hint=Words.CHOOSE_ROWS())
    load_zone(zone)
    if rule.kind == "today":
        return _map_today(stamps, zone, now_ns)
    if rule.kind == "whole-years":
        years = _default_years(stamps, zone, now_ns) if rule.number is None else rule.number
        return _map_years(stamps, years, zone)
    shift = _shift(rule, stamps, step_ns=step_ns, zone=zone, now_ns=now_ns)
    resolved = Resolved(kind=rule.kind, shift_ns=shift)
    first, last = int(stamps.min()) + shift, int(stamps.max()) + shift
    if first < _FIRST_NS or last >= _STOP_NS:
        return _refuse_range(resolved, stamps)
    everything = np.ones(len(stamps), dtype=np.bool_)
    return _Mapped(resolved=resolved, new=resolved.apply(stamps), exists=everything)


def _refuse_range(resolved: Resolved, stamps: Stamps) -> _Mapped:
    return _Mapped(
        resolved=resolved,
        new=stamps,
        exists=np.zeros(len(stamps), dtype=np.bool_),
        refusal=Words.OUT_OF_RANGE(first=FIRST_YEAR, last=LAST_YEAR),
    )


def _shift(rule: Rule, stamps: Stamps, *, step_ns: int, zone: str, now_ns: int) -> int:
    last = int(stamps.max())
    if rule.kind == "end-now":
        step = step_ns or SECOND_NS
        return (now_ns - last) // step * step
    if rule.kind == "whole-weeks":
        weeks = (now_ns - last) // _WEEK_NS if rule.number is None else rule.number
        return weeks * _WEEK_NS
    if rule.kind == "start-at":
        return _start_ns(rule.start, zone) - int(stamps.min())
    return 0


def _start_ns(text: str, zone: str) -> int:
    moment = moment_of(text)
    if moment.tzinfo is not None:
        return (moment - _EPOCH) // _MICROSECOND * 1_000
    wall = np.array([(moment.replace(tzinfo=UTC) - _EPOCH) // _MICROSECOND * 1_000])
    first, exists = to_utc(wall, zone)
    second, _ = to_utc(wall, zone, fold=np.array([True]))
    if not exists[0] or first[0] != second[0]:
        raise RetimeError(Words.NOT_ONE_TIME(text=text, zone=zone), hint=Words.WRITE_OFFSET())
    return int(first[0])


def _map_today(stamps: Stamps, zone: str, now_ns: int) -> _Mapped:
    resolved = _todays(zone, now_ns)
    new = resolved.apply(stamps)
    exists = np.ones(len(stamps), dtype=np.bool_)
    shift = int(new[0] - stamps[0])
    if (new - stamps == shift).all():  # one day's rows: a shift like any other
        shifted = Resolved(kind="today", shift_ns=shift)
        return _Mapped(resolved=shifted, new=new, exists=exists)
    distinct = len(np.unique(new))
    lost = len(stamps) - distinct
    refusal = (
        Words.TODAY_LOSES_ROWS(
            rows=Words.ROWS(count=len(stamps)),
            timestamps=Words.TIMESTAMPS(count=distinct),
            lost=lost,
        )
        if lost
        else Words.TODAY_LOSES_DATES()
    )
    return _Mapped(resolved=resolved, new=new, exists=exists, refusal=refusal)


def _map_years(stamps: Stamps, years: int, zone: str) -> _Mapped:
    resolved = Resolved(kind="whole-years", years=years, zone=zone)
    first, last = (wall_datetime(int(edge), zone).year for edge in (stamps.min(), stamps.max()))
    if first + years < FIRST_YEAR or last + years > LAST_YEAR:
        return _refuse_range(resolved, stamps)
    new, exists, no_such_day = add_years(stamps, years, zone)
    refusal: Text | None = None
    if not exists.all():
        refusal = _refusal_of_dates(stamps, years, zone, exists, no_such_day)
    elif lost := len(new) - _distinct(new):
        refusal = Words.YEARS_LOSE_ROWS(
            years=in_years(years),
            rows=Words.ROWS(count=len(new)),
            timestamps=Words.TIMESTAMPS(count=len(new) - lost),
            lost=lost,
            zone=zone,
        )
    elif not np.array_equal(resolved.invert(new), stamps):
        refusal = Words.NOT_REVERSIBLE(years=in_years(years), zone=zone)
    return _Mapped(resolved=resolved, new=new, exists=exists, refusal=refusal)


def _distinct(stamps: Stamps) -> int:
    if (stamps[1:] > stamps[:-1]).all():
        return len(stamps)
    return len(np.unique(stamps))


def _refusal_of_dates(
    stamps: Stamps, years: int, zone: str, exists: Mask, no_such_day: Mask
) -> Text:
    leap = int(np.count_nonzero(no_such_day))
    if leap:
        old = wall_datetime(int(stamps[no_such_day][0]), zone)
        return Words.NOT_A_LEAP_YEAR(count=leap, year=old.year, new_year=old.year + years)
    skipped = int(np.count_nonzero(~exists))
    return Words.SKIPPED_HOUR(count=skipped, zone=zone, years=in_years(years))


def _default_years(stamps: Stamps, zone: str, now_ns: int) -> int:
    """As many as leave the last row not after now, in the zone's local time."""
    last_ns = stamps.max()
    last, now = wall_datetime(int(last_ns), zone), wall_datetime(now_ns, zone)
    years = now.year - last.year - (_in_year(last) > _in_year(now))
    # The position in the year is compared to the microsecond, and without the offset.
    new, exists, _ = add_years(np.array([last_ns]), years, zone)
    return years - int(exists[0] and new[0] > now_ns)


def _in_year(moment: datetime) -> tuple[int, ...]:
    return (moment.month, moment.day, moment.hour, moment.minute, moment.second, moment.microsecond)


def _working(
    rule: Rule, stamps: Stamps, *, step_ns: int, zone: str, now_ns: int
) -> tuple[str, ...]:
    """Rules that would lose nothing: two other numbers of years if the rule is of years, then one
    of each other kind."""

    def works(other: Rule) -> bool:
        mapped = _map(other, stamps, step_ns=step_ns, zone=zone, now_ns=now_ns)
        return mapped.refusal is None

    rules = [Rule(kind=kind) for kind in _ALTERNATIVES if kind != rule.kind]
    years: Iterator[Rule] = iter(())
    if rule.kind == "whole-years":
        most = _default_years(stamps, zone, now_ns)
        numbers = (Rule(kind="whole-years", number=most - back) for back in range(9))
        years = islice(filter(works, numbers), 2)
    return (*map(str, years), *map(str, filter(works, rules)))


def _hint(working: tuple[str, ...]) -> Text:
    return Words.LOSE_NOTHING(rules=working) if working else ""


def _samples(stamps: Stamps, new: Stamps, exists: Mask) -> tuple[tuple[int, int | None], ...]:
    rows = np.unique(np.linspace(0, len(stamps) - 1, SAMPLES).astype(np.int64))
    return tuple((int(stamps[i]), int(new[i]) if exists[i] else None) for i in rows)


def _note(resolved: Resolved, new: Stamps) -> Text:
    """What is worth knowing although nothing is lost: leap days that the file has no rows for."""
    if not resolved.years:
        return ""
    first, last = (
        wall_datetime(int(edge), resolved.zone).date() for edge in (new.min(), new.max())
    )
    days = tuple(
        Words.LEAP_DAY(year=year)
        for year in range(first.year, last.year + 1)
        if is_leap(year) and not is_leap(year - resolved.years) and first < date(year, 2, 29) < last
    )
    return Words.LEAP_DAY_GAPS(count=len(days), days=days) if days else ""
