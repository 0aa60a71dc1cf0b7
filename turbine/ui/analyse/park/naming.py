"""Names of many turbines in one sentence."""

from collections.abc import Sequence

from turbine.ui.analyse.park.words import Words
from turbine.ui.common.feedback import plain

_NAMED = 8
"""Turbines that a sentence lists."""


def some(names: Sequence[str]) -> tuple[str, ...]:
    """The first of them, and how many others."""
    first = tuple(map(plain, names[:_NAMED]))
    rest = len(names) - _NAMED
    return (*first, Words.OTHERS(count=rest)) if rest > 0 else first
