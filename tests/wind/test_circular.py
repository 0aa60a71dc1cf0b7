"""Means of angles: against complex numbers, and under rotation."""

import cmath
import math
from datetime import UTC, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from turbine.model.channels import channel
from turbine.model.frame import TIME
from turbine.readers.distributions import Tally
from turbine.timing.windows import plan
from turbine.wind import circular
from turbine.wind.diurnal import diurnal_profile
from turbine.wind.kernels import by_window

angles = st.lists(st.floats(0, 360, exclude_max=True), min_size=1, max_size=40)


def mean_and_length(values: list[float | None]) -> tuple[float | None, float | None]:
    column = pl.col("a")
    frame = pl.DataFrame({"a": values}, schema={"a": pl.Float64})
    return frame.select(circular.mean_deg(column), b=circular.resultant(column)).row(0)


def apart(a: float, b: float) -> float:
    return abs((a - b + 180) % 360 - 180)


@given(angles)
def test_the_mean_is_the_direction_of_the_mean_vector(values):
    vector = sum(cmath.rect(1, math.radians(v)) for v in values) / len(values)
    mean, length = mean_and_length(values)
    assert length == pytest.approx(abs(vector), abs=1e-12)
    if abs(vector) > 1e-6:
        assert 0 <= mean < 360
        assert apart(mean, math.degrees(cmath.phase(vector))) < 1e-6


@given(angles, st.floats(-720, 720))
def test_turning_every_angle_turns_the_mean_and_keeps_the_length(values, turn):
    mean, length = mean_and_length(values)
    turned_mean, turned_length = mean_and_length([v + turn for v in values])
    assert turned_length == pytest.approx(length, abs=1e-9)
    if length > 1e-3:
        assert apart(turned_mean, mean + turn) < 1e-6


@pytest.mark.parametrize(
    ("values", "mean"),
    [
        ([350, 10], 0),
        ([10, 350], 0),
        ([350, 20], 5),
        ([359, 357], 358),
        ([90], 90),
        ([0, 90], 45),
        ([360], 0),
        ([None, 350, None, 10], 0),
    ],
)
def test_across_north(values, mean):
    result, _ = mean_and_length(values)
    assert apart(result, mean) < 1e-9
    assert 0 <= result < 360
    assert math.copysign(1, result) == 1


@pytest.mark.parametrize("values", [[0, 180], [0, 120, 240], [10, 100, 190, 280]])
def test_angles_that_cancel_have_no_mean(values):
    mean, length = mean_and_length(values)
    assert mean is None
    assert length == pytest.approx(0, abs=1e-9)


def figure(expression, values):
    return pl.select(expression(pl.lit(pl.Series(values, dtype=pl.Float64)))).item()


def test_the_deviation_follows_from_how_far_the_angles_agree():
    wide = 60.0  # of two angles so far apart on either side, R is cos 60°
    assert figure(circular.deviation_deg, [350.0, 350.0 + 2 * wide - 360.0]) == pytest.approx(
        math.degrees(math.sqrt(2 * math.log(2)))
    )
    assert figure(circular.deviation_deg, [77.0, 77.0]) == pytest.approx(0.0, abs=1e-6)
    assert figure(circular.deviation_deg, [0.0, 180.0]) is None
    assert figure(circular.deviation_deg, []) is None


@pytest.mark.parametrize(
    ("values", "centre"),
    [
        ([350.0, 5.0, 90.0], 0.0),  # both sides of north are one sector
        ([348.75, 11.24, 200.0], 0.0),
        ([11.25, 33.74, 200.0, None], 22.5),
        ([-3.0, 359.0, 100.0], 0.0),
        ([270.0, 90.0], 90.0),
        ([], None),
    ],
)
def test_the_most_frequent_sector(values, centre):
    assert figure(circular.most_frequent_sector_deg, values) == centre


def test_no_value_has_neither():
    assert mean_and_length([]) == (None, None)
    assert mean_and_length([None]) == (None, None)


@given(st.lists(angles, min_size=1, max_size=6))
def test_the_mean_of_all_comes_from_the_groups(groups):
    rows = [(*mean_and_length(group), len(group)) for group in groups]
    frame = pl.DataFrame(rows, schema=["mean", "length", "count"], orient="row")
    frame = frame.cast({"mean": pl.Float64})
    mean, length = circular.combine(pl.col("mean"), pl.col("length"), pl.col("count"))
    combined, combined_length = frame.select(mean.alias("m"), length.alias("l")).row(0)
    direct, direct_length = mean_and_length([v for group in groups for v in group])
    assert combined_length == pytest.approx(direct_length, abs=1e-9)
    if direct_length > 1e-3:
        assert apart(combined, direct) < 1e-5


@given(st.floats(0, 360), st.floats(0, 360))
def test_the_shorter_way_ends_where_it_should(start, end):
    frame = pl.DataFrame({"start": [start], "end": [end]})
    turn = frame.select(circular.turn_deg(pl.col("start"), pl.col("end"))).item()
    assert -180 <= turn <= 180
    assert apart(start + turn, end) < 1e-9


def test_wrapping_never_gives_360_nor_makes_a_value():
    frame = pl.DataFrame({"a": [-1e-20, 360.0, 720.5, -90.0, 0.0, None]})
    wrapped = frame.select(b=circular.wrap_deg(pl.col("a")))["b"].to_list()
    assert wrapped == [0, 0, 0.5, 270, 0, None]


@pytest.mark.parametrize(
    ("values", "signed", "mean"),
    [
        ([-5, -3], True, -4),
        ([356, 356], True, -4),
        ([170, -170], True, 180),
        ([-5, -3], False, 356),
        ([-5, 3], None, -1),  # an angle that nobody knows
        ([355, 3], None, 359),
    ],
)
def test_an_angle_on_both_sides_of_nought_stays_there(values, signed, mean):
    frame = pl.DataFrame({"a": values}, schema={"a": pl.Float64})
    found = frame.select(circular.mean_deg(pl.col("a"), signed=signed)).item()
    assert found == pytest.approx(mean, abs=1e-9)


def test_its_limits_say_which_an_angle_is():
    names = [
        *["yaw_error_deg", "yaw_error_max_deg", "wind_direction_deg", "yaw_offset_deg", "power_kw"]
    ]
    frame = pl.DataFrame({"name": names})
    found = frame.select(*map(pl.Expr.alias, circular.kinds(names, pl.col("name")), "abc"))
    assert found.rows() == [
        (True, True, False), (True, True, False), (True, False, False), (True, False, True),
        (False, False, False),
    ]  # fmt: skip


def test_every_way_to_a_mean_gives_the_same_sign():
    """The kernel of all databases, the diurnal profile, and the profile of a file."""
    times = pl.datetime_range(
        datetime(2020, 1, 1, tzinfo=UTC), datetime(2020, 1, 1, 0, 50, tzinfo=UTC), "10m", eager=True
    ).cast(TIME)
    for name, values, mean in (
        ("yaw_error_deg", [-5.0, -3.0, -4.0, -4.0, -2.0, -6.0], -4.0),
        ("wind_direction_deg", [355.0, 357.0, 356.0, 356.0, 358.0, 354.0], 356.0),
    ):
        frame = pl.DataFrame({"time": times, name: values})
        windows = plan(1_577_836_800 * 10**9, 1_577_840_400 * 10**9, "1h")
        statistics = ("circular_mean", "resultant", "count")
        hourly = by_window(frame, [name], windows, statistics).rename({"circular_mean": "value"})
        diurnal = diurnal_profile(hourly.with_columns(expected=pl.lit(6)), "UTC")
        tally = Tally(channel(name))
        tally.add(frame[name])
        found = [hourly["value"][0], diurnal["value"][0], tally.result(bad=0).mean]
        assert found == pytest.approx([mean] * 3, abs=1e-9)
