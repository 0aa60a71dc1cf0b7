"""Making a plan.

A plan compares the retimed file with the ledger (stamps that other ingests have), with the
database (points that no ingest of ours wrote) and with its retention. Nothing is overwritten and
nothing expires before the person has read a sentence about it.
"""

import re
from dataclasses import replace

import numpy as np
import polars as pl

from turbine.ingest.count import existing_stamps
from turbine.ingest.expiry import expired, lasting
from turbine.ingest.ledger import Ledger
from turbine.ingest.originals import Original
from turbine.ingest.ownership import NONE, claim, union
from turbine.ingest.plan import Overlap, Plan, Preflight, fingerprint
from turbine.ingest.preflight import run_checks
from turbine.ingest.rows import retimed
from turbine.ingest.words import Words
from turbine.model.errors import FileError, IngestError
from turbine.model.frame import STORED, Stamps, ascending, to_time
from turbine.model.series import Series
from turbine.readers.model import Scan
from turbine.stores.base import Store
from turbine.stores.explain import no_bucket
from turbine.timing import retime
from turbine.timing.retime import Resolved

_TAG = re.compile(r"[^\x00-\x1f\x7f\\\ud800-\udfff]{1,64}")


def make_plan(  # noqa: PLR0913 - what an ingest is made of, by keyword
    original: Original,
    scan: Scan,
    *,
    rule: str,
    series: Series,
    store: Store,
    ledger: Ledger,
    now_ns: int,
    free_bytes: int,
    resolved: Resolved | None = None,
) -> Plan:
    """Read the ledger and the database before anything is written. ``resolved`` is what the rule
    comes to, if that is decided for several series together.

    Raises RetimeError if the rule would lose rows, FileError if there are none, IngestError for
    a name that cannot be stored, and StoreError.
    """
    check_tags(series)
    if scan.counts.kept == 0:
        raise FileError(
            Words.NOTHING_TO_STORE(count=scan.counts.rows, file=original.name),
            hint=Words.CHECK_REASONS(),
        )
    if resolved is None:
        resolved = retime.resolve(
            retime.parse(rule),
            scan.stamps,
            step_ns=scan.step_ns,
            zone=scan.interpretation.zone,
            now_ns=now_ns,
        )
    stamps = resolved.apply(scan.stamps)
    identity = fingerprint(original.sha256, scan, resolved, series, store.target.to_dict())
    bucket = store.bucket()
    too_old = expired(stamps, bucket, now_ns) if bucket else 0
    plan = Plan(
        original=original,
        scan=scan,
        rule=rule,
        resolved=resolved,
        series=series,
        target=store.target,
        fingerprint=identity,
        stamps=stamps,
        future=int(np.count_nonzero(stamps > now_ns)),
        capabilities=store.capabilities,
        bucket=bucket,
        missing=no_bucket(store) if bucket is None else None,
        existing=None,
        stored=NONE,
        sent=frozenset(),
        overlaps=(),
        claims={},
        emptied=0,
        foreign=0,
        foreign_same=0,
        foreign_types={},
        fields_there=frozenset(),
        expired=too_old,
        lasting_rules=lasting(scan, rule, bucket, now_ns) if bucket and too_old else (),
        free_bytes=free_bytes,
        preflight=Preflight(),
    )
    if bucket is not None:
        plan = replace(plan, sent=ledger.sent_of_series(series, store.target))
        channels = scan.interpretation.channels
        existing = existing_stamps(store, series, ascending(plan.stamps), channels)
        plan = replace(plan, stored=existing)
    plan = _beside_others(plan, ledger)
    if bucket is not None and plan.existing is None:
        plan = _compared(plan, store)
        types = store.foreign_types(series.measurement, scan.interpretation.channels)
        limited = store.capabilities.max_fields is not None
        there = store.fields(series.measurement) if limited else frozenset()
        plan = replace(plan, foreign_types=types, fields_there=there)
    return replace(plan, preflight=run_checks(plan))


def recheck(plan: Plan, ledger: Ledger) -> Plan:
    """The plan with what other ingests have by now."""
    plan = _beside_others(plan, ledger)
    return replace(plan, preflight=run_checks(plan))


def _beside_others(plan: Plan, ledger: Ledger) -> Plan:
    """The plan with what the ledger knows of other ingests.

    What the database holds decides: of an ingest that was sent, only what exists is in the way.
    Of one that was sent since the database was asked, everything is.
    """
    if (existing := ledger.by_fingerprint(plan.fingerprint)) is not None:
        return replace(plan, existing=existing, overlaps=(), claims={})
    overlaps: list[Overlap] = []
    claims: dict[str, tuple[tuple[str, ...], Stamps]] = {}
    stamps, fields = ascending(plan.stamps), plan.scan.interpretation.channels
    for other in ledger.of_series(plan.series, plan.target, plan.span):
        owned = ledger.ownership(other.id)
        both, common = claim(owned.fields, owned.stamps, fields, stamps)
        if not len(common):
            continue
        claims[other.id] = both, common
        free = [owned.taken(field) for field in both]
        mine = union(np.setdiff1d(common, taken, assume_unique=True) for taken in free)
        if other.id in plan.sent and other.state.is_sent:
            mine = np.intersect1d(mine, plan.stored, assume_unique=True)
        if len(mine):
            overlaps.append(Overlap(ingest=other, fields=both, stamps=mine))
    return replace(plan, existing=None, overlaps=tuple(overlaps), claims=claims)


def _compared(plan: Plan, store: Store) -> Plan:
    """The plan with what the database holds on its stamps that no ingest of ours wrote, and with
    what it holds where the file has nothing."""
    theirs = np.setdiff1d(plan.stored, union(o.stamps for o in plan.overlaps), assume_unique=True)
    if not len(plan.stored):
        return plan
    fields = plan.scan.interpretation.channels
    points = store.read(plan.series, fields, plan.first_ns, plan.last_ns + 1).frame
    emptied = same = 0
    for frame in retimed(plan.scan, plan.resolved):
        both = frame.join(points, on="time", suffix=STORED)
        pairs = [(pl.col(name), pl.col(name + STORED)) for name in fields]
        gone = pl.sum_horizontal((new.is_null() & old.is_not_null()) for new, old in pairs)
        is_same = pl.all_horizontal(new.eq_missing(old) for new, old in pairs)
        is_theirs = pl.col("time").is_in(to_time(theirs).implode())
        emptied += int(both.select(gone.sum()).item())
        same += both.filter(is_theirs & is_same).height
    return replace(plan, emptied=emptied, foreign=len(theirs) - same, foreign_same=same)


def check_tags(series: Series) -> None:
    """Raise IngestError for a name that a database could not store unchanged."""
    for unfit, name in (
        (Words.MEASUREMENT_UNFIT, series.measurement),
        (Words.SITE_UNFIT, series.site),
        (Words.TURBINE_UNFIT, series.turbine),
    ):
        if not _TAG.fullmatch(name) or name != name.strip():
            raise IngestError(unfit(name=name), hint=Words.FIT_NAMES())
