"""The park's figures, large."""

import numpy as np

from turbine.services.park import Park
from turbine.ui.analyse import production_against
from turbine.ui.analyse.numbers import Card, cards, percent
from turbine.ui.analyse.park.words import Words
from turbine.ui.analyse.selected_production import numbers
from turbine.wind.park import scaled_kwh
from turbine.wind.production import together


def draw(park: Park, before: Park | None = None) -> None:
    """Of the period or, with ``before``, of B with its difference from A; of selected rows, what
    they have."""
    productions = [member.production for member in park.members]
    if park.selection:
        numbers("park", productions, [member.whole for member in park.members])
        return
    total, any_hours = _totals(park)
    was = {} if before is None else _totals(before)[0]
    count = len(productions)
    found = [
        Card(
            label=Words.SUM_KWH(),
            value=total["measured_kwh"],
            before=was.get("measured_kwh"),
            help=Words.SUM_HELP(turbines=count),
        ),
        Card(
            label=Words.SCALED_KWH(),
            value=total["all_kwh"],
            before=was.get("all_kwh"),
            help=Words.SCALED_HELP(hours=any_hours, calendar=total["hours"] / count),
        ),
        Card(
            label=Words.RECOVERY(),
            value=percent(total["recovery"]),
            before=percent(was.get("recovery")),
            help=Words.RECOVERY_HELP(measured=total["measured_hours"], hours=total["hours"]),
            decimals=2,
        ),
    ]
    if before is not None:
        both = ([member.production for member in each.members] for each in (before, park))
        found += production_against.cards(*map(together, both))
    else:
        found.append(
            Card(
                label=Words.WITH_ROWS(),
                value=int((park.own_rows["rows"] > 0).sum()),
                help=Words.WITH_ROWS_HELP(turbines=count),
                decimals=0,
            )
        )
    if park.sizes_known:
        found.append(
            Card(
                label=Words.CF_ROWS(),
                value=percent(total["cf_rows"]),
                before=percent(was.get("cf_rows")),
                help=Words.CF_HELP(turbines=count, rated_kw=float(park.sizes_kw.sum())),
                decimals=2,
            )
        )
    cards("park", found)


def _totals(park: Park) -> tuple[dict[str, float], float]:
    """What all turbines did, with ``all_kwh``, the estimate for all of them; and the hours that
    this is of."""
    total = together([member.production for member in park.members]).row(0, named=True)
    everything = np.zeros(len(park.grid.starts), dtype=np.int64)
    scaled, any_hours = scaled_kwh(park.grid, park.sizes_kw, everything, 1)
    return {**total, "all_kwh": float(scaled[0])}, float(any_hours[0])
