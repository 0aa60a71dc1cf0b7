"""Whether day, month or year comes first: from the rows, or left to the person."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

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


def decide_order(
    columns: Iterator[pl.Series], formats: Formats, *, head_only: bool
) -> Order | None:
    """Decide between the orders from the column's texts, block by block; None if only a head was
    given and does not settle it.

    A row that an order cannot read, and another can, is evidence against it. Among those against
    which there is none, the order that makes the steps more regular is the likelier.
    """
    missed = dict.fromkeys((order for order, _ in formats), 0)
    alone, rows = missed.copy(), 0
    stamps: dict[DateOrder, list[pl.Series]] = {order: [] for order in missed}
    for texts in columns:
        parsed = {order: _read(texts.str.strip_chars(), fmt) for order, fmt in formats}
        read = pl.DataFrame({order: series.is_not_null() for order, series in parsed.items()})
        ways = read.sum_horizontal()
        for order in missed:
            missed[order] += int((~read[order] & (ways > 0)).sum())
            alone[order] += int((read[order] & (ways == 1)).sum())
        fewest, more = sorted(missed.values())[:2]
        if more >= _CERTAIN_ROWS and fewest * 100 <= more:
            return _by_reading(missed, alone, regular=None)
        if rows < _EVIDENCE_ROWS:
            rows += len(texts)
            for order, series in parsed.items():
                stamps[order].append(series)
    if head_only:
        return None
    orders = [order for order, count in missed.items() if not count] or _nearest(missed)
    regular = _more_regular({order: _join(stamps[order]) for order in orders})
    if len(orders) > 1 and not any(missed[order] for order in orders):
        return _by_regularity(orders, regular)
    pair = {order: _join(stamps[order]) for order in _nearest(missed)}
    return _by_reading(missed, alone, _more_regular(pair))


def _read(texts: pl.Series, time_format: str) -> pl.Series:
    """The stamps. A year of two digits in front that is still to come is a day, or a month."""
    stamps = local(texts, time_format)
    if not time_format.startswith("%y"):
        return stamps
    return stamps.set((stamps.dt.year() > date.today().year).fill_null(False), None)  # noqa: DTZ011 - years alone


def _nearest(missed: dict[DateOrder, int]) -> list[DateOrder]:
    """The two that miss the fewest rows, the better one first."""
    return sorted(missed, key=lambda order: missed[order])[:2]


def _join(parts: list[pl.Series]) -> pl.Series:
    return pl.concat(parts) if parts else pl.Series(dtype=pl.Datetime("ns"))


def _by_reading(
    missed: dict[DateOrder, int], alone: dict[DateOrder, int], regular: DateOrder | None
) -> Order:
    order, other = _nearest(missed)
    name = order_name(order)
    note: Text = Words.ORDER(order=name)
    if alone[order]:
        note = Words.ORDER_BY_ROWS(count=alone[order], order=name)
    if missed[order]:
        against = Words.ROWS_AGAINST(count=missed[order], other=order_name(other))
        note = together(note, against)
    contradicted = missed[order] * 20 > missed[other] or regular == other
    if regular == other:
        note = together(note, Words.STEPS_AGAINST(other=order_name(other)))
    return Order(order=order, note=note, certain=not contradicted)


def _by_regularity(orders: Sequence[DateOrder], regular: DateOrder | None) -> Order:
    names = tuple(map(order_name, orders))
    if regular is None:
        return Order(order=orders[0], note=Words.ORDER_UNKNOWN(orders=names), certain=False)
    return Order(
        order=regular,
        note=Words.ORDER_BY_STEPS(orders=names, order=order_name(regular)),
        certain=True,
    )


def _more_regular(stamps: dict[DateOrder, pl.Series]) -> DateOrder | None:
    """The order with the fewest steps off the commonest, of the rows that all of them read; the
    first of those that read the same moments; None if none is better than all others."""
    both = pl.DataFrame(stamps).drop_nulls()
    irregular = {order: _irregular(both[order]) for order in stamps}
    first, *others = [o for o in stamps if irregular[o] == min(irregular.values())]
    is_one = not others or (len(both) and all(both[first].equals(both[o]) for o in others))
    return first if is_one else None


def _irregular(series: pl.Series) -> int:
    steps = series.dt.epoch("ns").diff().drop_nulls()
    if steps.is_empty():
        return 0
    counts = steps.value_counts(sort=True)
    # A step backwards is worse than a gap: rows come in order of time. No step takes half a year.
    odd = int((steps < 0).sum()) + int((steps > _LONG_NS).sum())
    return len(steps) - int(counts["count"][0]) + odd
