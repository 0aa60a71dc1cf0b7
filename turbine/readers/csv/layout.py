"""How a file writes its table: encoding, delimiter, header row."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from turbine.model import channels
from turbine.model.errors import FileError, NoDataError
from turbine.readers import timestamps
from turbine.readers.columns import names_time
from turbine.readers.csv.dialect import DELIMITERS, delimiter_name
from turbine.readers.csv.encodings import checked_encoding, encoding_of
from turbine.readers.csv.headers import Cells, block, index_names, logical, split, tells
from turbine.readers.csv.lines import squeezed, unify
from turbine.readers.csv.words import Words
from turbine.readers.model import Source

HEAD_BYTES = 256 << 10
HEADER_WITHIN_LINES = 100
SAMPLE_ROWS = 200
"""How many rows show what the columns hold."""

MOST_LEVELS = 4
"""Of names above one another, with units and statistics."""
_CERTAIN_NAMES = 3
"""No preamble line holds so many known names by chance."""
_MAGICS = {
    b"%PDF": Words.PDF,
    b"\xd0\xcf\x11\xe0": Words.OLD_WORKBOOK,
    b"\x89PNG": Words.PICTURE,
    b"SQLite format": Words.DATABASE,
}
_CERTAIN_ROWS = 10
"""So many lines with a date in a row are data: no header follows."""
_SEP = re.compile(r'"?sep=(.)"?', re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?[\d.,]+(?:[eE][+-]?\d+)?")
_CONTROLS = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The first lines of a file as text."""

    lines: tuple[str, ...]
    encoding: str
    has_bom: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where the header stands and how lines are cut."""

    delimiter: str
    header_line: int
    """1-based, of the names."""
    header_rows: int
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """The first rows that have the header's width, else the first rows as they are."""
    groups: tuple[str, ...] = ()
    """What a line above the header says of each column, and its header with it."""


def read_head(source: Source, encoding: str | None = None) -> Head:
    """The file's first lines. Raises FileError for an empty file and for what is no text."""
    with source.open() as stream:
        data = stream.read(HEAD_BYTES)
        is_whole = not stream.read(1)
    if not data:
        raise FileError(Words.EMPTY(name=source.name), hint=Words.EXPORT_AGAIN())
    for magic, sentence in _MAGICS.items():
        if data.startswith(magic):
            raise FileError(sentence(name=source.name), hint=Words.EXPORT_AS_CSV())
    encoding = checked_encoding(encoding) if encoding else encoding_of(data, is_whole=is_whole)
    raw = data.decode(encoding, "replace")
    text = unify(raw.removeprefix("\ufeff").encode()).decode()
    if len(_CONTROLS.findall(text)) * 20 > len(text):
        raise FileError(Words.BINARY(name=source.name), hint=Words.UPLOAD_EXPORT())
    lines = text.split("\n")
    if not is_whole or not lines[-1]:
        lines.pop()
    if not any(line.strip() for line in lines):
        raise FileError(Words.NO_TEXT(name=source.name), hint=Words.EXPORT_AGAIN())
    return Head(
        lines=tuple(line.removesuffix("\r") for line in lines),
        encoding=encoding,
        has_bom=raw.startswith("\ufeff"),
    )


class _Candidate(NamedTuple):
    """A line that may be the header, under one delimiter."""

    number: int
    delimiter: str
    cells: tuple[str, ...]
    names: int
    """How many cells are known names: of channels, or of a time."""
    lines: int
    """Physical lines that it takes."""


def find_layout(
    head: Head, delimiter: str | None, header_line: int | None, header_rows: int | None = None
) -> Layout:
    """The line and delimiter under which a header is found: by known names, else as the line
    above the first one that holds a date. Raises FileError if there is none."""
    delimiter = delimiter or _said_delimiter(head.lines[0])
    best = None if delimiter == " " else _header(head, delimiter, header_line)
    if best is None and delimiter in (None, " "):  # spaces are in any text: only if nothing else is
        head = spaced(head)
        best = _header(head, " ", header_line)
        best = best if best is not None and _is_spaced(head, best) else None
    if best is None:
        raise _no_header(head, delimiter)
    header = block(head.lines, best.number, best.delimiter, rows=header_rows)
    lines = [line for line in head.lines[header.last :] if line.strip(" ")][:SAMPLE_ROWS]
    rows = [split(line, best.delimiter) for line in lines]
    headers = _fit(header.headers, rows, best.delimiter)
    fitting = [row for row in rows if len(row) == len(headers)]
    return Layout(
        delimiter=best.delimiter,
        header_line=best.number,
        header_rows=header.lines,
        headers=headers,
        rows=tuple(fitting or rows),
        groups=header.groups[: len(headers)],
    )


def _header(head: Head, delimiter: str | None, header_line: int | None) -> _Candidate | None:
    candidates = _candidates(head, delimiter, header_line)
    best = max(candidates, key=lambda c: (c.names, len(c.cells), -c.number), default=None)
    if best is None or best.names < 2:
        best = _above_first_date(head, candidates) or best
    if best is not None:
        best = _over_index(head, _with_time(head, _that_fits(head, best, candidates)))
    is_header = best is not None and len(best.cells) > 1 and not _holds_date(best.cells)
    is_said = header_line is not None
    return best if best and is_header and (is_said or not _is_row(best.cells)) else None


def spaced(head: Head) -> Head:
    """The same with one space between cells that spaces separate."""
    text = squeezed("\n".join(head.lines).encode()).decode()
    return replace(head, lines=tuple(text.split("\n")))


def _is_spaced(head: Head, header: _Candidate) -> bool:
    """Whether spaces part the cells, and no other sign: text has spaces too."""
    text, *below = head.lines[header.number - 1 : header.number + 1]
    signs = [sign for sign in DELIMITERS if sign in text]
    signs += [sign for line in below for sign in DELIMITERS if sign != "," and sign in line]
    return not signs and not any(cell[:1].isdigit() for cell in header.cells)


def _said_delimiter(line: str) -> str | None:
    """What spreadsheet programs are told by a first line ``sep=;``."""
    match = _SEP.fullmatch(line)
    return match[1] if match else None


def _candidates(head: Head, delimiter: str | None, header_line: int | None) -> list[_Candidate]:
    """Every line that may be the header; nothing after one that certainly is."""
    candidates, rows = [], 0
    numbers = [header_line] if header_line else range(1, HEADER_WITHIN_LINES + 1)
    for number in numbers:
        if not 1 <= number <= len(head.lines):
            break
        holds_data = False
        for sign in (delimiter,) if delimiter else DELIMITERS:
            cells, lines = logical(head.lines, number, sign)
            names = 0 if (is_data := len(cells) > 1 and _holds_date(cells)) else _names(cells)
            holds_data |= is_data
            candidates.append(_Candidate(number, sign, cells, names, lines))
        rows = rows + 1 if holds_data else 0
        if rows >= _CERTAIN_ROWS or max(each.names for each in candidates) >= _CERTAIN_NAMES:
            break
    return candidates


def _names(cells: Sequence[str]) -> int:
    names = {channel.name for cell in cells if (channel := channels.match(cell))}
    return len(names) + any(names_time(cell) for cell in cells)


def _above_first_date(head: Head, candidates: list[_Candidate]) -> _Candidate | None:
    """The candidate with the most cells whose next line holds a date and as many cells; if that
    holds units or statistics, the one above it that does not."""
    above = [
        candidate
        for candidate in candidates
        if candidate.number + candidate.lines <= len(head.lines)
        and len(candidate.cells) > 1
        and not _holds_date(candidate.cells)
        for line in [head.lines[candidate.number + candidate.lines - 1]]
        for below in [split(line, candidate.delimiter)]
        if len(below) >= len(candidate.cells) and _holds_date(below)
    ]
    best = max(above, key=lambda c: (len(c.cells), -c.number), default=None)
    while best is not None and tells(best.cells):
        ending = best.number, best.delimiter
        upper = [c for c in candidates if (c.number + c.lines, c.delimiter) == ending]
        if not upper or len(upper[0].cells) < 2:
            break
        best = upper[0]
    return best


def _that_fits(head: Head, best: _Candidate, candidates: Sequence[_Candidate]) -> _Candidate:
    """The same line under another delimiter, if the line below has as many cells under that one
    alone: ``Time;WTG|Power`` is not cut at the bars."""

    def below(each: _Candidate) -> int:
        lines = head.lines[each.number - 1 + each.lines :][:1]
        return max((len(split(line, each.delimiter)) for line in lines), default=0)

    same = [each for each in candidates if each.number == best.number]
    same = [each for each in same if below(each) == len(each.cells) > 1]
    is_near = below(best) >= len(best.cells) - 1  # a delimiter at the end of one of them
    return best if is_near or not same else max(same, key=lambda each: len(each.cells))


def _with_time(head: Head, best: _Candidate) -> _Candidate:
    """The line below instead, if that and not this one names a time: ``;Power;;Wind;`` stands over
    ``Time;WTG01;WTG02;WTG01;WTG02``."""
    number = best.number + best.lines
    if number > len(head.lines) or any(map(names_time, best.cells)):
        return best
    cells, lines = logical(head.lines, number, best.delimiter)
    is_header = any(map(names_time, cells)) and not _holds_date(cells) and not tells(cells)
    if len(cells) < len(best.cells) or not is_header:
        return best
    return _Candidate(number, best.delimiter, cells, _names(cells), lines)


def _over_index(head: Head, best: _Candidate) -> _Candidate:
    """If a line near by only names the rows' index: the names above it, which perhaps have their
    units and statistics between."""
    sign, width = best.delimiter, len(best.cells)
    levels: list[_Candidate] = []
    for number in range(max(best.number - MOST_LEVELS, 1), best.number + MOST_LEVELS):
        cells = split(head.lines[number - 1], sign) if number <= len(head.lines) else ()
        if len(cells) != width:
            levels = []
        elif index_names(head.lines, number, sign, width):
            return next((each for each in reversed(levels) if not tells(each.cells)), best)
        else:
            levels.append(_Candidate(number, sign, cells, _names(cells), 1))
    return best


def _is_row(cells: Sequence[str]) -> bool:
    """Whether nothing but numbers stands there: a row of a table without a header."""
    return all(_NUMBER.fullmatch(cell.strip()) for cell in cells)


def _holds_date(cells: Sequence[str]) -> bool:
    return any(map(_is_date, cells))


def _is_date(cell: str) -> bool:
    return timestamps.kind(cell) in ("stamp", "date")


def _fit(headers: Cells, rows: list[Cells], delimiter: str) -> Cells:
    """A delimiter at the end of every row but not of the header, or the other way round; one name
    over a date and a time that a space separates; or none over the rows' numbers, as R has it."""
    widths = {len(row) for row in rows[:20]}
    time = next((column for column, header in enumerate(headers) if names_time(header)), None)
    if widths == {len(headers) + 1} and time is not None and delimiter != " ":
        holders = {tuple(map(_is_date, row[time : time + 2])) for row in rows[:20]}
        if holders == {(False, True)}:
            return ("", *headers)
    if delimiter == " " and widths == {len(headers) + 1} and names_time(headers[0]):
        return (headers[0], "time", *headers[1:])
    if widths == {len(headers) + 1} and all(row[-1] == "" for row in rows[:20]):
        return (*headers, "")
    if widths == {len(headers) - 1} and headers[-1] == "":
        return headers[:-1]
    return headers


def _no_header(head: Head, delimiter: str | None) -> FileError:
    first = next(line for line in head.lines if line.strip())[:80]
    if delimiter:
        return FileError(
            Words.NO_HEADER_WITH(delimiter=delimiter_name(delimiter), line=first),
            hint=Words.CHOOSE_DELIMITER(),
        )
    return NoDataError(Words.NO_HEADER(line=first), hint=Words.NEEDS_TABLE())
