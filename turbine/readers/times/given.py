"""What a person says of times: their columns, and their pattern in the codes of
:mod:`turbine.readers.times.patterns`."""

from collections.abc import Sequence

import polars as pl

from turbine.model.errors import FileError
from turbine.readers.times.content import not_empty
from turbine.readers.times.patterns import CODES, NUMBERS
from turbine.readers.times.reading import local
from turbine.readers.words import Words

_ALIASES = {
    "%B": "%b", "%h": "%b", "%T": "%H:%M:%S", "%R": "%H:%M", "%D": "%m/%d/%y", "%F": "%Y-%m-%d",
    "%z": "%#z", "%e": "%d", "%k": "%H", "%l": "%I", "%P": "%p", "%f": "%.f", "%3f": "%.f",
}  # fmt: skip
_KNOWN = frozenset(("%Y", "%y", "%m", "%b", "%d", "%H", "%I", "%M", "%S", "%.f", "%p", "%#z", "%Z",
                    "%N", "%j", "%#H", "%*"))  # fmt: skip


def checked(time_format: str) -> str:
    """A person's pattern with our codes. Raises FileError for one that names no moment."""
    text = time_format.strip()
    if text in NUMBERS:
        return text
    text = text.replace(".%f", "%.f").replace(",%f", "%.f")
    text = CODES.sub(
        lambda code: _ALIASES.get(code[0].replace("-", ""), code[0].replace("-", "")), text
    )
    for each in text.split("|"):
        codes = CODES.findall(each)
        unknown = [code for code in codes if code not in _KNOWN]
        has_day = (
            "%N" in codes or "%j" in codes or ("%d" in codes and ("%m" in codes or "%b" in codes))
        )
        if unknown or not has_day or len(set(codes)) < len(codes):
            raise FileError(
                Words.BAD_TIME_FORMAT(text=time_format), hint=Words.TIME_FORMATS_ARE(names=NUMBERS)
            )
    return text


def following(cells: Sequence[Sequence[str]], time_format: str) -> tuple[int, ...]:
    """The first column of which at least half of the cells follow the person's pattern."""
    pattern = checked(time_format)
    for i, column in enumerate(cells):
        filled = not_empty(column)
        read = local(pl.Series(filled, dtype=pl.String), pattern)
        if filled and 2 * read.count() >= len(filled):
            return (i,)
    return ()


def named(names: Sequence[str], headers: Sequence[str]) -> tuple[int, ...]:
    """The columns with these headers. Raises FileError for one that is not there."""
    for name in names:
        if name not in headers:
            raise FileError(
                Words.NO_SUCH_TIME_COLUMN(header=name),
                hint=Words.COLUMNS_ARE(columns=tuple(headers)),
            )
    return tuple(headers.index(name) for name in names)
