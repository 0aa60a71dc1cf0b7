"""Names of months as the language that is spoken has them (CLDR's, from Babel)."""

from collections.abc import Mapping
from functools import lru_cache

from turbine.words.language import ENGLISH, current


def month_names() -> Mapping[int, str]:
    """Short names of the months, by their numbers from 1 on; English ones for a language that
    Babel does not know."""
    return _months(current())


@lru_cache(maxsize=16)
def _months(language: str) -> Mapping[int, str]:
    from babel import Locale, UnknownLocaleError

    try:
        its = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):  # a file of somebody's own
        its = Locale.parse(ENGLISH)
    names: Mapping[int, str] = its.months["format"]["abbreviated"]
    return names
