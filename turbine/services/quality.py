"""Where rows are missing, and which look wrong: as tables."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from turbine.model.frame import stamps_of, to_time
from turbine.services.measured import Flagged, Measured
from turbine.services.status import by_window
from turbine.timing.gaps import gaps_of, missing_within
from turbine.timing.spacing import Spacing
from turbine.timing.steps import steps_of

_COUNTED = ("power_kw", "wind_mps", "direction_deg")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Inventory:
    """The rows that a period lacks."""

    signal: str
    """Whose rows are counted: power's, else the wind's, else any."""
    days: pl.DataFrame
    """As :func:`turbine.services.status.by_window`, of each day."""
    gaps: pl.DataFrame
    """``start`` (where the first missing row would be), ``stop`` (the next row that there is) and
    ``missing`` rows; the longest first, a thousand at most. One that an edge of the period cuts is
    whole."""
    count: int
    """All gaps with a missing row in the period."""
    missing: int
    """Rows that are missing in the period, in all of them."""


def inventory(measured: Measured) -> Inventory:
    """Days and gaps of a period, by the steps of the rows and of their neighbours beyond it."""
    signal = next(name for name in (*_COUNTED, *measured.names) if name in measured.names)
    stamps = stamps_of(measured.rows.frame.select("time", signal).drop_nulls())
    period = measured.period
    inside = stamps[(stamps >= period.start_ns) & (stamps < period.stop_ns)]
    steps = steps_of(Spacing.of(stamps))
    found = [
        gap
        for gap in gaps_of(steps)
        if gap.before_ns > period.start_ns and gap.lacks_ns < period.stop_ns
    ]
    count, missing = missing_within(steps, period.start_ns, period.stop_ns)
    return Inventory(
        signal=signal,
        count=count,
        missing=missing,
        days=by_window(inside, period, "1d"),
        gaps=pl.DataFrame(
            {
                "start": to_time(np.array([gap.lacks_ns for gap in found], dtype=np.int64)),
                "stop": to_time(np.array([gap.before_ns for gap in found], dtype=np.int64)),
                "missing": pl.Series([gap.missing for gap in found], dtype=pl.Int64),
            }
        ),
    )


def flagged_rows(found: Flagged) -> pl.DataFrame:
    """The rows that have a flag: those of ``found``, with ``flags``, their titles."""
    marked = [flag for flag in found.flags if flag.rows]
    titles = [
        pl.when(pl.Series(flag.mask)).then(pl.lit(str(flag.title))).otherwise(None)
        for flag in marked
    ]
    texts = pl.concat_str(titles, separator=", ", ignore_nulls=True) if titles else pl.lit("")
    rows = found.rows.with_columns(flags=texts)
    return rows.filter(pl.col("flags") != "")
