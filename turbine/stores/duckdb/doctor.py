"""The doctor's steps for the embedded database."""

from pathlib import Path

from turbine.model.errors import StoreFullError
from turbine.settings.config import Settings
from turbine.settings.data_dir import ROOM_BYTES, free_bytes
from turbine.stores import open_store
from turbine.stores.base import Store
from turbine.stores.doctor import Trial
from turbine.stores.registry import Steps


def steps(settings: Settings) -> Steps:
    """From the file to the room beside it."""
    store = open_store(settings)
    yield "file opens", lambda: _file(store)
    yield from Trial(store).steps()
    yield "room on disk", lambda: _room(settings.data_dir)


def _file(store: Store) -> tuple[str, str]:
    info = store.info()
    size_mb = (store.size_bytes() or 0) / 1e6
    return f"{info.details['File']}, {size_mb:,.1f} MB, {info.product} {info.version}.", ""


def _room(folder: Path) -> tuple[str, str]:
    free = free_bytes(folder)
    said = f"{free / 1e9:,.1f} GB are free on the disk of {folder}."
    if free < ROOM_BYTES:
        raise StoreFullError(
            f"Only {said}",
            hint=f"Make at least {ROOM_BYTES / 1e6:.0f} MB of space, or set TURBINE_DATA_DIR"
            " to a folder on another disk.",
        )
    return said, ""
