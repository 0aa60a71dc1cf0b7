"""How errors are shown on a page."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from turbine.model.errors import TurbineError
from turbine.ui.common.words import Words
from turbine.words import Text

_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:^=@&\"'])")

_LINK = re.compile(r"(?=://|@)|(?<=www)(?=\.)", re.IGNORECASE)
"""Where a web or mail address is cut, so that it becomes no link: the name of a site or a file
must not lead anybody elsewhere. Escapes do not help: links are searched for after they are gone."""
_CUT = ":small[]"
"""Empty: it shows nothing, and is not copied."""


def plain(text: Text) -> str:
    """The text as Markdown that shows just this text: for names from files and databases."""
    parts = (_MARKUP.sub(r"\\\1", part) for part in _LINK.split(str(text)))
    return _CUT.join(parts).replace("\n", "  \n")


def bare(markdown: str) -> str:
    """The text that such Markdown shows."""
    return re.sub(r"\\(.)", r"\1", markdown.replace(_CUT, "")).replace("  \n", "\n")


def show_error(error: TurbineError) -> None:
    """A box with what happened and what to do next."""
    hint = f"\n\n{plain(error.hint)}" if error.hint else ""
    st.error(f"{plain(error.message)}{hint}", icon=":material/error:")


@contextmanager
def reported(retry: str = "") -> Iterator[None]:
    """Show an expected error in a box, and leave the block; with a button of the key ``retry`` to
    try again. A bug is raised as it is.

    What needs the block's results belongs in the block.
    """
    try:
        yield
    except TurbineError as error:
        show_error(error)
        if retry:
            st.button(Words.TRY_AGAIN(), key=retry, icon=":material/refresh:")
