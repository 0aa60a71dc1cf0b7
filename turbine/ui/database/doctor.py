"""The connection test: each step's result as it comes."""

from collections.abc import Mapping

import streamlit as st

from turbine.model.actor import Actor
from turbine.services.windproof import Windproof
from turbine.stores.doctor import Step
from turbine.ui.common.feedback import plain
from turbine.ui.common.formats import duration
from turbine.ui.database.words import Words

_STEPS = "database_steps"


def section(services: Windproof, actor: Actor) -> bool:
    """The button, and the results; True if a test has just found that all works."""
    st.subheader(Words.CONNECTION_TEST(), anchor=False)
    st.caption(Words.CONNECTION_TEST_CAPTION())
    if st.button(Words.TEST_CONNECTION(), key="database_examine", icon=":material/stethoscope:"):
        steps = examine(services, actor)
        st.session_state[_STEPS] = services.connection.target, steps
        return all(step.ok for step in steps)
    if known := st.session_state.get(_STEPS):
        target, steps = known
        if target == services.connection.target:
            with st.container(border=True):
                for step in steps:
                    _show(step)
    return False


def forget() -> None:
    """The results are out of date."""
    st.session_state.pop(_STEPS, None)


def examine(
    services: Windproof, actor: Actor, changes: Mapping[str, str] | None = None
) -> list[Step]:
    """Test it now, with unsaved changes if there are any, and show the results here."""
    steps: list[Step] = []
    with st.container(border=True), st.spinner(Words.TESTING()):
        for step in services.connection.doctor(actor, changes):
            steps.append(step)
            _show(step)
        if all(step.ok for step in steps):
            st.success(Words.ALL_WORKS(), icon=":material/check_circle:")
    return steps


def _show(step: Step) -> None:
    name = str(step.step)
    name = plain(name[:1].upper() + name[1:])
    took = f" :gray[{duration(step.seconds)}]" if step.seconds else ""
    if step.ok:
        lines = [f":green[:material/check_circle:] **{name}**{took}", plain(str(step.message))]
        if step.hint:
            lines.append(" ".join((":material/lightbulb:", plain(str(step.hint)))))
        st.markdown("  \n".join(lines))
    else:
        st.markdown(f":red[:material/cancel:] **{Words.STEP_FAILED(step=name)}**{took}")
        st.error(f"{plain(str(step.message))}\n\n{plain(str(step.hint))}", icon=":material/error:")
