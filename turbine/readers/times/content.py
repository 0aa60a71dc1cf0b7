"""What the cells of a column are: dates, times, parts of a stamp, digits that mean a moment."""

import itertools
import re
from collections.abc import Callable, Sequence

from turbine.readers.times.patterns import EXCEL, common_formats, kind, without_pass
from turbine.readers.times.vocabulary import ZONES, pair_of, zone_named

_NUMBERS = (
    ("epoch-s", re.compile(r"1\d{9}(?:\.\d+)?|[2-9]\d{8}")),
    ("epoch-ms", re.compile(r"(?:1\d{12}|[2-9]\d{11})(?:\.\d+)?")),
    ("epoch-us", re.compile(r"(?:1\d{15}|[2-9]\d{14})(?:\.\d+)?")),
    ("epoch-ns", re.compile(r"1\d{18}|[2-9]\d{17}")),
    (EXCEL, re.compile(r"[23456]\d{4}(?:[.,]\d+)?")),
)
"""From 1976 to 2033; Excel's from 1954 to 2091."""
_HALF = re.compile(r"[AaPp]\.?\s?[Mm]\.?")
_OFFSET = re.compile(r"(?P<of>(?:UTC|GMT)\s?)?[+-](?:\d{2}(?::?\d{2})?|\d(?::\d{2})?)")
_INTEGER = re.compile(r"\d{1,6}")
_LARGEST = {"m": 12, "d": 31, "j": 366, "H": 24, "M": 59, "S": 59}


def not_empty(column: Sequence[str]) -> list[str]:
    """The cells that hold something."""
    return [text for text in column if text]


def kind_of(column: Sequence[str]) -> str | None:
    """What at least half of the cells that hold something are."""
    kinds = [kind(text) for text in not_empty(column)]
    return next(
        (k for k in ("stamp", "date", "time") if kinds.count(k) * 2 >= max(len(kinds), 1)), None
    )


def mostly(column: Sequence[str], test: Callable[[str], object]) -> bool:
    """True if at least half of the cells that hold something pass."""
    filled = not_empty(column)
    return bool(filled) and sum(bool(test(text)) for text in filled) * 2 >= len(filled)


def wholly(column: Sequence[str], test: Callable[[str], object]) -> bool:
    """True if each of them does."""
    filled = not_empty(column)
    return bool(filled) and all(test(text) for text in filled)


def is_integer(text: str) -> bool:
    """True for a few digits."""
    return _INTEGER.fullmatch(text) is not None


def is_half(text: str) -> bool:
    """True for AM or PM."""
    return _HALF.fullmatch(text) is not None


def is_part(text: str, part: str) -> bool:
    """True for a number that can be this part of a stamp (:func:`part_of` has their letters)."""
    text = without_pass(text) if part == "H" else text
    if not is_integer(text):
        return False
    if part == "T":
        return int(text) <= 2400 and int(text) % 100 < 60
    return 1900 <= int(text) <= 2100 if part == "Y" else int(text) <= _LARGEST[part]


def zone_code(column: Sequence[str]) -> str:
    """The pattern of a column that says the zone: short names, offsets, or one zone's name as it
    is; empty if it is none."""
    filled = not_empty(column)
    if not filled:
        return ""
    if all(text.casefold() in ZONES for text in filled):
        return "%Z"
    offsets = [_OFFSET.fullmatch(text) for text in filled]
    before = {match["of"] or "" for match in offsets if match}
    if all(offsets) and len(before) == 1:
        return f"{before.pop()}%#z"
    first, *others = zones_named(column) or ("",)
    return "" if others else first


def zones_named(column: Sequence[str]) -> tuple[str, ...]:
    """The zones that a column names, as it does; none if it names anything else."""
    found = tuple(dict.fromkeys(not_empty(column)))
    names = [text for text in found if pair_of(text) or ("/" in text and zone_named(text))]
    is_of_zones = bool(names) and all(t in names or t.casefold() in ZONES for t in found)
    return found if is_of_zones else ()


def pattern_of_digits(filled: Sequence[str]) -> str:
    """The pattern of a column of digits; empty if it is none."""
    if not filled:
        return ""
    if all(text[:8].isdigit() for text in filled):
        formats = common_formats(filled)
        if formats and formats[0][1].startswith("%Y%m%d"):
            return formats[0][1]
    return next((name for name, p in _NUMBERS if all(p.fullmatch(text) for text in filled)), "")


def rises(filled: Sequence[str]) -> bool:
    """True if each text comes after the one before it."""
    return all(a < b for a, b in itertools.pairwise(filled))
