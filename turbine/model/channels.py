"""Signals by the names of their fields: the catalogue's, and any other."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from turbine.model.catalogue import CHANNELS
from turbine.model.catalogue.main import MAIN
from turbine.model.channel import Channel
from turbine.model.headings import Statistic, is_which
from turbine.model.matching import named
from turbine.model.units import WORDS
from turbine.model.words import Words

BY_NAME: dict[str, Channel] = {channel.name: channel for channel in CHANNELS}
NAMES: tuple[str, ...] = tuple(BY_NAME)

__all__ = [
    "BY_NAME",
    "CHANNELS",
    "FIRST",
    "NAMES",
    "RESERVED",
    "SAFE_NAME",
    "STATISTICS",
    "TEXT",
    "TEXT_NAME",
    "UNITS",
    "Channel",
    "channel",
    "match",
    "normalise",
    "ordered",
]

FIRST: tuple[str, ...] = tuple(signal.name for signal in MAIN)
"""The four of the Kaggle file."""
UNITS = WORDS
SAFE_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
"""The names that we give to fields: the same in every database, with or without regard to case."""
RESERVED = frozenset(("time", "line", "tags", "measurement", "site", "turbine"))
"""Names that are no field's: of columns that frames and databases have beside them."""
STATISTICS = {each.value: each for each in Statistic}
"""The word for each in a field's name."""
TEXT = "text"
"""The last word of a field's name that holds states in words."""
TEXT_NAME = f"[a-z][a-z0-9_]{{0,57}}_{TEXT}"
"""The pattern of these names."""


@lru_cache(maxsize=4_096)
def channel(name: str) -> Channel:
    """The signal of a field, whatever its name: the catalogue's, or one made from the name.

    ``<signal>[_<which>][_<statistic>][_<unit>]``: ``bearing_temperature_2_max_degc`` is the maximum
    of *Bearing temperature 2* in °C. What the catalogue says of the signal holds for each of
    several and for each statistic. ``<words>_text`` holds states in words. A name that is not of
    this form, of a field that another program wrote, is its own label.
    """
    if name in BY_NAME:
        return BY_NAME[name]
    *words, last = name.split("_")
    if words and last == TEXT and SAFE_NAME.fullmatch(name):
        return _state(name, words)
    unit = UNITS.get(last, "") if words and SAFE_NAME.fullmatch(name) else ""
    words = words if unit else [*words, last]
    said = STATISTICS.get(words[-1]) if words[1:] else None
    stem = words[:-1] if said else words
    base, which = _base(stem, last if unit else "")
    own = base.statistic if base else Statistic.SUM if unit in _ENERGIES else Statistic.MEAN
    statistic = said or own
    label = base.label() if base else Words.OWN_FIELD(name=_title(name, stem))
    if base and which:
        label = Words.ONE_OF(signal=label, which=" ".join(map(_shown, which)))
    if statistic is not own:
        label = Words.STATISTIC_OF(signal=label, statistic=statistic.label)
    is_spread = statistic is Statistic.STD
    is_value = base is not None and not is_spread and statistic is not Statistic.COUNTER
    return Channel(
        name=name,
        label=lambda: label,
        unit=unit,
        lower=0.0 if is_spread else base.lower if base and is_value else float("-inf"),
        upper=base.upper if base and is_value else float("inf"),
        angular=not is_spread and (base.angular if base else unit == UNITS["deg"]),
        energy=base.energy if base and statistic is Statistic.MEAN else None,
        statistic=statistic,
        signal=base.name if base else "",
        is_known=False,
    )


def _state(name: str, words: list[str]) -> Channel:
    label = Words.STATE(name=_title(name, words))
    return Channel(
        name=name,
        label=lambda: label,
        unit="",
        lower=float("-inf"),
        upper=float("inf"),
        is_text=True,
        is_known=False,
    )


_ENERGIES = (UNITS["kwh"], UNITS["kvarh"])
"""Without another word, a value is the sum of its interval."""


def _base(stem: list[str], unit: str) -> tuple[Channel | None, list[str]]:
    """The catalogue's signal, and the words that say which of several it is."""
    ends = [unit] if unit else []
    for count in range(len(stem), 0, -1):
        if (found := BY_NAME.get("_".join([*stem[:count], *ends]))) is not None:
            return found, stem[count:]
        if not is_which(stem[count - 1]):
            break
    return None, []


def _shown(which: str) -> str:
    """``A``, ``L1``; but a height of 80 m is no megametre."""
    height = which.removesuffix("m")
    return f"{height} m" if height != which and height.isdecimal() else which.upper()


def _title(name: str, words: list[str]) -> str:
    text = " ".join(words)
    return text[:1].upper() + text[1:] if SAFE_NAME.fullmatch(name) else name


def ordered(names: Iterable[str]) -> tuple[str, ...]:
    """The catalogue's in its order, then all others by name."""
    place = {name: number for number, name in enumerate(NAMES)}
    return tuple(sorted(set(names), key=lambda name: (place.get(name, len(place)), name)))


def normalise(header: str) -> str:
    """A header without case, spaces, punctuation and unit: what two spellings have in common."""
    text = unicodedata.normalize("NFKC", header).casefold()
    bare = text.split("(")[0].split("[")[0]
    return "".join(character for character in bare if character.isalnum())


def match(header: str) -> Channel | None:
    """The catalogue's channel that a header names, or None: a maximum, a deviation or a set point
    is another signal than the mean."""
    found = named(header)
    return BY_NAME.get(found.field) if found else None
