"""Headers to signals: which of the catalogue's a header names, which of several, which statistic.

``Wind speed 80m, Max (m/s)`` is the maximum of the wind speed at 80 m: ``wind_speed_80m_max_mps``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from turbine.model.catalogue import CHANNELS
from turbine.model.channel import Channel
from turbine.model.headings import Heading, Statistic, heading, is_which, words_of
from turbine.model.units import WORDS, fits, understood

_ABBREVIATED = 2
"""So short a name tells only beside a statistic: ``P_avg`` is a power, ``p`` may be a pressure."""
_SHORT = 3
"""So short a one tells beside a statistic, a unit, or which of several it is: ``Spd80mN``."""
_NO_NAMES = ("dir", "dst")
"""Of these, one may be anything, the other daylight saving time."""
_LETTER = re.compile(r"[^\W\d_]")
_LONGEST = 200
_NOISE = words_of("""
    sensor sensors wtg wec wea turbine actual measured gemessen value wert ist istwert
""")
"""Words that add nothing to a name."""
_WITH_ENDS = frozenset(
    ("generator", "gen", "bearing", "bearings", "bear", "brg", "lager", "rodamiento", "cojinete",
     "shaft", "yatak")
)  # fmt: skip
"""Beside these, *de* is the drive end, elsewhere the Spanish *of*."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What a header names."""

    signal: Channel
    which: tuple[str, ...]
    """Of several: ``80m``, ``l1``."""
    statistic: Statistic | None
    """None: the signal's own."""

    @property
    def field(self) -> str:
        """Its name in the database."""
        if not self.which and self.statistic is None:
            return self.signal.name
        *words, last = self.signal.name.split("_")
        unit = [last] if WORDS.get(last) == self.signal.unit else []
        stem = words if unit else [*words, last]
        statistic = [self.statistic.value] if self.statistic else []
        return "_".join([*stem, *self.which, *statistic, *unit])


@lru_cache(maxsize=8_192)
def named(header: str) -> Match | None:
    """The catalogue's signal that a header names; None if it names none."""
    if len(header) > _LONGEST or not _LETTER.search(header):
        return None  # a number: most cells that are asked about when a header is looked for
    said = heading(header)
    for name, which in _readings(said):
        for statistic in dict.fromkeys((said.statistic, None)):
            signal = _aliases().get((name, statistic))
            if signal is None or not _is_clear(name, which, said, signal):
                continue
            # An alias with a statistic in it is the whole name.
            asked = None if statistic not in (None, Statistic.MEAN) else said.statistic
            return Match(signal=signal, which=which, statistic=_other(asked, signal))
    return None


def _readings(said: Heading) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The name as it stands, then without what says which of several it is, or adds nothing."""
    yield said.name, ()
    has_ends = not _WITH_ENDS.isdisjoint(said.parts)
    parts = [part for part in said.parts if has_ends or part != "de"]
    for is_said in (_is_none, str.isdigit, is_which):
        which = tuple(part for part in parts if is_said(part))
        rest = [part for part in parts if not is_said(part)]
        yield "".join(rest), which
        yield "".join(part for part in rest if part not in _NOISE), which


def _is_none(_part: str) -> bool:
    return False


def _is_clear(name: str, which: tuple[str, ...], said: Heading, signal: Channel) -> bool:
    found = understood(said.unit)
    is_told = said.statistic is not None or (
        found is not None and signal.unit and fits(found, signal.unit)
    )
    return bool(
        is_told
        or len(name.encode()) > _SHORT  # two Chinese signs are a word, and six bytes
        or (len(name) > _ABBREVIATED and (which or name not in _NO_NAMES))
    )


def _other(said: Statistic | None, signal: Channel) -> Statistic | None:
    """The statistic if it is not the signal's own. Who says mean means the interval's value; the
    mean of a sum is something else."""
    if said is None or said is signal.statistic:
        return None
    is_usual = said is Statistic.MEAN and signal.statistic not in (Statistic.SUM, Statistic.COUNTER)
    return None if is_usual else said


@cache
def _aliases() -> dict[tuple[str, Statistic | None], Channel]:
    """By name, and by the statistic that is part of it (``Total production``)."""
    table: dict[tuple[str, Statistic | None], Channel] = {}
    for signal in CHANNELS:
        for alias in (*signal.aliases, signal.name):
            said = heading(alias)
            statistic = None if said.is_mean else said.statistic
            table.setdefault((said.name, statistic), signal)
    return table
