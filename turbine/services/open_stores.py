"""The databases that are open: one store for each target, for all services."""

import threading
from collections.abc import Callable

from turbine.model.series import Target
from turbine.settings.config import Settings
from turbine.stores import opener
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
        """The store of this target, or of where points go now. Raises StoreError if its server
        must be asked which it is, and does not tell."""
        return self.opener(target or self.target)()

    def opener(self, target: Target) -> Callable[[], Store]:
        """Gives the target's store. Raises StoreMissingError if the settings don't lead there; no
        server is asked before it is called."""
        with self._lock:
            stores, settings = self._stores, self.settings
        open_it = opener(settings, target)
        return lambda: stores.get(target) or stores.setdefault(target, open_it())

    def adopt(self, settings: Settings) -> None:
        """Work with these settings of the same data directory from now on."""
        with self._lock:
            if settings != self.settings:
                self.settings, self._stores = settings, {}
