"""Flagged rows on the time series, and where rows are missing."""

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from turbine.charts import theme
from turbine.charts.figure import Figure, Part, Row, stacked, trace
from turbine.charts.points import Flags, breaks_of, choose, compact, thin, wall_ms
from turbine.charts.words import Words
from turbine.model.frame import stamps_of

_LINE, _MARKS, _MOST_GAPS = 2_000, 8_000, 300
_SIGNALS = {
    "power_kw": (Words.POWER, theme.BLUE),
    "wind_mps": (Words.WIND_SPEED, theme.GREEN),
    "direction_deg": (Words.WIND_DIRECTION, theme.PURPLE),
}
_LOOKS = {
    "out_of_range": ("x", theme.RED),
    "flatline": ("line-ew-open", theme.PURPLE),
    "stopped": ("square", theme.RED),
    "curtailed": ("triangle-down", theme.ORANGE),
    "icing": ("diamond", "#3b8fa8"),
    "above_rated": ("triangle-up", "#c2569b"),
    "jump": ("star", theme.RED),
    "speeds_disagree": ("cross", theme.ORANGE),
    "vane_flatline": ("line-ew-open", theme.ORANGE),
    "directions_disagree": ("cross", theme.RED),
}
"""Symbol and colour of each flag: told apart without seeing colours too."""
_ON = {
    "out_of_range": (*_SIGNALS,),
    "flatline": ("wind_mps",),
    "stopped": ("power_kw", "wind_mps"),
    "jump": ("wind_mps",),
    "speeds_disagree": ("wind_mps",),
    "vane_flatline": ("direction_deg",),
    "directions_disagree": ("direction_deg",),
}
"""The signals that a flag is marked on; else on power."""


def flagged_series(
    rows: pl.DataFrame,
    masks: Mapping[str, Flags],
    titles: Mapping[str, str],
    *,
    span: tuple[int, int],
    gaps: Sequence[tuple[int, int]],
    zone: str,
) -> Figure:
    """Power, wind speed and direction over a ``span`` [start, stop) in ns, with a mark at each
    flagged row, and missing rows shaded.

    ``rows``: ``time`` and those of ``power_kw``, ``reference_kw``, ``wind_mps``, ``direction_deg``
    that there are; ``masks``: by flag, (n,), those with a row; ``gaps``: [start, stop) in ns.
    Of very many points, the lines keep all extremes, and each flag a mark in every part of the
    time in which it marks a row: zoomed in, all are there.
    """
    stamps = stamps_of(rows)
    inside = (stamps >= span[0]) & (stamps < span[1])
    rows = rows.filter(pl.Series(inside))
    masks = {code: mask[inside] for code, mask in masks.items()}
    wanted = {"power_kw", "wind_mps"} | {s for code in masks for s in _ON.get(code, ())}
    shown = [name for name in _SIGNALS if name in wanted and name in rows.columns]
    marked = [(name, code) for name in shown for code in masks if name in _on(code)]
    limit = _MARKS // max(len(marked), 1)
    first = {code: name for name, code in reversed(marked)}
    parts = []
    for name in shown:
        title, _ = _SIGNALS[name]
        traces = _lines(rows, name, zone)
        for code in (code for on, code in marked if on == name):
            flagged = rows.filter(pl.Series(masks[code])).select("time", name).drop_nulls()
            if flagged.height:
                marks = _marks(flagged, code, titles[code], zone, limit)
                traces.append({**marks, "showlegend": first[code] == name})
        yaxis: Part = {"title": {"text": title()}}
        if name == "direction_deg":
            yaxis |= theme.compass()
        parts.append(Row(traces=traces, yaxis=yaxis, height=1.3 if name == "power_kw" else 1.0))
    start, stop = wall_ms(np.array(span), zone).tolist()
    return stacked(
        parts,
        xaxis=theme.dates(start, stop),
        title=Words.TIME(zone=zone),
        height=150 + 190 * len(parts),
        spacing=0.05,
        showlegend=True,
        hovermode="closest",
        **_shades(gaps, span, zone),
    )


def _on(code: str) -> tuple[str, ...]:
    return _ON.get(code, ("power_kw",))


def _lines(rows: pl.DataFrame, name: str, zone: str) -> list[Part]:
    title, colour = _SIGNALS[name]
    lines = [_line(rows, name, title(), {"color": colour, "width": 1.3}, zone)]
    if name == "power_kw" and "reference_kw" in rows.columns:
        look = {"color": theme.GREY, "width": 1.2, "dash": "dot"}
        lines.insert(0, _line(rows, "reference_kw", Words.REFERENCE(), look, zone))
    return lines


def _line(rows: pl.DataFrame, name: str, title: str, look: Part, zone: str) -> Part:
    known = rows.select("time", name).drop_nulls()
    stamps = stamps_of(known)
    is_angle = name == "direction_deg"
    x, y = thin(stamps, known[name].to_numpy(), breaks_of(stamps), _LINE, even=is_angle)
    return trace(
        "scatter",
        x=wall_ms(x, zone),
        y=compact(y),
        name=title,
        mode="markers" if is_angle else "lines",
        line=look,
        marker={"color": look["color"], "size": 3},
        hoverinfo="skip",
    )


def _marks(flagged: pl.DataFrame, code: str, title: str, zone: str, limit: int) -> Part:
    stamps, values = stamps_of(flagged), flagged[flagged.columns[1]].to_numpy()
    drawn = choose(stamps, values, np.zeros(len(stamps), dtype=np.bool_), limit)
    symbol, colour = _LOOKS[code]
    label = Words.DRAWN(kind=title, count=len(stamps))
    if len(drawn) < len(stamps):
        label = Words.PARTLY_DRAWN(kind=title, drawn=len(drawn), count=len(stamps))
    return trace(
        "scatter",
        x=wall_ms(stamps[drawn], zone),
        y=compact(values[drawn]),
        name=label,
        legendgroup=code,
        mode="markers",
        marker={"symbol": symbol, "color": colour, "size": 6, "line": {"color": colour}},
        hovertemplate=Words.FLAGGED_ROW(
            flag=title, time="%{x|%a %d %b %Y %H:%M}", value="%{y:,.5~g}"
        )
        + theme.NO_BOX,
    )


def _shades(gaps: Sequence[tuple[int, int]], span: tuple[int, int], zone: str) -> Part:
    inside = [gap for gap in gaps if gap[1] > span[0] and gap[0] < span[1]][:_MOST_GAPS]
    if not inside:
        return {}
    edges = wall_ms(np.array(inside).clip(*span).ravel(), zone).reshape(-1, 2)
    shades = [
        {
            "type": "rect",
            "xref": "x",
            "yref": "paper",
            "x0": start,
            "x1": stop,
            "y0": 0,
            "y1": 1,
            "layer": "below",
            "fillcolor": theme.faded(theme.RED, 0.15),
            "line": {"color": theme.faded(theme.RED, 0.3), "width": 1},
        }
        for start, stop in edges.tolist()
    ]
    return {"shapes": shades}
