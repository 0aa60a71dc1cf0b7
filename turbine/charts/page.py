"""A chart as a page of its own, to be opened without a network."""

import plotly.io

from turbine.charts.figure import Figure, Part
from turbine.charts.literal import literal

_TEMPLATE = "plotly_white"
"""The page's own has placeholders for colours, which Streamlit fills in."""
_INK, _FONT = "#31333f", "sans-serif"
_TOP, _SIDE = 60, 16


def page(figure: Figure, *, title: str, subtitle: str, config: Part) -> bytes:
    """The chart as HTML, with Plotly in it (5 MB), below its title and what it is of. All that
    stands in it is text: nothing of a name becomes markup or a script."""
    parts = figure.to_dict()
    layout: Part = parts["layout"]
    margin = layout.get("margin", {})
    layout |= {
        "template": plotly.io.templates[_TEMPLATE].to_plotly_json(),
        "paper_bgcolor": "white",
        "plot_bgcolor": "white",
        "font": {"color": _INK, "family": _FONT},
        "margin": {
            **{side: max(margin.get(side, 0), _SIDE) for side in "lrb"},
            "t": margin.get("t", _SIDE) + _TOP,
        },
        "title": {
            "text": literal(title),
            "subtitle": {"text": literal(subtitle)},
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "pad": {"t": _SIDE, "l": _SIDE},
        },
    }
    if "height" in layout:
        layout["height"] += _TOP
    html: str = plotly.io.to_html(
        parts, config=config, include_plotlyjs=True, full_html=True, validate=False
    )
    return html.encode()
