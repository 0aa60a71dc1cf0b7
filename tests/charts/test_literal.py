"""Names that others chose are shown as they are, in every chart that has them."""

from html import unescape

import numpy as np
import polars as pl
import pytest
from figures import HOSTILE, texts
from made_rows import HOUR, made

from turbine.charts import means, shear, theme
from turbine.charts.coverage import calendar
from turbine.charts.literal import literal, literally
from turbine.charts.losses import by_flag
from turbine.charts.places import places
from turbine.charts.power_curve import curves
from turbine.charts.production import over_time
from turbine.charts.series import series
from turbine.charts.wind import duration, histogram
from turbine.services.status import by_window
from turbine.wind import weibull
from turbine.wind.calendar import duration_curve
from turbine.wind.losses import losses
from turbine.wind.power_curve import power_curve
from turbine.wind.production import production
from turbine.wind.rows import Period

OTHER = "B<2> %{x}"
DAY = Period(start_ns=0, stop_ns=24 * HOUR)


def test_a_name_is_what_its_entities_stand_for():
    assert unescape(literal(HOSTILE)) == HOSTILE
    assert not set("<>%") & set(literal(HOSTILE))
    assert len(literally({"<": 1, "&lt;": 2})) == 2


def wind() -> np.ndarray:
    return np.linspace(2.0, 9.0, 24)


def produced() -> pl.DataFrame:
    rows = made(0, 24 * HOUR, power_kw=[1.0] * 24)
    return production(rows.having("power_kw"), rows.period, by="day").frame


def lost() -> pl.DataFrame:
    rows = pl.DataFrame({"power_kw": [1.0], "reference_kw": [2.0], "hours": [1.0]})
    return losses(rows, {}).frame


CHARTS = {
    "curves": lambda names: curves(
        dict.fromkeys(names, power_curve(wind(), wind() * 10, least_rows=1))
    ),
    "over_time": lambda names: over_time(
        dict.fromkeys(names, produced()), by="day", zone="UTC", estimate="month_mean_kwh"
    ),
    "by_flag": lambda names: by_flag(dict.fromkeys(names, lost()), {"other": "none"}),
    "histogram": lambda names: histogram(
        dict.fromkeys(names, weibull.histogram(wind(), np.ones(24), None))
    ),
    "duration": lambda names: duration(dict.fromkeys(names, duration_curve(wind(), np.ones(24)))),
    "calendar": lambda names: calendar(
        dict.fromkeys(names, by_window(np.arange(24) * HOUR, DAY, "1d")),
        dict.fromkeys(names, "UTC"),
    ),
    "series": lambda names: series(
        dict.fromkeys(names, made(0, power_kw=[1.0]).frame),
        None,
        signal="power_kw",
        zone="UTC",
        period=(0, HOUR),
    ),
    "by_hour": lambda names: means.by_hour(
        dict.fromkeys(names, pl.DataFrame({"hour": [0], "mean": [7.0], "rows": [6]})), zone="UTC"
    ),
    "shear": lambda names: shear.by_hour(
        dict.fromkeys(names, pl.DataFrame({"hour": [0], "alpha": [0.2], "rows": [6]})), zone="UTC"
    ),
    "places": lambda names: places([(name, name, 39.0, 27.0) for name in names]),
}

NAMES = (HOSTILE, OTHER, "T12", "T11", "T24", "A&B")


@pytest.mark.parametrize("chart", [each for each in CHARTS if each != "calendar"])
def test_a_turbine_has_its_colour_on_every_chart_in_every_order(chart):
    for names in (NAMES, NAMES[::-1]):
        drawn = {}
        for part in CHARTS[chart](names).parts["data"]:
            look = part["line"] if part.get("mode") == "lines" else part["marker"]
            drawn.setdefault(part["name"], look["color"])
        expected = theme.colours_of_turbines(NAMES)
        assert {name: drawn[literal(name)] for name in NAMES} == expected


def test_a_turbine_keeps_its_colour_without_the_others_unless_two_have_the_same():
    every = [f"WTG{number:02}" for number in range(1, 13)]
    colours = theme.colours_of_turbines(every)
    assert len({*colours.values()}) == len(every)
    some = every[3:9]
    assert theme.colours_of_turbines(some) == {name: colours[name] for name in some}
    alike = theme.colours_of_turbines(["WTG13", "WTG01", "WTG02"])
    assert len({*alike.values()}) == 3
    assert {name: alike[name] for name in every[:2]} == {name: colours[name] for name in every[:2]}


def test_a_single_turbine_has_the_colour_of_what_is_shown():
    assert theme.colours_of_turbines(["T7"]) == {"T7": theme.BLUE}
    assert theme.colours_of_turbines(["T7"], alone=theme.GREEN) == {"T7": theme.GREEN}


@pytest.mark.parametrize("chart", CHARTS)
def test_no_name_is_read_as_html_or_as_a_template(chart):
    drawn = CHARTS[chart]((HOSTILE, OTHER))
    parts = {name: drawn.parts[name] for name in ("data", "layout")}
    parts["layout"] = {k: v for k, v in parts["layout"].items() if k != "template"}
    found = texts(parts)
    for name in (HOSTILE, OTHER):
        assert not [text for text in found if name in text]
        assert [text for text in found if literal(name) in text], "it is shown at all"
