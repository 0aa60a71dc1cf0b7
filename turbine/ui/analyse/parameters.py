"""The parameters of the flags, to be changed: for what is looked at, or noted of the turbines."""

from collections.abc import Mapping

import streamlit as st

from turbine.ui.analyse.view import Shown
from turbine.ui.analyse.words import Words
from turbine.ui.common.feedback import plain, reported
from turbine.wind.flags import CODES
from turbine.wind.parameters import PARAMETERS, Parameter, parse, written

_KEY = "flags_rules"
_OWN_FACTS = ("cut_in_mps", "cut_out_mps")
"""Noted as facts of their own."""


def rules_changed(rules: Mapping[str, float]) -> None:
    """Say that flags go by other parameters than what is known of the turbines."""
    if rules:
        st.caption(Words.RULES_CHANGED(count=len(rules), rules=plain(written(rules))))


def draw(shown: Shown) -> None:
    """A field for each parameter, with what holds for the first turbine."""
    changed = shown.choice.rules
    title = Words.PARAMETERS_CHANGED(count=len(changed)) if changed else Words.PARAMETERS()
    first = shown.turbines[0]
    titles = {flag.code: str(flag.title) for flag in first.flagged.flags}
    titles |= {flag.code: str(flag.title) for flag in first.flagged.not_checked}
    usual = first.whole.rules(None, {})
    with st.expander(title, icon=":material/tune:", key="flags_parameters"):
        st.caption(Words.PARAMETERS_HELP())
        for code in CODES:
            its = {name: p for name, p in PARAMETERS.items() if p.flags[0] == code}
            if its:
                st.markdown(f"**{plain(titles[code])}**")
                with st.grid(4, min_column_width=200, vertical_alignment="bottom"):
                    for name, parameter in its.items():
                        _field(name, parameter, titles, getattr(first.rules, name), usual)
        _keep(shown)


def _field(
    name: str, parameter: Parameter, titles: Mapping[str, str], value: float, usual: object
) -> None:
    key, unit = f"flags_rule_{name}", parameter.unit
    label = str(parameter.label())
    own = getattr(usual, name)
    st.session_state[key] = value
    whole = parameter.whole
    st.number_input(
        Words.FIELD_OF(label=label, unit=unit) if unit else label,
        min_value=int(parameter.lower) if whole else float(parameter.lower),
        max_value=int(parameter.upper) if whole else float(parameter.upper),
        value=None,
        step=1 if whole else None,
        format="%d" if whole else "%g",
        key=key,
        help=Words.PARAMETER_HELP(flags=tuple(titles[code] for code in parameter.flags), usual=own),
        on_change=_change,
        args=(name, own),
    )


def _change(name: str, own: float) -> None:
    """Other than its own, it is kept; the same or none, it is not."""
    given: float | None = st.session_state[f"flags_rule_{name}"]
    value = None if given is None else PARAMETERS[name].value(given)
    others = {each: v for each, v in st.session_state.get(_KEY, {}).items() if each != name}
    st.session_state[_KEY] = others if value in (None, own) else {**others, name: value}


def _keep(shown: Shown) -> None:
    """Note what was changed of the turbines, or forget it."""
    names = tuple(plain(each.name) for each in shown.turbines)
    noted = any("flag_rules" in each.whole.facts for each in shown.turbines)
    with st.container(horizontal=True), reported():
        if st.button(
            Words.NOTE_PARAMETERS(turbines=names),
            key="flags_keep",
            icon=":material/save:",
            disabled=not shown.choice.rules,
        ):
            _note(shown, shown.choice.rules)
        if st.button(
            Words.BACK_TO_NOTED(),
            key="flags_reset",
            icon=":material/undo:",
            disabled=not shown.choice.rules,
        ):
            st.session_state[_KEY] = {}
            st.rerun()
        if noted and st.button(
            Words.FORGET_PARAMETERS(turbines=names), key="flags_forget", icon=":material/delete:"
        ):
            _note(shown, None)


def _note(shown: Shown, rules: Mapping[str, float] | None) -> None:
    """Add these parameters to what is noted of each turbine; None: forget them all."""
    for turbine in shown.turbines:
        series, facts = turbine.entry.info.series, dict(turbine.whole.facts)
        kept = parse(str(facts.pop("flag_rules", "")))[0] if rules is not None else {}
        own = {name: value for name, value in (rules or {}).items() if name in _OWN_FACTS}
        more = {name: value for name, value in (rules or {}).items() if name not in own}
        given: dict[str, object] = {**facts, **own, "flag_rules": written({**kept, **more})}
        shown.services.sites.set_turbine(shown.actor, series.site, series.turbine, given)
    st.session_state[_KEY] = {}
    st.rerun()
