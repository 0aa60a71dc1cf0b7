"""Losses and flags of period B beside those of A."""

from collections.abc import Callable, Mapping
from typing import Protocol

import polars as pl
import streamlit as st

from turbine.charts.figure import Figure
from turbine.charts.losses import by_flag
from turbine.services.measured import Flagged
from turbine.ui.analyse import states
from turbine.ui.analyse.flagged import RULES, days_of_both, of_both
from turbine.ui.analyse.numbers import Card, cards, joined
from turbine.ui.analyse.view import Earlier, Shown, Tables, Turbine
from turbine.ui.analyse.words import Words
from turbine.ui.common.chart import chart
from turbine.ui.common.feedback import plain
from turbine.wind.energy import HOUR_NS
from turbine.wind.flags import CODES
from turbine.wind.losses import OTHER, Losses
from turbine.words import Label

_BY_FLAG = {
    "title": Words.FLAG_TITLE,
    "a_kwh": Words.A_SHORTFALL,
    "b_kwh": Words.B_SHORTFALL,
    "difference_kwh": Words.SHORTFALL_DIFFERENCE,
    "a_of_reference": Words.A_OF_REFERENCE,
    "b_of_reference": Words.B_OF_REFERENCE,
    "a_hours": Words.A_HOURS,
    "b_hours": Words.B_HOURS,
}
_TOLD = 0.01
"""A difference of recoveries that is said."""


class Found(Protocol):
    """What is found of a turbine in one period."""

    @property
    def losses(self) -> Losses: ...

    @property
    def flagged(self) -> Flagged: ...

    @property
    def totals(self) -> pl.DataFrame: ...

    @property
    def rule_table(self) -> pl.DataFrame: ...


def draw(
    shown: Shown,
    earlier: Earlier,
    find: Callable[[Turbine], Found],
    totals_of: Mapping[str, Label],
) -> Tables:
    """Numbers, charts and tables of both; ``find``: of one turbine; ``totals_of``: the columns of
    its totals."""
    a, b = ({each.name: find(each) for each in side} for side in (earlier.turbines, shown.turbines))
    if len(b) == 1:
        _numbers(*(next(iter(each.values())).totals.row(0, named=True) for each in (a, b)))
    _notes(shown, earlier, a, b)
    both = [*a.values(), *b.values()]
    said = {flag.code: str(flag.title) for each in both for flag in each.flagged.flags}
    used = {code for each in both for code in each.losses.frame["flag"]}
    titles = {code: said[code] for code in CODES if code in used} | {OTHER: Words.NO_FLAG()}
    frames = [{name: each.losses.frame for name, each in side.items()} for side in (b, a)]
    figure = by_flag(frames[0], titles, frames[1], earlier.names)
    _chart(Words.SHORTFALL_BY_FLAG(), figure, "by_flag")
    for before, after in zip(earlier.turbines, shown.turbines, strict=True):
        flagged = a[before.name].flagged, b[after.name].flagged
        days_of_both(earlier, (before, after), flagged, page="losses")
    of_rules = {name: of_both(a[name].rule_table, b[name].rule_table) for name in b}
    totals = {name: of_both(a[name].totals, b[name].totals) for name in b}
    return {
        Words.B_AGAINST_A(): joined(
            {name: _by_flag(a[name].losses, b[name].losses, titles) for name in b},
            Words.TURBINE,
            _BY_FLAG,
            percents=("a_of_reference", "b_of_reference"),
        ),
        Words.FLAGS(): joined(of_rules, Words.TURBINE, {"_side": Words.PERIOD, **RULES}),
        Words.WHOLE_PERIOD(): joined(
            totals,
            Words.TURBINE,
            {"_side": Words.PERIOD, **totals_of},
            percents=("ratio", "time_based", "production_based"),
        ),
        **states.draw(shown),
    }


def _by_flag(a: Losses, b: Losses, titles: Mapping[str, str]) -> pl.DataFrame:
    sides = []
    for side, each in (("a", a), ("b", b)):
        whole_kwh = each.reference_kwh if each.reference_kwh > 0 else None
        sides.append(
            each.frame.select(
                "flag",
                (pl.col("shortfall_kwh") / whole_kwh).alias(f"{side}_of_reference"),
                pl.col("shortfall_kwh").alias(f"{side}_kwh"),
                pl.col("hours").alias(f"{side}_hours"),
            )
        )
    flags = pl.DataFrame({"flag": [*titles], "title": [*titles.values()]})
    for its in sides:
        flags = flags.join(its, on="flag", how="left", maintain_order="left")
    return flags.with_columns(difference_kwh=pl.col("b_kwh") - pl.col("a_kwh"))


def _numbers(a: Mapping[str, float], b: Mapping[str, float]) -> None:
    cards(
        "losses",
        [
            Card(
                label=title(),
                value=factor * b[name],
                before=factor * a[name],
                help=said,
                decimals=decimals,
            )
            for name, title, said, factor, decimals in (
                ("shortfall_kwh", Words.SHORTFALL_KWH, Words.SHORTFALL_HELP(), 1, None),
                ("net_kwh", Words.NET_KWH, Words.NET_HELP(surplus=b["surplus_kwh"]), 1, None),
                ("ratio", Words.RATIO, Words.RATIO_HELP(), 100, 2),
                ("time_based", Words.TIME_BASED, Words.TIME_BASED_HELP(), 100, 2),
                ("production_based", Words.PRODUCTION_BASED, Words.PRODUCTION_BASED_HELP(), 100, 2),
            )
        ],
    )


def _notes(shown: Shown, earlier: Earlier, a: Mapping[str, Found], b: Mapping[str, Found]) -> None:
    st.caption(Words.UPPER_BOUND())
    own = [
        plain(name) for name in b if a[name].flagged.own_reference or b[name].flagged.own_reference
    ]
    if own:
        st.info(Words.OWN_REFERENCE_OF_EACH(turbines=tuple(own)), icon=":material/info:")
    for name in b:
        left = (*a[name].flagged.not_checked, *b[name].flagged.not_checked)
        if titles := tuple({flag.code: flag.title for flag in left}.values()):
            st.caption(Words.FLAGS_NOT_CHECKED(turbine=plain(name), titles=titles))
    said = []
    for before, after in zip(earlier.turbines, shown.turbines, strict=True):
        shares = [_recovery(each, found[each.name]) for each, found in ((before, a), (after, b))]
        # Of selected rows, it would be a difference of the selections.
        if not after.selection and abs(shares[0] - shares[1]) > _TOLD:
            a_percent, b_percent = (100 * share for share in shares)
            turbine = plain(after.name)
            said.append(Words.LOSSES_RECOVERY_DIFFERS(turbine=turbine, a=a_percent, b=b_percent))
    if said:
        st.info("\n\n".join(said), icon=":material/info:")


def _recovery(turbine: Turbine, found: Found) -> float:
    period = turbine.measured.period
    return min(found.losses.hours / ((period.stop_ns - period.start_ns) / HOUR_NS), 1.0)


def _chart(title: str, figure: Figure, key: str) -> None:
    chart(figure, key=f"losses_{key}", alt=Words.LOSSES_ALT(), title=title)
