"""Retiming: spacing and order kept, nothing lost, exactly invertible, or refused with numbers."""

import json
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from paths import T1

from turbine.model.errors import ConfigError, RetimeError
from turbine.readers import detect, open_source, scan
from turbine.timing.retime import KINDS, Resolved, Rule, parse, preview, resolve

STEP_NS = 600_000_000_000
ISTANBUL = "Europe/Istanbul"
ZONES = [
    "UTC",
    ISTANBUL,
    "Europe/Berlin",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
]


def at(text: str, zone: str = "UTC") -> int:
    moment = datetime.fromisoformat(text)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))
    return round((moment - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(microseconds=1)) * 1_000


def every(start: str, count: int, *, zone: str = "UTC", step_ns: int = STEP_NS) -> np.ndarray:
    return at(start, zone) + np.arange(count, dtype=np.int64) * step_ns


NOW = at("2026-11-24T20:07:31.5")
YEAR = every("2018-01-01T00:00", 52_560, zone=ISTANBUL)


def ask(rule: str, stamps=YEAR, *, step_ns=STEP_NS, zone=ISTANBUL, now_ns=NOW) -> Resolved:
    return resolve(parse(rule), stamps, step_ns=step_ns, zone=zone, now_ns=now_ns)


def previewed(rule: str, stamps=YEAR, *, step_ns=STEP_NS, zone=ISTANBUL, now_ns=NOW):
    return preview(parse(rule), stamps, step_ns=step_ns, zone=zone, now_ns=now_ns)


@pytest.mark.parametrize(
    "text", ["end-now", "whole-years", "whole-years=7", "whole-years=-3", "whole-years=0",
             "whole-weeks", "whole-weeks=12", "keep", "start-at=2024-01-01T00:00", "today"],
)  # fmt: skip
def test_a_rule_is_its_text(text):
    assert str(parse(text)) == text
    assert parse(f" {text} ") == parse(text)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "whole-years=x", "whole-years=1.5", "keep=1", "end-now=2", "today=1",
             "start-at", "start-at=", "start-at=soon", "start-at=0001-01-01",
             "start-at=9999-01-01"],
)  # fmt: skip
def test_a_text_that_is_no_rule_is_refused(text):
    with pytest.raises(RetimeError) as caught:
        parse(text)
    assert caught.value.hint


def test_end_now_is_the_latest_whole_step():
    new = ask("end-now").apply(YEAR)
    assert new[-1] == at("2026-11-24T20:00")
    assert (np.diff(new) == STEP_NS).all()
    exactly = ask("end-now", now_ns=at("2026-11-24T20:00")).apply(YEAR)
    assert exactly[-1] == at("2026-11-24T20:00")


def test_end_now_keeps_the_phase_of_the_file():
    stamps = every("2018-01-01T00:03:20", 10)
    assert ask("end-now", stamps).apply(stamps)[-1] == at("2026-11-24T20:03:20")


def test_end_now_of_one_row_is_a_whole_second():
    stamps = every("2018-01-01T00:00:00", 1)
    assert ask("end-now", stamps, step_ns=0).apply(stamps)[0] == at("2026-11-24T20:07:31")


def test_whole_years_by_default_leave_nothing_in_the_future():
    resolved = ask("whole-years")
    assert (resolved.years, resolved.zone) == (7, ISTANBUL)
    assert resolved.apply(YEAR)[0] == at("2025-01-01T00:00", ISTANBUL)
    assert ask("whole-years", now_ns=at("2025-12-31T23:50", ISTANBUL)).years == 7
    assert ask("whole-years", now_ns=at("2025-12-31T23:49", ISTANBUL)).years == 6


def test_whole_years_of_a_file_from_the_future_go_back():
    stamps = every("2030-05-05T00:00", 10)
    assert ask("whole-years", stamps, zone="UTC").years == -4
    assert ask("whole-weeks", stamps).shift_ns < 0
    assert ask("end-now", stamps).apply(stamps)[-1] == at("2026-11-24T20:00")


def test_whole_years_count_in_local_time():
    """2015 was UTC+2 in Istanbul's winter, and is UTC+3 since."""
    stamps = every("2015-01-15T00:00", 10, zone=ISTANBUL)
    new = ask("whole-years=10", stamps).apply(stamps)
    assert new[0] == at("2025-01-15T00:00", ISTANBUL)
    assert (
        new[0] - stamps[0]
        == (date(2025, 1, 15) - date(2015, 1, 15)) / timedelta(microseconds=1) * 1_000
        - 3_600 * 10**9
    )


def test_whole_weeks_keep_the_weekday():
    resolved = ask("whole-weeks")
    week_ns = 7 * 86_400 * 10**9
    assert resolved.shift_ns % week_ns == 0
    assert NOW - week_ns < resolved.apply(YEAR)[-1] <= NOW
    assert ask("whole-weeks=2").shift_ns == 2 * week_ns


def test_start_at_is_in_the_files_time_zone_unless_it_has_an_offset():
    assert ask("start-at=2024-02-01T00:00").apply(YEAR)[0] == at("2024-02-01T00:00", ISTANBUL)
    assert ask("start-at=2024-02-01T00:00Z").apply(YEAR)[0] == at("2024-02-01T00:00")
    shuffled = YEAR[::-1]
    assert ask("start-at=2024-02-01T00:00Z", shuffled).apply(shuffled)[-1] == at("2024-02-01T00:00")


@pytest.mark.parametrize("text", ["2018-10-28T02:30", "2018-03-25T02:30"])
def test_start_at_an_hour_that_is_skipped_or_repeated_is_refused(text):
    with pytest.raises(RetimeError, match="is not one point in time in Europe/Berlin"):
        ask(f"start-at={text}", zone="Europe/Berlin")
    assert ask(f"start-at={text}+01:00", zone="Europe/Berlin").apply(YEAR)[0] == at(f"{text}+01:00")


def test_keep_changes_nothing():
    assert ask("keep") == Resolved(kind="keep")
    assert ask("keep").apply(YEAR).tolist() == YEAR.tolist()


def test_today_is_refused_with_the_numbers_and_the_alternatives():
    outcome = previewed("today")
    assert (outcome.rows, outcome.distinct, outcome.collisions) == (52_560, 144, 52_416)
    assert outcome.resolved is None
    assert "52,560 rows on 144 timestamps, and 52,416 would be lost" in str(outcome.refusal)
    assert outcome.alternatives == ("end-now", "whole-years", "whole-weeks", "keep")
    with pytest.raises(RetimeError, match="52,416 would be lost") as caught:
        ask("today")
    assert "end-now" in caught.value.hint


def test_today_of_a_single_day_is_a_shift():
    stamps = every("2018-05-05T00:00", 144, zone=ISTANBUL)
    resolved = ask("today", stamps)
    new = resolved.apply(stamps)
    assert new[0] == at("2026-11-24T00:00", ISTANBUL)
    dated = Resolved(kind="today", zone=ISTANBUL, date="2026-11-24").apply(stamps)
    assert new.tolist() == dated.tolist()
    assert resolved.invert(new).tolist() == stamps.tolist()


def test_today_of_several_days_that_do_not_collide_still_loses_the_dates():
    stamps = every("2018-05-05T00:00", 5, step_ns=86_400 * 10**9 + STEP_NS)
    with pytest.raises(RetimeError, match="lose the dates"):
        ask("today", stamps)


def test_the_classic_mistake_can_be_recorded_but_not_undone():
    mistake = Resolved(kind="today", zone=ISTANBUL, date="2026-11-24")
    new = mistake.apply(YEAR)
    assert len(np.unique(new)) == 144
    assert new.min() == at("2026-11-24T00:00", ISTANBUL)
    with pytest.raises(RetimeError, match="cannot be moved back"):
        mistake.invert(new)


def test_a_leap_day_without_a_date_is_refused_with_the_years_that_work():
    stamps = every("2016-02-27T00:00", 144 * 5, zone=ISTANBUL)
    outcome = previewed("whole-years=9", stamps)
    assert str(outcome.refusal) == (
        "144 rows of 29 February 2016 would have no date: 2025 is not a leap year."
    )
    assert outcome.collisions == 144
    assert outcome.alternatives[0] == "whole-years=8"
    assert ask(outcome.alternatives[0], stamps).years == 8
    lost = previewed("whole-years=9", stamps[2 * 144 : 3 * 144])
    assert [new for _, new in lost.samples] == [None] * len(lost.samples)


def test_a_leap_day_missing_from_the_file_is_noted():
    assert str(previewed("whole-years=6").note) == (
        "The file has no rows for 29 February 2024, which leaves a gap of one day."
    )
    assert previewed("whole-years=7").note == ""
    leap = every("2016-01-01T00:00", 366 * 144, zone=ISTANBUL)
    assert previewed("whole-years=8", leap).note == ""


def test_an_hour_that_the_clock_skips_is_refused():
    stamps = every("2018-03-24T00:00", 288, zone="Europe/Berlin")
    outcome = previewed(
        "whole-years=1", every("2018-03-31T00:00", 144, zone="Europe/Berlin"), zone="Europe/Berlin"
    )
    assert str(outcome.refusal) == (
        "6 rows would fall into an hour that local time in Europe/Berlin skips (+1 year)."
    )
    assert ask("whole-years=1", stamps, zone="Europe/Berlin").years == 1


def test_a_repeated_hour_is_refused_if_rows_would_collide():
    stamps = every("2018-10-28T00:00", 200, zone="Europe/Berlin")
    outcome = previewed("whole-years=1", stamps, zone="Europe/Berlin")
    assert "200 rows on 194 timestamps, and 6 would be lost" in str(outcome.refusal)
    assert outcome.collisions == 6
    assert (
        ask("whole-years=0", stamps, zone="Europe/Berlin").apply(stamps).tolist() == stamps.tolist()
    )


@pytest.mark.parametrize("rule", ["whole-years=300", "whole-years=-400", "whole-weeks=99999999999",
                                  "whole-years=99999999", "start-at=2260-12-31T00:00"])  # fmt: skip
def test_years_out_of_the_range_of_stamps_are_refused(rule):
    stamps = every("2018-01-01T00:00", 200, step_ns=5 * 86_400 * 10**9)
    with pytest.raises(RetimeError, match="beyond the years 1678 to 2261") as caught:
        ask(rule, stamps, zone="UTC")
    assert "end-now" in caught.value.hint


def test_no_rows_and_no_zone_are_refused():
    with pytest.raises(RetimeError, match="no rows"):
        ask("keep", np.empty(0, dtype=np.int64))
    with pytest.raises(ConfigError, match="no time zone"):
        ask("keep", zone="Mars/Olympus")


def test_a_preview_shows_the_first_the_last_and_the_future():
    outcome = previewed("whole-years=8")
    assert outcome.samples[0] == (int(YEAR[0]), at("2026-01-01T00:00", ISTANBUL))
    assert outcome.samples[-1] == (int(YEAR[-1]), at("2026-12-31T23:50", ISTANBUL))
    assert 3 <= len(outcome.samples) <= 8
    assert outcome.future == np.count_nonzero(ask("whole-years=8").apply(YEAR) > NOW) > 0
    assert (outcome.collisions, outcome.refusal, outcome.alternatives) == (0, None, ())
    assert outcome.resolved == ask("whole-years=8")
    assert len(previewed("keep", YEAR[:1]).samples) == 1


@pytest.mark.parametrize(
    ("resolved", "label"),
    [
        (Resolved(kind="keep"), "as in the file"),
        (Resolved(kind="whole-years", years=7, zone="UTC"), "+7 years in UTC local time"),
        (Resolved(kind="whole-years", years=-1, zone="UTC"), "-1 year in UTC local time"),
        (Resolved(kind="end-now", shift_ns=2884 * 86_400 * 10**9 + 600 * 10**9), "+2,884 d 00:10"),
        (Resolved(kind="end-now", shift_ns=-90_500_000_000), "-0 d 00:01:30.5"),
        (Resolved(kind="end-now", shift_ns=30 * 10**9), "+0 d 00:00:30"),
        (Resolved(kind="today", date="2026-11-24"), "every date replaced by 2026-11-24"),
    ],
)
def test_a_label_for_a_person(resolved, label):
    assert str(resolved.label) == label


@pytest.mark.skipif(not T1.exists(), reason=f"the real file is not at {T1}: set TURBINE_TEST_T1")
def test_t1_and_the_classic_mistake():
    source = open_source(T1, "T1.csv")
    stamps = scan(source, detect(source).interpretation).stamps
    outcome = previewed("today", stamps)
    assert str(outcome.refusal) == (
        "Today's date on every row would put 50,530 rows on 144 timestamps, and 50,386 would be "
        "lost."
    )
    assert ask("whole-years", stamps).years == 7
    assert previewed("end-now", stamps).future == 0


# -- properties ----------------------------------------------------------------------------


@st.composite
def series(draw):
    """Stamps with gaps, perhaps out of order, from 1971 on. Polars' zones know the clock changes up
    to 2100, Python's forever: with 40 years added these stay before."""
    step = draw(st.sampled_from([10**9, 60 * 10**9, STEP_NS, 3_600 * 10**9, 86_400 * 10**9]))
    start = (
        draw(st.integers(at("1971-01-01T00:00") // 10**9, at("2050-01-01T00:00") // 10**9)) * 10**9
    )
    steps = draw(st.lists(st.sampled_from([1, 1, 1, 2, 50]), max_size=60))
    stamps = start + np.concatenate([[0], np.cumsum(steps, dtype=np.int64)]).astype(np.int64) * step
    if draw(st.booleans()):
        stamps = stamps[::-1].copy()
    return stamps, step


moments = st.integers(at("1975-01-01T00:00"), at("2095-01-01T00:00"))


@settings(max_examples=150, deadline=None)
@given(made=series(), zone=st.sampled_from(ZONES), now=moments, kind=st.sampled_from(KINDS))
def test_accepted_rules_lose_nothing_and_can_be_undone(made, zone, now, kind):
    stamps, step = made
    rule = Rule(kind=kind, start="2024-06-01T12:00" if kind == "start-at" else "")
    try:
        resolved = resolve(rule, stamps, step_ns=step, zone=zone, now_ns=now)
    except RetimeError:
        assert preview(rule, stamps, step_ns=step, zone=zone, now_ns=now).refusal
        return
    new = resolved.apply(stamps)
    assert new.dtype == np.int64
    assert len(np.unique(new)) == len(stamps)
    assert resolved.invert(new).tolist() == stamps.tolist()
    assert np.argsort(new).tolist() == np.argsort(stamps).tolist()
    if kind != "whole-years":
        assert np.diff(new).tolist() == np.diff(stamps).tolist()
    if kind in ("end-now", "whole-years", "whole-weeks"):
        assert new.max() <= now
    if kind == "end-now":
        assert now - new.max() < step
    again = Resolved.from_dict(json.loads(json.dumps(resolved.to_dict())))
    assert again == resolved
    assert (
        np.concatenate([again.apply(stamps[:3]), again.apply(stamps[3:])]).tolist() == new.tolist()
    )


@settings(max_examples=150, deadline=None)
@given(made=series(), zone=st.sampled_from(ZONES), years=st.integers(-40, 40))
def test_years_are_those_of_a_calendar(made, zone, years):
    """Against Python's own calendar and zones, row by row."""
    stamps, step = made
    tz = ZoneInfo(zone)
    walls = [_wall(ns, tz) for ns in stamps]
    moved = [_years_later(wall, years) for wall in walls]
    expected = [None if wall is None else _moment(wall, tz) for wall in moved]
    rule = Rule(kind="whole-years", number=years)
    outcome = preview(rule, stamps, step_ns=step, zone=zone, now_ns=NOW)
    lost = None in expected or len(set(expected)) < len(expected)
    assert (outcome.refusal is not None) == lost
    if outcome.resolved is not None:
        assert outcome.resolved.apply(stamps).tolist() == expected


def _wall(ns: int, tz: ZoneInfo) -> datetime:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(ns) // 10**9)).astimezone(tz)


def _years_later(wall: datetime, years: int) -> datetime | None:
    try:
        return wall.replace(year=wall.year + years)
    except ValueError:
        return None


def _moment(wall: datetime, tz: ZoneInfo) -> int | None:
    """The moment of a wall clock with its fold; None in an hour that is skipped."""
    moment = wall.astimezone(UTC)
    back = moment.astimezone(tz)
    if back.replace(tzinfo=None, fold=0) != wall.replace(tzinfo=None, fold=0):
        return None
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(seconds=1) * 10**9


@settings(max_examples=60, deadline=None)
@given(made=series(), zone=st.sampled_from(ZONES), now=moments)
def test_the_classic_mistake_keeps_the_time_of_day(made, zone, now):
    stamps, _ = made
    tz = ZoneInfo(zone)
    today = _wall(now, tz).date()
    new = Resolved(kind="today", zone=zone, date=today.isoformat()).apply(stamps)
    walls = [datetime.combine(today, _wall(ns, tz).time()) for ns in stamps]
    moments = [_moment(wall.replace(tzinfo=tz), tz) for wall in walls]
    assume(None not in moments)
    assert new.tolist() == moments


@settings(max_examples=60, deadline=None)
@given(made=series(), zone=st.sampled_from(ZONES), now=moments)
def test_alternatives_work(made, zone, now):
    stamps, step = made
    outcome = preview(Rule(kind="today"), stamps, step_ns=step, zone=zone, now_ns=now)
    assert outcome.collisions == (len(stamps) - outcome.distinct)
    for text in outcome.alternatives:
        resolve(parse(text), stamps, step_ns=step, zone=zone, now_ns=now)
