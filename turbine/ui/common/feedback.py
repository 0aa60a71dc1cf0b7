"""How errors are told on a page."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from turbine.model.errors import TurbineError

_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:^=@&\"'])")

_LINK = re.compile(r"(?=://|@)|(?<=www)(?=\.)", re.IGNORECASE)
"""Where a web or mail address is cut, so that it becomes no link: whoever named a site or a file
shall lead nobody away. Escapes do not help, for links are looked for in the text that is left."""
_CUT = ":small[]"
"""Empty: it shows nothing, and is not copied."""


def plain(text: str) -> str:
    """The text as Markdown that shows just this text: for names from files and databases."""
    parts = (_MARKUP.sub(r"\\\1", part) for part in _LINK.split(text))
    return _CUT.join(parts).replace("\n", "  \n")


def show_error(error: TurbineError) -> None:
    """A box with what happened and what to do next."""
    hint = f"\n\n{plain(error.hint)}" if error.hint else ""
    st.error(f"{plain(error.message)}{hint}", icon=":material/error:")


@contextmanager
def reported(retry: str = "") -> Iterator[None]:
    """Tell an expected error in a box, and leave the block; with a button of the key ``retry`` to
    try again. A bug goes on its loud way.

    What needs the block's results belongs into the block.
    """
    try:
        yield
    except TurbineError as error:
        show_error(error)
        if retry:
            st.button("Try again", key=retry, icon=":material/refresh:")
