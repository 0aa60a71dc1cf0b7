"""Databases of wind turbine points: one interface, and each kind behind it by its registry entry.

store = open_store(settings)
store.write(series, frame)
"""

from turbine.stores.registry import KINDS, kind_of, label, open_store, opener

__all__ = ["KINDS", "kind_of", "label", "open_store", "opener"]
