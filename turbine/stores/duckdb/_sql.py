"""SQL texts of the embedded store. Pure: nothing here talks to a database.

Every value is bound (``?``); names are quoted. To DuckDB they are the same in any case, so that a
column of an answer gets a name of its own, or is found by its place.
"""
# ruff: noqa: S608 - see above

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from turbine.model.channels import channel
from turbine.model.series import Series
from turbine.stores.base import PushFunction
from turbine.timing.windows import Windows

TAGS = ("measurement", "site", "turbine")
_NUMBER, _TEXT = "DOUBLE", "VARCHAR"
COLUMNS = "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = 'points'"
CREATE = (
    "CREATE TABLE IF NOT EXISTS points (measurement VARCHAR NOT NULL,"
    " site VARCHAR NOT NULL, turbine VARCHAR NOT NULL, time TIMESTAMP_NS NOT NULL)"
)
CREATE_SCHEMA = """
CREATE OR REPLACE TABLE windproof_schema (version INTEGER NOT NULL, channels VARCHAR NOT NULL)
"""
GET_SCHEMA = "SELECT version FROM windproof_schema"
SET_SCHEMA = "INSERT INTO windproof_schema VALUES (?, '')"  # once: the channels with a column
READ_ONLY = "SELECT 1 FROM duckdb_databases() WHERE database_name = current_database() AND readonly"
ANY = "SELECT 1 FROM points LIMIT 1"
NAME = "windproof"
"""Of the file within the engine."""
COPY = f"COPY FROM DATABASE {NAME} TO kept"
APPEND = "INSERT INTO points BY NAME SELECT * FROM batch"

_SERIES = "measurement = ? AND site = ? AND turbine = ?"
_PERIOD = "time >= ?::TIMESTAMP_NS AND time < ?::TIMESTAMP_NS"
_BETWEEN = "points.time BETWEEN ?::TIMESTAMP_NS AND ?::TIMESTAMP_NS"
_FUNCTIONS: dict[PushFunction, str] = {
    "mean": "avg({0})",
    "min": "min({0})",
    "max": "max({0})",
    "sum": "sum({0})",
    "count": "count({0})",
    "first": "arg_min({0}, time)",  # first() would answer NULL for a leading NULL
    "last": "arg_max({0}, time)",
}

ANY_BETWEEN = f"SELECT 1 FROM points WHERE {_SERIES} AND {_BETWEEN} LIMIT 1"
DELETE = (
    f"DELETE FROM points USING ranges WHERE {_SERIES}"
    " AND time >= ranges.start AND time < ranges.stop"
)

Parameters = Sequence[str | None]


def attach(path: Path, name: str, *, read_only: bool = False) -> str:
    """Open a file, or make it, under that name."""
    quoted = str(path).replace("'", "''")
    return f"ATTACH '{quoted}' AS {name}{' (READ_ONLY)' if read_only else ''}"


def add_column(name: str) -> str:
    """A field's column."""
    return f"ALTER TABLE points ADD COLUMN IF NOT EXISTS {_name(name)} {type_of(name)}"


def type_of(name: str) -> str:
    """Of a field's column."""
    return _TEXT if channel(name).is_text else _NUMBER


def points(absent: Sequence[str]) -> str:
    """The table, with nulls for the fields that it has no column for."""
    nulls = "".join(f", NULL::{type_of(name)} AS {_name(name)}" for name in absent)
    return f"(SELECT *{nulls} FROM points) AS points" if absent else "points"


def merge(channels: Sequence[str]) -> str:
    """What InfluxDB does on an existing stamp: new fields replace, the others stay."""
    merged = ", ".join(
        f"{_name(name)} = coalesce(batch.{_name(name)}, points.{_name(name)})" for name in channels
    )
    same = " AND ".join(f"points.{key} = batch.{key}" for key in (*TAGS, "time"))
    return (
        f"MERGE INTO points USING batch ON {same} AND {_BETWEEN}"
        f" WHEN MATCHED THEN UPDATE SET {merged} WHEN NOT MATCHED THEN INSERT BY NAME"
    )


def series(fields: Sequence[str], *, bounded: bool = False) -> str:
    """Each series with its first and last time, and a row's flag for each field that it holds.
    Parameters: the measurement, or NULL for all; the period, if it is ``bounded``."""
    held = "".join(f", count({_name(name)}) > 0" for name in fields)
    return (
        "SELECT measurement, site, turbine, epoch_ns(min(time)), epoch_ns(max(time))"
        f"{held}"
        " FROM points WHERE measurement = coalesce(?::VARCHAR, measurement)"
        f"{f' AND {_PERIOD}' if bounded else ''}"
        " GROUP BY measurement, site, turbine ORDER BY measurement, site, turbine"
    )


def raw(channels: Sequence[str], absent: Sequence[str]) -> str:
    """The rows that hold one of the channels; all rows for none. Parameters: tags, period."""
    return _rows(("time", *channels), channels, absent)


def stamps(channels: Sequence[str], absent: Sequence[str]) -> str:
    """The times of the same rows. Parameters: tags, period."""
    return _rows(("time",), channels, absent)


def empty(channels: Sequence[str]) -> str:
    """Take these channels' values off the rows whose times are ``wanted``. Parameters: tags."""
    nulls = ", ".join(f"{_name(name)} = NULL" for name in channels)
    return f"UPDATE points SET {nulls} FROM wanted WHERE {_SERIES} AND points.time = wanted.time"


def delete_empty(fields: Sequence[str]) -> str:
    """Delete the ``wanted`` rows that hold no value of any field. Parameters: tags."""
    none = " AND ".join(f"points.{_name(name)} IS NULL" for name in fields) or "true"
    return (
        f"DELETE FROM points USING wanted WHERE {_SERIES} AND points.time = wanted.time AND {none}"
    )


def counts(columns: Sequence[str]) -> str:
    """How many rows have something in each of these columns. Parameters: tags, period."""
    counted = ", ".join(f"count({_name(name)}) AS {_name(name)}" for name in columns)
    return f"SELECT {counted}\nFROM points\nWHERE {_SERIES} AND {_PERIOD}"


def aggregates(
    of: Series,
    channels: Sequence[str],
    functions: Sequence[PushFunction],
    windows: Windows,
    absent: Sequence[str],
) -> tuple[str, Parameters]:
    """One row per window, with the columns :func:`titles`: a SELECT for each run of windows of one
    length."""
    columns = ",\n  ".join(
        f"{_FUNCTIONS[function].format(_name(name))} AS {_name(title)}"
        for title, (function, name) in titles(channels, functions).items()
    )
    selects: list[str] = []
    bound: list[str] = []
    for run in windows.runs():
        start = "epoch_ns(?::TIMESTAMP_NS)"
        label = start
        if run.count > 1:
            label += f" + (epoch_ns(time) - {start}) // {run.every_ns} * {run.every_ns}"
        selects.append(
            f"SELECT make_timestamp_ns({label}) AS time,\n  {columns}\nFROM {points(absent)}\n"
            f"WHERE {_SERIES} AND {_PERIOD}\nGROUP BY 1"
        )
        bound += [iso(run.start_ns)] * label.count("?") + tags(of)
        bound += [iso(max(run.start_ns, windows.start_ns)), iso(min(run.stop_ns, windows.stop_ns))]
    return "\nUNION ALL\n".join(selects), bound


def titles(
    channels: Sequence[str], functions: Sequence[PushFunction]
) -> dict[str, tuple[PushFunction, str]]:
    """``function channel`` for each, ``count`` always among them."""
    counted: tuple[PushFunction, ...] = ("count", *functions)
    return {
        f"{function} {name}": (function, name)
        for name in channels
        for function in dict.fromkeys(counted)
    }


def tags(of: Series) -> list[str]:
    """The series as parameters, in the order of TAGS."""
    return [of.measurement, of.site, of.turbine]


def iso(ns: int) -> str:
    """A time as a parameter, to the nanosecond."""
    return str(np.datetime64(ns, "ns"))


def shown(sql: str, parameters: Parameters) -> str:
    """The statement with its bound values in place, to be read by people."""
    first, *rest = sql.split("?")
    quoted = ("NULL" if p is None else "'" + p.replace("'", "''") + "'" for p in parameters)
    return first + "".join(value + part for value, part in zip(quoted, rest, strict=True))


def _rows(columns: Sequence[str], channels: Sequence[str], absent: Sequence[str]) -> str:
    some = " OR ".join(f"{_name(name)} IS NOT NULL" for name in channels) or "true"
    return (
        f"SELECT {', '.join(map(_name, columns))}\nFROM {points(absent)}\n"
        f"WHERE {_SERIES} AND {_PERIOD} AND ({some})\nORDER BY time"
    )


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
