"""The steps of the connection test for the embedded database."""

from pathlib import Path

from turbine.model.errors import StoreFullError
from turbine.settings.config import Settings
from turbine.settings.data_dir import ROOM_BYTES, free_bytes
from turbine.stores import open_store
from turbine.stores.base import Store
from turbine.stores.doctor import Trial
from turbine.stores.duckdb.words import Words
from turbine.stores.registry import Steps
from turbine.words import Text


def steps(settings: Settings) -> Steps:
    """From the file to the free space beside it."""
    store = open_store(settings)
    yield Words.FILE_OPENS(), lambda: _file(store)
    yield from Trial(store).steps()
    yield Words.DISK_SPACE(), lambda: _space(settings.data_dir)


def _file(store: Store) -> tuple[Text, Text]:
    info = store.info()
    opened = Words.FILE_OPENED(
        path=info.details[Words.FILE()],
        size_mb=(store.size_bytes() or 0) / 1e6,
        product=info.product,
        version=info.version,
    )
    return opened, ""


def _space(folder: Path) -> tuple[Text, Text]:
    free = free_bytes(folder)
    if free < ROOM_BYTES:
        raise StoreFullError(
            Words.ONLY_FREE(free_gb=free / 1e9, folder=str(folder)),
            hint=Words.FREE_MORE(least_mb=ROOM_BYTES / 1e6),
        )
    return Words.FREE(free_gb=free / 1e9, folder=str(folder)), ""
