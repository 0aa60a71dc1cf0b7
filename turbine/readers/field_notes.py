"""What is said of a file's columns: what becomes of them, and what does not."""

import re
from collections.abc import Container, Iterator, Sequence
from collections.abc import Mapping as Given

from turbine.model.headings import heading
from turbine.readers.model import unnamed
from turbine.readers.words import Words
from turbine.words import Said, Sentence, Text, Value

_UNREAD = re.compile(r"[(\[{]([^()\[\]{}]{1,12})[)\]}]")


def rivals(
    headers: Sequence[str], columns: Sequence[tuple[int, ...]], names: Given[int, str]
) -> list[Text]:
    """Which columns are for one field."""
    return [
        Words.RIVALS(
            columns=tuple(_quoted(headers, column) for column in some),
            field=names[some[0]],
        )
        for some in columns
    ]


def own_names(headers: Sequence[str], plain: Sequence[str], own: Given[int, str]) -> list[Text]:
    """What is stored under names of our own making, and with units that nobody understood.
    ``plain`` are the headers without a running number behind each."""
    notes: list[Text] = []
    if own:
        fields = tuple(
            Words.OWN_NAME(header=_quoted(headers, column), field=own[column])
            for column in sorted(own)
        )
        notes.append(Words.OWN_FIELDS(fields=fields))
    unread = tuple(
        Words.UNIT_AS_TEXT(header=_quoted(headers, column), unit=match[1])
        for column in sorted(own)
        if not heading(headers[column]).unit
        and (match := _UNREAD.search(plain[column])) is not None
    )
    return [*notes, Words.UNITS_UNREAD(columns=unread)] if unread else notes


def states(headers: Sequence[str], names: Given[int, str]) -> list[Text]:
    """Which columns are stored only if a person says so, and as what."""
    columns = tuple(
        Words.OWN_NAME(header=_quoted(headers, column), field=name)
        for column, name in names.items()
    )
    return [Words.STATE_COLUMNS(columns=columns)] if columns else []


def unstored(headers: Sequence[str], columns: Given[Sentence, Sequence[int]]) -> list[Text]:
    """What is not stored, by the sentence that says why."""
    return [
        sentence(columns=tuple(_quoted(headers, column) for column in some))
        for sentence, some in columns.items()
        if some
    ]


def _quoted(headers: Sequence[str], column: int) -> Text:
    return repr(headers[column]) if headers[column] else unnamed(column)


def without(notes: Sequence[Text], names: Container[str]) -> Iterator[Text]:
    """The notes, with these columns (as they are quoted) no longer among those not stored."""
    listing = (
        Words.STATE_COLUMNS,
        Words.TEXT_COLUMNS,
        Words.CODE_COLUMNS,
        Words.EMPTY_COLUMNS,
        Words.UNSTORED,
    )
    for note in notes:
        if not isinstance(note, Said) or note.sentence not in listing:
            yield note
            continue
        columns = note.values["columns"]
        listed = columns if isinstance(columns, tuple) else ()
        if left := tuple(column for column in listed if _header_in(column) not in names):
            yield Said(note.sentence, {"columns": left})


def _header_in(column: Value) -> Value:
    return column.values.get("header", column) if isinstance(column, Said) else column
