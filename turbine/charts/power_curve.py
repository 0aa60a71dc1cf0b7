"""Power curves: one with its rows beneath, several beside each other, and one against another."""

from collections.abc import Mapping

import numpy as np
import polars as pl

from turbine.charts import theme
from turbine.charts.density import Scale, density
from turbine.charts.figure import Figure, Part, Row, stacked, trace
from turbine.charts.literal import literal
from turbine.charts.points import compact
from turbine.charts.words import Words
from turbine.model.frame import floats
from turbine.words import number

_SCALE: Scale = [[0.0, theme.faded(theme.GREY, 0.12)], [1.0, theme.faded(theme.GREY, 0.85)]]


def measured_curve(curve: pl.DataFrame, cells: pl.DataFrame) -> Figure:
    """Mean, median and deviation of each bin, over the rows that they are of.

    ``curve``: as :attr:`turbine.services.measured.Curve.frame`; ``cells``: as
    :func:`turbine.wind.power_curve.cells_of`. Thin bins are open and grey.
    """
    traces: list[Part] = []
    if cells.height:
        first = cells.row(0, named=True)
        beneath = density(
            cells["wind_mps"].to_numpy(),
            cells["power_kw"].to_numpy(),
            cells["rows"].to_numpy(),
            (first["to_mps"] - first["wind_mps"], first["to_kw"] - first["power_kw"]),
            _SCALE,
        )
        traces.append({**beneath, "showscale": False, "name": Words.ROWS()})
    whole = curve.filter(~pl.col("thin"))
    low, high = (whole["mean_kw"] + sign * whole["std_kw"].fill_null(0.0) for sign in (-1, 1))
    x = whole["wind_mps"].to_numpy()
    band = trace(
        "scatter",
        x=np.concatenate([x, x[::-1]]),
        y=compact(np.concatenate([high.to_numpy(), low.to_numpy()[::-1]])),
        name=Words.DEVIATION(),
        mode="lines",
        line={"width": 0},
        fill="toself",
        fillcolor=theme.faded(theme.BLUE, 0.2),
        hoverinfo="skip",
    )
    traces += [band, *_lines(curve, Words.BIN_MEAN(), theme.BLUE, alone=True)]
    traces.append(
        trace(
            "scatter",
            x=x,
            y=compact(whole["median_kw"].to_numpy()),
            name=Words.BIN_MEDIAN(),
            mode="lines",
            line={"color": theme.GREEN, "width": 2, "dash": "dot"},
            hovertemplate=Words.KILOWATTS(name=Words.BIN_MEDIAN(), power="%{y:,.0f}")
            + theme.NO_BOX,
        )
    )
    if "reference_kw" in curve.columns and curve["reference_kw"].null_count() < curve.height:
        known = curve.filter(pl.col("reference_kw").is_not_null())
        traces.append(
            trace(
                "scatter",
                x=known["wind_mps"].to_numpy(),
                y=compact(known["reference_kw"].to_numpy()),
                name=Words.REFERENCE(),
                mode="lines",
                line={"color": theme.ORANGE, "width": 2, "dash": "dash"},
                hovertemplate=Words.KILOWATTS(name=Words.REFERENCE(), power="%{y:,.0f}")
                + theme.NO_BOX,
            )
        )
    return _figure(traces)


def curves(by_name: Mapping[str, pl.DataFrame]) -> Figure:
    """The means of several curves, each in its colour; thin bins are open and grey."""
    colours = theme.colours_of_turbines(by_name)
    return _figure(
        [
            part
            for name, curve in by_name.items()
            for part in _lines(curve, literal(name), colours[name])
        ]
    )


def compared(comparison: pl.DataFrame, names: tuple[str, str]) -> Figure:
    """Curve B against curve A, and their difference below, with its uncertainty.

    ``comparison``: as :attr:`turbine.wind.power_curve.Comparison.frame`; ``names`` of A and B.
    """
    centres = comparison["bin_mps"].to_numpy()
    lines = [
        trace(
            "scatter",
            x=centres,
            y=compact(floats(comparison, column)),
            name=name,
            mode="lines+markers",
            line={"color": colour, "width": 2, "dash": dash},
            marker={"size": 5},
            hovertemplate=Words.KILOWATTS(name=name, power="%{y:,.0f}") + theme.NO_BOX,
        )
        for column, name, colour, dash in (
            ("a_kw", names[0], theme.earlier(theme.BLUE), theme.EARLIER_DASH),
            ("b_kw", names[1], theme.BLUE, "solid"),
        )
    ]
    bars = trace(
        "bar",
        x=centres,
        y=compact(floats(comparison, "difference_kw")),
        error_y={
            "type": "data",
            "array": compact(floats(comparison, "uncertainty_kw")),
            "color": theme.GREY,
            "thickness": 1,
        },
        name=Words.B_MINUS_A(),
        marker={"color": theme.ORANGE},
        customdata=compact(floats(comparison, "difference_kwh")),
        hovertemplate=Words.DIFFERS(
            wind_speed="%{x:.1f}", power="%{y:+,.1f}", energy="%{customdata:+,.0f}"
        )
        + theme.NO_BOX,
    )
    return stacked(
        [
            Row(traces=lines, yaxis={"title": {"text": Words.POWER()}}, height=2),
            Row(traces=[bars], yaxis={"title": {"text": Words.DIFFERENCE(unit="kW")}}),
        ],
        xaxis={"rangemode": "tozero"},
        title=Words.WIND_SPEED(),
        height=520,
        spacing=0.05,
        showlegend=True,
        hovermode="closest",
    )


def _lines(curve: pl.DataFrame, name: str, colour: str, *, alone: bool = False) -> list[Part]:
    """The means of the bins as a line with a point each; those that are thin apart."""
    parts = []
    for thin in (False, True):
        bins = curve.filter(pl.col("thin") == thin)
        if bins.is_empty():
            continue
        look: Part = (
            {"mode": "markers", "marker": {"symbol": "circle-open", "color": theme.GREY, "size": 6}}
            if thin
            else {
                "mode": "lines+markers",
                "line": {"color": colour, "width": 2.5},
                "marker": {"color": colour, "size": 6},
            }
        )
        parts.append(
            trace(
                "scatter",
                x=bins["wind_mps"].to_numpy(),
                y=compact(bins["mean_kw"].to_numpy()),
                name=Words.THIN(name=name) if thin else name,
                legendgroup=name,
                showlegend=not thin or alone,
                customdata=_details(bins),
                hovertemplate=Words.IN_BIN(
                    name=name,
                    wind_speed="%{customdata[0]}",
                    power="%{y:,.0f}",
                    uncertainty="%{customdata[1]}",
                    deviation="%{customdata[2]}",
                    rows="%{customdata[3]}",
                )
                + theme.NO_BOX,
                **look,
            )
        )
    return parts


def _details(bins: pl.DataFrame) -> list[list[str]]:
    """Centre, standard uncertainty, deviation and rows as texts."""
    return [
        [
            f"{centre:g}",
            "–" if uncertainty is None else number(uncertainty, ",.1f"),
            "–" if deviation is None else number(deviation, ",.0f"),
            number(rows, ","),
        ]
        for centre, uncertainty, deviation, rows in bins.select(
            "bin_mps", "uncertainty_kw", "std_kw", "rows"
        ).iter_rows()
    ]


def _figure(traces: list[Part]) -> Figure:
    return stacked(
        [Row(traces=traces, yaxis={"title": {"text": Words.POWER()}})],
        xaxis={"rangemode": "tozero"},
        title=Words.WIND_SPEED(),
        height=520,
        showlegend=True,
        hovermode="closest",
    )
