"""The commands ``ingest`` and ``resume``: one ingest alone, or all series of an upload."""

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any

from turbine import readers
from turbine.cli import losses, trying
from turbine.cli.output import note, noted, show
from turbine.cli.reading import members_of, read
from turbine.cli.words import Words
from turbine.ingest import groups, preflight
from turbine.ingest.groups import (
    DEFAULT_SITE,
    DEFAULT_TURBINE,
    Group,
    Names,
    Read,
    is_named,
    with_names,
)
from turbine.ingest.job import Progress
from turbine.ingest.plan import Plan
from turbine.ingest.record import IngestRecord, State, iso
from turbine.model.actor import Actor
from turbine.model.errors import IngestError, TurbineError, UndecidedError
from turbine.readers import Detection, Scan, Split
from turbine.services.uploads import Started
from turbine.services.windproof import Windproof
from turbine.stores import label, shards
from turbine.words import recall, together

SHORT = 4
_AFTER = (preflight.SHARDS, preflight.OPEN_END)
"""What is said once it is done, with the rest."""


def ingest_command(arguments: argparse.Namespace, windproof: Windproof, actor: Actor) -> int:
    """Store files, each series as an ingest of its own."""
    began = time.monotonic()
    site, tag = arguments.site or DEFAULT_SITE, arguments.turbine or DEFAULT_TURBINE
    arguments.known_zone = windproof.known_zone(site, tag)
    if arguments.dry_run:
        return _try(arguments, windproof)
    with ExitStack() as kept:
        files = list(_files(arguments))
        is_alone = len(files) == 1  # else their rows are read again, or spooled to the disk
        reads = [
            _kept(arguments, windproof, actor, kept, *each, in_memory=is_alone) for each in files
        ]
        reads = _named(arguments, reads)
        told = losses.before(arguments, [each.split for each in reads])
        if arguments.create_bucket and windproof.connection.bucket() is None:
            windproof.connection.create_bucket(actor)
        group = windproof.uploads.plan(reads, rule=arguments.retime, names=_names(arguments))
        before = windproof.uploads.start(
            actor, group, replace=arguments.replace, accept_losses=arguments.accept_losses
        )
    _print_checks(arguments, group, before)
    scans = {r.id: p.scan for r, p in zip(before.records, group.plans, strict=True)}
    started = _run(arguments, windproof, actor, before, scans)
    if refused := [record.id for record in started.records if record.refused]:
        told = losses.refused(arguments, told, map(windproof.ingests.findings, refused))
    plans = dict(zip(scans, group.plans, strict=True))
    seconds = round(time.monotonic() - began, 3)
    results = [
        _result(was, record, plans[record.id], seconds)
        for was, record in zip(before.records, started.records, strict=True)
    ]
    if group.is_alone:
        [record], [result], [plan] = started.records, results, group.plans
        more = {
            str(check.title).lower(): check.found
            for check in plan.preflight.checks(replace=arguments.replace)
            if check.title in _AFTER
        }
        lines = _lines(record, already=result["already"]) | more
        notes = {"notes": noted(arguments)}
        show(arguments, result | notes | told.json(), lines | told.lines())
    else:
        _show_all(arguments, started, results, seconds, told)
    return losses.code(arguments, told, max(_code(record) for record in started.records))


def _try(arguments: argparse.Namespace, windproof: Windproof) -> int:
    reads = []
    for path, member in _files(arguments):
        source = readers.open_source(path, path.name, member)
        split, detection = read(arguments, source, in_memory=False)
        original = windproof.files.examine(source)
        reads.append(Read(original=original, split=split, turbine=detection.turbine))
    reads = _named(arguments, reads)
    losses.before(arguments, [each.split for each in reads])
    names = _names(arguments)
    return trying.told(arguments, windproof.uploads.plan(reads, rule=arguments.retime, names=names))


def resume_command(arguments: argparse.Namespace, windproof: Windproof, actor: Actor) -> int:
    """Send what is missing of an ingest, or of every ingest of an upload."""
    upload = windproof.uploads.find(arguments.ingest)
    if upload is not None:
        began = time.monotonic()
        for record in upload.records:
            if record.state is State.UNDONE:
                said = Words.LEFT_UNDONE(ingest=record.id, turbine=record.series.turbine)
                note(arguments, said)
        started = _run(arguments, windproof, actor, upload, None)
        results = [summary(record) for record in started.records]
        _show_all(arguments, started, results, round(time.monotonic() - began, 3))
        return max(_code(record) for record in started.records)
    record = windproof.ingests.run(actor, arguments.ingest, on_progress=progress(arguments))
    _check_whole(record)
    show(arguments, summary(record), _lines(record))
    return _code(record)


# -- files -----------------------------------------------------------------------------------


def _files(arguments: argparse.Namespace) -> Iterator[tuple[Path, str | None]]:
    """Each file, and its member in an archive of several."""
    for path in arguments.files:
        yield from ((path, member) for member in members_of(arguments, path))


def _kept(  # noqa: PLR0913 - one file, and where it goes
    arguments: argparse.Namespace,
    windproof: Windproof,
    actor: Actor,
    kept: ExitStack,
    path: Path,
    member: str | None,
    *,
    in_memory: bool,
) -> Read:
    def whole(source: readers.Source) -> tuple[Split, Detection]:
        return read(arguments, source, in_memory=in_memory)

    original, (split, detection) = windproof.files.keep_and_read(
        actor, path, member, whole, in_memory=in_memory
    )
    kept.enter_context(windproof.files.or_discard(actor, original))
    return Read(original=original, split=split, turbine=detection.turbine)


def _named(arguments: argparse.Namespace, reads: Sequence[Read]) -> list[Read]:
    """With what the files' names say of turbines that nothing else names. Raises UndecidedError if
    they say nothing."""
    named = reads if arguments.turbine else with_names(reads)
    nameless = tuple(each.original.name for each in named if not is_named(each))
    if len(reads) > 1 and nameless and not arguments.turbine:
        raise UndecidedError(Words.WHICH_TURBINE(files=nameless), hint=Words.TURBINE_HINT())
    for was, now in zip(reads, named, strict=True):
        if was.turbine != now.turbine and not is_named(was):
            file = now.original.name
            note(arguments, Words.TURBINE_BY_FILE(file=file, turbine=now.turbine))
    return list(named)


def _names(arguments: argparse.Namespace) -> Names:
    return Names(measurement=arguments.measurement, site=arguments.site, turbine=arguments.turbine)


# -- the run ---------------------------------------------------------------------------------


def _print_checks(arguments: argparse.Namespace, group: Group, before: Started) -> None:
    if group.unselected:
        turbine, count = arguments.turbine, group.unselected
        note(arguments, Words.OTHER_TURBINES(turbine=turbine, count=count))
    texts = dict.fromkeys(
        ": ".join((str(check.title), str(check.found)))
        for plan, record in zip(group.plans, before.records, strict=True)
        for check in plan.preflight.checks(replace=arguments.replace)
        if check.is_warning and not record.state.is_sent and check.title != preflight.LOSSES
    )
    note(arguments, *texts)


def _run(
    arguments: argparse.Namespace,
    windproof: Windproof,
    actor: Actor,
    started: Started,
    scans: Mapping[str, Scan] | None,
) -> Started:
    try:
        ended = windproof.uploads.run(actor, started, scans=scans, on_progress=progress(arguments))
    except TurbineError as error:
        if started.upload is not None:
            message, hint = error.texts
            again = Words.CONTINUE_WITH(ingest=started.upload.id)
            error.reword(message, together(hint, again) if hint else again)
        raise
    for record in ended.records:
        _check_whole(record)
    return ended


def _check_whole(record: IngestRecord) -> None:
    if record.state is State.CANCELLED:
        again = record.upload or record.id
        raise IngestError(
            Words.CANCELLED(ingest=record.id, stored=record.stored, count=record.counts.kept),
            hint=Words.CONTINUE_WITH(ingest=again),
        )


def progress(arguments: argparse.Namespace) -> Callable[[Progress], None]:
    """One line that is written over, if a person looks on."""

    def shown(progress: Progress) -> None:
        text = Words.PROGRESS(done=progress.done, count=progress.total, speed=progress.rows_per_s)
        print(
            f"\r{text}",
            end="" if progress.done < progress.total else "\n",
            file=sys.stderr,
            flush=True,
        )

    return (lambda _progress: None) if arguments.json or not sys.stderr.isatty() else shown


# -- the answer ------------------------------------------------------------------------------


def _code(record: IngestRecord) -> int:
    return 0 if record.state in (State.DONE, State.UNDONE) else SHORT


def _result(
    before: IngestRecord, record: IngestRecord, plan: Plan, seconds: float
) -> dict[str, Any]:
    end = plan.scan.open_end
    return summary(record) | {
        # Nothing was sent.
        "already": before.state.is_sent and record.seconds == before.seconds,
        "shards": shards.expected(plan.bucket, plan.span),
        "open_end": asdict(end) if end else None,
        "seconds": seconds,
        "write_seconds": round(record.seconds, 3),
    }


def _show_all(
    arguments: argparse.Namespace,
    started: Started,
    results: Sequence[dict[str, Any]],
    seconds: float,
    told: losses.Told | None = None,
) -> None:
    """Each ingest, and the sum over all."""
    total = started.total
    if arguments.json:
        sums = asdict(total) | {"seconds": seconds}
        upload = started.upload.id if started.upload else ""
        notes = {"notes": noted(arguments)} if told else {}
        answer = {"upload": upload, "ingests": list(results), "total": sums, **notes}
        show(arguments, answer | (told.json() if told else {}), {})
        return
    for record, result in zip(started.records, results, strict=True):
        lines = _lines(record, already=result.get("already", False))
        apart = {"turbine": record.series.turbine, "site": record.series.site}
        show(arguments, {}, apart | {name: lines[name] for name in _OF_EACH})
        print()
    first = _lines(started.records[0])
    show(
        arguments,
        {},
        {
            "total": _balance(total),
            "bad_cells": total.bad_cells,
            "upload": started.upload.id if started.upload else None,
            "target": first["target"],
            "not_stored": _left_out(started.records) or Words.EVERY_COLUMN_STORED(),
            "seconds": f"{seconds:.2f}",
            **(told.lines() if told else {}),
        },
    )


def _left_out(records: Sequence[IngestRecord]) -> str:
    """The columns of each file that none of its series stores: turbines side by side have each
    their own."""
    files: dict[str, list[tuple[str, ...]]] = {}
    for record in records:
        files.setdefault(record.sha256, []).append(record.interpretation.not_stored)
    never = (
        [h for h in first if all(h in each for each in rest)] for first, *rest in files.values()
    )
    return ", ".join(dict.fromkeys(header for headers in never for header in headers))


_OF_EACH = ("ingest_id", "state", "error", "rows", "notes", "held", "period")


def _balance(total: groups.Total) -> str:
    said = Words.BALANCE_WAITING if total.waiting else Words.BALANCE
    return (Words.BALANCE_UNDONE if total.undone else said)(
        rows=total.rows,
        stored=total.stored,
        rejected=total.rejected,
        duplicate=total.duplicate,
        without=total.without_values,
        waiting=total.waiting,
        undone=total.undone,
    )


def summary(record: IngestRecord) -> dict[str, Any]:
    """The keys of ``resume``."""
    return record.summary() | {"error": recall(record.error)}


def _lines(record: IngestRecord, *, already: bool = False) -> dict[str, Any]:
    """What a person reads of an ingest, by the keys of titles."""
    counts, state, total = record.counts, str(record.state.label), groups.total([record], None)
    losses = "; ".join(map(str, record.losses))
    return {
        "ingest_id": Words.ALREADY_STORED(ingest=record.id) if already else record.id,
        "state": Words.STATE_TO_RESUME(state=state, ingest=record.id)
        if record.state.can_resume
        else state,
        "error": recall(record.error) or None,
        "rows": _balance(total),
        "bad_cells": counts.bad,
        "notes": Words.NOT_EVERYTHING_STORED(losses=losses) if losses else None,
        "held": _held(record),
        "period": Words.PERIOD(first=iso(record.first_ns), last=iso(record.last_ns)),
        "target": label(record.target),
        "not_stored": ", ".join(record.interpretation.not_stored) or Words.EVERY_COLUMN_STORED(),
        "seconds": f"{record.seconds:.2f}",
    }


def _held(record: IngestRecord) -> str | int:
    if record.held is None:
        return str(State.NOT_COUNTED.label)
    if not record.lacks:
        return record.held
    return Words.ROWS_AND_MISSING(rows=record.held, count=record.lacks)
