"""Diurnal profiles."""

from collections.abc import Mapping

import numpy as np
import polars as pl

from turbine.charts import theme
from turbine.charts.figure import Figure, Part, Row, stacked, trace
from turbine.charts.literal import literal
from turbine.charts.points import compact
from turbine.charts.words import Words
from turbine.explore.functions import Function, label, unit_of
from turbine.model.channels import channel


def day(
    profile: pl.DataFrame,
    functions: Mapping[str, Function],
    *,
    zone: str,
    earlier: pl.DataFrame | None = None,
) -> Figure:
    """Means by hour of the day, a row per channel, with the 10th to 90th percentile of the hours;
    with ``earlier``, the means of period A, paler and dashed.

    ``profile`` and ``earlier`` are what :func:`turbine.wind.diurnal.diurnal_profile` gives.
    """
    rows = []
    for name, function in functions.items():
        its = pl.col("channel") == name
        part = profile.filter(its).sort("hour")
        scale: Part = {} if theme.is_angle(name) else {"rangemode": "tozero"}
        if theme.is_direction(name):
            scale = theme.compass()
        yaxis = {"title": {"text": literal(label(name, function))}, **scale}
        if earlier is None:
            traces = _traces(part, name, function, "")
        else:
            before = _traces(earlier.filter(its).sort("hour"), name, function, "A")
            traces = [*before, *_traces(part, name, function, "B")]
        rows.append(Row(traces=traces, yaxis=yaxis))
    return stacked(
        rows,
        xaxis={"range": [-0.5, 23.5], "dtick": 3, "ticksuffix": ":00"},
        title=Words.HOUR_OF_DAY(zone=zone),
        height=120 + 260 * len(rows),
        spacing=0.05,
        showlegend=True,
    )


def _traces(part: pl.DataFrame, name: str, function: Function, side: str) -> list[Part]:
    colour, hours = theme.colour_of(name), part["hour"].cast(pl.Int32).to_numpy()
    unit = unit_of(name, function)
    line: Part = {"color": colour, "width": 2}
    if side == "A":
        colour = theme.earlier(colour)
        line |= {"color": colour, "dash": theme.EARLIER_DASH}
    title = literal(label(name, function))
    main = trace(
        "scatter",
        x=hours,
        y=compact(part["value"].to_numpy()),
        name=Words.NAME_SIDE(name=title, side=side) if side else title,
        mode="markers" if theme.is_angle(name) else "lines+markers",
        line=line,
        marker={"color": colour, "size": 7},
        hovertemplate="%{y:,.4~g} " + unit,
    )
    if side == "A" or part["low"].null_count() == len(part):
        return [main]
    band = trace(
        "scatter",
        x=np.concatenate([hours, hours[::-1]]),
        y=compact(np.concatenate([part["high"].to_numpy(), part["low"].to_numpy()[::-1]])),
        name=Words.PERCENTILES(signal=literal(str(channel(name).title))),
        fill="toself",
        fillcolor=theme.faded(colour, 0.2),
        line={"width": 0},
        mode="lines",
        hoverinfo="skip",
    )
    return [band, main]
