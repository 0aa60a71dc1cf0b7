"""Flagged rows on the time series, and where rows are missing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import polars as pl

from turbine.charts import theme
from turbine.charts.figure import Figure, Part, Row, stacked, trace
from turbine.charts.points import Flags, Values, breaks_of, choose, compact, thin, wall_ms
from turbine.charts.words import Words
from turbine.model.frame import Stamps, stamps_of, to_time
from turbine.timing.periods import Pair, over_b

_LINE, _MARKS, _MOST_GAPS = 2_000, 8_000, 300
_MS_NS = 1_000_000
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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Marked:
    """The rows of a period, and what is told of them."""

    rows: pl.DataFrame
    """``time`` and those of ``power_kw``, ``reference_kw``, ``wind_mps``, ``direction_deg`` that
    there are."""
    masks: Mapping[str, Flags]
    """By flag, (n,)."""
    gaps: Sequence[tuple[int, int]]
    """[start, stop) in ns, the longest first."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Side:
    """What of it is on the axis."""

    rows: pl.DataFrame
    masks: Mapping[str, Flags]
    gaps: Values
    """Their ends on the axis, (n, 2)."""
    at: Callable[[Stamps], tuple[Values, Flags]]
    """Where on the axis moments are, and whether they have a place there."""
    zone: str
    letter: str = ""
    """A or B, where there are two."""

    def named(self, name: str) -> str:
        return Words.NAME_SIDE(name=name, side=self.letter) if self.letter else name

    def colour(self, colour: str) -> str:
        return theme.earlier(colour) if self.letter == "A" else colour

    def flagged(self, name: str, code: str) -> pl.DataFrame:
        """The rows that a flag marks, with a value of this signal."""
        return self.rows.filter(pl.Series(self.masks[code])).select("time", name).drop_nulls()


def flagged_series(
    marked: Marked,
    titles: Mapping[str, str],
    *,
    span: tuple[int, int],
    zone: str,
    earlier: tuple[Marked, Pair] | None = None,
) -> Figure:
    """Power, wind speed and direction over a ``span`` [start, stop) in ns, with a mark at each
    flagged row, and missing rows shaded. With those of period A, these stand above B's, on B's axis
    and by the same scale: laid over each other, two such series could not be told apart.

    ``titles``: of the flags that are shown. Of very many points, the lines keep all extremes, and
    each flag a mark in every part of the time in which it marks a row: zoomed in, all are there.
    """
    ends = wall_ms(np.array(span), zone)
    sides = [_side(marked, partial(_own, zone), ends, zone, "B" if earlier else "")]
    if earlier is not None:
        before, pair = earlier
        sides.insert(0, _side(before, partial(_over, pair), ends, zone, "A"))
    wanted = {"power_kw", "wind_mps"} | {s for code in titles for s in _ON.get(code, ())}
    shown = [
        name
        for name in _SIGNALS
        if name in wanted and all(name in side.rows.columns for side in sides)
    ]
    drawn = {(name, code): _sides_with(sides, name, code) for name in shown for code in titles}
    drawn = {place: its for place, its in drawn.items() if its}
    limit = _MARKS // max(sum(map(len, drawn.values())), 1)
    first = {code: name for name, code in reversed(drawn)}
    parts: list[Row] = []
    shapes: list[Part] = []
    for name in shown:
        title, _ = _SIGNALS[name]
        for side in sides:
            traces = _lines(side, name)
            for code in titles:
                its = drawn.get((name, code), [])
                if side in its:
                    is_told = first[code] == name and side is its[0]
                    label = _label(its, name, code, titles[code], limit)
                    marks = _marks(side, name, code, titles[code], limit)
                    traces.append({**marks, "name": label, "showlegend": is_told})
            yaxis: Part = {"title": {"text": side.named(title())}}
            if name == "direction_deg":
                yaxis |= theme.compass()
            elif side.letter:
                yaxis |= _range(sides, name)
            parts.append(Row(traces=traces, yaxis=yaxis, height=1.3 if name == "power_kw" else 1.0))
            axis = f"y{len(parts) if len(parts) > 1 else ''}"
            where = " ".join((axis, "domain")) if side.letter else "paper"
            if side.letter or not shapes:
                shapes += _shades(side, where, _MOST_GAPS // (len(shown) if side.letter else 1))
    return stacked(
        parts,
        xaxis=theme.dates(*ends.tolist()),
        title=Words.TIME(zone=zone),
        height=150 + (190 if earlier is None else 165) * len(parts),
        spacing=0.05 if earlier is None else 0.03,
        showlegend=True,
        hovermode="closest",
        **({"shapes": shapes} if shapes else {}),
    )


def _side(
    marked: Marked,
    at: Callable[[Stamps], tuple[Values, Flags]],
    ends: Values,
    zone: str,
    letter: str,
) -> _Side:
    places, there = at(stamps_of(marked.rows))
    inside = there & (places >= ends[0]) & (places < ends[1])
    gaps = np.array(marked.gaps, dtype=np.int64).ravel()
    return _Side(
        rows=marked.rows.filter(pl.Series(inside)),
        masks={code: mask[inside] for code, mask in marked.masks.items()},
        gaps=np.clip(at(gaps)[0], *ends).reshape(-1, 2),
        at=at,
        zone=zone,
        letter=letter,
    )


def _range(sides: Sequence[_Side], name: str) -> Part:
    """The ends of an axis for the values of both periods."""
    names = (name, "reference_kw") if name == "power_kw" else (name,)
    columns = [side.rows[each] for side in sides for each in names if each in side.rows.columns]
    values = pl.concat([each.drop_nulls() for each in columns])
    if values.is_empty():
        return {}
    low, high = (float(end) for end in np.percentile(values.to_numpy(), [0, 100]))
    margin = 0.05 * (high - low) or 1.0
    return {"range": [low - margin, high + margin]}


def _own(zone: str, stamps: Stamps) -> tuple[Values, Flags]:
    return wall_ms(stamps, zone), np.ones(len(stamps), dtype=np.bool_)


def _over(pair: Pair, stamps: Stamps) -> tuple[Values, Flags]:
    wall, there = over_b(pair, stamps)
    return wall / _MS_NS, there


def _sides_with(sides: Sequence[_Side], name: str, code: str) -> list[_Side]:
    """Those of the two that have a mark of this flag on this signal."""
    if name not in _ON.get(code, ("power_kw",)):
        return []
    return [side for side in sides if code in side.masks and side.flagged(name, code).height]


def _lines(side: _Side, name: str) -> list[Part]:
    title, colour = _SIGNALS[name]
    lines = [_line(side, name, title(), {"color": side.colour(colour), "width": 1.3})]
    if name == "power_kw" and "reference_kw" in side.rows.columns:
        look = {"color": side.colour(theme.GREY), "width": 1.2, "dash": "dot"}
        lines.insert(0, _line(side, "reference_kw", Words.REFERENCE(), look))
    return lines


def _line(side: _Side, name: str, title: str, look: Part) -> Part:
    known = side.rows.select("time", name).drop_nulls()
    stamps = stamps_of(known)
    is_angle = name == "direction_deg"
    x, y = thin(stamps, known[name].to_numpy(), breaks_of(stamps), _LINE, even=is_angle)
    dash = {"dash": theme.EARLIER_DASH} if side.letter == "A" else {}
    return trace(
        "scatter",
        x=side.at(x)[0],
        y=compact(y),
        name=side.named(title),
        mode="markers" if is_angle else "lines",
        line={**dash, **look},
        marker={"color": look["color"], "size": 3},
        hoverinfo="skip",
    )


def _chosen(side: _Side, name: str, code: str, limit: int) -> tuple[Stamps, Values]:
    """The marks that are drawn."""
    flagged = side.flagged(name, code)
    stamps, values = stamps_of(flagged), flagged[name].to_numpy()
    drawn = choose(stamps, values, np.zeros(len(stamps), dtype=np.bool_), limit)
    return stamps[drawn], values[drawn]


def _label(sides: Sequence[_Side], name: str, code: str, title: str, limit: int) -> str:
    """A flag in the legend, with its marks: one name for those of both periods."""
    counts = {side.letter: side.flagged(name, code).height for side in sides}
    drawn = {side.letter: len(_chosen(side, name, code, limit)[0]) for side in sides}
    all_drawn = drawn == counts
    if "" in counts:
        say = Words.DRAWN if all_drawn else Words.PARTLY_DRAWN
        return say(kind=title, drawn=drawn[""], count=counts[""])
    say = Words.DRAWN_OF_BOTH if all_drawn else Words.PARTLY_DRAWN_OF_BOTH
    found = {f"{side}_drawn".lower(): drawn.get(side, 0) for side in "AB"}
    return say(kind=title, a=counts.get("A", 0), b=counts.get("B", 0), **found)


def _marks(side: _Side, name: str, code: str, title: str, limit: int) -> Part:
    stamps, values = _chosen(side, name, code, limit)
    symbol, colour = _LOOKS[code]
    colour = side.colour(colour)
    time: Part = {"time": "%{x|%a %d %b %Y %H:%M}"}
    said: Part = {}
    if side.letter == "A":  # its own time, which the axis does not show
        local = to_time(stamps).dt.convert_time_zone(side.zone)
        time = {"time": "%{customdata}"}
        said = {"customdata": local.dt.strftime("%Y-%m-%d %H:%M").to_list()}
    return trace(
        "scatter",
        x=side.at(stamps)[0],
        y=compact(values),
        legendgroup=code,
        mode="markers",
        marker={"symbol": symbol, "color": colour, "size": 6, "line": {"color": colour}},
        **said,
        hovertemplate=Words.FLAGGED_ROW(flag=side.named(title), value="%{y:,.5~g}", **time)
        + theme.NO_BOX,
    )


def _shades(side: _Side, where: str, most: int) -> list[Part]:
    gaps = side.gaps[side.gaps[:, 1] > side.gaps[:, 0]][:most]
    return [
        {
            "type": "rect",
            "xref": "x",
            "yref": where,
            "x0": start,
            "x1": stop,
            "y0": 0,
            "y1": 1,
            "layer": "below",
            "fillcolor": theme.faded(theme.RED, 0.15),
            "line": {"color": theme.faded(theme.RED, 0.3), "width": 1},
        }
        for start, stop in gaps.tolist()
    ]
