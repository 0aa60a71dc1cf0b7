"""Losses: energy short of the reference, availability, and the rows that look wrong."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl
import streamlit as st

from turbine.charts.figure import Figure
from turbine.charts.losses import by_flag, flagged_days
from turbine.charts.selected import with_cells
from turbine.model.frame import stamps_of
from turbine.services.analysis import Analysis
from turbine.services.measured import Flagged
from turbine.ui.analyse import companions, losses_against, picking, states
from turbine.ui.analyse.flagged import RULES, rule_lines
from turbine.ui.analyse.numbers import Card, cards, joined
from turbine.ui.analyse.view import Shown, Tables, Turbine, View
from turbine.ui.analyse.words import Words
from turbine.ui.common.chart import chart
from turbine.ui.common.feedback import plain
from turbine.wind.calendar import hours_by_day
from turbine.wind.flags import CODES, Rules
from turbine.wind.losses import OTHER, Availability, Losses

_LOSSES = {
    "title": Words.FLAG_TITLE,
    "shortfall_kwh": Words.SHORTFALL_KWH,
    "share": Words.SHARE_OF_SHORTFALL,
    "rows": Words.BIN_ROWS,
    "hours": Words.HOURS,
}
_TOTALS = {
    "measured_kwh": Words.MEASURED_KWH,
    "reference_kwh": Words.REFERENCE_KWH,
    "shortfall_kwh": Words.SHORTFALL_KWH,
    "surplus_kwh": Words.SURPLUS_KWH,
    "net_kwh": Words.NET_KWH,
    "ratio": Words.RATIO,
    "time_based": Words.TIME_BASED,
    "production_based": Words.PRODUCTION_BASED,
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Found:
    losses: Losses
    availability: Availability
    flagged: Flagged
    rules: Rules

    @property
    def rule_table(self) -> pl.DataFrame:
        return rule_lines(self.flagged)

    @property
    def totals(self) -> pl.DataFrame:
        from_losses = {name: getattr(self.losses, name, None) for name in _TOTALS}
        from_rest = {name: getattr(self.availability, name, None) for name in _TOTALS}
        return pl.DataFrame(
            {
                name: [from_rest[name] if from_losses[name] is None else from_losses[name]]
                for name in _TOTALS
            }
        )


def _find(turbine: Turbine) -> _Found:
    only = stamps_of(turbine.measured.rows.inside) if turbine.selection else None
    known = turbine.flagged if turbine.whole.rows.left_out is None else None
    its = Analysis.losses(turbine.whole, turbine.rules, only, known=known)
    return _Found(losses=its[0], availability=its[1], flagged=its[2], rules=turbine.rules)


def _draw(shown: Shown) -> Tables:
    if shown.earlier is not None:
        return losses_against.draw(shown, shown.earlier, _find, _TOTALS)
    found = {turbine.name: _find(turbine) for turbine in shown.turbines}
    first = next(iter(found.values()))
    if len(found) == 1:
        _numbers(first)
    _notes(found)
    said = {flag.code: str(flag.title) for each in found.values() for flag in each.flagged.flags}
    shown_codes = {code for each in found.values() for code in each.losses.frame["flag"]}
    titles = {code: said[code] for code in CODES if code in shown_codes}
    titles[OTHER] = Words.NO_FLAG()
    frames = {
        name: each.losses.frame.with_columns(title=pl.col("flag").replace_strict(titles))
        for name, each in found.items()
    }
    _chart(Words.SHORTFALL_BY_FLAG(), by_flag(frames, titles), "by_flag")
    for turbine in shown.turbines:
        _days(shown, turbine, found[turbine.name])
    companions.over_time(shown, "losses")
    return {
        Words.SHORTFALL_BY_FLAG(): joined(frames, Words.TURBINE, _LOSSES, percents=("share",)),
        Words.FLAGS(): joined(
            {name: each.rule_table for name, each in found.items()}, Words.TURBINE, RULES
        ),
        Words.WHOLE_PERIOD(): joined(
            {name: each.totals for name, each in found.items()},
            Words.TURBINE,
            _TOTALS,
            percents=("ratio", "time_based", "production_based"),
        ),
        **states.draw(shown),
    }


def _numbers(found: _Found) -> None:
    its, available, rules = found.losses, found.availability, found.rules
    definition = Words.AVAILABILITY_HELP(
        cut_in=rules.cut_in_mps, cut_out=rules.cut_out_mps, idle=rules.idle_kw
    )
    cards(
        "losses",
        (
            Card(label=Words.SHORTFALL_KWH(), value=its.shortfall_kwh, help=Words.SHORTFALL_HELP()),
            Card(
                label=Words.NET_KWH(),
                value=its.net_kwh,
                help=Words.NET_HELP(surplus=its.surplus_kwh),
            ),
            Card(label=Words.RATIO(), value=100 * its.ratio, help=Words.RATIO_HELP(), decimals=2),
            Card(
                label=Words.TIME_BASED(),
                value=100 * available.time_based,
                help=definition,
                decimals=2,
            ),
            Card(
                label=Words.PRODUCTION_BASED(),
                value=100 * available.production_based,
                help=Words.PRODUCTION_BASED_HELP(),
                decimals=2,
            ),
        ),
    )


def _notes(found: Mapping[str, _Found]) -> None:
    st.caption(Words.UPPER_BOUND())
    if own := [plain(name) for name, each in found.items() if each.flagged.own_reference]:
        st.info(Words.OWN_REFERENCE(turbines=tuple(own)), icon=":material/info:")
    for name, each in found.items():
        if left := each.flagged.not_checked:
            titles = tuple(flag.title for flag in left)
            st.caption(Words.FLAGS_NOT_CHECKED(turbine=plain(name), titles=titles))


def _days(shown: Shown, turbine: Turbine, found: _Found) -> None:
    name, flagged, choice = turbine.name, found.flagged, shown.choice
    title = Words.FLAGS_OVER_TIME(turbine=plain(name))
    if turbine.selection.of("time"):
        of_all = Analysis.flags(turbine.whole, found.rules)
        flagged = of_all.only(stamps_of(turbine.but("time").rows.inside))
    marked = [flag for flag in flagged.flags if flag.rows]
    if not marked:
        st.subheader(title, anchor=False)
        st.caption(Words.NOTHING_FLAGGED())
        return
    rows = flagged.rows.select("time", "hours").with_columns(
        pl.Series(flag.code, flag.mask) for flag in marked
    )
    days = hours_by_day(rows, turbine.whole.period)
    titles = {flag.code: str(flag.title) for flag in marked}
    figure = with_cells(flagged_days(days, titles, zone=choice.zone), picking.spans(choice))
    _chart(title, figure, f"days_{name}", picking.calendar("losses", choice.zone, "day"))


def _chart(title: str, figure: Figure, key: str, on_pick: picking.OnPick | None = None) -> None:
    chart(figure, key=f"losses_{key}", alt=Words.LOSSES_ALT(), title=title, on_pick=on_pick)


VIEW = View(
    name="losses",
    title=Words.LOSSES,
    definition=Words.LOSSES_DEFINITION,
    needs=("power_kw", "wind_mps"),
    draw=_draw,
    needs_rated=True,
    compares=True,
    compares_selected=True,
    uses_reference=True,
)
