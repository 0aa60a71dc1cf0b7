"""Step 2: how the file was read; every part of it can be changed."""

from functools import cache
from typing import Any
from zoneinfo import available_timezones

import polars as pl
import streamlit as st

from turbine.model.channels import CHANNELS
from turbine.model.errors import TurbineError
from turbine.readers import Choice, Detection, Interpretation, Scan
from turbine.services.windproof import Windproof
from turbine.ui.common.feedback import plain, reported, show_error
from turbine.ui.common.formats import clock
from turbine.ui.ingest import draft as ingest_draft
from turbine.ui.ingest import work as ingest_work
from turbine.ui.ingest.draft import Draft
from turbine.ui.ingest.step import done_step
from turbine.words import counted

ORDERS = {
    "day-first": "day first: 31/12/2018",
    "month-first": "month first: 12/31/2018",
    "year-first": "year first: 2018-12-31",
}
_COLUMN = "ingest_column_"


def step(windproof: Windproof, draft: Draft) -> Scan | None:
    """Show and change how the file is read; None while it cannot be, or a question is open."""
    own: tuple[Choice, ...] = ()
    found, failure = None, None
    try:
        own = windproof.files.choices(draft.original)
        found = ingest_work.detection(windproof, draft)
    except TurbineError as error:
        failure = error
    choices(draft, own, found)
    if failure is not None or found is None:
        _failed(draft, failure)
        return None
    questions(own, found)
    columns(found)
    preview(found)
    scan = None
    if not found.questions:
        with reported():
            scan = ingest_work.scan(windproof, draft, found.interpretation)
            first_row(scan)
    notes(found)
    return scan


def _failed(draft: Draft, failure: TurbineError | None) -> None:
    if failure is not None:
        show_error(failure)
    if draft.details or (draft.date_order, draft.mapping) != (None, None):
        st.button("Back to what was detected", key="ingest_start_over", on_click=start_over)


def choices(draft: Draft, own: tuple[Choice, ...], found: Detection | None) -> None:
    """What decides how text becomes numbers and times: the format's own choices, and those of
    every format. They show what was detected (``found``; None if the file cannot be read so), or
    what the person chose."""
    form = found.interpretation if found else None
    asked = found.questions if found else ()
    details = form.details.to_dict() if form else draft.details
    with st.grid(2 + len(own), min_column_width=170):
        for each in own:
            shown = None if each.field in asked else details.get(each.field)
            _choice(str(each.label), each.field, _options(each, shown), shown, own=each)
        order = form.date_order if form else draft.date_order
        _choice("Date order", "date_order", ORDERS, None if "date_order" in asked else order)
        _choice("Time zone of the file's clock", "zone", dict.fromkeys(_zones()), draft.zone)


def _options(choice: Choice, shown: str | None) -> dict[str, str]:
    options = {value: str(text) for value, text in choice.options}
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
        placeholder="Choose",
        format_func=lambda option: options[option] or option,
        on_change=_take,
        args=(field, key, own),
    )


def _take(field: str, key: str, own: Choice | None) -> None:
    """A person's choice; other columns need another mapping."""
    value = st.session_state[key]
    if value is None:
        return
    if own is None:
        ingest_draft.change(**{field: value})
    else:
        ingest_draft.choose(field, value, with_mapping=not own.changes_columns)


@cache
def _zones() -> tuple[str, ...]:
    return tuple(sorted(available_timezones()))


def start_over() -> None:
    """Back to what was detected."""
    ingest_draft.change(details={}, date_order=None, mapping=None)


def questions(own: tuple[Choice, ...], found: Detection) -> None:
    """What only the person can decide; nothing goes on before."""
    form = found.interpretation
    if "date_order" in found.questions:
        first = " ".join(found.preview[0][c] for c in form.time_columns) if found.preview else ""
        st.warning(
            f"Is **{plain(first)}** day first or month first? Every date of this file can be "
            "read both ways. Choose the date order above to go on.",
            icon=":material/help:",
        )
    for each in own:
        if each.field in found.questions:
            st.warning(str(each.question), icon=":material/help:")
    if "mapping" in found.questions:
        st.warning(
            "No column has a name that Windproof knows. Choose below which column holds what.",
            icon=":material/help:",
        )


def columns(found: Detection) -> None:
    """One select per column: the channel that it becomes, or nothing."""
    form = found.interpretation
    chosen = dict(form.mapping)
    stored, total = len(form.mapping), len(form.headers) - len(form.time_columns)
    label = f"Columns: {stored} of {total} are stored, beside the time"
    with st.expander(label, expanded="mapping" in found.questions, key="ingest_columns"):
        st.caption(
            "Above each select is the file's own name; in it, the name under which the database "
            "keeps the column. A column that is “not stored” stays in the file only."
        )
        with st.grid(3, min_column_width=220):
            for column, header in enumerate(form.headers):
                if column not in form.time_columns:
                    _column(column, header, chosen.get(column), form)


def _column(column: int, header: str, name: str | None, form: Interpretation) -> None:
    key = f"{_COLUMN}{column}"
    st.session_state[key] = name
    taken = set(form.channels) - {name}
    titles = {c.name: f"{c.name} ({c.title.lower()})" for c in CHANNELS if c.name not in taken}
    st.selectbox(
        plain(header) or f"column {column + 1}, without a name",
        list(titles),
        index=None,
        key=key,
        placeholder="not stored",
        format_func=lambda option: titles[option],
        on_change=_take_column,
        args=(column, key, form.mapping),
    )


def _take_column(column: int, key: str, mapping: tuple[tuple[int, str], ...]) -> None:
    others = {c: name for c, name in mapping if c != column}
    chosen = st.session_state[key]
    new = {**others, column: chosen} if chosen else others
    ingest_draft.change(mapping=tuple(sorted(new.items())))


def preview(found: Detection) -> None:
    """The first rows as the file has them, each column with what it becomes."""
    form = found.interpretation
    channels = dict(form.mapping)
    rows = [[row[i] if i < len(row) else "" for row in found.preview] for i in _range(form)]
    frame = pl.DataFrame({str(i): cells for i, cells in enumerate(rows)})
    config = {str(i): _heading(i, form, channels) for i in _range(form)}
    st.dataframe(
        frame,
        hide_index=True,
        column_config=config,
        alt="The first rows of the file, as text",
        key="ingest_preview",
    )


def _range(form: Interpretation) -> range:
    return range(len(form.headers))


def _heading(column: int, form: Interpretation, channels: dict[int, str]) -> str:
    becomes = "time" if column in form.time_columns else channels.get(column, "not stored")
    return f"{form.headers[column]} → {becomes}"


def first_row(scan: Scan) -> None:
    """One row in full, as it was understood: the quickest way to see a wrong date order."""
    frame = next((block for block in scan.blocks() if len(block)), None)
    if frame is None:
        return
    stamp, line, zone = int(scan.stamps[0]), frame["line"][0], scan.interpretation.zone
    st.markdown(
        f"Line {line} was read as **{clock(stamp, zone)}** on the clock of {plain(zone)}, which "
        f"is **{clock(stamp)} UTC**. The database keeps UTC."
    )


def notes(found: Detection) -> None:
    """How each thing was decided."""
    st.caption("  \n".join(plain(note) for note in found.notes))


def done(draft: Draft, form: Interpretation) -> None:
    """The closed step."""
    unstored = len(form.not_stored)
    rest = f" · {unstored} not stored" if unstored else ""
    done_step(
        2,
        "How it was read",
        f"{plain(str(form.details.brief))} · "
        f"{form.date_order.replace('-', ' ')} · {plain(form.zone)} · "
        f"{counted(len(form.mapping), 'channel')}{rest}",
        back="Review",
        key="ingest_look_again",
        on_back=_look_again,
    )


def _look_again() -> None:
    ingest_draft.change(confirmed=False)
