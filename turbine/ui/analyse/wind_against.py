"""The wind of period B beside that of A."""

from collections.abc import Mapping

import polars as pl
import streamlit as st

from turbine.charts import means
from turbine.charts.figure import Figure
from turbine.charts.wind import calendar, duration, histogram, rose, turbulence
from turbine.services.analysis import Analysis
from turbine.services.measured import WindStudy
from turbine.services.wind_study import differences
from turbine.ui.analyse import wind_shear
from turbine.ui.analyse.numbers import Card, cards, joined
from turbine.ui.analyse.view import Earlier, Shown, Tables, Turbine
from turbine.ui.analyse.wind_tables import table_of
from turbine.ui.analyse.words import Words
from turbine.ui.common.chart import chart
from turbine.ui.common.feedback import plain
from turbine.wind.power_curve import REFERENCE_DENSITY
from turbine.wind.roses import CALM_MPS
from turbine.words import Label

Studies = Mapping[str, WindStudy]
"""By turbine."""
Columns = Mapping[str, tuple[Label, Mapping[str, Label]]]
"""What a study has → its table's title, and its columns."""
_COMPARED = {
    "a_mean_mps": Words.A_MEAN_SPEED,
    "b_mean_mps": Words.B_MEAN_SPEED,
    "mean_difference_mps": Words.SPEED_DIFFERENCE,
    "mean_difference_share": Words.SPEED_SHARE,
    "a_power_wpm2": Words.A_WIND_POWER,
    "b_power_wpm2": Words.B_WIND_POWER,
    "power_difference_share": Words.WIND_POWER_SHARE,
    "a_direction_deg": Words.A_DIRECTION,
    "b_direction_deg": Words.B_DIRECTION,
    "turn_deg": Words.TURN,
    "a_recovery": Words.RECOVERY_A,
    "b_recovery": Words.RECOVERY_B,
}
_COMPARED_SHARES = [name for name in _COMPARED if name.endswith(("_share", "_recovery"))]
_TOLD = 0.01
"""A difference of recoveries that is said."""


def draw(shown: Shown, earlier: Earlier, columns: Columns, shares: tuple[str, ...]) -> Tables:
    """Numbers, charts and tables of both; ``columns`` and ``shares`` as the tables of one period
    have them."""
    sectors = int(shown.choice.options["sectors"])
    a, b = (_studies(each, sectors) for each in (earlier.turbines, shown.turbines))
    compared = {
        after.name: differences(
            (a[after.name], before.measured.period), (b[after.name], after.measured.period)
        )
        for before, after in zip(earlier.turbines, shown.turbines, strict=True)
    }
    if len(b) == 1:
        _numbers(next(iter(b.values())), *compared.values())
    _notes(compared)
    _charts(shown, earlier, a, b)
    wind_shear.ask(shown)
    wind_shear.draw(shown, b, a)
    tables = {
        Words.B_AGAINST_A(): joined(compared, Words.TURBINE, _COMPARED, percents=_COMPARED_SHARES)
    }
    for name, (title, its) in columns.items():
        frames = {
            turbine: pl.concat([before, after], how="diagonal_relaxed")
            for turbine in b
            if (before := _with_side(a[turbine], name, "A")) is not None
            and (after := _with_side(b[turbine], name, "B")) is not None
        }
        if frames:
            of_both = {"_side": Words.PERIOD, **its}
            tables[title()] = joined(frames, Words.TURBINE, of_both, percents=shares)
    return tables


def _studies(turbines: tuple[Turbine, ...], sectors: int) -> dict[str, WindStudy]:
    return {
        each.name: Analysis.wind(each.measured, sectors=sectors, calm_mps=CALM_MPS)
        for each in turbines
    }


def _with_side(study: WindStudy, name: str, side: str) -> pl.DataFrame | None:
    found = table_of(study, name)
    return None if found is None else found.with_columns(_side=pl.lit(side))


def _numbers(study: WindStudy, compared: pl.DataFrame) -> None:
    its = compared.row(0, named=True)
    numbers = [
        Card(
            label=Words.MEAN_SPEED(),
            value=its["b_mean_mps"],
            before=its["a_mean_mps"],
            help=Words.MEAN_SPEED_HELP(),
            decimals=2,
        ),
        Card(
            label=Words.WIND_POWER(),
            value=its["b_power_wpm2"],
            before=its["a_power_wpm2"],
            help=Words.WIND_POWER_HELP(density=REFERENCE_DENSITY),
            decimals=0,
        ),
        Card(
            label=Words.WIND_RECOVERY(),
            value=100 * its["b_recovery"],
            before=100 * its["a_recovery"],
            help=Words.WIND_RECOVERY_HELP(),
            decimals=2,
        ),
    ]
    if study.direction and its["turn_deg"] is not None:
        direction = study.direction
        numbers.append(
            Card(
                label=Words.MEAN_DIRECTION(),
                value=its["b_direction_deg"],
                before=its["a_direction_deg"],
                difference=its["turn_deg"],
                help=Words.MEAN_DIRECTION_HELP(
                    resultant=direction["resultant"],
                    std=direction["std_deg"],
                    mode=direction["mode_deg"],
                ),
            )
        )
    cards("wind", numbers)


def _notes(compared: Mapping[str, pl.DataFrame]) -> None:
    said = []
    for name, frame in compared.items():
        a, b = frame["a_recovery"][0], frame["b_recovery"][0]
        if abs(a - b) > _TOLD:
            said.append(Words.WIND_RECOVERY_DIFFERS(turbine=plain(name), a=100 * a, b=100 * b))
    if said:
        st.info("\n\n".join(said), icon=":material/info:")


def _charts(shown: Shown, earlier: Earlier, a: Studies, b: Studies) -> None:
    names, zone = earlier.names, shown.choice.zone
    weight = shown.choice.options["weight"]
    both = [*a.values(), *b.values()]
    most = longest(both, weight)
    span = speeds(both)

    def of(name: str) -> tuple[dict[str, pl.DataFrame], dict[str, pl.DataFrame]]:
        return (
            {turbine: getattr(study, name) for turbine, study in b.items()},
            {turbine: getattr(study, name) for turbine, study in a.items()},
        )

    with st.grid(2, min_column_width=420):
        for turbine, period, study, side in _each(a, b, names):
            if study.rose is not None:
                calm = study.rose.calm.row(0, named=True)
                _chart(
                    Words.ROSE_IN(turbine=turbine, period=period),
                    rose(study.rose.frame, calm, weight=weight, most=most),
                    f"rose_{turbine}_{side}",
                )
        _chart(Words.DISTRIBUTION(), histogram(*of("histogram"), names), "histogram")
        _chart(Words.DURATION(), duration(*of("duration"), names), "duration")
        _chart(Words.BY_HOUR(), means.by_hour(*of("by_hour"), names, zone=zone), "by_hour")
        by_month = means.by_month(*of("by_month"), names, pair=earlier.pair, zone=zone)
        _chart(Words.MEANS_BY_MONTH(), by_month, "by_month")
        for turbine, period, study, side in _each(a, b, names):
            _chart(
                Words.CALENDAR_IN(turbine=turbine, period=period),
                calendar(study.heatmap, zone=zone, span=span),
                f"calendar_{turbine}_{side}",
            )
        for turbine, period, study, side in _each(a, b, names):
            if study.turbulence is not None:
                _chart(
                    Words.TURBULENCE_IN(turbine=turbine, period=period),
                    turbulence(study.turbulence),
                    f"turbulence_{turbine}_{side}",
                )


def _each(a: Studies, b: Studies, names: tuple[str, str]) -> list[tuple[str, str, WindStudy, str]]:
    """Turbine and period as Markdown, the study, and A or B: side by side for each turbine."""
    return [
        (plain(turbine), plain(name), studies[turbine], side)
        for turbine in b
        for name, studies, side in ((names[0], a, "A"), (names[1], b, "B"))
    ]


def longest(studies: list[WindStudy], weight: str) -> float | None:
    """The longest sector of any rose, so that all have one scale."""
    roses = [each.rose.frame for each in studies if each.rose is not None]
    sectors = [frame.group_by("sector").agg(pl.col(weight).sum())[weight] for frame in roses]
    found = pl.concat(sectors).max() if sectors else None
    return float(found) if isinstance(found, float) and found > 0 else None


def speeds(studies: list[WindStudy]) -> tuple[float, float] | None:
    """The lowest and the highest cell of any calendar, so that all have one scale."""
    means_of_all = pl.concat(study.heatmap["mean"] for study in studies)
    low, high = means_of_all.min(), means_of_all.max()
    return (float(low), float(high)) if isinstance(low, float) and isinstance(high, float) else None


def _chart(title: str, figure: Figure, key: str) -> None:
    chart(figure, key=f"wind_{key}", alt=Words.CHART_ALT(title=title), title=title)
