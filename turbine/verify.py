"""The proof: every row and every value of the file against what the database holds.

Both sides are read anew: the original bytes parsed again and retimed by the recorded rule, and
the raw points of exactly that period. Doubles compare exactly unless a tolerance is given.
Nothing is sampled.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import polars as pl

from turbine.channels import BY_NAME, NAMES
from turbine.frame import Stamps, stamps_of, to_time
from turbine.ingest.plan import retimed
from turbine.ingest.record import IngestRecord, State, iso
from turbine.readers.model import Scan
from turbine.stores.base import Store

Verdict = Literal["PASS", "FAIL"]

OFFENDERS_SCHEMA = pl.Schema(
    {
        "kind": pl.String(),
        "line": pl.UInt32(),
        "time": pl.Datetime("ns", "UTC"),
        "channel": pl.String(),
        "file_value": pl.Float64(),
        "stored_value": pl.Float64(),
        "by_line": pl.UInt32(),
    }
)
"""``kind``: missing (a row of the file that the database lacks), overwritten (it lost its stamp to
``by_line``), unexpected (a point that the file lacks), differing (another value; null: none)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelResult:
    """One channel, value by value, over the rows that are on both sides."""

    channel: str
    expected: int
    """Values in the file (missing cells are none)."""
    found: int
    """… that the database holds, equal or not."""
    missing: int
    unexpected: int
    """Values in the database where the file's cell is empty."""
    differing: int
    largest_difference: float
    """Largest absolute difference, in the channel's unit (an angle's the short way round)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Verification:
    """What comparing every row came to."""

    ingest_id: str
    verdict: Verdict
    expected: int
    """Rows of the file that the database must hold: kept, and not replaced by a later ingest."""
    found: int
    """… whose stamp the database holds."""
    missing: int
    unexpected: int
    """Points in the period that neither this file nor another recorded ingest explains."""
    differing: int
    """Rows found with at least one other value."""
    overwritten: int
    """Rows among the missing whose stamp a later line of the same file took."""
    distinct_stamps: int
    """Stamps that the expected rows fall on; fewer than rows where the rule collapsed them."""
    replaced: int
    """Rows of the file that a later ingest took over; counted apart, no failure."""
    others: int
    """Points of other recorded ingests in the period; counted apart, no failure."""
    tolerance: float
    first_ns: int
    last_ns: int
    channels: tuple[ChannelResult, ...]
    reasons: tuple[str, ...]
    """Why rows are missing, where that is known."""
    offenders: pl.DataFrame = field(repr=False)
    """OFFENDERS_SCHEMA, all of them, by time."""
    queries: tuple[str, ...] = ()

    def summary(self) -> dict[str, Any]:
        """Stable keys for ``--json``; documented in docs/cli.md."""
        return {
            "ingest_id": self.ingest_id,
            "verdict": self.verdict,
            "expected": self.expected,
            "found": self.found,
            "missing": self.missing,
            "unexpected": self.unexpected,
            "differing": self.differing,
            "overwritten": self.overwritten,
            "distinct_stamps": self.distinct_stamps,
            "replaced": self.replaced,
            "others": self.others,
            "tolerance": self.tolerance,
            "first": iso(self.first_ns),
            "last": iso(self.last_ns),
            "channels": [
                {name: getattr(c, name) for name in ChannelResult.__slots__} for c in self.channels
            ],
            "reasons": list(self.reasons),
        }


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Holdings:
    """What the ledger knows about the stamps in the ingest's period."""

    replaced: Stamps
    """Stamps of this ingest that later ones took over, ascending."""
    others: Stamps
    """Stamps of other ingests of the same series and target, ascending."""
    refused_lines: Stamps
    """Lines of the file that the database refused when they were sent."""


def verify(  # noqa: PLR0913 - the two sides, what is known of them, and how to compare
    record: IngestRecord,
    scan: Scan,
    store: Store,
    holdings: Holdings,
    *,
    now_ns: int,
    tolerance: float = 0.0,
    on_progress: Callable[[int], None] = lambda _rows: None,
) -> Verification:
    """Compare the file with the database. ``tolerance`` is absolute, in each channel's unit."""
    tally = _Tally(record, holdings, tolerance)
    queries: list[str] = []
    for source, start_ns, stop_ns in _pieces(record, scan, holdings.replaced):
        # All channels, not only the mapped ones: a point of any field is a point.
        answer = store.read(record.series, NAMES, start_ns, stop_ns)
        queries[1:] = [answer.query]
        tally.compare(source, answer.frame)
        on_progress(tally.expected)
    bucket = store.bucket()
    expired_before = now_ns - bucket.retention_s * 10**9 if bucket and bucket.retention_s else None
    return tally.result(expired_before, tuple(dict.fromkeys(queries)))


def sides(
    record: IngestRecord, scan: Scan, store: Store, channel: str
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The overlay's two lines, each ``time`` and ``value``: the file's and the database's."""
    file_side = pl.concat(f.select("time", channel) for f in retimed(scan, record.resolved))
    held = store.read(record.series, (channel,), record.first_ns, record.last_ns + 1).frame
    return (
        file_side.rename({channel: "value"}).sort("time", maintain_order=True),
        held.rename({channel: "value"}).drop_nulls(),
    )


def _pieces(
    record: IngestRecord, scan: Scan, replaced: Stamps
) -> Iterator[tuple[pl.DataFrame, int, int]]:
    """The file's side with the period that it answers for: block by block where the new stamps
    ascend, so that memory stays bounded; whole where they do not."""
    stamps = record.resolved.apply(scan.stamps)
    frames: Iterator[pl.DataFrame] = retimed(scan, record.resolved)
    if len(stamps) > 1 and not (np.diff(stamps) > 0).all():
        frames = iter([pl.concat(frames)])
    start_ns = record.first_ns
    seen = 0
    for frame in frames:
        seen += frame.height
        stop_ns = int(stamps[seen]) if seen < len(stamps) else record.last_ns + 1
        if len(replaced):
            frame = frame.filter(~pl.col("time").is_in(to_time(replaced).implode()))
        yield frame, start_ns, stop_ns
        start_ns = stop_ns


class _Tally:
    """Counts and offenders, piece by piece."""

    def __init__(self, record: IngestRecord, holdings: Holdings, tolerance: float) -> None:
        self._record = record
        self._holdings = holdings
        self._tolerance = tolerance
        self._offenders: list[pl.DataFrame] = []
        self._per_channel = {
            name: dict.fromkeys(("expected", "found", "missing", "unexpected", "differing"), 0)
            for name in record.interpretation.channels
        }
        self._largest = dict.fromkeys(record.interpretation.channels, 0.0)
        self.expected = self._found = self._differing = self._overwritten = 0
        self._unexpected = self._others = self._distinct = 0
        self._lost: list[pl.DataFrame] = []

    def compare(self, source: pl.DataFrame, stored: pl.DataFrame) -> None:
        """Add one piece: the file's rows, and the database's points of the same period."""
        held = stamps_of(stored)
        self.expected += source.height
        source = self._last_of_each_stamp(source)
        self._distinct += source.height
        present = pl.Series(np.isin(stamps_of(source), held))
        missing, found = source.filter(~present), source.filter(present)
        self._found += found.height
        self._lost.append(missing.select("time", "line"))
        self._note("missing", missing.select("line", "time"))
        self._note_unexpected(np.setdiff1d(held, stamps_of(source)), stored)
        both = found.join(stored, on="time", how="left", suffix="_held", maintain_order="left")
        wrong = pl.Series(np.zeros(both.height, dtype=bool))
        for name in self._per_channel:
            self._per_channel[name]["missing"] += missing[name].count()
            self._per_channel[name]["expected"] += missing[name].count()
            wrong |= self._compare_channel(both, name)
        self._differing += int(wrong.sum())

    def _last_of_each_stamp(self, source: pl.DataFrame) -> pl.DataFrame:
        """Where a rule collapsed stamps, the database can hold the last line only."""
        if source["time"].is_unique().all():
            return source
        winner = pl.col("line").last().over("time")
        lost = source.with_columns(by_line=winner).filter(pl.col("line") != pl.col("by_line"))
        self._overwritten += lost.height
        self._note("overwritten", lost.select("line", "time", "by_line"))
        for name, counts in self._per_channel.items():
            counts["expected"] += lost[name].count()
            counts["missing"] += lost[name].count()
        return source.filter(pl.col("line") == winner)

    def _compare_channel(self, both: pl.DataFrame, name: str) -> pl.Series:
        told, held = both[name], both[f"{name}_held"]
        counts = self._per_channel[name]
        gone = told.is_not_null() & held.is_null()
        extra = told.is_null() & held.is_not_null()
        gap = (told - held).abs()
        if BY_NAME[name].angular:
            gap = pl.select(pl.min_horizontal(gap, (360.0 - gap).abs())).to_series()
        other = (told != held) & (gap > self._tolerance)
        other = other.fill_null(value=False)
        counts["expected"] += told.count()
        counts["found"] += told.count() - int(gone.sum())
        counts["missing"] += int(gone.sum())
        counts["unexpected"] += int(extra.sum())
        counts["differing"] += int(other.sum())
        largest = gap.max()
        self._largest[name] = max(self._largest[name], float(largest or 0.0))  # type: ignore[arg-type]
        wrong = gone | extra | other
        self._note(
            "differing",
            both.filter(wrong).select(
                "line",
                "time",
                channel=pl.lit(name),
                file_value=pl.col(name),
                stored_value=pl.col(f"{name}_held"),
            ),
        )
        return wrong

    def _note_unexpected(self, extra: Stamps, stored: pl.DataFrame) -> None:
        ours = np.isin(extra, self._holdings.others) | np.isin(extra, self._holdings.replaced)
        self._others += int(ours.sum())
        strange = extra[~ours]
        self._unexpected += len(strange)
        if len(strange):
            times = pl.DataFrame({"time": to_time(strange)})
            values = times.join(stored, on="time", how="left").unpivot(
                index="time", variable_name="channel", value_name="stored_value"
            )
            self._note("unexpected", values.filter(pl.col("stored_value").is_not_null()))

    def _note(self, kind: str, rows: pl.DataFrame) -> None:
        if rows.height:
            self._offenders.append(
                rows.select(
                    *(
                        pl.lit(kind).alias("kind")
                        if name == "kind"
                        else (
                            pl.col(name) if name in rows.columns else pl.lit(None).alias(name)
                        ).cast(dtype)
                        for name, dtype in OFFENDERS_SCHEMA.items()
                    )
                )
            )

    def result(self, expired_before: int | None, queries: tuple[str, ...]) -> Verification:
        record = self._record
        missing = self.expected - self._found
        failed = missing or self._unexpected or self._differing
        offenders = (
            pl.concat(self._offenders).sort("time", "line", maintain_order=True)
            if self._offenders
            else OFFENDERS_SCHEMA.to_frame()
        )
        return Verification(
            ingest_id=record.id,
            verdict="FAIL" if failed else "PASS",
            expected=self.expected,
            found=self._found,
            missing=missing,
            unexpected=self._unexpected,
            differing=self._differing,
            overwritten=self._overwritten,
            distinct_stamps=self._distinct,
            replaced=len(self._holdings.replaced),
            others=self._others,
            tolerance=self._tolerance,
            first_ns=record.first_ns,
            last_ns=record.last_ns,
            channels=tuple(
                ChannelResult(channel=name, largest_difference=self._largest[name], **counts)
                for name, counts in self._per_channel.items()
            ),
            reasons=tuple(self._reasons(expired_before)),
            offenders=offenders,
            queries=queries,
        )

    def _reasons(self, expired_before: int | None) -> Iterator[str]:
        record = self._record
        lost = pl.concat(self._lost)
        if self._overwritten:
            yield (
                f"The rule put {self.expected:,} rows onto {self._distinct:,} stamps: "
                f"{self._overwritten:,} rows were overwritten by later lines of the same file."
            )
        unexplained = lost.height
        refused = int(np.isin(lost["line"].to_numpy(), self._holdings.refused_lines).sum())
        if refused:
            yield f"{refused:,} rows were refused by the database when they were sent."
        unexplained -= refused
        if expired_before is not None and lost.height:
            expired = int((stamps_of(lost) < expired_before).sum())
            if expired:
                yield f"{expired:,} rows are older than the bucket's retention period."
            unexplained -= expired
        if record.state is State.UNDONE:
            yield "The ingest was undone: its points were deleted on purpose."
        elif record.waiting:
            yield f"{record.waiting:,} rows were not sent yet: resume the ingest."
        elif unexplained > 0:
            yield (
                f"{unexplained:,} rows were acknowledged and are not there now: "
                "they were deleted, or never became durable. No record here explains it."
            )
        if self._unexpected:
            yield (
                f"{self._unexpected:,} points in the period come from no ingest recorded here: "
                "another program writes to this series."
            )
