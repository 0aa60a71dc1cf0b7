"""The frame of one step: open with its widgets, or done with one line and a way back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st


@contextmanager
def open_step(number: int, title: str, caption: str) -> Iterator[None]:
    """A step to work on: ``caption`` says in plain words what it is for."""
    with open_part(f"{number} · {title}", caption):
        yield


@contextmanager
def open_part(title: str, caption: str) -> Iterator[None]:
    """The same of what is no step among others."""
    with st.container(border=True, gap="small"):
        st.subheader(title, anchor=False)
        st.caption(caption)
        yield


def done_step(
    number: int, title: str, summary: str, *, back: str, key: str, on_back: Callable[[], None]
) -> None:
    """A step that is done: ``summary`` (Markdown) and a button ``back`` to change it."""
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(
            f":green[:material/check_circle:] **{number} · {title}** &nbsp; {summary}",
            width="stretch",
        )
        st.button(back, key=key, on_click=on_back, type="tertiary", icon=":material/edit:")
