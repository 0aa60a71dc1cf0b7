"""Columns by their headers: which hold a time, which channel each becomes, and which are left."""

from collections.abc import Sequence

from turbine.model import channels
from turbine.model.errors import FileError
from turbine.readers.model import Interpretation

TIME_NAMES = frozenset(
    channels.normalise(name)
    for name in (
        "Date/Time", "Date Time", "Datetime", "Date", "Time", "Timestamp", "Time Stamp", "Stamp",
        "PCTimeStamp", "DateTime UTC", "Tarih", "Tarih/Saat", "Saat", "Zaman", "Fecha", "Hora",
        "Fecha/Hora", "Fecha y hora", "Zeit", "Zeitstempel", "Datum", "Datum/Zeit", "Uhrzeit",
        "Datum/Uhrzeit", "Data", "Ora", "Data/Ora", "Heure", "Horodatage", "Date et heure", "ts",
    )
)  # fmt: skip
"""Headers of time columns, normalised."""

Mapping = tuple[tuple[int, str], ...]


def names_time(header: str) -> bool:
    """True for the header of a time column."""
    return channels.normalise(header) in TIME_NAMES


def matched(headers: Sequence[str], time_columns: Sequence[int]) -> tuple[Mapping, list[str]]:
    """Columns to channels by their names; the first of two for one channel wins, which is a
    note."""
    found: dict[str, int] = {}
    notes = []
    for column, header in enumerate(headers):
        channel = channels.match(header)
        if channel is None or column in time_columns:
            continue
        if channel.name in found:
            notes.append(
                f"Columns {headers[found[channel.name]]!r} and {header!r} both name "
                f"{channel.title.lower()}: the first is taken."
            )
        else:
            found[channel.name] = column
    return tuple((column, name) for name, column in found.items()), notes


def checked(mapping: Mapping, headers: Sequence[str], time_columns: Sequence[int]) -> Mapping:
    """A person's mapping, in column order. Raises FileError if it cannot be."""
    columns, names = [c for c, _ in mapping], [n for _, n in mapping]
    for column, name in mapping:
        if name not in channels.BY_NAME:
            raise FileError(f"There is no channel {name!r}.", hint=f"Choose {channels.NAMES}.")
        if not 0 <= column < len(headers) or column in time_columns:
            raise FileError(
                f"Column {column + 1} cannot be mapped to {name}: it is no column of values.",
                hint=f"There are {len(headers)} columns.",
            )
    if len(set(columns)) < len(columns) or len(set(names)) < len(names):
        raise FileError(
            "A column or a channel is mapped twice.", hint="Map one column to one channel."
        )
    return tuple(sorted(mapping))


def unstored(form: Interpretation) -> list[str]:
    """The note of the columns that are not stored, if there are any."""
    names = ", ".join(repr(header) for header in form.not_stored)
    return (
        [f"These columns name no known channel and will not be stored: {names}."] if names else []
    )
