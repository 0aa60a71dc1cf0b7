"""The commands ``verify`` and ``undo``: of one ingest, or of all series of an upload."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from turbine.cli.ingesting import SHORT, progress
from turbine.cli.output import note, noted, show, verdict_for_people
from turbine.cli.words import Words
from turbine.ingest.record import IngestRecord, State
from turbine.ingest.undo import UndoEffects
from turbine.model.actor import Actor
from turbine.model.channels import channel
from turbine.model.errors import NotFoundError
from turbine.model.series import natural
from turbine.services.proofs import SUMS, Line, verdict
from turbine.services.uploads import Started
from turbine.services.windproof import Windproof
from turbine.words import recall

FAILED, NOT_COMPARED = 1, 2


def verify_command(arguments: argparse.Namespace, windproof: Windproof, actor: Actor) -> int:
    """Compare files and database row by row."""
    if (upload := windproof.uploads.find(arguments.ingest)) is not None:
        lines = windproof.uploads.verify(actor, upload, tolerance=arguments.tolerance)
        return _show_lines(arguments, lines)
    result = windproof.verification.verify(actor, arguments.ingest, tolerance=arguments.tolerance)
    summary = result.summary()
    channels = [
        (Words.STATES_RESULT if channel(c.channel).is_text else Words.CHANNEL_RESULT)(
            channel=c.channel,
            found=c.found,
            count=c.expected,
            unexpected=c.unexpected,
            different=c.differing,
            largest=c.largest_difference,
            unit=channel(c.channel).unit,
        )
        for c in result.channels
    ]
    told = verdict_for_people(result.verdict)
    show(arguments, summary, summary | {"verdict": told, "channels": channels})
    return 0 if result.verdict == "PASS" else FAILED


def _show_lines(arguments: argparse.Namespace, lines: Sequence[Line]) -> int:
    """A verdict for each series, and the one over all of them."""
    each = [_of_line(line) for line in lines]
    total = {"verdict": verdict(lines)}
    total |= {name: sum(getattr(line, name) for line in lines) for name in SUMS}
    show(arguments, {"upload": arguments.ingest, "ingests": each, "total": total}, {})
    if not arguments.json:
        for line, of_line in zip(lines, each, strict=True):
            told = {"state": str(line.record.state.label), "verdict": _said(line)}
            show(arguments, {}, of_line | told)
            print()
        over_all = Words.VERDICT_OVER_ALL(
            count=sum(not line.is_undone for line in lines),
            verdict=verdict_for_people(total["verdict"]),
        )
        show(arguments, {}, {"total": over_all} | {name: total[name] for name in SUMS})
    return {"PASS": 0, "FAIL": FAILED, None: NOT_COMPARED}[total["verdict"]]


def _of_line(line: Line) -> dict[str, Any]:
    series = line.record.series
    names = {"ingest_id": line.record.id, "turbine": series.turbine, "site": series.site}
    counts = {name: getattr(line, name) for name in SUMS} if line.verdict else {}
    state = {"state": line.record.state.value, "verdict": line.verdict}
    return names | state | counts | {"reasons": [str(reason) for reason in line.reasons]}


def _said(line: Line) -> str:
    if line.is_undone:
        return Words.UNDONE_LEFT_OUT()
    return verdict_for_people(line.verdict)


def undo_command(arguments: argparse.Namespace, windproof: Windproof, actor: Actor) -> int:
    """Delete exactly what was stored, and count what is left."""
    upload = windproof.uploads.find(arguments.ingest)
    records = upload.records if upload else [windproof.ingests.get(arguments.ingest)]
    ids = _selected(arguments, records)
    if upload is not None:
        upload = upload.only(ids)
        note(arguments, _names(upload))
        ids = [record.id for record in upload.standing]
    effects = windproof.ingests.check_undo(*ids)
    if not arguments.json:
        for sentence in _irreversible(effects, restore=arguments.restore):
            print(Words.NOTE(text=sentence), flush=True)
    typed = arguments.confirm
    if typed is None and sys.stdin.isatty():
        typed = input(Words.CONFIRM_PROMPT(ingest=arguments.ingest))
    if upload is not None:
        points = windproof.uploads.undo(actor, upload, confirmation=typed or "")
        each = [{"ingest_id": name, "deleted": count} for name, count in points.items()]
        deleted = sum(points.values())
        names: dict[str, Any] = {"upload": arguments.ingest, "ingests": each}
    else:
        deleted = windproof.ingests.undo(actor, ids[0], confirmation=typed or "")
        names = {"ingest_id": arguments.ingest}
    return _show_undone(arguments, windproof, actor, effects, names | {"deleted": deleted})


def _show_undone(
    arguments: argparse.Namespace,
    windproof: Windproof,
    actor: Actor,
    effects: UndoEffects,
    undone: dict[str, Any],
) -> int:
    result = undone | {"left": 0}
    lacking = [{"ingest_id": other.id, "rows": rows} for other, rows in effects.lacking]
    reasons = {
        other.id: str(windproof.ingests.restore(actor, other.id, progress(arguments)))
        for other, _ in (effects.lacking if arguments.restore else ())
    }
    restored = [other for other, reason in reasons.items() if not reason]
    failed = {other: recall(str(reason)) for other, reason in reasons.items() if reason}
    not_restored = [{"ingest_id": other, "reason": reason} for other, reason in failed.items()]
    details = {"lacking": lacking, "lost": effects.lost, "restored": restored}
    details |= {"notes": noted(arguments)} if "upload" in undone else {}
    show(
        arguments,
        result | details | {"not_restored": not_restored},
        {name: value for name, value in result.items() if name != "ingests"}
        | {"restored": ", ".join(restored) or None}
        | {"not_restored": [": ".join(each) for each in failed.items()]},
    )
    return SHORT if failed else 0


def _selected(arguments: argparse.Namespace, records: Sequence[IngestRecord]) -> list[str]:
    """The ingests of the turbines that are named, or all. Raises NotFoundError if one is not
    there."""
    wanted = arguments.turbine
    there = {record.series.turbine for record in records}
    if missing := [name for name in wanted if name not in there]:
        names = sorted(there, key=natural)
        raise NotFoundError(
            Words.NO_SUCH_TURBINE(turbine=missing[0], ingest=arguments.ingest),
            hint=Words.TURBINES_ARE(names=tuple(names)),
        )
    return [r.id for r in records if not wanted or r.series.turbine in wanted]


def _names(upload: Started) -> str:
    return Words.UNDOES(
        count=len(upload.standing), ingests=tuple(_name(record) for record in upload.records)
    )


def _name(record: IngestRecord) -> str:
    text = Words.UNDONE_BEFORE if record.state is State.UNDONE else Words.TO_UNDO
    return text(count=record.stored, turbine=record.series.turbine, ingest=record.id)


def _irreversible(effects: UndoEffects, *, restore: bool) -> Iterator[str]:
    """What an undo does not bring back by itself."""
    replaced = Words.REPLACED_ROWS_RESENT if restore else Words.REPLACED_ROWS_LOST
    for other, rows in effects.lacking:
        yield replaced(count=rows, ingest=other.id, file=other.file_name)
    if effects.lost:
        yield Words.UNRECORDED_POINTS_LOST(count=effects.lost)
