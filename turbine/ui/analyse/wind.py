"""Wind: where from, how strong, when, for how long, and how turbulent."""

from collections.abc import Mapping

import polars as pl
import streamlit as st

from turbine.charts import means
from turbine.charts.figure import Figure
from turbine.charts.selected import pickable, with_cells, with_sectors
from turbine.charts.wind import calendar, duration, histogram, rose, turbulence
from turbine.services import remarks
from turbine.services.analysis import Analysis
from turbine.services.measured import WindStudy
from turbine.ui.analyse import companions, picking, wind_against, wind_shear
from turbine.ui.analyse.choice import Option
from turbine.ui.analyse.numbers import Card, cards, joined
from turbine.ui.analyse.view import Shown, Tables, View
from turbine.ui.analyse.wind_tables import OF_SELECTED, SHARES, TABLES, table_of
from turbine.ui.analyse.words import Words
from turbine.ui.common.chart import chart
from turbine.ui.common.feedback import plain
from turbine.wind.power_curve import REFERENCE_DENSITY
from turbine.wind.roses import CALM_MPS
from turbine.wind.selection import Kind


def _draw(shown: Shown) -> Tables:
    if shown.earlier is not None:
        return wind_against.draw(shown, shown.earlier, TABLES, SHARES)
    sectors = int(shown.choice.options["sectors"])
    studies = {
        each.name: Analysis.wind(each.measured, sectors=sectors, calm_mps=CALM_MPS)
        for each in shown.turbines
    }
    whole = {name: _but(shown, kind, studies, sectors) for name, kind in _PICKED_ON.items()}
    chosen = shown.choice.selection
    # Rows that were chosen by their wind speed have no distribution of it.
    cut = bool(chosen.of("speed") or chosen.of("box"))
    if len(studies) == 1:
        _numbers(next(iter(studies.values())), fitted=not cut)
    _notes(studies)
    wind_shear.ask(shown)
    if cut:
        st.caption(Words.NO_FIT())
    _charts(shown, studies, whole)
    wind_shear.draw(shown, studies)
    companions.over_time(shown, "wind", "wind_mps")
    tables = {}
    for name, (title, columns) in (TABLES | OF_SELECTED if chosen else TABLES).items():
        frames = {
            turbine: frame
            for turbine, each in whole.get(name, studies).items()
            if (frame := table_of(each, name)) is not None
        }
        if frames:
            tables[title()] = joined(frames, Words.TURBINE, columns, percents=SHARES)
    return tables


_PICKED_ON: dict[str, Kind] = {"rose": "sector", "histogram": "speed", "heatmap": "cell"}
"""What a study has → what is picked on its chart, which therefore shows what is not picked too."""


def _but(
    shown: Shown, kind: Kind, studies: dict[str, WindStudy], sectors: int
) -> dict[str, WindStudy]:
    """The studies without what is picked of this kind."""
    if not shown.choice.selection.of(kind):
        return studies
    return {
        each.name: Analysis.wind(each.but(kind), sectors=sectors, calm_mps=CALM_MPS)
        for each in shown.turbines
    }


def _numbers(study: WindStudy, *, fitted: bool) -> None:
    numbers = [
        Card(
            label=Words.MEAN_SPEED(), value=study.mean_mps, help=Words.MEAN_SPEED_HELP(), decimals=2
        )
    ]
    if study.direction:
        its = study.direction
        numbers += [
            Card(
                label=Words.MEAN_DIRECTION(),
                value=its["mean_deg"],
                help=Words.MEAN_DIRECTION_HELP(
                    resultant=its["resultant"], std=its["std_deg"], mode=its["mode_deg"]
                ),
            ),
            Card(
                label=Words.STEADINESS(),
                value=its["resultant"],
                help=Words.STEADINESS_HELP(),
                decimals=3,
            ),
        ]
    for fit in study.fits[:1] if fitted else ():
        numbers += [
            Card(
                label=title(),
                value=value,
                decimals=3,
                help=Words.FIT_HELP(ks=fit.ks, cube=100 * fit.cube_ratio, zeros=fit.zeros),
            )
            for title, value in ((Words.WEIBULL_K, fit.k), (Words.WEIBULL_A, fit.scale_mps))
        ]
    numbers.append(
        Card(
            label=Words.WIND_POWER(),
            value=study.power_density_wpm2,
            help=Words.WIND_POWER_HELP(density=REFERENCE_DENSITY),
            decimals=0,
        )
    )
    cards("wind", numbers)


def _notes(studies: Mapping[str, WindStudy]) -> None:
    without = [name for name, study in studies.items() if study.rose is None]
    if without:
        st.info(Words.NO_DIRECTION(turbines=tuple(map(plain, without))), icon=":material/info:")
    if left := sum(0 if each.rose is None else each.rose.left_out for each in studies.values()):
        st.caption(str(remarks.lacking(left)))
    if all(study.turbulence is None for study in studies.values()):
        st.caption(Words.NO_TURBULENCE())


def _charts(
    shown: Shown,
    studies: Mapping[str, WindStudy],
    whole: Mapping[str, Mapping[str, WindStudy]],
) -> None:
    choice, zone = shown.choice, shown.choice.zone
    weight, sectors = choice.options["weight"], int(choice.options["sectors"])
    most = wind_against.longest([*whole["rose"].values()], weight)
    span = wind_against.speeds([*whole["heatmap"].values()])
    with st.grid(2, min_column_width=420):
        for name, study in whole["rose"].items():
            if study.rose is not None:
                calm = study.rose.calm.row(0, named=True)
                figure = rose(study.rose.frame, calm, weight=weight, most=most)
                _chart(
                    Words.ROSE_OF(turbine=plain(name)),
                    with_sectors(figure, picking.sectors(choice)),
                    f"rose_{name}",
                    picking.sector("wind", sectors),
                )
        bars = {name: study.histogram for name, study in whole["histogram"].items()}
        if choice.selection.of("box"):
            none = pl.lit(None, pl.Float64).alias("weibull_share")
            bars = {name: each.with_columns(none) for name, each in bars.items()}
        _chart(
            Words.DISTRIBUTION(),
            pickable(histogram(bars), picking.classes(choice)),
            "histogram",
            picking.speeds("wind"),
        )
        for name, study in whole["heatmap"].items():
            figure = calendar(study.heatmap, zone=zone, span=span)
            _chart(
                Words.CALENDAR_OF(turbine=plain(name)),
                with_cells(figure, picking.months_and_hours(choice)),
                f"calendar_{name}",
                picking.cells("wind"),
            )
        _chart(
            Words.DURATION(),
            duration({name: study.duration for name, study in studies.items()}),
            "duration",
        )
        by_hours = {name: study.by_hour for name, study in studies.items()}
        _chart(Words.BY_HOUR(), means.by_hour(by_hours, zone=zone), "by_hour")
        by_months = {name: study.by_month for name, study in studies.items()}
        _chart(Words.MEANS_BY_MONTH(), means.by_month(by_months, zone=zone), "by_month")
        for name, study in studies.items():
            if study.turbulence is not None:
                _chart(
                    Words.TURBULENCE_OF(turbine=plain(name)),
                    turbulence(study.turbulence),
                    f"turbulence_{name}",
                )


def _chart(title: str, figure: Figure, key: str, on_pick: picking.OnPick | None = None) -> None:
    alt = Words.CHART_ALT(title=title)
    chart(figure, key=f"wind_{key}", alt=alt, title=title, on_pick=on_pick)


VIEW = View(
    name="wind",
    title=Words.WIND,
    definition=Words.WIND_DEFINITION,
    needs=("wind_mps",),
    draw=_draw,
    options=(
        Option(
            name="sectors",
            label=Words.SECTORS,
            values={
                "12": Words.TWELVE,
                "8": Words.EIGHT,
                "16": Words.SIXTEEN,
                "36": Words.THIRTY_SIX,
            },
        ),
        Option(
            name="weight",
            label=Words.WEIGHT,
            values={
                "share_hours": Words.SHARE_OF_TIME,
                "hours": Words.WEIGHT_HOURS,
                "energy_kwh": Words.WEIGHT_ENERGY,
            },
        ),
    ),
    compares=True,
)
