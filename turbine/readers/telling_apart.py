"""Which column names the turbine of each row, told by the rows on one stamp."""

from collections.abc import Iterator

import polars as pl

from turbine.model.channels import BY_NAME
from turbine.readers.formats import format_of
from turbine.readers.model import Interpretation, Source
from turbine.readers.times.patterns import is_of_days
from turbine.readers.turbines import may_be_names, with_columns

MAX_SERIES = 1_000
"""In one file; a column with more values names no turbines."""
TOLERATED = 1_000
"""One row in so many may repeat a time with other values: more is not a fault of single rows."""
_SAMPLE_NAMES = 200


def column_of(source: Source, form: Interpretation) -> int | None:
    """The only column whose values tell apart the rows on one stamp."""
    known = {*form.time_columns, *(column for column, name in form.mapping if name in BY_NAME)}
    columns = (column for column in range(len(form.headers)) if column not in known)
    is_of_day = is_of_days(form.time_format)
    found = [c for c in columns if _tells_apart(source, form, c, is_of_day=is_of_day)]
    return found[0] if len(found) == 1 else None


def _tells_apart(source: Source, form: Interpretation, column: int, *, is_of_day: bool) -> bool:
    """Whether every stamp repeats once for (nearly) each value of the column. Beside a date alone
    (``is_of_day``), numbers may be hours or other parts of the day."""
    keyed = with_columns(form, turbine=column, site=None)
    rows = _named(source, keyed) if keyed.mapping else None
    if rows is None:
        return False
    if is_of_day and rows["turbine"].str.contains(r"^\s*\d+\s*$").all():
        return False
    pairs = rows.unique()
    turbines, stamps = pairs["turbine"].n_unique(), pairs["time"].n_unique()
    is_unique = (len(rows) - len(pairs)) * TOLERATED <= len(rows)
    return is_unique and 1 < turbines <= MAX_SERIES and len(pairs) * 2 >= turbines * stamps


def _named(source: Source, form: Interpretation) -> pl.DataFrame | None:
    """Time and turbine of all rows; None once it is clear that these are no turbines."""
    tables: list[pl.DataFrame] = []
    for table in _tables(source, form):
        values = table["turbine"].drop_nulls().unique()
        if not tables and not may_be_names(values.head(_SAMPLE_NAMES).to_list()):
            return None
        if len(values) > MAX_SERIES or table["turbine"].has_nulls():
            return None
        tables.append(table)
    return pl.concat(tables) if tables else None


def _tables(source: Source, form: Interpretation) -> Iterator[pl.DataFrame]:
    for part in format_of(form).read(source, form):
        if len(part.frame):
            yield part.frame.select("time", "turbine")
