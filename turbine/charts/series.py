"""Rows of turbines over time, with those that are selected: to pick a period from."""

from collections.abc import Mapping
from typing import Literal

import numpy as np
import polars as pl

from turbine.charts import theme
from turbine.charts.figure import Figure, Part, Row, stacked, trace
from turbine.charts.literal import literal
from turbine.charts.points import breaks_of, choose, compact, thin, wall_ms
from turbine.charts.words import Words
from turbine.model.frame import stamps_of

Signal = Literal["power_kw", "wind_mps"]
_POINTS, _MARKS = 2_500, 1_000
"""Of all turbines together: a strip that is looked at, not read."""
_HEIGHT, _THICK = 260, 3
"""In pixels: of the figure, and of a dot."""


def series(
    rows: Mapping[str, pl.DataFrame],
    selected: Mapping[str, pl.DataFrame] | None,
    *,
    signal: Signal,
    zone: str,
    period: tuple[int, int],
) -> Figure:
    """Each turbine's ``rows`` as a line; where some of them are ``selected``, these as dots and
    the line faint.

    Frames by turbine: ``time`` and the signal, ascending, no nulls; ``period``: [start, stop) in
    ns, the ends of the axis.
    """
    own = theme.BLUE if signal == "power_kw" else theme.GREEN
    colours = theme.colours_of_turbines(rows, alone=own)
    traces = []
    for name, frame in rows.items():
        stamps, values = stamps_of(frame), frame[signal].to_numpy()
        kept, shown = thin(stamps, values, breaks_of(stamps), _POINTS // len(rows))
        faint = theme.faded(theme.GREY, 0.35)
        line = {"color": colours[name] if selected is None else faint, "width": 1}
        traces.append(_trace(name, wall_ms(kept, zone), compact(shown), mode="lines", line=line))
    reach = [float(np.abs(frame[signal].to_numpy()).max(initial=0.0)) for frame in rows.values()]
    half = _THICK / 2 * (max(reach) or 1.0) / _HEIGHT
    for name, frame in (selected or {}).items():
        stamps, values = stamps_of(frame), frame[signal].to_numpy()
        flat = np.zeros(len(stamps), dtype=np.bool_)
        chosen = choose(stamps, values, flat, _MARKS // len(rows))
        x, y = wall_ms(stamps[chosen], zone), values[chosen]
        # Strokes of one line, as long as it is thick: a browser draws markers one by one.
        strokes = np.column_stack([y - half, y + half, np.full(len(y), np.nan)])
        dots = trace(
            "scatter",
            x=np.repeat(x, 3),
            y=compact(strokes.ravel()),
            name=literal(name),
            mode="lines",
            line={"color": colours[name], "width": _THICK},
            hoverinfo="skip",
        )
        traces.append(dots)
    title = Words.POWER() if signal == "power_kw" else Words.WIND_SPEED()
    start, stop = wall_ms(np.array(period, dtype=np.int64), zone).tolist()
    return stacked(
        [Row(traces=traces, yaxis={"title": {"text": title}})],
        xaxis=theme.dates(start, stop),
        title=Words.TIME(zone=zone),
        height=_HEIGHT,
        **theme.BARE,
        showlegend=False,
    )


def _trace(name: str, x: np.ndarray, y: np.ndarray, **look: object) -> Part:
    return trace(
        "scatter",
        x=x,
        y=y,
        name=literal(name),
        hovertemplate=f"{literal(name)}: %{{y:,.4~g}}, %{{x}}" + theme.NO_BOX,
        **look,
    )
