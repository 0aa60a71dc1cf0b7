"""A block of lines as rows: the typed reader if all is clean, else one that finds each flaw.

Both give the same rows; the second also says what is wrong with the lines that the first will not
take.
"""

from dataclasses import dataclass

import polars as pl

from turbine.model.frame import LINE, TIME
from turbine.readers import keys, timestamps
from turbine.readers.csv import signs, states
from turbine.readers.csv.cutting import split_rows
from turbine.readers.csv.dialect import dialect_of
from turbine.readers.csv.lines import Block, count, pieces
from turbine.readers.csv.numbers import COUNTED, numbers
from turbine.readers.csv.other_tables import header_in
from turbine.readers.model import (
    BAD_CELLS_SCHEMA,
    CLOCK_RULES,
    REJECTED_SCHEMA,
    Interpretation,
)

PIECE_BYTES = 256 << 10
"""How much of a block is read the long way because of one odd line."""
SHOWN_CHARACTERS = 1_000
"""Of a rejected line; the original keeps all of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What became of a block's lines."""

    frame: pl.DataFrame
    """Canonical, with ``line``; each row has a stamp."""
    rejected: pl.DataFrame
    bad_cells: pl.DataFrame
    blank_lines: int
    other_header: int = 0
    """A line that names other columns than the header; 0: none."""


def parse(block: Block, form: Interpretation) -> Parsed:
    """The rows of a block. If it is not clean, only its unclean pieces take the long way."""
    frame = parse_clean(block, form)
    if frame is not None:
        return _clean(frame)
    if len(block.data) <= PIECE_BYTES:
        return parse_dirty(block, form)
    parts = []
    for piece in pieces(block, PIECE_BYTES):
        frame = parse_clean(piece, form)
        parts.append(parse_dirty(piece, form) if frame is None else _clean(frame))
    header_lines = [part.other_header for part in parts if part.other_header]
    return Parsed(
        frame=pl.concat(part.frame for part in parts),
        rejected=pl.concat((part.rejected for part in parts), how="diagonal"),
        bad_cells=pl.concat(part.bad_cells for part in parts),
        blank_lines=sum(part.blank_lines for part in parts),
        other_header=min(header_lines, default=0),
    )


def _clean(frame: pl.DataFrame) -> Parsed:
    return Parsed(
        frame=frame,
        rejected=REJECTED_SCHEMA.to_frame(),
        bad_cells=BAD_CELLS_SCHEMA.to_frame(),
        blank_lines=0,
    )


def parse_clean(block: Block, form: Interpretation) -> pl.DataFrame | None:
    """The block as canonical rows, or None if any line is not exactly as it should be."""
    width, dialect = len(form.headers), dialect_of(form)
    data = _unquoted(block, form) if b'"' in block.data else block.data
    is_mixed = any(sign != dialect.decimal for _, sign in dialect.decimals)
    if data is None or b"\0" in data or is_mixed or dialect.decimal == dialect.delimiter:
        return None
    # Polars refuses a row of too many cells; so this sum also rules out one of too few.
    if count(data, ord(dialect.delimiter)) != block.lines * (width - 1):
        return None
    table = _read_typed(data, form)
    if table is None or len(table) != block.lines:
        return None
    texts = _joined([table[f"c{i}"] for i in form.time_columns])
    if dialect.decimal == "," and count(data, ord(".")) != sum(
        int(column.str.count_matches(".", literal=True).sum())
        for column in (texts, *(table[f"c{i}"] for i, _ in form.states))
    ):
        return None  # polars takes a point for a decimal sign here too
    time = timestamps.parse(texts, form)
    # All at once: there may be hundreds, and each call costs more than its column.
    cells = [pl.col(f"c{i}") for i, _ in form.numbers]
    odd = [(cell.max() >= COUNTED) | (cell.min() <= -COUNTED) for cell in cells]
    odd += [states.is_odd(pl.col(f"c{i}")).any() for i, _ in form.states]
    beside = signs.units_beside(form)
    odd += [
        pl.lit(signs.is_other_unit(table[f"c{i}"].fill_null(""), form, column).any())
        for column, i in beside.items()
    ]
    if time.has_nulls() or table.select(pl.any_horizontal(odd)).item():
        return None
    lines = pl.int_range(block.first_line, block.first_line + block.lines, dtype=LINE)
    values = {name: pl.col(f"c{i}").fill_nan(None) for i, name in form.numbers}
    values |= {name: states.word(pl.col(f"c{i}")) for i, name in form.states}
    channels = (values[name].alias(name) for name in form.channels)
    return table.select(time.alias("time"), lines.alias("line"), *_keys(table, form), *channels)


def _unquoted(block: Block, form: Interpretation) -> bytes | None:
    """The lines without their quotation marks, if every cell has two and none has more."""
    data, sign = block.data, dialect_of(form).delimiter.encode()
    joints = block.lines * (len(form.headers) - 1)
    starts = data.startswith(b'"') + data.count(b'\n"')
    ends = data.endswith(b'"') + data.count(b'"\n') + data.count(b'"\r\n')
    is_plain = (
        starts == ends == block.lines
        and data.count(b'"' + sign + b'"') == joints
        and count(data, ord('"')) == 2 * (joints + block.lines)
    )
    return data.replace(b'"', b"") if is_plain else None


def _read_typed(data: bytes, form: Interpretation) -> pl.DataFrame | None:
    dialect, numbers = dialect_of(form), {column for column, _ in form.numbers}
    schema = {f"c{i}": pl.Float64 if i in numbers else pl.String for i in range(len(form.headers))}
    try:
        return pl.read_csv(
            data,
            has_header=False,
            schema=schema,
            separator=dialect.delimiter,
            quote_char=None,
            decimal_comma=dialect.decimal == ",",
        )
    except pl.exceptions.PolarsError:
        return None  # some cell or row is not as it should be: parse_dirty finds it


def _joined(columns: list[pl.Series]) -> pl.Series:
    """The texts of the stamps: one column, or a date and a time of day."""
    if len(columns) == 1:
        return columns[0]
    return pl.select(pl.concat_str(columns, separator=" ")).to_series()


def lines_of(block: Block, rules: int = CLOCK_RULES) -> pl.DataFrame:
    """``line`` and ``text`` of each physical line, without the byte-order mark that it has where
    files were put one behind the other."""
    texts = block.data.decode("utf-8", "replace").split("\n")[: block.lines]
    frame = pl.DataFrame({"text": texts}, schema={"text": pl.String})
    return frame.select(
        pl.int_range(block.first_line, block.first_line + block.lines, dtype=LINE).alias("line"),
        pl.col("text").str.strip_suffix("\r").str.strip_prefix("\ufeff" if rules > 3 else ""),
    )


def shown(lines: pl.DataFrame) -> pl.DataFrame:
    """Lines as a person gets to see them."""
    return lines.with_columns(
        pl.col("text").str.replace_all("\0", "␀", literal=True).str.slice(0, SHOWN_CHARACTERS)
    )


def parse_dirty(block: Block, form: Interpretation) -> Parsed:
    """The same rows as :func:`parse_clean`, and what is wrong with all the others."""
    lines = lines_of(block, form.clock_rules)
    rows = lines.filter(pl.col("text").str.strip_chars(" ") != "")
    table, misshapen = split_rows(rows, form)
    names = pl.DataFrame([table["line"], *_keys(table, form)])
    texts = _joined([table[f"c{i}"] for i in form.time_columns]).str.strip_chars()
    time = timestamps.parse(texts, form)
    timed = time.is_not_null()
    timeless, others = table.filter(~timed), texts.filter(~timed)
    other_header = header_in(timeless, others, form) if form.clock_rules > 3 else 0
    timeless = timeless.select("line", reason=timestamps.reasons(others, form))
    table = table.filter(timed)
    values, bad = _values(table, form)
    frame = pl.DataFrame(
        [time.filter(timed).cast(TIME).alias("time"), table["line"], *_keys(table, form), *values]
    )
    reasons = pl.concat([misshapen, timeless])
    rejected = shown(rows).join(reasons, on="line", how="inner").join(names, on="line", how="left")
    return Parsed(
        frame=frame,
        rejected=rejected.sort("line"),
        bad_cells=bad.sort("line", maintain_order=True),
        blank_lines=len(lines) - len(rows),
        other_header=other_header,
    )


def texts_of(block: Block, form: Interpretation) -> pl.DataFrame:
    """The used columns of a block as texts, of the rows that have the right shape."""
    table, _ = split_rows(lines_of(block).filter(pl.col("text").str.strip_chars(" ") != ""), form)
    return table


def time_texts(table: pl.DataFrame, form: Interpretation) -> pl.Series:
    """The texts of the stamps in what :func:`texts_of` gives."""
    return _joined([table[f"c{i}"] for i in form.time_columns])


def number_texts(table: pl.DataFrame, form: Interpretation) -> pl.Series:
    """The texts of the mapped cells that hold numbers, in what :func:`texts_of` gives."""
    texts = pl.concat(table[f"c{column}"] for column, _ in form.numbers)
    if not dialect_of(form).cell_units:
        return texts
    return texts.to_frame("text").select(signs.bare(pl.col("text").str.strip_chars())).to_series()


def _keys(table: pl.DataFrame, form: Interpretation) -> list[pl.Series]:
    """What names each row's series."""
    return [keys.of(table[f"c{column}"], name) for name, column in form.key_columns.items()]


def _values(table: pl.DataFrame, form: Interpretation) -> tuple[list[pl.Series], pl.DataFrame]:
    """The mapped columns as numbers or states, and the cells that are none."""
    values, flaws = [], [BAD_CELLS_SCHEMA.to_frame()]
    dialect, of_states = dialect_of(form), dict(form.states)
    beside = signs.units_beside(form)
    for column, name in form.mapping:
        cells = table.select("line", text=f"c{column}")
        is_other = None
        if column in beside:
            is_other = signs.is_other_unit(
                table[f"c{beside[column]}"].str.strip_chars(), form, column
            )
        if column in of_states:
            found, flaw = states.words(cells)
        else:
            unit = signs.unit_of(form, column) if dialect.cell_units else None
            found, flaw = numbers(
                cells, dialect.sign_of(column), unit, is_other, rules=form.clock_rules
            )
        values.append(found.alias(name))
        flaws.append(
            shown(flaw).select(
                "line", pl.lit(form.headers[column]).alias("column"), "text", "reason"
            )
        )
    return values, pl.concat(flaws)
