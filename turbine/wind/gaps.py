"""Where rows of a period are missing, by the rows' own steps: the one definition of a gap that
pages, script and report share."""

import numpy as np
import polars as pl

from turbine.model.frame import Stamps, to_time
from turbine.timing.spacing import Spacing
from turbine.timing.steps import Steps, steps_of
from turbine.wind.arrays import Floats, frame_of
from turbine.wind.energy import HOUR_NS
from turbine.wind.rows import Period


def gaps(stamps: Stamps, period: Period) -> pl.DataFrame:
    """Every stretch of the period that lacks a row, the longest first, of equal ones the earliest.

    A gap begins where the row before it ends and lasts until the next row; it lacks the rows that
    the step before it would have had there. The period's two ends count: what lies before the first
    row, by that one's step, and after the last one. An end of the period cuts a gap, and only what
    is inside counts. After a row without a step nobody knows what is missing.

    ``stamps``: ascending, with neighbours beyond the period as far as they are known. Returns
    ``start``, ``stop`` (ns, UTC), ``hours`` and ``missing`` rows, null where no step tells them:
    before rows without one, and if there is no row at all.
    """
    steps = steps_of(Spacing.of(stamps))
    after, before, step, lacking = _distances(steps)
    start_ns, stop_ns = period.start_ns, period.stop_ns
    # The k-th missing row would be k steps after the last row before it.
    skipped, reached = (
        np.clip(-((after - edge) // step) - 1, 0, lacking) for edge in (start_ns, stop_ns)
    )
    starts = [np.maximum(after + step, start_ns)]
    stops = [np.minimum(before, stop_ns)]
    missing: list[Floats] = [(reached - skipped).astype(np.float64)]
    for start, stop, lacks in _ends(stamps, steps, period):
        starts.append(np.array([start]))
        stops.append(np.array([stop]))
        missing.append(np.array([lacks]))
    first, last, rows = (np.concatenate(each) for each in (starts, stops, missing))
    kept = (rows != 0) & (first < last)
    found = frame_of(
        {
            "start": to_time(first[kept]),
            "stop": to_time(last[kept]),
            "hours": (last - first)[kept] / HOUR_NS,
            "missing": rows[kept],
        }
    ).with_columns(pl.col("missing").cast(pl.Int64))
    return found.sort("hours", "start", descending=[True, False])


def _distances(steps: Steps) -> tuple[Stamps, Stamps, Stamps, Stamps]:
    """Of each gap between two rows, these, the step before it and the rows that it lacks."""
    spacing, lacking = steps.spacing, steps.slots - 1
    is_gap = (lacking > 0) & (spacing.counts > 0)
    counts = spacing.counts[is_gap]
    lengths, step, lacks = (
        np.repeat(each[is_gap].astype(np.int64), counts)
        for each in (spacing.gaps, steps.steps, lacking)
    )
    nth = np.arange(len(lacks)) - np.repeat(np.cumsum(counts) - counts, counts)
    after = np.repeat(spacing.starts[is_gap], counts) + nth * lengths
    return after, after + lengths, step, lacks


def _ends(stamps: Stamps, steps: Steps, period: Period) -> list[tuple[int, int, float]]:
    """What lies before the first row that is known, and after the last one: start, stop and missing
    rows, NaN if no step tells them."""
    start_ns, stop_ns = period.start_ns, period.stop_ns
    if not len(stamps):
        return [(start_ns, stop_ns, np.nan)]
    first_ns, last_ns = (int(stamps[place]) for place in (0, -1))
    step, last_step = (int(steps.steps[place]) for place in (0, -1))
    found = []
    if first_ns > start_ns:
        until = min(first_ns, stop_ns)
        rows = (first_ns - start_ns) // step - (first_ns - until) // step if step else np.nan
        found.append((start_ns, until, float(rows)))
    if last_step and last_ns < stop_ns:
        since = max(last_ns + last_step, start_ns)
        rows = -((last_ns - stop_ns) // last_step) - 1
        rows -= max(-((last_ns - start_ns) // last_step) - 1, 0)
        found.append((since, stop_ns, float(rows)))
    return found
