"""Numbers as the language that is spoken writes them (CLDR's signs, from Babel)."""

from functools import lru_cache

from turbine.words.language import ENGLISH, current


def number(value: float, spec: str = "") -> str:
    """The number by Python's format ``spec``, with the language's decimal and thousands signs."""
    text = format(value, spec)
    decimal, group = signs()
    return text if decimal == "." else text.translate({ord("."): decimal, ord(","): group})


def signs() -> tuple[str, str]:
    """The decimal and the thousands sign."""
    return _signs(current())


@lru_cache(maxsize=16)
def _signs(language: str) -> tuple[str, str]:
    if language == ENGLISH:
        return ".", ","
    from babel import Locale, UnknownLocaleError

    try:
        its = Locale.parse(language.replace("-", "_")).number_symbols["latn"]
    except (UnknownLocaleError, ValueError):  # a file of somebody's own
        return ".", ","
    return its["decimal"], its["group"]


class Number:
    """A number in a sentence's place. Without a format it is shown as it stands: an identifier, a
    port, a value to be typed."""

    __slots__ = ("value",)

    def __init__(self, value: float) -> None:
        self.value = value

    def __format__(self, spec: str) -> str:
        return number(self.value, spec) if spec else format(self.value)

    def __str__(self) -> str:
        return str(self.value)

    def __repr__(self) -> str:
        return repr(self.value)
