"""Where rows are missing, and which look wrong: as tables."""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from turbine.model.frame import stamps_of
from turbine.services.measured import Flagged, Measured
from turbine.services.status import by_window
from turbine.timing.windows import Window
from turbine.wind.arrays import frame_of, ratio
from turbine.wind.flags import CODES
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


def counted(measured: Measured) -> str:
    """The signal whose rows are counted: power's, else the wind's, else any."""
    return next(name for name in (*_COUNTED, *measured.names) if name in measured.names)


def inventory(measured: Measured, window: Window = "1d") -> Inventory:
    """Coverage and gaps of a period, by the steps of the rows and of their neighbours beyond it.
    Rows that are left out are there."""
    signal = counted(measured)
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


ANY = "any"
"""Beside the codes of flags: rows with at least one."""


def counts(found: Flagged) -> pl.DataFrame:
    """How many rows each flag marks that was checked, then :data:`ANY`: ``flag``, ``rows``,
    ``hours`` (rows of unknown duration have none) and ``share`` of all rows, null without one."""
    hours = np.nan_to_num(found.rows["hours"].to_numpy())
    every = np.zeros(found.rows.height, dtype=np.bool_)
    masks = {flag.code: flag.mask for flag in found.flags}
    masks[ANY] = np.logical_or.reduce([*masks.values(), every])
    rows = np.array([mask.sum() for mask in masks.values()], dtype=np.int64)
    return frame_of(
        {
            "flag": pl.Series([*masks]),
            "rows": rows,
            "hours": np.array([hours[mask].sum() for mask in masks.values()], dtype=np.float64),
            "share": ratio(rows.astype(np.float64), np.full(len(rows), float(len(every)))),
        }
    )


def counts_against(a: Flagged, b: Flagged) -> pl.DataFrame:
    """The counts of both: ``flag``, and ``rows``, ``hours`` and ``share`` of each as ``a_…`` and
    ``b_…``, null where it was not checked, and ``difference``, B's share − A's."""
    sides = [
        counts(each).select("flag", pl.exclude("flag").name.prefix(side))
        for side, each in (("a_", a), ("b_", b))
    ]
    places = {code: place for place, code in enumerate((*CODES, ANY))}
    both = sides[0].join(sides[1], on="flag", how="full", coalesce=True)
    return both.sort(pl.col("flag").replace_strict(places)).with_columns(
        difference=pl.col("b_share") - pl.col("a_share")
    )
