"""A figure as Plotly's own JSON, built as it is sent.

Plotly's figure objects split every keyword into a path and check every value, which took ten times
as long as the rest of a chart. Here a chart is made of dicts, with the names of Plotly's reference;
the tests check for every chart that Plotly itself would change nothing.
"""

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import plotly.io
from plotly.basedatatypes import BaseFigure

from turbine.charts import theme
from turbine.charts.locale import separators

Part = dict[str, Any]
"""A trace, an axis or a layout."""


class Figure(BaseFigure):  # type: ignore[misc] # ships no types
    """A finished figure. Whatever accepts Plotly's figures accepts this one, as a checked one."""

    def __init__(self, traces: Sequence[Part], layout: Part) -> None:
        # The base's own would check everything.
        self._parts: Part = {
            "data": list(traces),
            "layout": {**layout, "separators": separators(), **_template()},
        }

    @property
    def parts(self) -> Part:
        """``data`` and ``layout``, with arrays."""
        return self._parts

    def to_dict(self) -> Part:
        """``data`` and ``layout``, as the browser gets them: arrays as bytes in base64."""
        packed: Part = _packed(self._parts)
        return packed


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A part of the figure with its own vertical axis."""

    traces: Sequence[Part]
    yaxis: Part
    height: float = 1.0
    """In proportion to the other rows'."""


def trace(kind: str, **values: object) -> Part:
    """A trace of Plotly's type ``kind``."""
    return {"type": kind, **values}


def stacked(
    rows: Sequence[Row],
    *,
    xaxis: Part,
    title: str,
    height: int,
    spacing: float = 0.0,
    **layout: object,
) -> Figure:
    """Rows above each other, the first one on top, with a shared horizontal axis: the lowest one
    shows it, with its ``title``. ``height`` is in pixels, ``spacing`` is a fraction of it. What has
    one name stands in the legend once."""
    available = 1.0 - spacing * (len(rows) - 1)
    heights = [available * (row.height / sum(row.height for row in rows)) for row in rows]
    traces: list[Part] = []
    axes: Part = {}
    for place, row in enumerate(rows):
        number = str(place + 1) if place else ""
        below = heights[:place:-1]
        low = sum(below) + len(below) * spacing
        x: Part = {**theme.XAXIS, **xaxis, "anchor": f"y{number}"}
        if below:
            x |= {"matches": f"x{len(rows)}", "showticklabels": False}
        else:
            x["title"] = {"text": title}
        axes[f"xaxis{number}"] = x
        domain = [low, min(low + heights[place], 1.0)]  # a sum of parts may be a rounding more
        axes[f"yaxis{number}"] = {
            **theme.YAXIS, **row.yaxis, "anchor": f"x{number}", "domain": domain,
        }  # fmt: skip
        own = {"xaxis": f"x{number}", "yaxis": f"y{number}"}
        traces += ({**each, **own} for each in row.traces)
    return Figure([*_told_once(traces)], {**theme.LAYOUT, "height": height, **axes, **layout})


def _told_once(traces: Sequence[Part]) -> Iterator[Part]:
    told = set()
    for each in traces:
        name = each.get("name")
        yield {**each, "showlegend": False} if name in told else each
        if name is not None and each.get("showlegend", True):
            told.add(name)


def _packed(value: Any) -> Any:  # noqa: ANN401 - whatever stands in a figure
    """The same, for Plotly's JavaScript."""
    if isinstance(value, dict):
        return {name: _packed(part) for name, part in value.items()}
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [_packed(part) for part in value]
    if not isinstance(value, np.ndarray):
        return value
    if not value.size:
        return []
    packed = {"dtype": value.dtype.str[1:], "bdata": base64.b64encode(value.tobytes()).decode()}
    return packed if value.ndim == 1 else {**packed, "shape": ", ".join(map(str, value.shape))}


def _template() -> Part:
    """The look that Streamlit (otherwise Plotly) gives all figures."""
    name = plotly.io.templates.default
    return {"template": _template_named(name)} if name else {}


@cache
def _template_named(name: str) -> Part:
    template: Part = plotly.io.templates[name].to_plotly_json()
    return template
