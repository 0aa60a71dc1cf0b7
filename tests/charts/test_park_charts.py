"""The charts of a park: what their traces hold."""

import numpy as np
import polars as pl
import pytest
from figures import HOSTILE, texts, validated

from turbine.charts import multiples as multiple_charts
from turbine.charts import park as charts
from turbine.charts import ranking as rankings
from turbine.charts import theme
from turbine.charts.literal import literal
from turbine.model.frame import to_time
from turbine.wind.park import median_curve
from turbine.wind.power_curve import power_curve

ranking, over_time, correlations, deviations, changes = map(
    validated,
    (rankings.ranking, charts.over_time, charts.correlations, charts.deviations, charts.changes),
)
curve_multiples, daily_multiples, curves_together = map(
    validated,
    (
        multiple_charts.curve_multiples,
        multiple_charts.daily_multiples,
        multiple_charts.curves_together,
    ),
)
NEW_YEAR = 1_514_764_800 * 10**9  # 2018-01-01
DAY = 86_400 * 10**9
NAMES = [f"T{number}" for number in range(1, 8)]


def ranked(names=("T1", HOSTILE)) -> pl.DataFrame:
    return pl.DataFrame({"turbine": names, "value": [12_345.6, None], "recovery": [0.95, 0.5]})


def summed() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "start": to_time(NEW_YEAR + DAY * np.arange(3)).alias("start"),
            "partial": [False, False, True],
            "measured_kwh": [240.0, None, 100.0],
            "scaled_kwh": [300.0, None, 100.0],
            "coverage": [0.8, 0.0, 1.0],
            "with_rows": [27, 0, 30],
        }
    )


def against() -> pl.DataFrame:
    """Two turbines and three months."""
    return pl.DataFrame(
        {
            "ratio": [1.1, 0.9, None, 1.0, 1.0, 1.0],
            "difference_kwh": [10.0, -10.0, None, 0.0, 0.0, 0.0],
            "intervals": [6, 6, 0, 6, 6, 6],
        }
    )


def curves(names=NAMES) -> dict[str, pl.DataFrame]:
    wind = np.repeat(np.arange(4.0, 9.0), 5)
    return {name: power_curve(wind, wind * (10 + n)) for n, name in enumerate(names)}


def test_a_ranking_shows_beside_each_value_how_many_rows_it_is_of():
    bars, recovery = ranking(ranked(), title="kWh", decimals=0, reference=100.0).data
    assert [*bars.text] == ["12,346", "–"]
    assert [*recovery.x] == [95, 50]
    assert bars.marker.opacity[0] > bars.marker.opacity[1], "few rows are faint"
    figure = ranking(ranked(), title="kWh", decimals=0, reference=100.0)
    assert figure.layout.shapes[0].x0 == 100
    assert figure.layout.yaxis.autorange == "reversed"
    assert not ranking(ranked(), title="kWh", decimals=0, reference=None).layout.shapes


def test_a_sum_says_of_how_many_turbines_it_is_and_the_estimate_is_apart():
    bars, estimate, coverage = over_time(summed(), by="day", zone="UTC", turbines=30).data
    assert bars.customdata[0][1] == "27"
    assert "of 30 turbines" in bars.hovertemplate
    assert [*estimate.base] == [240, 0, 100]
    assert [None if np.isnan(y) else y for y in estimate.y] == [60, None, None]
    assert [*coverage.y] == pytest.approx([80, 0, 100, 100])
    assert [*bars.marker.pattern.shape] == ["", "", "."], "the period cuts the third day"


def test_a_sum_of_selected_rows_has_no_estimate():
    figure = over_time(summed().drop("scaled_kwh"), by="day", zone="UTC", turbines=30)
    assert [each.type for each in figure.data] == ["bar", "scatter"]


def test_a_ranking_of_two_periods_has_the_earlier_one_paler_above():
    frame = ranked().with_columns(a_value=pl.Series([12_000.0, 3.0]), a_recovery=pl.lit(0.99))
    figure = ranking(frame, title="kWh", decimals=0, reference=None, periods=("A: x", HOSTILE))
    a, a_recovery, b, b_recovery = figure.data
    assert (a.name, b.name) == ("A: x", literal(HOSTILE))
    assert (a.marker.color, b.marker.color) == (theme.earlier(theme.BLUE), theme.BLUE)
    assert a.offset + a.width == b.offset == 0, "side by side"
    assert [*a.text] == ["12,000", "3"]
    assert [*b.text] == ["12,346", "–"]
    assert a.hovertemplate.startswith("%{y}, kWh: %{text}, data recovery %{customdata} %, A: x")
    assert [*a_recovery.x], [*b_recovery.x] == ([99, 99], [95, 50])
    assert [each.showlegend for each in figure.data] == [None, False, None, False]


def test_changes_are_in_points_around_zero_and_empty_where_one_period_has_nothing():
    found = pl.DataFrame(
        {
            "difference_ratio": [0.05, None, -0.02, 0.0],
            "a_ratio": [0.9, 1.0, 1.0, 1.0],
            "b_ratio": [0.95, None, 0.98, 1.0],
        }
    )
    [cells] = changes(["T1", "T2"], ["2019-01 against 2018-01", "b"], found).data
    assert cells.z[0, 0] == pytest.approx(5)
    assert np.isnan(cells.z[0, 1])
    assert cells.zmin == -cells.zmax
    assert cells.customdata[1][0] == pytest.approx([100, 98])


def test_of_two_periods_the_earlier_curve_is_dashed_beneath():
    shown, before = curves(["T1", "T2"]), curves(["T2"])
    figure = curve_multiples(shown, median_curve([]), (10.0, 200.0), before)
    dashes = [each.line.dash for each in figure.data]
    assert dashes == [theme.EARLIER_DASH, None] * 2
    assert not len(figure.data[0].x), "T1 has none in A"
    assert [*figure.data[2].y] == pytest.approx(np.arange(4.0, 9.0) * 10)
    assert figure.data[2].hovertemplate.startswith("T2, A")


def test_of_two_periods_the_medians_stand_over_the_curves():
    shown, before = curves(), curves(["T1"])
    figure = curves_together(
        shown, median_curve([*shown.values()]), median_curve([*before.values()])
    )
    a, b = figure.data[-2:]
    assert (a.line.dash, b.line.dash) == (theme.EARLIER_DASH, None)
    assert (a.name, b.name) == ("Median of the park, A", "Median of the park, B")
    assert [*a.y] == pytest.approx(np.arange(4.0, 9.0) * 10)


def test_of_two_periods_days_stand_at_their_partner_and_say_their_own_date():
    starts = (NEW_YEAR + DAY * np.arange(3)) / 1e6
    earlier = multiple_charts.Earlier(
        days={"T1": np.array([5.0, np.nan])}, places=starts[:2], texts=["2017-01-01", "2017-01-02"]
    )
    figure = daily_multiples({"T1": np.array([1.0, np.nan, 3.0])}, starts, (0.0, 5.0), earlier)
    b, a = figure.data
    assert [*a.x] == [*starts[:2]]
    assert [*a.customdata] == ["2017-01-01", "2017-01-02"]
    assert (a.line.dash, a.fill, b.fill) == (theme.EARLIER_DASH, "none", "tozeroy")
    assert a.hovertemplate.startswith("T1, A, %{customdata}")


def test_correlations_are_cells_without_the_diagonal():
    r = np.array([[1.0, 0.83, np.nan], [0.83, 1.0, 0.95], [np.nan, 0.95, 1.0]])
    [cells] = correlations(NAMES[:3], r, np.full((3, 3), 50)).data
    assert np.isnan(np.diag(cells.z)).all()
    assert np.isnan(cells.z[0, 2])
    assert (cells.zmin, cells.zmax) == (pytest.approx(0.8), 1)
    none = correlations(["T1"], np.array([[np.nan]]), np.zeros((1, 1)))
    assert np.isnan(none.data[0].z).all()


def test_deviations_are_around_zero_and_empty_without_rows():
    [cells] = deviations(["T1", "T2"], ["2018-01", "2018-02", "2018-03"], against()).data
    assert cells.z[0, :2] == pytest.approx([10, -10])
    assert np.isnan(cells.z[0, 2])
    assert cells.zmin == -cells.zmax
    assert cells.customdata[0][1] == pytest.approx([-10, 6])


def test_small_multiples_share_one_range_and_the_outer_ones_show_it():
    shown = curves()
    figure = curve_multiples(shown, median_curve([*shown.values()]), (10.0, 200.0))
    assert len(figure.data) == 2 * len(NAMES), "each over the median of the park"
    axes = [*figure.select_yaxes()]
    assert {axis.range for axis in axes} == {(-4.0, 200.0)}
    assert [axis.showticklabels for axis in axes] == [True, False] * 3 + [True]
    assert [a.showticklabels for a in figure.select_xaxes()] == [False] * 5 + [True, True]
    assert [note.text for note in figure.layout.annotations] == NAMES
    days = {name: np.array([1.0, np.nan, 3.0]) for name in NAMES}
    daily = daily_multiples(days, (NEW_YEAR + DAY * np.arange(3)) / 1e6, (0.0, 3.0))
    assert {axis.range for axis in daily.select_yaxes()} == {(0.0, 3.0)}


def test_all_curves_on_one_axis_have_the_median_on_top():
    shown = curves()
    figure = curves_together(shown, median_curve([*shown.values()]))
    assert [*figure.data[-1].y] == pytest.approx(np.arange(4.0, 9.0) * 13)
    assert [each.showlegend for each in figure.data] == [False] * 7 + [True]


@pytest.mark.parametrize(
    "drawn",
    [
        lambda: ranking(ranked(), title="kWh", decimals=0, reference=None),
        lambda: correlations([HOSTILE, "T2"], np.eye(2), np.ones((2, 2))),
        lambda: deviations([HOSTILE, "T2"], ["a", "b", "c"], against()),
        lambda: changes(
            [HOSTILE],
            ["a"],
            pl.DataFrame({"difference_ratio": [0.1], "a_ratio": [0.9], "b_ratio": [1.0]}),
        ),
        lambda: curve_multiples(curves([HOSTILE]), median_curve([]), (9.0, 9.0), curves([HOSTILE])),
        lambda: curves_together(curves([HOSTILE]), median_curve([])),
        lambda: curve_multiples(curves([HOSTILE]), median_curve([]), (9.0, 9.0)),
        lambda: daily_multiples({HOSTILE: np.ones(2)}, np.array([0.0, 1.0]), (0.0, 1.0)),
    ],
)
def test_names_are_shown_as_they_are(drawn):
    found = texts(drawn().to_plotly_json())
    assert not [text for text in found if HOSTILE in text]
    assert [text for text in found if literal(HOSTILE) in text]
