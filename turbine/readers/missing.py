"""Marks that stand for no value: words such as *Bad*, codes such as -999.

A code is proposed where no measurement can be meant: it is one of those that programs write, it
lies beyond the signal's plausible limits, and far from all the other values of its column. One that
may be a percentage (99, 99.9), of a signal without limits, must be the smaller part of its column
as well: an availability may be 99 all year. What is proposed is told with its number of cells, kept
with the interpretation, and applied whenever the file is read again. Codes are compared as the file
writes them, before any unit is converted.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import polars as pl

from turbine.model.channels import UNITS, channel
from turbine.model.errors import FileError
from turbine.model.units import conversion
from turbine.readers.model import Interpretation, Mark, Part, unnamed
from turbine.readers.words import Words
from turbine.words import Text

Marks = tuple[tuple[int, str], ...]
"""(0-based column, text): a word, or a number as Python writes it."""

NONE = "none"
"""What a person says to have no mark taken."""

_NINES = (
    99.0, 99.9, 99.99, 99.999, 999.0, 999.9, 999.99, 999.999, 9999.0, 9999.9, 9999.99, 99999.0,
    99999.9, 999999.0, 9999999.0, 99999999.0,
)  # fmt: skip
_BOTH_SIGNS = (*_NINES, 6999.0, 7777.0, 7999.0, 8888.0, 1e20, 1e30, 1e31, 9.969209968386869e36)
_INTEGERS = (
    32767.0, -32768.0, -32767.0, 65535.0, 3276.7, -3276.8, 327.67, -327.68, 6553.5, 655.35,
    2147483647.0, -2147483648.0, 4294967295.0,
    3.4028234663852886e38, -3.4028234663852886e38, 1.7976931348623157e308, -1.7976931348623157e308,
)  # fmt: skip
"""The largest and smallest of integers and floats, also with one or two decimals."""
CODES = tuple(sorted({*_BOTH_SIGNS, *(-code for code in _BOTH_SIGNS), *_INTEGERS}))
"""Numbers that loggers, historians and climate files write for no value."""
_SMALLEST = min(abs(code) for code in CODES)
WORDS = frozenset(
    (
        "#n/a", "n/a", "#na", "#value!", "#ref!", "#div/0!", "#num!", "#name?", "#null!", "--",
        "---", "----", "\u2013", "\u2014", ".", "..", "...", "?", "??", "*", "**", "\\n", "bad",
        "bad input", "bad data", "bad quality",
        "no data", "nodata", "no value", "not available", "not connect",
        "not connected", "missing", "invalid", "error", "err", "calc failed", "calc fail",
        "i/o timeout", "io timeout", "timeout", "comm fail", "comm failed", "comm error",
        "pt created", "shutdown", "scan off", "scan timeout", "intf shut", "arc off-line",
        "out of serv", "configure", "over range", "under range", "overflow", "unknown",
        "undefined", "<null>", "(null)", "nil", "void", "kein wert", "keine daten", "sin dato",
        "sin datos", "veri yok", "#nv", "#wert!", "#bezug!", "#zahl!", "#null!", "k.a.", "k. a.",
        "#¡valor!", "#¡ref!", "#¡div/0!", "#¡num!", "#¿nombre?", "s/d", "n/d", "n.d.", "#yok",
        "#değer!", "#başv!", "#sayi/0!", "#sayi!", "n.a.", "nat",
    )
)  # fmt: skip
"""Words of historians and spreadsheets for no value, without case. (Those of a state, such as
*ON*, are none of them.)"""
SHOWN_COLUMNS = 5
"""So many columns are named in a note, of more only the number."""
_CODES_OF_STATES = ("state_code", "error_code")
"""Any of which may be meant, but for negative ones."""
_LIMITS = {UNITS["pct"]: (-100.0, 100.0), UNITS["deg"]: (-360.0, 360.0)}
"""Of a field that the catalogue does not know."""
_APART = 0.5
"""So far from all others a code must lie, as a part of their span."""
_LOW, _HIGH = pl.all().min().alias("low"), pl.all().max().alias("high")


@dataclass(slots=True)
class _Column:
    codes: Counter[float] = field(default_factory=Counter)
    low: float = float("inf")
    high: float = float("-inf")
    """Of all other values."""
    values: int = 0
    """How many there are, with the codes."""

    def add(self, values: pl.Series, low: float | None, high: float | None, codes: int) -> None:
        """The next values, the smallest and the largest of them, and how many are codes."""
        self.values += len(values) - values.null_count()
        if codes:
            is_code = values.is_in(CODES)
            found = values.filter(is_code).value_counts()
            self.codes.update(dict(found.iter_rows()))
            low, high = values.filter(~is_code).to_frame().select(_LOW, _HIGH).row(0)
        if low is not None and high is not None:
            self.low, self.high = min(self.low, low), max(self.high, high)

    @property
    def likely(self) -> Counter[float]:
        """The codes but for those that may be percentages, unless they are the smaller part of the
        column, beside values that differ."""
        differ = self.low < self.high
        return Counter(
            {
                code: cells
                for code, cells in self.codes.items()
                if not 0 < code <= 100 or (differ and cells * 2 < self.values)
            }
        )

    def marks(
        self, name: str, unit: str | None, in_file: Counter[float]
    ) -> Iterator[tuple[float, int]]:
        """The codes that are no measurements of this field, and how often each stands there. Of a
        field without limits, one that the file does not repeat may be measured."""
        known, likely = channel(name), self.likely
        lower, upper = known.lower, known.upper
        if (known.signal or known.name) in _CODES_OF_STATES:
            lower = 0.0
        elif not (known.is_known or known.signal):
            lower, upper = _LIMITS.get(known.unit, (lower, upper))
        has_limits = np.isfinite(lower) or np.isfinite(upper)
        has_others = self.low <= self.high
        span = max(self.high - self.low, abs(self.high), abs(self.low)) if has_others else 0.0
        for code, cells in self.codes.items():
            stored = (
                float(conversion(unit, known.unit).apply(np.array([code]))[0]) if unit else code
            )
            is_beyond = not lower <= stored <= upper if has_limits else in_file[code] > 1
            is_apart = max(code - self.high, self.low - code) > _APART * span
            if not has_limits or known.unit == UNITS["pct"]:
                is_apart = is_apart and code in likely
            if is_beyond and is_apart:
                yield code, cells


class Tally:
    """Counts what may be marks, part by part, of a file of which none were chosen."""

    def __init__(self, form: Interpretation) -> None:
        self._form = form
        self._columns = {name: _Column() for _, name in form.numbers}
        self._words: Counter[tuple[str, str]] = Counter()

    def add(self, part: Part) -> None:
        """A part as its format reads it: nothing is converted yet."""
        # All at once: there may be hundreds, and each call costs more than its column.
        frame = part.frame.select(*self._columns)
        lows, highs = frame.min().row(0), frame.max().row(0)
        extremes = dict(zip(self._columns, zip(lows, highs, strict=True), strict=True))
        large = [n for n, (low, high) in extremes.items() if _reaches_codes(low, high)]
        codes = frame.select(pl.col(large).is_in(CODES).sum()).row(0, named=True) if large else {}
        for name, (low, high) in extremes.items():
            self._columns[name].add(frame[name], low, high, codes.get(name, 0))
        if part.bad_cells.is_empty():
            return
        words = part.bad_cells.select("column", pl.col("text").str.strip_chars())
        counted = words.filter(_is_in(WORDS)).group_by("column", "text").len()
        self._words.update({(header, text): n for header, text, n in counted.iter_rows()})

    def marks(self) -> tuple[Mark, ...]:
        """What is proposed, by column."""
        units = dict(self._form.units)
        in_file = sum((column.likely for column in self._columns.values()), Counter())
        found = [
            Mark(column=column, text=_number(code), cells=cells)
            for column, name in self._form.numbers
            for code, cells in self._columns[name].marks(name, units.get(column), in_file)
        ]
        headers = {self._form.headers[column]: column for column, _ in self._form.mapping}
        found += [
            Mark(column=headers[header], text=text, cells=cells)
            for (header, text), cells in self._words.items()
        ]
        return tuple(sorted(found, key=lambda mark: (mark.column, mark.text)))


def _reaches_codes(low: float | None, high: float | None) -> bool:
    return low is not None and high is not None and max(-low, high) >= _SMALLEST


def _number(code: float) -> str:
    return repr(code).removesuffix(".0")


def _is_in(words: Iterable[str], column: str = "text") -> pl.Expr:
    return pl.col(column).str.strip_chars().str.to_lowercase().is_in(list(words))


def given(form: Interpretation, texts: Sequence[str]) -> Marks:
    """The marks that a person chose: each of every column, or ``HEADER=MARK`` of one. NONE is
    none. Raises FileError for a header that is none."""
    marks: set[tuple[int, str]] = set()
    headers = [header.strip() for header in form.headers]
    for text in texts:
        header, sign, mark = (part.strip() for part in text.rpartition("="))
        if sign and header not in headers:
            names = tuple(repr(name) for name in headers)
            raise FileError(
                Words.MISSING_OF_NO_COLUMN(text=text), hint=Words.COLUMNS_ARE(columns=names)
            )
        for column, _ in form.mapping:
            if (not sign and mark.lower() != NONE) or (sign and headers[column] == header):
                marks.add((column, mark))
    return tuple(sorted(marks))


def as_text(form: Interpretation, column: int, mark: str) -> str:
    """The inverse of :func:`given` for one mark of one column."""
    return f"{form.headers[column]}={mark}"


def without_marks(part: Part, form: Interpretation) -> Part:
    """The same without the values and the bad cells that stand for no value."""
    if not form.missing or (part.frame.is_empty() and part.bad_cells.is_empty()):
        return part
    names, frame = dict(form.mapping), part.frame
    texts: dict[int, list[str]] = {}
    for column, text in form.missing:
        texts.setdefault(column, []).append(text)
    is_mark = {
        name: _is_in([text.lower() for text in marks], name)
        if channel(name).is_text
        else pl.col(name).is_in([number for text in marks for number in _numbers(text)])
        for column, marks in texts.items()
        if (name := names.get(column))
    }
    nothing = [pl.when(~expr).then(pl.col(name)) for name, expr in is_mark.items()]
    bad_cells = part.bad_cells
    if not bad_cells.is_empty():
        is_of_mark = pl.any_horizontal(
            (pl.col("column") == form.headers[column]) & _is_in(text.lower() for text in marks)
            for column, marks in texts.items()
        )
        bad_cells = bad_cells.filter(~is_of_mark)
    return replace(part, frame=frame.with_columns(nothing), bad_cells=bad_cells)


def _numbers(text: str) -> Iterator[float]:
    """What a mark is as a number, if it is one: ``-99,9`` too."""
    try:
        yield float(text.replace(",", "."))
    except ValueError:
        return


def note_of_given(marks: Marks) -> Text:
    """What the person chose to be no value."""
    texts = _distinct(text for _, text in marks)
    return Words.MISSING_CHOSEN(marks=texts) if texts else Words.MISSING_NONE()


def notes(form: Interpretation, found: Sequence[Mark]) -> list[Text]:
    """What was proposed and is taken as no value, and in which columns."""
    marks: list[Text] = []
    for text in _distinct(mark.text for mark in found):
        of_it = [mark for mark in found if mark.text == text]
        cells = sum(mark.cells for mark in of_it)
        columns = tuple(form.headers[mark.column].strip() or unnamed(mark.column) for mark in of_it)
        if len(columns) > SHOWN_COLUMNS:
            many = Words.MISSING_TAKEN_OF_MANY
            marks.append(many(mark=text, columns=len(columns), count=cells))
        else:
            marks.append(Words.MISSING_TAKEN(mark=text, columns=columns, count=cells))
    return marks


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
