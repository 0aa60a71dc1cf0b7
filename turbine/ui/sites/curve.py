"""The reference power curve of a turbine: typed as a table, or taken from a file."""

from typing import Any

import polars as pl
import streamlit as st

from turbine.model.actor import Actor
from turbine.model.units import units_of
from turbine.services.reference_curves import checked, from_file
from turbine.services.windproof import Windproof
from turbine.sites import Facts
from turbine.sites.curve import points
from turbine.ui.common.feedback import plain
from turbine.ui.common.uploads import content, release
from turbine.ui.sites.words import Words

FACT = "reference_curve"


def draw(services: Windproof, actor: Actor, whose: tuple[str, str], facts: Facts) -> str:
    """The curve of a turbine, ``whose`` site and name these are, to look at and to change; returns
    what was done, if anything. Raises ConfigError for what is no curve."""
    known = points(str(facts.get(FACT, ""))) or ()
    key = "sites_curve_{}_{}".format(*whose)
    title = Words.CURVE_POINTS(count=len(known)) if known else Words.CURVE()
    with st.expander(title, icon=":material/show_chart:", key=f"{key}_box"):
        st.caption(Words.CURVE_HELP())
        edited = _editor(key, known)
        with st.container(horizontal=True):
            if st.button(Words.SAVE_CURVE(), key="sites_save_curve"):
                rows = edited.drop_nulls().sort(edited.columns[0])
                return _noted(services, actor, whose, facts, checked(rows.iter_rows()))
            if st.button(Words.FORGET_CURVE(), key="sites_forget_curve", disabled=not known):
                return _noted(services, actor, whose, facts, "")
        text = _file(actor, key)
        return _noted(services, actor, whose, facts, text) if text else ""


def _editor(key: str, known: tuple[tuple[float, float], ...]) -> pl.DataFrame:
    names = Words.CURVE_SPEED(), Words.CURVE_POWER()
    schema = dict.fromkeys(names, pl.Float64)
    edited: Any = st.data_editor(
        pl.DataFrame([*known], schema=schema, orient="row"),
        key=f"{key}_{hash(known)}",
        num_rows="dynamic",
        hide_index=True,
        height=300,
        column_config={name: st.column_config.NumberColumn(format="%g") for name in names},
    )
    return pl.DataFrame(edited).cast(schema)  # type: ignore[arg-type]  # polars' own types are narrower


def _file(actor: Actor, key: str) -> str:
    uploaded = st.file_uploader(Words.CURVE_FILE(), type=["csv", "txt", "tsv"], key=f"{key}_file")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        units = [
            st.selectbox(
                label(),
                ["", *units_of(quantity)],
                format_func=lambda unit: unit or Words.AS_THE_HEADER_SAYS(),
                key=f"{key}_{quantity}",
                width=220,
            )
            for quantity, label in (("speed", Words.SPEED_UNIT), ("power", Words.POWER_UNIT))
        ]
        taken = st.button(Words.TAKE_FILE(), key="sites_take_curve", disabled=uploaded is None)
    if uploaded is None or not taken:
        return ""
    text = from_file(
        content(uploaded, actor), speed_unit=units[0] or None, power_unit=units[1] or None
    )
    release(uploaded)
    return text


def _noted(
    services: Windproof, actor: Actor, whose: tuple[str, str], facts: Facts, text: str
) -> str:
    site, turbine = whose
    services.sites.set_turbine(actor, site, turbine, {**facts, FACT: text})
    count = len(points(text) or ())
    name = plain(turbine)
    return Words.CURVE_SAVED(name=name, count=count) if count else Words.CURVE_FORGOTTEN(name=name)
