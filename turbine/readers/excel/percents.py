"""Which columns of a workbook's sheets are shown as percent (0.85 in them means 85 %), and from
which day it counts days.

The library that reads the cells tells nothing of how they are shown, so the sheets' own text is
asked (ECMA-376, part 1, 18.3.1.4 and 18.8).
"""

import html
import re
import zipfile
from collections import Counter
from dataclasses import dataclass, field

_FORMAT = re.compile(r"<(?:\w+:)?numFmt\s[^>]*>")
_CELL_STYLES = re.compile(r"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE = re.compile(r"<(?:\w+:)?xf\s[^>]*>")
_SHEET = re.compile(r"<(?:\w+:)?sheet\s[^>]*>")
_FROM_1904 = re.compile(r"""<(?:\w+:)?workbookPr\s[^>]*\bdate1904\s*=\s*["'](?:1|true|on)["']""")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\s[^>]*>")
_QUOTED = re.compile(r'"[^"]*"|\\.')
_CELL = re.compile(rb"""<(?:\w+:)?c\s+r=["']([A-Z]{1,3})[0-9]+["']([^>]*)>""")
_OF_STYLE = re.compile(rb"""\bs=["']([0-9]+)["']""")
_OTHER_TYPE = re.compile(rb"""\bt=["'](?!n["'])""")
_BUILT_IN = frozenset(("9", "10"))
"""``0%`` and ``0.00%``."""


@dataclass(slots=True)
class Percents:
    """What the parts of a workbook tell, one after the other."""

    styles: frozenset[bytes]
    """Numbers of the cell styles that show percent."""
    parts: dict[str, str]
    """Path of each sheet's part by the sheet's name."""
    is_from_1904: bool
    """Days are counted from 1904 on, not from 1900."""
    _shown: dict[str, Counter[int]] = field(default_factory=dict)
    _other: dict[str, Counter[int]] = field(default_factory=dict)

    def see(self, part: str, chunk: bytes) -> None:
        """Count the numbers of a part's chunk by their columns."""
        if not self.styles:
            return
        shown, other = (each.setdefault(part, Counter()) for each in (self._shown, self._other))
        for name, rest in _CELL.findall(chunk):
            if _OTHER_TYPE.search(rest) or rest.endswith(b"/"):
                continue
            style = _OF_STYLE.search(rest)
            is_percent = style is not None and style[1] in self.styles
            (shown if is_percent else other)[column_number(name)] += 1

    def columns(self, sheet: str, first: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """0-based columns of a sheet whose numbers are shown as percent, counted from ``first``;
        and those that show only some of them so."""
        part = self.parts.get(sheet, "")
        shown, other = self._shown.get(part, Counter()), self._other.get(part, Counter())
        whole = tuple(sorted(column - 1 - first for column in shown if not other[column]))
        return whole, tuple(sorted(column - 1 - first for column in shown if other[column]))


def percents(archive: zipfile.ZipFile) -> Percents:
    """To begin with; the sheets have to be shown to it."""
    return Percents(
        styles=_percent_styles(_text(archive, "xl/styles.xml")),
        parts=_parts(archive),
        is_from_1904=_FROM_1904.search(_text(archive, "xl/workbook.xml")) is not None,
    )


def column_number(name: bytes) -> int:
    """1-based, of the letters A to XFD."""
    number = 0
    for letter in name:
        number = number * 26 + letter - 64
    return number


def _text(archive: zipfile.ZipFile, name: str) -> str:
    try:
        return archive.read(name).decode("utf-8", "replace")
    except KeyError:
        return ""


def _percent_styles(text: str) -> frozenset[bytes]:
    formats = set(_BUILT_IN)
    for tag in _FORMAT.findall(text):
        if "%" in _QUOTED.sub("", html.unescape(_attribute(tag, "formatCode"))):
            formats.add(_attribute(tag, "numFmtId"))
    found = _CELL_STYLES.search(text)
    styles = _STYLE.findall(found[0]) if found else []
    return frozenset(
        str(number).encode()
        for number, tag in enumerate(styles)
        if _attribute(tag, "numFmtId") in formats
    )


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    targets = {
        _attribute(tag, "Id"): _attribute(tag, "Target")
        for tag in _RELATION.findall(_text(archive, "xl/_rels/workbook.xml.rels"))
    }
    return {
        html.unescape(_attribute(tag, "name")): _path(targets.get(_attribute(tag, r"\w+:id"), ""))
        for tag in _SHEET.findall(_text(archive, "xl/workbook.xml"))
    }


def _path(target: str) -> str:
    return target[1:] if target.startswith("/") else f"xl/{target}"


def _attribute(tag: str, name: str) -> str:
    match = re.search(rf"""\s{name}\s*=\s*(?:"([^"]*)"|'([^']*)')""", tag)
    return (match[1] or match[2] or "") if match else ""
