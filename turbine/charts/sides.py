"""Turbines on one chart, and each in one period or in two: names, colours and lines."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from turbine.charts import theme
from turbine.charts.figure import Part
from turbine.charts.literal import literal
from turbine.charts.words import Words


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Side:
    """A turbine in one period."""

    name: str
    """As a figure has it."""
    frame: pl.DataFrame
    colour: str
    is_a: bool

    @property
    def line(self) -> Part:
        """A's is paler, and dashed."""
        return {
            "color": self.colour,
            "width": 2,
            "dash": theme.EARLIER_DASH if self.is_a else "solid",
        }


def sides(
    frames: Mapping[str, pl.DataFrame],
    earlier: Mapping[str, pl.DataFrame] | None,
    names: tuple[str, str],
    *,
    alone: str,
) -> list[Side]:
    """The turbines in order, A before B; ``frames`` of the period or of B, ``earlier`` of A, both
    by turbine; ``names`` of A and B; ``alone``: the colour of a single turbine."""
    colours = theme.colours_of_turbines(frames, alone=alone)
    found = []
    for turbine, frame in frames.items():
        colour = colours[turbine]
        if earlier is None:
            found.append(Side(name=literal(turbine), frame=frame, colour=colour, is_a=False))
            continue
        for side, name, its, shade in (
            ("A", names[0], earlier[turbine], theme.earlier(colour)),
            ("B", names[1], frame, colour),
        ):
            several = Words.NAME_SIDE(name=literal(turbine), side=side)
            said = literal(name) if len(frames) == 1 else several
            found.append(Side(name=said, frame=its, colour=shade, is_a=side == "A"))
    return found
