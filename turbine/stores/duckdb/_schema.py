"""The embedded database's schema: its version, and how a file of an older one is brought up to it.

What version 0 was is every file that names none.
"""

from pathlib import Path

import duckdb

from turbine.model.channels import NAMES
from turbine.model.errors import StoreError
from turbine.stores.duckdb import _sql

VERSION = 1
"""Raise it with every change of the tables. A channel that is new in the catalogue is no
such change: its column is added to a file that lacks it."""


def is_current(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether nothing is to be done: the one question that every operation begins with."""
    version, channels = _schema(connection)
    return version == VERSION and channels.issuperset(NAMES)


def bring_up(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Make the table, or bring that of an older version up to date: in one transaction, with a
    copy kept beside. A file that may only be read stays as it is, if it holds every channel.
    Raises StoreError for one that a newer version wrote."""
    version, channels = _schema(connection)
    if version > VERSION:
        raise StoreError(
            f"The embedded database {path} was written by a newer version of Windproof: its schema"
            f" is {version}, and this version knows {VERSION}.",
            hint="Start the newer version again, restore the data directory's backup, or set"
            " TURBINE_DATA_DIR to another folder.",
        )
    if version == VERSION and channels.issuperset(NAMES):
        return  # another thread was first
    columns = columns_of(connection)
    if {*NAMES} <= columns and connection.execute(_sql.READ_ONLY).fetchall():
        return
    if columns and version < VERSION and connection.execute(_sql.ANY).fetchall():
        copy(connection, path.with_suffix(f".v{version}{path.suffix}"))
    connection.begin()
    connection.execute(_sql.CREATE)
    for name in NAMES:
        connection.execute(_sql.add_column(name))
    connection.execute(_sql.CREATE_SCHEMA)
    connection.execute(_sql.SET_SCHEMA, [VERSION, " ".join(sorted(channels.union(NAMES)))])
    connection.commit()


def columns_of(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Of the table of points; none where there is no table."""
    return {name for (name,) in connection.execute(_sql.COLUMNS).fetchall()}


def _schema(connection: duckdb.DuckDBPyConnection) -> tuple[int, frozenset[str]]:
    """The file's version, and the channels that its table has a column for."""
    try:
        [(version, channels)] = connection.execute(_sql.GET_SCHEMA).fetchall()
    except duckdb.CatalogException:
        return 0, frozenset()
    return int(version), frozenset(channels.split())


def copy(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Copy the file, for whoever writes. By DuckDB itself: to open the file beside it would end
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
