"""All of the park page."""

from collections.abc import Callable, Sequence
from functools import partial

import polars as pl
import streamlit as st

from turbine.explore.files import Origin
from turbine.model.errors import ConfigError
from turbine.services.park import Park
from turbine.services.windproof import Windproof
from turbine.ui.analyse import adding, picking
from turbine.ui.analyse.parameters import rules_changed
from turbine.ui.analyse.park import against, cards, columns, controls, notes, scripting, sections
from turbine.ui.analyse.park.answer import Answer, read
from turbine.ui.analyse.park.both import Both, compared
from turbine.ui.analyse.park.choice import Choice
from turbine.ui.analyse.park.words import Words
from turbine.ui.analyse.view import Pages
from turbine.ui.common import comparing
from turbine.ui.common.entry import SeriesEntry, spanning
from turbine.ui.common.feedback import bare, reported
from turbine.ui.common.selectors import select
from turbine.ui.common.series import all_series, ignored, no_data
from turbine.ui.common.table import file_name, query, table
from turbine.ui.common.taking import Subject, charts_of
from turbine.wind.selection import PARTS


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
        picking.chips(controls.PAGE, choice.zone, offer=_adding(services, choice, chosen))
        with st.container():
            both = compared(services, choice, chosen)
            found = read(services, choice, chosen) if both is None else both.b
        park = found.park
        notes.absent(park)
        notes.reference(park, choice.reference)
        if not park.grid.hours.any():
            said = Words.NOTHING_SELECTED if park.whole.hours.any() else Words.NO_ROWS
            st.info(said(), icon=":material/info:")
            return
        _figures(found, choice, both)
        with st.expander(Words.HOW_IT_IS_MADE(), icon=":material/function:"):
            st.markdown(Words.DEFINITION())
            st.page_link(pages.sites, label=Words.WHAT_IS_KNOWN(), icon=":material/location_on:")
        parks = (park,) if both is None else (both.a.park, park)
        query([";\n\n".join(each.queries) for each in parks], park.language, page="park")
        scripting.draw(park, choice, services.settings.target, compared=both is not None)


def _adding(
    services: Windproof, choice: Choice, chosen: Sequence[SeriesEntry]
) -> Callable[[], None]:
    """The form to add to the selection."""
    try:
        kinds = adding.kinds(services, chosen)
    except ConfigError:  # a field in another unit: its turbine is named below
        kinds = (*PARTS,)
    return partial(adding.draw, controls.PAGE, kinds, choice, spanning(chosen))


def _figures(found: Answer, choice: Choice, both: Both | None) -> None:
    park, its = found.park, found.turbines()
    names = [member.series.turbine for member in park.members]
    charts_of(Subject(title=Words.PARK(), turbines=(choice.place[0],), span=choice))
    cards.draw(park, None if both is None else both.a.park)
    rules_changed(choice.rules)
    notes.draw(park, its, both)
    tables = _of_one(found, choice, names) if both is None else against.draw(both, choice, names)
    is_median = found.reference is None
    reference = Words.TO_MEDIAN() if is_median else Words.TO_REFERENCE(turbine=choice.reference)
    _table(park, choice, tables, both, reference)


def _of_one(found: Answer, choice: Choice, names: list[str]) -> dict[str, pl.DataFrame]:
    """All sections of one period, and their tables."""
    park, several = found.park, len(names) > 1
    sections.ranked(found, choice)
    over_time = sections.together(found, choice)
    tables = {
        Words.TURBINES(): columns.turbines(found.turbines(), selected=bool(park.selection)),
        Words.OVER_TIME(): over_time,
    }
    if several:
        tables[Words.BY_MONTH_TABLE()] = sections.compared(found, choice, names)
    tables[Words.BINS()] = sections.multiples(park, choice, names)
    if several:
        note = Words.CORRELATION_SELECTED() if park.selection else ""
        tables[Words.PAIRS()] = sections.correlated(found, names, note)
    return tables


def _table(
    park: Park,
    choice: Choice,
    tables: dict[str, pl.DataFrame],
    both: Both | None,
    reference: str,
) -> None:
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
                reference,
                *map(bare, notes.rows_of(park, both)),
                *(comparing.sentences(both.pair) if both else ()),
                *picking.titles(park.selection, choice.zone),
            ),
            definition=Words.DEFINITION(),
            queries=(*(both.a.park.queries if both else ()), *park.queries),
        ),
        page="park",
        name=file_name(f"{choice.place[0]}_park", choice),
    )
    st.caption(Words.TABLE_ROWS(count=shown.height))
