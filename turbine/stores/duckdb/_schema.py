"""The embedded database's schema: its version, and how a file of an older one is brought up to it.

A file that names no version is of version 0.
"""

from collections.abc import Iterable
from pathlib import Path

import duckdb

from turbine.model.errors import StoreError
from turbine.stores.duckdb import _sql
from turbine.stores.duckdb.words import Words

VERSION = 1
"""Raise it with every change of the tables. A new field is not such a change: the first write
that brings it adds its column."""


def is_current(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether nothing is to be done: the one query that every operation begins with."""
    return _version(connection) == VERSION


def bring_up(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Create the table, or bring that of an older version up to date: in one transaction, with a
    copy kept beside it. A file that may only be read stays as it is, if there is a table in it.
    Raises StoreError for one that a newer version wrote."""
    version = _version(connection)
    if version > VERSION:
        raise StoreError(
            Words.NEWER_SCHEMA(path=str(path), version=version, known=VERSION),
            hint=Words.USE_NEWER_VERSION(),
        )
    if version == VERSION:
        return  # another thread was first
    columns = columns_of(connection)
    if columns and connection.execute(_sql.READ_ONLY).fetchall():
        return
    if columns and version < VERSION and connection.execute(_sql.ANY).fetchall():
        copy(connection, path.with_suffix(f".v{version}{path.suffix}"))
    connection.begin()
    connection.execute(_sql.CREATE)
    connection.execute(_sql.CREATE_SCHEMA)
    connection.execute(_sql.SET_SCHEMA, [VERSION])
    connection.commit()


def columns_of(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The columns of the table of points, each with its type; none if there is no table."""
    return dict(connection.execute(_sql.COLUMNS).fetchall())


def add_columns(connection: duckdb.DuckDBPyConnection, names: Iterable[str]) -> None:
    """Add those that the table lacks. To DuckDB, ``Temp`` and ``temp`` are one column."""
    known = {name.casefold() for name in columns_of(connection)}
    for name in names:
        if name.casefold() not in known:
            connection.execute(_sql.add_column(name))


def _version(connection: duckdb.DuckDBPyConnection) -> int:
    try:
        [(version,)] = connection.execute(_sql.GET_SCHEMA).fetchall()
    except duckdb.CatalogException:
        return 0
    return int(version)


def copy(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Copy the file, for whoever writes. By DuckDB itself: opening the file beside it would end
    its lock on other processes."""
    part = path.with_name(f"{path.name}.part")
    _remove(part)  # of a process that was killed
    try:
        connection.execute(_sql.attach(part, "kept"))
        try:
            connection.execute(_sql.COPY)
        finally:
            connection.execute("DETACH kept")
        part.replace(path)
    finally:
        _remove(part)


def _remove(part: Path) -> None:
    for path in (part, part.with_name(f"{part.name}.wal")):
        path.unlink(missing_ok=True)
