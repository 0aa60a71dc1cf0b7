"""Charts as Plotly itself would have checked them."""

import functools
import json

import plotly.graph_objects as go


def validated(chart):
    """The chart as Plotly's own figure, which finds nothing in it to refuse or to change."""

    @functools.wraps(chart)
    def draw(*args, **options) -> go.Figure:
        drawn = chart(*args, **options)
        figure = go.Figure(drawn.parts)
        assert json.loads(drawn.to_json()) == json.loads(figure.to_json())
        return figure

    return draw
