"""Charts to pick from: what is picked is drawn, and what has rows shows them."""

import numpy as np
import polars as pl
import pytest
from figures import validated
from made_rows import HOUR, made

from turbine.charts import selected, theme
from turbine.charts.production import over_time
from turbine.charts.series import series
from turbine.charts.wind import calendar, rose
from turbine.wind.calendar import by_hour_and_month
from turbine.wind.production import production
from turbine.wind.roses import rose as rose_of

drawn = validated(series)
pickable, with_sectors = map(validated, (selected.pickable, selected.with_sectors))
with_cells, bars_over = map(validated, (selected.with_cells, selected.bars_over))
PERIOD = (0, 100 * HOUR)


def rows(length: int = 100) -> pl.DataFrame:
    power = np.sin(np.arange(length)) * 100
    return made(0, power_kw=power).frame


def of_power(frame: pl.DataFrame, some: pl.DataFrame):
    return drawn({"T1": frame}, {"T1": some}, signal="power_kw", zone="UTC", period=PERIOD).data


def test_selected_rows_are_dots_on_a_faint_line():
    frame = rows()
    figure = drawn({"T1": frame}, None, signal="power_kw", zone="UTC", period=PERIOD)
    [line] = figure.data
    assert (line.mode, line.line.color) == ("lines", theme.BLUE)
    assert figure.layout.xaxis.range == (0, 100 * HOUR / 1e6)
    some = frame[10:20]
    line, dots = drawn(
        {"T1": frame}, {"T1": some}, signal="power_kw", zone="UTC", period=PERIOD
    ).data
    assert line.line.color != theme.BLUE == dots.line.color
    assert [*dots.x[::3]] == [hour * HOUR / 1e6 for hour in range(10, 20)]
    low, high, gap = np.reshape(dots.y, (-1, 3)).T
    assert (low + high) / 2 == pytest.approx(some["power_kw"].to_numpy(), abs=1e-4)
    assert (high - low).min() > 0.5, "as long as it is thick"
    assert np.isnan(gap).all(), "nothing joins two dots"


def test_a_long_series_is_thinned_and_keeps_its_extremes():
    frame = rows(60_000)
    line, dots = drawn(
        {"T1": frame}, {"T1": frame}, signal="power_kw", zone="UTC", period=PERIOD
    ).data
    assert len(line.x) <= 2_500
    assert len(dots.x) <= 3 * 1_000
    for values, beyond in ((line.y, 0.0), (dots.y[0::3], -0.58), (dots.y[1::3], 0.58)):
        ends = (100 + beyond, -100 + beyond)
        assert (max(values), min(values)) == pytest.approx(ends, abs=0.01)


def test_what_is_picked_is_a_rectangle_and_dragging_draws_another():
    plain = series({"T1": rows()}, None, signal="power_kw", zone="UTC", period=PERIOD)
    figure = pickable(plain, [(1.0, 2.0, 3.0, 4.0), (5.0, 6.0, None, None)], drag="across")
    box, stretch = figure.layout.shapes
    assert (box.x0, box.x1, box.y0, box.y1, box.yref) == (1, 2, 3, 4, "y")
    assert (stretch.x0, stretch.x1, stretch.y0, stretch.y1, stretch.yref) == (5, 6, 0, 1, "paper")
    assert (figure.layout.dragmode, figure.layout.selectdirection) == ("select", "h")
    assert pickable(plain).layout.dragmode == "zoom"
    assert not plain.parts["layout"].get("shapes"), "the chart itself stays as it is"


def test_a_picked_sector_is_outlined_around_its_bars():
    its = rose_of(
        pl.DataFrame(
            {"direction_deg": [0.0, 90.0, 90.0], "speed_mps": [5.0] * 3, "hours": [1.0] * 3}
        )
    )
    plain = rose(its.frame, its.calm.row(0, named=True), weight="hours")
    figure = with_sectors(plain, [(0.0, 30.0)])
    assert len(figure.data) == len(plain.parts["data"]) + 1
    outline = figure.data[-1]
    assert (min(outline.theta), max(outline.theta)) == (-15, 15)
    assert max(outline.r) > 2, "beyond the longest bar"
    assert outline.hoverinfo == "skip"


def test_each_cell_with_a_value_can_be_clicked_and_says_what_the_cell_does():
    rows = made(0, value=np.arange(48.0)).frame  # two days of January
    plain = calendar(by_hour_and_month(rows, "UTC"), zone="UTC")
    figure = with_cells(plain, [(2.5, 3.5, -0.5, 0.5)])
    cells, markers = figure.data
    assert (cells.hoverinfo, len(markers.x)) == ("skip", 24)
    assert [*markers.x] == [*range(24)]
    assert {*markers.y} == {"Jan"}
    assert [*markers.customdata[3]] == [15, 2]
    assert "%{customdata[0]:.2f} m/s, %{customdata[1]:,.0f} rows" in markers.hovertemplate
    for look in (markers, markers.selected, markers.unselected):
        assert look.marker.opacity == 0
    assert np.asarray(markers.x).dtype == np.float64, "Plotly draws nothing of 64-bit integers"
    [frame] = figure.layout.shapes
    assert (frame.x0, frame.line.color) == (2.5, theme.RED)


def test_bars_of_selected_rows_stand_before_those_of_all():
    rows = made(0, power_kw=[10.0] * 48)
    whole = production(rows.having("power_kw"), rows.period, by="day").frame
    few = production(rows.having("power_kw")[:6], rows.period, by="day").frame
    all_bars, part = (over_time({"T1": each}, by="day", zone="UTC") for each in (whole, few))
    rest, recovery, bars = bars_over(all_bars, part).data
    assert ([*rest.y], [*bars.y]) == ([240, 240], [60, 0])
    assert np.max(rest.marker.opacity) <= 0.3
    assert bars.marker.opacity is None, "strong"
    assert bars.name == "Measured: selected rows"
    assert [*recovery.y] == [100, 100, 100], "that of all rows"
