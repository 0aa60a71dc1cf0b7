"""The connection doctor: each step's result as it comes."""

from collections.abc import Mapping

import streamlit as st

from turbine.model.actor import Actor
from turbine.services.windproof import Windproof
from turbine.stores.doctor import Step
from turbine.ui.common.feedback import plain
from turbine.ui.common.formats import duration

_FOUND = "database_steps"


def section(services: Windproof, actor: Actor) -> bool:
    """The button, and what was found; True where it was found just now that all works."""
    st.subheader("Does it work?", anchor=False)
    st.caption(
        "Goes from the address to a test point that is written, read back and deleted again, in a "
        "measurement of its own. The first step that fails says what to do."
    )
    if st.button("Examine the connection", key="database_examine", icon=":material/stethoscope:"):
        steps = examine(services, actor)
        st.session_state[_FOUND] = services.connection.target, steps
        return all(step.ok for step in steps)
    if known := st.session_state.get(_FOUND):
        target, steps = known
        if target == services.connection.target:
            with st.container(border=True):
                for step in steps:
                    _show(step)
    return False


def forget() -> None:
    """What was found is no longer true."""
    st.session_state.pop(_FOUND, None)


def examine(
    services: Windproof, actor: Actor, changes: Mapping[str, str] | None = None
) -> list[Step]:
    """Examine now, with unsaved changes if there are any, and show it here."""
    steps: list[Step] = []
    with st.container(border=True), st.spinner("Examining …"):
        for step in services.connection.doctor(actor, changes):
            steps.append(step)
            _show(step)
        if all(step.ok for step in steps):
            st.success("Everything works.", icon=":material/check_circle:")
    return steps


def _show(step: Step) -> None:
    name = str(step.step)
    name = plain(name[:1].upper() + name[1:])
    took = f" :gray[{duration(step.seconds)}]" if step.seconds else ""
    if step.ok:
        lines = [f":green[:material/check_circle:] **{name}**{took}", plain(step.message)]
        if step.hint:
            lines.append(f":material/lightbulb: {plain(step.hint)}")
        st.markdown("  \n".join(lines))
    else:
        st.markdown(f":red[:material/cancel:] **{name}: no**{took}")
        st.error(f"{plain(step.message)}\n\n{plain(step.hint)}", icon=":material/error:")
