"""Where rows are missing, and which look wrong: as tables."""

from dataclasses import dataclass, replace

import polars as pl

from turbine.model.frame import stamps_of
from turbine.services.measured import Flagged, Measured
from turbine.services.status import by_window
from turbine.timing.windows import Window
from turbine.wind.gaps import gaps

_COUNTED = ("power_kw", "wind_mps", "direction_deg")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Inventory:
    """The rows that a period has and lacks."""

    signal: str
    """Whose rows are counted: power's, else the wind's, else any."""
    windows: pl.DataFrame
    """As :func:`turbine.services.status.by_window`, of each day or longer window."""
    gaps: pl.DataFrame
    """As :func:`turbine.wind.gaps.gaps`."""
    undated: int
    """Rows that tell no step: what is missing after them is not known."""

    @property
    def missing(self) -> int | None:
        """Rows that are missing, in all gaps; None if there is one whose rows no step tells."""
        rows = self.gaps["missing"]
        return None if rows.has_nulls() else int(rows.sum())


def inventory(measured: Measured, window: Window = "1d") -> Inventory:
    """Coverage and gaps of a period, by the steps of the rows and of their neighbours beyond it.
    Rows that are left out are there."""
    signal = next(name for name in (*_COUNTED, *measured.names) if name in measured.names)
    rows = replace(measured.rows, left_out=None).having(signal)
    stamps = stamps_of(measured.rows.frame.select("time", signal).drop_nulls())
    return Inventory(
        signal=signal,
        windows=by_window(stamps_of(rows), measured.period, window),
        gaps=gaps(stamps, measured.period),
        undated=rows["hours"].null_count(),
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
