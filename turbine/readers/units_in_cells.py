"""Units that stand in cells: in a row of their own below the header, behind numbers, in a column
beside them."""

import re
from collections.abc import Sequence

from turbine.model.headings import heading
from turbine.model.units import Unit, understood
from turbine.readers.kinds import MINUS, THOUSANDS

_BEHIND = re.compile(
    rf"[+\-{MINUS}]?[0-9][0-9.,]*(?:[{THOUSANDS}][0-9]{{3}})*(?:[.,][0-9]*)?(?:[eE][+-]?[0-9]+)?\s*"
)
_COLUMN = frozenset(("unit", "units", "einheit", "unidad", "unidades", "birim", "unite"))
"""What a column of units is called."""


def unit_row(rows: Sequence[Sequence[str]]) -> list[str]:
    """For each column the unit in the first row, as a cell of its own, or behind the first number
    that has one; else an empty text."""
    width = max(map(len, rows), default=0)
    return [_unit_of([row[column] for row in rows if column < len(row)]) for column in range(width)]


def _unit_of(cells: Sequence[str]) -> str:
    behind = (_BEHIND.sub("", cell.strip(), count=1) for cell in cells if _BEHIND.match(cell))
    texts = (text for text in (*cells[:1], *behind) if text and understood(text) is not None)
    return next(texts, "").strip()


def unit_in(cells: Sequence[str]) -> str:
    """The units among these cells, as they are written."""
    return "".join(cell.strip() for cell in cells if understood(cell) is not None)


def has_units_beside(headers: Sequence[str], column: int) -> bool:
    """Whether the column right of the values is one of units."""
    return column + 1 < len(headers) and heading(headers[column + 1]).name in _COLUMN


def beside(headers: Sequence[str], column: int, rows: Sequence[Sequence[str]]) -> list[str]:
    """The units in a column of their own right of the values, in the first rows."""
    if not has_units_beside(headers, column):
        return []
    cells = (row[column + 1].strip() for row in rows if column + 1 < len(row))
    spelled: dict[Unit, str] = {}
    for cell in cells:
        if (found := understood(cell)) is not None:
            spelled.setdefault(found, cell)
    return list(spelled.values())
