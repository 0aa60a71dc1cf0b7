"""Whether day, month or year comes first: from the rows, or left to the person."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from turbine.readers.model import DateOrder
from turbine.readers.times.patterns import Formats
from turbine.readers.times.reading import local
from turbine.readers.words import Words
from turbine.words import Said, Text, together

_EVIDENCE_ROWS = 2_000_000
_CERTAIN_ROWS = 100
_LONG_NS = 180 * 86_400 * 1_000_000_000


def order_name(order: DateOrder) -> Said:
    """What a person calls it."""
    names = {
        "day-first": Words.DAY_FIRST,
        "month-first": Words.MONTH_FIRST,
        "year-first": Words.YEAR_FIRST,
    }
    return names[order]()


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Whether day or month comes first, and how it was found."""

    order: DateOrder
    note: Text
    certain: bool


def given(order: DateOrder) -> Order:
    """The only order that there is, or the person's."""
    return Order(order=order, note=Words.ORDER(order=order_name(order)), certain=True)


def narrowed(texts: pl.Series, formats: Formats) -> Formats:
    """Of three orders the two that read more of the texts, or make their steps more regular."""
    while len(formats) > 2:
        stamps = {order: local(texts, fmt) for order, fmt in formats}
        rank = {o: (s.null_count(), _irregular(s.drop_nulls())) for o, s in stamps.items()}
        worst = max((order for order, _ in formats), key=lambda order: rank[order])
        formats = tuple(each for each in formats if each[0] != worst)
    return formats


def decide_order(
    columns: Iterator[pl.Series], formats: Formats, *, head_only: bool
) -> Order | None:
    """Decide between two orders from the column's texts, block by block; None if only a head
    was given and does not settle it.

    A row that only one order can read is evidence. If every row reads both ways, the order
    that makes the steps more regular is the likelier.
    """
    reads = {order: 0 for order, _ in formats}
    stamps: dict[DateOrder, list[pl.Series]] = {order: [] for order, _ in formats}
    rows = 0
    for texts in columns:
        parsed = {order: local(texts.str.strip_chars(), fmt) for order, fmt in formats}
        (first, one), (second, two) = parsed.items()
        reads[first] += int((one.is_not_null() & two.is_null()).sum())
        reads[second] += int((two.is_not_null() & one.is_null()).sum())
        if max(reads.values()) >= _CERTAIN_ROWS and min(reads.values()) * 100 <= max(
            reads.values()
        ):
            return _by_reading(reads, regular=None)
        if rows < _EVIDENCE_ROWS:
            rows += len(texts)
            both = one.is_not_null() & two.is_not_null()
            for order, series in parsed.items():
                stamps[order].append(series.filter(both))
    if head_only:
        return None
    regular = _more_regular({order: _join(parts) for order, parts in stamps.items()})
    return _by_reading(reads, regular) if max(reads.values()) else _by_regularity(formats, regular)


def _join(parts: list[pl.Series]) -> pl.Series:
    return pl.concat(parts) if parts else pl.Series(dtype=pl.Datetime("ns"))


def _by_reading(reads: dict[DateOrder, int], regular: DateOrder | None) -> Order:
    order, other = sorted(reads, key=lambda o: -reads[o])
    note: Text = Words.ORDER_BY_ROWS(count=reads[order], order=order_name(order))
    if reads[other]:
        against = Words.ROWS_AGAINST(count=reads[other], other=order_name(other))
        note = together(note, against)
    contradicted = reads[other] * 20 > reads[order] or regular == other
    if regular == other:
        note = together(note, Words.STEPS_AGAINST(other=order_name(other)))
    return Order(order=order, note=note, certain=not contradicted)


def _by_regularity(formats: Formats, regular: DateOrder | None) -> Order:
    if regular is None:
        return Order(
            order=formats[0][0],
            note=Words.ORDER_UNKNOWN(),
            certain=False,
        )
    return Order(
        order=regular,
        note=Words.ORDER_BY_STEPS(order=order_name(regular)),
        certain=True,
    )


def _more_regular(stamps: dict[DateOrder, pl.Series]) -> DateOrder | None:
    """The order with fewer steps off the commonest; the first if both read the same moments;
    None if neither is better."""
    (first, one), (second, two) = stamps.items()
    if len(one) and one.equals(two):
        return first
    irregular = {order: _irregular(series) for order, series in stamps.items()}
    if irregular[first] == irregular[second]:
        return None
    return min(irregular, key=lambda o: irregular[o])


def _irregular(series: pl.Series) -> int:
    steps = series.dt.epoch("ns").diff().drop_nulls()
    if steps.is_empty():
        return 0
    counts = steps.value_counts(sort=True)
    # A step backwards is worse than a gap: rows come in order of time. No step takes half a year.
    odd = int((steps < 0).sum()) + int((steps > _LONG_NS).sum())
    return len(steps) - int(counts["count"][0]) + odd
