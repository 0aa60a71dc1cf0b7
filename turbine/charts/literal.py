"""Names that others chose, as they are: of turbines, sites and fields.

Plotly reads a small HTML in every text that it draws (``<b>``, ``<a href>``, ``&lt;``), and
``%{…}`` in the templates of hovers. It replaces templates first and entities last, so that
entities are shown as what they stand for, in hovers, legends, ticks and titles alike.
"""

from collections.abc import Mapping
from typing import TypeVar

_T = TypeVar("_T")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "%": "&#37;"})


def literal(name: str) -> str:
    """The name as a text of a figure that shows just this name."""
    return name.translate(_ENTITIES)


def literally(by_name: Mapping[str, _T]) -> dict[str, _T]:
    """The same things, by the names as a figure has them: no two of them become one."""
    return {literal(name): each for name, each in by_name.items()}
