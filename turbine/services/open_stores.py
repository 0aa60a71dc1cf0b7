"""The databases that are open: one store for each target, for all services."""

import threading

from turbine.model.series import Target
from turbine.settings.config import Settings
from turbine.stores import open_store
from turbine.stores.base import Store


class OpenStores:
    """By target, opened when first asked for. Safe to share between threads."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._stores: dict[Target, Store] = {}
        self._lock = threading.Lock()

    @property
    def target(self) -> Target:
        """Where points go now."""
        return self.settings.target

    def get(self, target: Target | None = None) -> Store:
        """The store of this target, or of where points go now."""
        target = target or self.target
        with self._lock:
            if target not in self._stores:
                self._stores[target] = open_store(self.settings, target)
            return self._stores[target]

    def adopt(self, settings: Settings) -> None:
        """Work with these settings of the same data directory from now on."""
        with self._lock:
            if settings != self.settings:
                self.settings, self._stores = settings, {}
