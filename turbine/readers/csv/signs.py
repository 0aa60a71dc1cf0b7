"""How each column writes its numbers, told from a file's first rows: its decimal sign, and units
behind its numbers.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from turbine.model.channels import channel
from turbine.model.units import fits, understood
from turbine.readers.csv import decimals
from turbine.readers.csv.dialect import Sign, dialect_of
from turbine.readers.csv.words import Words
from turbine.readers.kinds import MINUS, THOUSANDS
from turbine.readers.model import Interpretation
from turbine.readers.units_in_cells import has_units_beside
from turbine.words import Text

WITH_UNIT = (
    rf"^([+\-{MINUS}]?[0-9.,]+(?:[{THOUSANDS}][0-9]{{3}})*(?:[.,][0-9]*)?(?:[eE][+-]?[0-9]+)?)"
    r"\s*([^\s0-9.,+-].*)$"
)
"""A number, and what stands behind it."""
_MOST = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What the first rows prove."""

    sign: Sign
    """Of most columns."""
    others: tuple[tuple[int, Sign], ...] = ()
    """(0-based column, its sign) of the others."""
    question: Text = ""
    """Why only the person can decide."""


def bare(text: pl.Expr) -> pl.Expr:
    """Cells without a unit behind the number."""
    return pl.coalesce(text.str.extract(WITH_UNIT, 1), text)


def texts(table: pl.DataFrame, form: Interpretation) -> dict[int, pl.Series]:
    """The filled cells of each mapped column of numbers, without the units behind their numbers."""
    columns = {column: f"c{column}" for column, _ in form.numbers}
    stripped = table.select(pl.col(name).str.strip_chars() for name in columns.values())
    if dialect_of(form).cell_units:
        stripped = stripped.select(bare(pl.col(name)) for name in columns.values())
    return {column: stripped[name].filter(stripped[name] != "") for column, name in columns.items()}


def have_units(table: pl.DataFrame, form: Interpretation) -> bool:
    """Whether a column mostly has numbers with a unit that is understood behind them."""
    if not form.numbers:
        return False
    stripped = table.select(pl.col(f"c{column}").str.strip_chars() for column, _ in form.numbers)
    behind = stripped.select(pl.all().str.extract(WITH_UNIT, 2))
    filled = stripped.select((pl.all() != "").sum()).row(0)
    nulls = behind.null_count().row(0)
    mostly = [
        units
        for units, cells, without in zip(behind.iter_columns(), filled, nulls, strict=True)
        if len(units) - without > _MOST * cells
    ]
    return any(understood(units.drop_nulls()[0]) is not None for units in mostly)


def by_column(columns: Mapping[int, pl.Series], delimiter: str) -> Signs | None:
    """The signs, if the columns prove both; or a question, if the cells of one can be read in two
    ways and the others do not tell. None: nothing here that a file of one sign has not."""
    proven: dict[int, Sign] = {}
    open_ones: dict[int, pl.DataFrame] = {}
    # All at once: there may be hundreds, and each call costs more than its column.
    named = [
        cells.to_frame("text").with_columns(column=column) for column, cells in columns.items()
    ]
    both = decimals.both_ways(pl.concat(named)).partition_by("column", as_dict=True)
    none = decimals.both_ways(named[0].clear())
    for column, cells in columns.items():
        readings = both.get((column,), none).drop("column")
        points, commas = (readings[sign].null_count() for sign in (",", "."))
        if points and commas:
            return None  # the column contradicts itself: that is asked about for the whole file
        if points or commas:
            proven[column] = "." if points else ","
        elif len(readings) and len(readings) == len(cells):
            open_ones[column] = readings
    found = list(proven.values())
    if not found:
        return None
    sign: Sign = "," if found.count(",") > found.count(".") else "."
    others = tuple((column, own) for column, own in proven.items() if own != sign)
    in_doubt = [
        readings.row(0)
        for readings in open_ones.values()
        if others or (delimiter != "," and sign not in readings["text"][0])
    ]
    if in_doubt:
        text, point, comma = in_doubt[0]
        question = Words.AMBIGUOUS_COLUMN(text=text[:40], point=point[:40], comma=comma[:40])
        return Signs(sign=sign, others=others, question=question)
    return Signs(sign=sign, others=others) if others else None


def unit_of(form: Interpretation, column: int) -> str:
    """The unit that stands behind a column's numbers."""
    return dict(form.units).get(column) or channel(dict(form.mapping)[column]).unit


def is_unit(behind: pl.Series, unit: str) -> pl.Series:
    """Which of these texts mean the unit."""
    meant = understood(unit)
    same = [
        text
        for text in behind.drop_nulls().unique()
        if text == unit or (meant is not None and understood(text) == meant)
    ]
    return behind.is_in(same)


def units_beside(form: Interpretation) -> dict[int, int]:
    """The columns whose units a column of their own says, whatever their headers say; and that
    column."""
    return {
        column: column + 1
        for column, _ in form.numbers
        if form.clock_rules > 3 and has_units_beside(form.headers, column)
    }


def is_other_unit(beside: pl.Series, form: Interpretation, column: int) -> pl.Series:
    """Which of these texts mean another unit than the one that is taken for a column."""
    stored, taken = channel(dict(form.mapping)[column]).unit, understood(unit_of(form, column))
    meant = {text: understood(text) for text in beside.unique()}
    others = [text for text, unit in meant.items() if unit and fits(unit, stored) and unit != taken]
    return beside.is_in(others)


def notes(form: Interpretation, first: pl.DataFrame) -> list[Text]:
    """What was found beyond one sign, and in the texts of the ``first`` rows."""
    dialect, found = dialect_of(form), list[Text]()
    for sign, name in ((".", Words.SIGN_POINT()), (",", Words.SIGN_COMMA())):
        columns = tuple(repr(form.headers[c]) for c, own in dialect.decimals if own == sign)
        if columns:
            found.append(Words.DECIMALS_DIFFER(columns=columns, sign=name))
    if dialect.cell_units:
        found.append(Words.UNITS_IN_CELLS(example="500 kW"))
    if cells := list(texts(first, form).values()):
        every = pl.concat(each.alias("text") for each in cells).to_frame()
        if len(cut := every.filter(decimals.is_cut(pl.col("text")))):
            found.append(Words.NUMBERS_CUT(example=cut["text"][0]))
    return found
