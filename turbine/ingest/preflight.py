"""What is looked at before an ingest starts, and what stands in its way.

Each check says in a sentence what was found. An obstacle is an error: the ingest does not start
unless something is changed, and nothing was written by then.
"""

from collections.abc import Iterator

import numpy as np

from turbine.ingest.plan import Check, Plan, Preflight
from turbine.ingest.record import iso
from turbine.model.errors import IngestError, OverlapError, StoreFullError
from turbine.settings.data_dir import ROOM_BYTES
from turbine.stores import label, shards
from turbine.stores.base import Bucket
from turbine.stores.explain import OTHER_TYPE, no_deletion
from turbine.timing.durations import lasting
from turbine.words import counted

OPEN_END, RETENTION, TYPES, POINTS, SHARDS, UNDO, ROOM = (
    "End of the file",
    "Retention",
    "Field types",
    "Points in the range",
    "Shards",
    "Undo",
    "Room on disk",
)
"""Titles of the checks."""
_MANY_SHARDS = 100
_OWN_BYTES, _STAMP_BYTES, _FINDING_BYTES = 1_000_000, 8, 200  # of the ledger, at most
_HOUR_NS, _DAY_NS = 3_600 * 10**9, 86_400 * 10**9
_LONG_S = 7 * 86_400  # from here on, times are told in days


def look(plan: Plan) -> Preflight:
    """All that applies to the plan."""
    if plan.bucket is None:
        found = (Check(title="Bucket", found="There is none.", obstacle=plan.missing),)
        return Preflight(unasked=found, consented=found)
    before = (*_open_end(plan), _retention(plan, plan.bucket), _types(plan))
    after = (*_shards(plan, plan.bucket), *_undo(plan), _room(plan))
    unasked, consented = (_points(plan, replace=replace) for replace in (False, True))
    return Preflight(unasked=(*before, unasked, *after), consented=(*before, consented, *after))


def _open_end(plan: Plan) -> Iterator[Check]:
    if plan.scan.open_end is not None:
        yield Check(title=OPEN_END, found=str(plan.scan.open_end), mind=True)


# -- retention -----------------------------------------------------------------------------


def _retention(plan: Plan, bucket: Bucket) -> Check:
    title, what = RETENTION, plan.capabilities.container
    if not plan.expired:
        newer = ", and every row is newer" if bucket.retention_s else ""
        return Check(title=title, found=f"The {what} keeps points {bucket.keeps}{newer}.")
    rows = len(plan.stamps)
    unit, unit_ns = ("days", _DAY_NS) if bucket.retention_s >= _LONG_S else ("hours", _HOUR_NS)
    left, asked = (_number(ns / unit_ns) for ns in _spans_ns(plan))
    hint = (
        f"No rule helps: choose a {what} that keeps points for more than {asked} {unit}, or a"
        " shorter file."
    )
    if plan.lasting_rules:
        rules = " or ".join(plan.lasting_rules)
        hint = f"Choose the rule {rules}, or a {what} that keeps points longer."
    obstacle = IngestError(
        f"The {what} {bucket.name!r} keeps points {bucket.keeps}: {rows - plan.expired:,} of "
        f"{counted(rows, 'row')} ({left} of {asked} {unit}) would survive.",
        hint=hint,
    )
    return Check(title=title, found=obstacle.message, obstacle=obstacle)


def _spans_ns(plan: Plan) -> tuple[int, int]:
    """From the oldest row that would survive to the end of the last one, and from the first."""
    end_ns = plan.last_ns + plan.scan.step_ns
    if plan.expired == len(plan.stamps):
        return 0, end_ns - plan.first_ns
    oldest = np.partition(plan.stamps, plan.expired)[plan.expired]
    return end_ns - int(oldest), end_ns - plan.first_ns


def _number(value: float) -> str:
    return f"{value:,.1f}".removesuffix(".0")


# -- what is there already -----------------------------------------------------------------


def _types(plan: Plan) -> Check:
    title, where = TYPES, f"the measurement {plan.series.measurement!r}"
    if plan.foreign_types is None:
        return Check(title=title, found="This server does not tell how it stores fields.")
    held = [
        f"{name} as {' and '.join(plan.foreign_types[name])}"
        for name in plan.scan.interpretation.channels
        if name in plan.foreign_types
    ]
    if not held:
        return Check(title=title, found=f"No field of {where} is stored as another type.")
    obstacle = IngestError(
        f"{label(plan.target)} holds {', '.join(held)} in {where}: it takes no doubles beside"
        " them.",
        hint=OTHER_TYPE,
    )
    return Check(title=title, found=obstacle.message, obstacle=obstacle)


def _points(plan: Plan, *, replace: bool) -> Check:
    title, found = POINTS, "There are no other points on these times."
    if plan.foreign_same:
        found = (
            f"{counted(plan.foreign_same, 'point')} with exactly these values, put there by no "
            "recorded ingest: writing the same again changes nothing."
        )
    if not plan.taken:
        return Check(title=title, found=found)
    obstacle = _held(plan, replace=replace)
    if obstacle is not None:
        return Check(title=title, found=obstacle.message, obstacle=obstacle)
    return Check(title=title, found=_will_be_replaced(plan), mind=True)


def _held(plan: Plan, *, replace: bool) -> OverlapError | None:
    """Why the points of others can't be replaced, or not without a word."""
    what = plan.capabilities
    if not what.overwrites:
        return OverlapError(
            f"{_taken(plan)} {what.product} does not replace values reliably: old ones could "
            f"survive beside the new ones.{_emptied(plan)}",
            hint="Choose another turbine tag, measurement or rule. Nothing was written.",
        )
    if plan.emptied and not what.deletes_points:
        return OverlapError(
            f"{_taken(plan)}{_emptied(plan)} {what.product} cannot delete points, so the old "
            "values would stay.",
            hint="Choose another turbine tag, measurement or rule. Nothing was written.",
        )
    if not replace:
        return OverlapError(
            _taken(plan) + _emptied(plan),
            hint="Nothing was written. Undo the other ingest, choose another turbine or rule, or "
            "say that these points are to be replaced (--replace on the command line).",
        )
    for overlap in plan.overlaps:
        if not overlap.ingest.state.is_sent:
            return OverlapError(
                f"Ingest {overlap.ingest.id} is {overlap.ingest.state} and holds "
                f"{len(overlap.stamps):,} of these stamps: what it still sends or deletes would "
                "spoil the new points.",
                hint="Let it end, resume it, or undo it; then start again.",
            )
    return None


def _taken(plan: Plan) -> str:
    fields = plan.scan.interpretation.channels
    parts = [
        f"{len(o.stamps):,} are held by ingest {o.ingest.id} ({o.ingest.file_name})"
        + ("" if o.fields == fields == o.ingest.channels else f", in {', '.join(o.fields)}")
        for o in plan.overlaps
    ]
    if plan.foreign:
        parts.append(f"{plan.foreign:,} hold other values that no recorded ingest put there")
    span = f"{iso(plan.first_ns)} to {iso(plan.last_ns)}"
    return (
        f"Of {counted(len(plan.stamps), 'stamp')} of turbine {plan.series.turbine!r} from {span}, "
        + "; ".join(parts)
        + "."
    )


def _emptied(plan: Plan) -> str:
    """What goes without anything in its place."""
    if not plan.emptied:
        return ""
    values = "1 value is" if plan.emptied == 1 else f"{plan.emptied:,} values are"
    return f" {values} held where this file has none."


def _will_be_replaced(plan: Plan) -> str:
    fields = ", ".join(plan.scan.interpretation.channels)
    gone = "" if not plan.emptied else " They will be deleted."
    return (
        f"{_taken(plan)} Their {fields} will be replaced, and no other field.{_emptied(plan)}{gone}"
    )


# -- room ----------------------------------------------------------------------------------


def _shards(plan: Plan, bucket: Bucket) -> Iterator[Check]:
    if not bucket.shard_s:
        return
    shard_s = shards.fitted_s(bucket, plan.span)
    count = shards.touched(plan.span, shard_s)
    found = f"{counted(count, 'shard')} of {lasting(shard_s)}."
    if shard_s != bucket.shard_s:
        found += (
            f" There would be {shards.touched(plan.span, bucket.shard_s):,} of"
            f" {lasting(bucket.shard_s)}"
            f": the {plan.capabilities.container} gets longer ones, if the token may change it."
        )
    if count > _MANY_SHARDS:
        found += " So many make writing slower, and are many open files for the server."
    yield Check(title=SHARDS, found=found, mind=count > _MANY_SHARDS)


def _undo(plan: Plan) -> Iterator[Check]:
    if not plan.capabilities.deletes_points:
        why, instead = no_deletion(plan.capabilities, plan.series)
        found = f"It cannot be undone afterwards: {why} {instead}"
        yield Check(title=UNDO, found=found, mind=True)


def _room(plan: Plan) -> Check:
    title = ROOM
    needed, free = needed_bytes(plan), plan.free_bytes
    found = f"About {_size(needed)} are needed, and {_size(free)} are free."
    if needed <= free:
        tight = free - needed < ROOM_BYTES
        return Check(title=title, found=f"{found} Make space soon." if tight else found, mind=tight)
    obstacle = StoreFullError(
        f"The ingest needs about {_size(needed)} on the disk of the data directory, and "
        f"{_size(free)} are free.",
        hint="Make space there, or set TURBINE_DATA_DIR to a folder on another disk.",
    )
    return Check(title=title, found=obstacle.message, obstacle=obstacle)


def needed_bytes(plan: Plan) -> int:
    """Bytes that the ingest takes on this machine, at the most: the points, where they are kept
    here, with one batch in the database's log and in its place at once; and the ledger."""
    counts, rows = plan.scan.counts, len(plan.stamps)
    twice = 2 * min(rows, plan.capabilities.batch_rows)
    findings = counts.rejected + counts.bad + counts.duplicate
    ledger = _OWN_BYTES + _STAMP_BYTES * rows + _FINDING_BYTES * findings
    return plan.capabilities.row_bytes * (rows + twice) + ledger


def _size(size: int) -> str:
    return f"{size / 1e9:,.1f} GB" if size >= 10**9 else f"{size / 1e6:,.1f} MB"
