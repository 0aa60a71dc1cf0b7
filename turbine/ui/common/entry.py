"""A series that can be explored, and its fields as they are listed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from turbine.charts.theme import COLOURS
from turbine.model.channels import UNITS, channel
from turbine.stores.base import SeriesInfo
from turbine.ui.common.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesEntry:
    """A series that can be shown, and what is known of it."""

    info: SeriesInfo
    known_zones: tuple[str, ...] = ()
    """What its files say of their clock, then what is noted of its site."""
    own: frozenset[str] | None = None
    """Its fields that were ingested here; None: all."""

    @property
    def names(self) -> tuple[str, ...]:
        """Its fields as they are listed: ours first, and those of one quantity together."""
        return _listed(self.info.fields, self.own)

    def title(self, name: str) -> str:
        """A field for a list: ``Gearbox temperature · °C``."""
        its = channel(name)
        title = f"{its.title} · {its.unit}" if its.unit else its.title
        is_own = self.own is None or name in self.own
        return title if is_own else Words.BY_ANOTHER_PROGRAM(field=title)

    @property
    def label(self) -> str:
        """For a list of series."""
        series = self.info.series
        return " · ".join((series.turbine, series.site, series.measurement))

    @property
    def zones(self) -> tuple[str, ...]:
        """Those that can be chosen."""
        return tuple(dict.fromkeys((*self.known_zones, "UTC")))

    @property
    def zone(self) -> str:
        """The one that is chosen first: UTC if none is known."""
        return self.zones[0]


@lru_cache(maxsize=256)
def _listed(fields: tuple[str, ...], own: frozenset[str] | None) -> tuple[str, ...]:
    units, usual = list(UNITS.values()), list(COLOURS)

    def place(name: str) -> tuple[bool, int, int]:
        unit = channel(name).unit
        first = usual.index(name) if name in usual else len(usual)
        is_own = own is None or name in own
        return not is_own, first, units.index(unit) if unit in units else len(units)

    return tuple(sorted(fields, key=place))


def spanning(entries: Sequence[SeriesEntry]) -> SeriesEntry:
    """The first of them, from the first row of any to the last one."""
    first, *_ = entries
    infos = [entry.info for entry in entries]
    start, stop = min(i.first_ns for i in infos), max(i.last_ns for i in infos)
    return replace(first, info=replace(first.info, first_ns=start, last_ns=stop))
