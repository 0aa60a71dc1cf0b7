"""Windowed values over time, one row per unit, with their data coverage below."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import polars as pl

from turbine.charts import theme
from turbine.charts.figure import Figure, Part, Row, stacked, trace
from turbine.charts.literal import literal
from turbine.charts.points import (
    Flags,
    Indices,
    Values,
    choose,
    compact,
    cuts_of,
    is_isolated,
    limit_of,
    thin,
)
from turbine.charts.windows import Earlier, Side, before, side_of, strip
from turbine.charts.words import Words
from turbine.explore.functions import ENERGIES, Function, label, unit_of
from turbine.model.channels import channel
from turbine.model.frame import Stamps, stamps_of

_TOTALS: tuple[Function, ...] = (*ENERGIES, "increase", "sum", "count")
_MOST_BARS = 400
_MOST_MARKED = 200
_PERCENT: Part = {"range": [0, 100], "tickvals": [0, 100], "ticktext": ["0 %", "100 %"]}


def trend(
    frame: pl.DataFrame,
    functions: Mapping[str, Function],
    *,
    zone: str,
    length_ns: int,
    earlier: Earlier | None = None,
) -> Figure:
    """An aggregation's frame over time; with ``earlier``, that of period A where B has its like,
    paler and dashed.

    ``frame`` has ``channel``, ``time``, ``value``, ``low``, ``high``, ``count``, ``expected``,
    ``cut`` and ``filled``, dense; ``length_ns`` is the length of its last window (the others end
    where the next one starts). Times are the zone's local time. Empty windows are left open, filled
    ones have hollow markers. Totals are bars if there is space, angles are dots. A's 29 February
    has no place where B has none, and only B has its percentiles.
    """
    sides = [side_of(frame, zone, length_ns)]
    if earlier is not None:
        a, b = before(earlier, frame, zone), replace(sides[0], letter="B")
        sides = [b] if a is None else [a, b]
    limit = limit_of(sum(_traces(side.parts) for side in sides))
    windows = max(len(side.lengths) for side in sides)
    colours = theme.colours_of(functions)
    rows = []
    for unit, channels in _rows(functions).items():
        traces: list[Part] = []
        # The first one is drawn last, on top.
        for place, name in reversed(list(enumerate(channels))):
            function = functions[name]
            for number, side in enumerate(sides):
                colour = side.colour(colours[name])
                if function in _TOTALS and windows <= _MOST_BARS:
                    slot = place * len(sides) + number, len(channels) * len(sides)
                    bars = _bars(side, name, function, slot)
                    bars["marker"]["color"] = colour
                    traces.append(bars)
                else:
                    rank = list(functions).index(name)
                    lines = _lines(side, name, function, limit, colour)
                    traces += ({"legendrank": 1_000 + rank, **each} for each in lines)
        single = channels[0] if len(channels) == 1 else None
        title = literal(label(single, functions[single])) if single else unit
        yaxis: Part = {"title": {"text": title}}
        if single and theme.is_direction(single) and unit == channel(single).unit:
            yaxis |= theme.compass()
        rows.append(Row(traces=traces, yaxis=yaxis))
    strips, ends = [], []
    for side in sides:
        stamps = stamps_of(next(iter(side.parts.values())))
        start, last = side.at(stamps[[0, -1]]).tolist()
        ends += [start, last + float(side.lengths[-1])]
        strips.append(strip(side, ends[-1]))
    return stacked(
        [*rows, Row(traces=strips, yaxis=_PERCENT, height=0.14)],
        xaxis=theme.dates(min(ends), max(ends)),
        title=Words.TIME(zone=zone),
        height=140 + 260 * len(rows),
        spacing=0.04,
        showlegend=True,
    )


def _rows(functions: Mapping[str, Function]) -> dict[str, list[str]]:
    """Channels of one unit share a row; one whose unit is not known has its own."""
    rows: dict[str, list[str]] = {}
    for name, function in functions.items():
        rows.setdefault(unit_of(name, function) or name, []).append(name)
    return rows


def _traces(parts: Mapping[str, pl.DataFrame]) -> int:
    """How many lines will share the figure's points."""
    bands = sum(part["low"].null_count() < part.height for part in parts.values())
    filled = any(part["filled"].any() for part in parts.values())
    return len(parts) + 2 * bands + (1 if filled else 0)


def _known(part: pl.DataFrame, column: str = "value") -> tuple[Stamps, Values, Flags]:
    """Stamps and values without the empty windows, and where these were."""
    values = part[column].to_numpy()
    present = ~np.isnan(values)
    index = np.flatnonzero(present)
    breaks = np.diff(index, prepend=index[:1]) > 1
    return stamps_of(part)[index], values[index], breaks


def _lines(side: Side, name: str, function: Function, limit: int, colour: str) -> list[Part]:
    part = side.parts[name]
    unit, angle = unit_of(name, function), theme.is_angle(name)
    stamps, values = thin(*_known(part), limit, even=angle)
    mode = "markers" if angle and function != "count" else "lines"
    if len(stamps) <= _MOST_MARKED and mode == "lines":
        mode = "lines+markers"
    is_a = side.letter == "A"
    main = trace(
        "scatter",
        x=side.at(stamps),
        y=compact(values),
        name=side.name(name, function),
        mode=mode,
        line={"color": colour, "width": 1.6, **({"dash": theme.EARLIER_DASH} if is_a else {})},
        marker={"color": colour, "size": 4 if mode == "markers" else 5},
        legendgroup=name + side.letter,
        **side.hover("%{y:,.5~g} " + unit, stamps),
    )
    traces = [*([] if is_a else _band(side, name, limit, colour)), main]
    isolated = is_isolated(values)
    if mode == "lines" and isolated.any():
        traces.append(_dots(side, stamps[isolated], values[isolated], name, colour))
    if part["filled"].any():
        traces.append(_hollow(side, name, limit))
    return traces


def _dots(side: Side, stamps: Stamps, values: Values, name: str, colour: str) -> Part:
    """Values between two gaps, which a line would not show."""
    return trace(
        "scatter",
        x=side.at(stamps),
        y=compact(values),
        mode="markers",
        marker={"color": colour, "size": 3},
        legendgroup=name + side.letter,
        showlegend=False,
        hoverinfo="skip",
    )


def _hollow(side: Side, name: str, limit: int) -> Part:
    """The windows without a row: their values are filled in."""
    filled = side.parts[name].filter(pl.col("filled"))
    stamps, values = thin(
        stamps_of(filled),
        filled["value"].to_numpy(),
        np.zeros(len(filled), dtype=np.bool_),
        min(limit, 500),
    )
    return trace(
        "scatter",
        x=side.at(stamps),
        y=compact(values),
        name=Words.FILLED(signal=literal(str(channel(name).title))),
        legendrank=1_800,
        mode="markers",
        marker={"symbol": "circle-open", "color": theme.GREY, "size": 6},
        legendgroup=name + side.letter,
        showlegend=side.letter != "A",
        hoverinfo="skip",
    )


def _band(side: Side, name: str, limit: int, colour: str) -> list[Part]:
    """From the 10th to the 90th percentile of each window, as an area behind the line."""
    part = side.parts[name]
    stamps, low, breaks = _known(part, "low")
    if not len(stamps):
        return []
    high = part["high"].drop_nulls().to_numpy()
    chosen = np.union1d(
        choose(stamps, low, breaks, limit // 2), choose(stamps, high, breaks, limit // 2)
    )
    x, y = _outline(side.at(stamps), low, high, np.split(chosen, cuts_of(breaks, chosen)))
    return [
        trace(
            "scatter",
            x=x,
            y=compact(y),
            name=Words.PERCENTILES(signal=literal(str(channel(name).title))),
            legendrank=1_500,
            mode="lines",
            line={"width": 0},
            fill="toself",
            fillcolor=theme.faded(colour, 0.35),
            legendgroup=name + side.letter,
            hoverinfo="skip",
        )
    ]


def _outline(x: Values, low: Values, high: Values, pieces: list[Indices]) -> tuple[Values, Values]:
    """Closed outlines, one per piece between two gaps: along the top, and back along the bottom."""
    gap = np.array([np.nan])
    xs = [np.concatenate([x[piece], x[piece][::-1], gap]) for piece in pieces]
    ys = [np.concatenate([high[piece], low[piece][::-1], gap]) for piece in pieces]
    return np.concatenate(xs), np.concatenate(ys)


def _bars(side: Side, name: str, function: Function, slot: tuple[int, int]) -> Part:
    """Totals as bars as wide as their windows; of several channels side by side."""
    place, places = slot
    part = side.parts[name]
    stamps, width = stamps_of(part), side.lengths * 0.86 / places
    opacity = np.where(part["filled"].to_numpy(), 0.35, 0.9)
    return trace(
        "bar",
        x=side.at(stamps),
        y=compact(part["value"].to_numpy()),
        width=width,
        offset=side.lengths * 0.07 + width * place,
        name=side.name(name, function),
        legendrank=1_000 + place,
        marker={"opacity": compact(opacity)},
        **side.hover("%{y:,.6~g} " + unit_of(name, function), stamps),
    )
