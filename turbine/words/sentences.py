"""Sentences as they stand in a package's ``words.py``.

    class Words:
        NO_SUCH_USER = Sentence("There is no user {name}.")
        ROWS_MISSING = Plural("{count:,} row is missing.", "{count:,} rows are missing.")

    raise NotFoundError(Words.NO_SUCH_USER(name=name))

What such a call gives is :class:`Said`: the sentence and its values. It becomes text when it is
shown, in the language that is spoken then, so it may be kept, cached and compared. What a page or
a command shows at once is a :class:`Label` or a :class:`PluralLabel`: a call gives the text.
"""

import re
from collections.abc import Callable
from functools import cached_property
from gettext import NullTranslations
from importlib import import_module
from string import Formatter
from typing import TypeAlias

from turbine.words.language import ENGLISH, note_fault, speaking, translations
from turbine.words.numbers import Number

Value: TypeAlias = "str | int | float | bool | Said | tuple[Value, ...] | None"
"""What a sentence's place may hold; a tuple is listed: *a, b and c*."""

_ENGLISH = NullTranslations()
_UNFIT = ValueError, KeyError, IndexError, AttributeError, TypeError, ArithmeticError
"""What a translation raises that has other places, or a rule of plurals that is none."""
_CODE = re.compile(r"([a-z_]+(?:\.[a-z_]+)*)\.([a-z0-9_]+)")


class _Shown(str):
    """A text in a sentence's place. ``{title:lower}``: its first letter small."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        return self[:1].lower() + self[1:] if spec == "lower" else super().__format__(spec)


class _Words:
    """A sentence or a label, in English, with ``{name}`` for each value."""

    code: str = ""
    """Such as ``readers.no_header``: the package, and the name in its Words."""

    def __init__(self, text: str, plural: str = "") -> None:
        self.text = text
        self.plural = plural

    def __set_name__(self, owner: type, name: str) -> None:
        package = owner.__module__.removeprefix("turbine.").removesuffix(".words")
        self.code = f"{package}.{name.lower()}"

    @cached_property
    def places(self) -> frozenset[str]:
        """The names of its values."""
        parsed = Formatter().parse(self.text + self.plural)
        return frozenset(name for _, name, _, _ in parsed if name)

    def render(self, values: dict[str, Value]) -> str:
        """The text with these values, in the language that is spoken now. A translation that does
        not fit is a mistake in its file: the text is English then."""
        spoken = translations()
        if spoken is not None:
            try:
                return _filled(self._template(spoken, values), values)
            except _UNFIT as error:
                note_fault(self.code or self.text, repr(error))
                with speaking(ENGLISH):
                    return self.render(values)
        return _filled(self._template(_ENGLISH, values), values)

    def _template(self, spoken: NullTranslations, values: dict[str, Value]) -> str:
        if not self.plural:
            return spoken.gettext(self.text)
        count = values["count"]
        if not isinstance(count, int):
            raise TypeError(f"{self.code} counts by {count!r}")
        return spoken.ngettext(self.text, self.plural, count)

    def __repr__(self) -> str:
        return f"<{self.code or self.text!r}>"


def _filled(template: str, values: dict[str, Value]) -> str:
    if not values:
        return template.format() if "{{" in template else template
    shown: dict[str, object] = {
        name: _Shown(listed(value) if isinstance(value, tuple) else str(value))
        if isinstance(value, str | Said | tuple)
        else Number(value)
        if isinstance(value, int | float) and not isinstance(value, bool)
        else value
        for name, value in values.items()
    }
    return template.format(**shown)


class Said:
    """A sentence with its values; ``str()`` gives the text in the language spoken then."""

    __slots__ = ("sentence", "values")

    def __init__(self, sentence: "Sentence | Plural", values: dict[str, Value]) -> None:
        self.sentence = sentence
        self.values = values

    @property
    def code(self) -> str:
        return self.sentence.code

    def changed(self, change: Callable[[str], str]) -> "Said":
        """The same, with every text among its values changed."""

        def of(value: Value) -> Value:
            if isinstance(value, Said):
                return value.changed(change)
            if isinstance(value, tuple):
                return tuple(of(each) for each in value)
            return change(value) if isinstance(value, str) else value

        return Said(self.sentence, {name: of(value) for name, value in self.values.items()})

    def __str__(self) -> str:
        return self.sentence.render(self.values)

    def __repr__(self) -> str:
        return f"Said({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Said):
            return NotImplemented
        return self.sentence is other.sentence and self.values == other.values

    def __hash__(self) -> int:
        return hash((self.sentence, *self.values.items()))

    def __reduce__(self) -> tuple[object, ...]:
        return _said, (self.code, self.values)


Text: TypeAlias = str | Said
"""What errors and findings take; a bare ``str`` is somebody else's words, or yesterday's."""


class Sentence(_Words):
    """Whole, in the core: it may outlive the session in which it is said."""

    def __init__(self, text: str) -> None:
        super().__init__(text)

    def __call__(self, **values: Value) -> Said:
        return Said(self, values)

    def named(self, code: str) -> None:
        """Give a sentence of a table, such as a signal's name, the code by which it is kept."""
        self.code = code
        _NAMED[code] = self


_NAMED: dict[str, Sentence] = {}
"""By code: sentences that stand in no package's Words."""


class Plural(_Words):
    """A sentence whose wording goes by the value ``count``."""

    def __init__(self, one: str, many: str) -> None:
        super().__init__(one, many)

    def __call__(self, *, count: int, **values: Value) -> Said:
        return Said(self, {"count": count, **values})


class Label(_Words):
    """What a page or a command shows at once."""

    def __init__(self, text: str) -> None:
        super().__init__(text)

    def __call__(self, **values: Value) -> str:
        return self.render(values)


class PluralLabel(_Words):
    """A label whose wording goes by the value ``count``."""

    def __init__(self, one: str, many: str) -> None:
        super().__init__(one, many)

    def __call__(self, *, count: int, **values: Value) -> str:
        return self.render({"count": count, **values})


class Words:
    AND = Label("{others} and {last}")
    COMMA = Label("{others}, {last}")


def listed(parts: "tuple[Value, ...] | list[str]") -> str:
    """*a*, *a and b*, *a, b and c*."""
    texts = [str(part) for part in parts]
    if len(texts) < 2:
        return "".join(texts)
    others = texts[0]
    for text in texts[1:-1]:
        others = Words.COMMA(others=others, last=text)
    return Words.AND(others=others, last=texts[-1])


def sentence_of(code: str) -> "Sentence | Plural | None":
    """The sentence of a code; None if there is none in this version."""
    if code in _NAMED:
        return _NAMED[code]
    match = _CODE.fullmatch(code)
    if match is None:
        return None
    try:
        words = import_module(f"turbine.{match[1]}.words").Words
    except (ImportError, AttributeError):
        return None
    sentence = vars(words).get(match[2].upper())
    return sentence if isinstance(sentence, Sentence | Plural) else None


def _said(code: str, values: dict[str, Value]) -> Said:
    sentence = sentence_of(code)
    if sentence is None:
        raise LookupError(code)
    return Said(sentence, values)
