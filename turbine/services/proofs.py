"""One verdict over all ingests of an upload."""

from collections.abc import Sequence
from dataclasses import dataclass

from turbine.ingest.record import IngestRecord, State
from turbine.verify.compare import COUNTS, Verdict, Verification
from turbine.words import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What a verification came to; small, so that there may be many."""

    record: IngestRecord
    verdict: Verdict | None = None
    """None: it was not compared."""
    expected: int = 0
    found: int = 0
    missing: int = 0
    unexpected: int = 0
    differing: int = 0
    reasons: tuple[Text, ...] = ()
    """Why it fails, or was not compared."""

    @property
    def is_undone(self) -> bool:
        """Its points are not expected to be there."""
        return self.record.state is State.UNDONE


SUMS = COUNTS


def line(result: Verification) -> Line:
    """The verdict and its counts."""
    counts = {name: getattr(result, name) for name in SUMS}
    return Line(
        record=result.record, verdict=result.verdict, reasons=tuple(result.reasons), **counts
    )


def verdict(lines: Sequence[Line]) -> Verdict | None:
    """FAIL if one fails; PASS if all pass that were not undone; None if nothing failed but not all
    could be compared, or all were undone."""
    verdicts = {each.verdict for each in lines if not each.is_undone}
    if "FAIL" in verdicts:
        return "FAIL"
    return "PASS" if verdicts == {"PASS"} else None
