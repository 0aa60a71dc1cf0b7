"""What charts say: their traces, units, zone and size. Not how they look."""

import base64
import gettext
import importlib
import inspect
import json
import pkgutil
import re
from collections.abc import Iterator
from datetime import UTC, datetime

import numpy as np
import plotly.graph_objects as go
import polars as pl
import pytest
from figures import validated
from hypothesis import given
from hypothesis import strategies as st

import turbine.charts
from turbine.charts import (
    beside,
    coverage,
    flags,
    losses,
    means,
    multiples,
    overlay,
    park,
    places,
    power_curve,
    production,
    profile,
    ranking,
    selected,
    series,
    shear,
    theme,
    trend,
    wind,
)
from turbine.charts import diurnal as day
from turbine.charts.figure import Figure
from turbine.charts.points import (
    MOST_PER_TRACE,
    breaks_of,
    choose,
    cuts_of,
    is_isolated,
    limit_of,
    thin,
    wall_ms,
)
from turbine.model.frame import to_time
from turbine.readers.profile import ChannelProfile, Gap, PowerCurve, Profile
from turbine.words import sentences

POWER, WIND, THEORY, ANGLE = (
    "power_kw",
    "wind_speed_mps",
    "theoretical_power_kw",
    "wind_direction_deg",
)
STEP_NS = 600 * 10**9
START_NS = 1_514_764_800 * 10**9  # 2018-01-01
MOST_BYTES = 300_000


CHARTS = [coverage.coverage, day.day, overlay.overlay, trend.trend]
CHARTS += [profile.gaps, profile.histogram, profile.power_curve]
OF_VIEWS = [production.over_time, beside.year_over_year, beside.two_periods]
OF_VIEWS += [power_curve.measured_curve, power_curve.curves, power_curve.compared]
OF_VIEWS += [flags.flagged_series]
OF_VIEWS += [losses.by_flag, losses.shares_by_flag]
OF_VIEWS += [losses.flagged_days, losses.flagged_days_of_both]
OF_VIEWS += [means.by_hour, means.by_month]
OF_VIEWS += [shear.by_hour, shear.by_month]
OF_VIEWS += [wind.rose, wind.histogram, wind.duration, wind.calendar, wind.turbulence]
OF_VIEWS += [coverage.calendar, places.places]
OF_VIEWS += [ranking.ranking, park.over_time, park.correlations, park.deviations, park.changes]
OF_VIEWS += [multiples.curve_multiples, multiples.daily_multiples, multiples.curves_together]
"""Drawn in test_views.py, those of a park in test_park_charts.py."""
PICKED = [series.series, selected.pickable, selected.with_sectors]
PICKED += [selected.with_cells, selected.bars_over]
"""Drawn in test_selected.py."""
coverage, day, overlay, trend, gaps, histogram, power_curve = map(validated, CHARTS)


def test_every_chart_of_the_app_is_drawn_here():
    names = [
        f"turbine.charts.{each.name}" for each in pkgutil.iter_modules(turbine.charts.__path__)
    ]
    charts = {
        function
        for module in map(importlib.import_module, names)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and not name.startswith("_")
        and function.__annotations__.get("return") is Figure
        and name not in ("stacked", "above_recovery")  # what they are made with
    }
    assert charts == {*CHARTS, *OF_VIEWS, *PICKED}


def decoded(values) -> np.ndarray:
    """A trace's numbers as the browser gets them."""
    if isinstance(values, dict):
        return np.frombuffer(base64.b64decode(values["bdata"]), dtype=values["dtype"])
    return np.array(values, dtype=float)


def traces(figure: go.Figure) -> dict[str, dict]:
    return {trace["name"]: trace for trace in json.loads(figure.to_json())["data"]}


def y_titles(figure: go.Figure) -> list[str]:
    return [axis.title.text for axis in figure.select_yaxes() if axis.title.text]


def x_titles(figure: go.Figure) -> list[str]:
    return [axis.title.text for axis in figure.select_xaxes() if axis.title.text]


def windows(channels, n, *, length_ns=STEP_NS, empty=(), band=False, seed=1) -> pl.DataFrame:
    """An aggregation's frame, dense, with these windows empty."""
    rng = np.random.default_rng(seed)
    void = np.isin(np.arange(n), list(empty))
    parts = []
    for name in channels:
        values = rng.uniform(0, 360, n)
        part = pl.DataFrame(
            {
                "channel": [name] * n,
                "time": to_time(START_NS + np.arange(n, dtype=np.int64) * length_ns),
                "value": values,
                "low": values - 1 if band else np.full(n, np.nan),
                "high": values + 1 if band else np.full(n, np.nan),
                "count": np.where(void, 0, 6),
                "expected": np.full(n, 6),
                "cut": np.zeros(n, dtype=bool),
                "filled": np.zeros(n, dtype=bool),
            }
        ).with_columns(pl.col("low", "high").fill_nan(None))
        hidden = [
            pl.when(~pl.lit(pl.Series(void))).then(c).alias(c) for c in ("value", "low", "high")
        ]
        parts.append(part.with_columns(hidden))
    return pl.concat(parts)


# -- points ------------------------------------------------------------------------------------


@given(st.integers(1, 3_000), st.integers(40, 400), st.integers(0, 2**32 - 1), st.floats(0, 1))
def test_thinning_keeps_the_limit_the_extremes_and_the_gaps(n, limit, seed, share):
    rng = np.random.default_rng(seed)
    values = rng.normal(size=n)
    breaks = rng.random(n) < share
    stamps = START_NS + np.arange(n, dtype=np.int64) * STEP_NS
    kept, shown = thin(stamps, values, breaks, limit)
    assert len(kept) <= max(limit, 1)
    assert (np.diff(kept) > 0).all()
    real = ~np.isnan(shown)
    index = np.searchsorted(stamps, kept[real])
    np.testing.assert_array_equal(values[index], shown[real])
    assert np.nanmin(shown) == values.min()
    assert np.nanmax(shown) == values.max()
    segment = np.cumsum(breaks)
    # A line is drawn between neighbours without a NaN between them: never across a gap.
    position = np.flatnonzero(real)
    joined = np.diff(position) == 1
    assert (segment[index][1:][joined] == segment[index][:-1][joined]).all()


def test_the_edges_of_few_gaps_are_kept():
    n = 50_000
    breaks = np.zeros(n, dtype=bool)
    breaks[[7_001, 30_003]] = True
    stamps = np.arange(n, dtype=np.int64) * STEP_NS
    chosen = choose(stamps, np.sin(np.arange(n) / 99), breaks, 1_000)
    assert {7_000, 7_001, 30_002, 30_003} <= set(chosen.tolist())
    assert len(cuts_of(breaks, chosen)) == 2


def test_nothing_and_one_point_are_unchanged():
    none = np.array([], dtype=np.int64)
    kept, shown = thin(none, none.astype(float), none.astype(bool), 100)
    assert len(kept) == len(shown) == 0
    kept, shown = thin(np.array([5]), np.array([1.0]), np.array([False]), 100)
    assert (kept.tolist(), shown.tolist()) == ([5], [1.0])


def test_a_break_is_more_than_one_and_a_half_of_the_usual_step():
    stamps = np.array([0, 10, 20, 30, 44, 60, 70], dtype=np.int64)
    assert breaks_of(stamps).tolist() == [False] * 5 + [True, False]
    assert breaks_of(stamps[:1]).tolist() == [False]


def test_values_between_two_gaps_are_isolated():
    nan = float("nan")
    assert is_isolated(np.array([1, nan, 2, 3, nan, 4])).tolist() == [True, *[False] * 4, True]


def test_the_axis_shows_the_zones_local_time():
    noon = int(datetime(2018, 7, 1, 12, tzinfo=UTC).timestamp())
    assert wall_ms(np.array([noon * 10**9]), "UTC").tolist() == [noon * 1e3]
    assert wall_ms(np.array([noon * 10**9]), "Europe/Madrid").tolist() == [(noon + 7_200) * 1e3]


def test_every_figure_shares_its_points():
    assert limit_of(1) == MOST_PER_TRACE
    assert limit_of(12) * 12 <= 14_000


# -- trends ------------------------------------------------------------------------------------


def test_channels_of_one_unit_share_a_row_and_every_axis_has_its_unit():
    functions = {POWER: "mean", THEORY: "mean", WIND: "mean", ANGLE: "circular_mean"}
    figure = trend(windows(functions, 300), functions, zone="Europe/Istanbul", length_ns=STEP_NS)
    assert y_titles(figure) == ["kW", "Wind speed mean (m/s)", "Wind direction circular mean (°)"]
    assert x_titles(figure) == ["Time (Europe/Istanbul)"]
    drawn = traces(figure)
    assert drawn["Active power mean (kW)"]["yaxis"] == drawn["Theoretical power mean (kW)"]["yaxis"]
    assert drawn["Wind speed mean (m/s)"]["yaxis"] != drawn["Active power mean (kW)"]["yaxis"]
    assert drawn["Wind direction circular mean (°)"]["mode"] == "markers"
    assert "kW" in drawn["Active power mean (kW)"]["hovertemplate"]


def test_an_angles_axis_is_the_whole_circle():
    functions = {ANGLE: "circular_mean"}
    figure = trend(windows(functions, 9), functions, zone="UTC", length_ns=STEP_NS)
    assert figure.layout.yaxis.range == (0, 360)


def test_empty_windows_stay_open_and_show_in_the_coverage():
    functions = {WIND: "mean"}
    frame = windows(functions, 240, empty=[100, 101, 102])
    drawn = traces(trend(frame, functions, zone="UTC", length_ns=STEP_NS))
    y = decoded(drawn["Wind speed mean (m/s)"]["y"])
    assert np.isnan(y).sum() == 1
    assert len(y) == 238
    strip = decoded(drawn["Data coverage (rows found ÷ expected)"]["y"])
    assert (strip == 0).sum() == 3
    assert (strip == 100).sum() == 238


def test_no_coverage_is_drawn_without_a_step_and_truncated_windows_are_marked():
    functions = {WIND: "mean"}
    unknown = pl.int_range(pl.len()) < 3
    frame = windows(functions, 9, empty=[5]).with_columns(
        pl.when(~unknown).then("expected").alias("expected"), cut=pl.int_range(pl.len()) == 8
    )
    strip = traces(trend(frame, functions, zone="UTC", length_ns=STEP_NS))[
        "Data coverage (rows found ÷ expected)"
    ]
    percent = decoded(strip["y"])
    assert np.isnan(percent).tolist() == [True] * 3 + [False] * 7
    assert percent[3:].tolist() == [100, 100, 0, 100, 100, 100, 100]
    assert [text != "" for text in strip["customdata"]] == [False] * 8 + [True] * 2
    assert "%{customdata}" in strip["hovertemplate"]
    bars = coverage(frame, zone="UTC", length_ns=STEP_NS).data
    assert sum(len(bar.x) for bar in bars) == 6
    details = [tuple(each) for bar in bars for each in bar.customdata]
    assert max(details) == (6, 6, "(truncated by the period or the data)")
    assert sum(remark != "" for _, _, remark in details) == 1
    assert "%{customdata[0]:,} of %{customdata[1]:,} rows %{customdata[2]}" in bars[0].hovertemplate


def test_a_window_between_two_gaps_is_seen():
    functions = {WIND: "mean"}
    frame = windows(functions, 1_000, empty=[499, 501])
    figure = trend(frame, functions, zone="UTC", length_ns=STEP_NS)
    dots = [t for t in figure.data if t.mode == "markers" and not t.showlegend]
    assert [len(t.x) for t in dots] == [1]


def test_filled_windows_are_marked():
    functions = {WIND: "mean"}
    frame = windows(functions, 10, empty=[4]).with_columns(
        pl.col("value").fill_null(1.0), filled=pl.col("count") == 0
    )
    drawn = traces(trend(frame, functions, zone="UTC", length_ns=STEP_NS))
    assert decoded(drawn["Wind speed: filled in"]["y"]).tolist() == [1.0]


def test_totals_are_bars_as_wide_as_their_windows_side_by_side():
    functions = {POWER: "energy", THEORY: "energy"}
    day_ns = 86_400 * 10**9
    frame = windows(functions, 30, length_ns=day_ns)
    figure = trend(frame, functions, zone="UTC", length_ns=day_ns)
    drawn = traces(figure)
    actual, theory = drawn["Active power energy (kWh)"], drawn["Theoretical power energy (kWh)"]
    assert actual["type"] == theory["type"] == "bar"
    width, offsets = (
        decoded(actual["width"]),
        (decoded(actual["offset"]), decoded(theory["offset"])),
    )
    assert (offsets[0] + width <= offsets[1] + 1e-3).all()
    assert (offsets[1] + width <= 86_400_000).all()
    assert y_titles(figure)[0] == "kWh"


def test_the_band_lies_between_its_percentiles_and_is_cut_at_gaps():
    functions = {WIND: "mean"}
    frame = windows(functions, 100, empty=[50], band=True)
    drawn = traces(trend(frame, functions, zone="UTC", length_ns=STEP_NS))
    band = drawn["Wind speed: 10th to 90th percentile"]
    y, x = decoded(band["y"]), decoded(band["x"])
    assert band["fill"] == "toself"
    assert np.isnan(y).sum() == 2
    first = y[: np.flatnonzero(np.isnan(y))[0]]
    assert len(first) == 100
    np.testing.assert_allclose(first[:50] - first[50:][::-1], 2, rtol=1e-4)
    assert x[0] == x[99]


@pytest.mark.parametrize("band", [False, True])
@pytest.mark.parametrize("empty", [range(0), range(0, 60_000, 2), range(0, 60_000, 97)])
def test_no_trend_is_larger_than_300_kilobytes(band, empty):
    functions = {POWER: "mean", THEORY: "mean", WIND: "mean", ANGLE: "circular_mean"}
    n = 300_000 if not len(empty) else 60_000
    frame = windows(functions, n, empty=empty, band=band).with_columns(
        filled=pl.int_range(pl.len()) % 1_000 == 1
    )
    figure = trend(frame, functions, zone="Europe/Madrid", length_ns=STEP_NS)
    assert len(figure.to_json()) <= MOST_BYTES


def test_extremes_survive_in_the_picture():
    functions = {WIND: "mean"}
    spike = pl.int_range(pl.len()) == 77_777
    frame = windows(functions, 100_000).with_columns(
        pl.when(spike).then(9_999.0).otherwise("value").alias("value")
    )
    drawn = traces(trend(frame, functions, zone="UTC", length_ns=STEP_NS))
    y = decoded(drawn["Wind speed mean (m/s)"]["y"])
    assert len(y) <= MOST_PER_TRACE
    assert y.max() == 9_999


def test_one_window_and_no_value_at_all_still_make_a_figure():
    functions = {WIND: "mean"}
    for frame in (windows(functions, 1), windows(functions, 5, empty=range(5))):
        figure = trend(frame, functions, zone="UTC", length_ns=STEP_NS)
        assert y_titles(figure)[0] == "Wind speed mean (m/s)"


# -- coverage and the day ----------------------------------------------------------------------


def test_coverage_is_coloured_by_how_much_is_there():
    frame = windows({POWER: "mean", WIND: "mean"}, 10, empty=[3]).with_columns(
        pl.when(pl.int_range(pl.len()) % 10 == 7).then(4).otherwise("count").alias("count")
    )
    figure = coverage(frame, zone="UTC", length_ns=STEP_NS)
    drawn = traces(figure)
    assert decoded(drawn["Complete"]["y"]).tolist() == [100] * 8
    assert decoded(drawn["Less than 50 %"]["y"]).tolist() == [0]
    assert decoded(drawn["50 to 90 %"]["y"]) == pytest.approx([66.667], abs=1e-3)
    assert drawn["Less than 50 %"]["customdata"] == [[0, 12, ""]]
    assert y_titles(figure) == ["Data coverage (%)"]
    big = windows({POWER: "mean"}, 100_000, empty=[50_000])
    figure = coverage(big, zone="UTC", length_ns=STEP_NS)
    assert len(figure.to_json()) <= MOST_BYTES
    assert 0.0 in decoded(traces(figure)["Less than 50 %"]["y"])


def test_the_diurnal_profile_has_24_hours_and_a_row_per_channel():
    means = pl.DataFrame(
        {
            "channel": [WIND] * 24 + [ANGLE] * 24,
            "hour": list(range(24)) * 2,
            "value": [5.0] * 24 + [90.0] * 24,
            "low": [4.0] * 24 + [None] * 24,
            "high": [6.0] * 24 + [None] * 24,
        }
    )
    figure = day(means, {WIND: "mean", ANGLE: "circular_mean"}, zone="Asia/Kolkata")
    assert y_titles(figure) == ["Wind speed mean (m/s)", "Wind direction circular mean (°)"]
    assert x_titles(figure) == ["Hour of the day (Asia/Kolkata)"]
    drawn = traces(figure)
    assert len(drawn["Wind speed: 10th to 90th percentile"]["x"]) > 0
    assert "Wind direction: 10th to 90th percentile" not in drawn


# -- overlay -----------------------------------------------------------------------------------


def side(n: int, *, without=(), changed=()) -> pl.DataFrame:
    index = np.arange(n)
    values = np.random.default_rng(5).gamma(2, 500, n)
    values[list(changed)] += 1e-9
    keep = ~np.isin(index, list(without))
    return pl.DataFrame(
        {"time": to_time(START_NS + index[keep].astype(np.int64) * STEP_NS), "value": values[keep]}
    )


def test_two_equal_sides_show_no_offender_and_a_flat_difference():
    figure = overlay(side(500), side(500), channel=POWER, zone="Europe/Istanbul")
    drawn = traces(figure)
    assert set(drawn) == {"File", "Database", "Database − file"}
    assert drawn["File"]["line"]["width"] > drawn["Database"]["marker"]["size"]
    assert not decoded(drawn["Database − file"]["y"]).any()
    assert y_titles(figure) == ["Active power (kW)", "Difference (kW)"]
    assert x_titles(figure) == ["Time (Europe/Istanbul)"]


def test_what_is_missing_unexpected_or_different_is_marked_where_it_is():
    file = side(500, without=[400])
    base = side(500, without=[10, 11], changed=[250])
    drawn = traces(overlay(file, base, channel=POWER, zone="UTC"))
    missing, extra = drawn["Missing from the database (2)"], drawn["Not in the file (1)"]
    different = drawn["Different value (1)"]
    ms = START_NS / 1e6 + np.array([10, 11, 400, 250]) * STEP_NS / 1e6
    assert decoded(missing["x"]).tolist() == ms[:2].tolist()
    assert decoded(extra["x"]).tolist() == [ms[2]]
    assert decoded(different["x"]).tolist() == [ms[3]]
    residual = decoded(drawn["Database − file"]["y"])
    assert np.nanmax(residual) == pytest.approx(1e-9, rel=1e-3)


def test_a_tolerance_decides_what_counts_as_different():
    base = side(100, changed=[3, 4])
    none = np.array([], dtype=np.int64)
    drawn = traces(overlay(side(100), base, channel=POWER, zone="UTC", differing=none))
    assert set(drawn) == {"File", "Database", "Database − file"}
    one = np.array([START_NS + 4 * STEP_NS])
    drawn = traces(overlay(side(100), base, channel=POWER, zone="UTC", differing=one))
    assert "Different value (1)" in drawn


def test_a_period_shows_every_point_in_it():
    n = 50_000
    period = (START_NS + 20_000 * STEP_NS, START_NS + 21_000 * STEP_NS)
    drawn = traces(overlay(side(n), side(n), channel=POWER, zone="UTC", period=period))
    assert len(decoded(drawn["Database"]["x"])) == 1_000
    assert decoded(drawn["File"]["x"])[0] == period[0] / 1e6


@pytest.mark.parametrize(
    ("file", "base"),
    [
        (side(200_000), side(200_000)),
        (side(200_000), side(200_000, without=range(0, 200_000, 2), changed=range(1, 9_999, 2))),
        (side(50_000), side(144)),
    ],
)
def test_no_overlay_is_larger_than_300_kilobytes(file, base):
    figure = overlay(file, base, channel=POWER, zone="UTC")
    assert len(figure.to_json()) <= MOST_BYTES


def test_of_too_many_offenders_some_are_drawn_and_all_are_counted():
    drawn = traces(overlay(side(50_000), side(144), channel=POWER, zone="UTC"))
    marks = drawn["Missing from the database (1,000 of 49,856 drawn)"]
    assert len(decoded(marks["x"])) == 1_000


def test_an_empty_database_still_shows_the_file():
    drawn = traces(overlay(side(10), side(0), channel=ANGLE, zone="UTC"))
    assert "Missing from the database (10)" in drawn
    overlay(side(0), side(0), channel=ANGLE, zone="UTC")


# -- profile -----------------------------------------------------------------------------------


def channel_profile(**changes) -> ChannelProfile:
    values = {
        "name": POWER, "title": "Active power", "unit": "kW", "values": 6, "missing": 0, "bad": 0,
        "min": -200.0, "max": 90.0, "mean": 1.0, "resultant": None, "lower": -100.0,
        "upper": 3_700.0, "below": 1, "above": 0, "negative": 1,
        "bin_edges": (-200.0, -100.0, 0.0, 100.0), "bin_counts": (1, 0, 5),
    }  # fmt: skip
    return ChannelProfile(**{**values, **changes})


def file_profile(**changes) -> Profile:
    gap = Gap(after_ns=START_NS + STEP_NS, before_ns=START_NS + 4 * STEP_NS, missing=2)
    values = {
        "rows": 3, "kept": 3, "rejected": 0, "duplicates_identical": 0,
        "duplicates_conflicting": 0, "without_values": 0, "blank_lines": 0, "values": 3,
        "missing_cells": 0,
        "bad_cells": 0, "first_ns": START_NS, "last_ns": START_NS + 5 * STEP_NS,
        "step_ns": STEP_NS, "expected_rows": 6, "out_of_order": 0, "gap_count": 1,
        "missing_steps": 2, "gaps": (gap,), "channels": (), "power_curve": None, "open_end": None,
    }  # fmt: skip
    return Profile(**{**values, **changes})


def test_a_histogram_marks_what_is_out_of_range():
    bars = histogram(channel_profile())
    assert list(bars.data[0].marker.color) == [theme.RED, theme.BLUE, theme.BLUE]
    assert list(bars.data[0].y) == [1, 0, 5]
    assert x_titles(bars) == ["Active power (kW)"]
    empty = histogram(channel_profile(bin_edges=(), bin_counts=()))
    assert len(empty.data[0].x) == 0


def test_the_power_curve_has_every_cell_where_it_belongs():
    curve = PowerCurve(
        speed_bin_mps=0.5,
        power_bin_kw=50.0,
        cells=((3.0, 0.0, 10), (3.5, 50.0, 1), (12.0, 3_600.0, 1_000)),
        outside=0,
    )
    figure = power_curve(curve)
    heat = figure.data[0]
    filled = {
        (heat.x[j], heat.y[i]): round(10 ** float(heat.z[i][j]))
        for i, j in zip(*np.nonzero(~np.isnan(heat.z)), strict=True)
    }
    assert filled == {(3.25, 25.0): 10, (3.75, 75.0): 1, (12.25, 3_625.0): 1_000}
    assert x_titles(figure) == ["Wind speed (m/s)"]
    assert y_titles(figure) == ["Active power (kW)"]
    nothing = PowerCurve(speed_bin_mps=0.5, power_bin_kw=50.0, cells=(), outside=4)
    assert len(power_curve(nothing).data) == 0


def test_the_gap_bar_covers_the_missing_steps():
    whole, missing = gaps(file_profile(), zone="UTC").data
    step_ms = STEP_NS / 1e6
    assert list(whole.x) == [6 * step_ms]
    assert list(missing.base) == [START_NS / 1e6 + 2 * step_ms]
    assert list(missing.x) == [2 * step_ms]
    assert list(missing.customdata) == [2]
    none = file_profile(first_ns=None, last_ns=None, gaps=(), gap_count=0)
    assert len(gaps(none, zone="UTC").data) == 0


# -- language ----------------------------------------------------------------------------------


class Marked(gettext.NullTranslations):
    """A language in which every sentence is between « and »."""

    def gettext(self, message: str) -> str:
        return f"«{message}»"

    def ngettext(self, one: str, many: str, n: int) -> str:
        return f"«{one if n == 1 else many}»"


READ = {"text", "name", "hovertemplate", "ticktext"}
"""What a person reads of a figure."""


def texts(part: object, key: str = "") -> Iterator[str]:
    if isinstance(part, str) and key in READ:
        yield part
    elif isinstance(part, dict):
        yield from (text for name, each in part.items() for text in texts(each, name))
    elif isinstance(part, list | tuple):
        yield from (text for each in part for text in texts(each, key))


def english(text: str) -> list[str]:
    """The words of it that no sentence has: not units, nor what Plotly puts in."""
    text = re.sub(r"%\{[^{}]*\}|<[^<>]*>", " ", text)
    while (less := re.sub(r"«[^«»]*»", " ", text)) != text:
        text = less
    return re.findall(r"[^\W\d_]{3,}", text)


FUNCTIONS = {POWER: "mean", THEORY: "count", WIND: "energy", ANGLE: "circular_mean"}
LANGUAGE_CASES = {
    "trend": lambda: trend(
        windows(FUNCTIONS, 50, empty=[7], band=True).with_columns(
            filled=pl.col("count") == 0, cut=pl.int_range(pl.len()) == 0
        ),
        FUNCTIONS, zone="UTC", length_ns=STEP_NS,
    ),
    "coverage": lambda: coverage(windows({POWER: "mean"}, 9), zone="UTC", length_ns=STEP_NS),
    "day": lambda: day(
        windows({WIND: "mean", ANGLE: "mean"}, 24, band=True).with_columns(
            hour=pl.col("time").dt.hour()
        ),
        {WIND: "mean", ANGLE: "circular_mean"}, zone="UTC",
    ),
    "overlay": lambda: overlay(
        side(5_000, without=[4_000]), side(144, without=[1], changed=[3]), channel=ANGLE, zone="UTC"
    ),
    "histogram": lambda: histogram(channel_profile()),
    "power_curve": lambda: power_curve(
        PowerCurve(speed_bin_mps=0.5, power_bin_kw=50.0, cells=((3.0, 0.0, 10),), outside=0)
    ),
    "gaps": lambda: gaps(file_profile(), zone="UTC"),
}  # fmt: skip


@pytest.mark.parametrize("chart", LANGUAGE_CASES)
def test_every_text_is_in_the_language_of_the_session(monkeypatch, chart):
    before = [*texts(LANGUAGE_CASES[chart]().to_dict()["data"])]
    monkeypatch.setattr(sentences, "translations", Marked)
    figure = LANGUAGE_CASES[chart]().to_dict()
    layout = {name: part for name, part in figure["layout"].items() if name != "template"}
    shown = [*texts(figure["data"]), *texts(layout)]
    assert shown
    assert not [text for text in shown if set(english(text)) - {"kWh", "UTC"}]
    monkeypatch.undo()
    assert [*texts(LANGUAGE_CASES[chart]().to_dict()["data"])] == before, "nothing was cached"


# -- theme -------------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return float(np.dot([0.2126, 0.7152, 0.0722], linear))


def test_a_colour_stays_with_its_field_unless_another_on_the_chart_has_it():
    assert theme.colour_of(POWER) == theme.BLUE
    others = [f"bearing_temperature_{i}_degc" for i in range(40)]
    assert {theme.colour_of(name) for name in others} == {*theme.PALETTE}
    assert theme.colour_of(others[7]) == theme.colours_of([POWER, others[7]])[others[7]]
    alike = [name for name in others if theme.colour_of(name) == theme.colour_of(others[0])]
    colours = theme.colours_of([*alike[:3], WIND])
    assert len({*colours.values()}) == 4
    assert colours[WIND] == theme.GREEN


@pytest.mark.parametrize("page", ["#ffffff", "#0e1117", "#10191c"])
@pytest.mark.parametrize("colour", [*theme.COLOURS.values(), *theme.PALETTE, theme.RED, theme.GREY])
def test_every_colour_is_readable_on_a_light_and_on_a_dark_page(colour, page):
    lighter, darker = sorted((luminance(colour), luminance(page)), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 3


def test_figures_let_the_page_show_through():
    figure = overlay(side(3), side(3), channel=POWER, zone="UTC")
    assert figure.layout.paper_bgcolor == figure.layout.plot_bgcolor == "rgba(0, 0, 0, 0)"
