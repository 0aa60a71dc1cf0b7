"""The command line: asks the services and prints. ``--json`` prints one object, keys stable."""

import argparse
import getpass
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from turbine import readers
from turbine.access import Accounts
from turbine.cli.arguments import build_parser
from turbine.cli.keeping import backup_command, restore_command
from turbine.cli.output import show
from turbine.cli.serve import serve_command
from turbine.explore.aggregate import AggregateRequest
from turbine.ingest import preflight
from turbine.ingest.job import Progress
from turbine.ingest.record import IngestRecord, State, iso
from turbine.ingest.undo import UndoEffects
from turbine.model.actor import Actor, machine_actor
from turbine.model.channels import BY_NAME
from turbine.model.deadline import QUESTION_S, acting
from turbine.model.errors import IngestError, TurbineError, UndecidedError
from turbine.model.series import Series
from turbine.readers import Interpretation, Scan, Source, open_source
from turbine.readers.profile import profile
from turbine.services.windproof import Windproof
from turbine.settings.config import load
from turbine.settings.places import COMMAND
from turbine.stores import doctor, label, shards
from turbine.timing.windows import load_zone
from turbine.words import counted, recall

FAILED, LOOKED_IN_VAIN, SHORT = 1, 2, 4

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code. Known errors are one sentence on standard error."""
    arguments = build_parser().parse_args(argv)
    try:
        if arguments.command == "doctor":  # settings that cannot be meant are its business too
            code = _doctor(arguments, machine_actor())
        elif arguments.command in _ALONE:
            code = _ALONE[arguments.command](arguments, machine_actor())
        else:
            code = _RUN[arguments.command](arguments, Windproof(load()), machine_actor())
        sys.stdout.flush()
    except BrokenPipeError:  # who reads our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except TurbineError as error:
        print(f"turbine: {error}", file=sys.stderr)
        return LOOKED_IN_VAIN if arguments.command == "verify" else FAILED
    except KeyboardInterrupt:
        print("turbine: interrupted. An ingest goes on with: resume INGEST", file=sys.stderr)
        return 130
    return code


def _read(arguments: argparse.Namespace, source: Source) -> Scan:
    detection = readers.detect(
        source,
        zone=arguments.timezone,
        date_order=arguments.date_order,
        **{choice.field: getattr(arguments, choice.field) for choice in readers.choices()},
    )
    load_zone(arguments.timezone)
    if detection.questions:
        raise UndecidedError(
            f"{source.name} can be read in more than one way: {', '.join(detection.questions)}. "
            + " ".join(map(str, detection.notes)),
            hint="Say which with --date-order or --decimal.",
        )
    for note in () if arguments.json else detection.notes:
        print(f"note: {note}")
    return readers.scan(source, detection.interpretation)


def _profile(arguments: argparse.Namespace, _: Actor) -> int:
    """Of the file alone: it needs no data directory."""
    scan = _read(arguments, open_source(arguments.file, arguments.file.name, arguments.member))
    found = profile(scan).to_dict() | {"interpretation": _flat(scan.interpretation)}
    told = {name: value for name, value in found.items() if not name.endswith("_ns")} | {
        "gaps": [
            f"{counted(gap['missing'], 'row')} missing after {iso(gap['after_ns'])}"
            for gap in found["gaps"]
        ],
        "channels": [
            f"{c['name']}: {counted(c['values'], 'value')}, {c['missing']:,} missing, "
            f"{c['bad']:,} bad, {c['negative']:,} negative, "
            f"{c['below'] + c['above']:,} beyond the plausible limits"
            for c in found["channels"]
        ],
        "open_end": scan.open_end,
    }
    show(arguments, found, told)
    return 0


def _flat(form: Interpretation) -> dict[str, Any]:
    return {"format": form.format} | form.identity()


def _ingest(arguments: argparse.Namespace, windproof: Windproof, actor: Actor) -> int:
    started = time.monotonic()
    original, scan = windproof.files.keep_and_read(
        actor, arguments.file, arguments.member, lambda source: _read(arguments, source)
    )
    series = Series(
        measurement=arguments.measurement, site=arguments.site, turbine=arguments.turbine
    )
    with windproof.files.or_discard(actor, original):
        if arguments.create_bucket and windproof.connection.bucket() is None:
            windproof.connection.create_bucket(actor)
        plan = windproof.ingests.plan(original, scan, rule=arguments.retime, series=series)
        before = windproof.ingests.start(actor, plan, replace=arguments.replace)
    looked = plan.preflight.checks(replace=arguments.replace)
    for check in looked if not (before.state.is_sent or arguments.json) else ():
        if check.mind:
            print(f"note: {check.title}: {check.found}")
    record = _run(arguments, windproof, actor, before.id, scan)
    already = before.state.is_sent and record.seconds == before.seconds  # nothing was sent
    found = record.summary() | {
        "already": already,
        "shards": shards.expected(plan.bucket, plan.span),
        "open_end": asdict(scan.open_end) if scan.open_end else None,
        "seconds": round(time.monotonic() - started, 3),
        "write_seconds": round(record.seconds, 3),
    }
    after = (preflight.SHARDS, preflight.OPEN_END)
    told = {str(check.title).lower(): str(check.found) for check in looked if check.title in after}
    show(arguments, found, _told(record, already=already) | told)
    return _code(record)


def _resume(arguments: argparse.Namespace, windproof: Windproof, actor: Actor) -> int:
    record = _run(arguments, windproof, actor, arguments.ingest)
    show(arguments, record.summary(), _told(record))
    return _code(record)


def _code(record: IngestRecord) -> int:
    return 0 if record.state in (State.DONE, State.UNDONE) else SHORT


def _run(
    arguments: argparse.Namespace,
    windproof: Windproof,
    actor: Actor,
    ingest_id: str,
    scan: Scan | None = None,
) -> IngestRecord:
    record = windproof.ingests.run(actor, ingest_id, scan=scan, on_progress=_show(arguments))
    if record.state is State.CANCELLED:
        raise IngestError(
            f"Ingest {ingest_id} was cancelled after {record.stored:,} of "
            f"{counted(record.counts.kept, 'row')}.",
            hint=f"It goes on with: resume {ingest_id}",
        )
    return record


def _show(arguments: argparse.Namespace) -> Callable[[Progress], None]:
    def show(progress: Progress) -> None:
        print(
            f"\r{progress.done:,} of {counted(progress.total, 'row')}, "
            f"{progress.rows_per_s:,.0f} rows/s ",
            end="" if progress.done < progress.total else "\n",
            file=sys.stderr,
            flush=True,
        )

    return (lambda _progress: None) if arguments.json or not sys.stderr.isatty() else show


def _told(record: IngestRecord, *, already: bool = False) -> dict[str, Any]:
    counts = record.counts
    return {
        "ingest": record.id + (" (already there: nothing was sent)" if already else ""),
        "state": record.state.value
        + (f". It goes on with: resume {record.id}" if record.state.can_resume else ""),
        "error": recall(record.error) or None,
        "rows": f"{counts.rows:,} = {record.stored:,} stored + {record.rejected:,} rejected "
        f"+ {counts.duplicate:,} duplicate"
        + (f" + {record.waiting:,} waiting" if record.waiting else ""),
        "bad cells": f"{counts.bad:,}",
        "note": f"not everything is stored: {'; '.join(map(str, record.losses))}"
        if record.losses
        else None,
        "held": "not counted"
        if record.held is None
        else f"{record.held:,}" + (f", and {record.lacks:,} are missing" if record.lacks else ""),
        "period": f"{iso(record.first_ns)} to {iso(record.last_ns)}",
        "target": label(record.target),
        "not stored": ", ".join(record.interpretation.not_stored) or "every column is stored",
        "seconds": f"{record.seconds:.2f}",
    }


def _ingests(arguments: argparse.Namespace, windproof: Windproof, _actor: Actor) -> int:
    records = windproof.ingests.all()
    if arguments.json:
        show(arguments, {"ingests": [record.summary() for record in records]}, {})
        return 0
    for r in records:
        print(
            f"{r.id}  {r.state.value:<11}  {0 if r.state is State.UNDONE else r.stored:>10,} of "
            f"{counted(r.counts.rows, 'row')}  "
            f"{iso(r.first_ns)} to {iso(r.last_ns)}  {r.series.turbine}  {r.rule}  {r.file_name}"
        )
    if not records:
        print(f"Nothing was ingested yet. Start with: {COMMAND} ingest FILE")
    return 0


@acting("The aggregate", QUESTION_S)
def _aggregate(arguments: argparse.Namespace, windproof: Windproof, _actor: Actor) -> int:
    named = {key: getattr(arguments, key) for key in ("turbine", "site", "measurement")}
    # A list of the series may cost far more than the aggregate: only where it is needed.
    info = None
    series = windproof.explorer.name(**named) if arguments.start and arguments.stop else None
    if series is None:
        info = windproof.explorer.find(**named)
        series = info.series
    result = windproof.explorer.aggregate(
        AggregateRequest(
            series=series,
            channels=(arguments.field,),
            start_ns=_moment(arguments.start, arguments.zone, info.first_ns if info else 0),
            stop_ns=_moment(arguments.stop, arguments.zone, info.last_ns + 1 if info else 0),
            window=arguments.window,
            function=arguments.function,
            zone=arguments.zone,
            fill="gap",
        ),
    )
    if info is None and not result.frame["count"].sum():
        windproof.explorer.find(**named)  # raises where there is no such series at all
    windows = [
        {"start": iso(start_ns), "value": value, "count": count, "expected": expected, "cut": cut}
        for start_ns, value, count, expected, cut in result.frame.select(
            result.frame["time"].dt.epoch("ns"), "value", "count", "expected", "cut"
        ).iter_rows()
    ]
    if arguments.json:
        show(
            arguments,
            {
                "turbine": series.turbine,
                "site": series.site,
                "measurement": series.measurement,
                "field": arguments.field,
                "function": arguments.function,
                "window": arguments.window,
                "zone": arguments.zone,
                "seconds": round(result.seconds, 4),
                "notes": list(map(str, result.notes)),
                "windows": windows,
            },
            {},
        )
        return 0
    for note in result.notes:
        print(f"note: {note}")
    for w in windows:
        value = "" if w["value"] is None else f"{w['value']:.6g}"
        found = "rows" if w["expected"] is None else f"of {w['expected']}"
        cut = "  (cut)" if w["cut"] else ""
        print(f"{w['start']}  {value:>14}  {w['count']} {found}{cut}")
    return 0


def _verify(arguments: argparse.Namespace, windproof: Windproof, actor: Actor) -> int:
    found = windproof.verification.verify(actor, arguments.ingest, tolerance=arguments.tolerance)
    summary = found.summary()
    channels = [
        f"{c.channel}: {c.found:,} of {counted(c.expected, 'value')}, {c.unexpected:,} unexpected, "
        f"{c.differing:,} differing, by {c.largest_difference:g} {BY_NAME[c.channel].unit} at most"
        for c in found.channels
    ]
    show(arguments, summary, summary | {"channels": channels})
    return 0 if found.verdict == "PASS" else FAILED


def _undo(arguments: argparse.Namespace, windproof: Windproof, actor: Actor) -> int:
    record = windproof.ingests.get(arguments.ingest)
    effects = windproof.ingests.check_undo(record.id)
    if not arguments.json:
        for sentence in _said_of(effects, restore=arguments.restore):
            print(f"note: {sentence}", flush=True)
    typed = arguments.confirm
    if typed is None and sys.stdin.isatty():
        typed = input(f"This deletes the points of ingest {record.id}. Type its id to go on: ")
    deleted = windproof.ingests.undo(actor, record.id, confirmation=typed or "")
    found: dict[str, Any] = {"ingest_id": arguments.ingest, "deleted": deleted, "left": 0}
    lacking = [{"ingest_id": other.id, "rows": rows} for other, rows in effects.lacking]
    reasons = {
        other.id: str(windproof.ingests.restore(actor, other.id, _show(arguments)))
        for other, _ in (effects.lacking if arguments.restore else ())
    }
    restored = [other for other, reason in reasons.items() if not reason]
    failed = [{"ingest_id": i, "reason": reason} for i, reason in reasons.items() if reason]
    show(
        arguments,
        found
        | {"lacking": lacking, "lost": effects.lost, "restored": restored, "not_restored": failed},
        found
        | {"restored": ", ".join(restored) or None}
        | {"not restored": [f"{each['ingest_id']}: {each['reason']}" for each in failed]},
    )
    return SHORT if failed else 0


def _said_of(effects: UndoEffects, *, restore: bool) -> Iterator[str]:
    for other, rows in effects.lacking:
        yield (
            f"It replaced {counted(rows, 'row')} of ingest {other.id} ({other.file_name}), "
            "which will be missing: their values are in no database, but in the original file. "
            + ("They are sent again." if restore else f"They come back with: resume {other.id}")
        )
    if effects.lost:
        yield (
            f"It also deletes {counted(effects.lost, 'point')} of no recorded ingest, on its "
            "stamps before it, with the same values or with others that it replaced. They cannot "
            "be brought back."
        )


def _doctor(arguments: argparse.Namespace, actor: Actor) -> int:
    steps = []
    for step in _examined(actor):
        steps.append(step)
        if not arguments.json:
            print(f"{'ok  ' if step.ok else 'FAIL'}  {step.step}: {step.message}", flush=True)
            if step.hint:
                print(f"      {step.hint}", flush=True)
    ok = all(step.ok for step in steps)
    if arguments.json:
        show(arguments, {"steps": [asdict(step) for step in steps], "ok": ok}, {})
    return 0 if ok else FAILED


def _examined(actor: Actor) -> Iterator[doctor.Step]:
    try:
        windproof = Windproof(load())
    except TurbineError as error:
        yield doctor.refused(doctor.SETTINGS, error)
        return
    yield from windproof.connection.doctor(actor)


def _users_add(arguments: argparse.Namespace, windproof: Windproof, actor: Actor) -> int:
    password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline()
    accounts = Accounts(windproof.settings.data_dir)
    accounts.add_user(
        actor, arguments.name, password.rstrip("\n"), administrator=arguments.administrator
    )
    found = {"name": arguments.name, "administrator": arguments.administrator}
    show(arguments, found, found)
    return 0


def _users_reset(arguments: argparse.Namespace, windproof: Windproof, actor: Actor) -> int:
    password = Accounts(windproof.settings.data_dir).reset_password(actor, arguments.name)
    found = {"name": arguments.name, "password": password}
    show(arguments, found, found | {"note": "shown once: hand it over and have it changed"})
    return 0


_ALONE: dict[str, Callable[[argparse.Namespace, Actor], int]] = {
    "profile": _profile,
    "serve": serve_command,
    "backup": backup_command,
    "restore": restore_command,
}
"""Commands that open no data directory, or not yet."""

_RUN: dict[str, Callable[[argparse.Namespace, Windproof, Actor], int]] = {
    "ingest": _ingest,
    "ingests": _ingests,
    "aggregate": _aggregate,
    "verify": _verify,
    "resume": _resume,
    "undo": _undo,
    "users add": _users_add,
    "users reset": _users_reset,
}


# -- output --------------------------------------------------------------------------------


def _moment(text: str | None, zone: str, default_ns: int) -> int:
    if text is None:
        return default_ns
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise TurbineError(
            f"{text!r} is no time.", hint="Write it like 2024-01-31T06:00 or 2024-01-31T06:00Z."
        ) from error
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=load_zone(zone))
    return (moment - _EPOCH) // timedelta(microseconds=1) * 1_000
