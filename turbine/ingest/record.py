"""What the ledger knows of an ingest."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from turbine.ingest.words import Words
from turbine.model.channels import channel
from turbine.model.series import Series, Target
from turbine.readers.counts import Counts
from turbine.readers.missing import as_text
from turbine.readers.model import Interpretation
from turbine.timing.retime import Resolved
from turbine.words import Said, recall

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class State(StrEnum):
    """Where an ingest stands; the value is a code, kept in the ledger and printed as JSON."""

    RUNNING = "running"
    INTERRUPTED = "interrupted"
    """It was running when its process ended: resume sends the rest."""
    CANCELLED = "cancelled"
    FAILED = "failed"
    DONE = "done"
    SHORT = "short"
    """Everything was sent, and the database held fewer rows when it was counted: resume sends
    those that are missing."""
    NOT_COUNTED = "not counted"
    """Everything was sent, and the database could not be counted: resume counts."""
    GONE = "gone"
    """The database held nothing of it when it was counted: its stamps are free."""
    UNDOING = "undoing"
    """Its points are being deleted, or that was interrupted: resume finishes it."""
    UNDONE = "undone"

    @property
    def label(self) -> Said:
        """What a person reads, within a sentence or alone."""
        return _LABELS[self]()

    @property
    def can_resume(self) -> bool:
        return self in _RESUMABLE

    @property
    def is_sent(self) -> bool:
        """Every batch was answered for; what the database holds of it may be less."""
        return self in (State.DONE, State.SHORT, State.NOT_COUNTED, State.GONE)


_RESUMABLE = frozenset(State) - {State.RUNNING, State.DONE, State.UNDONE}
_LABELS = {
    State.RUNNING: Words.RUNNING,
    State.INTERRUPTED: Words.INTERRUPTED,
    State.CANCELLED: Words.CANCELLED,
    State.FAILED: Words.FAILED,
    State.DONE: Words.DONE,
    State.SHORT: Words.SHORT,
    State.NOT_COUNTED: Words.NOT_COUNTED,
    State.GONE: Words.GONE,
    State.UNDOING: Words.UNDOING,
    State.UNDONE: Words.UNDONE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """What went in together: an ingest for each series in it, and rows that are of none."""

    id: str
    rejected: int
    """Rows that are of no series, and of series of which nothing can be stored."""
    without_values: int
    """Rows of the latter that hold no value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What the last verification of an ingest came to."""

    when: datetime
    """UTC; when it began."""
    by: str
    """The person's name."""
    verdict: str
    """``PASS`` or ``FAIL``."""
    tolerance: float
    expected: int
    found: int
    missing: int
    unexpected: int
    differing: int
    is_current: bool
    """False once something may have changed the ingest's points since: a run of it, an ingest that
    replaces, an undo, a count that found others. What another program does is not known."""

    def summary(self) -> dict[str, Any]:
        """Stable keys for ``--json``; documented in docs/cli.md."""
        return asdict(self) | {"when": self.when.isoformat().replace("+00:00", "Z")}


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestRecord:
    """One file on its way into, or in, one database."""

    id: str
    fingerprint: str
    """Of the file's hash, its interpretation, the resolved rule, the series and the target."""
    created: datetime
    actor: str
    origin: str
    file_name: str
    sha256: str
    size: int
    interpretation: Interpretation
    rule: str
    """As the person gave it, such as ``end-now``."""
    resolved: Resolved
    """What it came to: exactly invertible."""
    series: Series
    target: Target
    counts: Counts
    batch_rows: int
    first_ns: int
    last_ns: int
    step_ns: int
    state: State
    stored: int
    """Rows that the database acknowledged so far."""
    refused: int
    """Rows that the database refused when they were last sent."""
    replaces: int
    """Points of others on its stamps, of which it was told to replace what it brings."""
    unrecorded: int
    """Points on its stamps that no recorded ingest had written, with other values or the same:
    they cannot be brought back."""
    replaced: int
    """Rows of which later ingests, not undone since, took over at least one value."""
    seconds: float
    """Time spent writing."""
    held: int | None
    """Rows of this ingest that the database held when it was last counted; None: not counted."""
    lacks: int
    """Rows that it lacked then: accepted when they were sent, though it may refuse them since, and
    not taken over by later ingests."""
    error: str
    """Why it failed, as it is kept (:func:`turbine.words.recall` says it); else empty."""
    upload: str = ""
    """Of the :class:`Upload`, if several series went in together."""
    touched: int = 0
    """Raised by whatever may change what the database holds of it, or finds that changed."""
    verified: Verified | None = None
    """None: never, or by a version that did not keep it."""

    @property
    def can_resume(self) -> bool:
        """There is something to send, to send again, or to delete."""
        return self.state.can_resume or (self.state is State.DONE and self.refused > 0)

    @property
    def rejected(self) -> int:
        """Rows that are not stored, each with its reason: unreadable or refused."""
        return self.counts.rejected + self.refused

    @property
    def waiting(self) -> int:
        """Rows that were not sent yet."""
        return self.counts.kept - self.stored - self.refused

    @property
    def channels(self) -> tuple[str, ...]:
        """The fields that it brings."""
        return self.interpretation.channels

    @property
    def losses(self) -> tuple[Said, ...]:
        """What the file has and the database does not get of it: empty only if nothing is lost.
        (A row that repeats an earlier one exactly is not lost.)"""
        counts, losses = self.counts, []
        if self.rejected:
            losses.append(Words.ROWS_REJECTED(rejected=self.rejected, count=counts.rows))
        if counts.bad:
            losses.append(Words.CELLS_UNREADABLE(count=counts.bad))
        if counts.empty:
            signals = tuple(Words.SIGNAL(title=channel(name).label()) for name in counts.empty)
            losses.append(Words.NO_VALUE_OF(signals=signals))
        return tuple(losses)

    @property
    def adds_up(self) -> bool:
        """The conservation law: every data row is stored, rejected, duplicate, without values or
        still to send."""
        left_out = self.rejected + self.counts.duplicate + self.counts.without_values
        parts = self.stored + left_out + self.waiting
        return self.counts.add_up and self.waiting >= 0 and parts == self.counts.rows

    def summary(self) -> dict[str, Any]:
        """Stable keys for ``--json``; documented in docs/cli.md."""
        return {
            "ingest_id": self.id,
            "state": self.state.value,
            "file": self.file_name,
            "sha256": self.sha256,
            "rows": self.counts.rows,
            "stored": self.stored,
            "rejected": self.rejected,
            "duplicate": self.counts.duplicate,
            "without_values": self.counts.without_values,
            "waiting": self.waiting,
            "bad_cells": self.counts.bad,
            "losses": [str(loss) for loss in self.losses],
            "replaces": self.replaces,
            "replaced": self.replaced,
            "held": self.held,
            "lacks": self.lacks,
            "first": iso(self.first_ns),
            "last": iso(self.last_ns),
            "step_s": self.step_ns / 1e9,
            "rule": self.rule,
            "resolved": self.resolved.to_dict(),
            "measurement": self.series.measurement,
            "site": self.series.site,
            "turbine": self.series.turbine,
            "upload": self.upload,
            "verified": self.verified and self.verified.summary(),
            "target": self.target.to_dict(),
            "headers": list(self.interpretation.headers),
            "mapping": {
                self.interpretation.headers[column]: name
                for column, name in self.interpretation.mapping
            },
            "units": {
                self.interpretation.headers[column]: unit
                for column, unit in self.interpretation.units
            },
            "zone": self.interpretation.zone,
            "stamp": self.interpretation.stamp,
            "missing": [
                as_text(self.interpretation, column, mark)
                for column, mark in self.interpretation.missing
            ],
            "not_stored": list(self.interpretation.not_stored),
            "who": self.actor,
            "origin": self.origin,
            "when": self.created.isoformat().replace("+00:00", "Z"),
            "seconds": round(self.seconds, 3),
            "error": recall(self.error),
        }


def iso(stamp_ns: int) -> str:
    """A stamp as ISO 8601 in UTC, with as many decimals as it needs."""
    whole, fraction = divmod(stamp_ns, 1_000_000_000)
    text = (_EPOCH + timedelta(seconds=whole)).strftime("%Y-%m-%dT%H:%M:%S")
    return text + (f".{fraction:09d}".rstrip("0") if fraction else "") + "Z"
