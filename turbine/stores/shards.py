"""Shards that fit the data: a backfilled year is written 3.5 times faster into long ones."""

from contextlib import suppress
from datetime import date

from turbine.model.errors import StoreDeniedError
from turbine.stores.base import Bucket, Store

Span = tuple[int, int]
"""First and last stamp in ns."""

SHARD_S = 52 * 7 * 86_400
"""52 weeks: a year lands in one or two shards."""
_DAY_S = 86_400
_DEFAULT_S = 7 * _DAY_S
"""InfluxDB's default for a bucket without a retention."""
_YEAR_1_S = (date(1970, 1, 1) - date(1, 1, 1)).days * _DAY_S
_MANY = 8
CHOICES_S = (3_600, _DAY_S, 7 * _DAY_S, 28 * _DAY_S, SHARD_S)


def proposed_shard_s(span_s: float, retention_s: int = 0) -> int:
    """The shard duration for data of that span: the shortest of :data:`CHOICES_S` that needs few
    shards. If points expire, it is the server's own choice, since only whole shards go
    (InfluxDB's documentation, "Shards and shard groups")."""
    if retention_s:
        if retention_s < 2 * _DAY_S:
            return 3_600
        return _DAY_S if retention_s < 183 * _DAY_S else 7 * _DAY_S
    return next((shard_s for shard_s in CHOICES_S if span_s / shard_s <= _MANY), SHARD_S)


def touched(span: Span, shard_s: int) -> int:
    """Shards of that length in which the span has points."""
    # InfluxDB counts them from the year 1, a Monday.
    first, last = (ns // 10**9 + _YEAR_1_S for ns in span)
    return last // shard_s - first // shard_s + 1


def fitted_s(bucket: Bucket | None, span: Span) -> int:
    """The shard duration that the bucket should have for these points; 0 if it has no shards.
    One with the server's default gets longer shards if the points would open many; one that
    expires, or that somebody gave another duration, stays as it is."""
    if bucket is None or not bucket.shard_s:
        return 0
    chosen = bucket.retention_s or bucket.shard_s != _DEFAULT_S
    if chosen or touched(span, bucket.shard_s) <= _MANY:
        return bucket.shard_s
    return SHARD_S


def expected(bucket: Bucket | None, span: Span) -> int | None:
    """Shards in which the points will be; None if the database has none."""
    shard_s = fitted_s(bucket, span)
    return touched(span, shard_s) if shard_s else None


def fit_shards(store: Store, bucket: Bucket | None, span: Span) -> None:
    """Give the bucket the shards that fit, for data to come, if the token may change it."""
    if bucket is not None and fitted_s(bucket, span) != bucket.shard_s:
        with suppress(StoreDeniedError):
            store.set_shard(fitted_s(bucket, span))
