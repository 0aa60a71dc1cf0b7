"""Turbines in their order, in one period or in two: by name and place, for there are no thirty
colours to tell apart."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from turbine.charts import theme
from turbine.charts.figure import Figure, Part, trace
from turbine.charts.literal import literal
from turbine.charts.points import compact
from turbine.charts.words import Words
from turbine.model.frame import floats
from turbine.words import number

_LITTLE = 0.9
"""Data recovery below which a bar is faint."""
_FAINT = 0.45
_THICK = 0.86


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """The bars of one period."""

    before: str
    """Of its columns' names."""
    name: str
    """Empty where there is one period only."""
    colours: tuple[str, str]
    """Of the values and of the recovery."""
    place: Part
    """Where its bars stand beside a turbine's name."""


def ranking(
    ranked: pl.DataFrame,
    *,
    title: str,
    decimals: int,
    reference: float | None,
    periods: tuple[str, str] | None = None,
) -> Figure:
    """A bar for each turbine, the first on top, and beside it how much of the period it has rows;
    of two ``periods`` (the names of A and B), one for each.

    ``ranked``: ``turbine``, ``value`` (null: none) and ``recovery`` (0-1, null: not known), in
    their order, of two periods with ``a_value`` and ``a_recovery``; ``title`` of the values;
    ``reference``: a value to be marked.
    """
    names = [literal(name) for name in ranked["turbine"]]
    bars = [
        bar
        for side in _sides(periods)
        for bar in _bars(ranked, names, side, title=title, decimals=decimals)
    ]
    line = {
        "type": "line",
        "x0": reference,
        "x1": reference,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "line": {"color": theme.ORANGE, "width": 2, "dash": "dash"},
    }
    axis: Part = {**theme.XAXIS, "anchor": "y", "nticks": 5}
    bare = theme.BARE if periods is None else {"hovermode": "closest"}
    margin: Part = (theme.BARE if periods is None else theme.LAYOUT)["margin"]
    return Figure(
        bars,
        {
            **theme.LAYOUT,
            **bare,
            "height": 110 + (22 if periods is None else 38) * len(names),
            "showlegend": periods is not None,
            "barmode": "overlay",
            **({} if reference is None else {"shapes": [line]}),
            "xaxis": {**axis, "domain": [0, 0.74], "title": {"text": title}},
            "xaxis2": {
                **axis,
                "domain": [0.8, 1],
                "range": [0, 100],
                "tickvals": [0, 50, 100],
                "title": {"text": Words.RECOVERY(), "font": {"size": 11}},
            },
            "margin": {**margin, "r": 26},  # for what is wider than its axis
            "yaxis": {**theme.YAXIS, **categories(), "anchor": "x"},
        },
    )


def categories() -> Part:
    """Turbines from the top down, each with its name."""
    return {"type": "category", "autorange": "reversed", "showgrid": False, "dtick": 1}


def _sides(periods: tuple[str, str] | None) -> list[_Side]:
    colours = theme.BLUE, theme.GREY
    if periods is None:
        whole: Part = {"width": _THICK, "offset": -_THICK / 2}
        return [_Side(before="", name="", colours=colours, place=whole)]
    half = _THICK / 2
    paler = theme.earlier(theme.BLUE), theme.earlier(theme.GREY)
    places: list[Part] = [{"width": half, "offset": -half}, {"width": half, "offset": 0.0}]
    return [
        _Side(before="a_", name=literal(periods[0]), colours=paler, place=places[0]),
        _Side(before="", name=literal(periods[1]), colours=colours, place=places[1]),
    ]


def _bars(
    ranked: pl.DataFrame, names: list[str], side: _Side, *, title: str, decimals: int
) -> list[Part]:
    values = floats(ranked, f"{side.before}value")
    recovery = 100 * floats(ranked, f"{side.before}recovery")
    faint = np.where(recovery < 100 * _LITTLE, _FAINT, 1.0)
    texts = ["–" if np.isnan(value) else number(value, f",.{decimals}f") for value in values]
    ranked_as = Words.RANKED(turbine="%{y}", value="%{text}", title=title, percent="%{customdata}")
    has = Words.HAS_RECOVERY(turbine="%{y}", percent="%{x:.1f}")
    hovers = [
        (Words.NAME_SIDE(name=said, side=side.name) if side.name else said) + theme.NO_BOX
        for said in (ranked_as, has)
    ]
    return [
        trace(
            "bar",
            **side.place,
            orientation="h",
            y=names,
            x=compact(np.nan_to_num(values)),
            name=side.name,
            legendgroup=side.name,
            text=texts,
            textposition="auto",
            marker={"color": side.colours[0], "opacity": compact(faint)},
            customdata=[number(each, ".1f") if np.isfinite(each) else "–" for each in recovery],
            hovertemplate=hovers[0],
        ),
        trace(
            "bar",
            **side.place,
            orientation="h",
            y=names,
            x=compact(np.nan_to_num(recovery)),
            xaxis="x2",
            name=side.name,
            legendgroup=side.name,
            showlegend=False,
            marker={"color": side.colours[1], "opacity": 0.6},
            hovertemplate=hovers[1],
        ),
    ]
