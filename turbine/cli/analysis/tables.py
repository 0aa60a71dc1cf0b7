"""What a view tells, and its tables as lines, JSON and CSV."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from turbine.cli.analysis.headings import flag_title, heading
from turbine.cli.analysis.words import Words
from turbine.cli.files import write_whole
from turbine.explore.export import csv_bytes, local
from turbine.ingest.record import iso
from turbine.model.errors import ConfigError
from turbine.words import number as written


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Told:
    """One view."""

    own: dict[str, Any]
    """The keys of its JSON object that the others lack."""
    lines: dict[str, Any]
    """For a person: title → value; None is left out."""
    notes: list[str]
    csv: pl.DataFrame
    table: pl.DataFrame | None = field(default=None)
    """Printed below the lines."""


def write(file: Path, table: pl.DataFrame, zone: str) -> None:
    """The table as CSV. Raises ConfigError if the file cannot be written."""
    try:
        write_whole(file, csv_bytes(local(table, zone)))
    except OSError as error:
        reason = error.strerror or str(error)
        raise ConfigError(Words.NOT_WRITTEN(file=str(file), reason=reason)) from error


def print_table(table: pl.DataFrame, zone: str) -> None:
    """The table in columns below their headings, in the person's language."""
    columns = [
        [heading(its.name), *map(flag_title if its.name == "flag" else number, its)]
        for its in local(table, zone)
    ]
    widths = [max(map(len, column)) for column in columns]
    for cells in zip(*columns, strict=True):
        line = (cell.rjust(width) for cell, width in zip(cells, widths, strict=True))
        print(*line, sep="  ")


def rows_of(table: pl.DataFrame) -> list[dict[str, Any]]:
    """As JSON has it: times in UTC."""
    times = [name for name, kind in table.schema.items() if kind == pl.Datetime("ns", "UTC")]
    stamps = {name: map(iso, table[name].dt.epoch("ns")) for name in times}
    return table.with_columns(pl.Series(n, [*texts]) for n, texts in stamps.items()).to_dicts()


def number(value: object) -> str:
    """For a person: four digits, or one after the point."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return Words.YES() if value else Words.NO()
    if isinstance(value, float):
        return written(value, ",.1f") if abs(value) >= 1_000 else written(value, ".4g")
    return written(value, ",") if isinstance(value, int) else str(value)


def percent(share: float | None) -> str:
    """For a person."""
    return "-" if share is None or share != share else f"{written(100 * share, '.3f')} %"


def energy(kwh: float | None) -> str:
    """For a person."""
    return "-" if kwh is None else Words.KWH(energy=kwh)
