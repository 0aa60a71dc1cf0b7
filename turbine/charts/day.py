"""The course of a day."""

from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go
import polars as pl
from plotly.subplots import make_subplots

from turbine.channels import BY_NAME
from turbine.charts import theme
from turbine.charts.points import compact
from turbine.functions import Function, label, unit_of


def day(course: pl.DataFrame, functions: Mapping[str, Function], *, zone: str) -> go.Figure:
    """Means by hour of the day, a row per channel, within the 10th to 90th percentile of hours.

    ``course`` is what :func:`turbine.wind.day_course.day_course` gives.
    """
    figure = make_subplots(rows=len(functions), shared_xaxes=True, vertical_spacing=0.05)
    for row, (name, function) in enumerate(functions.items(), start=1):
        part = course.filter(pl.col("channel") == name).sort("hour")
        figure.add_traces(_traces(part, name, function), row, 1)
        figure.update_yaxes(title_text=label(name, function), row=row, col=1)
        if theme.is_angle(name):
            theme.compass(figure, row)
        else:
            figure.update_yaxes(rangemode="tozero", row=row, col=1)
    theme.dress(figure, height=120 + 260 * len(functions))
    figure.update_xaxes(range=[-0.5, 23.5], dtick=3, ticksuffix=":00")
    figure.update_xaxes(title_text=f"Hour of the day ({zone})", row=len(functions), col=1)
    figure.update_layout(showlegend=True)
    return figure


def _traces(part: pl.DataFrame, name: str, function: Function) -> list[go.Scatter]:
    colour, hours = theme.colour_of(name), part["hour"].cast(pl.Int32).to_numpy()
    unit = unit_of(name, function)
    main = go.Scatter(
        x=hours,
        y=compact(part["value"].to_numpy()),
        name=label(name, function),
        mode="markers" if theme.is_angle(name) else "lines+markers",
        line={"color": colour, "width": 2},
        marker={"color": colour, "size": 7},
        hovertemplate=f"%{{y:,.4~g}} {unit}",
    )
    if part["low"].null_count() == len(part):
        return [main]
    around = go.Scatter(
        x=np.concatenate([hours, hours[::-1]]),
        y=compact(np.concatenate([part["high"].to_numpy(), part["low"].to_numpy()[::-1]])),
        name=f"{BY_NAME[name].title}: 8 of 10 hours",
        fill="toself",
        fillcolor=theme.faded(colour, 0.2),
        line={"width": 0},
        mode="lines",
        hoverinfo="skip",
    )
    return [around, main]
