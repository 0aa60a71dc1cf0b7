"""Windows over time on a chart: where they stand, and those of another period beside them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import polars as pl

from turbine.charts import theme
from turbine.charts.figure import Part, trace
from turbine.charts.literal import literal
from turbine.charts.points import Values, compact, wall_ms
from turbine.charts.words import Words
from turbine.explore.coverage import coverage_of
from turbine.explore.functions import Function, label
from turbine.model.frame import Stamps, stamps_of, to_time
from turbine.timing.periods import Pair, onto_b
from turbine.timing.windows import Window

_MS_NS = 1_000_000
_STRIP_POINTS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Earlier:
    """The same of period A."""

    frame: pl.DataFrame
    length_ns: int
    pair: Pair
    window: Window


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Side:
    """Windows, and where they stand on the axis, which is that of B's local time."""

    parts: Mapping[str, pl.DataFrame]
    """By channel."""
    at: Callable[[Stamps], Values]
    lengths: Values
    """Of the windows, in ms of local time."""
    zone: str
    letter: str = ""
    """A or B, where there are two."""

    def name(self, name: str, function: Function) -> str:
        plain = literal(label(name, function))
        return Words.NAME_SIDE(name=plain, side=self.letter) if self.letter else plain

    def colour(self, colour: str) -> str:
        return theme.earlier(colour) if self.letter == "A" else colour

    def hover(self, value: str, stamps: Stamps) -> Part:
        """What a point says; one of A with its own time, which the axis does not show."""
        if self.letter != "A":
            return {"hovertemplate": value}
        local = to_time(stamps).dt.convert_time_zone(self.zone)
        return {
            "customdata": local.dt.strftime("%Y-%m-%d %H:%M").to_list(),
            "hovertemplate": Words.AT(value=value, date="%{customdata}"),
        }


def side_of(frame: pl.DataFrame, zone: str, length_ns: int) -> Side:
    """The windows of an aggregation's frame; ``length_ns``: of the last one."""
    parts = {str(key[0]): part for key, part in frame.partition_by("channel", as_dict=True).items()}
    stamps = stamps_of(next(iter(parts.values())))
    edges = wall_ms(np.append(stamps, stamps[-1] + length_ns), zone)
    return Side(parts=parts, at=partial(wall_ms, zone=zone), lengths=np.diff(edges), zone=zone)


def before(earlier: Earlier, b: pl.DataFrame, zone: str) -> Side | None:
    """Period A on B's axis; None if none of its windows has a place there."""
    side = side_of(earlier.frame, zone, earlier.length_ns)
    a = stamps_of(next(iter(side.parts.values())))
    of_b = stamps_of(b.select(pl.col("time").unique().sort()))
    wall, there = onto_b(earlier.pair, a, of_b, earlier.window)
    if not there.any():
        return None
    kept, places = a[there], wall[there] / _MS_NS

    def at(stamps: Stamps) -> Values:
        # Between two windows stands what leaves a gap open.
        found: Values = np.interp(stamps - kept[0], kept - kept[0], places)
        return found

    parts = {name: part.filter(pl.Series(there)) for name, part in side.parts.items()}
    return Side(parts=parts, at=at, lengths=side.lengths[there], zone=zone, letter="A")


def strip(side: Side, end_ms: float) -> Part:
    """Data coverage as an area, of A as a line; of many windows, the least covered ones are
    shown."""
    windows = coverage_of(pl.concat(side.parts.values()))
    every = -(-len(windows) // _STRIP_POINTS)
    firsts = np.arange(0, len(windows), every)
    percent = np.fmin.reduceat(windows["percent"].to_numpy(), firsts)
    cut = np.logical_or.reduceat(windows["cut"].to_numpy(), firsts).tolist()
    truncated = Words.TRUNCATED()
    found, is_a = Words.FOUND_BY_EXPECTED(), side.letter == "A"
    line: Part = {"shape": "hv", "width": 0, "color": theme.GREY}
    return trace(
        "scatter",
        x=np.append(side.at(stamps_of(windows)[firsts]), end_ms),
        y=compact(np.append(percent, percent[-1])),
        name=Words.NAME_SIDE(name=found, side=side.letter) if side.letter else found,
        mode="lines",
        line={**line, "width": 1, "dash": theme.EARLIER_DASH} if is_a else line,
        legendrank=2_000,
        fill="none" if is_a else "tozeroy",
        fillcolor=theme.faded(theme.GREY, 0.45),
        customdata=[truncated if each else "" for each in (*cut, *cut[-1:])],
        hovertemplate=Words.COVERED(percent="%{y:.0f}", remark="%{customdata}") + theme.NO_BOX,
    )
