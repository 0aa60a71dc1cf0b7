"""What a column holds: numbers, texts, nothing; or codes that name rows, devices and qualities."""

import re
from collections.abc import Sequence
from itertools import pairwise

from turbine.model.headings import heading, words_of
from turbine.model.units import understood
from turbine.readers.missing import WORDS as WORDS_FOR_NONE

THOUSANDS = " \u00a0\u2009\u202f'\u2019"
"""What cuts numbers into groups of three digits, beside point and comma."""
MINUS = "\u2212\u2013"
"""Signs that are written for a hyphen before a number."""
MOST_STATES, MOST_CHARACTERS = 50, 64
"""Different words of one column that can be stored, and the length of each."""
_NUMBER = re.compile(
    rf"[+\-{MINUS}]?\s?(?:\d[\d.,{THOUSANDS}]*|[.,]\d+)(?:[eE][+-]?\d+)?", re.ASCII
)
_BEHIND = re.compile(r"[\d.,]\s*([^\d\s.,'+-].*)$")
_WHOLE = re.compile(r"[+-]?\d+(?:[.,]0+)?")
_NOTHING = WORDS_FOR_NONE | {"nan", "+nan", "-nan", "null", "na", "none", "-"}
_DEVICE = words_of("""
    turbine turbineno turbinenumber turbinenr wtg wtgno windturbine turbinename device asset
    wea weanr anlage aerogenerador turbin site park station location
""")
_ROW = words_of("""
    index idx row record recnum recordnumber rownumber rowno rownr nr no lfdnr rn id uid level0
    zeile zeilennummer zeilennr fila satir satirno sirano ligne serialnumber seriennummer
""")
_QUALITY = words_of("qn qc quality flag flags qualitat calidad kalite validity valid")


def kind_of(cells: Sequence[str]) -> str:
    """``number``, ``text`` or ``empty``: what at least half of the cells that hold something are;
    ``whole`` if all numbers are whole."""
    filled = [text for cell in cells if (text := cell.strip()) and text.lower() not in _NOTHING]
    if not filled:
        return "empty"
    numbers = [text for text in filled if _NUMBER.fullmatch(text) or _has_unit(text)]
    if len(numbers) * 2 < len(filled):
        return "text"
    return "whole" if all(map(_WHOLE.fullmatch, numbers)) else "number"


def are_states(cells: Sequence[str]) -> bool:
    """True for texts that can be states: few, short, and most of them more than once."""
    filled = [text for cell in cells if (text := cell.strip()) and text.lower() not in _NOTHING]
    words = {*filled}
    few = len(words) <= min(MOST_STATES, max(2, len(filled) // 2))
    return few and all(len(word) <= MOST_CHARACTERS for word in words)


def _has_unit(text: str) -> bool:
    """True for a number with a unit behind it: ``500 kW``."""
    behind = _BEHIND.search(text)
    return (
        behind is not None
        and understood(behind[1]) is not None
        and _NUMBER.fullmatch(text[: behind.start(1)].strip()) is not None
    )


def is_code(header: str, cells: Sequence[str]) -> bool:
    """True for what names a row, a device or a quality. Only whole numbers are asked about."""
    said = heading(header)
    if said.unit or (said.statistic and len(said.words) > 1):
        return False
    words, name = said.parts, said.name
    if name in _DEVICE or name in _ROW or {words[:1], words[-1:]} & {("id",), ("ids",)}:
        return True
    if set(words) & _QUALITY:
        return True
    return name in ("", "unnamed0") and _counts(cells, has_gaps=bool(name))


def _counts(cells: Sequence[str], *, has_gaps: bool) -> bool:
    """Whether each row's number follows that of the row before it, with ``gaps`` perhaps."""
    numbers = [int(cell) for cell in cells if cell.strip().isdecimal()]
    steps = {after - before for before, after in pairwise(numbers)}
    return min(steps, default=0) > 0 if has_gaps else steps == {1}
