"""The time step of rows, found from the rows themselves, never from a record or a default.

Neighbouring rows at one distance are a *stretch*, and that distance is its step. Each row lasts
the step of its stretch. A longer distance is a gap: it is never a step, and in it those rows are
missing that the stretch before it would have had there. Irregular rows (values that are written
when they change) have no step, nor has a single row.
"""

from dataclasses import dataclass

import numpy as np

from turbine.model.frame import Stamps
from turbine.timing.spacing import Distances, Spacing
from turbine.timing.stretches import MOST_NS, Counts, Flags, judge
from turbine.timing.windows import FIRST_NS, LAST_NS


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Steps:
    """The steps of rows: one entry for each run of their spacing."""

    spacing: Spacing
    steps: Counts
    """The step in ns of the run's rows except its last; 0 if unknown."""
    units: Flags
    """Whether the run's distance is that step (otherwise it is a gap)."""

    @property
    def known(self) -> bool:
        """Whether any row has a step."""
        return bool((self.steps > 0).any())

    @property
    def whole(self) -> bool:
        """Whether every row has one."""
        return bool((self.steps > 0).all())

    @property
    def slots(self) -> Counts:
        """Steps in each distance of the run: in a gap, all rows but one are missing."""
        step = np.maximum(self.steps, 1).astype(np.uint64)
        gap = self.spacing.gaps
        rounded = gap // step + (2 * (gap % step) >= step)
        slots = np.where(self.units | (self.steps == 0), 1, rounded).astype(np.int64)
        return np.maximum(slots, 1)

    def lasting(self) -> tuple[Stamps, Counts]:
        """From which row on rows last how many ns, wherever that changes; 0 if unknown. No row
        lasts beyond the next one."""
        gaps = np.minimum(self.spacing.gaps, np.uint64(MOST_NS)).astype(np.int64)
        last = np.where(self.units, self.steps, np.minimum(self.steps, gaps))
        last[-1:] = self.steps[-1:]  # nothing follows it
        changes = np.diff(last, prepend=-1) != 0
        return self.spacing.starts[changes], last[changes]

    def expected(self, edges: Stamps) -> tuple[Counts, Flags]:
        """Rows expected in each of the windows between these edges, and whether that is known: not
        if the window has rows without a step."""
        if not self.known:
            return np.zeros(len(edges) - 1, dtype=np.int64), np.zeros(len(edges) - 1, dtype=bool)
        unknown = self.steps == 0
        starts = np.concatenate([[FIRST_NS], self.spacing.starts[1:]])[unknown]
        ends = np.append(self.spacing.starts[1:], LAST_NS)[unknown]
        started = np.searchsorted(starts, edges[1:], side="left")
        ended = np.searchsorted(ends, edges[:-1], side="right")
        return np.diff(self._before(edges)), started <= ended

    def _before(self, moments: Stamps) -> Counts:
        """Rows expected before each moment: those that exist, those missing in gaps, and before
        the first and after the last row as many as fit their step. Only differences of these are
        meaningful."""
        starts, counts, slots = self.spacing.starts, self.spacing.counts, self.slots
        steps = np.maximum(self.steps, 1).astype(np.uint64)
        sums = np.concatenate([[0], np.cumsum(counts * slots)])
        run = np.maximum(np.searchsorted(starts, moments, side="left") - 1, 0)
        since = moments.view(np.uint64) - starts[run].view(np.uint64)
        gap = np.maximum(self.spacing.gaps[run], np.uint64(1))
        passed = np.minimum(since // gap, counts[run].astype(np.uint64))
        partly = np.minimum(_ceil(since - passed * gap, steps[run]), slots[run])
        inside = sums[run] + passed.astype(np.int64) * slots[run] + partly
        after = sums[run] + _ceil(since, steps[run])
        early = (starts[0].view(np.uint64) - moments.view(np.uint64)) // steps[0]
        late = np.where(counts[run] > 0, inside, after)
        return np.where(moments <= starts[0], -early.astype(np.int64), late)


def steps_of(spacing: Spacing) -> Steps:
    """The steps from the rows' own distances."""
    gaps, counts = spacing.gaps[:-1], spacing.counts[:-1]
    if not len(gaps):
        none = np.zeros(len(spacing.starts), dtype=np.int64)
        return Steps(spacing=spacing, steps=none, units=none > 0)
    steps, units = judge(gaps, counts)
    # The last row belongs to the stretch that it ends, or to the one before the gap that it ends.
    return Steps(spacing=spacing, steps=np.append(steps, steps[-1]), units=np.append(units, False))


def _ceil(number: Distances, step: Distances) -> Counts:
    return (number // step + (number % step > 0)).astype(np.int64)
