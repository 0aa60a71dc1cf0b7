"""The script of the park's energy and ranking."""

from typing import Any

import numpy as np

from turbine.model.series import Target
from turbine.services.park import Park
from turbine.snippets import Asked, Source, Wanted, reasons, script
from turbine.snippets.script import Lasting, moment
from turbine.ui.analyse.park.choice import MEDIAN, OF_CALENDAR, Choice
from turbine.ui.analyse.park.words import Words
from turbine.ui.analyse.scripting import RULES
from turbine.ui.common.python import NoScript, python
from turbine.wind.energy import HOUR_NS

RANKS = {
    "ratio": ("common",),
    "measured_kwh": ("common", "own"),
    "full_load_hours": ("common", "own"),
    "cf_rows": ("common", "own"),
    "cf_calendar": ("common", "own"),
    "recovery": ("common", "own"),
}
"""What the script ranks by, and over which rows."""
OF_RATED = ("full_load_hours", "cf_rows", "cf_calendar")
"""What needs rated powers."""


def draw(park: Park, choice: Choice, target: Target, *, compared: bool) -> None:
    """The script of what is shown, or why there is none."""
    python(of_park(park, choice, target, compared=compared), page="park")


def of_park(
    park: Park, choice: Choice, target: Target, *, compared: bool = False
) -> str | NoScript:
    """The script of the ranking and of the sum over time, or why there is none."""
    if compared:
        return NoScript(reason=reasons.TWO_PARKS())
    members = [member for member in park.members if member.production.frame["rows"].sum()]
    names = [member.series.turbine for member in members]
    rank, rows = choice.options["rank"], choice.options["rows"]
    if rows not in RANKS.get(rank, ()) or (rank in OF_RATED and not park.sizes_known):
        return NoScript(reason=reasons.RANK())
    if choice.counting().selection:
        return NoScript(reason=reasons.SELECTED())
    if park.left_rows:
        return NoScript(reason=reasons.LEFT_OUT())
    if not is_regular(park):
        return NoScript(reason=reasons.IRREGULAR())
    if choice.reference not in (MEDIAN, *names):
        return NoScript(reason=reasons.NO_REFERENCE(turbine=choice.reference))
    wanted = Wanted(
        parts=("park",),
        page=Words.PARK(),
        start_ns=park.period.start_ns,
        stop_ns=park.period.stop_ns,
        zone=choice.zone,
        values=values_of(park, choice),
        notes=(reasons.MORE_CHARTS(),),
    )
    asked = [
        Asked(
            name=member.series.turbine,
            series=member.series,
            fields={"power_kw": member.power_field},
            start_ns=park.period.start_ns,
            stop_ns=park.period.stop_ns,
            lasting=_lasting(park),
        )
        for member in members
    ]
    return script(wanted, Source(language=park.language, target=target), asked)


def is_regular(park: Park) -> bool:
    """Whether all rows last the same, and begin at the grid's moments."""
    grid = park.grid
    undated = sum(int(member.production.frame["undated_rows"].sum()) for member in park.members)
    return np.unique(grid.hours[grid.hours > 0]).size == 1 and not any(grid.shifted) and not undated


def _lasting(park: Park) -> Lasting:
    hours = park.grid.hours
    return [(park.period.start_ns, round(float(hours[hours > 0][0]) * HOUR_NS))]


def values_of(park: Park, choice: Choice) -> dict[str, Any]:
    """What the places of the template hold."""
    names = [member.series.turbine for member in park.members]
    there = (park.grid.hours.sum(axis=0) > 0).tolist()
    sizes = zip(names, park.sizes_kw.tolist(), there, strict=True)
    rank, rows = choice.options["rank"], choice.options["rows"]
    return {
        "RATED_KW": {name: size for name, size, has_rows in sizes if has_rows},
        "REFERENCE": choice.reference,
        "FIRST": moment(int(park.grid.starts[0])),
        "INTERVAL": park.grid.interval_ns,
        "RULE": RULES[choice.options["by"]],
        "RANK": f"common_{rank}" if rows == "common" and rank not in OF_CALENDAR else rank,
    }
