"""The proof: every row and every value of the file against what the database holds.

Both sides are read again: the original bytes parsed and retimed by the recorded rule, and the raw
points of exactly that period. Doubles compare exactly unless a tolerance is given.
Nothing is sampled.
"""

import math
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import polars as pl

from turbine.ingest.count import Counted, judge, total, without
from turbine.ingest.ownership import NONE, union
from turbine.ingest.record import IngestRecord, State, iso
from turbine.model.channels import Channel, channel
from turbine.model.errors import ConfigError
from turbine.model.frame import LINE, STORED, TIME, Stamps, empty, nulls, stamps_of, to_time
from turbine.readers.model import Scan
from turbine.stores.base import Store
from turbine.verify.holdings import Holdings
from turbine.verify.reasons import why
from turbine.verify.strangers import (
    FILE_TIME,
    MISSING,
    OTHER,
    SENT,
    Sieve,
    Strangers,
    value_by_value,
)
from turbine.verify.words import Words
from turbine.words import Said, Text

Verdict = Literal["PASS", "FAIL"]

OFFENDERS_SCHEMA = pl.Schema(
    {
        "kind": pl.String(),
        "line": LINE(),
        "file_time": TIME,
        "time": TIME,
        "channel": pl.String(),
        "file_value": pl.Float64(),
        "stored_value": pl.Float64(),
        "file_text": pl.String(),
        "stored_text": pl.String(),
        "by_line": LINE(),
    }
)
"""``kind``: missing (a row of the file that the database lacks), overwritten (the later ``by_line``
has its stamp), unexpected (a point that the file lacks), differing (a value that is not the
file's; null: none), duplicate (a value of a second point on the stamp), tagged (a point with
further tags). ``file_time`` is the file's own stamp, ``time`` the database's; ``_text`` are
states."""

PIECE_BYTES = 32 << 20
"""How much of the file's side is compared at a time, at least."""
COUNTS = ("expected", "found", "missing", "unexpected", "differing")
"""Of rows, in a :class:`Verification`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelResult:
    """One channel, value by value."""

    channel: str
    expected: int
    """Values in the file (missing cells have none)."""
    found: int
    """… for which the database holds a value, equal or not."""
    missing: int
    unexpected: int
    """Values in the database where the file's cell is empty."""
    differing: int
    largest_difference: float
    """Largest absolute difference of finite values, in the channel's unit (an angle's the short
    way round); 0 of states, which are the same or not."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Verification:
    """The result of comparing every row."""

    record: IngestRecord
    scan: Scan = field(repr=False)
    """The file, as it was read for this."""
    holdings: Holdings = field(repr=False)
    verdict: Verdict
    expected: int
    """Rows of the file that the database must hold: kept, and not replaced by a later ingest."""
    found: int
    """… that the database holds."""
    missing: int
    unexpected: int
    """Points in the period that neither this file nor another recorded ingest explains."""
    differing: int
    """Rows found with at least one different value."""
    overwritten: int
    """Rows among the missing whose stamp a later line of the same file took."""
    distinct_stamps: int
    """Stamps that the expected rows fall on; fewer than rows if the rule collapsed them."""
    counted: Counted = field(repr=False)
    """As :func:`turbine.ingest.count.count` would, value by value."""
    replaced: int
    """Rows of the file that later ingests took over whole; counted separately, not a failure."""
    others: int
    """Points of other recorded ingests in the period; counted separately, not a failure."""
    strangers: Strangers
    """What else the database holds, beside or instead of the plain points."""
    tolerance: float
    channels: tuple[ChannelResult, ...]
    reasons: tuple[Text, ...]
    """Why rows are missing, if that is known."""
    notes: tuple[Text, ...]
    """What was found and is not a failure."""
    offenders: pl.DataFrame = field(repr=False)
    """OFFENDERS_SCHEMA, all of them, by time."""
    queries: tuple[str, ...] = ()

    def summary(self) -> dict[str, Any]:
        """Stable keys for ``--json``; documented in docs/cli.md."""
        names = ("overwritten", "distinct_stamps", "replaced", "others", "tolerance")
        return {
            "ingest_id": self.record.id,
            **{name: getattr(self, name) for name in ("verdict", *COUNTS, *names)},
            **self.strangers.summary(),
            "first": iso(self.record.first_ns),
            "last": iso(self.record.last_ns),
            "channels": [
                {name: getattr(c, name) for name in ChannelResult.__slots__} for c in self.channels
            ],
            "reasons": [str(reason) for reason in self.reasons],
            "notes": [str(note) for note in self.notes],
        }


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
    """Compare the file with the database. ``tolerance`` is absolute, in each channel's unit.

    Raises ConfigError for a tolerance that is not valid, and StoreError if nobody answers.
    """
    if not (math.isfinite(tolerance) and tolerance >= 0):
        raise ConfigError(Words.BAD_TOLERANCE(tolerance=tolerance), hint=Words.VALID_TOLERANCE())
    bucket = store.bucket()
    kept_from = now_ns - bucket.retention_s * 10**9 if bucket and bucket.retention_s else -(2**63)
    # Not only the file's: those of other ingests are counted too.
    fields = tuple(dict.fromkeys((*record.channels, *holdings.theirs)))
    tally = _Tally(record, holdings, fields, tolerance)
    queries: list[str] = []
    for source, start_ns, stop_ns in _pieces(record, scan, holdings, fields):
        answer = store.points(record.series, fields, start_ns, stop_ns)
        queries[1:] = [answer.query]  # the first and the last
        with _panics_reported():
            tally.compare(source, answer.frame)
        on_progress(tally.expected)
    period = record.first_ns, record.last_ns + 1
    other_fields = store.other_fields(record.series, *period, known=fields)
    return tally.result(scan, kept_from, other_fields, tuple(dict.fromkeys(queries)))


@contextmanager
def _panics_reported() -> Iterator[None]:
    """As a last resort: a polars panic is not an Exception, so no report of a bug would see it."""
    try:
        yield
    except pl.exceptions.PanicException as panic:
        raise RuntimeError(f"The comparison broke off: {panic}") from panic


def sides(
    verification: Verification, store: Store, name: str, start_ns: int, stop_ns: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The overlay's two lines of a field in [start, stop), each ``time`` and ``value``, sorted and
    unique: the file's (of collapsed rows the last), and the database's, read again (of several
    points on one stamp the first). What was counted separately is left out of both. Raises
    StoreError."""
    record, holdings = verification.record, verification.holdings
    start_ns = max(start_ns, record.first_ns)
    stop_ns = min(stop_ns, record.last_ns + 1)
    inside = pl.col("time").dt.epoch("ns").is_between(start_ns, stop_ns, closed="left")
    file = pl.concat(
        [
            empty([name]),
            *(
                source.filter(inside).select("time", name)
                for source, first_ns, end_ns in _pieces(
                    record, verification.scan, holdings, (name,)
                )
                if first_ns < stop_ns and end_ns > start_ns
            ),
        ]
    ).rename({name: "value"})
    file = file.unique("time", keep="last", maintain_order=True).sort("time")
    answer = store.points(record.series, (name,), start_ns, stop_ns)
    stored = answer.frame.drop("tags").rename({name: "value"})
    stored = stored.unique("time", keep="first", maintain_order=True)
    separate = np.isin(stamps_of(stored), holdings.theirs.get(name, []))
    ours = file.drop_nulls("value")["time"].implode()
    return file, stored.filter(~pl.Series(separate) | stored["time"].is_in(ours))


def _pieces(
    record: IngestRecord, scan: Scan, holdings: Holdings, fields: Sequence[str]
) -> Iterator[tuple[pl.DataFrame, int, int]]:
    """The file's side with the period that it accounts for: block by block if the new stamps
    ascend, so that memory stays bounded; whole if they do not."""
    stamps = record.resolved.apply(scan.stamps)
    frames: Iterable[pl.DataFrame] = _gathered(scan.blocks())
    if not (stamps[1:] > stamps[:-1]).all():
        frames = [pl.concat(frames)]
    start_ns, seen = record.first_ns, 0
    for frame in frames:
        rows = slice(seen, seen + frame.height)
        batches = np.arange(rows.start, rows.stop) // record.batch_rows
        seen = rows.stop
        stop_ns = int(stamps[seen]) if seen < len(stamps) else record.last_ns + 1
        source = frame.with_columns(
            to_time(stamps[rows]),
            to_time(scan.stamps[rows]).alias(FILE_TIME),
            pl.Series(SENT, np.isin(batches, holdings.acknowledged)),
            *nulls(n for n in fields if n not in frame.columns),
        )
        own = without(source, holdings.taken)
        if own is not source:
            own = own.filter(pl.any_horizontal(pl.col(record.channels).is_not_null()))
        yield own, start_ns, stop_ns
        start_ns = stop_ns


def _gathered(frames: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """Neighbouring blocks together: a wide file's have few rows, and each is a question."""
    waiting: list[pl.DataFrame] = []
    for frame in frames:
        waiting.append(frame)
        if sum(each.estimated_size() for each in waiting) >= PIECE_BYTES:
            yield pl.concat(waiting, rechunk=True)
            waiting = []
    if waiting:
        yield pl.concat(waiting, rechunk=True)


class _Tally:
    """Counts and offenders, piece by piece."""

    def __init__(
        self,
        record: IngestRecord,
        holdings: Holdings,
        fields: Sequence[str],
        tolerance: float,
    ) -> None:
        self._record = record
        self._fields = fields
        self._holdings = holdings
        self._tolerance = tolerance
        self._offenders = [OFFENDERS_SCHEMA.to_frame()]
        self._wrong: list[pl.DataFrame] = []
        self._counted: list[Counted] = []
        self._channels = {name: dict.fromkeys(COUNTS, 0) for name in record.channels}
        self._largest = dict.fromkeys(record.channels, 0.0)
        self._foreign: dict[str, int] = {}
        self._holds = pl.any_horizontal(pl.col(fields).is_not_null())
        self.expected = self._found = self._differing = self._overwritten = 0
        self._unexpected = self._others = self._distinct = 0
        self._sieve = Sieve(fields, union(holdings.theirs.values()), self._note)

    def compare(self, source: pl.DataFrame, stored: pl.DataFrame) -> None:
        """Add one piece: the file's rows, and all the database's points of the same period."""
        self.expected += source.height
        for name, counts in self._channels.items():
            counts["expected"] += source[name].count()
        source = self._last_of_each_stamp(source)
        self._distinct += source.height
        stored = self._without_foreign(stored)
        stored = self._ours(source, self._sieve.one_on_each_stamp(source, stored))
        expected, existing = stamps_of(source), stamps_of(stored)
        if np.array_equal(expected, existing) and self._is_identical(source, stored):
            return
        self._count(source, stored)
        if not np.array_equal(expected, existing):
            stored = self._match(source, stored)
            is_found = pl.Series(np.isin(expected, existing))
            missing, source = source.filter(~is_found), source.filter(is_found)
            gone = [missing[name].is_not_null().alias(name) for name in self._channels]
            self._wrong.append(_wrong(missing, gone, is_missing=True))
            self._note("missing", missing.select("line", "time", file_time=FILE_TIME))
        self._found += source.height
        cells = [self._compare_channel(source, stored[name], name) for name in self._channels]
        if not any(cells):
            return
        none = pl.Series(np.zeros(source.height, dtype=np.bool_))
        gone = [
            (cell[0] if cell else none).alias(name)
            for name, cell in zip(self._channels, cells, strict=True)
        ]
        other = pl.any_horizontal(cell[1].alias(str(i)) for i, cell in enumerate(cells) if cell)
        wrong = _wrong(source.with_columns(other.alias(OTHER)), gone)
        self._wrong.append(wrong)
        self._differing += wrong.height

    def _is_identical(self, source: pl.DataFrame, stored: pl.DataFrame) -> bool:
        """Whether every value is, as nearly all are: then that is all there is to say."""
        if not all(_identical(source[name], stored[name]) for name in self._channels):
            return False
        for name, counts in self._channels.items():
            counts["found"] += source[name].count()
        self._found += source.height
        held = self._answered(source).height
        self._counted.append(Counted(held=held, present=held, lacking=NONE))
        return True

    def _answered(self, source: pl.DataFrame) -> pl.DataFrame:
        never_accepted = self._holdings.never_accepted.tolist()
        return source.filter(SENT, ~pl.col("line").is_in(never_accepted))

    def _count(self, source: pl.DataFrame, stored: pl.DataFrame) -> None:
        values = stored.select("time", *self._channels)
        both = self._answered(source).join(
            values, on="time", how="left", suffix=STORED, maintain_order="left"
        )
        self._counted.append(judge(both, self._channels))

    def _without_foreign(self, stored: pl.DataFrame) -> pl.DataFrame:
        """The points without values of fields that neither this file nor another ingest brings at
        that time: whoever wrote them, they say nothing about this one."""
        theirs = self._holdings.theirs
        fields = [n for n in self._fields if n not in self._channels and stored[n].count()]
        foreign = {
            name: stamps_of(stored.filter(pl.col(name).is_not_null() & ~_at(theirs.get(name))))
            for name in fields
        }
        left = without(stored, foreign)
        if left is stored:
            return stored
        for name, stamps in foreign.items():
            self._foreign[name] = self._foreign.get(name, 0) + len(stamps)
        return left.filter(self._holds)

    def _ours(self, source: pl.DataFrame, stored: pl.DataFrame) -> pl.DataFrame:
        """The points without what other ingests brought: those are counted separately."""
        left = without(stored, self._holdings.theirs)
        if left is stored:
            return stored
        separate = left.filter(~self._holds)
        self._others += int((~np.isin(stamps_of(separate), stamps_of(source))).sum())
        return left.filter(self._holds)

    def _last_of_each_stamp(self, source: pl.DataFrame) -> pl.DataFrame:
        """If a rule collapsed stamps, the database can hold only the last line."""
        if source["time"].is_unique().all():
            return source
        winner = pl.col("line").last().over("time")
        lost = source.select("line", "time", FILE_TIME, by_line=winner)
        lost = lost.filter(pl.col("line") != pl.col("by_line"))
        self._overwritten += lost.height
        self._note("overwritten", lost.rename({FILE_TIME: "file_time"}))
        return source.filter(pl.col("line") == winner)

    def _match(self, source: pl.DataFrame, stored: pl.DataFrame) -> pl.DataFrame:
        """The database's points of the source's rows, in their order; all others are noted."""
        unexpected = stored.filter(pl.Series(~np.isin(stamps_of(stored), stamps_of(source))))
        self._unexpected += unexpected.height
        self._note("unexpected", value_by_value(unexpected))
        return source.select("time").join(stored, on="time", maintain_order="left")

    def _compare_channel(
        self, source: pl.DataFrame, stored: pl.Series, name: str
    ) -> tuple[pl.Series, pl.Series] | None:
        """By row: the value is missing; it is another one. None if none is, nor odd."""
        file, counts = source[name], self._channels[name]
        if _identical(file, stored):
            counts["found"] += file.count()
            return None
        gone = file.is_not_null() & stored.is_null()
        extra = file.is_null() & stored.is_not_null()
        its = channel(name)
        differs = file != stored if its.is_text else self._differs(file, stored, its)
        differs = differs.fill_null(value=False)
        counts["found"] += file.count() - int(gone.sum())
        counts["unexpected"] += int(extra.sum())
        counts["differing"] += int(differs.sum())
        wrong = gone | extra | differs
        if wrong.any():
            kind = "text" if its.is_text else "value"
            sides = {f"file_{kind}": file, f"stored_{kind}": stored}
            rows = source.select("line", "time", file_time=FILE_TIME, **sides)
            self._note("differing", rows.filter(wrong).with_columns(channel=pl.lit(name)))
        return gone.alias(name), extra | differs

    def _differs(self, file: pl.Series, stored: pl.Series, its: Channel) -> pl.Series:
        """Which numbers are others."""
        self._sieve.compare(file, stored)
        gap = (file - stored).abs()
        if its.angular:
            gap = pl.select(pl.min_horizontal(gap, (360.0 - gap).abs())).to_series()
        finite = gap.filter(stored.is_finite()).clip(upper_bound=sys.float_info.max)
        largest: float = finite.max() or 0.0  # type: ignore[assignment] # Float64, or None
        self._largest[its.name] = max(self._largest[its.name], largest)
        return (gap > self._tolerance) if self._tolerance else (file != stored)

    def _note(self, kind: str, rows: pl.DataFrame) -> None:
        if rows.height:
            noted = rows.with_columns(kind=pl.lit(kind))
            self._offenders.append(
                noted.match_to_schema(OFFENDERS_SCHEMA, missing_columns="insert")
            )

    def result(
        self, scan: Scan, kept_from: int, other_fields: dict[str, int], queries: tuple[str, ...]
    ) -> Verification:
        foreign = {name: count for name, count in self._foreign.items() if count}
        record, strangers = self._record, self._sieve.result(foreign | other_fields)
        missing = self.expected - self._found
        undone = record.state is State.UNDONE
        failed = missing or self._unexpected or self._differing or strangers.failed or undone
        return Verification(
            record=record,
            scan=scan,
            holdings=self._holdings,
            verdict="FAIL" if failed else "PASS",
            expected=self.expected,
            found=self._found,
            missing=missing,
            unexpected=self._unexpected,
            differing=self._differing,
            overwritten=self._overwritten,
            distinct_stamps=self._distinct,
            counted=total(self._counted),
            replaced=record.counts.kept - self.expected,
            others=self._others,
            strangers=strangers,
            tolerance=self._tolerance,
            channels=tuple(self._results()),
            reasons=(*self._reasons(kept_from), *strangers.reasons()),
            notes=tuple(strangers.notes()),
            offenders=pl.concat(self._offenders).sort("time", "line", maintain_order=True),
            queries=queries,
        )

    def _results(self) -> Iterator[ChannelResult]:
        for name, counts in self._channels.items():
            counts["missing"] = counts["expected"] - counts["found"]
            yield ChannelResult(channel=name, largest_difference=self._largest[name], **counts)

    def _reasons(self, kept_from: int) -> Iterator[Said]:
        if self._record.state is State.UNDONE:
            yield Words.UNDONE()
        if self._overwritten:
            yield self._collapsed()
        if self._wrong:
            wrong = pl.concat(self._wrong)
            if self._record.state is State.UNDONE:
                wrong = wrong.filter(OTHER)
            yield from why(wrong, self._record, self._holdings, kept_from)
        if self._unexpected:
            yield Words.UNEXPECTED(count=self._unexpected)

    def _collapsed(self) -> Said:
        rows = pl.concat(self._offenders).filter(pl.col("kind") == "overwritten").sort("line")
        line, by_line = rows.select("line", "by_line").row(0)
        return Words.COLLAPSED(
            count=self._overwritten,
            rule=self._record.rule,
            rows=Words.ROWS(count=self.expected),
            timestamps=Words.TIMESTAMPS(count=self._distinct),
            line=line,
            by_line=by_line,
            timestamp=iso(int(stamps_of(rows)[0])),
        )


def _wrong(rows: pl.DataFrame, gone: list[pl.Series], *, is_missing: bool = False) -> pl.DataFrame:
    """Those of the rows that are missing or differ, as :func:`turbine.verify.reasons.why` takes
    them; ``gone`` are the channels' values that are missing."""
    other = pl.lit(value=False) if is_missing else pl.col(OTHER)
    frame = rows.select("time", "line", SENT, pl.lit(is_missing).alias(MISSING), other.alias(OTHER))
    return frame.with_columns(gone).filter(
        pl.col(MISSING) | pl.col(OTHER) | pl.any_horizontal(s.name for s in gone)
    )


def _identical(file: pl.Series, stored: pl.Series) -> bool:
    """Bit for bit, nulls too: which nearly all are, and then nothing else has to be compared."""
    if file.null_count() != stored.null_count():
        return False
    if file.dtype == pl.String:
        return file.equals(stored)
    ours, theirs = (side.to_numpy().view(np.int64) for side in (file, stored))
    return np.array_equal(ours, theirs)


def _at(stamps: Stamps | None) -> pl.Expr:
    return pl.col("time").is_in(to_time(NONE if stamps is None else stamps).implode())
