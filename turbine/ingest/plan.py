"""What an ingest would do, found out before anything is written.

A plan compares the retimed file with the ledger (stamps that other ingests hold), with the
database (points that no ingest of ours put there) and with its retention. Nothing is overwritten
and nothing expires without the person having read a sentence about it first.
"""

import hashlib
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
import polars as pl

from turbine.ingest.expiry import expired, lasting
from turbine.ingest.ledger import FINDINGS_SCHEMA, OPEN_END, Ledger
from turbine.ingest.originals import Original
from turbine.ingest.ownership import NONE, Claims, claim, union
from turbine.ingest.record import IngestRecord, State
from turbine.model.actor import Actor
from turbine.model.errors import StoreMissingError
from turbine.model.frame import Stamps, ascending, to_time
from turbine.model.series import Series, Target
from turbine.readers.model import Scan
from turbine.stores.base import Bucket, Capabilities, Store
from turbine.stores.reasons import no_bucket
from turbine.timing.retime import Resolved


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Overlap:
    """Values that another ingest put where this plan would put its own."""

    ingest: IngestRecord
    fields: tuple[str, ...]
    stamps: Stamps
    """Ascending."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Plan:
    """One file, one rule, one series, one target; nothing written yet."""

    original: Original
    scan: Scan
    rule: str
    resolved: Resolved
    series: Series
    target: Target
    fingerprint: str
    stamps: Stamps
    """The new stamps, in file order."""
    future: int
    """Rows whose new stamp is after now."""
    capabilities: Capabilities
    """Of the database."""
    bucket: Bucket | None
    """None: it does not exist and must be made first."""
    missing: StoreMissingError | None
    """Says so."""
    existing: IngestRecord | None
    """The same ingest, already recorded: it is resumed or already there."""
    held: Stamps
    """The plan's stamps on which the database holds one of its fields, ascending."""
    sent: frozenset[str]
    """Ingests that were wholly sent before the database was asked what it holds."""
    overlaps: tuple[Overlap, ...]
    claims: Claims
    """What earlier ingests brought too, held or not: it will be this ingest's."""
    emptied: int
    """Values that the database holds in cells that the file leaves empty."""
    foreign: int
    """Points on these stamps that no recorded ingest put there, with other values of its fields."""
    foreign_same: int
    """… and those that hold exactly the file's values: writing them again changes nothing."""
    foreign_types: dict[str, tuple[str, ...]] | None
    """See :meth:`turbine.stores.base.Store.foreign_types`."""
    expired: int
    """Rows that the bucket's retention would drop."""
    lasting_rules: tuple[str, ...]
    """Other rules under which it would drop none; empty where this one is well."""
    free_bytes: int
    """On the disk of the data directory."""

    @property
    def first_ns(self) -> int:
        return int(self.stamps.min())

    @property
    def last_ns(self) -> int:
        return int(self.stamps.max())

    @property
    def span(self) -> tuple[int, int]:
        """First and last stamp."""
        return self.first_ns, self.last_ns

    @property
    def taken(self) -> int:
        """Stamps on which others hold what it brings: replaced only if the person says so."""
        return len(union(o.stamps for o in self.overlaps)) + self.foreign


def fingerprint(
    sha256: str, scan: Scan, resolved: Resolved, series: Series, target: dict[str, str]
) -> str:
    """The identity of an ingest: the same bytes, read and retimed alike, to the same place."""
    parts: list[Any] = [
        sha256,
        scan.interpretation.to_dict(),
        resolved.to_dict(),
        [series.measurement, series.site, series.turbine],
        target,
    ]
    text = json.dumps(parts, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def make_plan(  # noqa: PLR0913 - what an ingest is made of, by keyword
    original: Original,
    scan: Scan,
    *,
    rule: str,
    resolved: Resolved,
    series: Series,
    store: Store,
    ledger: Ledger,
    now_ns: int,
    free_bytes: int,
) -> Plan:
    """Look before writing: reads the ledger and the database. Raises StoreError."""
    stamps = resolved.apply(scan.stamps)
    print_ = fingerprint(original.sha256, scan, resolved, series, store.target.to_dict())
    bucket = store.bucket()
    too_old = expired(stamps, bucket, now_ns) if bucket else 0
    plan = Plan(
        original=original,
        scan=scan,
        rule=rule,
        resolved=resolved,
        series=series,
        target=store.target,
        fingerprint=print_,
        stamps=stamps,
        future=int(np.count_nonzero(stamps > now_ns)),
        capabilities=store.capabilities,
        bucket=bucket,
        missing=no_bucket(store) if bucket is None else None,
        existing=None,
        held=NONE,
        sent=frozenset(),
        overlaps=(),
        claims={},
        emptied=0,
        foreign=0,
        foreign_same=0,
        foreign_types={},
        expired=too_old,
        lasting_rules=lasting(scan, rule, bucket, now_ns) if bucket and too_old else (),
        free_bytes=free_bytes,
    )
    if bucket is not None:
        others = ledger.of_series(series, store.target)
        plan = replace(plan, sent=frozenset(o.id for o in others if o.state.is_sent))
        held = store.stamps(series, plan.first_ns, plan.last_ns + 1, scan.interpretation.channels)
        plan = replace(plan, held=np.intersect1d(held, plan.stamps, assume_unique=True))
    plan = look_again(plan, ledger)
    if bucket is None or plan.existing is not None:
        return plan
    plan = _compared(plan, store)
    return replace(plan, foreign_types=store.foreign_types(series.measurement))


def look_again(plan: Plan, ledger: Ledger) -> Plan:
    """The plan with what other ingests hold by now.

    What the database holds decides: of an ingest that was sent, only what is there is in the way.
    Of one that was sent since the database was asked, all is.
    """
    overlaps: list[Overlap] = []
    claims: dict[str, tuple[tuple[str, ...], Stamps]] = {}
    stamps, fields = ascending(plan.stamps), plan.scan.interpretation.channels
    for other in ledger.of_series(plan.series, plan.target):
        if other.fingerprint == plan.fingerprint:
            return replace(plan, existing=other, overlaps=(), claims={})
        if other.last_ns < plan.first_ns or other.first_ns > plan.last_ns:
            continue
        owned = ledger.ownership(other.id)
        both, common = claim(owned.fields, owned.stamps, fields, stamps)
        if not len(common):
            continue
        claims[other.id] = both, common
        free = [owned.taken(field) for field in both]
        mine = union(np.setdiff1d(common, taken, assume_unique=True) for taken in free)
        if other.id in plan.sent and other.state.is_sent:
            mine = np.intersect1d(mine, plan.held, assume_unique=True)
        if len(mine):
            overlaps.append(Overlap(ingest=other, fields=both, stamps=mine))
    return replace(plan, existing=None, overlaps=tuple(overlaps), claims=claims)


def _compared(plan: Plan, store: Store) -> Plan:
    """The plan with what the database holds on its stamps that no ingest of ours put there, and
    with what is held where the file has nothing."""
    theirs = np.setdiff1d(plan.held, union(o.stamps for o in plan.overlaps), assume_unique=True)
    if not len(plan.held):
        return plan
    fields = plan.scan.interpretation.channels
    points = store.read(plan.series, fields, plan.first_ns, plan.last_ns + 1).frame
    emptied = same = 0
    for frame in retimed(plan.scan, plan.resolved):
        both = frame.join(points, on="time", suffix="_held")
        pairs = [(pl.col(name), pl.col(f"{name}_held")) for name in fields]
        gone = pl.sum_horizontal((new.is_null() & old.is_not_null()) for new, old in pairs)
        is_same = pl.all_horizontal(new.eq_missing(old) for new, old in pairs)
        is_theirs = pl.col("time").is_in(to_time(theirs).implode())
        emptied += int(both.select(gone.sum()).item())
        same += both.filter(is_theirs & is_same).height
    return replace(plan, emptied=emptied, foreign=len(theirs) - same, foreign_same=same)


def retimed(scan: Scan, resolved: Resolved) -> Iterator[pl.DataFrame]:
    """The file's kept rows with their new stamps, in file order."""
    for frame in scan.blocks():
        stamps = frame["time"].dt.epoch("ns").to_numpy()
        yield frame.with_columns(to_time(resolved.apply(stamps)))


def new_record(plan: Plan, actor: Actor, store: Store) -> IngestRecord:
    """The ledger's entry of a planned ingest, before its first batch."""
    now = datetime.now(UTC)
    return IngestRecord(
        id=f"{now:%Y%m%d}-{secrets.token_hex(3)}",
        fingerprint=plan.fingerprint,
        created=now,
        actor=actor.name,
        origin=actor.origin,
        file_name=plan.original.name,
        sha256=plan.original.sha256,
        size=plan.original.size,
        interpretation=plan.scan.interpretation,
        rule=plan.rule,
        resolved=plan.resolved,
        series=plan.series,
        target=store.target,
        counts=plan.scan.counts,
        batch_rows=store.capabilities.batch_rows,
        first_ns=plan.first_ns,
        last_ns=plan.last_ns,
        step_ns=plan.scan.step_ns,
        state=State.RUNNING,
        stored=0,
        refused=0,
        replaces=plan.taken,
        unrecorded=plan.foreign,
        replaced=0,
        seconds=0.0,
        held=None,
        lacks=0,
        error="",
    )


def findings_of(scan: Scan) -> pl.DataFrame:
    """What the ledger keeps of a file beside its stamps: what is not stored, and its last line if
    that has no line end (which may well be stored)."""
    if (end := scan.open_end) is None:
        return not_stored(scan)
    last = pl.DataFrame(
        [(OPEN_END, end.line, "", end.text, str(end))], schema=FINDINGS_SCHEMA, orient="row"
    )
    return pl.concat([not_stored(scan), last]).sort("line", maintain_order=True)


def not_stored(scan: Scan) -> pl.DataFrame:
    """Everything of the file that is not stored (FINDINGS_SCHEMA), by line."""

    def rows(frame: pl.DataFrame, kind: str, reason: pl.Expr | None = None) -> pl.DataFrame:
        return frame.select(
            pl.lit(kind).alias("kind"),
            pl.col("line").cast(pl.UInt32),
            (pl.col("column") if "column" in frame.columns else pl.lit("")).alias("column"),
            (pl.col("text") if "text" in frame.columns else pl.lit("")).alias("text"),
            (pl.col("reason") if reason is None else reason).alias("reason"),
        )

    repeats = pl.format("repeats line {}", "of_line")
    return pl.concat(
        [
            FINDINGS_SCHEMA.to_frame(),
            rows(scan.rejected, "rejected"),
            rows(scan.bad_cells, "cell"),
            rows(scan.duplicates, "duplicate", repeats),
        ]
    ).sort("line")
