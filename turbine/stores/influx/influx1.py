"""InfluxDB 1.x: databases and retention policies, by InfluxQL; Basic authentication."""

import base64
from collections.abc import Iterator

from turbine.model.errors import StoreDeniedError, StoreError
from turbine.model.series import Series, Target
from turbine.settings.kinds import InfluxSettings
from turbine.stores._retry import USUAL, Deadlines
from turbine.stores._secret import discreet
from turbine.stores.base import DATABASE, Bucket, Capabilities, ServerInfo
from turbine.stores.explain import no_bucket
from turbine.stores.influx import _influxql, _influxql_values
from turbine.stores.influx._doubt import Doubt
from turbine.stores.influx._edges import TAGS
from turbine.stores.influx._erase import ErasingStore, Value
from turbine.stores.influx._http import BucketMissingError, authorization
from turbine.stores.influx._influxql import Query, name, seconds_of
from turbine.stores.influx._influxql_client import Http
from turbine.stores.influx._influxql_store import InfluxQLStore
from turbine.stores.influx.words import Words

CAPABILITIES = Capabilities(
    product="InfluxDB 1",
    query_language="InfluxQL",
    batch_rows=5_000,
    in_flight=2,
    container=DATABASE,
)
_RANGES = 200  # of a delete, in one request


@discreet
class Influx1Store(InfluxQLStore, ErasingStore):
    """One database, and one of its retention policies: the default one unless it is named."""

    capabilities = CAPABILITIES

    def __init__(
        self, settings: InfluxSettings, target: Target, deadlines: Deadlines = USUAL
    ) -> None:
        self._database, _, self._policy = target.bucket.partition("/")
        self._source = {"db": self._database} | ({"rp": self._policy} if self._policy else {})
        headers = _basic(settings.token)
        http = Http(settings, target, deadlines, headers=headers, source=self._source)
        super().__init__(settings, target, http)

    def info(self) -> ServerInfo:
        info = super().info()
        self._rows("SHOW DATABASES")  # the ping asks for no password
        return info

    def bucket(self) -> Bucket | None:
        try:
            policies = self._policies()
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

    def bucket_names(self) -> list[str]:
        policy = f"/{self._policy}" if self._policy else ""
        return [f"{database}{policy}" for database in super().bucket_names()]

    def _make_bucket(self, retention_s: int, shard_s: int) -> Bucket:
        retention = f"DURATION {f'{retention_s}s' if retention_s else 'INF'} REPLICATION 1"
        retention += f" SHARD DURATION {shard_s}s" if shard_s else ""
        policy, database = name(self._policy or "autogen"), name(self._database)
        if [self._database] in self._rows("SHOW DATABASES"):
            self._rows(f"CREATE RETENTION POLICY {policy} ON {database} {retention}")
        else:
            self._rows(f"CREATE DATABASE {database} WITH {retention} NAME {policy}")
        if created := self.bucket():
            return created
        raise StoreError(Words.CREATED_BUT_MISSING(name=self._database))

    def set_shard(self, shard_s: int) -> None:
        if self.bucket() is None:
            raise no_bucket(self)
        policy = self._policy or _default(self._policies())
        self._rows(
            f"ALTER RETENTION POLICY {name(policy)} ON {name(self._database)}"
            f" SHARD DURATION {shard_s}s"
        )

    def size_bytes(self) -> int | None:
        try:
            shards = self._query(
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

    def delete(self, series: Series, ranges: list[tuple[int, int]]) -> None:
        ranges = [(start, stop) for start, stop in ranges if start < stop]
        if ranges:
            with self._known_bucket():
                self._check_other_policies(series, ranges)
        for i in range(0, len(ranges), _RANGES):
            query = _influxql.delete(series, ranges[i : i + _RANGES])
            self._http.query(query, lambda _: None, deadline_s=self._http.deadlines.write_s)

    def values(
        self, series: Series, start_ns: int, stop_ns: int, but: tuple[str, ...]
    ) -> Iterator[Value]:
        keys = self._query(_influxql_values.keys(series.measurement), lambda block: block)
        types = _influxql_values.types_of(keys)
        if set(types) <= set(but) and _influxql_values.tag_keys_of(keys) <= set(TAGS):
            return
        query = _influxql.stamps(series, start_ns, stop_ns)
        for block in self._query(query, lambda block: block):
            yield from _influxql_values.values_of(block, types)

    def _send(self, lines: bytes, doubt: Doubt) -> dict[int, str]:
        self._http.write("/write", {**self._source, "precision": "ns"}, lines, doubt)
        return {}

    def _check_other_policies(self, series: Series, ranges: list[tuple[int, int]]) -> None:
        """1.x deletes in all policies of a database at once: what is in another is not ours."""
        policies = self._policies()
        own = self._policy or _default(policies)
        period = min(start for start, _ in ranges), max(stop for _, stop in ranges)
        for policy in (str(row[0]) for row in policies if row[0] != own):
            query = _influxql.count_in(self._database, policy, series, *period)
            if self._query(query, lambda block: block.name):
                raise StoreError(
                    Words.IN_OTHER_POLICY(
                        database=self._database, turbine=series.turbine, policy=policy
                    ),
                    hint=Words.KEEP_POLICIES_APART(),
                )

    def _policies(self) -> list[list[object]]:
        """Each retention policy: name, duration, shard duration, replicas, whether the default."""
        return self._rows(f"SHOW RETENTION POLICIES ON {name(self._database)}")


def _default(policies: list[list[object]]) -> str:
    return str(next(row[0] for row in policies if row[4]))


def _basic(token: str) -> dict[str, str]:
    """The header for ``user:password``; none for a server that asks for neither."""
    if not token:
        return {}
    if ":" not in token:
        raise StoreDeniedError(Words.NO_TOKENS_IN_1(), hint=Words.SET_USER_PASSWORD())
    return authorization("Basic", base64.b64encode(token.encode()).decode())
