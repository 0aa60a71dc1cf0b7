"""The charts of two periods: A is pale and dashed, and stands where B has its like."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from backdoors import SERIES
from figures import validated
from made_rows import HOUR, made

from turbine.charts import coverage as coverage_charts
from turbine.charts import diurnal, means, theme
from turbine.charts import flags as flag_charts
from turbine.charts import losses as loss_charts
from turbine.charts import trend as trend_charts
from turbine.charts import wind as wind_charts
from turbine.charts.windows import Earlier
from turbine.model.frame import to_time
from turbine.services.analysis import Analysis
from turbine.services.measured import Measured
from turbine.timing.periods import Span, pair_of
from turbine.wind.losses import losses

by_hour, by_month = map(validated, (means.by_hour, means.by_month))
histogram, duration = map(validated, (wind_charts.histogram, wind_charts.duration))
by_flag, flagged_days_of_both, shares_by_flag = map(
    validated, (loss_charts.by_flag, loss_charts.flagged_days_of_both, loss_charts.shares_by_flag)
)
flagged_series = validated(flag_charts.flagged_series)
calendar = validated(coverage_charts.calendar)
day, trend = map(validated, (diurnal.day, trend_charts.trend))
DAY = 24 * HOUR
NEW_YEAR = 1_514_764_800 * 10**9  # 2018-01-01


def study(start_ns: int, speed: float, hours: int = 40 * 24):
    rows = made(start_ns, wind_mps=[speed + n % 3 for n in range(hours)])
    measured = Measured(series=SERIES, names={"wind_mps": "w"}, stored=("w",), rows=rows)
    return Analysis.wind(measured, calm_mps=0.5)


def windows(start_ns: int, count: int, value: float) -> pl.DataFrame:
    """Days, the second one empty."""
    values = np.full(count, value)
    values[1] = np.nan
    return pl.DataFrame(
        {
            "channel": ["power_kw"] * count,
            "time": to_time(start_ns + np.arange(count, dtype=np.int64) * DAY),
            "value": values,
            "low": values - 1,
            "high": values + 1,
            "count": [144] * count,
            "expected": [144] * count,
            "cut": [False] * count,
            "filled": [False] * count,
        }
    )


@pytest.mark.parametrize("function", ["mean", "energy"])
def test_a_trend_of_both_stands_on_the_axis_of_b(function):
    leap, after = (int(np.datetime64(f"{y}-02-27", "ns").astype(int)) for y in (2020, 2021))
    a, b = windows(leap, 5, 10.0), windows(after, 4, 20.0)
    pair = pair_of(
        "custom",
        Span(start_ns=after, stop_ns=after + 4 * DAY),
        "UTC",
        own=Span(start_ns=leap, stop_ns=leap + 5 * DAY),
    )
    earlier = Earlier(frame=a, length_ns=DAY, pair=pair, window="1d")
    figure = trend(b, {"power_kw": function}, zone="UTC", length_ns=DAY, earlier=earlier)
    of_a, of_b = (
        next(
            t
            for t in figure.data
            if t.name.endswith(f"(kW), {side}") or t.name.endswith(f"(kWh), {side}")
        )
        for side in "AB"
    )
    ms = after / 1e6 + np.arange(4) * DAY / 1e6
    known = ~np.isnan(of_a.y)
    assert [*of_a.x[known]] == [ms[0], ms[2], ms[3]], "the 29th has no place"
    assert [*of_a.y[known]] == [10, 10, 10]
    assert of_a.customdata[-1] == "2020-03-02 00:00"
    assert (of_a.line.dash if function == "mean" else of_a.marker.color) in (
        theme.EARLIER_DASH,
        theme.earlier(theme.BLUE),
    )
    assert of_b.x[0] == ms[0]
    if function == "energy":
        assert of_a.offset[0] < of_b.offset[0]
        assert [*of_a.width] == pytest.approx([0.43 * DAY / 1e6] * 4)
    strips = [each.name for each in figure.data if "coverage" in each.name]
    assert len(strips) == 2
    assert figure.layout.xaxis2.range == (ms[0], ms[3] + DAY / 1e6)


def test_a_profile_of_both_has_the_percentiles_of_b():
    hours = pl.DataFrame(
        {
            "channel": ["power_kw"] * 24,
            "hour": range(24),
            "value": [5.0] * 24,
            "low": [1.0] * 24,
            "high": [9.0] * 24,
        }
    )
    a, band, b = day(hours, {"power_kw": "mean"}, zone="UTC", earlier=hours).data
    assert (a.name, b.name) == ("Active power mean (kW), A", "Active power mean (kW), B")
    assert (a.line.dash, b.line.dash) == (theme.EARLIER_DASH, None)
    assert "percentile" in band.name


def test_a_is_pale_and_dashed_and_of_several_turbines_has_its_turbines_colour():
    a, b = ({"T<1>": study(NEW_YEAR, speed).duration} for speed in (5.0, 7.0))
    first, second = duration(b, a, ("A: 2017", "B: 2018")).data
    assert (first.name, second.name) == ("A: 2017", "B: 2018")
    assert (first.line.color, second.line.color) == (theme.earlier(theme.GREEN), theme.GREEN)
    assert (first.line.dash, second.line.dash) == (theme.EARLIER_DASH, "solid")
    assert first.y[0] == 7
    assert second.y[0] == 9
    several = duration(b | {"T2": b["T<1>"]}, a | {"T2": a["T<1>"]}).data
    assert [each.name for each in several] == ["T&lt;1&gt;, A", "T&lt;1&gt;, B", "T2, A", "T2, B"]
    assert several[2].line.color == theme.earlier(several[3].line.color)
    bars = histogram({"T1": study(NEW_YEAR, 7).histogram}, {"T1": study(NEW_YEAR, 5).histogram})
    assert [each.type for each in bars.data] == ["bar", "bar"], "fits would crowd"


def test_hours_and_months_of_both_stand_at_one_place():
    a, b = study(NEW_YEAR - 365 * DAY, 5.0), study(NEW_YEAR, 7.0)
    hours = by_hour({"T1": b.by_hour}, {"T1": a.by_hour}, zone="UTC").data
    assert [*hours[0].x] == [*hours[1].x] == [*range(24)]
    assert hours[1].y[0] - hours[0].y[0] == 2
    span = Span(start_ns=NEW_YEAR, stop_ns=NEW_YEAR + 40 * DAY)
    pair = pair_of("year", span, "UTC")
    figure = by_month({"T1": b.by_month}, {"T1": a.by_month}, pair=pair, zone="UTC")
    first, second = figure.data
    assert [*first.x] == [*second.x] == [1, 2]
    assert figure.layout.xaxis.ticktext == ("Jan", "Feb")
    assert [*second.marker.symbol] == ["circle", "circle-open"], "the period cuts February"
    assert (first.customdata[0][0], second.customdata[0][0]) == ("Jan 2017", "Jan 2018")
    [alone] = by_month({"T1": b.by_month}, zone="UTC").data
    assert [each[0] for each in alone.customdata] == ["Jan 2018", "Feb 2018"]
    [line] = by_hour({"T1": b.by_hour}, zone="UTC").data
    assert line.line.dash == "solid"


def test_shortfalls_and_flagged_days_of_both():
    rows = pl.DataFrame({"power_kw": [1.0, 2.0], "reference_kw": [4.0, 4.0], "hours": [1.0, 1.0]})
    frame = losses(rows, {"stopped": np.array([True, False])}).frame
    titles = {"stopped": "stopped in wind", "other": "no flag"}
    a, b = by_flag({"T1": frame}, titles, {"T1": frame}, ("A", "B")).data
    assert [*a.x] == [*b.x] == [3, 2]
    assert a.marker.color == theme.earlier(theme.ORANGE) != b.marker.color
    days = [
        pl.DataFrame({"start": to_time(start + np.arange(3) * DAY), "stopped": [float(n), 2, 3]})
        for n, start in enumerate((NEW_YEAR - 365 * DAY, NEW_YEAR))
    ]
    span = Span(start_ns=NEW_YEAR, stop_ns=NEW_YEAR + 3 * DAY)
    pair = pair_of("year", span, "UTC")
    figure = flagged_days_of_both((days[0], days[1]), {"stopped": "stopped in wind"}, pair)
    [cells] = figure.data
    assert [*cells.y] == ["stopped in wind, A", "stopped in wind, B"]
    assert np.isnan(cells.z[0, 0]), "nothing is marked"
    assert [*cells.z[1]] == [1, 2, 3]
    assert (cells.text[0][1], cells.text[1][1]) == ("2017-01-02", "2018-01-02")
    fewer = flagged_days_of_both(
        (days[0].head(1), days[1]), {"stopped": "stopped in wind"}, replace(pair, years=None)
    )
    assert np.isnan(fewer.data[0].z[0]).all()


def test_the_shares_of_rows_that_flags_mark():
    frame = pl.DataFrame(
        {
            "flag": ["stopped", "any"],
            "percent": [None, 2.5],
            "rows": [None, 25],
            "hours": [None, 4.0],
        }
    )
    titles = {"stopped": "stopped in wind", "any": "any flag"}
    a, b = shares_by_flag({"T1": frame}, titles, {"T1": frame}, ("A", "B")).data
    assert [*a.y] == ["stopped in wind", "any flag"]
    assert np.isnan(b.x[0])
    assert (b.x[1], [*b.customdata[1]]) == (2.5, ["25", "4.0"])
    assert a.marker.color == theme.earlier(theme.RED) != b.marker.color


def marked(start_ns: int, stopped: list[int], hours: int = 48) -> flag_charts.Marked:
    rows = made(start_ns, power_kw=[*map(float, range(hours))], wind_mps=[8.0] * hours).frame
    masks = {"stopped": np.isin(np.arange(hours), stopped)}
    return flag_charts.Marked(rows=rows, masks=masks, gaps=[(start_ns + HOUR, start_ns + 3 * HOUR)])


def test_the_flagged_rows_of_a_stand_above_those_of_b_at_the_dates_of_b():
    before = NEW_YEAR - 365 * DAY
    span = Span(start_ns=NEW_YEAR, stop_ns=NEW_YEAR + 2 * DAY)
    pair = pair_of("year", span, "Europe/Berlin")
    titles = {"stopped": "stopped in wind"}
    earlier = marked(before, [3, 40]), pair
    whole = (span.start_ns, span.stop_ns)
    zone = "Europe/Berlin"
    figure = flagged_series(marked(NEW_YEAR, [5]), titles, span=whole, zone=zone, earlier=earlier)
    a, b = (t for t in figure.data if t.legendgroup == "stopped" and t.yaxis in ("y", "y2"))
    assert (a.yaxis, b.yaxis) == ("y", "y2")
    one_hour_ms, an_hour_east = HOUR / 1e6, HOUR / 1e6
    assert [*a.x] == [NEW_YEAR / 1e6 + an_hour_east + n * one_hour_ms for n in (3, 40)]
    assert [*b.x] == [NEW_YEAR / 1e6 + an_hour_east + 5 * one_hour_ms]
    assert [*a.customdata] == ["2017-01-01 04:00", "2017-01-02 17:00"]
    assert [t.name for t in figure.data if t.showlegend and t.legendgroup] == [
        "stopped in wind (A 2, B 1)"
    ]
    scales = [figure.layout[f"yaxis{n}"].range for n in ("", 2, 3, 4)]
    assert scales[0] == scales[1] == pytest.approx((-2.35, 49.35))
    assert scales[2] == scales[3] == (7, 9), "all speeds are 8"
    line_of_a = next(t for t in figure.data if t.mode == "lines" and t.yaxis == "y")
    assert (line_of_a.line.dash, line_of_a.line.color) == (
        theme.EARLIER_DASH,
        theme.earlier(theme.BLUE),
    )
    assert [each.yref for each in figure.layout.shapes] == [
        "y domain", "y2 domain", "y3 domain", "y4 domain",
    ]  # fmt: skip
    assert len({each.x0 for each in figure.layout.shapes}) == 1
    close = (NEW_YEAR + 4 * HOUR, NEW_YEAR + 6 * HOUR)
    figure = flagged_series(marked(NEW_YEAR, [5]), titles, span=close, zone=zone, earlier=earlier)
    assert [t.name for t in figure.data if t.showlegend and t.legendgroup] == [
        "stopped in wind (A 0, B 1)"
    ]


def test_a_day_of_february_that_b_lacks_is_nowhere_on_its_axis():
    leap, after = (int(np.datetime64(f"{y}-02-28", "ns").astype(int)) for y in (2020, 2021))
    span = Span(start_ns=after, stop_ns=after + 3 * DAY)
    pair = pair_of("year", span, "UTC")
    earlier = marked(leap, [1, 25, 49], 72), pair
    figure = flagged_series(
        marked(after, [], 72), {"stopped": "stopped"}, span=(after, after + 3 * DAY), zone="UTC",
        earlier=earlier,
    )  # fmt: skip
    on_a = next(t for t in figure.data if t.legendgroup == "stopped")
    assert [*on_a.customdata] == ["2020-02-28 01:00", "2020-03-01 01:00"]
    assert [*on_a.x] == [(after + HOUR) / 1e6, (after + DAY + HOUR) / 1e6]


def test_a_calendar_says_the_days_of_a():
    days = pl.DataFrame(
        {
            "time": to_time(NEW_YEAR + np.arange(3) * DAY),
            "count": [144, 72, 3],
            "percent": [100.0, 50.0, None],
        }
    )
    dates = {"A": ["2017-01-01", "2017-01-02", "2017-01-03"], "B": ["x", "y", "z"]}
    figure = calendar({"A": days, "B": days}, {"A": "UTC", "B": "UTC"}, dates=dates)
    assert [*figure.data[0].text[0]] == dates["A"]
    marks = [t for t in figure.data if t.type == "scatter" and t.text]
    assert [each for t in marks for each in t.text] == [
        "2017-01-01", "2017-01-02", "x", "y", "2017-01-03", "z",
    ]  # fmt: skip
    assert all("%{text}" in t.hovertemplate for t in (figure.data[0], figure.data[1], *marks))
