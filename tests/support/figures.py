"""Charts as Plotly itself would have checked them."""

import functools
import json

import plotly.graph_objects as go

HOSTILE = 'A<b>1</b> <a href="https://example.com">x</a> %{y} &amp; <br>'
"""A name that is no good HTML to draw."""


def validated(chart):
    """The chart as Plotly's own figure, which finds nothing in it to refuse or to change."""

    @functools.wraps(chart)
    def draw(*args, **options) -> go.Figure:
        drawn = chart(*args, **options)
        figure = go.Figure(drawn.parts)
        assert json.loads(drawn.to_json()) == json.loads(figure.to_json())
        return figure

    return draw


def texts(part) -> list[str]:
    """Every text in a figure's parts."""
    if isinstance(part, str):
        return [part]
    if isinstance(part, dict):
        return [text for each in part.values() for text in texts(each)]
    if isinstance(part, list | tuple):
        return [text for each in part for text in texts(each)]
    return []
