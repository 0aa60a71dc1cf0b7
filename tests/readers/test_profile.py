"""Profiles: gaps, repeats, ranges and distributions, against numpy over the whole file."""

import json
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paths import T1

from turbine.readers import FileScan, detect, open_source, reading, scan
from turbine.readers.csv import lines
from turbine.readers.distributions import MAX_BINS
from turbine.readers.profile import MAX_GAPS, Profile, profile

HEADER = (
    "Date/Time,LV ActivePower (kW),Wind Speed (m/s),Theoretical_Power_Curve (KWh),"
    "Wind Direction (°)"
)


def scanned(rows: list[str], header: str = HEADER) -> FileScan:
    source = open_source("\n".join([header, *rows]).encode(), "f.csv")
    return scan(source, detect(source, zone="UTC", date_order="day-first").interpretation)


def clock(minutes: int) -> str:
    stamp = np.datetime64("2018-01-20T00:00") + np.timedelta64(minutes, "m")
    date, time = str(stamp).split("T")
    return f"{' '.join(date.split('-')[::-1])} {time}"


def of_minutes(minutes: list[int]) -> Profile:
    return profile(scanned([f"{clock(m)},1,2,3,4" for m in minutes]))


def test_gaps_count_the_missing_steps_and_not_the_step_after():
    profiled = of_minutes([0, 10, 20, 50, 60, 80, 90, 100])
    assert (profiled.gap_count, profiled.missing_steps) == (2, 3)
    assert [gap.missing for gap in profiled.gaps] == [2, 1]
    longest = profiled.longest_gap
    assert longest is not None
    assert (longest.before_ns - longest.after_ns) == 30 * 60 * 10**9
    assert (profiled.expected_rows, profiled.kept, profiled.out_of_order) == (11, 8, 0)


def test_a_file_out_of_order_has_no_gaps_for_that():
    profiled = of_minutes([20, 10, 0, 30, 40])
    assert (profiled.gap_count, profiled.missing_steps, profiled.out_of_order) == (0, 0, 2)
    assert profiled.first_ns is not None
    assert profiled.last_ns == profiled.first_ns + 40 * 60 * 10**9


def test_jitter_is_no_gap():
    rows = ["00:00:00", "00:10:00", "00:20:04", "00:30:00", "00:40:00", "00:59:57", "01:10:00"]
    profiled = profile(scanned([f"20 01 2018 {t},1,2,3,4" for t in rows]))
    assert (profiled.gap_count, profiled.missing_steps) == (1, 1)


def test_a_step_that_changes_is_no_gap():
    """From ten minutes to one: the commonest step is a minute, and nothing is missing."""
    profiled = of_minutes([*range(0, 1_440, 10), *range(1_440, 2_000)])
    assert profiled.step_ns == 60 * 10**9
    assert (profiled.gap_count, profiled.missing_steps, profiled.expected_rows) == (
        0,
        0,
        profiled.kept,
    )
    holed = of_minutes([*range(0, 720, 10), *range(740, 1_440, 10), *range(1_440, 2_000)])
    assert (holed.gap_count, holed.missing_steps) == (1, 2)
    assert (holed.gaps[0].lacks_ns - holed.gaps[0].after_ns) == 600 * 10**9


def test_rows_that_come_when_they_please_have_no_gaps():
    times = ["00:00:00", "00:00:01", "00:00:02", "00:20:00", "00:45:00", "01:00:00"]
    profiled = profile(scanned([f"20 01 2018 {t},1,2,3,4" for t in times]))
    assert (profiled.gap_count, profiled.missing_steps, profiled.expected_rows) == (0, 0, 6)


@pytest.mark.parametrize(("first", "last"), [(1850, 2050), (1680, 2260)])
def test_rows_centuries_apart_are_counted_right(first, last):
    rows = [f"01 01 {first} 00:{minute}0,1,2,3,4" for minute in range(3)]
    profiled = profile(scanned([*rows, f"01 01 {last} 00:00,1,2,3,4"]))
    steps = (date(last, 1, 1) - date(first, 1, 1)).days * 144
    assert (profiled.gap_count, profiled.missing_steps) == (1, steps - 3)
    assert profiled.expected_rows == steps + 1
    assert profiled.gaps[0].lacks_ns - profiled.gaps[0].after_ns == 600 * 10**9
    alone = profile(scanned([rows[0], f"01 01 {last} 00:00,1,2,3,4"]))
    assert (alone.gap_count, alone.missing_steps, alone.expected_rows) == (0, 0, 2)
    assert alone.step_ns > 0
    json.dumps(alone.to_dict(), allow_nan=False)


def test_the_list_of_gaps_is_bounded_but_not_their_count():
    minutes, now = [], 0
    for _ in range(MAX_GAPS + 50):
        minutes += [now, now + 10, now + 20]
        now += 50
    profiled = of_minutes(minutes)
    assert (profiled.gap_count, len(profiled.gaps)) == (MAX_GAPS + 49, MAX_GAPS)


def test_duplicates_conflicts_and_bad_cells_are_counted_apart():
    rows = ["20 01 2018 00:00,1,2,3,4", "20 01 2018 00:00,1,2,3,4", "20 01 2018 00:00,9,2,3,4",
            "20 01 2018 00:10,x,,inf,400", "", "20 01 2018 00:20,-3,60,,-1", "bad"]  # fmt: skip
    profiled = profile(scanned(rows))
    assert (profiled.rows, profiled.kept, profiled.rejected) == (6, 3, 2)
    assert (profiled.duplicates_identical, profiled.duplicates_conflicting) == (1, 1)
    assert (profiled.values, profiled.missing_cells, profiled.bad_cells) == (8, 2, 2)
    assert profiled.blank_lines == 1
    power, speed, theory, direction = profiled.channels
    assert [(c.values, c.missing, c.bad) for c in profiled.channels] == [
        (2, 0, 1), (2, 1, 0), (1, 1, 1), (3, 0, 0)
    ]  # fmt: skip
    assert (power.negative, power.below, power.above, power.min, power.max) == (1, 0, 0, -3.0, 1.0)
    assert (speed.below, speed.above) == (0, 1)
    assert (direction.below, direction.above, direction.negative) == (1, 1, 1)
    assert theory.mean == 3.0


def test_directions_are_averaged_as_angles():
    rows = [f"20 01 2018 00:{10 * i:02d},,,,{angle}" for i, angle in enumerate([350, 10, 20, 340])]
    direction = profile(scanned(rows)).channels[3]
    assert direction.mean is not None
    assert min(direction.mean, 360 - direction.mean) < 1e-9
    assert direction.resultant == pytest.approx(np.cos(np.radians([10, 20])).mean())
    opposite = [f"20 01 2018 00:{10 * i:02d},,,,{angle}" for i, angle in enumerate([90, 270])]
    assert profile(scanned(opposite)).channels[3].mean is None


def test_a_file_without_a_kept_row_has_a_profile_too():
    profiled = profile(scanned(["20 01 2018 00:00,,,,", "20 01 2018 00:10,x,,,"]))
    assert (profiled.rows, profiled.kept) == (2, 0)
    assert (profiled.without_values, profiled.rejected) == (1, 1)
    assert (profiled.first_ns, profiled.last_ns, profiled.expected_rows, profiled.gaps) == (
        None,
        None,
        0,
        (),
    )
    assert all(c.values == 0 and c.min is None and c.bin_counts == () for c in profiled.channels)
    json.dumps(profiled.to_dict(), allow_nan=False)


def test_absurd_values_are_off_the_grid_and_without_a_mean():
    profiled = profile(
        scanned(["20 01 2018 00:00,1.7e308,1.7e308,,", "20 01 2018 00:10,1.7e308,1,,"])
    )
    assert profiled.power_curve is not None
    assert (profiled.power_curve.cells, profiled.power_curve.outside) == ((), 2)
    power, speed, *_ = profiled.channels
    assert (power.mean, power.max, power.above) == (None, 1.7e308, 2)
    assert sum(power.bin_counts) == sum(speed.bin_counts) == 2


def test_without_power_there_is_no_power_curve():
    rows = ["20 01 2018 00:00,5", "20 01 2018 00:10,6"]
    assert profile(scanned(rows, "Date/Time,Wind Speed (m/s)")).power_curve is None


def test_the_dictionary_is_json_with_the_period_as_text():
    profiled = json.loads(json.dumps(of_minutes([0, 10, 40]).to_dict(), allow_nan=False))
    assert profiled["first"] == "2018-01-20T00:00:00Z"
    assert profiled["last"] == "2018-01-20T00:40:00Z"
    assert profiled["gaps"][0]["missing"] == 2
    assert set(profiled) == {
        "rows", "kept", "rejected", "duplicates_identical", "duplicates_conflicting", "blank_lines",
        "values", "missing_cells", "bad_cells", "first_ns", "last_ns", "step_ns", "expected_rows",
        "out_of_order", "gap_count", "missing_steps", "gaps", "channels", "open_end", "power_curve",
        "first", "last", "without_values",
    }  # fmt: skip


finite = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.floats(-200, 4_000),
    st.integers(-10, 400).map(float),
    st.just(None),
)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.tuples(finite, finite, finite, finite), min_size=1, max_size=40))
def test_numbers_agree_with_numpy(rows):
    cells = [",".join("" if v is None else repr(v) for v in row) for row in rows]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines.after, "__kwdefaults__", {"block_bytes": 200})
        patch.setattr(reading, "KEPT_BYTES", 0)
        profiled = profile(scanned([f"{clock(10 * i)},{row}" for i, row in enumerate(cells)]))
    kept = [row for row in rows if any(v is not None for v in row)]
    json.dumps(profiled.to_dict(), allow_nan=False)
    for index, channel in enumerate(profiled.channels):
        values = np.array([row[index] for row in kept if row[index] is not None])
        assert (channel.values, channel.missing) == (len(values), len(kept) - len(values))
        if not len(values):
            continue
        assert (channel.min, channel.max) == (values.min(), values.max())
        assert channel.negative == np.count_nonzero(values < 0)
        assert channel.below == np.count_nonzero(values < channel.lower)
        assert channel.above == np.count_nonzero(values > channel.upper)
        assert sum(channel.bin_counts) == len(values)
        assert len(channel.bin_edges) == len(channel.bin_counts) + 1
        assert len(channel.bin_counts) <= MAX_BINS
        assert (np.diff(channel.bin_edges) > 0).all()
        if abs(values).max() < 1e6 and channel.resultant is None:
            assert channel.mean == pytest.approx(values.mean(), rel=1e-9, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(
    rows=st.lists(st.tuples(st.integers(-10, 3_700), st.integers(0, 300)), min_size=1, max_size=60)
)
def test_histogram_and_power_curve_agree_with_numpy(rows):
    texts = [f"{clock(10 * i)},{p + 0.5},{s / 10 + 0.05}" for i, (p, s) in enumerate(rows)]
    profiled = profile(scanned(texts, "Date/Time,Power (kW),Wind Speed (m/s)"))
    power = np.array([p + 0.5 for p, _ in rows])
    speed = np.array([s / 10 + 0.05 for _, s in rows])
    for channel, values in zip(profiled.channels, (power, speed), strict=True):
        counts, _ = np.histogram(values, bins=channel.bin_edges)
        assert counts.tolist() == list(channel.bin_counts)
    curve = profiled.power_curve
    assert curve is not None
    assert curve.outside == 0
    for low_mps, low_kw, count in curve.cells:
        inside = (speed >= low_mps) & (speed < low_mps + curve.speed_bin_mps)
        inside &= (power >= low_kw) & (power < low_kw + curve.power_bin_kw)
        assert np.count_nonzero(inside) == count > 0
    assert sum(count for *_, count in curve.cells) == len(rows)


@pytest.mark.skipif(not T1.exists(), reason=f"the real file is not at {T1}: set TURBINE_TEST_T1")
def test_what_is_known_of_a_turbine_limits_its_signals():
    found = scanned(
        [f"{clock(10 * i)},{power},5,0,0" for i, power in enumerate((-70, 2_050, 2_100))]
    )
    power, speed = profile(found, {"power_kw": (-60.0, 2_060.0)}).channels[:2]
    assert (power.lower, power.upper, power.below, power.above) == (-60.0, 2_060.0, 1, 1)
    assert (speed.lower, speed.upper) == (0.0, 50.0)
    usual = profile(found).channels[0]
    assert (usual.below, usual.above) == (0, 0)


def test_t1():
    source = open_source(T1, "T1.csv")
    profiled = profile(scan(source, detect(source).interpretation))
    assert (profiled.rows, profiled.kept, profiled.expected_rows) == (50_530, 50_530, 52_560)
    assert (profiled.gap_count, profiled.missing_steps) == (32, 2_030)
    assert (profiled.duplicates_identical, profiled.duplicates_conflicting) == (0, 0)
    assert profiled.longest_gap is not None
    assert profiled.longest_gap.missing == 625
    power, _, _, direction = profiled.channels
    assert (power.name, power.negative) == ("power_kw", 57)
    assert power.min == pytest.approx(-2.47, abs=0.01)
    assert direction.mean == pytest.approx(65.1, abs=0.1)
    assert direction.resultant == pytest.approx(0.29, abs=0.01)
    assert len(json.dumps(profiled.to_dict())) < 60_000
