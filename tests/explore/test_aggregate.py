"""Aggregates over a real embedded database, against pandas and formulas written out."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import polars as pl
import pytest
from paths import T1
from polars.testing import assert_frame_equal

from turbine.explore.aggregate import AggregateRequest, Aggregation, aggregate
from turbine.explore.functions import FUNCTIONS, function_of, functions_for, label, resolve, unit_of
from turbine.model.errors import ConfigError
from turbine.model.frame import TIME
from turbine.model.series import Series
from turbine.stores.base import Answer, Capabilities
from turbine.stores.duckdb.store import DuckDBStore
from turbine.timing.steps import Steps
from turbine.timing.windows import SECOND_NS
from turbine.wind.diurnal import diurnal_profile
from turbine.wind.fill import filled

POWER, WIND, THEORY, ANGLE = (
    "power_kw",
    "wind_speed_mps",
    "theoretical_power_kw",
    "wind_direction_deg",
)
SERIES = Series(measurement="scada", site="Yalova", turbine="T1")
STEP_NS = 600 * SECOND_NS
HOUR_NS = 3_600 * SECOND_NS
PANDAS_RULE = {
    "10min": "10min",
    "30min": "30min",
    "1h": "1h",
    "6h": "6h",
    "1d": "1D",
    "1w": "W-MON",
    "1mo": "MS",
}


def ns(text: str, zone: str = "UTC") -> int:
    moment = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))
    return round(moment.timestamp()) * SECOND_NS


def made_rows() -> pl.DataFrame:
    """Seven weeks at 10 minutes, with gaps, missing cells and a lone row."""
    rng = np.random.default_rng(3)
    start = ns("2018-03-01")
    rows = 7 * 7 * 144
    times = start + np.arange(rows) * STEP_NS
    keep = rng.random(rows) > 0.04
    keep[1_000:1_700] = False
    keep[1_302] = True  # alone in its hour, and in its day
    frame = pl.DataFrame(
        {
            "time": pl.Series(times).cast(TIME),
            POWER: rng.gamma(2, 500, rows) - 5,
            WIND: rng.gamma(4, 2, rows),
            ANGLE: rng.uniform(0, 360, rows),
        }
    )
    blank = pl.Series(rng.random(rows) < 0.02)
    return frame.with_columns(pl.when(~blank).then(pl.col(POWER)).alias(POWER)).filter(
        pl.Series(keep)
    )


@pytest.fixture(scope="module")
def rows() -> pl.DataFrame:
    return made_rows()


@pytest.fixture(scope="module")
def store(rows, tmp_path_factory) -> DuckDBStore:
    store = DuckDBStore(tmp_path_factory.mktemp("data") / "points.duckdb")
    store.write(SERIES, rows)
    return store


def ask(store, *channels: str, **wanted) -> Aggregation:
    wanted = {"start": "2018-03-01", "stop": "2018-04-19", **wanted}
    start, stop = ns(wanted.pop("start")), ns(wanted.pop("stop"))
    known = wanted.pop("known", None)
    request = AggregateRequest(
        series=SERIES, channels=channels, start_ns=start, stop_ns=stop, **wanted
    )
    return aggregate(store, request, known=known)


def values(result: Aggregation, channel: str = POWER, column: str = "value") -> np.ndarray:
    return result.of(channel)[column].cast(pl.Float64).to_numpy()


def series_of(rows: pl.DataFrame, channel: str, zone: str) -> pd.Series:
    index = pd.to_datetime(rows["time"].dt.epoch("ns").to_numpy(), utc=True).tz_convert(zone)
    return pd.Series(rows[channel].to_numpy(), index=index)


ORACLE = {
    "mean": lambda r: r.mean(),
    "min": lambda r: r.min(),
    "max": lambda r: r.max(),
    "sum": lambda r: r.sum(min_count=1),
    "median": lambda r: r.median(),
    "stddev": lambda r: r.std(),
    "spread": lambda r: r.max() - r.min(),
    "first": lambda r: r.first(),
    "last": lambda r: r.last(),
    "stderr": lambda r: r.sem(),
    "p10": lambda r: r.quantile(0.1),
    "p97.5": lambda r: r.quantile(0.975),
    "energy": lambda r: r.sum(min_count=1) / 6,
}


@pytest.mark.parametrize("function", ORACLE)
@pytest.mark.parametrize(
    ("window", "zone"), [("1h", "UTC"), ("1d", "Europe/Madrid"), ("1w", "UTC"), ("1mo", "UTC")]
)
def test_every_function_equals_pandas(store, rows, function, window, zone):
    result = ask(store, POWER, function=function, window=window, zone=zone)
    resampled = series_of(rows, POWER, zone).resample(
        PANDAS_RULE[window], closed="left", label="left"
    )
    oracle, count = ORACLE[function](resampled), resampled.count()
    frame = result.of(POWER)
    times = pd.to_datetime(frame["time"].dt.epoch("ns").to_numpy(), utc=True)
    # Its first and last window, cut by the period, may lie outside of what pandas makes.
    oracle = oracle.reindex(times.tz_convert(zone))
    count = count.reindex(times.tz_convert(zone)).fillna(0)
    np.testing.assert_allclose(values(result), oracle.to_numpy(), rtol=1e-9, equal_nan=True)
    assert values(result, column="count").tolist() == count.tolist()
    assert not frame["value"].is_nan().any()


def test_the_count_of_an_empty_window_is_zero_and_every_other_value_is_absent(store):
    counted = ask(store, POWER, function="count", window="1d").of(POWER)
    empty = counted.filter(pl.col("count") == 0)
    assert len(empty) == 3
    assert empty["value"].to_list() == [0.0] * 3
    assert counted["value"].sum() == counted["count"].sum()
    means = ask(store, POWER, window="1d").of(POWER)
    assert means.filter(pl.col("count") == 0)["value"].to_list() == [None] * 3


def test_a_single_row_has_no_deviation(store):
    result = ask(store, WIND, function="stddev", start="2018-03-10", stop="2018-03-11")
    alone = result.of(WIND).filter(pl.col("count") == 1)
    assert alone["value"].to_list() == [None]
    assert not alone["filled"].any()


def test_only_rows_inside_the_period_count_and_labels_stay_whole(store, rows):
    result = ask(store, WIND, window="1d", start="2018-03-01T06:00", stop="2018-03-02T12:00")
    frame = result.of(WIND)
    assert frame["time"].to_list() == [datetime(2018, 3, day, tzinfo=UTC) for day in (1, 2)]
    assert frame["expected"].to_list() == [144, 144]
    assert frame["cut"].to_list() == [True, True]
    inside = rows.filter(
        pl.col("time").is_between(
            datetime(2018, 3, 1, 6, tzinfo=UTC), datetime(2018, 3, 2, 12, tzinfo=UTC), closed="left"
        )
    )
    assert frame["count"].sum() == len(inside)


def test_days_of_23_hours_expect_138_rows(store):
    madrid = "Europe/Madrid"
    result = ask(store, WIND, window="1d", start="2018-03-24", stop="2018-03-26", zone=madrid)
    assert result.of(WIND)["expected"].to_list() == [144, 138, 144]
    assert result.of(WIND)["cut"].to_list() == [True, False, True]


def test_the_whole_period_is_one_window(store, rows):
    result = ask(store, POWER, WIND, window="all", function="mean")
    assert len(result.frame) == 2
    assert values(result, WIND).item() == pytest.approx(rows[WIND].mean(), rel=1e-12)
    assert result.of(POWER)["count"].item() == rows[POWER].count() < len(rows)


def test_what_the_database_can_do_moves_windows_and_not_rows(store, rows):
    known: dict[str, Steps] = {}
    first = ask(store, POWER, WIND, window="1d", function="spread", known=known)
    assert sorted(known) == [POWER, WIND]
    pushed = ask(store, POWER, WIND, window="1d", function="spread", known=known)
    assert pushed.rows <= 49 < first.rows
    assert len(pushed.queries) == 1
    assert_frame_equal(first.frame, pushed.frame)
    assert ask(store, POWER, window="1d", function="median").rows == rows[POWER].count()
    mixed = ask(store, POWER, ANGLE, window="1d", function="mean", known=known)
    assert len(mixed.queries) == 2
    assert mixed.seconds > 0


class OneQuestion(DuckDBStore):
    """A database in which every question costs the same, as InfluxDB 3 Core's do."""

    @property
    def capabilities(self) -> Capabilities:
        return replace(super().capabilities, pays_pushing=False)

    def aggregate(self, *_: object, **__: object) -> Answer:
        raise AssertionError("a second question")


@pytest.mark.parametrize("function", ["mean", "energy", "spread", "count", "median"])
def test_one_query_is_enough_if_rows_cost_the_same(store, function):
    channels = (POWER,) if function == "energy" else (POWER, WIND)
    asked = ask(OneQuestion(store._path), *channels, function=function, window="1d")
    assert len(asked.queries) == 1
    usual = ask(store, *channels, function=function, window="1d")
    assert_frame_equal(asked.frame, usual.frame)


def test_windows_of_very_many_lengths_are_computed_from_the_rows(store):
    """Months of two centuries would be a statement each."""
    period = {"start": "1900-01-01", "stop": "2100-01-01", "window": "1mo", "zone": "Europe/Madrid"}
    known: dict[str, Steps] = {}
    for _ in range(2):
        result = ask(store, WIND, known=known, **period)
        assert len(result.queries) == 1
        assert len(result.queries[0]) < 1_000
        assert result.frame["count"].sum() == ask(store, WIND, window="all").frame["count"].sum()


def test_too_many_windows_are_refused_before_any_query():
    request = AggregateRequest(
        series=SERIES, channels=(POWER, WIND, ANGLE), start_ns=0, stop_ns=700_000 * STEP_NS,
        window="10min", function="count",
    )  # fmt: skip
    with pytest.raises(ConfigError, match="2,100,000 windows"):
        aggregate(OneQuestion(Path("nowhere")), request)


def test_among_several_fields_the_angle_takes_its_circular_mean(store, rows):
    result = ask(store, POWER, ANGLE, function="mean", window="1d")
    assert result.functions == {POWER: "mean", ANGLE: "circular_mean"}
    assert any("circular mean" in str(note) for note in result.notes)
    day = rows.filter(pl.col("time").dt.date() == datetime(2018, 3, 2, tzinfo=UTC).date())
    vector = np.exp(1j * np.radians(day[ANGLE].to_numpy())).mean()
    assert values(result, ANGLE)[1] == pytest.approx(np.degrees(np.angle(vector)) % 360, rel=1e-9)
    assert values(result, ANGLE, "resultant")[1] == pytest.approx(abs(vector), rel=1e-9)
    assert result.of(POWER)["resultant"].null_count() == 49


@pytest.mark.parametrize("function", ["median", "min", "max", "sum", "spread", "stddev", "energy"])
def test_what_an_angle_does_not_have_is_left_out_with_the_reason(store, function):
    result = ask(store, POWER, ANGLE, function=function, window="1w")
    assert list(result.functions) == [POWER]
    assert "is an angle" in str(result.omitted[ANGLE])
    assert result.frame["channel"].unique().to_list() == [POWER]


@pytest.mark.parametrize(
    ("channels", "function", "says"),
    [
        ([ANGLE], "mean", "Wind direction .* is an angle"),
        ([ANGLE], "p90", "Wind direction .* is an angle"),
        ([WIND], "energy", "Wind speed .* is not a power"),
        ([WIND, ANGLE], "energy", "not a power"),
        ([POWER], "circular_mean", "is not an angle"),
        ([], "mean", "No field"),
    ],
)
def test_a_function_of_no_chosen_field_is_refused_with_alternatives(
    store, channels, function, says
):
    with pytest.raises(ConfigError, match=says) as caught:
        ask(store, *channels, function=function)
    assert caught.value.hint


def test_the_functions_offered_are_those_that_work():
    assert functions_for([ANGLE]) == (
        "count", "first", "last", "circular_mean", "circular_stddev", "mode_sector",
    )  # fmt: skip
    assert "energy" not in functions_for([WIND])
    assert {*functions_for([POWER, ANGLE])} == {*FUNCTIONS} - {"increase", "mode"}
    assert functions_for([]) == ()


def test_fields_asked_twice_are_computed_once(store):
    assert len(ask(store, WIND, WIND, window="all").frame) == 1


@pytest.mark.parametrize(
    ("text", "function"),
    [
        ("p90", "p90"),
        ("P 97.50", "p97.5"),
        ("p05", "p5"),
        (" Mean ", "mean"),
        ("p99.999", "p99.999"),
    ],
)
def test_a_function_can_be_typed(text, function):
    assert function_of(text) == function


@pytest.mark.parametrize("text", ["p0", "p100", "p-1", "p1.2345", "p", "quantile", "p٣", ""])
def test_what_is_no_function_is_refused(text):
    with pytest.raises(ConfigError, match="There is no function"):
        function_of(text)


def test_a_percentile_is_named_with_its_exceedance():
    assert label(POWER, "p10") == "Active power percentile 10, exceedance P90 (kW)"
    assert label(POWER, "p97.5") == "Active power percentile 97.5, exceedance P2.5 (kW)"


def test_the_deviation_of_means_is_not_called_turbulence(store):
    notes = " ".join(map(str, ask(store, WIND, POWER, function="stddev").notes))
    assert "standard deviation of wind speed" in notes
    assert "turbulence" in notes
    assert "active power" not in notes


def test_windows_of_another_length_say_so(store):
    autumn = {"start": "2018-03-24", "stop": "2018-03-27", "zone": "Europe/Madrid"}
    six = ask(store, WIND, window="6h", **autumn)
    assert [str(note) for note in six.notes] == ["1 window across a clock change is 5 hours long."]
    assert not ask(store, WIND, window="1h", **autumn).notes


def test_labels_have_units():
    assert label(POWER, "mean") == "Active power mean (kW)"
    assert label(POWER, "energy") == "Active power energy (kWh)"
    assert label(WIND, "count") == "Wind speed (rows)"
    assert unit_of(ANGLE, "circular_mean") == "°"


def test_the_band_is_the_10th_and_90th_percentile_of_each_window(store):
    banded = ask(store, WIND, ANGLE, function="mean", window="6h", band=True)
    for column, function in (("low", "p10"), ("high", "p90")):
        alone = ask(store, WIND, function=function, window="6h")
        np.testing.assert_array_equal(values(banded, WIND, column), values(alone, WIND))
    plain = ask(store, WIND, function="mean", window="6h")
    np.testing.assert_allclose(values(banded, WIND), values(plain, WIND), rtol=1e-12)
    assert banded.of(ANGLE)["low"].null_count() == len(banded.of(ANGLE))
    assert len(banded.queries) == 1


def test_a_band_without_a_mean_or_median_is_refused(store):
    with pytest.raises(ConfigError, match="band"):
        ask(store, WIND, function="max", band=True)


def test_a_missing_series_has_only_empty_windows(store):
    request = AggregateRequest(
        series=Series(measurement="scada", site="Yalova", turbine="T2"),
        channels=(POWER, ANGLE),
        start_ns=ns("2018-03-01"),
        stop_ns=ns("2018-03-02"),
        fill="linear",
    )
    frame = aggregate(store, request).frame
    assert len(frame) == 48
    assert frame["count"].sum() == 0
    assert frame["value"].null_count() == 48
    assert frame["expected"].null_count() == 48


# -- fill --------------------------------------------------------------------------------------


def fill_frame(channel: str, points: list[float | None], fill: str) -> pl.DataFrame:
    return filled(
        pl.DataFrame(
            {
                "channel": [channel] * len(points),
                "time": pl.Series([i * HOUR_NS for i in range(len(points))]).cast(TIME),
                "value": pl.Series(points, dtype=pl.Float64),
                "count": [0 if p is None else 6 for p in points],
            }
        ),
        fill,
    )


@pytest.mark.parametrize(
    ("channel", "fill", "result"),
    [
        (POWER, "gap", [None, 1.0, None, None, 4.0, None]),
        (POWER, "previous", [None, 1.0, 1.0, 1.0, 4.0, 4.0]),
        (POWER, "linear", [None, 1.0, 2.0, 3.0, 4.0, None]),
        (POWER, "zero", [0.0, 1.0, 0.0, 0.0, 4.0, 0.0]),
        (ANGLE, "zero", [None, 1.0, None, None, 4.0, None]),
    ],
)
def test_fills(channel, fill, result):
    points = [None, 1.0, None, None, 4.0, None]
    frame = fill_frame(channel, points, fill)
    assert frame["value"].to_list() == result
    changed = [a is None and b is not None for a, b in zip(points, result, strict=True)]
    assert frame["filled"].to_list() == changed
    assert frame["count"].to_list() == [0, 6, 0, 0, 6, 0]


def test_an_angle_is_filled_along_the_shorter_way():
    north = fill_frame(ANGLE, [350.0, None, None, None, 30.0], "linear")
    assert north["value"].to_list() == pytest.approx([350, 0, 10, 20, 30])
    back = fill_frame(ANGLE, [10.0, None, 350.0], "linear")
    assert back["value"].to_list() == pytest.approx([10, 0, 350])
    assert fill_frame(ANGLE, [350.0, None, 30.0], "previous")["value"].to_list() == [350, 350, 30]
    signed = fill_frame("yaw_error_deg", [-6.0, None, None, None, 2.0], "linear")
    assert signed["value"].to_list() == pytest.approx([-6, -4, -2, 0, 2])


def test_linear_goes_by_time_and_not_by_position(store):
    months = fill_frame(POWER, [0.0, None, 30.0], "gap").with_columns(
        time=pl.Series([0, 10 * HOUR_NS, 30 * HOUR_NS]).cast(TIME)
    )
    assert filled(months.drop("filled"), "linear")["value"].to_list() == [0.0, 10.0, 30.0]


def test_filling_one_channel_never_reaches_into_another(store):
    result = ask(store, POWER, WIND, window="1h", fill="previous")
    first_gap = result.of(WIND).filter(pl.col("filled"))
    assert len(first_gap) > 100
    for channel in (POWER, WIND):
        frame = result.of(channel)
        assert (frame["filled"] == (frame["count"] == 0)).all()


# -- the diurnal profile -----------------------------------------------------------------------


def test_the_diurnal_profile_is_the_mean_of_the_rows_by_local_hour(store, rows):
    zone = "Europe/Istanbul"
    hourly = ask(store, POWER, ANGLE, window="1h", zone=zone)
    profile = diurnal_profile(hourly.frame, zone)
    local = rows.with_columns(pl.col("time").dt.convert_time_zone(zone).dt.hour().alias("hour"))
    for hour in (0, 9, 23):
        of_hour = local.filter(pl.col("hour") == hour)
        row = profile.filter((pl.col("hour") == hour) & (pl.col("channel") == POWER))
        assert row["value"].item() == pytest.approx(of_hour[POWER].mean(), rel=1e-9)
        assert row["count"].item() == of_hour[POWER].count()
        assert row["low"].item() < row["value"].item() < row["high"].item()
        vector = np.exp(1j * np.radians(of_hour[ANGLE].to_numpy())).mean()
        angle = profile.filter((pl.col("hour") == hour) & (pl.col("channel") == ANGLE))
        assert angle["value"].item() == pytest.approx(np.degrees(np.angle(vector)) % 360, rel=1e-6)
        assert angle["resultant"].item() == pytest.approx(abs(vector), rel=1e-6)
    power = profile.filter(pl.col("channel") == POWER)
    assert power["hour"].to_list() == list(range(24))
    # Hours that are missing altogether were expected all the same.
    assert power["expected"].unique().to_list() == [49 * 6]


def test_an_hour_of_the_day_without_a_row_is_absent(store):
    hourly = ask(store, WIND, ANGLE, window="1h", start="2018-03-01", stop="2018-03-01T05:00")
    profile = diurnal_profile(hourly.frame, "UTC")
    assert sorted(profile["hour"].unique().to_list()) == [0, 1, 2, 3, 4]
    nothing = ask(store, WIND, ANGLE, window="1h", start="2018-03-09", stop="2018-03-09T12:00")
    assert diurnal_profile(nothing.frame, "UTC").is_empty()


# -- the real file -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def t1(tmp_path_factory) -> DuckDBStore:
    if not T1.is_file():
        pytest.skip(f"T1.csv is not at {T1}: set TURBINE_TEST_T1")
    table = pl.read_csv(T1, new_columns=["time", POWER, WIND, THEORY, ANGLE], encoding="utf8-lossy")
    local = pl.col("time").str.strptime(pl.Datetime("ns"), "%d %m %Y %H:%M")
    zoned = local.dt.replace_time_zone("Europe/Istanbul").dt.convert_time_zone("UTC")
    store = DuckDBStore(tmp_path_factory.mktemp("t1") / "t1.duckdb")
    store.write(SERIES, table.with_columns(zoned.alias("time")))
    return store


YEAR = {"start": "2017-12-31T21:00", "stop": "2018-12-31T21:00"}


def test_the_years_energy_is_11_gigawatt_hours(t1):
    year = ask(t1, POWER, function="energy", window="all", **YEAR).of(POWER)
    assert year["value"].item() / 1e3 == pytest.approx(11_013, abs=1)
    assert year["count"].item() == 50_530
    assert year["expected"].item() == 52_560
    months = ask(t1, POWER, function="energy", window="1mo", zone="Europe/Istanbul", **YEAR)
    assert len(months.frame) == 12
    assert months.frame["value"].sum() == pytest.approx(year["value"].item(), rel=1e-12)


def test_the_years_direction_is_65_degrees_and_not_124(t1):
    year = ask(t1, ANGLE, function="circular_mean", window="all", **YEAR).frame
    assert year["value"].item() == pytest.approx(65.1, abs=0.1)
    assert year["resultant"].item() == pytest.approx(0.29, abs=0.01)


def test_hours_with_a_row(t1):
    hours = ask(t1, POWER, WIND, window="1h", **YEAR)
    assert (hours.of(POWER)["count"] > 0).sum() == 8_439
    assert len(hours.of(POWER)) == 8_760


def test_daily_energy_differs_by_a_tenth_between_utc_and_the_sites_days(t1):
    def daily(zone: str) -> pl.DataFrame:
        result = ask(t1, POWER, function="energy", window="1d", zone=zone, **YEAR)
        day = pl.col("time").dt.offset_by("12h").dt.date().alias("day")
        return result.of(POWER).select(day, "value").drop_nulls()

    both = daily("UTC").join(daily("Europe/Istanbul"), on="day")
    apart = ((both["value"] - both["value_right"]).abs() / both["value_right"]).median()
    assert apart == pytest.approx(0.11, abs=0.015)


def test_resolving_is_pure():
    chosen, omitted = resolve([POWER, WIND, ANGLE], "energy")
    assert chosen == {POWER: "energy"}
    assert list(omitted) == [WIND, ANGLE]
