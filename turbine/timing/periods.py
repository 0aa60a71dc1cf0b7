"""Two periods on one axis: which one is compared with which, and what stands at the same place.

*B* is the period that is looked at, *A* the one that it is compared with. They are placed *by the
calendar* if A begins at the same date and time of another year: 3 March stands at 3 March, and a
29 February that only one of them has stands alone. Otherwise they begin together, and a window
stands at the time since its period's start, by the zone's clock: an hour that a clock change skips
or repeats in one of them has no partner in the other.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, get_args

import numpy as np
import polars as pl

from turbine.model.errors import ConfigError
from turbine.model.frame import Stamps, to_time
from turbine.timing.durations import lasting
from turbine.timing.wall_clock import DAY_NS, Mask, is_leap, to_wall
from turbine.timing.windows import FIRST_NS, LAST_NS, SECOND_NS, Window, length_of, load_zone
from turbine.timing.words import Words
from turbine.words import Said

Kind = Literal["none", "previous", "year", "date", "custom"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HOUR_NS, _DAY_S = 3_600 * SECOND_NS, 86_400
_MOST_REPEATED = 1_000
"""No clock shows the start of so many windows of a minute or more twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """[``start_ns``, ``stop_ns``) in UTC."""

    start_ns: int
    stop_ns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Period A, which B is compared with, and B."""

    a: Span
    b: Span
    zone: str
    years: int | None
    """From A to B, if they are placed by the calendar; None: by the time since their start."""


def previous(span: Span, zone: str) -> Span:
    """The period before, as long by the zone's clock. One of a day or more is moved by whole days,
    so that the hours of the day stay the same."""
    start, stop = (_wall(ns, zone) for ns in (span.start_ns, span.stop_ns))
    length, day = stop - start, timedelta(days=1)
    back = length if length < day else -(-length // day) * day
    return _between(_moved(start, back), _moved(stop, back), zone)


def year_before(span: Span, zone: str) -> Span:
    """The same dates and times of the year before; of 29 February there is nothing in another
    year, so a period that begins or ends in it does so on 1 March at midnight."""
    start, stop = (_year_earlier(_begun(ns, zone)) for ns in (span.start_ns, span.stop_ns))
    return _between(start, stop, zone)


def cut(span: Span, day: date, zone: str) -> tuple[Span, Span]:
    """Before and after midnight of a day. Raises ConfigError if it does not cut the period."""
    at = _ns(datetime.combine(day, time()), zone)
    if not span.start_ns < at < span.stop_ns:
        raise ConfigError(
            Words.NO_CUT(day=day.isoformat()), hint=Words.CHOOSE_A_DAY_WITHIN_THE_PERIOD()
        )
    return (
        Span(start_ns=span.start_ns, stop_ns=at),
        Span(start_ns=at, stop_ns=span.stop_ns),
    )


def pair_of(
    kind: Kind, span: Span, zone: str, *, day: date | None = None, own: Span | None = None
) -> Pair | None:
    """The two periods of a choice: ``span`` is what is looked at, ``day`` cuts it, ``own`` is a
    period A of one's own. None if nothing is compared.

    Raises ConfigError for a day that does not cut the period, for a period A that is empty or not
    given, and for an unknown zone.
    """
    load_zone(zone)
    if kind == "none":
        return None
    a, b = span, span
    if kind == "date" and day is not None:
        a, b = cut(span, day, zone)
    elif kind == "previous":
        a = previous(span, zone)
    elif kind == "year":
        a = year_before(span, zone)
    elif own is not None:
        a = own
    is_cut = a.start_ns <= FIRST_NS or a.stop_ns >= LAST_NS  # beyond what a stamp can say
    if a.start_ns >= a.stop_ns or is_cut or (kind in ("date", "custom") and (a, b) == (span, span)):
        raise ConfigError(Words.NO_PERIOD_A(), hint=Words.CHOOSE_ANOTHER_PERIOD())
    years = 1 if kind == "year" else _whole_years(a.start_ns, b.start_ns, zone)
    return Pair(a=a, b=b, zone=zone, years=years)


def aligned(pair: Pair, a: Stamps, b: Stamps, window: Window) -> pl.DataFrame:
    """Which windows stand at the same place.

    ``a``, ``b``: the labels of each period's windows, ascending (ns, UTC). Returns a row per place
    in their order, with ``a`` and ``b``: which window of each stands there; null: none.
    """
    keys = [_nth(_keys(pair, a, window, pair.years or 0)), _nth(_keys(pair, b, window, 0))]
    places = np.unique(np.concatenate(keys))
    found = {}
    for side, its in zip("ab", keys, strict=True):
        at = np.full(len(places), -1)
        at[np.searchsorted(places, its)] = np.arange(len(its))
        found[side] = at
    return pl.DataFrame(found).select(pl.when(pl.all() >= 0).then(pl.all()))


def onto_b(pair: Pair, a: Stamps, b: Stamps, window: Window) -> tuple[Stamps, Mask]:
    """Where A's windows stand on B's axis, (n,), as wall time in ns since 1970, and whether there
    is such a place: of a 29 February there is none in other years."""
    wall = to_wall(a, pair.zone)
    places, there = _moved_wall(pair, wall, to_wall(b[:1], pair.zone).sum() - wall[:1].sum())
    both = aligned(pair, a, b, window).drop_nulls()
    at, partner = both["a"].to_numpy(), both["b"].to_numpy()
    places[at], there[at] = to_wall(b, pair.zone)[partner], True
    return places, there


def over_b(pair: Pair, moments: Stamps) -> tuple[Stamps, Mask]:
    """The same of moments of A that are no windows, by their own dates or by the time since A's
    start. One of a 29 February that B lacks is put at the end of that day."""
    (a_start, _), (b_start, _) = (_wall_ns(each, pair.zone) for each in (pair.a, pair.b))
    return _moved_wall(pair, to_wall(moments, pair.zone), b_start - a_start)


def remarks(pair: Pair) -> tuple[Said, ...]:
    """How the two are placed, and what about them does not match."""
    found = [Words.BY_THE_CALENDAR() if pair.years is not None else Words.SINCE_THE_START()]
    spans = {"A": pair.a, "B": pair.b}
    walls = {side: _wall_ns(span, pair.zone) for side, span in spans.items()}
    lengths = {side: stop - start for side, (start, stop) in walls.items()}
    if lengths["A"] != lengths["B"]:
        found.append(Words.LENGTHS(a=_length(lengths["A"]), b=_length(lengths["B"])))
    shifts = {s: span.stop_ns - span.start_ns - lengths[s] for s, span in spans.items()}
    if shifts["A"] != shifts["B"]:
        for side, shift_ns in shifts.items():
            said = Words.SET_BACK if shift_ns > 0 else Words.SET_FORWARD
            if shift_ns:
                found.append(said(side=side, hours=abs(shift_ns) / _HOUR_NS))
    if pair.years is not None:
        leap = {side: _leap_days(*wall) for side, wall in walls.items()}
        shifted = {"A": {y + pair.years for y in leap["A"]}, "B": leap["B"]}
        for side, other in (("A", "B"), ("B", "A")):
            back = pair.years if side == "A" else 0
            alone = sorted(year - back for year in shifted[side] - shifted[other])
            found += (Words.LEAP_DAY_ALONE(side=side, year=str(year)) for year in alone)
    common = min(pair.a.stop_ns, pair.b.stop_ns) - max(pair.a.start_ns, pair.b.start_ns)
    if common > 0:
        found.append(Words.IN_COMMON(time=_length(common)))
    return tuple(found)


def _nth(keys: Stamps) -> Stamps:
    """Keys that differ: an hour that a clock repeats is the second of its name."""
    order = np.argsort(keys, kind="stable")
    ascending = keys[order]
    first = np.searchsorted(ascending, ascending, side="left")
    nth = np.empty(len(keys), dtype=np.int64)
    nth[order] = np.arange(len(keys)) - first
    return keys * _MOST_REPEATED + nth


def _keys(pair: Pair, labels: Stamps, window: Window, years: int) -> Stamps:
    """Equal for windows that stand at the same place, and ascending with time."""
    length = length_of(window)
    wall = to_wall(labels, pair.zone) // SECOND_NS
    if length is None or not len(wall):
        return np.zeros(len(wall), dtype=np.int64)
    days, time_of_day = np.divmod(wall, _DAY_S)
    if length.fixed_s is None:
        # Some clocks are set forward at midnight: such a day begins at one o'clock.
        wall, time_of_day = days * _DAY_S, np.zeros_like(days)
    dates = days.view("datetime64[D]")
    months = dates.astype("datetime64[M]")
    month: Stamps = months.astype(np.int64)
    by_month = length.unit in ("mo", "q", "y")
    in_calendar = by_month or length.divides_a_day or (length.unit == "d" and length.count == 1)
    keys: Stamps
    if pair.years is None or not (in_calendar or length.unit == "w"):
        keys = month - month[0] if by_month else wall - wall[0]
    elif length.unit == "w":
        named = pl.select(
            pl.lit(to_time(wall * SECOND_NS)).dt.iso_year().cast(pl.Int64).alias("year"),
            pl.lit(to_time(wall * SECOND_NS)).dt.week().cast(pl.Int64).alias("week"),
        )
        keys = (named["year"].to_numpy() + years) * 64 + named["week"].to_numpy()
    else:
        of_month = (dates - months.astype("datetime64[D]")).astype(np.int64)
        keys = ((month + 12 * years) * 31 + of_month) * _DAY_S + time_of_day
    return keys


def _moved_wall(pair: Pair, wall: Stamps, shift_ns: int) -> tuple[Stamps, Mask]:
    if pair.years is None:
        return wall + shift_ns, np.ones(len(wall), dtype=np.bool_)
    days, time_of_day = np.divmod(wall, DAY_NS)
    dates = days.view("datetime64[D]")
    months = dates.astype("datetime64[M]")
    new = (months + 12 * pair.years).astype("datetime64[D]") + (
        dates - months.astype("datetime64[D]")
    )
    there: Mask = new.astype("datetime64[M]") == months + 12 * pair.years
    return new.view(np.int64) * DAY_NS + np.where(there, time_of_day, 0), there


def _wall(ns: int, zone: str) -> datetime:
    """The zone's clock at this moment; ``fold`` tells which of two equal hours it is."""
    moment = (_EPOCH + timedelta(microseconds=ns // 1_000)).astimezone(load_zone(zone))
    return moment.replace(tzinfo=None)


def _begun(ns: int, zone: str) -> datetime:
    """The same; of a day that begins at one o'clock, since its clock is set forward at midnight,
    that midnight: another year's day begins then."""
    wall = _wall(ns, zone)
    midnight = datetime.combine(wall.date(), time())
    return midnight if _ns(midnight, zone) == ns else wall


def _ns(wall: datetime, zone: str) -> int:
    moment = wall.replace(tzinfo=load_zone(zone)).astimezone(UTC)
    ns = (moment - _EPOCH) // timedelta(microseconds=1) * 1_000
    return min(max(ns, FIRST_NS), LAST_NS)


def _between(start: datetime, stop: datetime, zone: str) -> Span:
    return Span(start_ns=_ns(start, zone), stop_ns=_ns(stop, zone))


def _moved(wall: datetime, back: timedelta) -> datetime:
    return (wall - back).replace(fold=wall.fold)


def _year_earlier(wall: datetime) -> datetime:
    if (wall.month, wall.day) == (2, 29):
        return datetime(wall.year - 1, 3, 1)  # noqa: DTZ001 - the zone's own clock
    return wall.replace(year=wall.year - 1)


def _whole_years(a_ns: int, b_ns: int, zone: str) -> int | None:
    a, b = _wall(a_ns, zone), _wall(b_ns, zone)
    years = b.year - a.year
    is_same = (a.month, a.day, a.time()) == (b.month, b.day, b.time())
    return years if is_same and years else None


def _wall_ns(span: Span, zone: str) -> tuple[int, int]:
    start, stop = to_wall(np.array([span.start_ns, span.stop_ns], dtype=np.int64), zone).tolist()
    return start, stop


def _length(ns: int) -> Said:
    days, rest = divmod(ns, DAY_NS)
    return Words.DAYS(count=days) if days and not rest else lasting(ns // SECOND_NS)


def _leap_days(start: int, stop: int) -> set[int]:
    """The years of which 29 February, or a part of it, is in this span of wall time."""
    first, last = (np.datetime64(ns, "ns").astype("datetime64[Y]") for ns in (start, stop - 1))
    found = set()
    for year in range(1970 + int(first.astype(int)), 1971 + int(last.astype(int))):
        day = int(np.datetime64(f"{year}-03-01", "ns").astype(np.int64)) - DAY_NS
        if is_leap(year) and start < day + DAY_NS and day < stop:
            found.add(year)
    return found
