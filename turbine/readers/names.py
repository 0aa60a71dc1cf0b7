"""Names of fields for columns that no signal of the catalogue fits."""

import re
import unicodedata
from collections.abc import Container, Sequence

from turbine.model.channels import RESERVED, SAFE_NAME, STATISTICS, TEXT, channel
from turbine.model.headings import heading
from turbine.model.units import WORDS, Unit, understood

_MARKS = {
    "%": "pct",
    "‰": "permille",
    "∆": "delta",
    "δ": "delta",
    "∑": "sum",
    "√": "sqrt",
    "±": "pm",
}
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})


def own_name(header: str, column: int, below: Unit | None = None) -> str:
    """A safe name that says what the header does: ``Tower temp. [°F] Max`` is
    ``tower_temp_max_degc``."""
    said = heading(header)
    unit = understood(said.unit) or below
    ending = [] if said.is_mean or said.statistic is None else [said.statistic.value]
    ending += [_word(unit)] if unit else []
    words = [ascii_ for word in said.words if (ascii_ := _ascii(word))]
    stem = "_".join(words)[: 60 - sum(len(each) + 1 for each in ending)].strip("_")
    if not stem or not stem[0].isalpha():
        stem = f"column_{stem or column + 1}"
    last = stem.rsplit("_", 1)[-1]
    # Nothing that the header does not mean: "phase a" is no current.
    if said.is_mean and "_" in stem and (last in STATISTICS or (last in WORDS and not unit)):
        stem += "_value"
    name = "_".join([stem, *ending])
    return f"{name}_value" if name in RESERVED or channel(name).is_text else name


def state_name(header: str, column: int) -> str:
    """The same of a column of states: ``Alarm status`` is ``alarm_status_text``."""
    return _text(own_name(header, column).removesuffix("_value"))


def as_state(name: str) -> str:
    """A name that said no unit, as one of states in words."""
    return name if channel(name).unit else _text(name)


def _text(name: str) -> str:
    return name if channel(name).is_text else f"{name[:57].rstrip('_')}_{TEXT}"


_NUMBER_BEHIND = re.compile(r"\s*\((\d{1,3})\)\s*$")


def unnumbered(headers: Sequence[str], time_columns: Container[int]) -> list[str]:
    """The headers without the running number that some exports put behind each of them
    (``Ambient WindSpeed Avg. (1)``, ``… Power Avg. (2)``); as they are if that says more."""
    values = [c for c, header in enumerate(headers) if header.strip() and c not in time_columns]
    numbers = [int(m[1]) for c in values if (m := _NUMBER_BEHIND.search(headers[c]))]
    plain = {c: _NUMBER_BEHIND.sub("", headers[c]) for c in values}
    is_running = numbers[1:] and numbers == list(range(numbers[0], numbers[0] + len(values)))
    if not is_running or len(set(plain.values())) < len(values):
        return list(headers)
    return [plain.get(column, header) for column, header in enumerate(headers)]


def with_unit(name: str, unit_name: str) -> str:
    """A name that said no unit, with that in which values of this unit are stored."""
    known, its = understood(unit_name), channel(name)
    return name if its.unit or its.is_text or known is None else f"{name}_{_word(known)}"


def _word(unit: Unit) -> str:
    return next((word for word, name in WORDS.items() if name == unit.stored), "")


def _ascii(word: str) -> str:
    text = "".join(f"_{_MARKS[c]}_" if c in _MARKS else c for c in word.translate(_LETTERS))
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")


def is_name(name: str) -> bool:
    """Whether a person may call a field so."""
    return SAFE_NAME.fullmatch(name) is not None and name not in RESERVED


def unique(name: str, used: set[str]) -> str:
    """The name, with a number before its unit if it is used already."""
    if name not in used:
        return name
    *words, last = name.split("_")
    is_kind = last in WORDS or last == TEXT
    stem, unit = ("_".join(words), f"_{last}") if words and is_kind else (name, "")
    number = 2
    while (found := f"{stem[:50]}_{number}{unit}") in used:
        number += 1
    return found
