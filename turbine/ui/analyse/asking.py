"""What has to be known of a turbine before a figure is shown: asked for, proposed, and noted."""

import streamlit as st

from turbine.model.actor import Actor
from turbine.model.channels import channel
from turbine.services.fields import NOTED, UNITS
from turbine.services.wind_study import HEIGHTS
from turbine.services.windproof import Windproof
from turbine.sites import FACTS
from turbine.ui.analyse.view import Turbine
from turbine.ui.analyse.words import Words
from turbine.ui.common.entry import SeriesEntry
from turbine.ui.common.feedback import plain, reported


def lacking(services: Windproof, entry: SeriesEntry, needed: tuple[str, ...]) -> list[str]:
    """The signals of these for which no field is known."""
    found = services.analysis.signals(entry.info)
    return [name for name in needed if name not in found]


def fields(services: Windproof, actor: Actor, entry: SeriesEntry, lacking: list[str]) -> None:
    """Ask which field of the series is which signal. None of them may be: then it says so."""
    series = entry.info.series
    with st.form(f"asking_fields_{entry.label}"):
        st.markdown(Words.WHICH_FIELD(turbine=plain(entry.label)))
        given: dict[str, object] = {}
        for signal in lacking:
            fact = FACTS[NOTED[signal]]
            names = [n for n in entry.names if channel(n).unit in ("", UNITS[signal])]
            given[fact.name] = st.selectbox(
                str(fact.label()),
                names,
                index=None,
                format_func=entry.title,
                key=f"asking_{fact.name}_{entry.label}",
                placeholder=Words.CHOOSE_A_FIELD() if names else Words.NO_FIELD_FITS(),
                help=Words.FIELDS_FIT(unit=UNITS[signal]),
                disabled=not names,
            )
        if st.form_submit_button(Words.NOTE_IT(), key=f"asking_note_{entry.label}"):
            _note(services, actor, entry, given)
    st.caption(Words.OR_CHOOSE_ANOTHER(series=plain(series.turbine)))


def rated(services: Windproof, actor: Actor, turbine: Turbine) -> None:
    """Ask for the rated power, if it is not known: the one that the rows suggest is proposed."""
    if turbine.rated_kw is not None:
        return
    proposed = turbine.whole.proposed_rated_kw()
    label = turbine.entry.label
    fact = FACTS["rated_power_kw"]
    with st.form(f"asking_rated_{label}"):
        st.markdown(
            Words.RATED_NOT_KNOWN(turbine=plain(turbine.name))
            if proposed is None
            else Words.RATED_PROPOSED(turbine=plain(turbine.name), rated_kw=proposed)
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            given = st.number_input(
                Words.FIELD_OF(label=str(fact.label()), unit=fact.unit),
                min_value=fact.lower,
                max_value=fact.upper,
                value=proposed,
                step=None,
                format="%g",
                key=f"asking_rated_kw_{label}",
                width=220,
            )
            if st.form_submit_button(Words.NOTE_IT(), key=f"asking_note_rated_{label}"):
                _note(services, actor, turbine.entry, {fact.name: given})


def reference(services: Windproof, actor: Actor, turbine: Turbine) -> None:
    """Say which reference power counts, if it is noted; ask, if its rows have another one."""
    measured, name = turbine.whole, plain(turbine.name)
    if measured.noted_reference:
        st.caption(Words.NOTED_REFERENCE(turbine=name))
    facts, has_field = measured.facts, "reference_kw" in measured.names
    if not has_field or "reference" in facts or "reference_curve" not in facts:
        return
    with st.container(border=True, key=f"asking_reference_{turbine.entry.label}"):
        st.markdown(Words.WHICH_REFERENCE(turbine=name))
        with st.container(horizontal=True):
            for choice, label in (("field", Words.FIELD_COUNTS), ("curve", Words.CURVE_COUNTS)):
                if st.button(label(), key=f"asking_reference_{choice}_{turbine.entry.label}"):
                    _note(services, actor, turbine.entry, {"reference": choice})


def heights(services: Windproof, actor: Actor, turbine: Turbine) -> None:
    """Ask at which heights the two wind speeds are, if there are two and it is not known. Folded:
    two anemometers on one nacelle are usual, and have no shear."""
    measured, label = turbine.whole, turbine.entry.label
    if "second_wind_mps" not in measured.names or all(n in measured.facts for n in HEIGHTS):
        return
    with (
        st.expander(Words.WHICH_HEIGHTS(turbine=plain(turbine.name)), icon=":material/height:"),
        st.form(f"asking_heights_{label}", border=False),
    ):
        st.markdown(Words.HEIGHTS_HELP())
        given: dict[str, object] = {}
        with st.container(horizontal=True, vertical_alignment="bottom"):
            for name, signal in zip(HEIGHTS, ("wind_mps", "second_wind_mps"), strict=True):
                fact, known = FACTS[name], measured.facts.get(name)
                given[name] = st.number_input(
                    Words.HEIGHT_OF(field=channel(measured.names[signal]).label()),
                    min_value=fact.lower,
                    max_value=fact.upper,
                    value=known if isinstance(known, float) else None,
                    step=None,
                    format="%g",
                    key=f"asking_{name}_{label}",
                    width=260,
                )
            is_sent = st.form_submit_button(Words.NOTE_IT(), key=f"asking_note_heights_{label}")
        if is_sent:
            with reported():
                _note(services, actor, turbine.entry, given)


def _note(services: Windproof, actor: Actor, entry: SeriesEntry, given: dict[str, object]) -> None:
    series = entry.info.series
    known = services.sites.facts(series.site, series.turbine)
    answered = {name: value for name, value in given.items() if value is not None}
    services.sites.set_turbine(actor, series.site, series.turbine, {**known, **answered})
    st.rerun()
