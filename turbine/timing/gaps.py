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


def missing_within(steps: Steps, start_ns: int, stop_ns: int) -> tuple[int, int]:
    """How many gaps lack a row in [``start_ns``, ``stop_ns``), and how many rows they lack in it:
    of all of them, however many there are."""
    spacing, missing = steps.spacing, steps.slots - 1
    is_gap = missing > 0
    counts = spacing.counts[is_gap]
    lacks = np.repeat(missing[is_gap], counts)
    lengths = np.repeat(spacing.gaps[is_gap].astype(np.int64), counts)
    nth = np.arange(len(lacks)) - np.repeat(np.cumsum(counts) - counts, counts)
    after = np.repeat(spacing.starts[is_gap], counts) + nth * lengths
    # The k-th missing row would be k of its gap's steps after the last row before it.
    step = np.maximum(lengths // (lacks + 1), 1)
    before_start, before_stop = (
        np.clip(-((after - edge) // step) - 1, 0, lacks) for edge in (start_ns, stop_ns)
    )
    inside = before_stop - before_start
    return int((inside > 0).sum()), int(inside.sum())


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
