"""Charts to pick from: what is picked is drawn, and what has rows shows them."""

import numpy as np
import polars as pl
import pytest
from figures import validated
from made_rows import HOUR, made

from turbine.charts import selected, theme
from turbine.charts.series import series
from turbine.charts.wind import rose
from turbine.wind.roses import rose as rose_of

drawn = validated(series)
pickable, with_sectors = map(validated, (selected.pickable, selected.with_sectors))
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
    assert line.line.color != theme.BLUE == dots.marker.color
    assert [*dots.x] == [hour * HOUR / 1e6 for hour in range(10, 20)]
    assert [*dots.y] == pytest.approx(some["power_kw"].to_list())


def test_a_long_series_is_thinned_and_keeps_its_extremes():
    frame = rows(60_000)
    line, dots = drawn(
        {"T1": frame}, {"T1": frame}, signal="power_kw", zone="UTC", period=PERIOD
    ).data
    assert len(line.x) <= 3_000
    assert len(dots.x) <= 1_500
    for each in (line, dots):
        assert (max(each.y), min(each.y)) == pytest.approx((100, -100), abs=0.01)


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
