"""The explore page: windowed values of a turbine as a chart and a table."""

from pathlib import Path

import streamlit as st

from turbine.services.windproof import Windproof
from turbine.ui.common.entry import SeriesEntry
from turbine.ui.common.feedback import reported
from turbine.ui.common.series import all_series, ignored, known, no_data
from turbine.ui.common.session import require_login, windproof
from turbine.ui.explore import answer as explore_answer
from turbine.ui.explore import controls as explore_controls
from turbine.ui.explore import page as explore_page
from turbine.ui.explore import result as explore_result
from turbine.ui.explore import scripting as explore_scripting
from turbine.ui.explore import views as explore_views
from turbine.ui.explore.choice import Choice

INGEST = Path(__file__).with_name("ingest.py")


def result(services: Windproof, choice: Choice, entry: SeriesEntry) -> None:
    """The answer to what is chosen."""
    # What comes and goes has a container of its own, so that all else keeps its place.
    before = None
    with st.container(), reported():
        if (pair := choice.pair) is not None:
            before = explore_answer.before(services, choice, pair, entry)
            choice = choice.within(pair.b)
            before = explore_result.unless_empty(before)
    with st.container():
        # First, since this reads the rows that tell the steps: the rest the database computes.
        means, energies = explore_answer.whole_period(services, choice)
        answer = explore_answer.answer(services, choice.request())
    explore_result.numbers(means, energies, before)
    with st.container():
        explore_result.notes(answer, choice, before)
    explore_result.picture(answer, choice, before)
    explore_result.states(answer)
    explore_result.how(answer, choice, before)
    facts: dict[str, float | str] = {}
    with reported():
        facts = known(services, choice.series)
    explore_result.rows(answer, choice, facts, before)
    target = services.settings.target
    explore_scripting.draw(answer, choice, target, before.answer if before else None)


def main() -> None:
    require_login()
    services = windproof()
    explore_page.title()
    with reported(retry="explore_try_again"):
        entries = all_series(services)
        if not entries:
            no_data(INGEST)
            return
        with st.container():
            ignored(explore_controls.restore(entries))
        explore_views.draw(explore_controls.current(entries).names)
        choice = explore_controls.draw(entries)
        if choice is None:
            explore_page.no_field()
            return
        explore_controls.remember(choice)
        result(services, choice, explore_controls.current(entries))


main()
