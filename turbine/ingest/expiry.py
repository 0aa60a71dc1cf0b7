"""Rows that are too old for how long a bucket keeps points."""

from contextlib import suppress

import numpy as np

from turbine.model.errors import RetimeError
from turbine.model.frame import Stamps
from turbine.readers.model import Scan
from turbine.stores.base import Bucket
from turbine.timing import retime

_RULES = "end-now", "whole-weeks", "whole-years", "keep"


def expired(stamps: Stamps, bucket: Bucket, now_ns: int) -> int:
    """How many of these points the bucket would drop at once."""
    if not bucket.retention_s:
        return 0
    return int(np.count_nonzero(stamps < now_ns - bucket.retention_s * 1_000_000_000))


def lasting(scan: Scan, rule: str, bucket: Bucket, now_ns: int) -> tuple[str, ...]:
    """Rules, by their plain names, under which no row is too old for the bucket."""
    kept = []
    for name in _RULES:
        with suppress(RetimeError):  # it would lose rows: no way out
            resolved = retime.resolve(
                retime.parse(name),
                scan.stamps,
                step_ns=scan.step_ns,
                zone=scan.interpretation.zone,
                now_ns=now_ns,
            )
            if name != rule and not expired(resolved.apply(scan.stamps), bucket, now_ns):
                kept.append(name)
    return tuple(kept)
