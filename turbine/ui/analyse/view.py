"""What a view is, and what it gets: all that the frame of its page needs to know of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from turbine.model.actor import Actor
from turbine.services.measured import Flagged, Measured
from turbine.services.selecting import Picked, picked
from turbine.services.windproof import Windproof
from turbine.timing.periods import Pair
from turbine.ui.analyse.choice import Choice, Option
from turbine.ui.common.entry import SeriesEntry
from turbine.wind.flags import Rules
from turbine.wind.selection import NOTHING, Kind, Selection
from turbine.words import Label

Tables = Mapping[str, pl.DataFrame]
"""Title → table, with titled columns: what stands below the figure, and can be taken away."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Turbine:
    """One of the turbines that are chosen."""

    name: str
    """Unlike that of the others."""
    entry: SeriesEntry
    picked: Picked
    """Its rows that are selected; without a selection, all."""
    whole: Measured
    """All rows of the period, selected or not: what recovery, a reference, and all that speaks of
    the calendar has to go by."""
    flagged: Flagged
    """The flags of all of its rows."""
    rules: Rules
    """What the flags go by."""
    selection: Selection = NOTHING

    @property
    def measured(self) -> Measured:
        """Its rows that are selected, without those that are left out."""
        return self.picked.measured

    def but(self, *kinds: Kind) -> Measured:
        """The rows for a chart on which these kinds of parts are picked: what is picked elsewhere
        selects them, and what is picked there is only drawn."""
        others = self.selection.but(*kinds)
        return self.measured if others == self.selection else picked(self.whole, others).measured

    @property
    def rated_kw(self) -> float | None:
        """As noted of it; None if it is not."""
        return self.whole.rated_kw(None)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Earlier:
    """Period A, which the one that is looked at, B, is compared with."""

    pair: Pair
    turbines: tuple[Turbine, ...]
    """Those of B in their order, by the same names, each with a row in A too."""
    names: tuple[str, str]
    """Of A and B, with their days."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shown:
    """What a view draws from."""

    choice: Choice
    turbines: tuple[Turbine, ...]
    """At least one, each with the signals that the view needs and a row in the period."""
    services: Windproof
    actor: Actor
    earlier: Earlier | None = None
    """What they are compared with; their own rows are then those of period B."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class View:
    """One page's view. ``draw`` shows figures by their numbers and charts, and returns tables."""

    name: str
    """Of its page, and at the beginning of its widgets' keys."""
    title: Label
    definition: Label
    """How its figures are made, in Markdown."""
    needs: tuple[str, ...]
    """Signals (:class:`turbine.services.fields.Fields`) without which there is nothing to show;
    of those that can be noted of a turbine."""
    draw: Callable[[Shown], Tables]
    options: tuple[Option, ...] = field(default=())
    needs_rated: bool = False
    """Whether the rated power is asked for."""
    uses_reference: bool = False
    """Whether it is asked which reference power counts, where there are two."""
    compares: bool = False
    """Whether it shows two periods, :attr:`Shown.earlier`."""
    selects: bool = True
    """Whether it shows the selected rows alone, and is selected on."""
    compares_selected: bool = False
    """Whether these may be of selected rows: not where recovery is a part of the comparison."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Pages that others lead to."""

    ingest: Path
    sites: Path
