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

from turbine.actor import Actor
from turbine.channels import NAMES
from turbine.errors import IngestError, OverlapError, StoreMissingError
from turbine.frame import Stamps, to_time
from turbine.ingest.ledger import FINDINGS_SCHEMA, Ledger
from turbine.ingest.originals import Original
from turbine.ingest.record import IngestRecord, State, iso
from turbine.readers.model import Scan
from turbine.retime import Resolved
from turbine.stores.base import Bucket, Series, Store, Target


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Overlap:
    """Stamps of this plan that another ingest holds."""

    ingest: IngestRecord
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
    bucket: Bucket | None
    """None: the bucket does not exist and must be made first."""
    existing: IngestRecord | None
    """The same ingest, already recorded: it is resumed or already there."""
    overlaps: tuple[Overlap, ...]
    foreign: int
    """Points on these stamps that no recorded ingest put there, with other values."""
    foreign_same: int
    """… and those that hold exactly the file's values: writing them again changes nothing."""
    expired: int
    """Rows that the bucket's retention would drop."""
    shards: int
    """Shards that the period touches; 0 where the store has none."""

    @property
    def first_ns(self) -> int:
        return int(self.stamps.min())

    @property
    def last_ns(self) -> int:
        return int(self.stamps.max())

    @property
    def taken(self) -> int:
        """Stamps that others hold: they are replaced only when the person says so."""
        return sum(len(o.stamps) for o in self.overlaps) + self.foreign


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
) -> Plan:
    """Look before writing: reads the ledger and the database. Raises StoreError."""
    stamps = resolved.apply(scan.stamps)
    print_ = fingerprint(original.sha256, scan, resolved, series, store.target.to_dict())
    bucket = store.bucket()
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
        bucket=bucket,
        existing=None,
        overlaps=(),
        foreign=0,
        foreign_same=0,
        expired=_expired(stamps, bucket, now_ns),
        shards=_shards(int(stamps.min()), int(stamps.max()), bucket),
    )
    plan = look_again(plan, ledger)
    if bucket is None or plan.existing is not None:
        return plan
    foreign, same = _foreign(plan, store)
    return replace(plan, foreign=foreign, foreign_same=same)


def look_again(plan: Plan, ledger: Ledger) -> Plan:
    """The plan with what other ingests hold by now."""
    known = ledger.of_series(plan.series, plan.target)
    overlaps = []
    for other in known:
        if other.fingerprint == plan.fingerprint:
            return replace(plan, existing=other, overlaps=())
        if other.last_ns >= plan.first_ns and other.first_ns <= plan.last_ns:
            common = np.intersect1d(plan.stamps, ledger.owned(other.id), assume_unique=True)
            if len(common):
                overlaps.append(Overlap(ingest=other, stamps=common))
    return replace(plan, existing=None, overlaps=tuple(overlaps))


def _expired(stamps: Stamps, bucket: Bucket | None, now_ns: int) -> int:
    if bucket is None or not bucket.retention_s:
        return 0
    return int(np.count_nonzero(stamps < now_ns - bucket.retention_s * 1_000_000_000))


def _shards(first_ns: int, last_ns: int, bucket: Bucket | None) -> int:
    if bucket is None or not bucket.shard_s:
        return 0
    shard_ns = bucket.shard_s * 1_000_000_000
    return last_ns // shard_ns - first_ns // shard_ns + 1


def _foreign(plan: Plan, store: Store) -> tuple[int, int]:
    """Points on the plan's stamps that no ingest of ours holds: (different, identical)."""
    held = store.stamps(plan.series, plan.first_ns, plan.last_ns + 1)
    held = np.intersect1d(held, plan.stamps, assume_unique=True)
    for overlap in plan.overlaps:
        held = np.setdiff1d(held, overlap.stamps, assume_unique=True)
    if not len(held):
        return 0, 0
    # All channels: a point that holds more than the file's columns is no identical one.
    points = store.read(plan.series, NAMES, plan.first_ns, plan.last_ns + 1).frame
    wanted = pl.concat(
        frame.filter(pl.col("time").is_in(to_time(held).implode()))
        for frame in retimed(plan.scan, plan.resolved)
    )
    unmapped = [pl.lit(None, pl.Float64).alias(n) for n in NAMES if n not in wanted.columns]
    both = wanted.with_columns(unmapped).join(points, on="time", suffix="_held")
    same = both.filter(
        pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"{name}_held")) for name in NAMES)
    ).height
    return len(held) - same, same


def retimed(scan: Scan, resolved: Resolved) -> Iterator[pl.DataFrame]:
    """The file's kept rows with their new stamps, in file order."""
    for frame in scan.blocks():
        stamps = frame["time"].dt.epoch("ns").to_numpy()
        yield frame.with_columns(to_time(resolved.apply(stamps)))


def refuse(plan: Plan, *, replace: bool) -> None:
    """Raise where the plan must not be carried out: each with the numbers and what to do."""
    if plan.bucket is None:
        raise StoreMissingError(
            "The bucket does not exist.",
            hint="Confirm its creation (--create-bucket on the command line), or correct its name.",
        )
    if plan.expired:
        days = plan.bucket.retention_s / 86_400
        raise IngestError(
            f"The bucket {plan.bucket.name!r} keeps points for {days:g} days: "
            f"{plan.expired:,} of {len(plan.stamps):,} rows would be dropped at once.",
            hint="Choose a rule that ends now, or a bucket that keeps points longer.",
        )
    if plan.taken and not replace:
        raise OverlapError(_overlap_message(plan), hint=_OVERLAP_HINT)
    for overlap in plan.overlaps:
        if overlap.ingest.state is not State.DONE:
            raise OverlapError(
                f"Ingest {overlap.ingest.id} is {overlap.ingest.state} and holds "
                f"{len(overlap.stamps):,} of these stamps: what it still sends would overwrite "
                "the new points.",
                hint="Let it end, resume it, or undo it; then start again.",
            )


_OVERLAP_HINT = (
    "Nothing was written. Undo the other ingest, choose another turbine or rule, or say that "
    "these points are to be replaced (--replace on the command line)."
)


def _overlap_message(plan: Plan) -> str:
    parts = [
        f"{len(o.stamps):,} are held by ingest {o.ingest.id} ({o.ingest.file_name})"
        for o in plan.overlaps
    ]
    if plan.foreign:
        parts.append(f"{plan.foreign:,} hold other values that no recorded ingest put there")
    span = f"{iso(plan.first_ns)} to {iso(plan.last_ns)}"
    return (
        f"Of {len(plan.stamps):,} stamps of turbine {plan.series.turbine!r} from {span}, "
        + "; ".join(parts)
        + "."
    )


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
        replaced=0,
        seconds=0.0,
        held=None,
        error="",
    )


def findings_of(scan: Scan) -> pl.DataFrame:
    """Everything of the file that is not stored, as the ledger keeps it."""

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
