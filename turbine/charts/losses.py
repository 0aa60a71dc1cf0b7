"""Energy short of the reference by what explains it, and when rows are flagged."""

from collections.abc import Mapping

import numpy as np
import polars as pl

from turbine.charts import theme
from turbine.charts.figure import Figure, Row, stacked, trace
from turbine.charts.literal import literally
from turbine.charts.points import compact, wall_ms
from turbine.charts.words import Words
from turbine.model.frame import stamps_of
from turbine.words import number

_DAY_MS = 86_400_000.0


def by_flag(frames: Mapping[str, pl.DataFrame], titles: Mapping[str, str]) -> Figure:
    """The shortfall of each flag as a bar, the first flag on top; of several turbines beside each
    other.

    ``frames``: by turbine, as :attr:`turbine.wind.losses.Losses.frame`; ``titles``: of the flags.
    """
    frames = literally(frames)
    colours = theme.colours_of_turbines(frames)
    traces = [
        trace(
            "bar",
            orientation="h",
            y=[titles[code] for code in frame["flag"]],
            x=compact(frame["shortfall_kwh"].to_numpy()),
            name=name,
            marker={"color": colours[name] if len(frames) > 1 else theme.ORANGE},
            customdata=[
                [number(hours, ",.1f"), "–" if share is None else number(100 * share, ".1f")]
                for hours, share in frame.select("hours", "share").iter_rows()
            ],
            hovertemplate=Words.SHORT(
                flag="%{y}",
                energy="%{x:,.0f}",
                hours="%{customdata[0]}",
                percent="%{customdata[1]}",
            )
            + theme.NO_BOX,
        )
        for name, frame in frames.items()
    ]
    return stacked(
        [Row(traces=traces, yaxis={"autorange": "reversed", "showgrid": False})],
        xaxis={"rangemode": "tozero"},
        title=Words.SHORTFALL(),
        height=110 + 34 * len(titles),
        **theme.BARE,
        barmode="group",
        showlegend=len(frames) > 1,
    )


def flagged_days(days: pl.DataFrame, titles: Mapping[str, str], *, zone: str) -> Figure:
    """The hours of each day that each flag marks: the more, the stronger.

    ``days``: as :func:`turbine.wind.calendar.hours_by_day` gives it; ``titles``: of the flags, from
    the top down.
    """
    starts = wall_ms(stamps_of(days.rename({"start": "time"})), zone)
    hours = np.array([days[code].to_numpy() for code in titles]).reshape(len(titles), days.height)
    cells = trace(
        "heatmap",
        x=starts + _DAY_MS / 2,
        y=[*titles.values()],
        z=compact(np.where(hours > 0, hours, np.nan)),
        zmin=0,
        zmax=24,
        colorscale=[[0.0, theme.faded(theme.ORANGE, 0.35)], [1.0, theme.RED]],
        hoverongaps=False,
        colorbar={"title": {"text": "h"}, "thickness": 12, "tickvals": [0, 12, 24]},
        hovertemplate=Words.FLAGGED(flag="%{y}", day="%{x|%a %d %b %Y}", hours="%{z:.1f}")
        + theme.NO_BOX,
    )
    return stacked(
        [Row(traces=[cells], yaxis={"autorange": "reversed", "showgrid": False})],
        xaxis=theme.dates(float(starts[0]), float(starts[-1] + _DAY_MS)),
        title=Words.TIME(zone=zone),
        height=110 + 30 * len(titles),
        **theme.BARE,
    )
