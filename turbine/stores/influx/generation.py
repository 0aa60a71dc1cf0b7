"""Which InfluxDB it is: decided once, when a store is opened."""

import re
from collections.abc import Mapping

from turbine.model.errors import StoreError
from turbine.model.series import Target
from turbine.settings.kinds import InfluxSettings
from turbine.stores._retry import USUAL, Deadlines
from turbine.stores._secret import Secret
from turbine.stores.base import Store
from turbine.stores.influx._http import foreign
from turbine.stores.influx._influxql_client import Http


def open_influx(
    settings: InfluxSettings,
    target: Target,
    *,
    generation: int | None = None,
    deadlines: Deadlines = USUAL,
) -> Store:
    """The store of that generation: given, or set, or else as the server says. Raises StoreError
    where it does not say."""
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


def generation_of(said: Mapping[str, str]) -> int | None:
    """1, 2 or 3, by the headers of an answer to ``/ping``; None where they do not tell."""
    if "cluster-uuid" in said:  # 3.x before it knows the token
        return 3
    version = re.match(r"v?([123])\.", said.get("X-Influxdb-Version", ""))
    if version:
        return int(version[1])
    return 2 if "cloud" in said.get("X-Influxdb-Build", "").lower() else None


def _ask(settings: InfluxSettings, target: Target) -> int:
    """1, 2 or 3, by what the server says of itself at ``/ping``."""
    token = settings.token
    headers = {"Authorization": f"Token {token}"} if token.isascii() and token.isprintable() else {}
    http = Http(settings, target, USUAL, headers=headers, source={})
    try:
        said = http.greeting()
    finally:
        http.close()
    if (found := generation_of(said)) is not None:
        return found
    raise StoreError(
        foreign(target.address, "it does not say its version").message,
        hint="Check INFLUXDB_V2_URL: a proxy or another program may be there. If it is an"
        " InfluxDB, set TURBINE_INFLUXDB_GENERATION to 1, 2 or 3.",
    )
