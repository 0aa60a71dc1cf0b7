"""InfluxDB 2 by Flux (under way)."""

from turbine.config import InfluxSettings
from turbine.errors import StoreError
from turbine.stores.base import Store, Target


def open_influx2(settings: InfluxSettings, target: Target) -> Store:
    """Not there yet."""
    raise StoreError(f"InfluxDB cannot be opened yet ({target.label}, {settings.url}).")
