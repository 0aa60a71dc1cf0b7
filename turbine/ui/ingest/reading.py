"""The step *Format*: how the file is read; every part of it can be changed."""

from functools import cache, partial
from typing import Any
from zoneinfo import available_timezones

import streamlit as st

from turbine.ingest.groups import Read
from turbine.model.actor import Actor
from turbine.model.errors import TurbineError, UndecidedError
from turbine.readers import Choice, Chosen, DateOrder, Detection, Interpretation, title, zones
from turbine.readers.times import folds, interval
from turbine.services.windproof import Windproof
from turbine.ui.common.feedback import plain, show_error
from turbine.ui.ingest import clock, marks, recipes
from turbine.ui.ingest import draft as ingest_draft
from turbine.ui.ingest import preview as ingest_preview
from turbine.ui.ingest import series as ingest_series
from turbine.ui.ingest import work as ingest_work
from turbine.ui.ingest.columns import columns
from turbine.ui.ingest.draft import Draft
from turbine.ui.ingest.step import Step, done_step
from turbine.ui.ingest.words import Words
from turbine.words import Label

_ORDERS: dict[DateOrder, tuple[Label, Label]] = {
    "day-first": (Words.DAY_FIRST, Words.DAY_FIRST_OPTION),
    "month-first": (Words.MONTH_FIRST, Words.MONTH_FIRST_OPTION),
    "year-first": (Words.YEAR_FIRST, Words.YEAR_FIRST_OPTION),
}
"""Of each date order: its name, and the same with an example."""
_LONG, _LONG_PX = 2_000, 220
"""From so many letters on, what is said of many columns scrolls in a box."""


def step(windproof: Windproof, actor: Actor, draft: Draft) -> tuple[Read, ...] | None:
    """Show and change how the file is read; None if it cannot be, or while a question is open."""
    own: tuple[Choice, ...] = ()
    detected, failure = None, None
    try:
        own = windproof.files.choices(draft.original)
        detected = ingest_work.detection(windproof, draft)
    except TurbineError as error:
        failure = error
    recipes.offer(windproof, draft)
    choices(draft, own, detected)
    if failure is not None or detected is None:
        _failed(draft, failure)
        return None
    questions(own, detected)
    columns(detected)
    ingest_preview.rows(detected)
    reads, is_mixed = None, False
    if not detected.questions:
        try:
            reads = ingest_work.reads(windproof, draft, detected)
            ingest_preview.first_row(reads)
        except TurbineError as error:
            show_error(error)
            is_mixed = isinstance(error, UndecidedError)
    split = reads[0].split if reads else None
    ingest_series.column(draft, detected, split, asked=is_mixed)
    if split is not None:
        marks.part(split)
        for note in (*folds.notes(split.scans), *interval.notes(split.scans)):
            st.info(plain(note), icon=":material/schedule:")
    notes(detected)
    if split is not None:
        recipes.save(windproof, actor, draft, split)
    return reads


def _failed(draft: Draft, failure: TurbineError | None) -> None:
    if failure is not None:
        show_error(failure)
    as_found = Chosen(zone=draft.chosen.zone)  # an answer, and never why it cannot be read
    if draft.chosen != as_found:
        st.button(
            Words.AS_DETECTED(),
            key="ingest_start_over",
            on_click=partial(ingest_draft.change, chosen=as_found),
        )


def choices(draft: Draft, own: tuple[Choice, ...], detected: Detection | None) -> None:
    """What decides how text becomes numbers and times: the format's own choices, and those of
    every format. They show what was ``detected`` (None if the file cannot be read so), or what the
    person chose."""
    form = detected.interpretation if detected else None
    asked = detected.questions if detected else ()
    shown_of = form or draft.chosen
    details = form.details.to_dict() if form else draft.chosen.details
    with st.grid(3 + len(own), min_column_width=170):
        for each in own:
            value = None if each.field in asked else details.get(each.field)
            shown = None if value is None else str(value)
            offered = detected.options.get(each.field, ()) if detected else ()
            _choice(str(each.label), each.field, _options(each, shown, offered), shown, own=each)
        orders: dict[str, Any] = {name: option() for name, (_, option) in _ORDERS.items()}
        shown = None if "date_order" in asked else shown_of.date_order
        _choice(Words.DATE_ORDER(), "date_order", orders, shown)
        shown = None if "zone" in asked else shown_of.zone
        _choice(
            Words.TIME_ZONE(), "zone", {name: str(zones.shown(name)) for name in _zones()}, shown
        )
        stamps: dict[str, Any] = {name: text() for name, text in clock.STAMPS.items()}
        shown = None if "stamp" in asked else shown_of.stamp
        _choice(Words.STAMP(), "stamp", stamps, shown)
    clock.parts(draft, detected)


def _options(choice: Choice, shown: str | None, offered: tuple[str, ...]) -> dict[str, str]:
    options = {value: str(text) for value, text in choice.options}
    options |= {value: value for value in offered}
    return {**options, shown: repr(shown)} if shown and shown not in options else options


def _choice(
    label: str,
    field: str,
    options: dict[str, Any],
    shown: str | None,
    *,
    own: Choice | None = None,
) -> None:
    key = f"ingest_{field}"
    st.session_state[key] = shown
    st.selectbox(
        label,
        list(options),
        index=0 if shown else None,  # with None it could be cleared
        key=key,
        placeholder=Words.CHOOSE(),
        format_func=lambda option: options[option] or option,
        on_change=_save,
        args=(field, key, own),
    )


def _save(field: str, key: str, own: Choice | None) -> None:
    """A person's choice; other columns need another mapping."""
    value = st.session_state[key]
    if value is None:
        return
    if own is not None and own.changes_columns:
        ingest_draft.choose(fields={}, units={}, turbine_column=None)
    ingest_draft.choose(**{field: value})


@cache
def _zones() -> tuple[str, ...]:
    return tuple(sorted(available_timezones()))


def questions(own: tuple[Choice, ...], detected: Detection) -> None:
    """What only the person can decide before the file is read."""
    form, rows = detected.interpretation, detected.preview
    if "date_order" in detected.questions:
        first = " ".join(rows[0][c] for c in form.time_columns) if rows else ""
        st.warning(Words.WHICH_DATE_ORDER(date=plain(first)), icon=":material/help:")
    clock.questions(detected)
    for each in own:
        if each.field in detected.questions:
            st.warning(str(each.question), icon=":material/help:")
    if "mapping" in detected.questions:
        which = Words.WHICH_OF_RIVALS if detected.rivals else Words.WHICH_COLUMNS
        st.warning(which(), icon=":material/help:")
    if detected.open_units:
        headers = tuple(plain(form.headers[column]) for column in detected.open_units)
        st.warning(Words.WHICH_UNITS(columns=headers), icon=":material/help:")


def notes(detected: Detection) -> None:
    """How each thing was decided."""
    text = "  \n".join(plain(note) for note in detected.notes)
    with st.container(height=_LONG_PX if len(text) > _LONG else "content", border=False):
        st.caption(text)


def done(draft: Draft, form: Interpretation) -> None:
    """The closed step."""
    values = {
        "format": plain(title(form)),
        "order": order_text(form.date_order),
        "zone": plain(form.zone),
        "signals": Words.COUNTED_SIGNALS(count=len(form.mapping)),
    }
    unstored = len(form.not_stored)
    summary = (
        Words.FORMAT_SUMMARY_UNSTORED(**values, unstored=unstored)
        if unstored
        else Words.FORMAT_SUMMARY(**values)
    )
    done_step(
        Step.FORMAT,
        summary,
        back=Words.REVIEW(),
        key="ingest_look_again",
        on_back=_review,
    )


def order_text(order: DateOrder) -> str:
    """What the page calls a date order."""
    name, _ = _ORDERS[order]
    return name()


def _review() -> None:
    ingest_draft.change(confirmed=False)
