"""Columns by their headers: which hold a time, which channel each becomes, and which are left."""

from collections.abc import Sequence

from turbine.model import channels
from turbine.model.errors import FileError
from turbine.model.headings import heading
from turbine.model.units import understood, unit
from turbine.readers.model import Interpretation, unnamed
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
    """Columns to channels by their names. Of two for one channel the first wins, unless its unit is
    another quantity's, which is a note."""
    columns: dict[str, int] = {}
    notes: list[Text] = []
    for column, header in enumerate(headers):
        channel = channels.match(header)
        if channel is None or column in time_columns:
            continue
        rivals = (columns.setdefault(channel.name, column), column)
        used, other = sorted(rivals, key=lambda each: _is_other(headers[each], channel))
        columns[channel.name] = used
        if used != other:
            first, second = headers[used], headers[other]
            notes.append(Words.BOTH_NAME(first=first, second=second, signal=channel.label()))
    return tuple(sorted((column, name) for name, column in columns.items())), notes


def _is_other(header: str, channel: channels.Channel) -> bool:
    """True if the header's unit is none of the channel's: ``Power (kvar)``."""
    found = understood(heading(header).unit)
    return found is not None and found.quantity != unit(channel.unit).quantity


def checked(mapping: Mapping, headers: Sequence[str], time_columns: Sequence[int]) -> Mapping:
    """A person's mapping, in column order. Raises FileError if it cannot be."""
    columns, names = [c for c, _ in mapping], [n for _, n in mapping]
    for column, name in mapping:
        if name not in channels.BY_NAME:
            raise FileError(
                Words.NO_SUCH_CHANNEL(name=name), hint=Words.CHOOSE_CHANNEL(names=channels.NAMES)
            )
        if not 0 <= column < len(headers) or column in time_columns:
            raise FileError(
                Words.NO_VALUE_COLUMN(column=column + 1, channel=name),
                hint=Words.COLUMNS(count=len(headers)),
            )
    if len(set(columns)) < len(columns) or len(set(names)) < len(names):
        raise FileError(Words.MAPPED_TWICE(), hint=Words.MAP_ONCE())
    return tuple(sorted(mapping))


def unstored(form: Interpretation) -> list[Text]:
    """The note of the columns that are not stored, if there are any."""
    names = tuple(
        repr(form.headers[column]) if form.headers[column] else unnamed(column)
        for column in form.unused
    )
    return [Words.UNSTORED(columns=names)] if names else []
