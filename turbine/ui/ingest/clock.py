"""The file's clock on the page: what its times name, and what they do not say."""

from contextlib import nullcontext
from datetime import date
from typing import Any

import streamlit as st

from turbine.readers import Detection
from turbine.readers.times.patterns import lacks_year, numbers_days
from turbine.ui.common.feedback import plain
from turbine.ui.ingest import draft as ingest_draft
from turbine.ui.ingest.draft import Draft
from turbine.ui.ingest.words import Words
from turbine.words import Label

STAMPS: dict[str, Label] = {
    "start": Words.STAMP_START,
    "middle": Words.STAMP_MIDDLE,
    "end": Words.STAMP_END,
}
"""What of its interval a time names."""
_QUESTIONS: dict[str, Label] = {
    "zone": Words.WHICH_ZONE,
    "stamp": Words.WHICH_STAMP,
    "year": Words.WHICH_YEAR,
    "first_day": Words.WHICH_FIRST_DAY,
}


def parts(draft: Draft, detected: Detection | None) -> None:
    """What is asked only if it matters: year and first day; and the columns and the form of the
    times, out of the way if these are recognised."""
    form = detected.interpretation if detected else None
    if form is not None and lacks_year(form.time_format):
        st.session_state["ingest_year"] = form.year
        st.number_input(Words.YEAR(), 1970, 2199, value=None, step=1, key="ingest_year",
                        on_change=_save, args=("year",))  # fmt: skip
    if form is not None and numbers_days(form.time_format):
        st.session_state["ingest_first_day"] = (
            date.fromisoformat(form.first_day) if form.first_day else None
        )
        st.date_input(Words.FIRST_DAY(), value=None, min_value=date(1970, 1, 1),
                      key="ingest_first_day", on_change=_save, args=("first_day",))  # fmt: skip
    is_open = form is None or bool(draft.chosen.time_columns or draft.chosen.time_format)
    with nullcontext() if is_open else st.expander(Words.TIMES_ELSEWHERE()):
        _written(draft, form.headers if form else ())


def _written(draft: Draft, headers: tuple[str, ...]) -> None:
    chosen = list(draft.chosen.time_columns or ())
    with st.grid(2, min_column_width=220):
        st.session_state["ingest_time_columns"] = chosen
        st.multiselect(
            Words.TIME_COLUMNS(),
            list(dict.fromkeys((*headers, *chosen))),
            key="ingest_time_columns",
            accept_new_options=True,
            placeholder=Words.AS_FOUND(),
            on_change=_save,
            args=("time_columns",),
        )
        st.session_state["ingest_time_format"] = draft.chosen.time_format or ""
        st.text_input(
            Words.TIME_FORMAT(),
            key="ingest_time_format",
            placeholder=Words.TIME_FORMAT_EXAMPLE(),
            on_change=_save,
            args=("time_format",),
        )


def _save(field: str) -> None:
    value: Any = st.session_state[f"ingest_{field}"]
    if isinstance(value, date):
        value = value.isoformat()
    if isinstance(value, list):
        value = tuple(value)
    ingest_draft.choose(**{field: value or None})


def questions(detected: Detection) -> None:
    """What only the person knows of the times."""
    form, rows = detected.interpretation, detected.preview
    cells = [rows[0][c] for c in form.time_columns if c < len(rows[0])] if rows else []
    for name, question in _QUESTIONS.items():
        if name in detected.questions:
            st.warning(question(time=plain(" ".join(cells))), icon=":material/help:")
