"""Small multiples: the same picture of each turbine, all on one range, and all on one axis."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from turbine.charts import theme
from turbine.charts.figure import Figure, Part, Row, stacked, trace
from turbine.charts.literal import literal
from turbine.charts.points import Values, compact
from turbine.charts.words import Words

COLUMNS, ROWS = 2, 3
"""Of the pictures of one figure: two fit beside each other on a narrow screen, and three figures on
a wide one."""
_MONTHS_FROM = 120
"""Days from which an axis of days shows months."""
_PANEL, _GAP, _TITLE = 120, 0.08, 14
"""Height of a picture in pixels, the gap between two, the most letters above one."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Earlier:
    """The days of period A on the axis of B."""

    days: Mapping[str, Values]
    """By turbine, kWh; NaN where it has no row."""
    places: Values
    """Where each stands, (n,): B's wall clock, ms."""
    texts: Sequence[str]
    """(n,): its own date."""


def curve_multiples(
    curves: Mapping[str, pl.DataFrame],
    median: pl.DataFrame,
    top: tuple[float, float],
    earlier: Mapping[str, pl.DataFrame] | None = None,
) -> Figure:
    """Power curves, each over the park's median curve or, of two periods, over its own ``earlier``
    one, of A.

    ``curves``: by turbine, as :func:`turbine.wind.power_curve.power_curve`; ``median``: as
    :func:`turbine.wind.park.median_curve`; ``top``: the highest wind speed and power of the range.
    """
    panels = []
    for name, curve in curves.items():
        said = literal(name)
        if earlier is None:
            below = [_median(median, width=1.5, hover=False)]
            own = _line(curve, said, theme.BLUE, 1.8)
        else:
            before, own = (
                _line(its, Words.NAME_SIDE(name=said, side=side), theme.BLUE, 1.8)
                for its, side in ((earlier.get(name, curve.clear()), "A"), (curve, "B"))
            )
            below = [_earlier(before)]
        panels.append([*below, own])
    return _panels(
        [*curves],
        panels,
        xaxis={"range": [0, top[0]], "nticks": 4},
        yaxis={"range": [min(0.0, -0.02 * top[1]), top[1]], "nticks": 4},
    )


def daily_multiples(
    days: Mapping[str, Values],
    starts: Values,
    top: tuple[float, float],
    earlier: Earlier | None = None,
) -> Figure:
    """The energy of each day; of two periods, over that of the ``earlier`` one, A, on the axis of
    B.

    ``days``: by turbine, kWh of each of the days that begin at ``starts`` (wall clock, ms), NaN
    where it has no row; ``top``: the lowest and the highest of the range.
    """
    panels = []
    for name, energy in days.items():
        said = literal(name)
        line = _days(said, "%{x|%a %d %b %Y}", starts, energy)
        if earlier is None:
            below = []
        else:
            said = Words.NAME_SIDE(name=said, side="A")
            its = _days(said, "%{customdata}", earlier.places, earlier.days[name])
            below = [_earlier({**its, "fill": "none", "customdata": [*earlier.texts]})]
        area: Part = {"fill": "tozeroy", "fillcolor": theme.faded(theme.BLUE, 0.3)}
        panels.append([{**line, **area}, *below])
    last = float(starts[-1]) + 86_400_000.0
    return _panels(
        [*days],
        panels,
        xaxis={
            "type": "date",
            "range": [float(starts[0]), last],
            # Two, or those of neighbours would touch.
            "tickvals": [float(starts[0]), float(starts[len(starts) // 2])],
            "tickformat": "%b %Y" if len(starts) > _MONTHS_FROM else "%d %b",
            "tickangle": 0,
            "tickfont": {"size": 10},
        },
        yaxis={"range": [min(0.0, top[0]), top[1]], "nticks": 4},
    )


def curves_together(
    curves: Mapping[str, pl.DataFrame],
    median: pl.DataFrame,
    earlier: pl.DataFrame | None = None,
) -> Figure:
    """All power curves on one axis, and the park's median curve over them; of two periods, the
    curves are those of B, and the median of the ``earlier`` one, A, stands beside B's."""
    lines = [
        _line(curve, literal(name), theme.faded(theme.BLUE, 0.4), 1.2)
        for name, curve in curves.items()
    ]
    medians = [_median(median, width=3, hover=True)]
    if earlier is not None:
        a, b = (
            {**part, "name": Words.NAME_SIDE(name=Words.PARK_MEDIAN(), side=side)}
            for side, part in (("A", _median(earlier, width=3, hover=True)), ("B", medians[0]))
        )
        medians = [_earlier(a), b]
    return stacked(
        [
            Row(
                traces=[*lines, *medians],
                yaxis={"title": {"text": Words.POWER()}},
            )
        ],
        xaxis={"rangemode": "tozero"},
        title=Words.WIND_SPEED(),
        height=520,
        showlegend=True,
        hovermode="closest",
    )


def _earlier(line: Part) -> Part:
    """The same as a line of period A."""
    its = line["line"]
    return {
        **line,
        "line": {**its, "color": theme.earlier(its["color"]), "dash": theme.EARLIER_DASH},
    }


def _days(name: str, day: str, starts: Values, energy: Values) -> Part:
    return trace(
        "scatter",
        x=starts,
        y=compact(energy),
        mode="lines",
        line={"color": theme.BLUE, "width": 1},
        hovertemplate=Words.DAILY(turbine=name, day=day, energy="%{y:,.0f}") + theme.NO_BOX,
    )


def _line(curve: pl.DataFrame, name: str, colour: str, width: float) -> Part:
    curve = curve.filter(~pl.col("thin"))
    return trace(
        "scatter",
        x=curve["wind_mps"].to_numpy(),
        y=compact(curve["mean_kw"].to_numpy()),
        name=name,
        showlegend=False,
        mode="lines",
        line={"color": colour, "width": width},
        hovertemplate=Words.AT_SPEED(name=name, wind_speed="%{x:.1f}", power="%{y:,.0f}")
        + theme.NO_BOX,
    )


def _median(median: pl.DataFrame, *, width: float, hover: bool) -> Part:
    said = Words.AT_SPEED(name=Words.PARK_MEDIAN(), wind_speed="%{x:.1f}", power="%{y:,.0f}")
    how: Part = {"hovertemplate": said + theme.NO_BOX} if hover else {"hoverinfo": "skip"}
    return trace(
        "scatter",
        x=median["bin_mps"].to_numpy(),
        y=compact(median["median_kw"].to_numpy()),
        name=Words.PARK_MEDIAN(),
        showlegend=hover,
        mode="lines",
        line={"color": theme.ORANGE, "width": width},
        **how,
    )


def _panels(
    names: Sequence[str], panels: Sequence[Sequence[Part]], *, xaxis: Part, yaxis: Part
) -> Figure:
    """Pictures from left to right, then down; the outer ones show the axes."""
    height = -(-len(names) // COLUMNS)
    wide, high = (1 - _GAP) / COLUMNS, (1 - 0.12 * (height - 1)) / height
    traces: list[Part] = []
    axes: Part = {}
    titles = []
    for place, (name, parts) in enumerate(zip(names, panels, strict=True)):
        row, column = divmod(place, COLUMNS)
        number = str(place + 1) if place else ""
        left, upper = column * (wide + _GAP), 1 - row * (high + 0.12)
        lowest = place + COLUMNS >= len(names)
        axes[f"xaxis{number}"] = {
            **theme.XAXIS, **xaxis, "anchor": f"y{number}", "domain": [left, left + wide],
            "showticklabels": lowest,
        }  # fmt: skip
        axes[f"yaxis{number}"] = {
            **theme.YAXIS, **yaxis, "anchor": f"x{number}",
            "domain": [max(upper - high, 0.0), upper], "showticklabels": column == 0,
        }  # fmt: skip
        traces += ({**part, "xaxis": f"x{number}", "yaxis": f"y{number}"} for part in parts)
        short = name if len(name) <= _TITLE else f"{name[: _TITLE - 1]}…"
        titles.append(
            {
                "text": literal(short),
                "x": left,
                "y": upper,
                "xref": "paper",
                "yref": "paper",
                "xanchor": "left",
                "yanchor": "bottom",
                "showarrow": False,
                "font": {"size": 12},
            }
        )
    return Figure(
        traces,
        {
            **theme.LAYOUT,
            **theme.BARE,
            "margin": {**theme.LAYOUT["margin"], "t": 24},
            "height": 50 + _PANEL * height,
            "showlegend": False,
            "annotations": titles,
            **axes,
        },
    )
