"""How a CSV is to be read, found from its head (and its stamps, if the head is ambiguous)."""

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Named
from dataclasses import replace
from itertools import chain

import polars as pl

from turbine.model.errors import FileError, NoDataError
from turbine.readers import timestamps
from turbine.readers.columns import Mapping, checked, unstored
from turbine.readers.csv import cells, decimals, held, signs
from turbine.readers.csv.dialect import CsvDialect, Sign, delimiter_name, dialect_of
from turbine.readers.csv.layout import Head, Layout, find_layout, read_head, spaced
from turbine.readers.csv.lines import Block, after
from turbine.readers.csv.stamp_columns import times_of
from turbine.readers.csv.words import Words
from turbine.readers.events import names_signals, texts_of_log
from turbine.readers.fields import Fields
from turbine.readers.fields import decide as decide_fields
from turbine.readers.model import DateOrder, Detection, Interpretation, Source
from turbine.readers.times import columns
from turbine.readers.times.interval import rhythm_of
from turbine.readers.times.patterns import NUMBERS
from turbine.readers.times.reading import local
from turbine.readers.timestamps import order_name
from turbine.words import Said, Text

PREVIEW_ROWS = 5


def detect(  # noqa: PLR0913  # each is one thing that a person may change
    source: Source,
    *,
    zone: str,
    delimiter: str | None = None,
    decimal: Sign | None = None,
    date_order: DateOrder | None = None,
    mapping: Mapping | None = None,
    header_line: int | str | None = None,
    header_rows: int | None = None,
    encoding: str | None = None,
    is_text: bool = True,
    time_columns: Sequence[str] | None = None,
    time_format: str | None = None,
    meant: Named[str, str] | None = None,
) -> Detection:
    """Find how to read the file; what is given is taken as said. Raises FileError if it is no
    table with a time column. Without ``is_text`` there are no encoding and delimiter to tell.
    ``meant`` is what headers' first words stand for in files of this kind."""
    timestamps.check_zone(zone)
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n' or delimiter > "~"):
        raise FileError(Words.BAD_DELIMITER(delimiter=delimiter), hint=Words.ONE_CHARACTER())
    head = read_head(source, encoding)
    layout = find_layout(head, delimiter, _line(header_line), header_rows)
    if layout.delimiter == " ":
        head = spaced(head)
    if not layout.rows:
        raise FileError(Words.HEADER_ONLY(name=source.name), hint=Words.EXPORT_PERIOD())
    times = times_of(layout, time_columns, time_format)
    dialect = CsvDialect(
        encoding=head.encoding,
        delimiter=layout.delimiter,
        decimal=decimal or ".",
        header_line=layout.header_line,
        header_rows=layout.header_rows,
    )
    if mapping is None:
        found = held.decide(source, layout, dialect, (*times.columns, *times.aside), meant or {})
    else:
        found = Fields(mapping=checked(mapping, layout.headers, times.columns))
    draft = _draft(layout, times, dialect, found.mapping, zone)
    first = cells.texts_of(_head_block(head, draft), draft)
    order = _order(source, draft, times.formats, date_order, first)
    dialect = replace(dialect, cell_units=signs.have_units(first, draft))
    draft = replace(draft, details=dialect)
    sign, own_signs = _sign(source, draft, decimal, first)
    form = replace(
        draft,
        details=replace(dialect, decimal=sign.sign, decimals=own_signs),
        date_order=order.order,
        time_format=dict(times.formats)[order.order],
    )
    order_notes = () if form.time_format in NUMBERS else (order.note,)
    stamps = timestamps.parse(cells.time_texts(first, form).str.strip_chars(), form)
    asked = {"date_order": not order.certain, "decimal": not sign.certain}
    questions = [name for name, is_asked in asked.items() if is_asked]
    if not found.mapping or found.rivals:
        questions.append("mapping")
    left_out = unstored(form, times.aside if mapping is None else form.unused)
    return Detection(
        interpretation=form,
        notes=(
            *_notes(head, form, sign, first, is_text=is_text),
            *_of_groups(layout),
            *order_notes,
            *found.notes,
            *left_out,
        ),
        questions=tuple(questions),
        above=head.lines[: layout.header_line - 1],
        largest=held.largest(source, layout, dialect_of(form), form.mapping),
        rivals=found.rivals,
        groups=layout.groups,
        signals=names_signals(form, stamps, held.first_cells(layout)) if mapping is None else "",
        events=texts_of_log(form, stamps, held.first_cells(layout)) if mapping is None else (),
        states=found.states,
        preview=layout.rows[:PREVIEW_ROWS],
        rhythm=rhythm_of(_wall(first, form), lambda: _wall(_last(source, form), form)),
    )


def may_hold_data(source: Source) -> bool:
    """Whether a file's first rows may be measurements. False: it is no table, has no times, or is a
    log of events. What else is wrong with it is for :func:`detect` to say."""
    try:
        head = read_head(source)
        layout = find_layout(head, None, None)
        head = spaced(head) if layout.delimiter == " " else head
        times = times_of(layout)
    except NoDataError:
        return False
    except FileError:
        return True
    first = held.first_cells(layout)
    found = decide_fields(layout.headers, (*times.columns, *times.aside), first)
    dialect = CsvDialect(
        encoding=head.encoding,
        delimiter=layout.delimiter,
        decimal=".",
        header_line=layout.header_line,
        header_rows=layout.header_rows,
    )
    form = _draft(layout, times, dialect, found.mapping, "UTC")
    table = cells.texts_of(_head_block(head, form), form)
    stamps = timestamps.parse(cells.time_texts(table, form).str.strip_chars(), form)
    return not texts_of_log(form, stamps, first)


def _draft(
    layout: Layout, times: columns.Times, dialect: CsvDialect, mapping: Mapping, zone: str
) -> Interpretation:
    order, pattern = times.formats[0]
    return Interpretation(
        format="csv",
        details=dialect,
        headers=layout.headers,
        time_columns=times.columns,
        date_order=order,
        time_format=pattern,
        zone=zone,
        mapping=mapping,
    )


def _wall(table: pl.DataFrame, form: Interpretation) -> pl.Series:
    return local(cells.time_texts(table, form).str.strip_chars(), form.time_format)


def _last(source: Source, form: Interpretation) -> pl.DataFrame:
    """The texts of the file's last rows."""
    dialect, block = dialect_of(form), None
    for each in after(source, dialect, block_bytes=1 << 20):
        block = each if block is None or each.data.strip() else block
    if block is None:
        raise AssertionError("there are rows")
    return cells.texts_of(block, form)


def _line(given: int | str | None) -> int | None:
    """A person's header line."""
    text = str(given or "")
    if text and not (text.isascii() and text.isdigit() and int(text)):
        raise FileError(Words.NO_LINE(line=text), hint=Words.LINES_FROM_ONE())
    return int(text) if text else None


def _sign(
    source: Source, draft: Interpretation, decimal: Sign | None, first: pl.DataFrame
) -> tuple[decimals.Decision, tuple[tuple[int, Sign], ...]]:
    """By the head, or by the whole file if that does not tell; and of columns with another one."""
    dialect = dialect_of(draft)
    if decimal is not None or not draft.numbers:
        return decimals.Decision(sign=dialect.decimal), ()
    found = signs.by_column(signs.texts(first, draft), dialect.delimiter)
    if found is not None:
        return decimals.Decision(sign=found.sign, question=found.question), found.others
    parts = (cells.number_texts(part, draft) for part in chain([first], _tables(source, draft)))
    return decimals.decide(parts, dialect.delimiter), ()


def _tables(source: Source, form: Interpretation) -> Iterator[pl.DataFrame]:
    """The texts of the whole file, little by little."""
    dialect = dialect_of(form)
    for block in after(source, dialect, block_bytes=1 << 20):
        yield cells.texts_of(block, form)


def _order(
    source: Source,
    draft: Interpretation,
    formats: timestamps.Formats,
    date_order: DateOrder | None,
    first: pl.DataFrame,
) -> timestamps.Order:
    orders, texts = [order for order, _ in formats], cells.time_texts(first, draft)
    if date_order is not None:
        if date_order not in orders:
            raise FileError(
                Words.NOT_IN_ORDER(order=order_name(date_order), text=texts[0]),
                hint=_possible(orders),
            )
        return timestamps.given(date_order)
    if len(formats) == 1:
        return timestamps.given(formats[0][0])
    order = timestamps.decide_order(iter([texts]), formats, head_only=True)
    order = order or timestamps.decide_order(_time_texts(source, draft), formats, head_only=False)
    if order is None:
        raise AssertionError("a whole column always gives an answer")
    return order


def _possible(orders: list[DateOrder]) -> Said:
    names = [order_name(order) for order in orders]
    if len(names) == 1:
        return Words.POSSIBLE_ORDER(order=names[0])
    return Words.POSSIBLE_ORDERS(orders=tuple(names))


def _head_block(head: Head, form: Interpretation) -> Block:
    lines = head.lines[dialect_of(form).last_header_line :]
    data = "\n".join(lines).encode()
    return Block(data=data, first_line=1, lines=len(lines), bytes_read=0)


def _time_texts(source: Source, form: Interpretation) -> Iterator[pl.Series]:
    """The stamps of the whole file as texts, little by little: a fortnight mostly decides."""
    for table in _tables(source, form):
        yield cells.time_texts(table, form)


def _of_groups(layout: Layout) -> list[Text]:
    groups = tuple(dict.fromkeys(group for group in layout.groups if group))
    return [Words.GROUPS(line=layout.header_line - 1, groups=groups)] if groups else []


def _notes(
    head: Head,
    form: Interpretation,
    sign: decimals.Decision,
    first: pl.DataFrame,
    *,
    is_text: bool,
) -> list[Text]:
    dialect = dialect_of(form)
    encoding = Words.WITH_BOM(encoding=head.encoding) if head.has_bom else head.encoding
    delimiter = delimiter_name(dialect.delimiter)
    notes: list[Text] = []
    if not is_text:
        pass
    elif not sign.certain:
        notes.append(
            Words.DECIMAL_OPEN(encoding=encoding, delimiter=delimiter, question=sign.question)
        )
    elif sign.sign == ",":
        notes.append(Words.DECIMAL_COMMA(encoding=encoding, delimiter=delimiter))
    else:
        notes.append(Words.DECIMAL_POINT(encoding=encoding, delimiter=delimiter))
    notes += signs.notes(form, first)
    if dialect.header_line > 1:
        notes.append(Words.HEADER_LINE(line=dialect.header_line))
    if dialect.header_rows > 1:
        notes.append(Words.HEADER_LINES(first=dialect.header_line, last=dialect.last_header_line))
    return notes
