"""Two periods: which they are and what stands at the same place, held against pandas and datetime
by calendars written another way."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from turbine.model.errors import ConfigError
from turbine.timing.periods import Pair, Span, aligned, onto_b, over_b, pair_of, remarks
from turbine.timing.windows import plan

# Clocks that stopped changing in 2016, change in spring and autumn, in the other half of the year,
# and at midnight.
ZONES = ("Europe/Istanbul", "Europe/Berlin", "Australia/Sydney", "America/Santiago", "UTC")
DAYS = st.dates(date(2009, 1, 1), date(2023, 12, 31))
HOUR = 3_600 * 10**9


def ns(wall: date, zone: str, hours: int = 0) -> int:
    moment = pd.Timestamp(wall) + pd.Timedelta(hours=hours)
    return moment.tz_localize(zone, nonexistent="shift_forward", ambiguous=True).value


def span(first: date, stop: date, zone: str) -> Span:
    return Span(start_ns=ns(first, zone), stop_ns=ns(stop, zone))


def local(stamps, zone: str) -> list[datetime]:
    """The zone's clock, with ``fold``."""
    return [datetime.fromtimestamp(int(n) / 1e9, UTC).astimezone(ZoneInfo(zone)) for n in stamps]


def labels(one: Span, window: str, zone: str) -> np.ndarray:
    return plan(one.start_ns, one.stop_ns, window, zone).labels


def places(pair: Pair, window: str):
    """The dates of A and B that stand at each place."""
    a, b = (labels(each, window, pair.zone) for each in (pair.a, pair.b))
    walls = {"a": local(a, pair.zone), "b": local(b, pair.zone)}
    return [
        tuple(None if row[side] is None else walls[side][row[side]] for side in ("a", "b"))
        for row in aligned(pair, a, b, window).iter_rows(named=True)
    ]


@given(DAYS, st.integers(1, 900), st.sampled_from(ZONES))
def test_the_period_before_ends_where_this_one_begins_and_has_as_many_days(first, days, zone):
    pair = pair_of("previous", span(first, first + timedelta(days=days), zone), zone)
    assert pair.a == span(first - timedelta(days=days), first, zone)


def test_one_that_ends_within_a_day_is_moved_by_whole_days():
    start, stop = ns(date(2018, 3, 20), "UTC"), ns(date(2018, 3, 26), "UTC", hours=14)
    pair = pair_of("previous", Span(start_ns=start, stop_ns=stop), "UTC")
    week = timedelta(days=7) // timedelta(microseconds=1) * 1_000
    assert pair.a == Span(start_ns=start - week, stop_ns=stop - week)
    short = pair_of("previous", Span(start_ns=start, stop_ns=start + 6 * HOUR), "UTC")
    assert short.a == Span(start_ns=start - 6 * HOUR, stop_ns=start)


def test_a_period_before_all_stamps_is_none_and_not_a_shorter_one():
    with pytest.raises(ConfigError, match="no such period to compare with"):
        pair_of("previous", span(date(1678, 1, 1), date(2261, 12, 31), "UTC"), "UTC")


@given(DAYS, st.integers(1, 800), st.sampled_from(ZONES))
@example(date(2015, 2, 1), 59, "Europe/Berlin")
@example(date(2012, 2, 29), 366, "Europe/Istanbul")
@example(date(2011, 3, 1), 366, "Australia/Sydney")
@example(date(2009, 2, 1), 252, "America/Santiago")
def test_a_day_stands_at_the_same_date_a_year_later_and_a_leap_day_alone(first, days, zone):
    chosen = span(first, first + timedelta(days=days), zone)
    if (first.month, first.day, days) == (2, 29, 1):
        with pytest.raises(ConfigError, match="no such period"):
            pair_of("year", chosen, zone)
        return
    pair = pair_of("year", chosen, zone)
    b = [first + timedelta(days=n) for n in range(days)]
    start = pd.Timestamp(local([pair.a.start_ns], zone)[0].date())
    expected_start = first.replace(year=first.year - 1, month=3, day=1) if (
        first.month, first.day) == (2, 29) else first.replace(year=first.year - 1)  # fmt: skip
    assert start.date() == expected_start
    end = first + timedelta(days=days)
    a_end = date(end.year - 1, 3, 1) if (end.month, end.day) == (2, 29) else end.replace(
        year=end.year - 1)  # fmt: skip
    a = [day.date() for day in pd.date_range(start, a_end, inclusive="left")]
    by_place = {(day.year + 1, day.month, day.day): [day, None] for day in a}
    for day in b:
        by_place.setdefault((day.year, day.month, day.day), [None, None])[1] = day
    expected = [tuple(both) for _, both in sorted(by_place.items())]
    found = [
        tuple(None if each is None else each.date() for each in both) for both in places(pair, "1d")
    ]
    assert found == expected
    alone = {each for both in expected if None in both for each in both if each}
    assert all((day.month, day.day) == (2, 29) for day in alone)
    said = " ".join(map(str, remarks(pair)))
    assert all(f"29 February ({day.year})" in said for day in alone)
    assert ("29 February" in said) == bool(alone)


@given(DAYS, DAYS, st.integers(1, 20), st.sampled_from(ZONES[:3]))
@example(date(2018, 3, 24), date(2018, 10, 27), 3, "Europe/Berlin")
@example(date(2018, 10, 27), date(2018, 3, 24), 3, "Europe/Berlin")
@example(date(2016, 3, 26), date(2016, 6, 1), 3, "Europe/Istanbul")
def test_an_hour_stands_at_the_same_hour_since_the_start(a, b, days, zone):
    if (a.month, a.day) == (b.month, b.day):
        return
    lasting = timedelta(days=days)
    pair = pair_of("custom", span(b, b + lasting, zone), zone, own=span(a, a + lasting, zone))
    found = places(pair, "1h")
    expected: dict[tuple, list] = {}
    for place, (first, side) in enumerate(((a, pair.a), (b, pair.b))):
        hours = range(side.start_ns, side.stop_ns, HOUR)
        for wall in local(hours, zone):
            key = (wall.date() - first).days, wall.hour, wall.fold
            expected.setdefault(key, [None, None])[place] = wall
    assert found == [tuple(both) for _, both in sorted(expected.items())]
    assert "since the start" in str(remarks(pair)[0])
    lengths = [(each.stop_ns - each.start_ns) // HOUR for each in (pair.a, pair.b)]
    said = " ".join(map(str, remarks(pair)[1:]))
    assert ("The clock is set" in said) == (lengths[0] != lengths[1])
    assert sum(None in both for both in found) >= abs(lengths[0] - lengths[1])


@given(DAYS, st.sampled_from(ZONES), st.integers(2, 800), st.data())
def test_a_date_cuts_the_period_in_two_that_begin_together(first, zone, days, data):
    n = data.draw(st.integers(1, days - 1))
    whole = span(first, first + timedelta(days=days), zone)
    day = first + timedelta(days=n)
    pair = pair_of("date", whole, zone, day=day)
    assert (pair.a.start_ns, pair.b.stop_ns) == (whole.start_ns, whole.stop_ns)
    assert pair.a.stop_ns == pair.b.start_ns == ns(day, zone)
    if pair.years is None:
        found = places(pair, "1d")
        assert len(found) == max(n, days - n)
        for place, both in enumerate(found):
            dates = [None if each is None else each.date() for each in both]
            assert dates[0] in (None, first + timedelta(days=place))
            assert dates[1] in (None, day + timedelta(days=place))
    outside = first + timedelta(days=days)
    for wrong in (first, outside):
        with pytest.raises(ConfigError, match="does not cut"):
            pair_of("date", whole, zone, day=wrong)


def test_months_stand_in_their_order_or_by_their_names():
    halves = pair_of("date", span(date(2018, 1, 1), date(2019, 1, 1), "UTC"), "UTC",
                     day=date(2018, 7, 1))  # fmt: skip
    assert [(a.month, b.month) for a, b in places(halves, "1mo")] == [
        (n, n + 6) for n in range(1, 7)
    ]
    years = pair_of("year", span(date(2018, 11, 15), date(2019, 2, 15), "UTC"), "UTC")
    assert [(a.month, b.month) for a, b in places(years, "1mo")] == [(n, n) for n in (11, 12, 1, 2)]
    weeks = places(pair_of("year", span(date(2020, 1, 1), date(2022, 1, 1), "UTC"), "UTC"), "1w")
    assert all(a is None or b is None or a.isocalendar().week == b.isocalendar().week
               for a, b in weeks)  # fmt: skip
    assert len(weeks) == 106, "week 53 of 2020 alone"


def test_a_period_of_ones_own_is_placed_by_the_calendar_if_it_begins_on_the_same_date():
    b = span(date(2020, 1, 1), date(2020, 12, 1), "UTC")
    for own, years in ((date(2016, 1, 1), 4), (date(2021, 1, 1), -1), (date(2016, 1, 2), None)):
        pair = pair_of("custom", b, "UTC", own=span(own, date(2022, 1, 1), "UTC"))
        assert pair.years == years
    common = pair_of("custom", b, "UTC", own=span(date(2020, 11, 1), date(2021, 1, 1), "UTC"))
    assert "A and B overlap by 30 days" in " ".join(map(str, remarks(common)))
    with pytest.raises(ConfigError):
        pair_of("custom", b, "UTC", own=b)
    assert pair_of("none", b, "UTC") is None


@given(DAYS, st.sampled_from(ZONES), st.sampled_from(["1h", "1d", "1mo", "7min", "1w"]))
def test_places_on_the_other_axis_are_those_of_the_partners(first, zone, window):
    pair = pair_of("year", span(first, first + timedelta(days=70), zone), zone)
    a, b = (labels(each, window, zone) for each in (pair.a, pair.b))
    wall, there = onto_b(pair, a, b, window)
    partner = {x: y for x, y in places(pair, window) if x and y}
    for moment, place, is_there in zip(local(a, zone), wall.tolist(), there, strict=True):
        other = partner.get(moment)
        if other is not None:
            naive = other.replace(tzinfo=None, fold=0)
            assert is_there
            assert place == pd.Timestamp(naive).value
        elif not is_there:
            assert (moment.month, moment.day) == (2, 29)


@given(DAYS, st.sampled_from(ZONES), st.sampled_from(["year", "previous"]))
def test_a_moment_stands_at_its_date_or_at_the_time_since_its_start(first, zone, kind):
    pair = pair_of(kind, span(first, first + timedelta(days=70), zone), zone)
    moments = np.arange(pair.a.start_ns, pair.a.stop_ns, 7 * HOUR)
    wall, there = over_b(pair, moments)
    starts = [local([each.start_ns], zone)[0].replace(tzinfo=None) for each in (pair.a, pair.b)]
    for moment, place, is_there in zip(local(moments, zone), wall.tolist(), there, strict=True):
        naive = moment.replace(tzinfo=None)
        if pair.years is None:
            expected = naive + (starts[1] - starts[0])
        elif (naive.month, naive.day) == (2, 29) and (naive.year + pair.years) % 4:
            assert not is_there
            expected = pd.Timestamp(naive.year + pair.years, 3, 1)
        else:
            assert is_there
            expected = naive.replace(year=naive.year + pair.years)
        assert place == pd.Timestamp(expected).value
