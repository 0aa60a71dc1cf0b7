"""Columns by their headers: which hold a time, and what a person may map."""

from collections.abc import Sequence

from turbine.model import channels
from turbine.model.errors import FileError
from turbine.model.matching import named
from turbine.readers import fields
from turbine.readers.model import Interpretation, unnamed
from turbine.readers.names import is_name
from turbine.readers.words import Words
from turbine.words import Text

TIME_NAMES = frozenset(
    (
        "data", "dataora", "date", "dateetheure", "datetime", "datetimeutc", "datum",
        "datumuhrzeit", "datumzeit", "fecha", "fechahora", "fechayhora", "heure", "hora",
        "horodatage", "ora", "pctimestamp", "saat", "stamp", "tarih", "tarihsaat", "time",
        "timestamp", "ts", "uhrzeit", "zaman", "zeit", "zeitstempel",
    )
)  # fmt: skip
"""Headers of time columns, normalised: *Date/Time*, *Date Time* and *Datetime* are one."""

Mapping = tuple[tuple[int, str], ...]


def names_time(header: str) -> bool:
    """True for the header of a time column."""
    return channels.normalise(header) in TIME_NAMES


def matched(headers: Sequence[str], time_columns: Sequence[int]) -> tuple[Mapping, list[Text]]:
    """Columns to fields of known signals by their headers alone, whatever they hold."""
    cells = {column: ("0.5",) for column, header in enumerate(headers) if named(header)}
    found = fields.decide(headers, time_columns, cells)
    return found.mapping, list(found.notes)


def checked(mapping: Mapping, headers: Sequence[str], time_columns: Sequence[int]) -> Mapping:
    """A person's mapping, in column order. Raises FileError if it cannot be."""
    columns, names = [c for c, _ in mapping], [n for _, n in mapping]
    for column, name in mapping:
        if not is_name(name):
            raise FileError(Words.BAD_FIELD(name=name), hint=Words.GOOD_FIELD())
        if not 0 <= column < len(headers) or column in time_columns:
            raise FileError(
                Words.NO_VALUE_COLUMN(column=column + 1, channel=name),
                hint=Words.COLUMNS(count=len(headers)),
            )
    if len(set(columns)) < len(columns) or len(set(names)) < len(names):
        raise FileError(Words.MAPPED_TWICE(), hint=Words.MAP_ONCE())
    return tuple(sorted(mapping))


def unstored(form: Interpretation, columns: Sequence[int] | None = None) -> list[Text]:
    """The note of these columns (or all that are left) that are not stored, if there are any."""
    names = tuple(
        repr(form.headers[column]) if form.headers[column] else unnamed(column)
        for column in (form.unused if columns is None else columns)
    )
    return [Words.UNSTORED(columns=names)] if names else []
