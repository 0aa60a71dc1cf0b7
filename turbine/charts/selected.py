"""What is selected, drawn by us: Plotly forgets its own mark when a chart is drawn again."""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from turbine.charts import theme
from turbine.charts.figure import Figure, Part, trace
from turbine.charts.words import Words

Rectangle = tuple[float, float, float | None, float | None]
"""x from and to, y from and to on the first axes; None: all of the height."""
_FAINT = 0.3
_FILL, _LINE = theme.faded(theme.ORANGE, 0.12), {"color": theme.ORANGE, "width": 2, "dash": "dot"}
_ON_COLOURS = {"color": theme.RED, "width": 3}
"""Of any hue, as cells are."""


def pickable(
    figure: Figure,
    rectangles: Sequence[Rectangle] = (),
    *,
    drag: Literal["box", "across", "zoom"] = "zoom",
) -> Figure:
    """A chart to pick from, with what is picked as rectangles. Dragging draws a box, picks all of
    the height ``across``, or zooms: then a click picks, and the toolbar has the box."""
    layout: Part = {"dragmode": "zoom" if drag == "zoom" else "select"}
    if drag == "across":
        layout["selectdirection"] = "h"
    if rectangles:
        layout["shapes"] = [*map(_shape, rectangles)]
    return Figure(figure.parts["data"], {**figure.parts["layout"], **layout})


def with_sectors(figure: Figure, sectors: Sequence[tuple[float, float]]) -> Figure:
    """A rose to pick from; of the picked ``sectors`` (centre and width in degrees), an outline."""
    bars = [part for part in figure.parts["data"] if part["type"] == "barpolar"]
    lengths = np.sum([np.nan_to_num(np.asarray(bar["r"], dtype=float)) for bar in bars], axis=0)
    reach = 1.04 * float(lengths.max(initial=0.0)) or 1.0
    outlines = [_outline(centre, width, reach) for centre, width in sectors]
    return pickable(Figure([*figure.parts["data"], *outlines], figure.parts["layout"]))


def with_cells(figure: Figure, rectangles: Sequence[Rectangle] = ()) -> Figure:
    """A heatmap to pick from: Plotly selects no cells, so that each one with a value has a
    transparent marker, which says what the cell would."""
    [cells] = figure.parts["data"]
    z = np.asarray(cells["z"], dtype=np.float64)
    row, column = np.nonzero(np.isfinite(z))
    known = [z[row, column].tolist()]
    if "customdata" in cells:
        known.append(np.asarray(cells["customdata"])[row, column].tolist())
    none: Part = {"marker": {"opacity": 0}}
    markers = trace(
        "scatter",
        x=np.asarray(cells["x"], dtype=np.float64)[column],  # Plotly reads no 64-bit integers
        y=[cells["y"][each] for each in row],
        mode="markers",
        marker={"opacity": 0, "size": 12, "symbol": "square"},
        selected=none,
        unselected=none,
        customdata=[[*each] for each in zip(*known, strict=True)],
        hovertemplate=cells["hovertemplate"]
        .replace("%{customdata", "%{customdata[1]")
        .replace("%{z", "%{customdata[0]"),
        xaxis=cells["xaxis"],
        yaxis=cells["yaxis"],
        showlegend=False,
    )
    drawn = Figure([{**cells, "hoverinfo": "skip"}, markers], figure.parts["layout"])
    framed = pickable(drawn, rectangles)
    for shape in framed.parts["layout"].get("shapes", ()):
        shape["line"] = _ON_COLOURS
    return framed


def bars_over(whole: Figure, selected: Figure) -> Figure:
    """The bars of the selected rows over those of all, which are faint."""
    rest, bars = [], []
    for part in whole.parts["data"]:
        if part["type"] == "bar":
            opacity = np.asarray(part["marker"].get("opacity", 1.0)) * _FAINT
            part = {**part, "marker": {**part["marker"], "opacity": opacity}}
        rest.append(part)
    for part in selected.parts["data"]:
        if part["type"] == "bar":
            plain = {name: value for name, value in part.items() if name != "text"}
            bars.append({**plain, "name": Words.SELECTED(name=part["name"])})
    return Figure([*rest, *bars], whole.parts["layout"])


def _shape(rectangle: Rectangle) -> Part:
    x0, x1, y0, y1 = rectangle
    up: Part = (
        {"yref": "paper", "y0": 0, "y1": 1}
        if y0 is None or y1 is None
        else {"yref": "y", "y0": y0, "y1": y1}
    )
    return {
        "type": "rect", "xref": "x", "x0": x0, "x1": x1, **up, "fillcolor": _FILL, "line": _LINE,
    }  # fmt: skip


def _outline(centre: float, width: float, reach: float) -> Part:
    arc = np.linspace(centre - width / 2, centre + width / 2, max(2, int(width // 2)))
    return trace(
        "scatterpolar",
        theta=np.concatenate([arc[:1], arc, arc[-1:]]),
        r=np.concatenate([[0.0], np.full(len(arc), reach), [0.0]]),
        mode="lines",
        fill="toself",
        fillcolor=_FILL,
        line=_LINE,
        hoverinfo="skip",
        showlegend=False,
    )
