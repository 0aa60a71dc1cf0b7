"""What of a file cannot be read, and is so much that it is said loudly."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from turbine.ingest.words import Words
from turbine.readers.counts import Counts
from turbine.readers.model import Interpretation, Scan
from turbine.words import Said

LOUD_ROWS = 0.01
"""More than this part of the rows is said loudly."""
MOST = 0.5
"""More than this part of the rows needs the person's consent, as do more unreadable cells of a
channel than values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """Rows, or cells of one channel, that cannot be read."""

    said: Said
    is_most: bool
    """It is more than MOST of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BadColumn:
    """The cells of a column that cannot be read."""

    cells: int
    example: str
    """The first one's text."""


def losses_of(scan: Scan) -> tuple[Loss, ...]:
    """The losses of a file that was read."""
    return tuple(losses(scan.counts, scan.interpretation, bad_columns(scan.bad_cells)))


def bad_columns(cells: pl.DataFrame) -> dict[str, BadColumn]:
    """By header; ``cells`` have ``column`` and ``text``."""
    grouped = cells.group_by("column").agg(pl.len(), pl.col("text").first())
    return {
        column: BadColumn(cells=count, example=text) for column, count, text in grouped.iter_rows()
    }


def losses(counts: Counts, form: Interpretation, bad: Mapping[str, BadColumn]) -> Iterator[Loss]:
    """The losses, the rows' first."""
    if counts.rejected > LOUD_ROWS * counts.rows:
        yield Loss(
            said=Words.MANY_ROWS_LOST(
                rejected=counts.rejected, count=counts.rows, share=counts.rejected / counts.rows
            ),
            is_most=counts.rejected > MOST * counts.rows,
        )
    for column, name in form.mapping:
        header = form.headers[column]
        found = bad.get(header)
        if found is None:
            continue
        example = found.example[:40]
        if name in counts.empty:
            all_lost = Words.CHANNEL_LOST(header=header, count=found.cells, example=example)
            yield Loss(said=all_lost, is_most=True)
        elif name in counts.mostly_bad:
            most_lost = Words.CHANNEL_MOSTLY_LOST(header=header, count=found.cells, example=example)
            yield Loss(said=most_lost, is_most=True)
