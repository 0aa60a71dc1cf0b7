"""The explore page: windowed values of a turbine as a chart and a table."""

from pathlib import Path

import streamlit as st

from turbine.services.windproof import Windproof
from turbine.ui.common.feedback import plain, reported
from turbine.ui.common.session import require_login, windproof
from turbine.ui.explore import answer as explore_answer
from turbine.ui.explore import controls as explore_controls
from turbine.ui.explore import result as explore_result
from turbine.ui.explore import views as explore_views
from turbine.ui.explore.choice import Choice

INGEST = Path(__file__).with_name("ingest.py")


def nothing_yet() -> None:
    """No point in the database: where to begin."""
    st.info(
        "There is no data yet. Ingest a turbine's file first, or try it with sample data.",
        icon=":material/upload_file:",
    )
    st.page_link(INGEST, label="Go to Ingest", icon=":material/arrow_forward:")


def passed_over(notes: list[str]) -> None:
    """What in the address could not be followed."""
    if notes:
        listed = "\n".join(f"- {plain(note)}" for note in notes)
        st.warning(f"Some of this address could not be followed:\n{listed}", icon=":material/link:")


def result(services: Windproof, choice: Choice) -> None:
    """The answer to what is chosen."""
    # What comes and goes has a container of its own, so that all else keeps its place.
    with st.container():
        # First, since this reads the rows that tell the steps: the rest the database computes.
        means, energies = explore_answer.whole_period(services, choice)
        answer = explore_answer.answer(services, choice.request())
    explore_result.numbers(means, energies)
    with st.container():
        explore_result.said(answer)
    explore_result.chart(answer, choice)
    explore_result.how(answer, choice)
    explore_result.rows(answer, choice)


def main() -> None:
    require_login()
    services = windproof()
    st.title("Explore", anchor=False)
    with reported(retry="explore_try_again"):
        held = explore_answer.held(services)
        if not held:
            nothing_yet()
            return
        with st.container():
            passed_over(explore_controls.restore(held))
        explore_views.draw(explore_controls.current(held).info.fields)
        choice = explore_controls.draw(held)
        if choice is None:
            st.info("Choose at least one field.", icon=":material/info:")
            return
        explore_controls.remember(choice)
        result(services, choice)


main()
