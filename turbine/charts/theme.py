"""How every chart looks: on a light and on a dark page, wide and narrow."""

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Any
from zlib import crc32

from turbine.charts.words import Words
from turbine.model.channels import channel, ordered

# Each has a contrast of at least 3:1 against a white and against a near-black page (WCAG 1.4.11).
BLUE, GREEN, ORANGE, PURPLE = "#1b84c9", "#0f9d76", "#d9741a", "#a26bb8"
RED, GREY = "#e0413a", "#808891"
GRID = "rgba(128, 136, 145, 0.25)"

COLOURS = {
    "power_kw": BLUE,
    "wind_speed_mps": GREEN,
    "theoretical_power_kw": ORANGE,
    "wind_direction_deg": PURPLE,
}
"""Of those that nearly every chart shows."""
PALETTE = (
    "#c2569b", "#8a8b2f", "#3b8fa8", "#b5654a", "#7478d6", "#5c9435", "#c95d7a", "#9b7d3c",
)  # fmt: skip
"""Of all others."""
_OF_TURBINES = (BLUE, ORANGE, GREEN, PURPLE, *PALETTE)

LAYOUT: dict[str, Any] = {
    "margin": {"l": 8, "r": 8, "t": 36, "b": 8},
    "paper_bgcolor": "rgba(0, 0, 0, 0)",
    "plot_bgcolor": "rgba(0, 0, 0, 0)",
    "font": {"color": GREY},
    "legend": {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "xanchor": "left"},
    "hovermode": "x unified",
    "bargap": 0.1,
}
"""What all figures have in common: transparent, so that the page's own colours show through."""

BARE: dict[str, Any] = {"hovermode": "closest", "margin": {**LAYOUT["margin"], "t": 8}}
"""What figures without a legend have instead."""

XAXIS: dict[str, Any] = {
    "gridcolor": GRID,
    "zeroline": False,
    "automargin": True,
    "separatethousands": True,
    "exponentformat": "none",
}
YAXIS: dict[str, Any] = {
    "gridcolor": GRID,
    "zerolinecolor": GRID,
    "automargin": True,
    "separatethousands": True,
    "exponentformat": "none",
}
CONFIG: dict[str, Any] = {
    "displaylogo": False,
    "scrollZoom": False,
    "modeBarButtonsToRemove": ["lasso2d", "select2d", "autoScale2d"],
}
"""Plotly's own options, for whoever shows a figure."""

_ROUND = 360.0
NO_BOX = "<extra></extra>"
"""At the end of a hover's template: without a second box for the trace's name."""


def compass() -> dict[str, Any]:
    """A vertical axis of directions."""
    return {
        "range": [0, 360],
        "tickvals": [0, 90, 180, 270, 360],
        "ticktext": [
            Words.NORTH_0(), Words.EAST_90(), Words.SOUTH_180(), Words.WEST_270(), Words.NORTH(),
        ],
    }  # fmt: skip


def colour_of(name: str) -> str:
    """The field's own colour, the same on every page: of most fields by their name alone."""
    return COLOURS.get(name) or PALETTE[crc32(name.encode()) % len(PALETTE)]


def colours_of(names: Iterable[str]) -> dict[str, str]:
    """The colours of fields on one chart: each its own, unless another one there has it."""
    return _apart({name: colour_of(name) for name in ordered(names)}, PALETTE)


def colours_of_turbines(names: Collection[str], *, alone: str = BLUE) -> dict[str, str]:
    """The colours of turbines (or sites) on one chart, by their names as they are: each its own,
    the same on every chart that has several, unless another one there has it. Neighbours by number
    have unlike ones. A single turbine has the one of what is shown of it, ``alone``."""
    if len(names) == 1:
        return dict.fromkeys(names, alone)
    return _apart({name: _of_turbines(name) for name in sorted(names)}, _OF_TURBINES)


def _of_turbines(name: str) -> str:
    numbers = re.findall(r"\d+", name)
    place = int(numbers[-1]) - 1 if numbers else crc32(name.encode())
    return _OF_TURBINES[place % len(_OF_TURBINES)]


def _apart(own: dict[str, str], others: Sequence[str]) -> dict[str, str]:
    """Things' own colours; where several have the same one, the first keeps it, and the rest get
    those of the others that are free."""
    holders = {colour: name for name, colour in reversed(own.items())}
    free = (colour for colour in others if colour not in holders)
    return {
        name: colour if holders[colour] == name else next(free, colour)
        for name, colour in own.items()
    }


def ages(count: int) -> list[str]:
    """Colours for things in the order of time: the newest is the strongest."""
    return [faded(BLUE, 0.25 + 0.75 * (place + 1) / count) for place in range(count)]


def earlier(colour: str) -> str:
    """The colour of period A where B has this one: the same thing, paler."""
    return faded(colour, 0.5)


EARLIER_DASH = "5px,3px"
"""The lines of period A: to be told apart without seeing colours."""


def parts(partial: Sequence[bool], colour: str) -> dict[str, Any]:
    """The marker of bars in this colour: dotted where a period has only a part of what they say."""
    shapes = ["." if each else "" for each in partial]
    return {
        "color": colour,
        "pattern": {
            "shape": shapes,
            "fillmode": "overlay",
            "fgcolor": "#ffffff",
            "fgopacity": 0.7,
            "size": 5,
            "solidity": 0.3,
        },
    }


def hatched(colour: str) -> dict[str, Any]:
    """The marker of bars that are an estimate."""
    return {
        "color": faded(colour, 0.15),
        "line": {"color": colour, "width": 1},
        "pattern": {"shape": "/", "fgcolor": colour, "size": 6},
    }


_RAMP = ("#3f5fa5", "#2c80a0", "#1f9e89", "#5ec962", "#b5de2b", "#fde725")
"""Ordered by their lightness: to be told apart without seeing colours."""


def ramp(count: int) -> list[str]:
    """Colours for classes from low to high, six at most."""
    return [_RAMP[round(place * (len(_RAMP) - 1) / max(1, count - 1))] for place in range(count)]


def faded(colour: str, opacity: float) -> str:
    """The colour, transparent: for bands and areas; of one that is, more so."""
    if colour.startswith("rgba("):
        *channels, before = colour.removeprefix("rgba(").removesuffix(")").split(",")
        return f"rgba({','.join(channels)},{float(before) * opacity:.4g})"
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


def is_angle(name: str) -> bool:
    """Whether the field is an angle in degrees."""
    return channel(name).angular


def is_direction(name: str) -> bool:
    """Whether it is one all round, as a compass has it."""
    its = channel(name)
    return its.angular and its.upper == _ROUND


def dates(start: float, stop: float) -> dict[str, Any]:
    """A time axis from start to stop (the zone's wall clock in ms)."""
    return {"type": "date", "range": [start, stop], "hoverformat": "%a %d %b %Y %H:%M"}
