"""What our SQLite files have in common: a schema version, and the way from one to the next."""

from turbine.sqlite.schema import Migration, copy, run, upgrade

__all__ = ["Migration", "copy", "run", "upgrade"]
