"""Availability by a signal of states: which field it is, what its states mean, what follows."""

from typing import Any

import polars as pl
import streamlit as st

from turbine.model.channels import channel
from turbine.sites import Facts
from turbine.ui.analyse.numbers import Card, cards, joined
from turbine.ui.analyse.view import Shown, Tables, Turbine
from turbine.ui.analyse.words import Words
from turbine.ui.common.feedback import plain, reported
from turbine.wind.states import States, meanings_of, states_of_both, written

_MEANINGS = {
    "available": Words.AVAILABLE,
    "unavailable": Words.UNAVAILABLE,
    "uncounted": Words.UNCOUNTED,
}
_COLUMNS = {
    "state": Words.STATE,
    "rows": Words.BIN_ROWS,
    "hours": Words.HOURS,
    "a_rows": Words.A_ROWS,
    "b_rows": Words.B_ROWS,
    "a_hours": Words.A_HOURS,
    "b_hours": Words.B_HOURS,
    "meaning": Words.MEANING,
}
"""Of one period, or of two."""
_MOST = 200
"""Different values, above which a field holds no states."""


def draw(shown: Shown) -> Tables:
    """A section for each turbine that has a field which may hold states; with both periods, where
    two are compared."""
    found: dict[str, pl.DataFrame] = {}
    earlier = shown.earlier.turbines if shown.earlier else (None,) * len(shown.turbines)
    for turbine, before in zip(shown.turbines, earlier, strict=True):
        used = {*turbine.whole.names.values()}
        fields = [n for n in turbine.entry.names if n not in used and channel(n).unit == ""]
        if fields:
            with reported():
                if (frame := _section(shown, turbine, before, fields)) is not None:
                    found[turbine.name] = frame
    return {Words.BY_STATES(): joined(found, Words.TURBINE, _COLUMNS)} if found else {}


def _section(
    shown: Shown, turbine: Turbine, before: Turbine | None, fields: list[str]
) -> pl.DataFrame | None:
    label, noted = turbine.entry.label, str(turbine.whole.facts.get("state_field", ""))
    title = Words.STATES_OF(turbine=plain(turbine.name))
    with st.expander(title, icon=":material/toggle_on:", key=f"states_{label}_box"):
        field = st.selectbox(
            Words.WHICH_STATES(),
            ["", *fields],
            index=1 + fields.index(noted) if noted in fields else 0,
            format_func=lambda name: turbine.entry.title(name) if name else Words.NO_STATES(),
            key=f"states_{label}_field",
        )
        if not field:
            return None
        b, a = (
            None if each is None else shown.services.analysis.states(each.measured, field)
            for each in (turbine, before)
        )
        if b is None:
            return None
        frame = b.frame if a is None else states_of_both(a, b)
        if frame.height > _MOST:
            st.info(
                Words.MANY_STATES(field=plain(turbine.entry.title(field)), count=frame.height),
                icon=":material/info:",
            )
            return None
        _numbers(label, b, a)
        return _meanings(shown, turbine, field, frame)


def _is_noted(facts: Facts, field: str) -> bool:
    return facts.get("state_field") == field


def _numbers(label: str, b: States, a: States | None) -> None:
    help_ = Words.BY_STATES_HELP(
        available=b.available_hours,
        counted=b.available_hours + b.unavailable_hours,
        uncounted=b.uncounted_hours,
    )
    card = Card(
        label=Words.BY_STATES(),
        value=100 * b.time_based,
        before=None if a is None else 100 * a.time_based,
        help=help_,
        decimals=2,
    )
    cards(f"states_{label}", (card,))
    if a is None:
        if b.unsaid_hours:
            st.caption(Words.UNSAID_HOURS(hours=b.unsaid_hours))
        if b.undated_rows:
            st.caption(Words.STATES_WITHOUT_STEP(count=b.undated_rows))
        return
    if a.unsaid_hours or b.unsaid_hours:
        st.caption(Words.UNSAID_HOURS_OF_BOTH(a=a.unsaid_hours, b=b.unsaid_hours))
    if a.undated_rows or b.undated_rows:
        st.caption(Words.STATES_OF_BOTH_WITHOUT_STEP(a=a.undated_rows, b=b.undated_rows))


def _meanings(shown: Shown, turbine: Turbine, field: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The states with their meanings, to be changed and noted; returns them as they are noted."""
    titles = {meaning: title() for meaning, title in _MEANINGS.items()}
    said = frame.with_columns(
        pl.col("meaning").replace_strict(titles, default=Words.UNSAID(), return_dtype=pl.String)
    )
    st.caption(Words.STATES_HELP())
    # Streamlit keeps edits by the number of their row: of other rows it has to be another table.
    rows = hash((*said["state"], *said["meaning"]))
    edited: Any = st.data_editor(
        said,
        key=f"states_{turbine.entry.label}_{field}_{rows}_meanings",
        hide_index=True,
        disabled=[name for name in _COLUMNS if name != "meaning"],
        column_config={
            **{name: title() for name, title in _COLUMNS.items()},
            **{
                name: st.column_config.NumberColumn(_COLUMNS[name](), format="%.1f")
                for name in ("hours", "a_hours", "b_hours")
            },
            "meaning": st.column_config.SelectboxColumn(
                Words.MEANING(), options=[*titles.values(), Words.UNSAID()], required=True
            ),
        },
    )
    if st.button(Words.NOTE_STATES(), key=f"states_{turbine.entry.label}_note"):
        codes = {title: meaning for meaning, title in titles.items()}
        pairs = pl.DataFrame(edited).select("state", "meaning").iter_rows()
        series, facts = turbine.entry.info.series, turbine.whole.facts
        # What is known of states that this period does not have stays.
        meanings = meanings_of(str(facts.get("states", ""))) if _is_noted(facts, field) else {}
        for state, title in pairs:
            meanings.pop(state, None)
            if title in codes:
                meanings[state] = codes[title]
        given = {**facts, "state_field": field, "states": written(meanings)}
        shown.services.sites.set_turbine(shown.actor, series.site, series.turbine, given)
        st.rerun()
    return said
