"""What is known of sites and turbines: a table, and one turbine's facts to change."""

from collections.abc import Mapping
from zoneinfo import available_timezones

import streamlit as st

from turbine.model.actor import Actor
from turbine.model.series import natural
from turbine.services.windproof import Windproof
from turbine.sites import FACTS, Fact, Facts, Site
from turbine.ui.common.feedback import plain, reported
from turbine.ui.sites import curve
from turbine.ui.sites.words import Words

_ELSEWHERE = (curve.FACT, "states")
"""Noted in places of their own: the states on the page Losses."""
_DONE = "sites_done"
"""What was just done, until it was told."""


def title() -> None:
    """The page's head."""
    st.title(Words.TITLE(), anchor=False)
    st.caption(Words.CAPTION())


def body(services: Windproof, actor: Actor) -> None:
    """All of the page, for any user. Raises ConfigError if the sites cannot be read."""
    known = services.sites.all()
    if done := st.session_state.pop(_DONE, ""):
        st.success(done, icon=":material/check_circle:")
    _table(known)
    tagged = _tagged(services)
    site = _named(Words.SITE(), "sites_site", {*known, *tagged})
    if not site:
        return
    its = known.get(site, Site())
    _zone(services, actor, site, its)
    turbine = _named(
        Words.TURBINE(), f"sites_turbine_{site}", {*its.turbines, *tagged.get(site, ())}
    )
    if turbine:
        facts = its.turbines.get(turbine, {})
        _facts(services, actor, site, turbine, facts)
        with reported():
            if told := curve.draw(services, actor, (site, turbine), facts):
                _tell(told)


def _table(known: Mapping[str, Site]) -> None:
    rows = [
        (name, site.zone, turbine, facts)
        for name, site in known.items()
        for turbine, facts in (site.turbines or {"": {}}).items()
    ]
    if not rows:
        st.info(Words.NOTHING_YET(), icon=":material/location_on:")
        return
    columns: dict[str, list[str | float | None]] = {
        Words.SITE(): [name for name, _, _, _ in rows],
        Words.TIME_ZONE(): [zone for _, zone, _, _ in rows],
        Words.TURBINE(): [turbine for _, _, turbine, _ in rows],
    }
    for name, fact in FACTS.items():
        if name not in _ELSEWHERE and any(name in facts for _, _, _, facts in rows):
            columns[_label(fact)] = [facts.get(name) for _, _, _, facts in rows]
    st.dataframe(columns, key="sites_table", hide_index=True)


def _tagged(services: Windproof) -> dict[str, set[str]]:
    """Site → its turbines, of all ingests."""
    found: dict[str, set[str]] = {}
    for record in services.ingests.all():
        found.setdefault(record.series.site, set()).add(record.series.turbine)
    return found


def _named(label: str, key: str, names: set[str]) -> str:
    """A name that is known, or a new one that is typed."""
    chosen = st.selectbox(
        label,
        sorted(names, key=natural),
        index=0 if names else None,
        key=key,
        accept_new_options=True,
        placeholder=Words.TYPE_A_NAME(),
    )
    return (chosen or "").strip()


def _zone(services: Windproof, actor: Actor, site: str, its: Site) -> None:
    zones = ["", *sorted(available_timezones())]
    with st.form(f"sites_zone_form_{site}"):
        zone = st.selectbox(
            Words.TIME_ZONE(),
            zones,
            index=zones.index(its.zone) if its.zone in zones else 0,
            key=f"sites_zone_{site}",
            help=Words.TIME_ZONE_HELP(),
            format_func=lambda name: name or Words.NOT_KNOWN(),
        )
        save = st.form_submit_button(Words.SAVE_ZONE(), key="sites_save_zone")
    if save:
        with reported():
            services.sites.set_zone(actor, site, zone)
            _tell(Words.SAVED(name=plain(site)))


def _facts(services: Windproof, actor: Actor, site: str, turbine: str, facts: Facts) -> None:
    with st.form(f"sites_form_{site}_{turbine}"):
        with st.grid(3, min_column_width=200):
            given = {
                name: _field(fact, f"sites_{name}_{site}_{turbine}", facts.get(name))
                for name, fact in FACTS.items()
                if name not in _ELSEWHERE
            }
            given |= {name: facts.get(name) for name in _ELSEWHERE}
        with st.container(horizontal=True):
            save = st.form_submit_button(Words.SAVE(), key="sites_save", type="primary")
            remove = st.form_submit_button(Words.REMOVE(), key="sites_remove", disabled=not facts)
    with reported():
        if save:
            services.sites.set_turbine(actor, site, turbine, given)
            _tell(Words.SAVED(name=plain(turbine)))
        if remove:
            services.sites.remove(actor, site, turbine)
            _tell(Words.REMOVED(name=plain(turbine)))


def _field(fact: Fact, key: str, value: float | str | None) -> float | str | None:
    if fact.name == "reference":
        values = {"": Words.NOT_KNOWN, "field": Words.OF_THE_ROWS, "curve": Words.NOTED_HERE}
        return st.selectbox(
            _label(fact),
            values,
            index=[*values].index(str(value or "")),
            format_func=lambda each: values[each](),
            key=key,
        )
    if fact.is_field or fact.reads:
        return st.text_input(_label(fact), value=str(value or ""), key=key)
    # Not as its value: a field that begins with a number cannot be emptied.
    st.session_state.setdefault(key, value)
    return st.number_input(
        _label(fact),
        min_value=fact.lower,
        max_value=fact.upper,
        value=None,
        step=None,
        format="%g",
        key=key,
    )


def _label(fact: Fact) -> str:
    label = str(fact.label())
    return Words.WITH_UNIT(label=label, unit=fact.unit) if fact.unit else label


def _tell(text: str) -> None:
    st.session_state[_DONE] = text
    st.rerun()
