"""What is checked before an ingest starts, and the obstacles to it.

Each check gives its result in a sentence. An obstacle is an error: the ingest does not start
unless something is changed, and nothing was written by then.
"""

from collections.abc import Iterator

import numpy as np

from turbine.ingest.losses import losses_of
from turbine.ingest.plan import Check, Plan, Preflight
from turbine.ingest.record import iso
from turbine.ingest.words import Words
from turbine.model.errors import IngestError, OverlapError, StoreFullError, TurbineError
from turbine.settings.data_dir import ROOM_BYTES
from turbine.stores import label, shards
from turbine.stores.base import Bucket
from turbine.stores.explain import LEAVE_STATES_OUT, OTHER_TYPE, no_deletion
from turbine.timing.durations import lasting
from turbine.words import Said, Text, Value, together

LOSSES, OPEN_END, RETENTION, TYPES, WIDTH, POINTS, SHARDS, UNDO, ROOM = (
    Words.LOSSES_TITLE(),
    Words.OPEN_END_TITLE(),
    Words.RETENTION_TITLE(),
    Words.TYPES_TITLE(),
    Words.WIDTH_TITLE(),
    Words.POINTS_TITLE(),
    Words.SHARDS_TITLE(),
    Words.UNDO_TITLE(),
    Words.SPACE_TITLE(),
)
"""Titles of the checks."""
_MANY_SHARDS = 100
_NAMED = 6  # fields in a sentence
_OWN_BYTES, _STAMP_BYTES, _FINDING_BYTES = 1_000_000, 8, 300  # of the ledger, at most
_HOUR_NS, _DAY_NS = 3_600 * 10**9, 86_400 * 10**9
_LONG_S = 7 * 86_400  # from here on, times are given in days


def run_checks(plan: Plan) -> Preflight:
    """All checks that apply to the plan."""
    if plan.bucket is None:
        missing = Check(title=Words.BUCKET_TITLE(), found=Words.NO_BUCKET(), obstacle=plan.missing)
        return Preflight(before_consent=(missing,), after_consent=(missing,))
    before = (*_open_end(plan), _retention(plan, plan.bucket), _types(plan), *_width(plan))
    after = (*_shards(plan, plan.bucket), *_undo(plan), _room(plan))
    before_consent, after_consent = (_points(plan, replace=replace) for replace in (False, True))
    return Preflight(
        losses=_losses(plan),
        before_consent=(*before, before_consent, *after),
        after_consent=(*before, after_consent, *after),
    )


def _open_end(plan: Plan) -> Iterator[Check]:
    if (end := plan.scan.open_end) is not None:
        yield Check(title=OPEN_END, found=end.said, is_warning=True)


def _losses(plan: Plan) -> Check | None:
    losses = losses_of(plan.scan)
    if not losses:
        return None
    found = together(*(loss.said for loss in losses))
    obstacle = None
    if any(loss.is_most for loss in losses):
        obstacle = IngestError(found, hint=Words.ACCEPT_LOSSES())
    return Check(title=LOSSES, found=found, obstacle=obstacle, is_warning=True)


# -- retention -----------------------------------------------------------------------------


def _retention(plan: Plan, bucket: Bucket) -> Check:
    container = plan.capabilities.container
    if not bucket.retention_s:
        return Check(title=RETENTION, found=Words.KEEPS_FOREVER(container=container))
    duration = lasting(bucket.retention_s)
    if not plan.expired:
        newer = Words.KEEPS_ALL(container=container, duration=duration)
        return Check(title=RETENTION, found=newer)
    rows, rules = len(plan.stamps), plan.lasting_rules
    unit, unit_ns = Words.HOURS, _HOUR_NS
    if bucket.retention_s >= _LONG_S:
        unit, unit_ns = Words.DAYS, _DAY_NS
    part, whole = (_number(ns / unit_ns) for ns in _spans_ns(plan))
    period = unit(number=whole)
    hint = Words.NO_RULE_HELPS(container=container, period=period)
    if rules:
        hint = Words.CHOOSE_RULE(count=len(rules), rules=rules, container=container)
    expired = Words.EXPIRED(
        count=rows,
        container=container,
        name=bucket.name,
        duration=duration,
        remaining=rows - plan.expired,
        part=part,
        period=period,
    )
    return _obstacle(RETENTION, IngestError(expired, hint=hint))


def _obstacle(title: Text, error: TurbineError) -> Check:
    return Check(title=title, found=error.texts[0], obstacle=error)


def _spans_ns(plan: Plan) -> tuple[int, int]:
    """From the oldest row that would remain to the end of the last one, and from the first."""
    end_ns = plan.last_ns + plan.scan.step_ns
    if plan.expired == len(plan.stamps):
        return 0, end_ns - plan.first_ns
    oldest = np.partition(plan.stamps, plan.expired)[plan.expired]
    return end_ns - int(oldest), end_ns - plan.first_ns


def _number(value: float) -> str:
    return f"{value:,.1f}".removesuffix(".0")


# -- existing points -----------------------------------------------------------------------


def _types(plan: Plan) -> Check:
    measurement = plan.series.measurement
    states = tuple(name for _, name in plan.scan.interpretation.states)
    if states and not plan.capabilities.holds_texts:
        product = plan.capabilities.product
        no_texts = Words.NO_TEXTS(product=product, fields=some(states))
        return _obstacle(TYPES, IngestError(no_texts, hint=LEAVE_STATES_OUT))
    if plan.foreign_types is None:
        return Check(title=TYPES, found=Words.TYPES_UNKNOWN())
    fields = tuple(
        Words.FIELD_AS(field=name, types=plan.foreign_types[name])
        for name in plan.scan.interpretation.channels
        if name in plan.foreign_types
    )
    if not fields:
        return Check(title=TYPES, found=Words.TYPES_FIT(measurement=measurement))
    other = Words.OTHER_TYPES(
        target=label(plan.target), fields=some(fields), measurement=measurement
    )
    return _obstacle(TYPES, IngestError(other, hint=OTHER_TYPE))


def some(fields: tuple[Value, ...]) -> tuple[Value, ...]:
    """For a sentence: the first few of many."""
    rest = len(fields) - _NAMED
    return (*fields[:_NAMED], Words.OTHER_FIELDS(count=rest)) if rest > 1 else fields


def _width(plan: Plan) -> Iterator[Check]:
    """Whether the measurement can take the file's fields beside those that it has."""
    most, there = plan.capabilities.max_fields, plan.fields_there
    new = len({*plan.scan.interpretation.channels} - there)
    if most is None or not new:
        return
    measurement, excess = plan.series.measurement, len(there) + new - most
    if excess <= 0:
        fits = Words.WIDTH_FITS(count=new, measurement=measurement, there=len(there), most=most)
        yield Check(title=WIDTH, found=fits)
        return
    too_wide = Words.TOO_WIDE(
        count=new,
        product=plan.capabilities.product,
        measurement=measurement,
        there=len(there),
        most=most,
    )
    yield _obstacle(WIDTH, IngestError(too_wide, hint=Words.NARROWER(excess=excess)))


def _points(plan: Plan, *, replace: bool) -> Check:
    if not plan.taken:
        same = plan.foreign_same
        result = Words.SAME_VALUES(count=same) if same else Words.NO_OTHER_POINTS()
        return Check(title=POINTS, found=result)
    error = _overlap(plan, replace=replace)
    if error is not None:
        return _obstacle(POINTS, error)
    fields = Words.WILL_BE_REPLACED(fields=some(plan.scan.interpretation.channels))
    deleted = Words.WILL_BE_DELETED(count=plan.emptied) if plan.emptied else ""
    return Check(title=POINTS, found=together(*_taken(plan), fields, deleted), is_warning=True)


def _overlap(plan: Plan, *, replace: bool) -> OverlapError | None:
    """Why the points of others can't be replaced, or not without a confirmation."""
    able, taken = plan.capabilities, _taken(plan)
    emptied = Words.NO_COUNTERPART(count=plan.emptied) if plan.emptied else ""
    if not able.overwrites:
        unreliable = Words.NO_RELIABLE_REPLACING(product=able.product)
        return OverlapError(together(*taken, unreliable, emptied), hint=Words.CHOOSE_OTHER_NAMES())
    if plan.emptied and not able.deletes_points:
        stay = Words.OLD_VALUES_STAY(product=able.product)
        return OverlapError(together(*taken, emptied, stay), hint=Words.CHOOSE_OTHER_NAMES())
    if not replace:
        beside = (
            Words.GOES_BESIDE(ingest=plan.beside[0], rule=plan.beside[1]) if plan.beside else ""
        )
        hint = together(Words.CONFIRM_REPLACING(), beside)
        return OverlapError(together(*taken, emptied), hint=hint)
    for overlap in plan.overlaps:
        if not overlap.ingest.state.is_sent:
            return OverlapError(
                Words.TAKEN_BY_UNFINISHED(
                    ingest=overlap.ingest.id,
                    state=overlap.ingest.state.label,
                    timestamps=len(overlap.stamps),
                ),
                hint=Words.FINISH_OTHER(),
            )
    return None


def _taken(plan: Plan) -> Iterator[Said]:
    """Whose values exist on the plan's stamps, in sentences."""
    yield Words.TIMESTAMPS(
        count=len(plan.stamps),
        turbine=plan.series.turbine,
        first=iso(plan.first_ns),
        last=iso(plan.last_ns),
    )
    for overlap in plan.overlaps:
        ingest, count = overlap.ingest, len(overlap.stamps)
        if overlap.fields == plan.scan.interpretation.channels == ingest.channels:
            yield Words.TAKEN_BY(ingest=ingest.id, file=ingest.file_name, timestamps=count)
        else:
            yield Words.FIELDS_TAKEN_BY(
                ingest=ingest.id,
                file=ingest.file_name,
                fields=some(overlap.fields),
                timestamps=count,
            )
    if plan.foreign:
        yield Words.TAKEN_BY_OTHERS(timestamps=plan.foreign)


# -- space ---------------------------------------------------------------------------------


def _shards(plan: Plan, bucket: Bucket) -> Iterator[Check]:
    if not bucket.shard_s:
        return
    shard_s = shards.fitted_s(bucket, plan.span)
    count = shards.touched(plan.span, shard_s)
    sentences = [Words.SHARDS(count=count, duration=lasting(shard_s))]
    if shard_s != bucket.shard_s:
        sentences.append(
            Words.LONGER_SHARDS(
                shards=shards.touched(plan.span, bucket.shard_s),
                duration=lasting(bucket.shard_s),
                container=plan.capabilities.container,
            )
        )
    if count > _MANY_SHARDS:
        sentences.append(Words.MANY_SHARDS())
    yield Check(title=SHARDS, found=together(*sentences), is_warning=count > _MANY_SHARDS)


def _undo(plan: Plan) -> Iterator[Check]:
    if not plan.capabilities.deletes_points:
        reason, instead = no_deletion(plan.capabilities, plan.series)
        yield Check(
            title=UNDO, found=Words.NO_UNDO(reason=reason, instead=instead), is_warning=True
        )


def _room(plan: Plan) -> Check:
    needed_size, free_size = needed_bytes(plan), plan.free_bytes
    needed, free = _size(needed_size), _size(free_size)
    if needed_size <= free_size:
        tight = free_size - needed_size < ROOM_BYTES
        space = Words.SPACE_TIGHT if tight else Words.SPACE
        return Check(title=ROOM, found=space(needed=needed, free=free), is_warning=tight)
    too_little = Words.NO_SPACE(needed=needed, free=free)
    return _obstacle(ROOM, StoreFullError(too_little, hint=Words.MAKE_SPACE()))


def needed_bytes(plan: Plan) -> int:
    """Bytes that the ingest takes on this machine at most: the points, if they are stored here,
    with one batch in the database's log and in its place at the same time; and the ledger."""
    counts, rows = plan.scan.counts, len(plan.stamps)
    fields = len(plan.scan.interpretation.channels)
    twice = 2 * min(rows, plan.capabilities.batch_of(fields))
    findings = counts.rejected + counts.bad + counts.duplicate + counts.without_values
    ledger = _OWN_BYTES + _STAMP_BYTES * rows + _FINDING_BYTES * findings
    return plan.capabilities.row_bytes(fields) * (rows + twice) + ledger


def _size(size: int) -> Said:
    return Words.GB(size=size / 1e9) if size >= 10**9 else Words.MB(size=size / 1e6)
