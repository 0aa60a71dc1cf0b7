"""The proof as a picture: the file's values as a broad band, the database's on top."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from turbine.charts import theme
from turbine.charts.figure import Figure, Part, Row, stacked, trace
from turbine.charts.literal import literal
from turbine.charts.points import Values, breaks_of, compact, thin, wall_ms
from turbine.charts.words import Words
from turbine.explore.functions import quantity
from turbine.model.channels import channel as signal_of
from turbine.model.frame import Stamps, stamps_of

_MOST_MARKS = 1_000
"""Points of each kind that are drawn; all of them are in the verification's own list."""
_LINE, _DOTS, _RESIDUALS = 4_000, 4_000, 3_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Side:
    stamps: Stamps
    values: Values


def overlay(
    source: pl.DataFrame,
    stored: pl.DataFrame,
    *,
    channel: str,
    zone: str,
    differing: Stamps | None = None,
    period: tuple[int, int] | None = None,
) -> Figure:
    """The file's values and the database's on one time axis, with their difference below.

    ``source`` and ``stored`` have ``time`` (canonical, sorted, unique) and ``value`` (null: no
    value). Stamps of only one side are marked as missing or unexpected. ``differing`` are the
    stamps whose values count as different (None: every inexact one). ``period`` [start, stop) in
    ns is cut from both sides before they are thinned out, so that zooming in shows every point.
    """
    file, base = _side(source, period), _side(stored, period)
    shared, in_file, in_base = np.intersect1d(
        file.stamps, base.stamps, assume_unique=True, return_indices=True
    )
    residual = base.values[in_base] - file.values[in_file]
    wrong = residual != 0 if differing is None else np.isin(shared, differing)
    even = theme.is_angle(channel)
    traces = [_band(file, zone, even), _marks(base, zone, even)]
    missing = ~np.isin(file.stamps, base.stamps)
    unexpected = ~np.isin(base.stamps, file.stamps)
    for offenders in (
        _offenders(file, missing, zone, Words.MISSING(), "x", theme.RED),
        _offenders(base, unexpected, zone, Words.UNEXPECTED(), "diamond-open", theme.ORANGE),
        _offenders(
            _Side(stamps=shared, values=base.values[in_base]),
            wrong,
            zone,
            Words.DIFFERENT(),
            "circle-open",
            theme.RED,
        ),
    ):
        if offenders is not None:
            traces.append(offenders)
    main: Part = {
        "title": {"text": literal(quantity(channel))},
        **(theme.compass() if theme.is_direction(channel) else {}),
    }
    unit = signal_of(channel).unit
    difference = Words.DIFFERENCE(unit=unit) if unit else Words.PLAIN_DIFFERENCE()
    below: Part = {"title": {"text": difference}}
    if not residual.any():
        # Only zeros: an axis with its own scale would magnify nothing.
        below |= {"range": [-1, 1], "tickvals": [0]}
    residuals = _residuals(shared, residual, wrong, zone)
    return stacked(
        [Row(traces=traces, yaxis=main), Row(traces=residuals, yaxis=below, height=0.3)],
        xaxis=_period_of(file, base, zone),
        title=Words.TIME(zone=zone),
        height=520,
        spacing=0.05,
        showlegend=True,
        # Dragging horizontally chooses a period, which the page then requests.
        dragmode="select",
        selectdirection="h",
    )


def _period_of(file: _Side, base: _Side, zone: str) -> Part:
    """The time axis of both sides; without a period if neither has one."""
    ends = [side.stamps[[0, -1]] for side in (file, base) if len(side.stamps)]
    if not ends:
        return {"type": "date"}
    everything = np.concatenate(ends)
    first, last = wall_ms(np.array([everything.min(), everything.max()]), zone).tolist()
    margin = (last - first) * 0.01 + 60_000
    return theme.dates(first - margin, last + margin)


def _side(frame: pl.DataFrame, period: tuple[int, int] | None) -> _Side:
    known = frame.filter(pl.col("value").is_not_null())
    stamps, values = stamps_of(known), known["value"].to_numpy()
    if period is not None:
        first, last = np.searchsorted(stamps, period)
        stamps, values = stamps[first:last], values[first:last]
    return _Side(stamps=stamps, values=values)


def _band(file: _Side, zone: str, even: bool) -> Part:
    stamps, values = thin(file.stamps, file.values, breaks_of(file.stamps), _LINE, even=even)
    return trace(
        "scatter",
        x=wall_ms(stamps, zone),
        y=compact(values),
        name=Words.FILE(),
        mode="lines",
        # Otherwise a year of fluctuations would merge into one area.
        line={"color": theme.faded(theme.BLUE, 0.4), "width": 8 if len(stamps) < 1_500 else 4},
        hovertemplate="%{y:,.6~g}",
    )


def _marks(base: _Side, zone: str, even: bool) -> Part:
    no_breaks = np.zeros(len(base.stamps), dtype=np.bool_)
    stamps, values = thin(base.stamps, base.values, no_breaks, _DOTS, even=even)
    return trace(
        "scatter",
        x=wall_ms(stamps, zone),
        y=compact(values),
        name=Words.DATABASE(),
        mode="markers",
        marker={"color": theme.GREEN, "size": 3},
        hovertemplate="%{y:,.6~g}",
    )


def _offenders(
    side: _Side, flags: np.typing.NDArray[np.bool_], zone: str, kind: str, symbol: str, colour: str
) -> Part | None:
    """Points that the verdict counts, evenly sampled if there are too many to draw."""
    every = np.flatnonzero(flags)
    count = len(every)
    if not count:
        return None
    drawn = every[np.linspace(0, count - 1, min(count, _MOST_MARKS)).astype(np.int64)]
    name = Words.DRAWN(kind=kind, count=count)
    if len(drawn) < count:
        name = Words.PARTLY_DRAWN(kind=kind, drawn=len(drawn), count=count)
    return trace(
        "scatter",
        x=wall_ms(side.stamps[drawn], zone),
        y=side.values[drawn],
        name=name,
        mode="markers",
        marker={
            "symbol": symbol,
            "color": colour,
            "size": 9 if len(drawn) <= 200 else 5,
            "line": {"width": 1, "color": colour},
        },
        hovertemplate="%{y}",
    )


def _residuals(
    stamps: Stamps, residual: Values, wrong: np.typing.NDArray[np.bool_], zone: str
) -> list[Part]:
    kept, values = thin(stamps, residual, breaks_of(stamps), _RESIDUALS)
    traces = [
        trace(
            "scatter",
            x=wall_ms(kept, zone),
            y=values,
            name=Words.DATABASE_MINUS_FILE(),
            mode="lines",
            line={"color": theme.GREY, "width": 1.5},
            hovertemplate="%{y:.3~g}",
        )
    ]
    marked = _offenders(
        _Side(stamps=stamps, values=residual), wrong, zone, Words.DIFFERENT(), "circle", theme.RED
    )
    if marked is not None:
        traces.append({**marked, "showlegend": False, "marker": {**marked["marker"], "size": 5}})
    return traces
