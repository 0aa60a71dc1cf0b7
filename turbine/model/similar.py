"""The name that was probably meant."""

from collections.abc import Iterable
from difflib import get_close_matches
from itertools import islice

_NAMES = 1_000
_LENGTH = 200  # a comparison takes time by the square of it
_ALIKE = 0.75  # four letters of which one is another


def similar(name: str, names: Iterable[str]) -> str:
    """The one of the names that differs from ``name`` by its case, by spaces around it, or by
    little; empty if there is none. Looks at the first thousand."""
    meant = _bare(name)
    known: dict[str, str] = {}
    for each in islice(names, _NAMES):
        if each != name:
            known.setdefault(_bare(each), each)
    if meant in known:
        return known[meant]
    return known[match[0]] if (match := get_close_matches(meant, known, 1, _ALIKE)) else ""


def _bare(name: str) -> str:
    return name.strip().casefold()[:_LENGTH]
