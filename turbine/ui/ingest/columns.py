"""The columns of a file: as what each is stored. A list for each of a few, one table of many."""

import polars as pl
import streamlit as st

from turbine.model.channels import CHANNELS, channel
from turbine.model.units import ALL_UNITS, unit, units_of
from turbine.readers import Detection, Interpretation, is_name, own_name, with_unit
from turbine.ui.common.feedback import plain
from turbine.ui.ingest import draft as ingest_draft
from turbine.ui.ingest.words import Words

MANY = 24
"""From so many columns on, they stand in one table."""
_COLUMN, _UNIT, _RIVAL = "ingest_column_", "ingest_unit_", "ingest_rival_"
SEARCH, TABLE = "ingest_columns_search", "ingest_columns_table"
_EXAMPLES = 3


def columns(detected: Detection) -> None:
    """As what each column is stored, and in which unit the file has it."""
    form = detected.interpretation
    total = len(form.headers) - len(form.time_columns)
    label = Words.STORED_COLUMNS(count=total, stored=len(form.mapping))
    is_asked = not {"mapping", "units"}.isdisjoint(detected.questions)
    with st.expander(label, expanded=is_asked, key="ingest_columns"):
        for rivals in detected.rivals:
            _rivals(rivals, form)
        if total > MANY:
            st.caption(Words.COLUMNS_TABLE_CAPTION())
            _table(detected)
        else:
            st.caption(Words.COLUMNS_CAPTION())
            _lists(detected)


def _rivals(rivals: tuple[int, ...], form: Interpretation) -> None:
    """Which of several columns becomes the one field; the others are not stored then."""
    name = dict(form.mapping)[rivals[0]]
    key = f"{_RIVAL}{rivals[0]}"
    st.selectbox(
        Words.WHICH_RIVAL(field=name),
        rivals,
        index=None,
        key=key,
        placeholder=Words.CHOOSE(),
        format_func=lambda column: _rival(column, form),
        on_change=_save_rival,
        args=(rivals, name, key),
    )


def _rival(column: int, form: Interpretation) -> str:
    return Words.NUMBERED_COLUMN(name=title(form, column), number=column + 1)


def _save_rival(rivals: tuple[int, ...], name: str, key: str) -> None:
    chosen = st.session_state[key]
    if chosen is not None:
        ingest_draft.choose_fields({each: name if each == chosen else "" for each in rivals})


def title(form: Interpretation, column: int) -> str:
    """The column's name as the file writes it."""
    return plain(form.headers[column]) or Words.UNNAMED_COLUMN(number=column + 1)


def _lists(detected: Detection) -> None:
    form = detected.interpretation
    chosen = dict(form.mapping)
    with st.grid(3, min_column_width=220):
        for column, header in enumerate(form.headers):
            if column not in form.time_columns:
                with st.container():
                    _column(column, chosen.get(column), detected)
                    if column in chosen and channel(chosen[column]).unit:
                        _unit(column, header, chosen[column], detected)


def _column(column: int, name: str | None, detected: Detection) -> None:
    form, states = detected.interpretation, dict(detected.states)
    key = f"{_COLUMN}{column}"
    st.session_state[key] = name
    taken = set(form.channels) - {name}
    possible = [each for each in (states.get(column), name) if each]
    possible += [each.name for each in CHANNELS]
    titles = {
        each: Words.FIELD_OPTION(name=each, title=channel(each).title)
        for each in dict.fromkeys(possible)
        if each not in taken
    }
    st.selectbox(
        title(form, column),
        list(titles),
        index=None,
        key=key,
        placeholder=Words.COLUMN_NOT_STORED(),
        format_func=lambda option: titles.get(option, option),
        on_change=_save_column,
        args=(column, key),
        accept_new_options=True,
    )


def _save_column(column: int, key: str) -> None:
    ingest_draft.choose_fields({column: safe(st.session_state[key] or "", column)})


def safe(typed: str, column: int) -> str:
    """What a person typed, as a name that a field can have; empty: not stored."""
    name = typed.strip()
    return name if not name or is_name(name) else own_name(name, column)


def _unit(column: int, header: str, name: str, detected: Detection) -> None:
    """The unit of a mapped column's values in the file; the database has each signal's own."""
    key = f"{_UNIT}{column}"
    stored = channel(name).unit
    shown = dict(detected.interpretation.units).get(column, stored)
    st.session_state[key] = None if column in detected.open_units else shown
    st.selectbox(
        Words.UNIT_OF(column=plain(header)),
        units_of(unit(stored).quantity),
        index=None,
        key=key,
        placeholder=Words.CHOOSE(),
        label_visibility="collapsed",
        on_change=_save_unit,
        args=(column, key),
    )


def _save_unit(column: int, key: str) -> None:
    ingest_draft.choose_unit(column, st.session_state[key])


def _table(detected: Detection) -> None:
    """All of them, or those that are searched for; what is asked about comes first."""
    form = detected.interpretation
    sought = st.text_input(Words.SEARCH_COLUMNS(), key=SEARCH, icon=":material/search:")
    shown = [column for column in ordered(detected) if matches(sought, column, form)]
    every, none = st.columns(2)
    every.button(
        Words.STORE_SHOWN(count=len(shown)),
        key="ingest_columns_store",
        on_click=_store,
        args=(tuple(shown), form),
    )
    none.button(
        Words.LEAVE_SHOWN(count=len(shown)),
        key="ingest_columns_leave",
        on_click=_leave,
        args=(tuple(shown),),
    )
    # Another key after each change: the editor's own changes are by the number of a row.
    key = f"{TABLE}_{hash((sought, form.mapping, form.units, detected.open_units))}"
    st.data_editor(
        rows(shown, detected),
        key=key,
        hide_index=True,
        num_rows="fixed",
        height=420,
        disabled=["column", "examples"],
        column_config={
            "store": st.column_config.CheckboxColumn(Words.STORE(), width=56),
            "column": Words.COLUMN_IN_FILE(),
            "examples": Words.EXAMPLES(),
            "field": st.column_config.TextColumn(
                Words.FIELD_IN_DATABASE(), help=Words.FIELD_HELP()
            ),
            "unit": st.column_config.SelectboxColumn(
                Words.UNIT_IN_FILE(), options=list(ALL_UNITS), width=90
            ),
        },
        on_change=_save_table,
        args=(key, tuple(shown), form),
    )


def ordered(detected: Detection) -> list[int]:
    """The columns beside the time: what is asked about, what is stored, all others."""
    form = detected.interpretation
    asked = {*detected.open_units, *(column for rivals in detected.rivals for column in rivals)}
    mapped = dict(form.mapping)
    columns_ = [column for column in range(len(form.headers)) if column not in form.time_columns]
    return sorted(columns_, key=lambda column: (column not in asked, column not in mapped, column))


def matches(sought: str, column: int, form: Interpretation) -> bool:
    """Whether every word is in the column's header or field."""
    text = f"{form.headers[column]} {dict(form.mapping).get(column, '')}".casefold()
    return all(word in text for word in sought.casefold().split())


def rows(shown: list[int], detected: Detection) -> pl.DataFrame:
    """The table's rows."""
    form = detected.interpretation
    mapped, converted = dict(form.mapping), dict(form.units)
    units = [
        None
        if column in detected.open_units or column not in mapped
        else converted.get(column) or channel(mapped[column]).unit or None
        for column in shown
    ]
    return pl.DataFrame(
        {
            "store": [column in mapped for column in shown],
            "column": [form.headers[c] or Words.UNNAMED_COLUMN(number=c + 1) for c in shown],
            "examples": [_examples(column, detected) for column in shown],
            "field": [mapped.get(column, "") for column in shown],
            "unit": units,
        },
        schema={
            "store": pl.Boolean(),
            "column": pl.String(),
            "examples": pl.String(),
            "field": pl.String(),
            "unit": pl.String(),
        },
    )


def _examples(column: int, detected: Detection) -> str:
    cells = (row[column].strip() for row in detected.preview if column < len(row))
    return " · ".join([*dict.fromkeys(cell for cell in cells if cell)][:_EXAMPLES])


def _store(shown: tuple[int, ...], form: Interpretation) -> None:
    mapped = dict(form.mapping)
    ingest_draft.choose_fields({c: own_name(form.headers[c], c) for c in shown if c not in mapped})


def _leave(shown: tuple[int, ...]) -> None:
    ingest_draft.choose_fields(dict.fromkeys(shown, ""))


def _save_table(key: str, shown: tuple[int, ...], form: Interpretation) -> None:
    for row, changes in st.session_state[key]["edited_rows"].items():
        save_row(shown[int(row)], changes, form)


def save_row(column: int, changes: dict[str, object], form: Interpretation) -> None:
    """What a person changed in a row of the table."""
    if "field" in changes:
        ingest_draft.choose_fields({column: safe(str(changes["field"] or ""), column)})
    elif "store" in changes:
        name = own_name(form.headers[column], column) if changes["store"] else ""
        ingest_draft.choose_fields({column: name})
    if "unit" in changes:
        unit_name = str(changes["unit"] or "")
        name = dict(form.mapping).get(column, "")
        if name and (renamed := with_unit(name, unit_name)) != name:
            ingest_draft.choose_fields({column: renamed})
        ingest_draft.choose_unit(column, unit_name or None)
