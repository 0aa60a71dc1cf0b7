"""The report's charts of production, power curve and coverage. Colours are those of the pages, and
each has a second sign (hatching, dashes, height) for a printer without colours."""

from collections.abc import Mapping
from datetime import timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl

from turbine.charts.theme import BLUE, GREEN, GREY, ORANGE, RED, colours_of_turbines
from turbine.model.frame import floats
from turbine.report.document import Picture
from turbine.report.drawing import (
    DASHES,
    MARKERS,
    RULE,
    SMALL,
    WIDE,
    drawable,
    figure,
    grouped,
    legend,
    picture,
    plain,
)
from turbine.report.words import Words
from turbine.wind.rows import Period
from turbine.words import month_names

_MANY_MONTHS = 18
_LEVELS = ((100.0, GREEN, 1.0), (90.0, BLUE, 0.75), (50.0, ORANGE, 0.5), (1e-9, RED, 0.25))
"""Coverage from so many per cent: its colour, and the part of the row's height that it has."""
MOST_CURVES = 12
"""That can be told apart in one chart."""


def production(frame: pl.DataFrame, zone: str, *, title: str) -> Picture:
    """Energy of each month, with the estimate of what is missing hatched on top.

    ``frame``: as :attr:`turbine.wind.production.Production.frame` by month.
    """
    drawn = figure(WIDE, 2.2)
    axes = plain(drawn.add_subplot(), up=Words.ENERGY_KWH())
    grouped(axes)
    place = np.arange(frame.height)
    measured, estimate = (_filled(frame, name) for name in ("measured_kwh", "month_mean_kwh"))
    axes.bar(place, measured, width=0.8, color=BLUE, label=Words.MEASURED())
    if (estimate > 0).any():
        axes.bar(
            place,
            estimate,
            bottom=measured,
            width=0.8,
            facecolor="white",
            edgecolor=BLUE,
            hatch="////",
            linewidth=0.6,
            label=Words.ESTIMATE_ON_TOP(),
        )
    axes.set_ylim(min(0.0, 1.06 * measured.min()), max(1.06 * (measured + estimate).max(), 1.0))
    axes.set_xticks(place, _month_labels(frame, zone), fontsize=SMALL)
    if frame.height > _MANY_MONTHS:
        axes.set_xticks(place[:: -(-frame.height // _MANY_MONTHS)])
    axes.set_xlim(-0.6, max(frame.height, 4) - 0.4)
    legend(axes)
    return picture(drawn, alt=title, caption=Words.PRODUCTION_CAPTION(title=title))


def curve(frame: pl.DataFrame, *, title: str) -> Picture:
    """The measured curve with its deviation and reference, and the rows of each bin below.

    ``frame``: as :attr:`turbine.services.measured.Curve.frame`.
    """
    drawn = figure(WIDE, 3.5)
    upper, lower = drawn.subplots(2, 1, sharex=True, height_ratios=(3, 1))
    plain(upper, up=Words.POWER_KW())
    grouped(upper)
    whole, thin = frame.filter(~pl.col("thin")), frame.filter(pl.col("thin"))
    speed, mean, spread = (floats(whole, name) for name in ("wind_mps", "mean_kw", "std_kw"))
    spread = np.nan_to_num(spread)
    upper.fill_between(
        speed, mean - spread, mean + spread, color=BLUE, alpha=0.2, lw=0, label=Words.DEVIATION()
    )
    upper.plot(speed, mean, color=BLUE, lw=1.4, marker="o", ms=2.6, label=Words.BIN_MEAN())
    if thin.height:
        upper.plot(
            *(floats(thin, name) for name in ("wind_mps", "mean_kw")),
            ls="",
            marker="o",
            ms=3.2,
            mfc="white",
            mec=GREY,
            label=Words.THIN_BINS(),
        )
    known = frame.drop_nulls("reference_kw")
    if known.height:
        upper.plot(
            *(floats(known, name) for name in ("wind_mps", "reference_kw")),
            color=ORANGE,
            lw=1.4,
            ls="--",
            label=Words.REFERENCE(),
        )
    legend(upper)
    plain(lower, across=Words.WIND_SPEED(), up=Words.ROWS())
    grouped(lower)
    lower.bar(floats(frame, "bin_mps"), floats(frame, "rows"), width=0.42, color=GREY)
    lower.set_xlim(left=0)
    return picture(drawn, alt=title, caption=Words.CURVE_CAPTION(title=title))


def curves(frames: Mapping[str, pl.DataFrame], *, title: str) -> Picture:
    """The means of several turbines' curves."""
    drawn = figure(WIDE, 3.4)
    axes = plain(drawn.add_subplot(), across=Words.WIND_SPEED(), up=Words.POWER_KW())
    grouped(axes)
    colours = colours_of_turbines(frames)
    lines = []
    for place, (name, frame) in enumerate(frames.items()):
        whole = frame.filter(~pl.col("thin"))
        lines += axes.plot(
            *(floats(whole, column) for column in ("wind_mps", "mean_kw")),
            color=colours[name],
            lw=1.2,
            ls=DASHES[place % len(DASHES)],
            marker=MARKERS[place % len(MARKERS)],
            ms=3,
            markevery=(place % 4, 4),
        )
    axes.set_xlim(left=0)
    legend(axes, columns=6, named=dict(zip(frames, lines, strict=True)))
    return picture(drawn, alt=title, caption=Words.CURVES_CAPTION(title=title))


def coverage(
    frames: Mapping[str, pl.DataFrame], period: Period, days: int, *, title: str
) -> Picture:
    """A row for each turbine, a box for each stretch of days (or weeks) that are covered alike.

    ``frames``: by turbine, as :func:`turbine.services.status.by_window`.
    """
    drawn = figure(WIDE, 0.62 + 0.2 * len(frames))
    axes = plain(drawn.add_subplot())
    axes.grid(visible=False)
    axes.grid(visible=True, axis="x", color=RULE, linewidth=0.5)
    used = set()
    for row, frame in enumerate(frames.values()):
        for level, start, length in _stretches(frame):
            _, colour, height = _LEVELS[level]
            used.add(level)
            axes.broken_barh(
                [(start * days, length * days)],
                (row + 0.9 - 0.8 * height, 0.8 * height),
                facecolor=colour,
                lw=0,
            )
    length = max(frame.height for frame in frames.values()) * days
    axes.set_ylim(len(frames), 0)
    axes.set_xlim(0, length)
    axes.set_yticks(np.arange(len(frames)) + 0.5, drawable(frames), fontsize=SMALL)
    for text in axes.get_yticklabels():
        text.set_parse_math(False)
    places, names = _months_along(next(iter(frames.values())), period.zone, length)
    axes.set_xticks(places, names, fontsize=SMALL)
    _coverage_legend(axes)
    return picture(drawn, alt=title, caption=Words.COVERAGE_CAPTION(title=title))


def _coverage_legend(axes: Any) -> None:  # noqa: ANN401 - Matplotlib's, imported where it is drawn
    from matplotlib.patches import Patch

    titles = (Words.COMPLETE(), Words.MOST(), Words.SOME(), Words.LITTLE())
    keys = [Patch(color=colour) for _, colour, _ in _LEVELS]
    legend(axes, named=dict(zip(titles, keys, strict=True)))


def _stretches(frame: pl.DataFrame) -> list[tuple[int, int, int]]:
    """Level, first place and length of each run of windows that are covered alike; what has no row
    is none."""
    percent = np.nan_to_num(floats(frame, "percent"))
    # Rows without a step: there is something, and nobody knows how much is missing.
    percent = np.where((frame["count"].to_numpy() > 0) & (percent <= 0), 1.0, percent)
    levels = [
        next((n for n, (least, _, _) in enumerate(_LEVELS) if each >= least), -1)
        for each in percent
    ]
    found, place = [], 0
    for level, run in groupby(levels):
        length = len([*run])
        if level >= 0:
            found.append((level, place, length))
        place += length
    return found


def _months_along(frame: pl.DataFrame, zone: str, length: int) -> tuple[list[float], list[str]]:
    """Where months begin in so many days since the first window, and their names."""
    first = frame["time"][0].astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    last = first + timedelta(days=length)  # a place beyond it would widen the axis
    starts = [
        (first.replace(year=year, month=month, day=1, hour=0, minute=0), month, year)
        for year in range(first.year, last.year + 1)
        for month in range(1, 13)
    ]
    inside = [each for each in starts if first - timedelta(days=1) < each[0] <= last]
    every = -(-len(inside) // _MANY_MONTHS) or 1
    names = month_names()
    shown = inside[::every]
    return (
        [(start - first) / timedelta(days=1) for start, _, _ in shown],
        [
            f"{names[month]}\n{year}" if n == 0 or month == 1 else names[month]
            for n, (_, month, year) in enumerate(shown)
        ],
    )


def _month_labels(frame: pl.DataFrame, zone: str) -> list[str]:
    """Of each month; partial ones are marked, and the first and each January say the year."""
    names, labels = month_names(), []
    for place, (start, partial) in enumerate(frame.select("start", "partial").iter_rows()):
        local = start.astimezone(ZoneInfo(zone))
        name = names[local.month] + ("*" if partial else "")
        labels.append(f"{name}\n{local.year}" if place == 0 or local.month == 1 else name)
    return labels


def _filled(frame: pl.DataFrame, name: str) -> Any:  # noqa: ANN401 - the same
    return np.nan_to_num(floats(frame, name))
