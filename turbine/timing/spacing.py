"""The spacing of rows in time, as runs of one distance: only a few for a regular year, whatever its
step. Steps, gaps and data coverage are all derived from it, and it is derived from the rows."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from turbine.model.frame import Stamps

Distances = npt.NDArray[np.uint64]
"""In ns. Unsigned: from 1677 to 2262 is more than an int64 holds."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Spacing:
    """Rows in order: run i starts with the row at ``starts[i]``, and ``counts[i]`` rows follow,
    each ``gaps[i]`` after the previous one. The last of them starts the next run. The last run is
    only the last row, with a gap and a count of 0; without a row there is no run."""

    starts: Stamps
    gaps: Distances
    counts: npt.NDArray[np.int64]

    @classmethod
    def of(cls, stamps: Stamps) -> Self:
        """The spacing of ascending, distinct stamps."""
        gaps = distances(stamps)
        firsts = np.flatnonzero(gaps[1:] != gaps[:-1]) + 1
        firsts = np.concatenate([np.arange(min(len(gaps), 1)), firsts])
        rows = np.append(firsts, len(gaps))[: len(stamps)]
        return cls(
            starts=stamps[rows],
            gaps=np.append(gaps[firsts], np.uint64(0))[: len(rows)],
            counts=np.append(np.diff(rows), 0)[: len(rows)],
        )

    @property
    def rows(self) -> int:
        return int(self.counts.sum()) + (1 if len(self.starts) else 0)


def distances(stamps: Stamps) -> Distances:
    """From each stamp to the next, exact over the whole range of time."""
    unsigned = np.ascontiguousarray(stamps).view(np.uint64)
    return unsigned[1:] - unsigned[:-1]
