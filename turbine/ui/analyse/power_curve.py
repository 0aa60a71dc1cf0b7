"""Power curve: the method of bins, of parts of the period, and of one period against another."""

from collections.abc import Callable, Mapping

import polars as pl
import streamlit as st

from turbine.charts.figure import Figure
from turbine.charts.power_curve import compared, curves, measured_curve
from turbine.charts.selected import pickable
from turbine.services import remarks
from turbine.services.analysis import Analysis
from turbine.services.curves import by_season, by_sector, by_sun, cells
from turbine.services.measured import Curve, Measured
from turbine.ui.analyse import companions, curve_rows, picking
from turbine.ui.analyse.choice import Option
from turbine.ui.analyse.numbers import Card, cards, joined
from turbine.ui.analyse.view import Earlier, Shown, Tables, View
from turbine.ui.analyse.words import Words
from turbine.ui.common.chart import chart
from turbine.ui.common.feedback import plain, reported
from turbine.wind.power_curve import Comparison
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
_BY_TURBINE = {
    "a_kwh": Words.A_KWH,
    "b_kwh": Words.B_KWH,
    "difference_kwh": Words.B_MINUS_A_KWH,
    "share": Words.B_MINUS_A_SHARE,
    "uncertainty_kwh": Words.UNCERTAINTY_KWH,
    "hours": Words.HOURS_COMPARED,
    "hours_left_out": Words.HOURS_LEFT_OUT,
}
_PARTS: dict[str, Callable[[Measured], dict[Said, pl.DataFrame]]] = {
    "sector": by_sector,
    "season": by_season,
    "sun": by_sun,
}


def _draw(shown: Shown) -> Tables:
    st.caption(str(remarks.no_performance_test()))
    with reported():
        chosen, sectors = curve_rows.chosen(shown)
        if shown.earlier is not None:
            return {**_curves(chosen), **sectors}
        curve, rose = st.columns((2, 1))
        with curve:
            tables = _curves(chosen)
        with rose:
            companions.wind_rose(shown, "power_curve", shown.turbines[0])
        companions.over_time(shown, "power_curve")
        return {**tables, **sectors}
    return {}


def _curves(shown: Shown) -> Tables:
    found = {each.name: Analysis.power_curve(each.measured) for each in shown.turbines}
    _notes(found)
    if shown.turbines[0].selection.of("box"):
        st.caption(Words.CURVE_AND_BOX() if _takes_box(shown) else Words.BOX_NOT_DRAWN())
    parted = shown.choice.options["parts"] != "none"
    if shown.earlier is not None:
        if parted:
            st.caption(Words.ONE_PERIOD_ONLY())
        tables = _against(shown, shown.earlier)
    elif parted:
        tables = _parts(shown)
    else:
        tables = {}
        first = shown.turbines[0]
        if len(found) == 1:
            figure = measured_curve(found[first.name].frame, cells(first.measured))
        else:
            figure = curves({name: curve.frame for name, curve in found.items()})
        _charts({first.name: figure}, shown)
    frames = {name: curve.frame for name, curve in found.items()}
    return {**tables, Words.BINS(): joined(frames, Words.TURBINE, _COLUMNS)}


def _notes(found: Mapping[str, Curve]) -> None:
    if left := sum(curve.left_out for curve in found.values()):
        st.caption(str(remarks.lacking(left)))


def _takes_box(shown: Shown) -> bool:
    """Whether its chart is over the wind speed as measured, and of one period."""
    return shown.earlier is None and shown.choice.options["density"] == "none"


def _charts(figures: Mapping[str, Figure], shown: Shown) -> None:
    """One for each turbine, side by side, to draw a box on where it would mean something."""
    several, alt = len(figures) > 1, Words.CURVE_ALT()
    with st.grid(2, min_column_width=420) if several else st.container():
        for name, figure in figures.items():
            key, title = "power_curve_chart", ""
            if several:
                key, title = f"power_curve_chart_{name}", plain(name)
            if not _takes_box(shown):
                chart(figure, key=key, alt=alt, title=title)
                continue
            picked = pickable(figure, picking.boxes(shown.choice), drag="box")
            chart(picked, key=key, alt=alt, title=title, on_pick=picking.box("power_curve"))


def _parts(shown: Shown) -> Tables:
    """A curve for each part of the period; nothing of turbines where it cannot be parted, which
    is said."""
    part_of = _PARTS[shown.choice.options["parts"]]
    frames: dict[str, dict[str, pl.DataFrame]] = {}
    for turbine in shown.turbines:
        with reported():
            parts = part_of(turbine.measured)
            frames[turbine.name] = {str(name): frame for name, frame in parts.items()}
    if not frames:
        return {}
    _charts({name: curves(parts) for name, parts in frames.items()}, shown)
    tables = {
        name: pl.concat(frame.with_columns(part=pl.lit(part)) for part, frame in parts.items())
        for name, parts in frames.items()
    }
    columns = {"part": Words.PART_OF_PERIOD, **_COLUMNS}
    return {Words.BY_PART(): joined(tables, Words.TURBINE, columns)}


def _against(shown: Shown, earlier: Earlier) -> Tables:
    """Period B, against A, each turbine on the wind of its two together."""
    found = {
        b.name: Analysis.compare(a.measured, b.measured)
        for a, b in zip(earlier.turbines, shown.turbines, strict=True)
    }
    a_name, b_name = earlier.names
    if empty := tuple(plain(name) for name, result in found.items() if not result.hours):
        st.info(Words.NOTHING_IN_COMMON(turbines=empty, a=a_name, b=b_name), icon=":material/info:")
    results = {name: result for name, result in found.items() if result.hours}
    if not results:
        return {}
    if len(found) == 1:
        _numbers(*results.values())
    figures = {name: compared(each.frame, earlier.names) for name, each in results.items()}
    _charts(figures, shown)
    bins = {name: each.frame for name, each in results.items()}
    totals = {name: _totals(each) for name, each in results.items()}
    return {
        Words.B_AGAINST_A(): joined(bins, Words.TURBINE, _COMPARED),
        Words.BY_TURBINE(): joined(totals, Words.TURBINE, _BY_TURBINE, percents=("share",)),
    }


def _totals(result: Comparison) -> pl.DataFrame:
    named = {name: getattr(result, name, None) for name in _BY_TURBINE}
    share = result.difference_kwh / result.a_kwh if result.a_kwh > 0 else None
    return pl.DataFrame([{**named, "share": share}])


def _numbers(result: Comparison) -> None:
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
        *curve_rows.OPTIONS,
    ),
    compares=True,
    compares_selected=True,
    uses_reference=True,
)
