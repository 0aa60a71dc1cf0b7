"""Wind: where from, how strong, when, for how long, and how turbulent."""

from collections.abc import Mapping

import polars as pl
import streamlit as st

from turbine.charts import means
from turbine.charts.figure import Figure
from turbine.charts.wind import calendar, duration, histogram, rose, turbulence
from turbine.services.analysis import Analysis
from turbine.services.measured import WindStudy
from turbine.ui.analyse import wind_against
from turbine.ui.analyse.choice import Option
from turbine.ui.analyse.numbers import Card, cards, joined
from turbine.ui.analyse.view import Shown, Tables, View
from turbine.ui.analyse.words import Words
from turbine.ui.common.chart import chart
from turbine.ui.common.feedback import plain
from turbine.wind.power_curve import REFERENCE_DENSITY
from turbine.wind.roses import CALM_MPS

_TABLES = {
    "rose": (
        Words.ROSE,
        {
            "sector": Words.SECTOR,
            "centre_deg": Words.CENTRE,
            "from_mps": Words.FROM_MPS,
            "to_mps": Words.TO_MPS,
            "rows": Words.BIN_ROWS,
            "hours": Words.HOURS,
            "share_hours": Words.SHARE_OF_HOURS,
            "energy_kwh": Words.ENERGY_KWH,
            "share_energy": Words.SHARE_OF_ENERGY,
        },
    ),
    "histogram": (
        Words.DISTRIBUTION,
        {
            "from_mps": Words.FROM_MPS,
            "to_mps": Words.TO_MPS,
            "rows": Words.BIN_ROWS,
            "hours": Words.HOURS,
            "share": Words.SHARE_OF_HOURS,
            "weibull_share": Words.WEIBULL_SHARE,
        },
    ),
    "heatmap": (
        Words.CALENDAR,
        {
            "month": Words.MONTH,
            "hour": Words.HOUR,
            "mean": Words.MEAN_SPEED,
            "rows": Words.BIN_ROWS,
        },
    ),
    "by_hour": (
        Words.BY_HOUR,
        {"hour": Words.HOUR, "mean": Words.MEAN_SPEED, "rows": Words.BIN_ROWS},
    ),
    "by_month": (
        Words.MEANS_BY_MONTH,
        {
            "start": Words.START,
            "partial": Words.PARTIAL,
            "mean": Words.MEAN_SPEED,
            "hours": Words.HOURS,
            "recovery": Words.WIND_RECOVERY,
            "rows": Words.BIN_ROWS,
        },
    ),
    "duration": (
        Words.DURATION,
        {"share": Words.SHARE_OF_HOURS, "hours": Words.HOURS, "value": Words.SPEED_REACHED},
    ),
    "turbulence": (
        Words.TURBULENCE,
        {
            "bin_mps": Words.BIN,
            "rows": Words.BIN_ROWS,
            "mean_ti": Words.MEAN_TI,
            "std_ti": Words.STD_TI,
            "representative_ti": Words.REPRESENTATIVE_TI,
            "p90_ti": Words.P90_TI,
            "thin": Words.IS_THIN,
        },
    ),
}
"""What a study has → its title, and its columns."""
_SHARES = (
    "share_hours", "share_energy", "share", "weibull_share", "mean_ti", "std_ti",
    "representative_ti", "p90_ti", "recovery",
)  # fmt: skip


def _draw(shown: Shown) -> Tables:
    if shown.earlier is not None:
        return wind_against.draw(shown, shown.earlier, _TABLES, _SHARES)
    sectors = int(shown.choice.options["sectors"])
    studies = {
        each.name: Analysis.wind(each.measured, sectors=sectors, calm_mps=CALM_MPS)
        for each in shown.turbines
    }
    if len(studies) == 1:
        _numbers(next(iter(studies.values())))
    _notes(studies)
    _charts(shown, studies)
    tables = {}
    for name, (title, columns) in _TABLES.items():
        frames = {
            turbine: frame
            for turbine, each in studies.items()
            if (frame := _frame(each, name)) is not None
        }
        if frames:
            tables[title()] = joined(frames, Words.TURBINE, columns, percents=_SHARES)
    return tables


def _frame(study: WindStudy, name: str) -> pl.DataFrame | None:
    if name != "rose":
        found: pl.DataFrame | None = getattr(study, name)
        return found
    return None if study.rose is None else study.rose.with_calm


def _numbers(study: WindStudy) -> None:
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
    for fit in study.fits[:1]:
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
        st.caption(Words.ROWS_LACK_A_VALUE(count=left))
    if all(study.turbulence is None for study in studies.values()):
        st.caption(Words.NO_TURBULENCE())


def _charts(shown: Shown, studies: Mapping[str, WindStudy]) -> None:
    weight = shown.choice.options["weight"]
    zone = shown.choice.zone
    most = wind_against.longest([*studies.values()], weight)
    span = wind_against.speeds([*studies.values()])
    with st.grid(2, min_column_width=420):
        for name, study in studies.items():
            if study.rose is not None:
                calm = study.rose.calm.row(0, named=True)
                _chart(
                    Words.ROSE_OF(turbine=plain(name)),
                    rose(study.rose.frame, calm, weight=weight, most=most),
                    f"rose_{name}",
                )
        _chart(
            Words.DISTRIBUTION(),
            histogram({name: study.histogram for name, study in studies.items()}),
            "histogram",
        )
        for name, study in studies.items():
            _chart(
                Words.CALENDAR_OF(turbine=plain(name)),
                calendar(study.heatmap, zone=zone, span=span),
                f"calendar_{name}",
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


def _chart(title: str, figure: Figure, key: str) -> None:
    chart(figure, key=f"wind_{key}", alt=Words.CHART_ALT(title=title), title=title)


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
