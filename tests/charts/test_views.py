"""The charts of the views that wind engineers look at: what their traces hold."""

from dataclasses import replace
from datetime import datetime

import numpy as np
import polars as pl
import pytest
from backdoors import SERIES
from figures import validated
from made_rows import HOUR, made

from turbine.charts import beside as beside_charts
from turbine.charts import coverage as coverage_charts
from turbine.charts import flags as flag_charts
from turbine.charts import losses as loss_charts
from turbine.charts import places as place_charts
from turbine.charts import power_curve as curve_charts
from turbine.charts import production as charts
from turbine.charts import shear as shear_charts
from turbine.charts import theme
from turbine.charts import wind as wind_charts
from turbine.services.analysis import Analysis
from turbine.services.measured import Measured
from turbine.services.status import by_window
from turbine.timing.periods import Span, pair_of
from turbine.wind.calendar import hours_by_day
from turbine.wind.losses import losses
from turbine.wind.power_curve import cells_of, compare, hours_by_bin, power_curve
from turbine.wind.production import production
from turbine.wind.rows import Period

over_time = validated(charts.over_time)
shear_by_hour = validated(shear_charts.by_hour)
shear_by_month = validated(shear_charts.by_month)
year_over_year, two_periods = map(
    validated, (beside_charts.year_over_year, beside_charts.two_periods)
)
measured_curve, curves, compared = map(
    validated, (curve_charts.measured_curve, curve_charts.curves, curve_charts.compared)
)
rose, histogram, duration, calendar, turbulence = map(
    validated,
    (
        wind_charts.rose,
        wind_charts.histogram,
        wind_charts.duration,
        wind_charts.calendar,
        wind_charts.turbulence,
    ),
)
covered, places = map(validated, (coverage_charts.calendar, place_charts.places))
flagged_series = validated(flag_charts.flagged_series)
by_flag, flagged_days = map(validated, (loss_charts.by_flag, loss_charts.flagged_days))
NEW_YEAR = 1_514_764_800 * 10**9  # 2018-01-01
DAY = 24 * HOUR


def produced(by: str, *, hours: int, zone: str = "UTC", without: slice = slice(0)):
    """At 10 kW, an hour a row, without some of them."""
    power: list[float | None] = [10.0] * hours
    power[without] = [None] * len(power[without])
    start_ns = NEW_YEAR - (3 * HOUR if zone == "Europe/Istanbul" else 0)
    rows = made(start_ns, zone=zone, power_kw=power)
    return production(rows.having("power_kw"), rows.period, by=by).frame


def test_days_are_bars_of_their_length_with_the_estimate_apart_on_top():
    frame = produced("day", hours=60, without=slice(30, 36))
    figure = over_time({"T1": frame}, by="day", zone="UTC", estimate="month_mean_kwh")
    measured, estimate, recovery = figure.data
    assert [*measured.y] == [240, 180, 120]
    assert (measured.x[0], measured.width[0]) == (NEW_YEAR / 1e6, pytest.approx(0.86 * DAY / 1e6))
    assert [*estimate.base] == [240, 180, 120]
    assert [None if np.isnan(y) else y for y in estimate.y] == [None, 60, None]
    assert [*recovery.y] == [100, 75, 100, 100], "the last one reaches to the end of its day"
    assert [*measured.marker.pattern.shape] == ["", "", "."], "the third day is cut"
    assert [*measured.text] == ["", "", "part"]
    assert figure.layout.xaxis2.range == (NEW_YEAR / 1e6, (NEW_YEAR + 3 * DAY) / 1e6)
    assert len(over_time({"T1": frame}, by="day", zone="UTC").data) == 2, "no estimate is asked for"


def test_the_legend_shows_whole_bars_where_the_first_one_is_dotted():
    late = produced("day", hours=60)[1:].with_columns(partial=pl.Series([True, False]))
    key, bars, _ = over_time({"T1": late}, by="day", zone="UTC").data
    assert (key.showlegend, bars.showlegend) == (None, False)
    assert (key.name, key.marker.color) == (bars.name, bars.marker.color)
    assert key.legendgroup == bars.legendgroup, "a click on it hides the bars"
    assert (key.marker.pattern.shape, [*key.x]) == (None, [None])
    whole, _ = over_time({"T1": late[1:]}, by="day", zone="UTC").data
    assert whole.showlegend is None


def test_months_follow_the_zones_calendar():
    frame = produced("month", hours=40 * 24, zone="Europe/Istanbul")
    figure = over_time({"T1": frame}, by="month", zone="Europe/Istanbul")
    assert [*figure.data[0].x] == [NEW_YEAR / 1e6, (NEW_YEAR + 31 * DAY) / 1e6]


@pytest.mark.parametrize(
    ("by", "zone", "start", "stops"),
    [
        ("day", "America/Santiago", "2024-09-07T04:00", "2024-09-08"),  # 00:00 to 01:00 is skipped
        ("day", "America/Santiago", "2024-09-08T04:00", "2024-09-09"),
        ("year", "Europe/Istanbul", "1878-12-31T22:04:08", "1880-01-01"),  # 64 s are skipped
    ],
)
def test_a_clock_that_skips_midnight_leaves_each_bar_its_length(by, zone, start, stops):
    frame = pl.DataFrame({"start": [datetime.fromisoformat(f"{start}+00:00")]})
    _, ends = charts.bounds(frame.cast(pl.Datetime("ns", "UTC")), by, zone)
    assert ends.tolist() == [datetime.fromisoformat(f"{stops}T00:00+00:00").timestamp() * 1_000]


def test_turbines_stand_side_by_side_each_in_its_colour():
    frame = produced("day", hours=48)
    bars = over_time({"A": frame, "B": frame}, by="day", zone="UTC").data[:2]
    assert [bar.name for bar in bars] == ["A", "B"]
    assert bars[1].offset[0] - bars[0].offset[0] == pytest.approx(bars[0].width[0])
    assert bars[0].marker.color != bars[1].marker.color


def test_years_share_the_months_and_the_newest_is_strongest():
    frame = produced("month", hours=14 * 31 * 24)
    figure = year_over_year({"T1": frame}, zone="UTC")
    older, newer = figure.data
    assert (older.name, newer.name) == ("2018", "2019")
    assert [*older.x] == [*range(1, 13)]
    assert [*newer.x] == [1, 2, 3]
    assert figure.layout.xaxis.ticktext[:3] == ("Jan", "Feb", "Mar")
    assert older.y[0] == newer.y[0] == 10 * 744
    assert newer.marker.pattern.shape[-1] == ".", "the period cuts March"
    assert newer.marker.color == theme.faded(theme.BLUE, 1.0) != older.marker.color
    several = year_over_year({"T1": frame, "T2": frame}, zone="UTC", estimate="month_mean_kwh")
    assert [each.name for each in several.data if each.showlegend is not False] == [
        "2018", "Estimate of missing hours, by the month's mean", "2019",
    ]  # fmt: skip
    assert {each.yaxis for each in several.data} == {"y", "y2"}


def test_a_stands_beside_b_and_what_has_no_partner_alone():
    a_ns, b_ns = (int(np.datetime64(f"{year}-02-27", "ns").astype(int)) for year in (2020, 2021))
    frames = []
    for start, hours in ((a_ns, 84), (b_ns, 72)):
        rows = made(start, power_kw=[10.0] * (hours - 6) + [None] * 6)
        rows = replace(rows, period=replace(rows.period, stop_ns=start + hours * HOUR))
        frames.append(production(rows.having("power_kw"), rows.period, by="day").frame)
    span = Span(start_ns=b_ns, stop_ns=b_ns + 3 * DAY)
    own = Span(start_ns=a_ns, stop_ns=a_ns + 84 * HOUR)
    pair = pair_of("custom", span, "UTC", own=own)
    figure = two_periods(
        {"T1": tuple(frames)}, pair, ("A", "B"), by="day", estimate="month_mean_kwh"
    )
    a, of_a, b, _, lines_a, lines_b = figure.data
    assert (a.name, b.name) == ("A", "B")
    assert [*a.x] == [1, 2, 3, 4], "the 29th has a place of its own"
    assert [*b.x] == [1, 2, 4]
    assert [each[0] for each in a.customdata][2] == "2020-02-29"
    assert [*a.marker.pattern.shape] == ["", "", "", "."]
    assert a.marker.color == theme.earlier(theme.BLUE) != b.marker.color == theme.BLUE
    assert a.offset < b.offset
    assert of_a.base[3] == a.y[3] == pytest.approx(60)
    assert [*lines_b.y] == [100, 100, 75]
    assert lines_a.line.color == a.marker.color
    assert figure.layout.xaxis2.ticktext[0] == "27 Feb"
    since = two_periods({"T1": tuple(frames)}, replace(pair, years=None), ("A", "B"), by="day")
    assert [*since.data[1].x] == [1, 2, 3]
    assert "since the start" in since.layout.xaxis2.title.text


WIND = np.array([5.0, 5.1, 5.2, 8.0, 8.0, 8.0, 8.0, 12.0])
POWER = np.array([100.0, 110.0, 150.0, 800.0, 820.0, 840.0, 900.0, 2_000.0])


def test_a_curve_lies_over_its_rows_with_thin_bins_apart():
    curve = power_curve(WIND, POWER).with_columns(reference_kw=POWER[[0, 3, 7]])
    figure = measured_curve(curve, cells_of(WIND, POWER, height_kw=50))
    rows, band, mean, thin, median, reference = figure.data
    assert np.nansum(rows.customdata) == len(WIND)
    assert [*mean.y] == [120, 840]
    assert [*thin.y] == [2_000]
    assert (thin.marker.symbol, thin.marker.color) == ("circle-open", theme.GREY)
    assert [*median.y] == [110, 830]
    assert [*reference.y] == [100, 800, 2_000]
    deviation = np.std(POWER[:3], ddof=1)
    assert band.y[0] == pytest.approx(120 + deviation)
    assert band.y[-1] == pytest.approx(120 - deviation)
    assert "4 rows" in mean.hovertemplate.replace("%{customdata[3]}", mean.customdata[1][3])


def test_several_curves_have_a_colour_each_and_one_line_in_the_legend():
    curve = power_curve(WIND, POWER)
    figure = curves({"A": curve, "B": curve})
    assert [each.name for each in figure.data if each.showlegend] == ["A", "B"]
    assert figure.data[0].line.color != figure.data[2].line.color


def test_b_against_a_shows_the_difference_where_both_have_rows():
    a, b = power_curve(WIND, POWER), power_curve(WIND, POWER * 1.1)
    comparison = compare(a, b, hours_by_bin(WIND, np.ones(len(WIND))))
    first, second, bars = compared(comparison.frame, ("A", "B")).data
    assert [*np.round(second.y[:2] - first.y[:2])] == [12, 84]
    assert bars.y[:2] == pytest.approx([12, 84])
    assert np.isnan(bars.y[2]), "a thin bin"
    assert np.all(bars.error_y.array[:2] > 0)


def study():
    """Two days: a calm hour, then alternately 4 m/s from the north and 12 m/s from the east."""
    hours = np.arange(48)
    columns = {
        "wind_mps": np.where(hours == 0, 0.0, np.where(hours % 2, 4.0, 12.0)),
        "direction_deg": np.where(hours % 2, 0.0, 90.0),
        "deviation_mps": np.full(48, 0.6),
    }
    rows = made(NEW_YEAR, **columns)
    names = dict.fromkeys(columns, "any")
    given = Measured(series=SERIES, names=names, stored=(), rows=rows)
    return Analysis.wind(given, sectors=8, calm_mps=0.5)


def test_a_rose_has_a_bar_for_each_class_and_the_calms_in_its_middle():
    its = study().rose
    figure = rose(its.frame, its.calm.row(0, named=True), weight="hours")
    by_name = {each.name: dict(zip(each.theta, each.r, strict=True)) for each in figure.data}
    assert by_name["3 to 6 m/s"][0] == 24
    assert by_name["12 to 15 m/s"][90] == 23
    assert sum(sum(bars.values()) for bars in by_name.values()) == 47
    assert "1.0 h" in figure.layout.annotations[0].text
    share = rose(its.frame, its.calm.row(0, named=True), weight="share_hours")
    assert sum(sum(each.r) for each in share.data) == pytest.approx(100 * 47 / 48)
    energy = rose(its.frame, its.calm.row(0, named=True), weight="energy_kwh")
    assert "–" in energy.layout.annotations[0].text, "there is no power"
    assert figure.layout.polar.angularaxis.direction == "clockwise"


def test_distribution_and_duration_are_shares_of_the_time():
    its = study()
    bars, fit = histogram({"T1": its.histogram}).data
    shown = dict(zip(bars.x, bars.y, strict=True))
    assert shown[4.5] == pytest.approx(50)
    assert shown[12.5] == pytest.approx(100 * 23 / 48)
    assert np.sum(fit.y) == pytest.approx(100, abs=20)
    assert len(histogram({"A": its.histogram, "B": its.histogram}).data) == 2, "fits would crowd"
    [line] = duration({"T1": its.duration}).data
    assert (line.y[0], line.y[-1]) == (12, 0)
    assert line.x[-1] == 100


def test_a_calendar_has_months_down_and_hours_across():
    cells = calendar(study().heatmap, zone="UTC").data[0]
    assert cells.z.shape == (12, 24)
    assert [*cells.z[0, :4]] == [6, 4, 12, 4]
    assert np.all(np.isnan(cells.z[1]))
    assert cells.customdata[0, 0] == 2


def test_the_shear_of_each_hour_says_its_rows():
    frame = pl.DataFrame({"hour": [0, 1], "rows": [1_200, 0], "alpha": [0.2, None]})
    [line] = shear_by_hour({"T<1>": frame}, zone="UTC").data
    assert (line.y[0], [*line.customdata[0]]) == (0.2, ["0:00", "1,200"])
    assert np.isnan(line.y[1])
    of_a, of_b = shear_by_hour({"T1": frame}, {"T1": frame}, zone="UTC").data
    assert (of_a.line.dash, of_b.line.dash) == (theme.EARLIER_DASH, "solid")


def test_the_shear_of_each_month_has_its_name():
    frame = pl.DataFrame({"month": [1, 2], "rows": [1_200, 0], "alpha": [0.2, None]})
    of_a, of_b = shear_by_month({"T1": frame}, {"T1": frame}, zone="UTC").data
    assert [[*each] for each in of_b.customdata] == [["Jan", "1,200"], ["Feb", "0"]]
    assert [*of_a.x] == [1, 2]
    assert (of_a.line.dash, of_b.line.dash) == (theme.EARLIER_DASH, "solid")


def test_turbulence_stands_beside_what_the_classes_allow():
    mean, representative, *classes = turbulence(study().turbulence).data
    assert [*mean.x] == [4, 12]
    assert [*mean.y] == pytest.approx([15, 5])
    assert [*representative.y] == pytest.approx([15, 5])
    assert [each.name[-2:].strip() for each in classes] == ["A+", "A", "B", "C"]


def test_losses_are_bars_by_flag_and_flags_cells_by_day():
    rows = made(NEW_YEAR, power_kw=[0, 0, 60, 80] * 12, reference_kw=[100.0] * 48)
    stopped = rows.frame["power_kw"].to_numpy() == 0
    frame = losses(rows.having("power_kw", "reference_kw"), {"stopped": stopped}).frame
    titles = {"stopped": "stopped in wind", "other": "no flag"}
    [bars] = by_flag({"T1": frame}, titles).data
    assert dict(zip(bars.y, bars.x, strict=True)) == {"stopped in wind": 2_400, "no flag": 720}
    masks = rows.having().with_columns(stopped=stopped, other=False)
    days = hours_by_day(masks, rows.period)
    cells = flagged_days(days, titles, zone="UTC").data[0]
    assert [*cells.z[0]] == [12, 12]
    assert np.all(np.isnan(cells.z[1])), "nothing is marked"
    assert cells.x[0] == (NEW_YEAR + DAY / 2) / 1e6


def test_the_calendar_has_each_turbines_days_in_its_place_and_steps_that_nobody_knows_in_grey():
    def days(stamps, first: int, last: int, zone: str = "UTC"):
        start, stop = NEW_YEAR + first * DAY, NEW_YEAR + last * DAY
        period = Period(start_ns=start, stop_ns=stop, zone=zone)
        return by_window(np.array(stamps, dtype=np.int64), period, "1d")

    hourly = [NEW_YEAR + n * HOUR for n in range(72) if not 24 <= n < 36]
    figure = covered(
        {"T1": days(hourly, 0, 3), "T2": days([NEW_YEAR + 3 * DAY + HOUR], 3, 4)},
        {"T1": "UTC", "T2": "UTC"},
    )
    shares, unknown, marks, grey, *keys = figure.data
    noon = [NEW_YEAR / 1e6 + (day + 0.5) * DAY / 1e6 for day in range(4)]
    assert [*zip(marks.x, marks.y, marks.customdata, strict=True)] == [
        *zip(noon[:3], ["T1"] * 3, [100, 50, 100], strict=True)
    ]
    assert [*zip(grey.x, grey.y, strict=True)] == [(noon[3], "T2")]
    assert ["%{customdata" in each.hovertemplate for each in (marks, grey)] == [True, False]
    assert {each.marker.opacity for each in (marks, grey)} == {0}
    assert np.nan_to_num(np.array(shares.z), nan=-1).tolist() == [[100, 50, 100, -1], [-1] * 4]
    assert np.nan_to_num(np.array(unknown.z), nan=-1).tolist() == [[-1] * 4, [-1, -1, -1, 0]]
    assert shares.x[0] == NEW_YEAR / 1e6 + DAY / 2e6
    assert [key.name for key in keys][-1] == "No regular step"
    edges = [edge for edge, _ in shares.colorscale]
    assert edges == sorted(edges)


def test_turbines_stand_where_they_are_undistorted():
    figure = places([("A", "hill", 60.0, 10.0), ("B", "hill", 60.1, 10.2), ("C", "sea", 60, 11)])
    assert [(each.name, [*each.text]) for each in figure.data] == [
        ("hill", ["A", "B"]),
        ("sea", ["C"]),
    ]
    assert figure.layout.yaxis.scaleratio == pytest.approx(2, rel=0.01), "at 60° a degree is half"
    alone = places([("A", "hill", 0.0, 0.0)]).layout
    assert alone.yaxis.range[1] - alone.yaxis.range[0] == pytest.approx(0.01)
    assert (alone.xaxis.constrain, alone.yaxis.constrain) == ("domain", "domain")
    assert alone.height < figure.layout.height


def test_every_flagged_row_is_marked_or_one_beside_it_that_hides_it():
    rows = 60_000
    noise = np.random.default_rng(5)
    marked = {"stopped": noise.random(rows) < 0.3, "jump": np.arange(rows) == 41_234}
    frame = made(
        NEW_YEAR, step_ns=HOUR // 6, power_kw=[5.0] * rows, wind_mps=[*noise.random(rows)]
    ).frame
    titles = {"stopped": "stopped in wind", "jump": "jump"}
    stop = NEW_YEAR + rows * HOUR // 6
    gaps = [(NEW_YEAR + DAY, NEW_YEAR + 2 * DAY), (stop + DAY, stop + 2 * DAY)]
    its = flag_charts.Marked(rows=frame, masks=marked, gaps=gaps)
    figure = flagged_series(its, titles, span=(NEW_YEAR, stop), zone="UTC")
    assert len(figure.layout.shapes) == 1, "the other gap lies outside"
    stopped = [each for each in figure.data if each.legendgroup == "stopped"]
    assert [each.showlegend for each in stopped] == [True, False]
    assert {each.yaxis for each in stopped} == {"y", "y2"}
    drawn = np.sort([*stopped[0].x])
    every = (NEW_YEAR + np.flatnonzero(marked["stopped"]) * (HOUR // 6)) / 1e6
    place = np.clip(np.searchsorted(drawn, every), 1, len(drawn) - 1)
    away = np.minimum(np.abs(drawn[place] - every), np.abs(drawn[place - 1] - every))
    assert away.max() < (stop - NEW_YEAR) / 1e6 / 300, "three pixels of a narrow screen"
    [jump] = [each for each in figure.data if each.legendgroup == "jump"]
    assert [*jump.x] == [(NEW_YEAR + 41_234 * (HOUR // 6)) / 1e6]
    close = flagged_series(its, titles, span=(NEW_YEAR, NEW_YEAR + DAY), zone="UTC")
    [on_power, _] = [each for each in close.data if each.legendgroup == "stopped"]
    assert len(on_power.x) == marked["stopped"][:144].sum()
