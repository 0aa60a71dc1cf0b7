"""``report``: one file, HTML or PDF."""

import argparse
import sys
from collections.abc import Callable

from turbine.cli.files import write_whole
from turbine.cli.moments import moment
from turbine.cli.output import show, verdict_for_people
from turbine.cli.report.arguments import FORMATS
from turbine.cli.report.words import Words
from turbine.ingest.record import iso
from turbine.model.actor import Actor
from turbine.model.errors import ConfigError, NotFoundError
from turbine.model.series import Series
from turbine.services.reported import PARTS, Asked
from turbine.services.reports import OnProgress
from turbine.services.windproof import Windproof


def report_command(arguments: argparse.Namespace, windproof: Windproof, actor: Actor) -> int:
    """Write the report. Raises TurbineError for what cannot be shown or written."""
    from turbine.report import pdf  # here: not every command is to wait for it
    from turbine.report.page import html

    # All that can be said without the database comes first.
    written_as = _format(arguments)
    if written_as == "pdf":
        pdf.check()
    zone = arguments.zone
    asked = Asked(
        series=_series(arguments, windproof),
        start_ns=arguments.start and moment(arguments.start, zone),
        stop_ns=arguments.stop and moment(arguments.stop, zone),
        zone=zone,
        parts=tuple(part for part in PARTS if part in arguments.parts),
        without=tuple(arguments.without),
        verify=not arguments.no_verify,
    )
    report = windproof.reports.gather(
        actor, asked, on_progress=_progress(arguments, Words.GATHERING)
    )
    page = html(report, on_progress=_progress(arguments, Words.WRITING))
    if written_as == "pdf":
        _tell(arguments, Words.SETTING())
        data = pdf.pdf(page)
    else:
        data = page.encode()
    try:
        write_whole(arguments.out, data)
    except OSError as error:
        raise ConfigError(
            Words.NOT_WRITTEN(file=str(arguments.out), reason=error.strerror or str(error)),
            hint=Words.CHOOSE_ANOTHER_FILE(),
        ) from error
    answer = {
        "file": str(arguments.out),
        "format": written_as,
        "size_bytes": len(data),
        "turbines": [each.name for each in report.turbines],
        "zone": zone,
        "start": iso(report.period.start_ns),
        "stop": iso(report.period.stop_ns),
        "parts": list(asked.parts),
        "verdict": report.verdict,
    }
    lines = {
        Words.WRITTEN(): str(arguments.out),
        Words.TURBINES(): len(report.turbines),
        Words.VERDICT(): verdict_for_people(report.verdict)
        if report.verdict
        else Words.NO_VERDICT(),
    }
    show(arguments, answer, lines)
    return 0


def _format(arguments: argparse.Namespace) -> str:
    ending = arguments.out.suffix.lower().removeprefix(".").replace("htm", "html")[:4]
    written_as: str = arguments.format or ending
    if written_as not in FORMATS:
        raise ConfigError(Words.NO_FORMAT(file=str(arguments.out)), hint=Words.GIVE_FORMAT())
    return written_as


def _series(arguments: argparse.Namespace, windproof: Windproof) -> tuple[Series, ...]:
    """Those that are named, else all."""
    site, measurement = arguments.site, arguments.measurement
    if arguments.turbine:
        find = windproof.explorer.find
        found = (
            find(turbine=each, site=site, measurement=measurement).series
            for each in arguments.turbine
        )
        return tuple(dict.fromkeys(found))
    there = [info.series for info in windproof.explorer.series(measurement) if info.fields]
    found_there = tuple(sorted(each for each in there if site in (None, each.site)))
    if not found_there:
        said = Words.NO_SERIES_AT_ALL() if site is None else Words.NO_SERIES(site=site)
        raise NotFoundError(said, hint=Words.INGEST_FIRST())
    return found_there


def _progress(arguments: argparse.Namespace, label: Callable[..., str]) -> OnProgress:
    def told(done: int, count: int, name: str) -> None:
        _tell(arguments, label(name=name, place=done + 1, count=count))

    return told


def _tell(arguments: argparse.Namespace, text: str) -> None:
    """To a person who waits, and to nobody else."""
    if not arguments.json and sys.stderr.isatty():
        print(text, file=sys.stderr, flush=True)
