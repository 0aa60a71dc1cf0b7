"""Series that go in together: each an ingest of its own, planned before any is written."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import combinations

import numpy as np
import polars as pl

from turbine.ingest.ledger import FINDINGS_SCHEMA
from turbine.ingest.originals import Original
from turbine.ingest.plan import Plan
from turbine.ingest.record import IngestRecord, State, Upload
from turbine.ingest.rows import not_stored
from turbine.ingest.words import Words
from turbine.model.errors import FileError, IngestError
from turbine.model.frame import Stamps
from turbine.model.series import Series
from turbine.readers import FileScan, Scan, Split
from turbine.readers.turbines import named_by_files
from turbine.timing import retime
from turbine.timing.retime import Resolved
from turbine.words import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What the person calls the series of an upload; None: as the files do."""

    measurement: str = "scada"
    site: str | None = None
    turbine: str | None = None


DEFAULT_SITE, DEFAULT_TURBINE = "main", "T1"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Read:
    """One file of an upload, kept and read."""

    original: Original
    split: Split
    turbine: str = ""
    """What it calls its only turbine, outside of its rows."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Part:
    """One series of one file."""

    original: Original
    scan: FileScan
    series: Series


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Group:
    """All that goes in together; nothing written yet."""

    plans: tuple[Plan, ...]
    """One for each series of each file."""
    rejected: int
    """Rows that are of no series, and of series of which nothing can be stored."""
    without_values: int
    """Rows of the latter without values."""
    findings: pl.DataFrame
    """FINDINGS_SCHEMA: these rows; ``column`` is the file's name if there are several."""
    unselected: int = 0
    """Rows of other turbines than the one that was asked for."""

    @property
    def is_alone(self) -> bool:
        """True if all that goes in is one series."""
        return len(self.plans) == 1 and not (self.rejected or self.without_values)

    def refuse(self, *, replace: bool, accept_losses: bool = False) -> None:
        """Raise the first obstacle of any series."""
        for plan in self.plans:
            plan.preflight.refuse(replace=replace, accept_losses=accept_losses)


def with_names(reads: Sequence[Read]) -> list[Read]:
    """With what the files' names say of turbines that nothing else names."""
    found = named_by_files([read.original.name for read in reads]) or ("",) * len(reads)
    return [
        replace(read, turbine=read.turbine or name) for read, name in zip(reads, found, strict=True)
    ]


def is_named(read: Read) -> bool:
    """Whether the file says which turbine its rows are of."""
    scans = (*read.split.scans, *read.split.empty)
    return bool(read.turbine) or all(scan.interpretation.turbine for scan in scans)


def selected(reads: Sequence[Read], names: Names) -> list[Read]:
    """The files with the series that are asked for: a given turbine's name selects, if rows name
    several, else it is what the only one is called. Raises IngestError if none is called so."""
    scans = [scan for read in reads for scan in (*read.split.scans, *read.split.empty)]
    named = list(dict.fromkeys(scan.interpretation.turbine for scan in scans))
    if names.turbine is None or len(named) < 2:
        return list(reads)
    if names.turbine not in named:
        raise IngestError(
            Words.NO_SUCH_TURBINE(turbine=names.turbine, names=_first(named)),
            hint=Words.NAME_ONE_TURBINE(),
        )
    return [replace(read, split=read.split.only(names.turbine)) for read in reads]


def parts_of(reads: Sequence[Read], names: Names) -> list[Part]:
    """Every series with something to store, under its name. Raises IngestError if two files bring
    the same series at the same times; FileError if there is none."""
    found = [
        Part(original=read.original, scan=scan, series=_series(read, scan, names))
        for read in reads
        for scan in read.split.scans
    ]
    if not found:
        split, original = reads[0].split, reads[0].original
        raise FileError(
            Words.NOTHING_TO_STORE(count=split.rows, file=original.name),
            hint=Words.CHECK_REASONS(),
        )
    _check_apart(found)
    return found


def _first(names: Sequence[str], most: int = 12) -> tuple[Text, ...]:
    shown: list[Text] = [repr(name) for name in names[:most]]
    return tuple(shown) if len(names) <= most else (*shown, Words.MORE(count=len(names) - most))


def _series(read: Read, scan: FileScan, names: Names) -> Series:
    form = scan.interpretation
    return Series(
        measurement=names.measurement,
        site=names.site or form.site or DEFAULT_SITE,
        turbine=names.turbine or form.turbine or read.turbine or DEFAULT_TURBINE,
    )


def _check_apart(parts: Sequence[Part]) -> None:
    by_series: dict[Series, list[Part]] = {}
    for part in parts:
        by_series.setdefault(part.series, []).append(part)
    for series, same in by_series.items():
        for one, other in combinations(same, 2):
            fields = {*one.scan.interpretation.channels} & {*other.scan.interpretation.channels}
            both = len(np.intersect1d(one.scan.stamps, other.scan.stamps)) if fields else 0
            if both:
                raise IngestError(
                    Words.SAME_TWICE(
                        count=both,
                        first=one.original.name,
                        second=other.original.name,
                        turbine=series.turbine,
                    ),
                    hint=Words.ONE_AFTER_THE_OTHER(),
                )


def resolved(rule: str, parts: Sequence[Part], now_ns: int) -> Resolved:
    """What the rule comes to for all of them: times that belong together stay together. Raises
    RetimeError."""
    found = times([part.scan for part in parts])
    return retime.resolve(
        retime.parse(rule),
        found.stamps,
        step_ns=found.step_ns,
        zone=found.zone,
        now_ns=now_ns,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Times:
    """When the rows of several series are."""

    stamps: Stamps
    """Of all."""
    step_ns: int
    """Of the longest."""
    zone: str


def times(scans: Sequence[Scan]) -> Times:
    """The times of all series together."""
    longest = max(scans, key=lambda scan: scan.counts.kept)
    stamps = longest.stamps
    if len(scans) > 1:
        stamps = np.unique(np.concatenate([scan.stamps for scan in scans]))
    zone = longest.interpretation.zone
    return Times(stamps=stamps, step_ns=longest.step_ns, zone=zone)


def grouped(reads: Sequence[Read], plans: Sequence[Plan]) -> Group:
    """The plans, with what of the files is of none of them."""
    empty = [(read, scan) for read in reads for scan in read.split.empty]
    findings = [FINDINGS_SCHEMA.to_frame()]
    for read in reads:
        name = read.original.name if len(reads) > 1 else ""
        rows = read.split.left.select(
            pl.lit("rejected").alias("kind"), "line", pl.lit(name).alias("column"), "text", "reason"
        )
        own = [not_stored(scan) for other, scan in empty if other is read]
        own = [frame.with_columns(pl.lit(name).alias("column")) for frame in own]
        findings.append(pl.concat([rows, *own]).sort("line"))
    return Group(
        plans=tuple(plans),
        rejected=sum(len(read.split.left) for read in reads)
        + sum(scan.counts.rejected for _, scan in empty),
        without_values=sum(scan.counts.without_values for _, scan in empty),
        findings=pl.concat(findings),
        unselected=sum(read.split.unselected for read in reads),
    )


def new_upload(group: Group) -> Upload:
    """The ledger's entry of a group that is about to start."""
    now = datetime.now(UTC)
    return Upload(
        id=f"u{now:%Y%m%d}-{secrets.token_hex(4)}",
        rejected=group.rejected,
        without_values=group.without_values,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """The conservation law over all series of an upload."""

    series: int
    """Those that were not undone."""
    rows: int
    stored: int
    rejected: int
    duplicate: int
    without_values: int
    waiting: int
    undone: int
    """Rows of ingests that were undone: deleted again, or not sent any more."""
    bad_cells: int

    @property
    def adds_up(self) -> bool:
        left_out = self.rejected + self.duplicate + self.without_values
        return self.stored + left_out + self.waiting + self.undone == self.rows


def total(records: Sequence[IngestRecord], upload: Upload | None) -> Total:
    """The sum over the ingests of one upload, and its rows that are of none."""
    rejected = upload.rejected if upload else 0
    without_values = upload.without_values if upload else 0
    standing = [record for record in records if record.state is not State.UNDONE]
    undone = [record for record in records if record.state is State.UNDONE]
    return Total(
        series=len(standing),
        rows=sum(record.counts.rows for record in records) + rejected + without_values,
        stored=sum(record.stored for record in standing),
        rejected=sum(record.rejected for record in records) + rejected,
        duplicate=sum(record.counts.duplicate for record in records),
        without_values=sum(record.counts.without_values for record in records) + without_values,
        waiting=sum(record.waiting for record in standing),
        undone=sum(record.stored + record.waiting for record in undone),
        bad_cells=sum(record.counts.bad for record in records),
    )
