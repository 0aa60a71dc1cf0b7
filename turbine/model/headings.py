"""What a column's header says: which signal, in which unit, and which statistic of it.

``Active Power [kW] Max``, ``Wind speed, Standard deviation (m/s)``, ``P_avg``, ``power_std``,
``Wind Speed (avg) [m/s]``: name, unit and statistic stand in any order, with and without brackets.
What stands in brackets and is neither unit nor statistic belongs to the name, so that
``Active Power (setpoint)`` is not the active power.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from turbine.model import units
from turbine.model.words import Words
from turbine.words import Said


class Statistic(StrEnum):
    """Of a signal within its interval."""

    MEAN = "mean"
    MIN = "min"
    MAX = "max"
    STD = "std"
    SUM = "sum"
    COUNTER = "counter"
    LAST = "last"
    SETPOINT = "setpoint"

    @property
    def label(self) -> Said:
        """What a person calls it, within a sentence."""
        return _LABELS[self]()


_LABELS = {
    Statistic.MEAN: Words.MEAN,
    Statistic.MIN: Words.MINIMUM,
    Statistic.MAX: Words.MAXIMUM,
    Statistic.STD: Words.STANDARD_DEVIATION,
    Statistic.SUM: Words.SUM,
    Statistic.COUNTER: Words.COUNTER,
    Statistic.LAST: Words.LAST_VALUE,
    Statistic.SETPOINT: Words.SET_POINT,
}

_WORDS = {
    Statistic.MEAN: "avg average averaged mean mittel mittelwert mittl mittlere mittlerer "
    "mittleres durchschnitt durchschn promedio media ort ortalama moyenne moy ø",
    Statistic.MIN: "min minimum minimo minima minimal kleinstwert minimalwert asgari",
    Statistic.MAX: "max maximum maximo maxima maximal maks maksimum grosstwert maximalwert azami",
    Statistic.STD: "std stdev stddev stdv sdev sd sigma σ stabw stdabw standardabweichung desv",
    Statistic.SUM: "sum total summe suma toplam",
    Statistic.COUNTER: "counter zahler contador cumulative cumulated sayac",
    Statistic.LAST: "last instantaneous inst momentan momentanwert smp sample",
    Statistic.SETPOINT: "setpoint sp soll sollwert consigna setvalue demand",
}


def words_of(text: str) -> frozenset[str]:
    """Words with spaces between them."""
    return frozenset(text.split())


_INSIDE = words_of("""
    avg average mean mittelwert promedio media ortalama min minimum minimo minima max maximum
    maximo maxima maks
    std stdev stddev counter zahler contador setpoint sollwert consigna
""")
"""Also between other words: of these nothing but a statistic is meant."""
_STATISTICS = {word: statistic for statistic, words in _WORDS.items() for word in words.split()}
_TOGETHER = (
    (
        re.compile(
            r"(?:\b(?:standard|stand|std|st)[\s._-]*|(?<![\w/])s[._-]?)dev(?:iation|\b)\.?(?:\s+of\b)?",
            re.IGNORECASE,
        ),
        " stddev ",
    ),
    (re.compile(r"\bdesv(?:iaci[oó]n)?\b\.?(?:[\s_-]*est[aá]ndar)?", re.IGNORECASE), " stddev "),
    (re.compile(r"\b(?:standart|std\.?)[\s_-]*sapma(?:s[ıi])?\b", re.IGNORECASE), " stddev "),
    (re.compile(r"\bset[\s_-]+(?:point|value)\b", re.IGNORECASE), " setpoint "),
)
_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|\{([^{}]*)\}|<([^<>]*)>")
_CAMEL = re.compile(r"(?<=[a-z0-9äöüß])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=\w)(?=[%°])")
_GLUED = re.compile(r"(?<=[Aa]vg|[Mm]ax|[Mm]in|[Ss]td)(?=\d)")
_CUTS = re.compile(r"[\s_,;:|.=+\\-]+")
_APART = re.compile(r"[^\w%‰∆∑√±]+")
_INTERVAL = re.compile(
    r"(?<![A-Za-z0-9.])(?<!h/)(?<!h/ )(?<!h per )"
    r"(?:(?:5|10|15|20|30|60)[\s_-]?|1)(?:[Mm]in(?:ute[ns]?)?|MIN)(?![a-z])"
)
"""How long a row lasts, which is not part of a name: ``Power 10min``."""
_TWICE_ENCODED = re.compile(r"Â(?=[°²³])")
"""What stands before a sign that was written in UTF-8 and read as Latin-1."""
_HEIGHT = re.compile(r"(?<=\d) +(?=m\b(?![/²³^*·⁻]|\s*s?\^?-\d))")
"""``Wind speed (cup_ 87 m)``: where it is measured, and no unit."""
_WHICH = re.compile(
    r"\d+m?|[a-z]|l[123]{1,2}|de|nde|front|rear|ab|bc|ca|uv|vw|wu|vorn|vorne|hinten|north|south|"
    r"east|west"
)
_NUMBERED = re.compile(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-ln-z])|(?<=\dm)(?=[a-z])")
_PHASE = re.compile(r"l[123]{1,2}")
_DEGREES = {"c": "°C", "f": "°F", "k": "K"}
_HOT = ("temp", "temperature", "temperatur", "temperatura", "tmp")
_FACTOR = r"\d+(?:[.,]\d+)?(?:/\d+)?"
_SCALED = re.compile(
    rf"[x×*]?\s*{_FACTOR}\s*[x×*]?\s*(?P<unit>[^\W\d].*|°\w?)|(?P<first>\D+?)\s*[x×*/]\s*{_FACTOR}"
)
_PREFIXED = re.compile(r"[a-z][A-Z]\w?")
"""A unit that nobody knows (``kJ``): its letters say nothing of which of several is meant."""
_TIMES = frozenset(("time", "zeit", "delay", "duration", "dauer", "latency", "interval", "period"))
"""Beside these ``ms`` are milliseconds, elsewhere how headers write m/s: ``wind_speed_ms``."""
_CLOSING = (")", "]", "}", ">")
"""Behind one, the unit began before the last word: ``[hW]`` is no watt."""
_SHORT = 1
"""A lone letter is a unit in brackets only: ``phase A`` is no current."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A header taken apart."""

    name: str
    """Without unit, statistic, case, accents, spaces and punctuation."""
    words: tuple[str, ...]
    """Its words."""
    unit: str
    """As the header writes it; empty: it says none."""
    statistic: Statistic | None
    """None: it says none."""

    @property
    def is_mean(self) -> bool:
        """What a row of SCADA data is, unless it says otherwise."""
        return self.statistic in (None, Statistic.MEAN)

    @property
    def parts(self) -> tuple[str, ...]:
        """Its words, with a number at the end of one as a word of its own: ``pab1``."""
        return tuple(
            part
            for word in self.words
            for part in ([word] if _PHASE.fullmatch(word) else _NUMBERED.split(word))
        )


def is_which(word: str) -> bool:
    """Whether a word of a name says which of several is meant: a number, a height, a phase."""
    return _WHICH.fullmatch(word) is not None


@lru_cache(maxsize=8_192)
def heading(text: str) -> Heading:
    """What a header says."""
    left = _TWICE_ENCODED.sub("", unicodedata.normalize("NFC", text))
    left = _HEIGHT.sub("", _INTERVAL.sub(" ", left))
    for pattern, word in _TOGETHER:
        left = pattern.sub(word, left)
    unit, statistic = "", None
    for match in _BRACKETS.finditer(left):
        inner = next(part for part in match.groups() if part is not None).strip()
        found = _statistic(inner)
        if found is not None and statistic is None:
            statistic, left = found, left.replace(match[0], " ", 1)
        elif not unit and (_is_unit(inner) or _is_scaled(inner)):
            unit, left = inner, left.replace(match[0], " ", 1)
        elif _PREFIXED.fullmatch(inner):
            left = left.replace(match[0], f" {inner.casefold()} ", 1)
    left, words = _cut(left)
    if statistic is None:
        statistic, words = _take_statistic(words)
    if not unit:
        unit, words = _take_unit(left, words)
    if statistic is None:
        statistic, words = _take_statistic(words, inside=True)
    plain = tuple(part for word in words for part in map(_plain, _APART.split(word)) if part)
    return Heading(name="".join(plain), words=plain, unit=unit, statistic=statistic)


def _cut(text: str) -> tuple[str, list[str]]:
    text = _GLUED.sub(" ", _CAMEL.sub(" ", text))
    return text, [word for word in _CUTS.split(text) if word]


def _is_unit(text: str) -> bool:
    return units.understood(text) is not None or _plain(text) in ("pu", "perunit", "kwh", "")


def _is_scaled(text: str) -> bool:
    """``10 kW``, ``x 0.1 m/s``, ``°C*10``: a unit that nobody knows, and no plain kW or m/s."""
    match = _SCALED.fullmatch(text)
    found = units.understood(match["unit"] or match["first"]) if match else None
    return found is not None and found.quantity not in ("length", "time")  # heights, intervals


def _statistic(text: str) -> Statistic | None:
    return _STATISTICS.get(_plain(text))


def _take_statistic(
    words: list[str], *, inside: bool = False
) -> tuple[Statistic | None, list[str]]:
    """The last word or the first, or one ``inside``, if a name is left without it."""
    if len(words) > 1:
        for rest, word in ((words[:-1], words[-1]), (words[1:], words[0])):
            if (found := _statistic(word)) is not None:
                return found, rest
    for at, word in enumerate(words[1:-1] if inside else (), 1):
        if _plain(word) in _INSIDE:
            return _statistic(word), words[:at] + words[at + 1 :]
    return None, words


def _take_unit(text: str, words: list[str]) -> tuple[str, list[str]]:
    """The last one, two or three words: ``power_kw``, ``Wind speed in m/s``, ``speed m s-1``."""
    name, slash, behind = text.partition("/")
    slashed = [*name.split(), "".join(behind.split())] if slash else []
    for parts in (words, text.split(), slashed):
        for count in (3, 2, 1):
            last, rest = "".join(parts[-count:]), parts[:-count]
            is_clear = (len(last) > _SHORT or not last.isalpha()) and not last.endswith(_CLOSING)
            # "Power min" is a minimum, and no minute.
            if rest and is_clear and not _statistic(last) and units.understood(last) is not None:
                is_speed = last == "ms" and _TIMES.isdisjoint(map(_plain, rest))
                last = "m/s" if is_speed else last
                return last, rest[:-1] if rest[-1].casefold() == "in" and rest[1:] else rest
    if len(words) > 1 and _plain(words[-2]) in _HOT and words[-1].casefold() in _DEGREES:
        return _DEGREES[words[-1].casefold()], words[:-1]
    return "", words


def _plain(text: str) -> str:
    """Without case, accents, spaces and punctuation. What makes another quantity of a name stays:
    ``∆ Power`` and ``% Power`` are no power."""
    if text.isascii() and text.isalnum():  # nearly all
        return text.lower()
    folded = unicodedata.normalize("NFKD", text.casefold().replace("ı", "i"))
    return "".join(c for c in folded if c.isalnum() or c in "%‰∆∑√±")
