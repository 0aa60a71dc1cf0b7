"""All of the park page."""

from collections.abc import Sequence

import numpy as np
import polars as pl
import streamlit as st

from turbine.explore.files import Origin
from turbine.services.park import Park
from turbine.services.windproof import Windproof
from turbine.ui.analyse import picking
from turbine.ui.analyse.numbers import Card, cards, percent, titled
from turbine.ui.analyse.parameters import rules_changed
from turbine.ui.analyse.park import answer, controls, scripting, sections
from turbine.ui.analyse.park.choice import SHARES, Choice
from turbine.ui.analyse.park.words import Words
from turbine.ui.analyse.view import Pages
from turbine.ui.common.feedback import plain, reported
from turbine.ui.common.selectors import select
from turbine.ui.common.series import all_series, ignored, no_data
from turbine.ui.common.table import file_name, query, table
from turbine.ui.common.taking import Subject, charts_of
from turbine.wind.energy import HOUR_NS
from turbine.wind.flags import TITLES
from turbine.wind.park import scaled_kwh
from turbine.wind.production import together
from turbine.words import Label

_COLUMNS = {
    "turbine": Words.TURBINE,
    "rated_kw": Words.RATED_KW,
    "measured_kwh": Words.MEASURED_KWH,
    "recovery": Words.RECOVERY,
    "full_load_hours": Words.FULL_LOAD_HOURS,
    "cf_rows": Words.CF_ROWS,
    "cf_calendar": Words.CF_CALENDAR,
    "cf_scaled": Words.CF_SCALED,
    "time_based": Words.TIME_BASED,
    "production_based": Words.PRODUCTION_BASED,
    "mean_mps": Words.MEAN_MPS,
    "ratio": Words.RATIO,
    "difference_kwh": Words.DIFFERENCE_KWH,
    "reference_kwh": Words.REFERENCE_KWH,
    "intervals": Words.INTERVALS,
    "common_measured_kwh": Words.COMMON_KWH,
    "common_full_load_hours": Words.COMMON_FULL_LOAD,
    "common_cf_rows": Words.COMMON_CF,
    "common_time_based": Words.COMMON_TIME_BASED,
    "common_production_based": Words.COMMON_PRODUCTION_BASED,
    "common_mean_mps": Words.COMMON_MPS,
    "common_ratio": Words.COMMON_RATIO,
    "common_measured_hours": Words.COMMON_HOURS,
    "rows": Words.ROW_COUNT,
    "measured_hours": Words.HOURS,
    "alone": Words.ALONE,
}
_PERCENTS = (*SHARES, *(f"common_{name}" for name in SHARES))
_NAMED = 8
"""Turbines that a sentence lists."""


def show(services: Windproof, pages: Pages) -> None:
    """The page."""
    st.title(Words.PARK(), anchor=False)
    with reported(retry="park_try_again"):
        entries = all_series(services)
        if not entries:
            no_data(pages.ingest)
            return
        with st.container():
            ignored(controls.restore(entries))
        choice, chosen = controls.draw(entries)
        if choice is None:
            st.info(Words.NONE_LEFT(), icon=":material/info:")
            return
        controls.remember(choice)
        picking.chips(controls.PAGE, choice.zone, offer=None)
        with st.container():
            found = answer.read(services, choice, chosen)
        park = found.park
        _absent(park)
        if not park.grid.hours.any():
            st.info(Words.NO_ROWS(), icon=":material/info:")
            return
        _figures(found, choice)
        with st.expander(Words.HOW_IT_IS_MADE(), icon=":material/function:"):
            st.markdown(Words.DEFINITION())
            st.page_link(pages.sites, label=Words.WHAT_IS_KNOWN(), icon=":material/location_on:")
        query([";\n\n".join(park.queries)], park.language, page="park")
        scripting.draw(park, choice, services.settings.target)


def _figures(found: answer.Answer, choice: Choice) -> None:
    park, its = found.park, found.turbines()
    names = [member.series.turbine for member in park.members]
    charts_of(Subject(title=Words.PARK(), turbines=(choice.place[0],), span=choice))
    _numbers(park)
    rules_changed(choice.rules)
    _notes(park, its)
    sections.ranked(found, choice)
    over_time = sections.together(found, choice)
    tables = {
        Words.TURBINES(): titled(its, _COLUMNS, percents=_PERCENTS),
        Words.OVER_TIME(): over_time,
    }
    several = len(names) > 1
    if several:
        tables[Words.BY_MONTH_TABLE()] = sections.compared(found, choice, names)
    tables[Words.BINS()] = sections.multiples(park, choice, names)
    if several:
        tables[Words.PAIRS()] = sections.correlated(found, names)
    _table(park, choice, tables)


def _numbers(park: Park) -> None:
    productions = [member.production for member in park.members]
    total = together(productions).row(0, named=True)
    everything = np.zeros(len(park.grid.starts), dtype=np.int64)
    scaled, any_hours = scaled_kwh(park.grid, park.sizes_kw, everything, 1)
    count = len(productions)
    with_rows = int((park.own_rows["rows"] > 0).sum())
    numbers = [
        Card(
            label=Words.SUM_KWH(),
            value=total["measured_kwh"],
            help=Words.SUM_HELP(turbines=count),
        ),
        Card(
            label=Words.SCALED_KWH(),
            value=float(scaled[0]),
            help=Words.SCALED_HELP(hours=float(any_hours[0]), calendar=total["hours"] / count),
        ),
        Card(
            label=Words.RECOVERY(),
            value=percent(total["recovery"]),
            help=Words.RECOVERY_HELP(measured=total["measured_hours"], hours=total["hours"]),
            decimals=2,
        ),
        Card(
            label=Words.WITH_ROWS(),
            value=with_rows,
            help=Words.WITH_ROWS_HELP(turbines=count),
            decimals=0,
        ),
    ]
    if park.sizes_known:
        numbers.append(
            Card(
                label=Words.CF_ROWS(),
                value=percent(total["cf_rows"]),
                help=Words.CF_HELP(turbines=count, rated_kw=float(park.sizes_kw.sum())),
                decimals=2,
            )
        )
    cards("park", numbers)


def _absent(park: Park) -> None:
    """Who is in no figure, and why."""
    unknown = [series.turbine for series, reason in park.left_out.items() if not reason]
    if unknown:
        st.info(Words.NO_POWER(turbines=_some(unknown)), icon=":material/info:")
    for series, reason in park.left_out.items():
        if reason:
            st.warning(
                Words.NOT_READ(turbine=plain(series.turbine), reason=plain(reason)),
                icon=":material/warning:",
            )


def _notes(park: Park, its: pl.DataFrame) -> None:
    """What the figures rest on."""
    grid = park.grid
    every = len(grid.starts)
    if (its["rows"] > 0).sum() > 1:
        st.caption(_common(park))
    if park.left_rows:
        st.caption(Words.LEFT_OUT(count=park.left_rows))
    for code, lacking in park.unchecked.items():
        st.caption(Words.NOT_CHECKED(flag=str(TITLES[code]()), turbines=_some(lacking)))
    worst = its.sort("alone", descending=True).row(0, named=True)
    if worst["alone"] > 0.01 * every:
        st.caption(Words.MOSTLY_LACKS(turbine=plain(worst["turbine"]), count=worst["alone"]))
    if len(park.members) == 1:
        st.info(Words.ONE_TURBINE(), icon=":material/info:")
    _several(Words.WITHOUT_ROWS, its.filter(pl.col("rows") == 0)["turbine"].to_list())
    members = park.members
    _several(Words.NO_WIND, [m.series.turbine for m in members if not m.has_wind])
    names = [member.series.turbine for member in members]
    _several(Words.SHIFTED, [n for n, s in zip(names, grid.shifted, strict=True) if s])
    steps = [member.step_h for member in members if member.step_h is not None]
    if max(steps) > 1.05 * min(steps):
        st.info(
            Words.DIFFERENT_STEPS(shortest=60 * min(steps), longest=60 * max(steps)),
            icon=":material/info:",
        )
    unknown = [member.series.turbine for member in members if member.rated_kw is None]
    if unknown and len(members) > 1:
        _several(Words.SIZES_UNKNOWN, unknown)
    elif np.ptp(park.sizes_kw) > 0:
        low, high = float(park.sizes_kw.min()), float(park.sizes_kw.max())
        st.caption(Words.SIZES_DIFFER(low=low, high=high))


def _common(park: Park) -> str:
    return Words.COMMON(
        common=int(park.common.sum()),
        every=len(park.common),
        minutes=60 * park.grid.interval_ns / HOUR_NS,
        turbines=int((park.own_rows["rows"] > 0).sum()),
        percent=100 * float(park.common.mean()),
        wind=park.common_wind,
    )


def _several(sentence: Label, names: Sequence[str]) -> None:
    if names:
        st.caption(sentence(turbines=_some(names)))


def _some(names: Sequence[str]) -> tuple[str, ...]:
    """The first of them, and how many others."""
    first = tuple(map(plain, names[:_NAMED]))
    rest = len(names) - _NAMED
    return (*first, Words.OTHERS(count=rest)) if rest > 0 else first


def _table(park: Park, choice: Choice, tables: dict[str, pl.DataFrame]) -> None:
    with st.container(width=320):
        name = select(Words.WHICH_TABLE(), "park_which_table", {each: each for each in tables})
    shown = tables[name]
    table(
        shown,
        Origin(
            turbines=tuple(member.series.turbine for member in park.members),
            start_ns=park.period.start_ns,
            stop_ns=park.period.stop_ns,
            zone=choice.zone,
            notes=(
                name,
                _common(park),
                *((Words.LEFT_OUT(count=park.left_rows),) if park.left_rows else ()),
            ),
            definition=Words.DEFINITION(),
            queries=park.queries,
        ),
        page="park",
        name=file_name(f"{choice.place[0]}_park", choice),
    )
    st.caption(Words.TABLE_ROWS(count=shown.height))
