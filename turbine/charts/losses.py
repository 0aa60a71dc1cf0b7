"""Energy short of the reference by what explains it, and when rows are flagged."""

from collections.abc import Mapping

import numpy as np
import polars as pl

from turbine.charts import theme
from turbine.charts.beside import axis_of, dated, placed
from turbine.charts.figure import Figure, Part, Row, stacked, trace
from turbine.charts.points import compact, wall_ms
from turbine.charts.sides import Side, sides
from turbine.charts.words import Words
from turbine.model.frame import floats, stamps_of
from turbine.timing.periods import Pair, aligned
from turbine.words import number

_DAY_MS = 86_400_000.0
_HOURS: Part = {
    "zmin": 0,
    "zmax": 24,
    "colorscale": [[0.0, theme.faded(theme.ORANGE, 0.35)], [1.0, theme.RED]],
    "hoverongaps": False,
    "colorbar": {"title": {"text": "h"}, "thickness": 12, "tickvals": [0, 12, 24]},
}
"""The look of cells that hold hours of a day."""


def by_flag(
    frames: Mapping[str, pl.DataFrame],
    titles: Mapping[str, str],
    earlier: Mapping[str, pl.DataFrame] | None = None,
    names: tuple[str, str] = ("A", "B"),
) -> Figure:
    """The shortfall of each flag as a bar, the first flag on top; of several turbines, and of two
    periods, beside each other.

    ``frames``, ``earlier`` (of period A): by turbine, as :attr:`turbine.wind.losses.Losses.frame`;
    ``titles``: of the flags.
    """
    group = sides(frames, earlier, names, alone=theme.ORANGE)
    traces = []
    for each in group:
        said = [
            [number(hours, ",.1f"), "–" if share is None else number(100 * share, ".1f")]
            for hours, share in each.frame.select("hours", "share").iter_rows()
        ]
        hover = Words.SHORT(
            flag="%{y}", energy="%{x:,.0f}", hours="%{customdata[0]}", percent="%{customdata[1]}"
        )
        traces.append(_bars(each, "shortfall_kwh", titles, said, hover))
    return _by_flag(traces, Words.SHORTFALL(), len(titles), is_compared=earlier is not None)


def shares_by_flag(
    frames: Mapping[str, pl.DataFrame],
    titles: Mapping[str, str],
    earlier: Mapping[str, pl.DataFrame],
    names: tuple[str, str],
) -> Figure:
    """The share of the rows that each flag marks, in A beside B.

    ``frames``, ``earlier`` (of period A): by turbine, ``flag``, ``percent`` (null: not checked),
    ``rows`` and ``hours``.
    """
    traces = []
    for each in sides(frames, earlier, names, alone=theme.RED):
        said = [
            [number(rows or 0, ","), number(hours or 0, ",.1f")]
            for rows, hours in each.frame.select("rows", "hours").iter_rows()
        ]
        hover = Words.FLAGGED_SHARE(
            name=each.name,
            flag="%{y}",
            percent="%{x:.3~g}",
            rows="%{customdata[0]}",
            hours="%{customdata[1]}",
        )
        traces.append(_bars(each, "percent", titles, said, hover))
    return _by_flag(traces, Words.SHARE_OF_ROWS(), len(titles), is_compared=True)


def _bars(
    side: Side, column: str, titles: Mapping[str, str], said: list[list[str]], hover: str
) -> Part:
    return trace(
        "bar",
        orientation="h",
        y=[titles[code] for code in side.frame["flag"]],
        x=compact(floats(side.frame, column)),
        name=side.name,
        marker={"color": side.colour},
        customdata=said,
        hovertemplate=hover + theme.NO_BOX,
    )


def _by_flag(traces: list[Part], title: str, flags: int, *, is_compared: bool) -> Figure:
    """Bars beside each other, the first flag on top."""
    return stacked(
        [Row(traces=traces, yaxis={"autorange": "reversed", "showgrid": False})],
        xaxis={"rangemode": "tozero"},
        title=title,
        height=110 + (44 if is_compared else 34) * flags,
        **(theme.BARE if len(traces) == 1 else {"hovermode": "closest"}),
        barmode="group",
        showlegend=len(traces) > 1,
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
        **_HOURS,
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


def flagged_days_of_both(
    days: tuple[pl.DataFrame, pl.DataFrame], titles: Mapping[str, str], pair: Pair
) -> Figure:
    """The hours of each day that each flag marks, in A and below it in B, on one axis.

    ``days``: of A and B, as :func:`turbine.wind.calendar.hours_by_day` gives them; ``titles``: of
    the flags, from the top down.
    """
    stamps = [stamps_of(each.select(time="start")) for each in days]
    places = aligned(pair, stamps[0], stamps[1], "1d").with_row_index("place", 1)
    texts = [dated(each, "day", pair.zone) for each in days]
    ticks, title = axis_of(places, texts, pair, "day")
    hours = np.full((2 * len(titles), places.height), np.nan)
    dates = np.full(hours.shape, "", dtype=object)
    labels = [
        Words.NAME_SIDE(name=name, side=side) for name in titles.values() for side in ("A", "B")
    ]
    for side, frame in enumerate(texts):
        its = placed(frame, places, "ab"[side])
        at = its["place"].to_numpy() - 1
        for row, code in enumerate(titles):
            hours[2 * row + side, at] = its[code].to_numpy() if code in its.columns else 0.0
            dates[2 * row + side, at] = its["text"].to_numpy()
    cells = trace(
        "heatmap",
        x=np.arange(1, places.height + 1, dtype=np.int32),
        y=labels,
        z=compact(np.where(hours > 0, hours, np.nan)),
        text=dates.tolist(),
        **_HOURS,
        hovertemplate=Words.FLAGGED_ON(flag="%{y}", day="%{text}", hours="%{z:.1f}") + theme.NO_BOX,
    )
    return stacked(
        [Row(traces=[cells], yaxis={"autorange": "reversed", "showgrid": False})],
        xaxis={"showgrid": False, **ticks},
        title=title,
        height=110 + 26 * len(labels),
        **theme.BARE,
    )
