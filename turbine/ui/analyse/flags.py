"""Flags: rows that look wrong and rows that are missing, on the time series, with the parameters
of the rules."""

import polars as pl
import streamlit as st

from turbine.model.channels import channel
from turbine.ui.analyse import flags_against, flags_gaps, flags_series, parameters
from turbine.ui.analyse.choice import Option
from turbine.ui.analyse.flagged import RULES, Found, of_both, rule_lines
from turbine.ui.analyse.numbers import Card, cards, joined, titled
from turbine.ui.analyse.view import Shown, Tables, Turbine, View
from turbine.ui.analyse.words import Words
from turbine.ui.common.choosing import span_of
from turbine.ui.common.feedback import plain

_SIDE = {"_side": Words.PERIOD}


def _draw(shown: Shown) -> Tables:
    if len(shown.turbines) > 1:
        st.caption(Words.SERIES_OF_ONE(turbine=plain(shown.turbines[0].name)))
    b = Found.of(shown.turbines[0])
    a = None if shown.earlier is None else Found.of(shown.earlier.turbines[0])
    _numbers(b, a)
    parameters.draw(shown)
    against: Tables = {}
    if shown.earlier is not None:
        against = flags_against.draw(shown, shown.earlier)
    flags_series.draw(shown, b, a)
    flags_gaps.draw(shown, b, a)
    return {**against, **_tables(shown, b, a)}


def _numbers(b: Found, a: Found | None) -> None:
    help_ = Words.FLAGGED_HELP(count=b.every)
    cards(
        "flags",
        (
            Card(
                label=Words.FLAGGED_ROWS(),
                value=b.rows.height,
                before=None if a is None else a.rows.height,
                help=help_,
                decimals=0,
            ),
            Card(
                label=Words.FLAGGED_SHARE(),
                value=b.percent,
                before=None if a is None else a.percent,
                help=help_,
                decimals=2,
            ),
            Card(
                label=Words.MISSING_ROWS(),
                value=b.lacking.missing,
                before=None if a is None else a.lacking.missing,
                help=Words.MISSING_HELP(count=b.lacking.gaps.height),
                decimals=0,
            ),
        ),
    )


def _tables(shown: Shown, b: Found, a: Found | None) -> Tables:
    side = {} if a is None else _SIDE
    rules = {each.name: rule_lines(each.flagged) for each in shown.turbines}
    if shown.earlier is not None:
        before = {each.name: rule_lines(each.flagged) for each in shown.earlier.turbines}
        rules = {name: of_both(before[name], lines) for name, lines in rules.items()}
    gaps = b.lacking.gaps if a is None else of_both(a.lacking.gaps, b.lacking.gaps)
    return {
        Words.FLAGS(): joined(rules, Words.TURBINE, {**side, **RULES}),
        Words.FLAGGED_ROWS(): _rows(b.turbine, b.rows if a is None else of_both(a.rows, b.rows)),
        Words.GAPS(): titled(gaps, {**side, **flags_gaps.COLUMNS}),
    }


def _rows(turbine: Turbine, rows: pl.DataFrame) -> pl.DataFrame:
    """The flagged rows with their signals by title."""
    names = turbine.whole.names
    titles = {name: title() for name, title in _SIDE.items() if name in rows.columns}
    titles["time"] = Words.TIME()
    for name in rows.columns:
        if name in names:
            its = channel(names[name])
            title = Words.FIELD_OF(label=its.title, unit=its.unit) if its.unit else its.title
            titles[name] = title if title not in titles.values() else f"{title} {name}"
        elif name == "reference_kw":
            titles[name] = Words.REFERENCE_KW()
    titles["flags"] = Words.FLAGS()
    return rows.select(pl.col(name).alias(title) for name, title in titles.items())


VIEW = View(
    name="flags",
    title=Words.FLAGS,
    definition=Words.FLAGS_DEFINITION,
    needs=(),
    draw=_draw,
    options=(Option(name="zoom", label=Words.SHOW_A_DAY, values={}, reads=span_of),),
    needs_rated=True,
    compares=True,
    selects=False,
    uses_reference=True,
)
