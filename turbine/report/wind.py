"""The report's charts of the wind: rose and distribution."""

import numpy as np
import polars as pl

from turbine.charts.theme import GREEN, GREY, ORANGE, ramp
from turbine.report.document import Picture
from turbine.report.drawing import HALF, INK, RULE, SMALL, figure, legend, picture, plain
from turbine.report.numbers import percent, short
from turbine.report.words import Words
from turbine.wind.roses import Rose

_HOLE = 0.14
"""The calms' place in the middle, of the radius."""


def rose(its: Rose, *, title: str) -> Picture:
    """The share of the time by sector and speed class, with the calms in the middle."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    drawn = figure(HALF, 3.5)
    axes = drawn.add_subplot(projection="polar")
    axes.set_theta_zero_location("N")  # type: ignore[attr-defined] # polar axes have it
    axes.set_theta_direction(-1)  # type: ignore[attr-defined] # the same
    classes = its.frame.select("from_mps", "to_mps").unique(maintain_order=True).rows()
    sectors = its.frame["sector"].n_unique()
    reached = np.zeros(sectors)
    for (low, high), colour in zip(classes, ramp(len(classes)), strict=True):
        part = its.frame.filter(pl.col("from_mps") == low)
        share = 100 * part["share_hours"].fill_null(0.0).to_numpy()
        axes.bar(
            np.deg2rad(part["centre_deg"].to_numpy()),
            share,
            bottom=reached,
            width=2 * np.pi / sectors * 0.92,
            color=colour,
            edgecolor=GREY,
            linewidth=0.3,
            label=Words.FROM_SPEED(low=low)
            if high is None
            else Words.SPEED_CLASS(low=low, high=high),
        )
        reached += share
    most = max(float(reached.max()), 1e-6)
    axes.set_ylim(0, 1.02 * most)
    axes.set_rorigin(-_HOLE * most)  # type: ignore[attr-defined] # the same
    axes.set_xticks(np.deg2rad(np.arange(0, 360, 45)), [label() for label in _COMPASS])
    axes.tick_params(labelsize=SMALL, colors=INK, pad=1)
    axes.grid(color=RULE, linewidth=0.5)
    axes.spines["polar"].set_color(RULE)
    axes.yaxis.set_major_locator(MaxNLocator(4, prune="lower"))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _place: short(float(value))))
    # Where the least is drawn, the scale is read best; between two directions' names.
    emptiest = 360 / sectors * int(reached.argmin())
    axes.set_rlabel_position(45 * (emptiest // 45) + 22.5)  # type: ignore[attr-defined] # the same
    calm = percent(its.calm["share_hours"][0], 1)
    axes.text(
        0,
        -_HOLE * most,
        Words.CALM(percent=calm),
        ha="center",
        va="center",
        fontsize=5.5,
        color=INK,
    )
    axes.legend(
        loc=9,  # above and in the middle of it
        bbox_to_anchor=(0.5, -0.06),
        ncols=3,
        frameon=False,
        fontsize=SMALL,
        labelcolor=INK,
        handlelength=1.2,
        columnspacing=1.2,
    )
    return picture(drawn, alt=title, caption=Words.ROSE_CAPTION(title=title))


def histogram(frame: pl.DataFrame, *, title: str) -> Picture:
    """How often each speed occurs, with the fit.

    ``frame``: as :func:`turbine.wind.weibull.histogram`.
    """
    drawn = figure(HALF, 3.5)
    axes = plain(drawn.add_subplot(), across=Words.WIND_SPEED(), up=Words.TIME_SHARE())
    middle = (frame["from_mps"] + frame["to_mps"]).to_numpy() / 2
    axes.bar(
        middle, 100 * frame["share"].to_numpy(), width=0.9, color=GREEN, label=Words.MEASURED()
    )
    fit = frame["weibull_share"]
    if fit.null_count() < frame.height:
        axes.plot(
            middle,
            100 * fit.fill_null(0.0).to_numpy(),
            color=ORANGE,
            lw=1.4,
            marker="o",
            ms=2.6,
            label=Words.WEIBULL(),
        )
    axes.set_xlim(left=0)
    legend(axes, columns=2)
    return picture(drawn, alt=title, caption=Words.HISTOGRAM_CAPTION(title=title))


_COMPASS = (
    Words.NORTH, Words.NORTH_EAST, Words.EAST, Words.SOUTH_EAST,
    Words.SOUTH, Words.SOUTH_WEST, Words.WEST, Words.NORTH_WEST,
)  # fmt: skip
