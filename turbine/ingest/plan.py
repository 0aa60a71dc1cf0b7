"""A plan: what an ingest would do, known before anything is written."""

import dataclasses
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from turbine.ingest.originals import Original
from turbine.ingest.ownership import Claims, union
from turbine.ingest.record import IngestRecord, iso
from turbine.model.errors import StoreMissingError, TurbineError
from turbine.model.frame import Stamps
from turbine.model.series import Series, Target
from turbine.readers.model import Scan
from turbine.stores.base import Bucket, Capabilities
from turbine.timing.retime import Resolved
from turbine.words import Text


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Overlap:
    """Values that another ingest wrote where this plan would write its own."""

    ingest: IngestRecord
    fields: tuple[str, ...]
    stamps: Stamps
    """Ascending."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was checked."""

    title: Text
    found: Text
    """The result, as a sentence."""
    obstacle: TurbineError | None = None
    is_warning: bool = False
    """Not an obstacle, but worth reading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preflight:
    """All that was checked: see :mod:`turbine.ingest.preflight`."""

    before_consent: tuple[Check, ...] = ()
    """As long as nobody has confirmed that points which others wrote are to be replaced."""
    after_consent: tuple[Check, ...] = ()
    """Once somebody has."""
    losses: Check | None = None
    """What of the file cannot be read, if that is much: an obstacle until somebody accepts it, if
    it is most of something."""

    @property
    def must_accept(self) -> bool:
        """Whether the losses need the person's consent."""
        return self.losses is not None and self.losses.obstacle is not None

    def checks(self, *, replace: bool = False, accept_losses: bool = False) -> tuple[Check, ...]:
        """All that applies; ``replace``: the person has confirmed that points which others wrote
        are to be replaced; ``accept_losses``: that most of something is lost."""
        others = self.after_consent if replace else self.before_consent
        if self.losses is None:
            return others
        losses = dataclasses.replace(self.losses, obstacle=None) if accept_losses else self.losses
        return losses, *others

    def refuse(self, *, replace: bool, accept_losses: bool = False) -> None:
        """Raise the first obstacle, with the numbers and what to do."""
        for check in self.checks(replace=replace, accept_losses=accept_losses):
            if check.obstacle is not None:
                raise check.obstacle.with_traceback(None)  # it may be raised again


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Plan:
    """One file, one rule, one series, one target; nothing written yet."""

    original: Original
    scan: Scan
    rule: str
    resolved: Resolved
    series: Series
    target: Target
    fingerprint: str
    stamps: Stamps
    """The new stamps, in file order."""
    future: int
    """Rows whose new stamp is after now."""
    capabilities: Capabilities
    """Of the database."""
    bucket: Bucket | None
    """None: it does not exist and must be made first."""
    missing: StoreMissingError | None
    """Says so."""
    existing: IngestRecord | None
    """The same ingest, already recorded: it is resumed or already complete."""
    stored: Stamps
    """The plan's stamps on which the database holds one of its fields, ascending."""
    sent: frozenset[str]
    """Ingests that were wholly sent before the database was asked what it holds."""
    overlaps: tuple[Overlap, ...]
    claims: Claims
    """What earlier ingests brought too, existing or not: it will be this ingest's."""
    emptied: int
    """Values that the database holds in cells that the file leaves empty."""
    foreign: int
    """Points on these stamps that no recorded ingest wrote, with other values of its fields."""
    foreign_same: int
    """… and those that have exactly the file's values: writing them again changes nothing."""
    foreign_types: dict[str, tuple[str, ...]] | None
    """See :meth:`turbine.stores.base.Store.foreign_types`."""
    fields_there: frozenset[str]
    """The measurement's, if the database limits their number."""
    expired: int
    """Rows that the bucket's retention would drop."""
    lasting_rules: tuple[str, ...]
    """Other rules under which it would drop none; empty if this one drops none."""
    free_bytes: int
    """On the disk of the data directory."""
    preflight: Preflight
    """What was checked, and what the obstacles are: once for each plan."""

    @property
    def first_ns(self) -> int:
        return int(self.stamps.min())

    @property
    def last_ns(self) -> int:
        return int(self.stamps.max())

    @property
    def span(self) -> tuple[int, int]:
        """First and last stamp."""
        return self.first_ns, self.last_ns

    @property
    def taken(self) -> int:
        """Stamps on which others have what it brings: replaced only if the person confirms it."""
        return len(union(o.stamps for o in self.overlaps)) + self.foreign

    @property
    def beside(self) -> tuple[str, str] | None:
        """An ingest in the way whose file lies before or after this one, and the rule that keeps
        them so: next month's file, moved by the same shift. None if there is none."""
        if self.resolved.years:
            return None
        for other in (overlap.ingest for overlap in self.overlaps):
            further = other.resolved.shift_ns - self.resolved.shift_ns
            first_ns, last_ns = (stamp + further for stamp in self.span)
            if not other.resolved.years and not (
                first_ns <= other.last_ns and other.first_ns <= last_ns
            ):
                return other.id, f"start-at={iso(first_ns)}"
        return None


def fingerprint(
    sha256: str, scan: Scan, resolved: Resolved, series: Series, target: dict[str, str]
) -> str:
    """The identity of an ingest: the same bytes, read and retimed alike, to the same place."""
    parts: list[Any] = [
        sha256,
        scan.interpretation.identity(),
        resolved.to_dict(),
        [series.measurement, series.site, series.turbine],
        target,
    ]
    text = json.dumps(parts, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()
