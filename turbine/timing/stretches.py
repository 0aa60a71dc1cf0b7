"""Which distances between rows are steps, and which are gaps. Pure arithmetic on runs of them.

Decided in this order, so that the clear cases settle the others:

1. Distances within 5 % of a usual one count as equal: a clock with jitter. A *beat* is a run of
   these.
2. A distance twelve times as long as both its neighbours separates two independent *blocks*: two
   hourly rows long after a year of ten minutes are hourly.
3. In a block, a beat of four distances or more is a stretch (of sixteen, if it is two to four times
   the shortest one: rows may be missing that regularly); if there is none, the most common distance
   is. All other distances are gaps.
4. A block has a step if its distances mostly are steps; or, if many rows are missing, mostly whole
   numbers of steps, with at least a quarter of the rows. Otherwise its rows are irregular.
5. A block of few rows has its own step only next to blocks that have one; and rows on the grid of
   the stretch before and after it belong to that stretch: the rest between gaps.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from turbine.timing.spacing import Distances
from turbine.timing.windows import SECOND_NS

Flags = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int64]

LONGEST_STEP_NS = 31 * 86_400 * SECOND_NS
"""No mean covers more than a month: anything longer is a gap."""
MOST_NS = 1 << 58
"""Nine years: longer gaps make no difference to the steps."""

_MS_NS, _MINUTE_NS, _HOUR_NS = SECOND_NS // 1_000, 60 * SECOND_NS, 3_600 * SECOND_NS
_USUAL_NS = np.array(
    [
        *(ms * _MS_NS for ms in (10, 20, 40, 50, 100, 200, 500)),
        *(seconds * SECOND_NS for seconds in (1, 2, 5, 10, 15, 20, 30)),
        *(minutes * _MINUTE_NS for minutes in (1, 2, 3, 5, 10, 15, 20, 30)),
        *(hours * _HOUR_NS for hours in (1, 2, 3, 4, 6, 12, 24)),
    ],
    dtype=np.int64,
)
_SURE, _SURER, _OFTEN = 4, 16, 4
_APART = 12


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Beats:
    """Neighbouring equal distances, as runs; and the blocks that the long ones separate."""

    near: Counts
    counts: Counts
    parts: Flags
    """Distances between two blocks."""

    @property
    def block(self) -> Counts:
        """The block of each beat; the later one for those between two."""
        return np.cumsum(self.parts)

    def total(self, weights: npt.NDArray[np.generic]) -> npt.NDArray[np.float64]:
        """The sum of ``weights`` over the distances of each block."""
        inside = np.where(self.parts, 0, self.counts)
        blocks = int(self.parts.sum()) + 1
        return np.bincount(self.block, inside * weights, minlength=blocks).astype(np.float64)

    @property
    def few(self) -> Flags:
        """The blocks of few distances."""
        return self.total(np.ones(1)) < _SURE


def judge(gaps: Distances, counts: Counts) -> tuple[Counts, Flags]:
    """For runs of one distance each, at least one: the step of the rows before each distance (in
    ns; 0 if unknown), and whether the distance is that step (otherwise it is a gap)."""
    near = _near(gaps)
    firsts = np.flatnonzero(np.diff(near, prepend=-1))
    of_beat = np.repeat(np.arange(len(firsts)), np.diff(firsts, append=len(near)))
    beats = _in_blocks(near[firsts], np.add.reduceat(counts, firsts))
    units = _units(beats)
    steps = _exact(beats, units, gaps, counts, of_beat)
    regular = _regular(beats, units, steps)
    steps, units = _settled(beats, units, steps, regular)
    return steps[of_beat], units[of_beat]


def _near(gaps: Distances) -> Counts:
    """Distances as the usual one within 5 %, if there is one."""
    distances = np.minimum(gaps, np.uint64(MOST_NS)).astype(np.int64)
    at = np.searchsorted(_USUAL_NS, distances).clip(1, len(_USUAL_NS) - 1)
    below, above = _USUAL_NS[at - 1], _USUAL_NS[at]
    nearest = np.where(above - distances < distances - below, above, below)
    return np.where(np.abs(distances - nearest) * 20 <= nearest, nearest, distances)


def _in_blocks(near: Counts, counts: Counts) -> _Beats:
    """Consecutive blocks of few distances are one: otherwise irregular rows would form pairs, each
    with a step of its own."""
    beside = np.concatenate([[0], near, [0]])
    longer = near >= _APART * np.maximum(beside[:-2], beside[2:])
    parts = ((counts == 1) & longer & (len(near) > 1)) | (near > LONGEST_STEP_NS)
    few = _Beats(near=near, counts=counts, parts=parts).few
    parts[np.flatnonzero(parts)[few[:-1] & few[1:]]] = False
    return _Beats(near=near, counts=counts, parts=parts)


def _units(beats: _Beats) -> Flags:
    """The beats that are steps of their block, if it has a step."""
    block, near = beats.block, beats.near
    usable = ~beats.parts & (near <= LONGEST_STEP_NS)
    sure = usable & (beats.counts >= _SURE)
    common = _common(beats, usable)
    shortest = np.full(block[-1] + 1, MOST_NS)
    np.minimum.at(shortest, block[sure], near[sure])
    at_home = common["block"].to_numpy()
    np.minimum.at(shortest, at_home, common["shortest"].to_numpy())
    times = near / shortest[block]
    sure &= (times < 1.5) | (times > _OFTEN + 0.5) | (beats.counts >= _SURER)
    index = np.arange(len(near))
    before = np.maximum.accumulate(np.where(sure, index, 0))
    after = np.minimum.accumulate(np.where(sure, index, len(near) - 1)[::-1])[::-1]
    beside = [sure[at] & (block[at] == block) & (near[at] == near) for at in (before, after)]
    has_sure = np.bincount(block[sure], minlength=len(shortest)) > 0
    commonest = np.zeros(len(shortest), dtype=np.int64)
    commonest[at_home] = common["commonest"].to_numpy()
    own: Flags = np.where(has_sure[block], beside[0] | beside[1], near == commonest[block])
    return usable & own


def _common(beats: _Beats, usable: Flags) -> pl.DataFrame:
    """For each ``block`` with a usable distance: the ``commonest`` (the shortest of equally common
    ones), and the ``shortest`` of those that make up at least a fifth of its distances."""
    columns = {"block": beats.block, "near": beats.near, "count": beats.counts}
    count = pl.col("count")
    return (
        pl.DataFrame(columns)
        .filter(pl.Series(usable))
        .group_by("block", "near")
        .agg(count.sum())
        .sort("block", "count", "near", descending=[False, True, False])
        .group_by("block", maintain_order=True)
        .agg(
            commonest=pl.col("near").first(),
            shortest=pl.col("near").filter(5 * count >= count.sum()).min().fill_null(MOST_NS),
        )
    )


def _exact(beats: _Beats, units: Flags, gaps: Distances, counts: Counts, of_beat: Counts) -> Counts:
    """The steps of the beats that are steps (0 for others). If all equal distances of a block are
    exactly the same, it is that; otherwise the usual one near them; and if they drift off its grid,
    their mean."""
    columns = {"block": beats.block, "near": beats.near, "unit": units}
    of_beats = pl.DataFrame(columns)
    gap, count, near = pl.col("gap"), pl.col("count"), pl.col("near")
    drift = ((gap * count).sum() - near.first() * count.sum()).abs()
    steps = (
        of_beats[of_beat]
        .with_columns(gap=pl.Series(gaps), count=pl.Series(counts))
        .filter("unit")
        .with_columns(gap.cast(pl.Int64))
        .group_by("block", "near")
        .agg(
            step=pl.when(gap.min() == gap.max())
            .then(gap.first())
            .when(2 * drift <= near.first())
            .then(near.first())
            .otherwise((gap * count).sum() // count.sum())
        )
    )
    joined = of_beats.join(steps, on=["block", "near"], how="left", maintain_order="left")
    return joined.select(pl.when("unit").then("step").otherwise(0)).to_series().to_numpy()


def _regular(beats: _Beats, units: Flags, steps: Counts) -> Flags:
    """Whether each block has a step. One without a distance (a single row) makes no difference."""
    total, unit = beats.total(np.ones(1)), beats.total(units)
    thinned = _on_grid(beats, _filled(steps, units), least=4) & (unit > 0)
    return (2 * unit >= total) | thinned


def _on_grid(beats: _Beats, steps: Counts, *, least: int) -> Flags:
    """Whether nearly all distances of each block are whole numbers of these steps, and its rows at
    least one in ``least`` of those that the grid has."""
    usual = np.maximum(steps, 1)
    slots = np.maximum((beats.near + usual // 2) // usual, 1)
    fits = np.abs(beats.near - slots * usual) * 20 <= usual
    total = beats.total(np.ones(1))
    return (20 * beats.total(fits) >= 19 * total) & (least * total >= beats.total(slots))


def _settled(beats: _Beats, units: Flags, steps: Counts, regular: Flags) -> tuple[Counts, Flags]:
    """Steps for all rows: in gaps the previous one; in blocks with too little evidence of their own
    that of the blocks beside them."""
    block, few = beats.block, beats.few
    sure = units & (regular & ~few)[block]
    before = _filled(steps, sure, backwards=False)
    after = _filled(steps[::-1], sure[::-1], backwards=False)[::-1]
    same = np.where(before == after, before, 0)
    left_over = (few | ~regular) & _on_grid(beats, same, least=_APART)
    left_over[block[same == 0]] = False
    inside = left_over[block] & ~beats.parts
    units = np.where(inside, beats.near == same, units)
    steps = np.where(inside, same, steps)
    regular = regular | left_over
    beside = np.concatenate([[True], regular | few, [True]])
    regular = regular & (~few | (beside[:-2] & beside[2:]))
    unknown = ~regular[block] & ~beats.parts
    units = units & ~unknown
    return _filled(np.where(unknown, 0, steps), units | unknown), units


def _filled(steps: Counts, given: Flags, *, backwards: bool = True) -> Counts:
    """Each step that is not given is the one before it, otherwise (``backwards``) the one after it,
    otherwise 0."""
    unknown = pl.Series([None], dtype=pl.Int64).extend_constant(None, len(steps) - 1)
    known = pl.Series(steps).zip_with(pl.Series(given), unknown).forward_fill()
    return (known.backward_fill() if backwards else known).fill_null(0).to_numpy()
