"""The longest stretches of a period in which no row lasts."""

import numpy as np
import polars as pl

from turbine.model.frame import stamps_of, to_time
from turbine.wind.arrays import frame_of
from turbine.wind.energy import HOUR_NS
from turbine.wind.rows import Period

_LEAST_NS = 1_000_000_000
"""What a clock with jitter leaves between two rows is no gap."""


def gaps(rows: pl.DataFrame, period: Period) -> pl.DataFrame:
    """Every stretch without a row, the longest first, the period's two ends among them.

    ``rows`` lie in the period: ``time`` (ascending) and ``hours``, how long each lasts; null: the
    row tells none, and what follows it is not known to be a gap. Returns ``start``, ``stop`` (ns,
    UTC) and ``hours``.
    """
    stamps = stamps_of(rows)
    lasting = rows["hours"].to_numpy() * HOUR_NS
    ends = np.where(np.isfinite(lasting), stamps + np.nan_to_num(lasting), np.nan)
    starts = np.concatenate([[float(period.start_ns)], ends])
    # As integers where they are known: a double does not hold a stamp's nanoseconds.
    exact = np.concatenate(
        [[period.start_ns], stamps + np.rint(np.nan_to_num(lasting)).astype(np.int64)]
    )
    stops = np.concatenate([stamps, [period.stop_ns]])
    is_gap = np.isfinite(starts) & (stops - exact > _LEAST_NS)
    found = frame_of(
        {
            "start": to_time(exact[is_gap]),
            "stop": to_time(stops[is_gap]),
            "hours": (stops - exact)[is_gap] / HOUR_NS,
        }
    )
    return found.sort("hours", descending=True, maintain_order=True)
