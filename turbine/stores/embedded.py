"""The embedded database as a file: its name, and a copy of it while others work in it."""

from pathlib import Path

FILE = "windproof.duckdb"
"""Its name in the data directory."""


def copy_file(data_dir: Path, target: Path) -> None:
    """Copy the data directory's embedded database into a new file, at one moment between two
    writes. Raises StoreError."""
    from turbine.stores.duckdb.store import DuckDBStore

    store = DuckDBStore(data_dir / FILE)
    try:
        store.copy_to(target)
    finally:
        store.close()
