"""InfluxDB 1.x: databases and retention policies, by InfluxQL; Basic authentication."""

import base64
import re
from collections.abc import Callable

import polars as pl

from turbine.model.errors import StoreDeniedError, StoreError
from turbine.model.series import Series, Target
from turbine.settings.config import InfluxSettings
from turbine.stores.base import Bucket, Capabilities
from turbine.stores.influx import _influxql
from turbine.stores.influx._doubt import Doubt
from turbine.stores.influx._http import BucketMissingError, foreign
from turbine.stores.influx._influxql import Block, Query, name
from turbine.stores.influx._query import PING, Deadlines, Http, T

CAPABILITIES = Capabilities(
    product="InfluxDB 1",
    query_language="InfluxQL",
    batch_rows=5_000,
    in_flight=2,
    container="database",
)
_UNITS_S = {"h": 3_600, "m": 60, "s": 1}
_RANGES = 200  # of a delete, in one request


class Server1:
    """One database, and one of its retention policies: the default one unless it is named."""

    def __init__(self, settings: InfluxSettings, target: Target, deadlines: Deadlines) -> None:
        self._database, _, self._policy = target.bucket.partition("/")
        self._source = {"db": self._database} | ({"rp": self._policy} if self._policy else {})
        self._http = Http(
            settings, target, deadlines, headers=_basic(settings.token), source=self._source
        )

    @property
    def capabilities(self) -> Capabilities:
        return CAPABILITIES

    def version(self) -> tuple[str, dict[str, str]]:
        _, headers, _ = self._http.call(PING)
        version = headers.get("X-Influxdb-Version", "")
        if not version:
            raise foreign(self._http.url, "it does not say its version")
        self._rows("SHOW DATABASES")  # the ping asks for no password
        return version, {}

    def find_bucket(self) -> Bucket | None:
        try:
            policies = self._rows(f"SHOW RETENTION POLICIES ON {name(self._database)}")
        except BucketMissingError:
            return None
        for policy, duration, shard, _, default in policies:
            if policy == self._policy or (default and not self._policy):
                return Bucket(
                    name=f"{self._database}/{policy}" if self._policy else self._database,
                    retention_s=seconds_of(duration),
                    shard_s=seconds_of(shard),
                )
        return None

    def make_bucket(self, retention_s: int, shard_s: int) -> Bucket:
        kept = f"DURATION {f'{retention_s}s' if retention_s else 'INF'} REPLICATION 1"
        kept += f" SHARD DURATION {shard_s}s" if shard_s else ""
        policy, database = name(self._policy or "autogen"), name(self._database)
        if [self._database] in self._rows("SHOW DATABASES"):
            self._rows(f"CREATE RETENTION POLICY {policy} ON {database} {kept}")
        else:
            self._rows(f"CREATE DATABASE {database} WITH {kept} NAME {policy}")
        if made := self.find_bucket():
            return made
        raise StoreError(f"The database {self._database!r} was made and is not there.")

    def set_shard(self, bucket: Bucket, shard_s: int) -> None:
        policy = self._policy or self._default_policy()
        self._rows(
            f"ALTER RETENTION POLICY {name(policy)} ON {name(self._database)}"
            f" SHARD DURATION {shard_s}s"
        )

    def size_bytes(self) -> int | None:
        try:
            shards = self._http.query(
                Query(statements=("SHOW STATS FOR 'shard'",)),
                lambda block: (block.tags, block.rows[0][block.columns.index("diskBytes")]),
            )
        except StoreDeniedError:  # only an administrator of the server may see them
            return None
        return sum(
            int(size)
            for tags, size in shards
            if tags.get("database") == self._database
            and self._policy in ("", tags.get("retentionPolicy"))
        )

    def write(self, lines: bytes, doubt: Doubt) -> dict[int, str]:
        self._http.write("/write", {**self._source, "precision": "ns"}, lines, doubt)
        return {}

    def query(self, query: Query, take: Callable[[Block], T]) -> list[T]:
        return self._http.query(query, take)

    def points(self, query: Query, channels: tuple[str, ...]) -> list[pl.DataFrame]:
        return self._http.query(query, lambda block: block.points(channels))

    def series(self, measurement: str | None, period: tuple[int, int]) -> pl.DataFrame:
        return self._http.series(measurement, period)

    def delete(self, series: Series, ranges: list[tuple[int, int]]) -> None:
        self._check_other_policies(series, ranges)
        for i in range(0, len(ranges), _RANGES):
            query = _influxql.delete(series, ranges[i : i + _RANGES])
            self._http.query(query, lambda _: None, deadline_s=self._http.deadlines.write_s)

    def close(self) -> None:
        self._http.close()

    def _check_other_policies(self, series: Series, ranges: list[tuple[int, int]]) -> None:
        """1.x deletes in all policies of a database at once: what lies in another is not ours."""
        found = self._rows(f"SHOW RETENTION POLICIES ON {name(self._database)}")
        own = self._policy or next(row[0] for row in found if row[4])
        period = min(start for start, _ in ranges), max(stop for _, stop in ranges)
        for policy in (str(row[0]) for row in found if row[0] != own):
            query = _influxql.count_in(self._database, policy, series, *period)
            if self._http.query(query, lambda block: block.name):
                raise StoreError(
                    f"The database {self._database!r} holds points of turbine {series.turbine!r}"
                    f" in its retention policy {policy!r} too, and InfluxDB 1 would delete those"
                    " with them.",
                    hint="Nothing was deleted. Keep each retention policy's turbines apart, or"
                    " delete on the server.",
                )

    def _default_policy(self) -> str:
        found = self._rows(f"SHOW RETENTION POLICIES ON {name(self._database)}")
        return str(next(row[0] for row in found if row[4]))

    def _rows(self, statement: str) -> list[list[object]]:
        query = Query(statements=(statement,))
        return [row for rows in self._http.query(query, lambda b: b.rows) for row in rows]


def _basic(token: str) -> dict[str, str]:
    """The header for ``user:password``; none for a server that asks for neither."""
    if not token:
        return {}
    if ":" not in token:
        raise StoreDeniedError(
            "InfluxDB 1 knows users and no tokens.",
            hint="Set INFLUXDB_V2_TOKEN to user:password, or to nothing where none is needed.",
        )
    return {"Authorization": f"Basic {base64.b64encode(token.encode()).decode()}"}


def seconds_of(duration: object) -> int:
    """Seconds of a duration as the server writes it, such as 168h0m0s; 0 where it is endless."""
    parts = re.findall(r"(\d+)([hms])", str(duration))
    return sum(int(number) * _UNITS_S[unit] for number, unit in parts)
