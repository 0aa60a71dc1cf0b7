"""Where rows are missing between rows, by the rows' own steps."""

from dataclasses import dataclass

import numpy as np

from turbine.timing.steps import Steps

MAX_GAPS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Neighbouring rows at least one and a half of the steps around them apart."""

    after_ns: int
    """The last row before the gap."""
    before_ns: int
    """The first row after it."""
    missing: int
    """Steps without a row."""

    @property
    def lacks_ns(self) -> int:
        """Where the first missing row would be."""
        return self.after_ns + (self.before_ns - self.after_ns) // (self.missing + 1)


def gaps_of(steps: Steps) -> list[Gap]:
    """The longest first, of equal ones the earliest, MAX_GAPS at most. A gap of 30 minutes at a
    step of 10 misses two rows, not three."""
    spacing, missing = steps.spacing, steps.slots - 1
    at = np.flatnonzero((missing > 0) & (spacing.counts > 0))
    # Descending: ~ turns an unsigned order round.
    longest = at[np.argsort(~spacing.gaps[at], kind="stable")]
    gaps: list[Gap] = []
    for run in longest.tolist():
        start_ns, gap_ns = int(spacing.starts[run]), int(spacing.gaps[run])
        for i in range(min(int(spacing.counts[run]), MAX_GAPS - len(gaps))):
            after_ns = start_ns + i * gap_ns
            before_ns = after_ns + gap_ns
            gaps.append(Gap(after_ns=after_ns, before_ns=before_ns, missing=int(missing[run])))
    return gaps
