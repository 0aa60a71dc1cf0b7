"""A header of several lines: cells with line breaks in them, units and statistics in lines of their
own, and what groups the columns above their names. All of it becomes one text for each column:
``Wind Speed (m/s) Avg``, ``WTG01 Power``."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from turbine.model.headings import heading
from turbine.model.units import understood
from turbine.readers import timestamps
from turbine.readers.columns import names_time

MOST_LINES = 12
"""A header cell with more line breaks is none."""

Cells = tuple[str, ...]

_SAYS_NOTHING = frozenset(("", "-", "--", "n/a", "none", "ts", "rn", "text", "wvc"))
"""What stands for no unit, or for what only the logger needs."""
_TIME_FORMAT = re.compile(r"(?=.*(?:yy|hh))[dmyhsjatn:.,/ _-]+", re.IGNORECASE)
"""``dd.mm.yyyy hh:mm``, also in German and Spanish letters."""


def split(line: str, delimiter: str) -> Cells:
    """One line as cells; a quote never reaches into the next line."""
    try:
        return tuple(next(csv.reader([line], delimiter=delimiter), ()))
    except csv.Error:
        return (line,)


def logical(lines: Sequence[str], number: int, delimiter: str) -> tuple[Cells, int]:
    """The cells that begin with the 1-based line, and how many lines they take: a quoted cell may
    hold line breaks, each of which is a space then."""
    for count in range(1, MOST_LINES + 1):
        text = " ".join(lines[number - 1 : number - 1 + count])
        if '"' not in text:
            break
        try:
            cells = next(csv.reader([text], delimiter=delimiter, strict=True), [])
        except csv.Error:
            continue
        return tuple(" ".join(cell.split()) if count > 1 else cell for cell in cells), count
    return split(lines[number - 1], delimiter), 1


def tells(cells: Cells) -> bool:
    """Whether a line holds units or statistics rather than names or data."""
    filled = [cell.strip() for cell in cells if not says_nothing(cell)]
    if not filled or any(_is_data(cell) for cell in filled):
        return False
    count = sum(understood(cell) is not None or _is_statistic(cell) for cell in filled)
    return count * 2 >= len(filled)


def index_names(lines: Sequence[str], number: int, delimiter: str, width: int) -> Cells:
    """The cells of the 1-based line if it only names the rows' index, and rows follow: ``time,,,``,
    as pandas writes it under columns of several levels. Else none."""
    own, below = (split(line, delimiter) for line in (*lines[number - 1 : number + 1], "", "")[:2])
    count = sum(cell.strip() != "" for cell in own)
    is_first = len(own) == len(below) == width > count and "" not in map(str.strip, own[:count])
    is_time = any(names_time(cell) for cell in own[:count])
    is_above_rows = any(map(_is_data, below[:count])) and not any(map(_is_data, own[:count]))
    return own if is_first and is_time and is_above_rows else ()


def says_nothing(cell: str) -> bool:
    """Whether a cell is empty, a sign for nothing, or the form of times."""
    text = cell.strip().strip("()[]").strip().casefold()
    return text in _SAYS_NOTHING or _TIME_FORMAT.fullmatch(text) is not None


def _is_data(cell: str) -> bool:
    if _is_moment(cell):
        return True
    try:
        float(cell.replace(",", "."))
    except ValueError:
        return False
    return True


def _is_statistic(cell: str) -> bool:
    parts = heading(f"name_{cell}")
    return parts.name == "name" and parts.statistic is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """The header as it is read."""

    headers: Cells
    above: int
    """0-based index of the first line that belongs to it."""
    lines: int
    """Physical lines from that of the names on."""
    groups: Cells = ()
    """What stands over each column's name, and begins its header; empty: over none."""

    @property
    def last(self) -> int:
        """Its last line, as an index one beyond."""
        return self.above + self.lines


def block(lines: Sequence[str], number: int, delimiter: str, *, rows: int | None = None) -> Block:
    """The header whose names stand in the 1-based line ``number``, with the lines of units and
    statistics right under it (``rows`` lines in all if the format says so) or, if there are none,
    above it."""
    names, count = logical(lines, number, delimiter)
    first = number - 1
    under: list[Cells] = []
    while first + count < len(lines) and len(under) < 2:
        cells = split(lines[first + count], delimiter)
        if not (count < rows if rows else len(cells) >= len(names) - 1 and tells(cells)):
            break
        under.append(cells)
        count += 1
    if index := () if rows else index_names(lines, number + count, delimiter, len(names)):
        names = tuple(own or name for own, name in zip(index, names, strict=True))
        under = [
            tuple("" if own else cell for own, cell in zip(index, each, strict=False))
            for each in under
        ]
        count += 1
    above = split(lines[first - 1], delimiter) if first > 0 else ()
    is_lone = all(len(cell.strip()) < 2 for cell in above)  # turbines A and B, and no amperes
    groups = grouped(above, composed(names, under)) if is_lone or not tells(above) else ()
    if not (under or groups) and len(above) == len(names) and tells(above):
        under = [_filled(above) if any(map(_is_statistic, above)) else above]
    headers = composed(names, under)
    if groups:
        headers = tuple(" ".join(each).strip() for each in zip(groups, headers, strict=True))
    return Block(headers=headers, above=first, lines=count, groups=groups)


def grouped(above: Cells, headers: Cells) -> Cells:
    """The group of each column by a line above the names, if that tells apart those with one name:
    ``;WTG01;;WTG02;`` over ``Time;Power;Wind;Power;Wind``. A cell that is empty is of the group to
    its left, as in merged cells; a time is of none."""
    filled = _filled(above[: len(headers)] + ("",) * (len(headers) - len(above)))
    groups = ["" if names_time(h) else g for h, g in zip(headers, filled, strict=True)]
    pairs = list(zip(groups, headers, strict=True))
    named = [pair for pair in pairs if all(pair)]
    is_needed = len({header for _, header in named}) < len(named)
    if len(above) > len(headers) or not is_needed or len(set(named)) < len(named):
        return ()
    return () if any(_is_moment(group) for group in groups) else tuple(groups)


def _filled(cells: Cells) -> Cells:
    """Empty ones as those to their left, as merged cells are written."""
    return tuple(accumulate((cell.strip() for cell in cells), lambda last, cell: cell or last))


def _is_moment(cell: str) -> bool:
    return timestamps.kind(cell) is not None


def composed(names: Cells, under: Sequence[Cells]) -> Cells:
    """The names with what the other lines say of them, if they do not say it themselves. A name
    that is not repeated over its statistics holds for those to its right too."""
    headers, last = [], ""
    for column, name in enumerate(names):
        said = [cells[column].strip() for cells in under if column < len(cells)]
        if name.strip():
            last = name
        elif any(said):
            name = last
        headers.append(_with(name, said))
    return tuple(headers)


def _with(name: str, said: Sequence[str]) -> str:
    statistics = [each for each in said if _is_statistic(each)]
    for each in said:
        if each in statistics or says_nothing(each):
            continue
        if not name.strip():
            name = each
        elif not heading(name).unit:
            name = f"{name} ({each.strip('()[]')})"
    for each in statistics:
        if heading(name).statistic is None:
            name = f"{name} {each}".strip()
    return name
