"""Which columns of a table hold the stamps, and in which patterns."""

from collections.abc import Sequence

from turbine.model.errors import FileError, NoDataError
from turbine.readers.columns import names_time
from turbine.readers.csv.layout import Layout
from turbine.readers.csv.words import Words
from turbine.readers.times import columns, given


def times_of(
    layout: Layout, chosen: Sequence[str] | None = None, time_format: str | None = None
) -> columns.Times:
    """The columns of the stamp and their patterns: the person's, else by content and name. Raises
    FileError if no times can be read; NoDataError if no column is even called so."""
    headers = layout.headers
    table = [_cells(layout, column) for column in range(len(headers))]
    if chosen:
        return columns.given(headers, table, given.named(chosen, headers), time_format)
    times = columns.find(headers, table, names_time)
    found = times.columns if times is not None and times.formats else ()
    if time_format is not None:
        found = found or given.following(table, time_format)
    if not found:
        raise _no_time(layout)
    if time_format is not None or times is None:
        return columns.given(headers, table, found, time_format)
    return times


def _cells(layout: Layout, column: int) -> list[str]:
    return [row[column].strip() if column < len(row) else "" for row in layout.rows]


def _no_time(layout: Layout) -> FileError:
    named = [column for column, header in enumerate(layout.headers) if names_time(header)]
    hint = Words.DATES_LOOK_LIKE()
    if named and layout.delimiter != " ":  # a sentence has words between spaces too
        first = next((text for text in _cells(layout, named[0]) if text), "")
        return FileError(
            Words.NO_DATES(column=layout.headers[named[0]], text=first[:60]),
            hint=hint,
        )
    names = tuple(repr(header) for header in layout.headers[:20])
    return NoDataError(Words.NO_TIME_COLUMN(columns=names), hint=hint)
