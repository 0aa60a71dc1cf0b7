"""The data directory in one file, and back: also while the app runs."""

from turbine.backup.archive import Contents, back_up, restore

__all__ = ["Contents", "back_up", "restore"]
