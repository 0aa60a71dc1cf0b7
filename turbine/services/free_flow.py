"""A turbine's rows without those in which it stands in the wake of another one."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from turbine.model.errors import ConfigError
from turbine.model.frame import floats, stamps_of
from turbine.model.series import natural
from turbine.services.measured import Measured
from turbine.services.words import Words
from turbine.sites import FACTS, Facts
from turbine.wind.wakes import Place, in_wake, wakes

_NEEDED = {
    "latitude_deg": "latitude_deg",
    "longitude_deg": "longitude_deg",
    "diameter_m": "rotor_diameter_m",
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FreeFlow:
    """What is left of a turbine's rows."""

    measured: Measured
    sectors: pl.DataFrame
    """As :func:`turbine.wind.wakes.wakes`: by whom it is disturbed, and where from."""
    in_wake: int
    """Rows from a disturbed sector, which are left out."""
    undirected: int
    """Rows without a direction, which are left out too: nobody knows where their wind comes
    from."""


def free_flow(
    measured: Measured, known: Mapping[str, Facts], turbines: Collection[str]
) -> FreeFlow:
    """The rows whose wind comes from no disturbed sector of any other turbine of the site.

    ``known``: facts of the site's turbines, by name; ``turbines``: those that have points. Raises
    ConfigError if there is no other turbine, or one of which position or rotor is not known, and
    without a wind direction.
    """
    own = measured.series.turbine
    measured.having("direction_deg")  # says so, if there is none
    names = sorted({*known, *turbines} - {own}, key=natural)
    if not names:
        raise ConfigError(Words.NO_OTHER_TURBINE(turbine=own), hint=Words.NOTE_THE_OTHERS())
    places = _places([own, *names], known)
    sectors = wakes(places.pop(own), places)
    same = sectors.filter(pl.col("distance_m") < 1.0)["turbine"].to_list()
    if same:
        raise ConfigError(
            Words.SAME_PLACE(turbine=own, others=tuple(same)), hint=Words.CORRECT_POSITIONS()
        )
    inside = measured.rows.inside
    direction = floats(inside, "direction_deg")
    unknown = ~np.isfinite(direction)
    disturbed = in_wake(direction, sectors)
    return FreeFlow(
        measured=measured.leaving_out(stamps_of(inside)[disturbed | unknown]),
        sectors=sectors,
        in_wake=int(disturbed.sum()),
        undirected=int(unknown.sum()),
    )


def _places(names: list[str], known: Mapping[str, Facts]) -> dict[str, Place]:
    """Raises ConfigError for those of which something is not known, with what it is."""
    places, lacking, what = {}, [], []
    for name in names:
        facts = known.get(name, {})
        given = {each: facts.get(fact) for each, fact in _NEEDED.items()}
        # The own rotor disturbs nothing here.
        needed = [each for each in _NEEDED if name != names[0] or each != "diameter_m"]
        values = {e: value for e in needed if isinstance(value := given[e], float)}
        missing = [each for each in needed if each not in values]
        if missing:
            lacking.append(name)
            what += [each for each in missing if each not in what]
            continue
        places[name] = Place(**{"diameter_m": math.nan, **values})
    if lacking:
        labels = tuple(FACTS[_NEEDED[each]].label() for each in _NEEDED if each in what)
        raise ConfigError(
            Words.WAKES_NEED(turbines=tuple(lacking), facts=labels), hint=Words.NOTE_ON_SITES()
        )
    return places
