"""The page of a view: selectors, what has to be asked, the view itself, its tables and query."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

import polars as pl
import streamlit as st

from turbine.explore.export import with_facts
from turbine.explore.files import Origin
from turbine.model.actor import Actor
from turbine.services.windproof import Windproof
from turbine.ui.analyse import adding, asking, controls, picking, scripting, sides
from turbine.ui.analyse.choice import Choice
from turbine.ui.analyse.parameters import rules_changed
from turbine.ui.analyse.view import Pages, Shown, Tables, View
from turbine.ui.analyse.words import Words
from turbine.ui.common import comparing
from turbine.ui.common.entry import SeriesEntry, spanning
from turbine.ui.common.feedback import plain, reported
from turbine.ui.common.selectors import select
from turbine.ui.common.series import all_series, ignored, known, no_data
from turbine.ui.common.table import file_name, query, table
from turbine.ui.common.taking import Subject, charts_of
from turbine.wind.selection import NOTHING


def show(view: View, services: Windproof, actor: Actor, pages: Pages) -> None:
    """All of the page."""
    st.title(view.title(), anchor=False)
    with reported(retry=f"{view.name}_try_again"):
        entries = all_series(services)
        if not entries:
            no_data(pages.ingest)
            return
        with st.container():
            ignored(controls.restore(view, entries))
        choice, place = controls.draw(view, entries)
        if choice is None or place is None:
            st.info(Words.NO_TURBINE(), icon=":material/info:")
            return
        controls.remember(view, choice)
        picking.chips(view.name, choice.zone, offer=_adding(view, services, choice, entries))
        if not view.selects:
            choice = replace(choice, selection=NOTHING)
        if _asked(view, services, actor, choice, entries):
            return
        with st.container():
            shown = sides.shown(view, services, actor, choice, entries)
        controls.filters(view.name, place, [each.flagged for each in sides.all_of(shown)])
        _result(view, shown, pages)


def _adding(
    view: View, services: Windproof, choice: Choice, entries: Sequence[SeriesEntry]
) -> Callable[[], None] | None:
    """The form to add to the selection; None where it does not count."""
    if not view.selects:
        return None
    chosen = [entry for entry in entries if entry.info.series in choice.series]
    return partial(adding.draw, view.name, adding.kinds(services, chosen), choice, spanning(chosen))


def _asked(
    view: View,
    services: Windproof,
    actor: Actor,
    choice: Choice,
    entries: Sequence[SeriesEntry],
) -> bool:
    """Whether something has to be said first: which fields are the signals that it needs."""
    is_asked = False
    for entry in entries:
        if entry.info.series not in choice.series:
            continue
        if lacking := asking.lacking(services, entry, view.needs):
            asking.fields(services, actor, entry, lacking)
            is_asked = True
    return is_asked


def _result(view: View, shown: Shown, pages: Pages) -> None:
    names = tuple(turbine.name for turbine in shown.turbines)
    charts_of(Subject(title=view.title(), turbines=names, span=shown.choice))
    empty = [t.name for t in shown.turbines if t.measured.having(*view.needs).is_empty()]
    for note in _notes(shown):
        st.caption(plain(note))
    rules_changed(shown.choice.rules)
    if empty:
        said = Words.NONE_SELECTED if shown.turbines[0].selection else Words.NO_ROWS
        st.info(said(turbines=tuple(map(plain, empty))), icon=":material/info:")
        return
    if view.needs_rated:
        for turbine in shown.turbines:
            asking.rated(shown.services, shown.actor, turbine)
    if view.uses_reference:
        for turbine in shown.turbines:
            asking.reference(shown.services, shown.actor, turbine)
    _tables(view, shown, view.draw(shown))
    with st.expander(Words.HOW_IT_IS_MADE(), icon=":material/function:"):
        st.markdown(view.definition())
        st.page_link(pages.sites, label=Words.WHAT_IS_KNOWN(), icon=":material/location_on:")
    languages = [turbine.measured.language for turbine in sides.all_of(shown)]
    texts = [turbine.measured.query for turbine in sides.all_of(shown)]
    query(texts, languages[0], page=view.name)
    scripting.draw(view, shown)


def _notes(shown: Shown) -> list[str]:
    """What the filters left out, and what is selected; empty if nothing."""
    found = [t.whole.rows.left_out for t in sides.all_of(shown)]
    count = sum(len(each) for each in found if each is not None)
    left_out = [Words.LEFT_OUT(count=count)] if count else []
    return [*left_out, *picking.notes(sides.all_of(shown))]


def _tables(view: View, shown: Shown, tables: Tables) -> None:
    if not tables:  # why there is nothing has been said
        return
    name = next(iter(tables))
    if len(tables) > 1:
        with st.container(width=320):
            name = select(Words.WHICH_TABLE(), f"{view.name}_which_table", {t: t for t in tables})
    first = shown.choice.series[0]
    facts: Mapping[str, float | str] = {}
    if len(shown.turbines) == 1:
        with reported():
            facts = known(shown.services, first)

    def exported(frame: pl.DataFrame) -> pl.DataFrame:
        return with_facts(frame, facts)

    table(
        tables[name],
        Origin(
            turbines=tuple(turbine.name for turbine in shown.turbines),
            start_ns=shown.choice.start_ns,
            stop_ns=shown.choice.stop_ns,
            zone=shown.choice.zone,
            notes=(
                name,
                *_notes(shown),
                *(comparing.sentences(shown.earlier.pair) if shown.earlier else ()),
                *picking.titles(shown.turbines[0].selection, shown.choice.zone),
            ),
            definition=view.definition(),
            queries=tuple(turbine.measured.query for turbine in sides.all_of(shown)),
        ),
        page=view.name,
        name=file_name(f"{first.turbine}_{view.name}", shown.choice),
        exported=exported,
    )
    count, kinds = tables[name].height, tables[name].schema.dtypes()
    st.caption(
        Words.ROWS(count=count, zone=plain(shown.choice.zone))
        if pl.Datetime("ns", "UTC") in kinds
        else Words.PLAIN_ROWS(count=count)
    )
