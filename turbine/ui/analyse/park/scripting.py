"""The script of the park's energy and ranking."""

from typing import Any

import numpy as np

from turbine.model.series import Target
from turbine.services.park import Park
from turbine.snippets import Asked, Source, Wanted, script
from turbine.snippets.script import moment
from turbine.ui.analyse.park.choice import MEDIAN, Choice
from turbine.ui.analyse.park.words import Words
from turbine.ui.analyse.scripting import RULES
from turbine.ui.common.python import python


def draw(park: Park, choice: Choice, target: Target) -> None:
    """The script; nothing if rows of different lengths or moments would make its figures others
    than the page's."""
    members = [member for member in park.members if member.production.frame["rows"].sum()]
    names = [member.series.turbine for member in members]
    if not is_regular(park) or choice.reference not in (MEDIAN, *names):
        return
    wanted = Wanted(
        view="park",
        page=Words.PARK(),
        start_ns=park.period.start_ns,
        stop_ns=park.period.stop_ns,
        zone=choice.zone,
        values=values_of(park, reference=choice.reference, by=choice.options["by"]),
        left_out=park.left_rows,
    )
    asked = [
        Asked(
            name=member.series.turbine,
            series=member.series,
            fields={"power_kw": member.power_field},
        )
        for member in members
    ]
    python(script(wanted, Source(language=park.language, target=target), asked), page="park")


def is_regular(park: Park) -> bool:
    """Whether all rows last the same, and begin at the grid's moments."""
    grid = park.grid
    undated = sum(int(member.production.frame["undated_rows"].sum()) for member in park.members)
    return np.unique(grid.hours[grid.hours > 0]).size == 1 and not any(grid.shifted) and not undated


def values_of(park: Park, *, reference: str, by: str) -> dict[str, Any]:
    """What the places of the template hold."""
    names = [member.series.turbine for member in park.members]
    there = (park.grid.hours.sum(axis=0) > 0).tolist()
    sizes = zip(names, park.sizes_kw.tolist(), there, strict=True)
    return {
        "RATED_KW": {name: size for name, size, has_rows in sizes if has_rows},
        "REFERENCE": reference,
        "FIRST": moment(int(park.grid.starts[0])),
        "INTERVAL": park.grid.interval_ns,
        "RULE": RULES[by],
    }
