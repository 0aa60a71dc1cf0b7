"""Tables of wind speed and power, as manufacturers give them: read from a small text file, and as
the reference of rows."""

import csv
import math
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl

from turbine.model.errors import ConfigError
from turbine.model.frame import floats
from turbine.model.headings import heading
from turbine.model.units import conversion, understood
from turbine.services.measured import Measured
from turbine.services.words import Words
from turbine.sites.curve import points, read, written
from turbine.wind.power_curve import power_of

_MOST_BYTES = 1 << 20
_STORED = {"speed": "m/s", "power": "kW"}
_SIGNS = {
    decimal: re.compile(
        rf"[+-]?(?:\d+|[1-9]\d{{0,2}}(?:\{group}\d{{3}})+)?(?:\{decimal}\d*)?(?:[eE][+-]?\d+)?"
    )
    for decimal, group in (".,", ",.")
}
"""By the decimal sign: numbers with it, and with the other one between thousands."""


def from_file(
    source: Path | bytes, *, speed_unit: str | None = None, power_unit: str | None = None
) -> str:
    """The curve of a CSV file as it is noted of a turbine.

    Two columns, told by the units of their headers, else wind speed first; a unit given counts
    more than the header's. Raises ConfigError for a unit that nobody says, and for what is no
    curve. Nothing is passed over: a cell that is no number raises too, and so do numbers of which
    the file does not tell whether their sign is the decimals' or the thousands'.
    """
    header, rows = _table(source)
    units = [_unit(cell) for cell in header] if header else []
    columns = {name: place for place, (name, _) in enumerate(units) if name in _STORED}
    if len(columns) != len(_STORED):
        columns = {"speed": 0, "power": 1}
    given = {"speed": speed_unit, "power": power_unit}
    values = {}
    cells = [[row[c].strip() if c < len(row) else "" for c in columns.values()] for row in rows]
    numbers = dict(zip(columns, np.array(_numbers(cells)).T, strict=True))
    for name, column in columns.items():
        says = units[column] if column < len(units) else ("", "")
        unit = given[name] or (says[1] if says[0] == name else "")
        if not unit:
            label = Words.WIND_SPEED() if name == "speed" else Words.POWER()
            raise ConfigError(Words.UNIT_OPEN(signal=label), hint=Words.SAY_THE_UNIT())
        values[name] = conversion(unit, _STORED[name]).apply(numbers[name])
    return checked(zip(*(values[name].tolist() for name in _STORED), strict=False))


def with_noted(measured: Measured) -> Measured:
    """The same with the reference power of the curve that is noted of the turbine, if there is one
    and the field's own is not chosen instead."""
    curve = points(str(measured.facts.get("reference_curve", "")))
    has_field = "reference_kw" in measured.names
    if curve is None or "wind_mps" not in measured.names:
        return measured
    if has_field and measured.facts.get("reference") != "curve":
        return measured
    frame, (speeds, powers) = measured.rows.frame, np.array(curve).T
    reference = power_of(speeds, powers, floats(frame, "wind_mps"))
    changed = frame.with_columns(pl.Series("reference_kw", reference, nan_to_null=True))
    names = {name: stored for name, stored in measured.names.items() if name != "reference_kw"}
    return replace(measured, names=names, rows=replace(measured.rows, frame=changed))


def checked(pairs: Iterable[tuple[float, float]]) -> str:
    """The text of these points (m/s, kW). Raises ConfigError if they are no curve."""
    kept = [pair for pair in pairs if not math.isnan(pair[0] + pair[1])]
    text = read(written(kept))
    if text is None:
        raise ConfigError(Words.NO_CURVE(count=len(kept)), hint=Words.CURVES_ARE())
    return text


def _table(source: Path | bytes) -> tuple[list[str], list[list[str]]]:
    """The last line above the numbers, and the lines of numbers."""
    try:
        size = len(source) if isinstance(source, bytes) else source.stat().st_size
        data = b"" if size > _MOST_BYTES else source
        data = data if isinstance(data, bytes) else data.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise ConfigError(Words.CURVE_UNREADABLE(reason=reason)) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    lines = [line for line in text.splitlines() if line.strip()]
    delimiter = next((d for d in "\t;" if any(d in line for line in lines)), ",")
    cut = list(csv.reader(lines, delimiter=delimiter))
    is_number = [len(row) > 1 and any(_read(row[0].strip(), d) for d in _SIGNS) for row in cut]
    if True not in is_number:
        raise ConfigError(Words.NO_CURVE(count=0), hint=Words.CURVES_ARE())
    first = is_number.index(True)
    rows = [row for row, counts in zip(cut, is_number, strict=True) if counts]
    header = cut[first - 1] if first else []
    for row in rows:
        if delimiter == "," and len(header) > 1 and any(map(str.strip, row[len(header) :])):
            raise ConfigError(Words.SIGN_OPEN(text=",".join(row)), hint=Words.ONE_SIGN())
    return header, rows


def _read(cell: str, decimal: str) -> tuple[float] | None:
    """The number of a cell, NaN of an empty one; None if it is none with this decimal sign."""
    if not cell:
        return (math.nan,)
    if not any(map(str.isdigit, cell)) or not _SIGNS[decimal].fullmatch(cell):
        return None
    return (float(cell.replace("." if decimal == "," else ",", "").replace(decimal, ".")),)


def _numbers(cells: list[list[str]]) -> list[list[float]]:
    """The numbers of all cells, with the one decimal sign that all of them allow."""
    refused, found = [], []
    for decimal in _SIGNS:
        read = [[_read(cell, decimal) for cell in row] for row in cells]
        bad = [c for row, its in zip(cells, read, strict=True)
               for c, number in zip(row, its, strict=True) if number is None]  # fmt: skip
        if bad:
            refused.append(bad)
        else:
            found.append([[number[0] for number in its if number] for its in read])
    if not found:
        raise ConfigError(
            Words.NOT_A_NUMBER(text=min(refused, key=len)[0]), hint=Words.CURVES_ARE()
        )
    open_ = [c for row in cells for c in row if c and _read(c, ".") != _read(c, ",")]
    if len(found) > 1 and open_:
        raise ConfigError(Words.SIGN_OPEN(text=open_[0]), hint=Words.ONE_SIGN())
    return found[0]


def _unit(cell: str) -> tuple[str, str]:
    """Quantity and unit that a header says, empty if it says none."""
    found = understood(heading(cell).unit)
    return ("", "") if found is None else (found.quantity, found.name)
