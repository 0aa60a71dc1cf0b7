"""All of the report page."""

from dataclasses import dataclass

import streamlit as st

from turbine.model.actor import Actor
from turbine.services.windproof import Windproof
from turbine.ui.analyse.parameters import rules_changed
from turbine.ui.analyse.report import controls
from turbine.ui.analyse.report.choice import Choice
from turbine.ui.analyse.report.scripting import of_report
from turbine.ui.analyse.report.words import Words
from turbine.ui.analyse.view import Pages
from turbine.ui.common.feedback import plain, reported
from turbine.ui.common.python import NoScript, python
from turbine.ui.common.series import all_series, ignored, no_data
from turbine.ui.common.table import file_name
from turbine.words import current

_MOST_SHOWN = 4_000_000
"""Letters of a page that is shown within this one; a longer one would take seconds to send."""
_MADE = "report_made"


@dataclass(slots=True, kw_only=True)
class _Made:
    """What was made last in this session."""

    choice: Choice
    language: str
    state: tuple[str, ...]
    """Of the database and of what is noted of the turbines, when it was made."""
    page: str
    script: str | NoScript
    pdf: bytes | None = None


def show(services: Windproof, actor: Actor, pages: Pages) -> None:
    """The page."""
    st.title(Words.REPORT(), anchor=False)
    with reported(retry="report_try_again"):
        entries = all_series(services)
        if not entries:
            no_data(pages.ingest)
            return
        with st.container():
            ignored(controls.restore(entries))
        choice = controls.draw(entries)
        if choice is None:
            st.info(Words.NOTHING_CHOSEN(), icon=":material/info:")
            return
        controls.remember(choice)
        rules_changed(choice.rules)
        if st.button(Words.MAKE(), key="report_make", type="primary", icon=":material/print:"):
            st.session_state[_MADE] = _make(services, actor, choice)
        made: _Made | None = st.session_state.get(_MADE)
        if made is None:
            st.caption(Words.WHAT_IT_HAS())
            return
        now = choice, current(), _state(services, choice)
        if (made.choice, made.language, made.state) != now:
            st.info(Words.OF_EARLIER(), icon=":material/history:")
        _files(made)
        _preview(made)
        python(made.script, page="report")


def _make(services: Windproof, actor: Actor, choice: Choice) -> _Made:
    """Gather and draw, with a bar that tells how far it is. Raises TurbineError."""
    from turbine.report.page import html  # here: no other page is to wait for it

    bar = st.progress(0.0)

    def gathered(done: int, count: int, name: str) -> None:
        text = Words.READING(turbine=name, place=done + 1, count=count)
        bar.progress(0.5 * done / count, text=plain(text))

    def drawn(done: int, count: int, name: str) -> None:
        text = Words.DRAWING(turbine=name, place=done + 1, count=count)
        bar.progress(0.5 + 0.5 * done / count, text=plain(text))

    try:
        state = _state(services, choice)
        report = services.reports.gather(actor, choice.asked(), on_progress=gathered)
        page = html(report, on_progress=drawn)
    finally:
        bar.empty()
    made = of_report(report, services.settings.target)
    return _Made(choice=choice, language=current(), state=state, page=page, script=made)


def _state(services: Windproof, choice: Choice) -> tuple[str, ...]:
    facts = (services.sites.facts(each.site, each.turbine) for each in choice.series)
    return (*services.explorer.state(), *map(repr, facts))


def _files(made: _Made) -> None:
    names = [series.turbine for series in made.choice.series]
    name = file_name(Words.FILE_NAME(turbine=names[0]), made.choice)
    with st.container(horizontal=True, key="report_files"):
        st.download_button(
            Words.DOWNLOAD_HTML(),
            made.page,
            file_name=f"{name}.html",
            mime="text/html",
            key="report_html",
            icon=":material/download:",
            on_click="ignore",
        )
        place = st.empty()
        if made.pdf is None and place.button(
            Words.MAKE_PDF(), key="report_make_pdf", icon=":material/picture_as_pdf:"
        ):
            from turbine.report.pdf import pdf

            place.empty()
            with reported(), st.spinner(Words.SETTING(), show_time=True):
                # Whoever draws learns that the page was closed, and waits no more.
                made.pdf = pdf(made.page, while_waiting=place.empty)
        if made.pdf is not None:
            place.download_button(
                Words.DOWNLOAD_PDF(),
                made.pdf,
                file_name=f"{name}.pdf",
                mime="application/pdf",
                key="report_pdf",
                icon=":material/download:",
                on_click="ignore",
            )


def _preview(made: _Made) -> None:
    st.subheader(Words.PREVIEW(), anchor=False)
    if len(made.page) > _MOST_SHOWN:
        st.caption(Words.TOO_LONG_TO_SHOW(size=len(made.page) / 1e6))
        return
    # Its own policy lets no script run in it, whatever a name may say.
    st.iframe(made.page, height=800, alt=Words.PREVIEW_ALT())
