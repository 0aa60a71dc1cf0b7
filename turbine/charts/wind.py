"""The wind: its rose, distribution, calendar, duration and turbulence."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from turbine.charts import theme
from turbine.charts.figure import Figure, Part, Row, stacked, trace
from turbine.charts.points import compact
from turbine.charts.sides import sides
from turbine.charts.words import Words
from turbine.model.frame import floats
from turbine.words import month_names, number

_POINTS = 8
"""Of the compass, with a name each."""
_HOLE = 0.14
"""The calms' place in the middle."""
_CLASSES = {"iec_a_plus_ti": "A+", "iec_a_ti": "A", "iec_b_ti": "B", "iec_c_ti": "C"}


def rose(
    frame: pl.DataFrame, calm: Mapping[str, Any], *, weight: str, most: float | None = None
) -> Figure:
    """Sectors by speed class, with the calms in the middle.

    ``frame`` and ``calm`` (its one row): as :class:`turbine.wind.roses.Rose` has them; ``weight``
    is ``share_hours``, ``hours`` or ``energy_kwh``: what the length of a bar says; ``most``:
    the longest sector, where several roses share a scale.
    """
    factor, unit = (100.0, "%") if weight.startswith("share") else (1.0, _UNITS[weight])
    classes = frame.select("from_mps", "to_mps").unique(maintain_order=True).rows()
    width = 360.0 / frame["sector"].n_unique()
    traces = []
    for (low, high), colour in zip(classes, theme.ramp(len(classes)), strict=True):
        part = frame.filter(pl.col("from_mps") == low)
        name = Words.FROM_SPEED(low=low) if high is None else Words.SPEED_CLASS(low=low, high=high)
        traces.append(
            trace(
                "barpolar",
                theta=part["centre_deg"].to_numpy(),
                r=compact(floats(part, weight)) * factor,
                width=[width * 0.92] * part.height,
                name=name,
                marker={"color": colour, "line": {"color": theme.GREY, "width": 0.5}},
                hovertemplate=Words.IN_SECTOR(
                    direction="%{theta:.3~f}", speeds=name, value="%{r:,.2f}", unit=unit
                )
                + theme.NO_BOX,
            )
        )
    value = calm.get(weight)
    middle = "–" if value is None else f"{number(factor * value, ',.1f')} {unit}"
    names = [label() for label in _COMPASS]
    return Figure(
        traces,
        {
            **theme.LAYOUT,
            "height": 440,
            "hovermode": "closest",
            "margin": {"l": 40, "r": 40, "t": 70, "b": 30},
            "legend": {**theme.LAYOUT["legend"], "y": 1.1},
            "polar": {
                "bgcolor": "rgba(0, 0, 0, 0)",
                "hole": _HOLE,
                "angularaxis": {
                    "direction": "clockwise",
                    "rotation": 90,
                    "tickvals": [place * 360.0 / _POINTS for place in range(_POINTS)],
                    "ticktext": names,
                    "gridcolor": theme.GRID,
                    "linecolor": theme.GRID,
                },
                "radialaxis": {
                    "gridcolor": theme.GRID,
                    "linecolor": theme.GRID,
                    "ticksuffix": f" {unit}",
                    "angle": 90 + 360 / _POINTS / 2,
                    "tickangle": 90 + 360 / _POINTS / 2,
                    "nticks": 4,
                    **({} if most is None else {"range": [0, 1.05 * factor * most]}),
                    "tickfont": {"size": 10},
                },
            },
            "annotations": [
                {
                    "text": Words.CALM(value=middle),
                    "showarrow": False,
                    "x": 0.5,
                    "y": 0.5,
                    "xref": "paper",
                    "yref": "paper",
                    "font": {"size": 10},
                }
            ],
        },
    )


def histogram(
    frames: Mapping[str, pl.DataFrame],
    earlier: Mapping[str, pl.DataFrame] | None = None,
    names: tuple[str, str] = ("A", "B"),
) -> Figure:
    """How often each speed occurs, in bins of 1 m/s; of a single turbine in one period with the
    fit, of two periods A beside B.

    ``frames``, ``earlier``: by turbine, as :func:`turbine.wind.weibull.histogram` gives them.
    """
    traces = []
    group = sides(frames, earlier, names, alone=theme.GREEN)
    for each in group:
        frame = each.frame
        middle = (frame["from_mps"] + frame["to_mps"]).to_numpy() / 2
        bars = trace(
            "bar",
            x=middle,
            y=100 * compact(floats(frame, "share")),
            name=each.name if len(group) > 1 else Words.MEASURED(),
            marker={"color": each.colour},
            customdata=[
                f"{low:g}–{high:g}" for low, high in frame.select("from_mps", "to_mps").iter_rows()
            ],
            hovertemplate=Words.OF_THE_TIME(speeds="%{customdata}", percent="%{y:.2f}")
            + theme.NO_BOX,
        )
        traces.append(bars)
        if len(group) == 1 and frame["weibull_share"].null_count() < frame.height:
            traces.append(
                trace(
                    "scatter",
                    x=middle,
                    y=100 * compact(floats(frame, "weibull_share")),
                    name=Words.WEIBULL(),
                    mode="lines+markers",
                    line={"color": theme.ORANGE, "width": 2, "shape": "spline"},
                    marker={"size": 5},
                    hovertemplate=Words.WEIBULL_SHARE(percent="%{y:.2f}") + theme.NO_BOX,
                )
            )
    return _plain(traces, Words.WIND_SPEED(), Words.TIME_SHARE(), rangemode="tozero")


def duration(
    frames: Mapping[str, pl.DataFrame],
    earlier: Mapping[str, pl.DataFrame] | None = None,
    names: tuple[str, str] = ("A", "B"),
) -> Figure:
    """The speed that each share of the time reaches.

    ``frames``, ``earlier``: by turbine, as :func:`turbine.wind.calendar.duration_curve` gives them.
    """
    group = sides(frames, earlier, names, alone=theme.GREEN)
    traces = [
        trace(
            "scatter",
            x=100 * compact(floats(each.frame, "share")),
            y=compact(floats(each.frame, "value")),
            name=each.name,
            mode="lines",
            line=each.line,
            customdata=compact(each.frame["hours"].to_numpy()),
            hovertemplate=Words.REACHED(
                speed="%{y:.1f}", percent="%{x:.0f}", hours="%{customdata:,.0f}"
            )
            + theme.NO_BOX,
        )
        for each in group
    ]
    figure = _plain(traces, Words.TIME_SHARE(), Words.WIND_SPEED(), rangemode="tozero")
    figure.parts["layout"]["showlegend"] = len(group) > 1
    return figure


def calendar(frame: pl.DataFrame, *, zone: str, span: tuple[float, float] | None = None) -> Figure:
    """The mean of each hour of the day in each month of the year.

    ``frame``: as :func:`turbine.wind.calendar.by_hour_and_month` gives it; ``span``: the speeds at
    the ends of the scale, where several share it.
    """
    names = month_names()
    months = [names[month] for month in range(1, 13)]
    cells = trace(
        "heatmap",
        x=list(range(24)),
        y=months,
        z=compact(floats(frame, "mean")).reshape(12, 24),
        customdata=compact(floats(frame, "rows")).reshape(12, 24),
        colorscale=[[place / 5, colour] for place, colour in enumerate(theme.ramp(6))],
        **({} if span is None else {"zmin": span[0], "zmax": span[1]}),
        hoverongaps=False,
        colorbar={"title": {"text": "m/s"}, "thickness": 12},
        hovertemplate=Words.OF_HOUR(
            month="%{y}", hour="%{x}", speed="%{z:.2f}", rows="%{customdata:,.0f}"
        )
        + theme.NO_BOX,
    )
    return stacked(
        [Row(traces=[cells], yaxis={"autorange": "reversed", "showgrid": False})],
        xaxis={"dtick": 3, "ticksuffix": ":00", "showgrid": False},
        title=Words.HOUR_OF_DAY(zone=zone),
        height=400,
        **theme.BARE,
    )


def turbulence(frame: pl.DataFrame) -> Figure:
    """Turbulence intensity by wind speed, with what the classes of IEC 61400-1 allow.

    ``frame``: as :func:`turbine.wind.turbulence.turbulence_by_speed` gives it, with a column for
    each class.
    """
    whole = frame.filter(~pl.col("thin"))
    x = whole["bin_mps"].to_numpy()
    lines = [
        ("mean_ti", Words.MEAN_TI(), {"color": theme.GREEN, "width": 2.5}),
        ("representative_ti", Words.REPRESENTATIVE_TI(), {"color": theme.BLUE, "width": 2.5}),
        *(
            (column, Words.IEC_CLASS(name=name), {"color": theme.GREY, "width": 1, "dash": dash})
            for (column, name), dash in zip(
                _CLASSES.items(), ("solid", "dash", "dashdot", "dot"), strict=True
            )
        ),
    ]
    traces = [
        trace(
            "scatter",
            x=x,
            y=100 * compact(floats(whole, column)),
            name=name,
            mode="lines",
            line=line,
            hovertemplate=Words.TI(name=name, percent="%{y:.1f}") + theme.NO_BOX,
        )
        for column, name, line in lines
    ]
    return _plain(traces, Words.WIND_SPEED(), Words.TURBULENCE(), rangemode="tozero")


_UNITS = {"hours": "h", "energy_kwh": "kWh"}
_COMPASS = (
    Words.NORTH, Words.NORTH_EAST, Words.EAST, Words.SOUTH_EAST,
    Words.SOUTH, Words.SOUTH_WEST, Words.WEST, Words.NORTH_WEST,
)  # fmt: skip


def _plain(traces: list[Part], across: str, up: str, **yaxis: object) -> Figure:
    return stacked(
        [Row(traces=traces, yaxis={"title": {"text": up}, **yaxis})],
        xaxis={"rangemode": "tozero"},
        title=across,
        height=400,
        hovermode="closest",
        showlegend=True,
    )
