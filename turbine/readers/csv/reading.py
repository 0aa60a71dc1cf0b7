"""The rows of a CSV, block by block."""

from collections.abc import Iterator

import polars as pl

from turbine.model.frame import empty
from turbine.readers.csv import cells
from turbine.readers.csv.dialect import dialect_of
from turbine.readers.csv.ending import Tail
from turbine.readers.csv.lines import Block, after
from turbine.readers.csv.other_tables import check_below
from turbine.readers.model import (
    BAD_CELLS_SCHEMA,
    REJECTED_SCHEMA,
    Interpretation,
    Part,
    Source,
)


def read(source: Source, form: Interpretation) -> Iterator[Part]:
    """All data rows, and at the end whether the last line is open."""
    tail, bytes_read, other_header = Tail(), 0, 0
    for block in _blocks(source, form):
        parsed = cells.parse(block, form)
        other_header = other_header or parsed.other_header
        check_below(other_header, parsed.frame)
        tail.add(block)
        bytes_read = block.bytes_read
        yield Part(
            frame=parsed.frame,
            rejected=parsed.rejected,
            bad_cells=parsed.bad_cells,
            rows=block.lines - parsed.blank_lines,
            blank_lines=parsed.blank_lines,
            bytes_read=bytes_read,
        )
    yield Part(
        frame=empty(form.channels, line=True),
        rejected=REJECTED_SCHEMA.to_frame(),
        bad_cells=BAD_CELLS_SCHEMA.to_frame(),
        rows=0,
        blank_lines=0,
        bytes_read=bytes_read,
        open_end=tail.open_end(form),
    )


def texts(source: Source, form: Interpretation, lines: pl.Series) -> pl.DataFrame:
    """``line`` and ``text`` of these lines (ascending)."""
    parts = []
    for block in _blocks(source, form):
        low, high = (
            lines.search_sorted(line) for line in (block.first_line, block.first_line + block.lines)
        )
        if low < high:
            wanted = pl.DataFrame({"line": lines[low:high]})
            parts.append(cells.shown(cells.lines_of(block)).join(wanted, on="line"))
    return pl.concat(parts)


def _blocks(source: Source, form: Interpretation) -> Iterator[Block]:
    return after(source, dialect_of(form))
