"""InfluxDB 2.x as one that speaks InfluxQL: queries go to ``/query`` by the bucket's name."""

from collections.abc import Callable

import polars as pl

from turbine.model.series import Series, Target
from turbine.settings.config import InfluxSettings
from turbine.stores.base import Bucket, Capabilities
from turbine.stores.influx import _flux_client as _influx2
from turbine.stores.influx._doubt import Doubt
from turbine.stores.influx._influxql import Block, Query
from turbine.stores.influx._query import Deadlines, Http, T

CAPABILITIES = Capabilities(
    product="InfluxDB 2", query_language="InfluxQL", batch_rows=5_000, in_flight=2
)


class Server2:
    """One bucket. All but queries is as the Flux store does it."""

    def __init__(self, settings: InfluxSettings, target: Target, deadlines: Deadlines) -> None:
        self._server = _influx2.Server(
            settings,
            target,
            write_deadline_s=deadlines.write_s,
            read_deadline_s=deadlines.read_s,
        )
        headers = {"Authorization": f"Token {settings.token}"}
        source = {"db": target.bucket}
        self._http = Http(settings, target, deadlines, headers=headers, source=source)

    @property
    def capabilities(self) -> Capabilities:
        return CAPABILITIES

    def version(self) -> tuple[str, dict[str, str]]:
        version = self._server.version()
        self._server.check_token()
        return version, {}

    def find_bucket(self) -> Bucket | None:
        return self._server.find_bucket()

    def make_bucket(self, retention_s: int, shard_s: int) -> Bucket:
        return self._server.make_bucket(retention_s, shard_s)

    def set_shard(self, bucket: Bucket, shard_s: int) -> None:
        self._server.set_shard(bucket, shard_s)

    def size_bytes(self) -> int | None:
        return self._server.size_bytes()

    def write(self, lines: bytes, doubt: Doubt) -> dict[int, str]:
        self._server.write(lines, doubt)
        return {}

    def query(self, query: Query, take: Callable[[Block], T]) -> list[T]:
        return self._http.query(query, take)

    def points(self, query: Query, channels: tuple[str, ...]) -> list[pl.DataFrame]:
        return self._http.query(query, lambda block: block.points(channels))

    def series(self, measurement: str | None, period: tuple[int, int]) -> pl.DataFrame:
        return self._http.series(measurement, period)

    def delete(self, series: Series, ranges: list[tuple[int, int]]) -> None:
        for start_ns, stop_ns in ranges:
            self._server.delete(series, start_ns, stop_ns)

    def close(self) -> None:
        self._server.close()
        self._http.close()
