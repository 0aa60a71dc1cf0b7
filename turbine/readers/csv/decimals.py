"""Decimal signs and thousands separators: what a cell's number is under either sign, and which
sign a file uses.

A thousands separator is read only if it cuts groups of three digits, the first of which does not
begin with zero: ``1.024,50`` with a decimal comma, ``1,024.50`` with a decimal point. Spaces and
apostrophes (``1 024,50``, ``1'024.50``) can be nothing else.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from turbine.readers.csv.dialect import Sign
from turbine.readers.csv.words import Words
from turbine.readers.kinds import MINUS, THOUSANDS
from turbine.words import Text

_OTHER: dict[Sign, Sign] = {".": ",", ",": "."}
_NUMBER = r"^[+-]?(?:[0-9]+{0}?[0-9]*|{0}[0-9]+)(?:[eE][+-]?[0-9]+)?$"
_GROUPED = r"^[+-]?[1-9][0-9]{{0,2}}(?:{1}[0-9]{{3}})+(?:{0}[0-9]*)?$"
_MINUS = rf"^[-{MINUS}]\s?([0-9.,])"
_CUT = rf"^[+-]?[1-9][0-9]{{0,2}}(?:{'|'.join(f'(?:{s}[0-9]{{3}})+' for s in THOUSANDS)})(?:[.,]|$)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Which sign a file uses."""

    sign: Sign
    question: Text = ""
    """Why only the person can decide; ``sign`` is the likelier one then."""

    @property
    def certain(self) -> bool:
        return not self.question


def plain(text: pl.Expr, sign: Sign, *, as_first: bool = False) -> pl.Expr:
    """The texts that are numbers with this decimal sign, with a point, a hyphen for any minus and
    without thousands separators; null for the others. ``as_first``: as the first versions
    read them, without spaces and apostrophes, and with hyphens only."""
    text = text if as_first else _tidy(text)
    number = text.str.replace(sign, ".", literal=True)
    grouped = text.str.replace_all(_OTHER[sign], "", literal=True)
    return (
        pl.when(_is(_NUMBER, text, sign))
        .then(number)
        .when(_is(_GROUPED, text, sign))
        .then(grouped.str.replace(sign, ".", literal=True))
    )


def may_be_cut(texts: pl.Series) -> bool:
    """Whether any has a sign that only :func:`plain` without ``as_first`` knows."""
    return bool(texts.str.contains(f"[{THOUSANDS}{MINUS}]").any())


def is_cut(text: pl.Expr) -> pl.Expr:
    """Whether a space or an apostrophe cuts the thousands."""
    return text.str.contains(_CUT)


def _tidy(text: pl.Expr) -> pl.Expr:
    text = text.str.replace(_MINUS, "-${1}")
    return pl.when(is_cut(text)).then(text.str.replace_all(f"[{THOUSANDS}]", "")).otherwise(text)


def decide(parts: Iterable[pl.Series], delimiter: str) -> Decision:
    """Read on until a cell is a number with one sign only. If there are such cells for both signs,
    or none in the whole file and yet cells that mean something else with either, only the person
    can decide. A program that cuts by commas seldom writes decimal commas: in such a file they
    need proof, and more of it than points have, which need none."""
    either: Decision | None = None
    for part in parts:
        readings = read_both_ways(part)
        points, commas = (
            readings.filter(pl.col(other).is_null())["text"] for other in _OTHER.values()
        )
        if len(commas) and len(points) and (delimiter != "," or len(commas) >= len(points)):
            sign: Sign = "," if len(commas) > len(points) else "."
            return _contradicted(sign, points[0], commas[0])
        if len(commas) or len(points):
            return Decision(sign="." if len(points) else ",")
        if delimiter == ",":
            readings = readings.filter(pl.col("text").str.contains(",", literal=True))
        if either is None and len(readings):
            either = _ambiguous(*readings.row(0))
    return either or Decision(sign=".")


def read_both_ways(texts: pl.Series) -> pl.DataFrame:
    """The cells that hold a sign and are a number with at least one: ``text``, and the number with
    either sign as a text, or null."""
    return both_ways(texts.str.strip_chars().to_frame("text"))


def both_ways(cells: pl.DataFrame) -> pl.DataFrame:
    """The same of a table with ``text``, stripped, and whatever says where each is from."""
    cells = cells.filter(pl.col("text").str.contains("[.,]"))
    as_first = not may_be_cut(cells["text"])  # the same then, and nothing to tidy
    return cells.with_columns(
        plain(pl.col("text"), sign, as_first=as_first).alias(sign) for sign in _OTHER
    ).filter(pl.any_horizontal(pl.col(*_OTHER).is_not_null()))


def _is(pattern: str, text: pl.Expr, sign: Sign) -> pl.Expr:
    return text.str.contains(pattern.format(f"[{sign}]", f"[{_OTHER[sign]}]"))


def _contradicted(likelier: Sign, point: str, comma: str) -> Decision:
    question = Words.CONTRADICTED(point=point[:40], comma=comma[:40])
    return Decision(sign=likelier, question=question)


def _ambiguous(text: str, point: str, comma: str) -> Decision:
    question = Words.AMBIGUOUS(text=text[:40], point=point[:40], comma=comma[:40])
    return Decision(sign="." if "." in text else ",", question=question)
