"""Headers among the rows: what is below one that names other columns, or other units of them, would
be stored under the wrong names."""

import polars as pl

from turbine.model.errors import FileError
from turbine.model.headings import Statistic, heading
from turbine.model.matching import named
from turbine.model.units import understood
from turbine.readers.columns import names_time
from turbine.readers.csv.headers import says_nothing, tells
from turbine.readers.csv.numbers import MISSING
from turbine.readers.csv.signs import unit_of
from turbine.readers.csv.words import Words
from turbine.readers.missing import WORDS
from turbine.readers.model import Interpretation

_NOTHING = [*WORDS, *MISSING]


def header_in(rows: pl.DataFrame, times: pl.Series, form: Interpretation) -> int:
    """The first line of names that are not the header's, among ``rows`` (``line`` and the used
    columns) without a time; ``times`` are the texts in its place. 0: there is none."""
    numbers = [column for column, _ in form.numbers]
    columns = [*form.key_columns.values(), *(column for column, _ in form.mapping)]
    cells = {column: pl.col(f"c{column}").str.strip_chars() for column, _ in form.mapping}
    is_no_value = {c: cell.str.to_lowercase().is_in(_NOTHING) for c, cell in cells.items()}
    is_text = {
        c: cell.str.contains(r"^[^\d.,+\-]*[\pL°%]") & ~is_no_value[c] for c, cell in cells.items()
    }
    found = rows.with_columns(time=times).filter(
        pl.any_horizontal(is_text[column] for column in numbers or cells),
        pl.all_horizontal(is_text[column] | is_no_value[column] for column in cells),
    )
    for line, time, *others in found.select(
        "line", "time", *(pl.col(f"c{column}").str.strip_chars() for column in columns)
    ).iter_rows():
        texts = dict(zip(columns, others, strict=True))
        of_numbers = tuple(texts[column] for column in numbers)  # a state may be any word
        is_below = tells(of_numbers)  # units or statistics of the names above
        is_own = all(
            _is_own(column, texts[column], form, is_below=is_below)
            for column in (numbers if is_below else columns)
        )
        is_header = (
            is_below
            or names_time(time)
            or any(named(text) or heading(text).unit for text in of_numbers)
        )
        if is_header and not is_own:
            return int(line)
    return 0


def _is_own(column: int, cell: str, form: Interpretation, *, is_below: bool) -> bool:
    """Whether a cell says what the header does of the column: its name, or its unit or statistic.
    Of a line of these, ``is_below``, what is neither says nothing of the column."""
    header, bare = form.headers[column].strip(), cell.strip("()[]").strip()
    if says_nothing(cell) or f"{header} ".startswith(f"{cell} "):
        return True
    said = heading(header)
    if (unit := understood(bare)) is not None:
        known = said.unit or (unit_of(form, column) if column in dict(form.mapping) else "")
        return bare == known or unit == understood(known)
    if (statistic := heading(f"name_{bare}").statistic) is not None:
        return statistic == (said.statistic or Statistic.MEAN)
    return is_below and named(cell) is None


def check_below(header_line: int, rows: pl.DataFrame) -> None:
    """Raise FileError if a row follows a header (0: there is none) that names other columns."""
    if header_line and len(rows) and int(rows["line"][-1]) > header_line:
        raise FileError(Words.OTHER_HEADER(line=header_line), hint=Words.SPLIT_FILE())
