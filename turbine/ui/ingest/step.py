"""The parts of the page: a step open with its widgets, or done with one line and a way back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum

import streamlit as st

from turbine.settings.places import PAGES
from turbine.ui.ingest.words import Words


class Step(Enum):
    """The steps of an ingest in their order, by their numbers on the page."""

    FILE = 1
    FORMAT = 2
    PROFILE = 3
    TARGET = 4
    RETIMING = 5
    PLAN = 6


_TITLES = {
    Step.FILE: (Words.FILE, Words.FILE_CAPTION),
    Step.FORMAT: (Words.FORMAT, Words.FORMAT_CAPTION),
    Step.PROFILE: (Words.PROFILE, Words.PROFILE_CAPTION),
    Step.TARGET: (Words.TARGET, Words.TARGET_CAPTION),
    Step.RETIMING: (Words.RETIMING, Words.RETIMING_CAPTION),
    Step.PLAN: (Words.PLAN, Words.PLAN_CAPTION),
}
"""Of each step: its title, and what it is for."""


def page_title() -> None:
    """The head of the page."""
    st.title(Words.TITLE(), anchor=False)
    st.caption(Words.SUBTITLE())


@contextmanager
def open_step(step: Step) -> Iterator[None]:
    """A step to work on."""
    title, caption = _TITLES[step]
    with open_part(Words.STEP(number=step.value, title=title()), caption()):
        yield


@contextmanager
def open_part(title: str, caption: str) -> Iterator[None]:
    """The same of what is not a step; ``caption`` says in plain words what it is for."""
    with st.container(border=True, gap="small"):
        st.subheader(title, anchor=False)
        st.caption(caption)
        yield


def done_step(
    step: Step, summary: str, *, back: str, key: str, on_back: Callable[[], None]
) -> None:
    """A step that is done: ``summary`` (Markdown) and a button ``back`` to change it."""
    title, _ = _TITLES[step]
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(
            Words.DONE_STEP(number=step.value, title=title(), summary=summary), width="stretch"
        )
        st.button(back, key=key, on_click=on_back, type="tertiary", icon=":material/edit:")


def page_link(page: str, label: str, icon: str, query: dict[str, str]) -> None:
    """To another page, if this user has it."""
    file = PAGES / f"{page}.py"
    if file.is_file():  # as the navigation has it
        st.page_link(file, label=label, icon=icon, query_params=query)
