"""Energy by day, month and year."""

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
import polars as pl

from turbine.charts import theme
from turbine.charts.figure import Figure, Part, Row, stacked, trace
from turbine.charts.literal import literal
from turbine.charts.points import Values, compact, wall_ms
from turbine.charts.words import Words
from turbine.model.frame import floats, stamps_of
from turbine.words import number

LENGTH = {"day": "1d", "month": "1mo", "year": "1y"}
FORMAT = {"day": "%a %d %b %Y", "month": "%b %Y", "year": "%Y"}
_TEXTS = 40
ESTIMATES = {
    "month_mean_kwh": Words.BY_MONTHS_MEAN,
    "by_wind_kwh": Words.BY_WIND,
    "lacking_kwh": Words.SCALED_TO_ALL,
}
"""The last one is of a park's sum."""


def over_time(
    frames: Mapping[str, pl.DataFrame],
    *,
    by: Literal["day", "month", "year"],
    zone: str,
    estimate: str = "none",
) -> Figure:
    """Measured energy as bars, of several turbines side by side, with an estimate of what is
    missing hatched on top of them, and the data recovery below.

    ``frames``: by turbine, as :func:`turbine.wind.production.production` gives them, all of one
    period; ``estimate``: ``month_mean_kwh`` or
    ``by_wind_kwh``, which may not be added, or none. What the period cuts is dotted and
    marked.
    """
    colours = theme.colours_of_turbines(frames)
    energy: list[Part] = []
    recovery: list[Part] = []
    edges: list[float] = []
    for place, (turbine, frame) in enumerate(frames.items()):
        name, colour = literal(turbine) if len(frames) > 1 else "", colours[turbine]
        starts, ends = bounds(frame, by, zone)
        edges += starts[:1].tolist() + ends[-1:].tolist()
        width = (ends - starts) * 0.86 / len(frames)
        where: Part = {
            "x": starts,
            "width": width,
            "offset": (ends - starts) * 0.07 + width * place,
        }
        energy += _bars(frame, where, colour, name, by, estimate)
        recovery.append(_recovery(frame, starts, ends, colour, name))
    return above_recovery(energy, recovery, theme.dates(min(edges), max(edges)), zone)


def above_recovery(
    energy: Sequence[Part], recovery: Sequence[Part], xaxis: Part, zone: str
) -> Figure:
    """Bars of energy, and below them how much of it was measured."""
    return stacked(
        [
            Row(
                traces=energy,
                yaxis={"title": {"text": Words.ENERGY()}, "rangemode": "tozero"},
                height=3,
            ),
            Row(traces=recovery, yaxis=of_recovery()),
        ],
        xaxis=xaxis,
        title=Words.TIME(zone=zone),
        height=480,
        spacing=0.06,
        barmode="overlay",
        showlegend=True,
        hovermode="closest",
    )


def of_recovery() -> Part:
    """The vertical axis of recovery in per cent."""
    return {"title": {"text": Words.RECOVERY()}, "range": [0, 105], "nticks": 3}


_HOVER = {"energy": "%{y:,.0f}", "recovery": "%{customdata[0]}", "remark": "%{customdata[1]}"}


def bounds(frame: pl.DataFrame, by: str, zone: str) -> tuple[Values, Values]:
    """Start and end of each bar, as the zone's wall clock: also of days that begin or end within
    an hour that the clock skips."""
    wall = pl.col("start").dt.convert_time_zone(zone).dt.replace_time_zone(None)
    ends = wall.dt.truncate(LENGTH[by]).dt.offset_by(LENGTH[by]).dt.epoch("ms")
    return wall_ms(stamps_of(frame.select(time="start")), zone), frame.select(
        ends.cast(float)
    ).to_series().to_numpy()


def _bars(
    frame: pl.DataFrame, where: Part, colour: str, name: str, by: str, estimate: str
) -> list[Part]:
    partial = frame["partial"].to_list()
    measured = floats(frame, "measured_kwh")
    hover = Words.PRODUCED(period="%{x|" + FORMAT[by] + "}", **_HOVER)
    bars = trace(
        "bar",
        **where,
        y=compact(measured),
        name=name or Words.MEASURED(),
        marker=theme.parts(partial, colour),
        customdata=details(frame),
        text=[Words.PART() if each else "" for each in partial] if len(frame) <= _TEXTS else None,
        textposition="inside",
        insidetextanchor="start",
        hovertemplate=(f"{name}: " if name else "") + hover + theme.NO_BOX,
    )
    if estimate not in frame.columns:
        return with_key(bars)
    filled = floats(frame, estimate)
    title = ESTIMATES[estimate]()
    on_top = hatched(
        where,
        measured,
        filled,
        title,
        colour,
        customdata=compact(filled),
        hovertemplate=(f"{name}: " if name else "")
        + Words.ESTIMATED(how=title, energy="%{customdata:,.0f}")
        + theme.NO_BOX,
    )
    return [*with_key(bars), on_top]


def with_key(bars: Part) -> list[Part]:
    """The bars, which the legend shows and hides by their name. It draws them as the first one:
    where that is dotted, they get a key of their own."""
    bars = {**bars, "legendgroup": bars["name"]}
    if not any(bars["marker"]["pattern"]["shape"][:1]):
        return [bars]
    key = trace("bar", x=[None], y=[None], name=bars["name"], legendgroup=bars["name"])
    return [key | {"marker": {"color": bars["marker"]["color"]}}, {**bars, "showlegend": False}]


def hatched(
    where: Part, measured: Values, filled: Values, name: str, colour: str, **more: object
) -> Part:
    """What is missing, as an estimate on top of the measured bars."""
    return trace(
        "bar",
        **where,
        y=compact(np.where(filled > 0, filled, np.nan)),
        base=np.nan_to_num(measured).tolist(),  # Plotly packs no bases
        name=name,
        legendgroup=name,
        legendrank=2_000,  # behind all that are measured
        marker=theme.hatched(colour),
        **more,
    )


def details(frame: pl.DataFrame) -> list[list[str]]:
    """The recovery as text, and whether the period cuts it: of each row, for its hover."""
    remark = Words.TRUNCATED()
    return [
        [
            "–" if recovery is None else f"{number(100 * recovery, '.1f')} %",
            remark if partial else "",
        ]
        for recovery, partial in frame.select("recovery", "partial").iter_rows()
    ]


def _recovery(frame: pl.DataFrame, starts: Values, ends: Values, colour: str, name: str) -> Part:
    percent = 100 * floats(frame, "recovery")
    return trace(
        "scatter",
        x=np.append(starts, ends[-1:]),
        y=compact(np.append(percent, percent[-1:])),
        name=name or Words.RECOVERY(),
        legendgroup=name or Words.RECOVERY(),
        showlegend=False,
        mode="lines",
        line={"shape": "hv", "width": 2, "color": colour},
        hovertemplate=(f"{name}: " if name else "")
        + Words.RECOVERED(percent="%{y:.1f}")
        + theme.NO_BOX,
    )
