"""The start of planned ingests: recorded, they can run, and be resumed after a kill."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace as replaced
from datetime import UTC, datetime

import polars as pl

from turbine.ingest.ledger import Ledger, New
from turbine.ingest.originals import Originals
from turbine.ingest.plan import Plan
from turbine.ingest.planning import recheck
from turbine.ingest.record import IngestRecord, State, Upload
from turbine.ingest.rows import findings_of
from turbine.ingest.words import Words
from turbine.model.actor import Actor
from turbine.model.errors import IngestError, OverlapError
from turbine.model.series import Target
from turbine.stores.base import Store
from turbine.stores.shards import fit_shards


def start(  # noqa: PLR0913 - what ingests are recorded with, by keyword
    plans: Sequence[Plan],
    actor: Actor,
    open_store: Callable[[Target], Store],
    ledger: Ledger,
    originals: Originals,
    *,
    replace: bool,
    accept_losses: bool = False,
    upload: Upload | None = None,
    findings: pl.DataFrame | None = None,
) -> list[IngestRecord]:
    """Record the ingests, all of them or none; several are an ``upload``, with the ``findings``
    that are of none of them. One that is already recorded is given back unchanged; an upload of
    which all are is not recorded again.

    Raises what stands in the way (:meth:`turbine.ingest.plan.Preflight.refuse`), as far as it
    is known by now; IngestError if the undo of the same ingest was interrupted.
    """
    with ledger.starting():
        known, new = dict[str, IngestRecord](), list[New]()
        for plan in plans:
            now = recheck(plan, ledger)
            if now.existing is not None:
                known[plan.fingerprint] = _not_undoing(now.existing)
                continue
            kept = now.original
            originals.get(kept.sha256, name=kept.name, size=kept.size)  # nobody discarded it
            if now.taken > plan.taken and replace:
                raise OverlapError(
                    Words.MORE_TAKEN(taken=now.taken, shown=plan.taken), hint=Words.CHECK_PLAN()
                )
            now.preflight.refuse(replace=replace, accept_losses=accept_losses)
            store = open_store(now.target)
            # Before the record: whoever resumes it after a kill need not know of shards.
            fit_shards(store, now.bucket, now.span)
            record = known[plan.fingerprint] = replaced(
                new_record(now, actor, store), upload=upload.id if upload else ""
            )
            new.append((record, now.stamps, findings_of(now.scan), now.claims))
        if new:
            ledger.add(*new, upload=upload, findings=findings)
    return [known[plan.fingerprint] for plan in plans]


def _not_undoing(record: IngestRecord) -> IngestRecord:
    if record.state is State.UNDOING:
        raise IngestError(
            Words.UNDO_INTERRUPTED(ingest=record.id), hint=Words.FINISH_UNDO(ingest=record.id)
        )
    return record


def new_record(plan: Plan, actor: Actor, store: Store) -> IngestRecord:
    """The ledger's entry of a planned ingest, before its first batch."""
    now = datetime.now(UTC)
    return IngestRecord(
        id=f"{now:%Y%m%d}-{secrets.token_hex(4)}",
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
        batch_rows=store.capabilities.batch_of(len(plan.scan.interpretation.channels)),
        first_ns=plan.first_ns,
        last_ns=plan.last_ns,
        step_ns=plan.scan.step_ns,
        state=State.RUNNING,
        stored=0,
        refused=0,
        replaces=plan.taken,
        unrecorded=plan.foreign + plan.foreign_same,
        replaced=0,
        seconds=0.0,
        held=None,
        lacks=0,
        error="",
    )
