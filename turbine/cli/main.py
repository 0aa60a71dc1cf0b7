"""The command line: asks the services and prints. ``--json`` prints one object, keys stable."""

import argparse
import getpass
import io
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from typing import Any

from turbine.cli import losses, recipes
from turbine.cli.afterwards import FAILED, NOT_COMPARED, undo_command, verify_command
from turbine.cli.analysis.command import analyse_command
from turbine.cli.arguments import build_parser
from turbine.cli.ingesting import ingest_command, resume_command, summary
from turbine.cli.keeping import backup_command, restore_command
from turbine.cli.moments import moment
from turbine.cli.output import noted, show
from turbine.cli.parsing import argparse_speaks
from turbine.cli.reading import members_of, read
from turbine.cli.report.command import report_command
from turbine.cli.serve import serve_command
from turbine.cli.sites import list_command, remove_command, set_command
from turbine.cli.words import Words
from turbine.explore.aggregate import AggregateRequest, Aggregation
from turbine.explore.functions import function_of, holds_words
from turbine.ingest.record import State, iso
from turbine.model.actor import Actor, machine_actor
from turbine.model.deadline import QUESTION_S, acting
from turbine.model.errors import TurbineError
from turbine.model.series import Series
from turbine.readers import Interpretation, Scan, open_source
from turbine.readers.profile import profile
from turbine.services.windproof import Windproof
from turbine.settings.config import language, load
from turbine.settings.places import COMMAND
from turbine.stores import doctor
from turbine.timing.windows import window_of
from turbine.words import speaking


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code. Known errors are one sentence on standard error."""
    if isinstance(sys.stdout, io.TextIOWrapper):  # a file's name may be bytes that are no text
        sys.stdout.reconfigure(errors="backslashreplace")
    with speaking(language()), argparse_speaks():
        parser = build_parser()
        arguments = parser.parse_args(argv)
        for text in vars(arguments).values():
            # Bytes that are no text; a file may be named so.
            if isinstance(text, str) and any("\ud800" <= each <= "\udfff" for each in text):
                parser.error(Words.NOT_TEXT(text=text))
        return _run_command(arguments)


def _run_command(arguments: argparse.Namespace) -> int:
    try:
        if arguments.command == "doctor":  # it reports invalid settings too
            code = _doctor(arguments, machine_actor())
        elif arguments.command in _ALONE:
            code = _ALONE[arguments.command](arguments, machine_actor())
        else:
            code = _RUN[arguments.command](arguments, Windproof(load()), machine_actor())
        sys.stdout.flush()
    except BrokenPipeError:  # the reader of our output has closed it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except TurbineError as error:
        print("turbine", error, sep=": ", file=sys.stderr)
        if isinstance(error, losses.LeftOutError):
            return losses.STRICT
        return NOT_COMPARED if arguments.command == "verify" else FAILED
    except KeyboardInterrupt:
        print("turbine", Words.INTERRUPTED(), sep=": ", file=sys.stderr)
        return 130
    return code


def _profile(arguments: argparse.Namespace, _: Actor) -> int:
    """Of the file alone: it needs no data directory."""
    members = members_of(arguments, arguments.file)
    source = open_source(
        arguments.file, arguments.file.name, members[0] if len(members) == 1 else None
    )
    split, _detection = read(arguments, source)
    told = losses.before(arguments, [split])
    code = losses.code(arguments, told, 0)
    if split.is_single:
        [scan] = split.scans or split.empty
        result = profile(scan).to_dict() | {"interpretation": _flat(scan.interpretation)}
        notes = {"notes": noted(arguments)}
        show(arguments, result | notes | told.json(), _profile_lines(scan, result) | told.lines())
        return code
    series = [(scan, profile(scan).to_dict()) for scan in (*split.scans, *split.empty)]
    names = [
        {"turbine": s.interpretation.turbine, "site": s.interpretation.site} for s, _ in series
    ]
    for name, (scan, result) in zip(names, series, strict=True) if not arguments.json else ():
        show(arguments, {}, name | _profile_lines(scan, result))
        print()
    total = {"rows": split.rows, "of_no_series": len(split.left)}
    profiles = [name | result for name, (_, result) in zip(names, series, strict=True)]
    result = {"series": profiles, "total": total, "interpretation": _flat(split.interpretation)}
    lines = total | {"open_end": split.open_end} | told.lines()
    show(arguments, result | {"notes": noted(arguments)} | told.json(), lines)
    return code


def _profile_lines(scan: Scan, result: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in result.items() if not name.endswith("_ns")} | {
        "gaps": [
            Words.GAP(count=gap["missing"], time=iso(gap["after_ns"])) for gap in result["gaps"]
        ],
        "channels": [_channel_line(c) for c in result["channels"]],
        "open_end": scan.open_end,
    }


def _channel_line(c: dict[str, Any]) -> str:
    counts = {"name": c["name"], "missing": c["missing"], "bad": c["bad"], "count": c["values"]}
    if c["states"]:
        states = tuple(Words.STATE_ROWS(state=repr(s), count=rows) for s, rows in c["states"])
        return Words.STATES_PROFILE(**counts, states=states)
    implausible = c["below"] + c["above"]
    return Words.CHANNEL_PROFILE(**counts, negative=c["negative"], implausible=implausible)


def _flat(form: Interpretation) -> dict[str, Any]:
    return {"format": form.format} | form.identity()


def _ingests(arguments: argparse.Namespace, windproof: Windproof, _actor: Actor) -> int:
    records = windproof.ingests.all()
    if arguments.json:
        show(arguments, {"ingests": [summary(record) for record in records]}, {})
        return 0
    for r in records:
        stored = 0 if r.state is State.UNDONE else r.stored
        rows = Words.STORED_OF_ROWS(stored=stored, count=r.counts.rows)
        period = Words.PERIOD(first=iso(r.first_ns), last=iso(r.last_ns))
        state, series = f"{r.state.label!s:<11}", r.series
        names = series.turbine, r.rule, r.file_name, *filter(None, [r.upload])
        print(r.id, state, rows, period, *names, sep="  ")
    if not records:
        print(Words.NOTHING_INGESTED(command=COMMAND))
    return 0


def _aggregate(arguments: argparse.Namespace, windproof: Windproof, _actor: Actor) -> int:
    with acting(Words.THE_AGGREGATE(), QUESTION_S):  # the search for the series too
        series, result = _aggregated(arguments, windproof)
    words = holds_words(arguments.field, arguments.function)
    windows = [
        {"start": iso(start_ns), "value": value, "count": count, "expected": expected, "cut": cut}
        for start_ns, value, count, expected, cut in result.frame.select(
            result.frame["time"].dt.epoch("ns"),
            "word" if words else "value",
            "count",
            "expected",
            "cut",
        ).iter_rows()
    ]
    if arguments.json:
        answer = {
            "turbine": series.turbine,
            "site": series.site,
            "measurement": series.measurement,
            "field": arguments.field,
            "function": result.request.function,
            "window": result.request.window,
            "zone": arguments.zone,
            "seconds": round(result.seconds, 4),
            "notes": list(result.notes),
            "windows": windows,
            "states": dict(result.states.get(arguments.field, ())),
        }
        show(arguments, answer, {})
        return 0
    for note in result.notes:
        print(Words.NOTE(text=note))
    for w in windows:
        value = "" if w["value"] is None else w["value"]
        value = value if isinstance(value, str) else f"{value:.6g}"
        rows = (
            Words.ROWS_COUNT(count=w["count"])
            if w["expected"] is None
            else Words.ROWS_OF_EXPECTED(rows=w["count"], expected=w["expected"])
        )
        cut = [Words.TRUNCATED()] if w["cut"] else []
        print(w["start"], f"{value:>14}", rows, *cut, sep="  ")
    for word, count in result.states.get(arguments.field, ()):
        print(Words.STATE_ROWS(state=repr(word), count=count))
    return 0


def _aggregated(arguments: argparse.Namespace, windproof: Windproof) -> tuple[Series, Aggregation]:
    named = {key: getattr(arguments, key) for key in ("turbine", "site", "measurement")}
    # A list of the series may cost far more than the aggregate: only if it is needed.
    info = None
    series = windproof.explorer.name(**named) if arguments.start and arguments.stop else None
    if series is None:
        info = windproof.explorer.find(**named)
        windproof.explorer.check_field(info, arguments.field)
        series = info.series
    result = windproof.explorer.aggregate(
        AggregateRequest(
            series=series,
            channels=(arguments.field,),
            start_ns=_moment(arguments.start, arguments.zone, info.first_ns if info else 0),
            stop_ns=_moment(arguments.stop, arguments.zone, info.last_ns + 1 if info else 0),
            window=window_of(arguments.window),
            function=function_of(arguments.function),
            zone=arguments.zone,
            fill="gap",
        ),
    )
    if info is None and not result.frame["count"].sum():
        # Raises if there is no such series or field at all.
        windproof.explorer.check_field(windproof.explorer.find(**named), arguments.field)
    return series, result


def _doctor(arguments: argparse.Namespace, actor: Actor) -> int:
    steps = []
    for step in _examined(actor):
        steps.append(step)
        if not arguments.json:
            status = Words.STEP_OK() if step.ok else Words.STEP_FAILED()
            print(
                f"{status:<4}", ": ".join((str(step.step), str(step.message))), sep="  ", flush=True
            )
            if step.hint:
                print(f"      {step.hint}", flush=True)
    ok = all(step.ok for step in steps)
    if arguments.json:
        names = [field.name for field in fields(doctor.Step)]
        rows = [{name: getattr(step, name) for name in names} for step in steps]
        show(arguments, {"steps": rows, "ok": ok}, {})
    return 0 if ok else FAILED


def _examined(actor: Actor) -> Iterator[doctor.Step]:
    try:
        windproof = Windproof(load())
    except TurbineError as error:
        yield doctor.refused(doctor.SETTINGS, error)
        return
    yield from windproof.connection.doctor(actor)


def _users_add(arguments: argparse.Namespace, windproof: Windproof, actor: Actor) -> int:
    password = (
        getpass.getpass(Words.PASSWORD_PROMPT()) if sys.stdin.isatty() else sys.stdin.readline()
    )
    from turbine.access import Accounts  # here: its cryptography is slow to import

    accounts = Accounts(windproof.settings.data_dir)
    accounts.add_user(
        actor, arguments.name, password.rstrip("\n"), administrator=arguments.administrator
    )
    result = {"name": arguments.name, "administrator": arguments.administrator}
    show(arguments, result, result)
    return 0


def _users_reset(arguments: argparse.Namespace, windproof: Windproof, actor: Actor) -> int:
    from turbine.access import Accounts

    password = Accounts(windproof.settings.data_dir).reset_password(actor, arguments.name)
    result = {"name": arguments.name, "password": password}
    show(arguments, result, result | {"notes": Words.PASSWORD_NOTE()})
    return 0


_ALONE: dict[str, Callable[[argparse.Namespace, Actor], int]] = {
    "profile": _profile,
    "serve": serve_command,
    "backup": backup_command,
    "restore": restore_command,
}
"""Commands that open no data directory, or not yet."""

_RUN: dict[str, Callable[[argparse.Namespace, Windproof, Actor], int]] = {
    "ingest": ingest_command,
    "ingests": _ingests,
    "aggregate": _aggregate,
    "analyse": analyse_command,
    "report": report_command,
    "verify": verify_command,
    "resume": resume_command,
    "undo": undo_command,
    "recipes list": recipes.list_command,
    "recipes rename": recipes.rename_command,
    "recipes delete": recipes.delete_command,
    "sites list": list_command,
    "sites set": set_command,
    "sites remove": remove_command,
    "users add": _users_add,
    "users reset": _users_reset,
}


def _moment(text: str | None, zone: str, default_ns: int) -> int:
    return default_ns if text is None else moment(text, zone)
