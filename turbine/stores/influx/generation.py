"""Which InfluxDB it is: decided once, when a store is opened."""

import re
from collections.abc import Mapping

from turbine.model.series import Target
from turbine.settings.kinds import InfluxSettings
from turbine.stores._retry import USUAL, Deadlines
from turbine.stores._secret import Secret
from turbine.stores.base import Store
from turbine.stores.influx._http import authorization, foreign
from turbine.stores.influx._influxql_client import Http
from turbine.stores.influx.words import Words


def open_influx(
    settings: InfluxSettings,
    target: Target,
    *,
    generation: int | None = None,
    deadlines: Deadlines = USUAL,
) -> Store:
    """The store of that generation: given, or set, or else as the server says. Raises StoreError
    if it does not say."""
    generation = generation or settings.generation
    if generation is None:
        with Secret(settings.token).kept():
            generation = _ask(settings, target)
    if generation == 1:
        from turbine.stores.influx.influx1 import Influx1Store

        return Influx1Store(settings, target, deadlines)
    if generation == 2:
        from turbine.stores.influx.influx2 import Influx2Store

        return Influx2Store(settings, target, deadlines)
    from turbine.stores.influx.influx3 import Influx3Store

    return Influx3Store(settings, target, deadlines)


def generation_of(headers: Mapping[str, str]) -> int | None:
    """1, 2 or 3, by the headers of an answer to ``/ping``; None if they do not tell."""
    if "cluster-uuid" in headers:  # 3.x before it knows the token
        return 3
    version = re.match(r"v?([123])\.", headers.get("X-Influxdb-Version", ""))
    if version:
        return int(version[1])
    return 2 if "cloud" in headers.get("X-Influxdb-Build", "").lower() else None


def _ask(settings: InfluxSettings, target: Target) -> int:
    """1, 2 or 3, by what the server says of itself at ``/ping``."""
    headers = authorization("Token", settings.token)
    http = Http(settings, target, USUAL, headers=headers, source={})
    try:
        generation = generation_of(http.greeting())
    finally:
        http.close()
    if generation is not None:
        return generation
    hint = Words.CHECK_ADDRESS_OR_SET_GENERATION()
    raise foreign(target.address, Words.NO_VERSION(), hint=hint)
