"""What the command line says of what a file loses: aloud, line by line, and as a file."""

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from turbine.cli.files import write_whole
from turbine.cli.words import Words
from turbine.explore.export import csv_bytes
from turbine.ingest.ledger import FINDINGS_SCHEMA, OPEN_END, REFUSED, REVOKED, WITHOUT_VALUES
from turbine.ingest.losses import LOUD_ROWS, losses_of
from turbine.ingest.rows import not_stored
from turbine.model.errors import ConfigError, TurbineError
from turbine.model.frame import in_words
from turbine.readers import Scan, Split

STRICT = 3
"""The exit code if something was left out, and nothing may be."""
SHOWN = 5
_HARMLESS = ("duplicate", WITHOUT_VALUES, OPEN_END)


class LeftOutError(TurbineError):
    """Something would be left out, and nothing may be."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Told:
    """What was said of a file's losses."""

    warnings: tuple[str, ...]
    findings: pl.DataFrame
    """FINDINGS_SCHEMA: all that is not stored."""

    @property
    def lost(self) -> pl.DataFrame:
        """Rows and cells that are left out though the file has them."""
        return self.findings.filter(~pl.col("kind").is_in(_HARMLESS))

    def json(self) -> dict[str, Any]:
        """Keys of the result."""
        return {"warnings": list(self.warnings), "left_out": self._first()}

    def lines(self) -> dict[str, Any]:
        """The same for a person: what begins with WARNING, and the first few."""
        shown = [
            (Words.LEFT_OUT_CELL if row["column"] else Words.LEFT_OUT_ROW)(
                line=row["line"], column=row["column"], text=row["text"], reason=row["reason"]
            )
            for row in self._first()
        ]
        if len(self.lost) > SHOWN:
            shown.append(Words.LEFT_OUT_MORE(count=len(self.lost) - SHOWN))
        warnings = {Words.WARNING_TITLE(): list(self.warnings)} if self.warnings else {}
        return {**warnings, "left_out": shown}

    def _first(self) -> list[dict[str, Any]]:
        return list(in_words(self.lost.head(SHOWN)).iter_rows(named=True))


def before(arguments: argparse.Namespace, splits: Sequence[Split]) -> Told:
    """Say the losses on standard error before anything is written, and write ``--findings``. Raises
    LeftOutError with ``--strict`` if there are any."""
    is_ingest = arguments.command == "ingest"
    scans = [scan for split in splits for scan in (*split.scans, *split.empty)]
    # A file of which nothing can be stored is refused, which says more.
    said = [*_losses(scans), *_nameless(splits)]
    warnings = tuple(said) if not is_ingest or any(s.scans for s in splits) else ()
    for text in warnings:
        print(Words.WARNING_TITLE(), text, sep=": ", file=sys.stderr, flush=True)
    nameless = [
        split.left.with_columns(kind=pl.lit("rejected"), column=pl.lit("")) for split in splits
    ]
    findings = [*map(not_stored, scans), *nameless]
    told = _told(arguments, warnings, findings)
    if arguments.strict and not told.lost.is_empty() and is_ingest:
        for line in told.lines()["left_out"]:
            print(line, file=sys.stderr)
        raise LeftOutError(Words.STRICT_REFUSED(count=len(told.lost)), hint=Words.STRICT_HINT())
    return told


def _losses(scans: Sequence[Scan]) -> Iterator[str]:
    for scan in scans:
        for loss in losses_of(scan):
            turbine = scan.interpretation.turbine
            is_one = len(scans) == 1 or not turbine
            yield str(loss.said) if is_one else Words.OF_TURBINE(turbine=turbine, text=loss.said)


def _nameless(splits: Sequence[Split]) -> Iterator[str]:
    for split in splits:
        if len(split.left) > LOUD_ROWS * split.rows:
            yield Words.ROWS_OF_NO_SERIES(count=len(split.left), rows=split.rows)


def refused(arguments: argparse.Namespace, told: Told, findings: Iterable[pl.DataFrame]) -> Told:
    """The same with what the database refused, by the ledger's findings of these ingests."""
    kept = [each.filter(pl.col("kind").is_in((REFUSED, REVOKED))) for each in findings]
    return _told(arguments, told.warnings, [*kept, told.findings])


def _told(
    arguments: argparse.Namespace, warnings: tuple[str, ...], parts: Sequence[pl.DataFrame]
) -> Told:
    findings = pl.concat(part.select(FINDINGS_SCHEMA.names()) for part in parts)
    if arguments.findings is not None:
        _write(arguments.findings, findings)
    return Told(warnings=warnings, findings=findings)


def code(arguments: argparse.Namespace, told: Told, otherwise: int) -> int:
    """The exit code: with ``--strict``, STRICT if anything was left out."""
    is_lossy = arguments.strict and not told.lost.is_empty()
    return STRICT if is_lossy and not otherwise else otherwise


def _write(path: Path, findings: pl.DataFrame) -> None:
    try:
        write_whole(path, csv_bytes(in_words(findings)))
    except OSError as error:
        reason = error.strerror or str(error)
        cannot = Words.CANNOT_WRITE(path=str(path), reason=reason)
        raise ConfigError(cannot, hint=Words.OTHER_PATH()) from error
