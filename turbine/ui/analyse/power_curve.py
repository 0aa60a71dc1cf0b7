"""Power curve: the method of bins, of parts of the period, and of one period against another."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import polars as pl
import streamlit as st

from turbine.charts.figure import Figure
from turbine.charts.power_curve import compared, curves, measured_curve
from turbine.services.analysis import Analysis
from turbine.services.curves import by_season, by_sector, by_sun, cells
from turbine.services.measured import Curve, Measured
from turbine.ui.analyse.answer import rows
from turbine.ui.analyse.choice import Option
from turbine.ui.analyse.numbers import Card, cards, joined, titled
from turbine.ui.analyse.view import Shown, Tables, Turbine, View
from turbine.ui.analyse.words import Words
from turbine.ui.common.chart import chart
from turbine.ui.common.choosing import to_ns, to_wall
from turbine.ui.common.feedback import plain, reported
from turbine.wind.power_curve import REFERENCE_DENSITY
from turbine.words import Said

_COLUMNS = {
    "bin_mps": Words.BIN,
    "rows": Words.BIN_ROWS,
    "wind_mps": Words.MEAN_SPEED,
    "mean_kw": Words.MEAN_KW,
    "median_kw": Words.MEDIAN_KW,
    "std_kw": Words.STD_KW,
    "uncertainty_kw": Words.UNCERTAINTY_KW,
    "thin": Words.IS_THIN,
    "reference_kw": Words.REFERENCE_KW,
}
_COMPARED = {
    "bin_mps": Words.BIN,
    "hours": Words.HOURS_OF_BOTH,
    "a_kw": Words.A_KW,
    "b_kw": Words.B_KW,
    "difference_kw": Words.DIFFERENCE_KW,
    "uncertainty_kw": Words.DIFFERENCE_UNCERTAINTY_KW,
    "difference_kwh": Words.DIFFERENCE_KWH,
}
_PARTS: dict[str, Callable[[Measured], dict[Said, pl.DataFrame]]] = {
    "sector": by_sector,
    "season": by_season,
    "sun": by_sun,
}


def _draw(shown: Shown) -> Tables:
    st.caption(Words.NO_PERFORMANCE_TEST())
    first = shown.turbines[0]
    found = {each.name: Analysis.power_curve(each.measured) for each in shown.turbines}
    _notes(found)
    if shown.choice.options["against"] != "none":
        tables = _against(shown, first)
    elif shown.choice.options["parts"] != "none":
        tables = _parts(shown, first)
    else:
        tables = {}
        if len(found) == 1:
            figure = measured_curve(found[first.name].frame, cells(first.measured))
        else:
            figure = curves({name: curve.frame for name, curve in found.items()})
        _chart(figure)
    frames = {name: curve.frame for name, curve in found.items()}
    return {**tables, Words.BINS(): joined(frames, Words.TURBINE, _COLUMNS)}


def _notes(found: Mapping[str, Curve]) -> None:
    for name, curve in found.items():
        if curve.density is not None:
            st.caption(
                Words.NORMALISED(
                    turbine=plain(name), density=curve.density, reference=REFERENCE_DENSITY
                )
            )
    if left := sum(curve.left_out for curve in found.values()):
        st.caption(Words.ROWS_LACK_A_VALUE(count=left))


def _chart(figure: Figure) -> None:
    chart(figure, key="power_curve_chart", alt=Words.CURVE_ALT())


def _parts(shown: Shown, turbine: Turbine) -> Tables:
    """A curve for each part of the period; nothing where it cannot be parted, which is said."""
    _one_only(shown, turbine)
    with reported():
        parts = _PARTS[shown.choice.options["parts"]](turbine.measured)
        frames = {str(name): frame for name, frame in parts.items()}
        _chart(curves(frames))
        return {Words.BY_PART(): joined(frames, Words.PART_OF_PERIOD, _COLUMNS)}
    return {}


def _against(shown: Shown, turbine: Turbine) -> Tables:
    """Period B, against A, both of one turbine, on the wind of the two together."""
    _one_only(shown, turbine)
    periods = _periods(shown)
    zone = shown.choice.zone
    sides = []
    for start_ns, stop_ns in periods:
        choice = replace(shown.choice, start_ns=start_ns, stop_ns=stop_ns)
        measured, flagged = rows(shown.services, choice, turbine.entry.info.series)
        sides.append(measured.without(flagged, choice.without))
    names = [
        Words.SPAN(
            side=side,
            first=f"{to_wall(start, zone):%Y-%m-%d}",
            last=f"{to_wall(stop - 1, zone):%Y-%m-%d}",
        )
        for side, (start, stop) in zip("AB", periods, strict=True)
    ]
    a, b = sides
    result = Analysis.compare(a, b)
    if not result.hours:
        st.info(Words.NOTHING_IN_COMMON(a=names[0], b=names[1]), icon=":material/info:")
        return {}
    share = 100 * result.difference_kwh / result.a_kwh if result.a_kwh > 0 else None
    of_a = 100 * result.uncertainty_kwh / result.a_kwh if result.a_kwh > 0 else 0.0
    cards(
        "power_curve",
        (
            Card(
                label=Words.B_MINUS_A_KWH(),
                value=result.difference_kwh,
                signed=True,
                help=Words.B_MINUS_A_HELP(
                    a=result.a_kwh, b=result.b_kwh, uncertainty=result.uncertainty_kwh
                ),
            ),
            Card(
                label=Words.B_MINUS_A_SHARE(),
                value=share,
                signed=True,
                help=Words.SHARE_HELP(uncertainty=of_a),
                decimals=2,
            ),
            Card(
                label=Words.UNCERTAINTY_KWH(),
                value=result.uncertainty_kwh,
                help=Words.UNCERTAINTY_HELP(),
            ),
            Card(
                label=Words.HOURS_COMPARED(),
                value=result.hours,
                help=Words.HOURS_HELP(left=result.hours_left_out),
            ),
        ),
    )
    _chart(compared(result.frame, (names[0], names[1])))
    return {Words.B_AGAINST_A(): titled(result.frame, _COMPARED)}


def _periods(shown: Shown) -> tuple[tuple[int, int], tuple[int, int]]:
    """A and B, [start, stop) each."""
    choice = shown.choice
    start, stop, zone = choice.start_ns, choice.stop_ns, choice.zone
    against = choice.options["against"]
    if against == "date":
        day = date.fromisoformat(choice.options["date"])
        cut = min(max(to_ns(datetime.combine(day, time()), zone), start + 1), stop - 1)
        return (start, cut), (cut, stop)
    if against == "year":
        return (_year_before(start, zone), _year_before(stop, zone)), (start, stop)
    return (2 * start - stop, start), (start, stop)


def _year_before(ns: int, zone: str) -> int:
    """The same day and hour of the year before, on the zone's clock; of 29 February, the 28th."""
    wall = to_wall(ns, zone)
    if (wall.month, wall.day) == (2, 29):
        wall -= timedelta(days=1)
    return to_ns(wall.replace(year=wall.year - 1), zone)


def _one_only(shown: Shown, turbine: Turbine) -> None:
    if len(shown.turbines) > 1:
        st.caption(Words.ONE_TURBINE_ONLY(turbine=plain(turbine.name)))


VIEW = View(
    name="power_curve",
    title=Words.POWER_CURVE,
    definition=Words.CURVE_DEFINITION,
    needs=("power_kw", "wind_mps"),
    draw=_draw,
    options=(
        Option(
            name="parts",
            label=Words.PARTS,
            values={
                "none": Words.WHOLE_PERIOD,
                "sector": Words.BY_SECTOR,
                "season": Words.BY_SEASON,
                "sun": Words.BY_SUN,
            },
        ),
        Option(
            name="against",
            label=Words.AGAINST,
            values={
                "none": Words.NOTHING,
                "date": Words.BEFORE_AND_AFTER,
                "previous": Words.PERIOD_BEFORE,
                "year": Words.YEAR_BEFORE,
            },
            help=Words.AGAINST_HELP,
        ),
        Option(name="date", label=Words.DATE, values={}, only_with=("against", "date")),
    ),
)
