"""What is computed between rows, not of each row: energies of irregular values, rises of counters.

The person chooses it by name, since it assumes something of the time between two rows; what was
assumed, and over how long a time at most, is said.
"""

import numpy as np
import polars as pl

from turbine.explore.functions import Function
from turbine.explore.words import Words
from turbine.model.channels import channel
from turbine.model.frame import Stamps, stamps_of, to_time
from turbine.timing.durations import lasting
from turbine.timing.windows import SECOND_NS, Windows
from turbine.wind import integral
from turbine.wind.kernels import by_window
from turbine.words import Text

INTEGRALS: tuple[Function, ...] = ("energy-hold", "energy-trapezoid", "increase")
_HOUR_S = 3_600.0


def integrated(
    frame: pl.DataFrame, name: str, function: Function, windows: Windows
) -> tuple[pl.DataFrame, list[Text]]:
    """``channel``, ``time``, ``value`` (kWh, or the counter's unit) and ``count`` (rows in the
    window) of every window, and what was assumed. ``frame`` has ``time`` and the channel, sorted,
    also of rows around the period."""
    rows = frame.select("time", name).drop_nulls()
    stamps, values = stamps_of(rows), rows[name].to_numpy()
    edges = np.clip(windows.edges, windows.start_ns, windows.stop_ns)
    signal, notes = channel(name).label(), list[Text]()
    longest = lasting(_longest_ns(stamps, windows) // SECOND_NS)
    if function == "increase":
        rise = integral.increase(stamps, values, edges)
        sums = rise.values
        if rise.restarts:
            notes.append(Words.RESTARTED(signal=signal, count=rise.restarts))
        if rise.corrections:
            notes.append(Words.CORRECTED(signal=signal, count=rise.corrections))
    elif function == "energy-hold":
        sums = integral.held(stamps, values, edges) / _HOUR_S
        notes.append(Words.HELD(signal=signal, longest=longest))
    else:
        sums = integral.trapezoids(stamps, values, edges) / _HOUR_S
        notes.append(Words.TRAPEZOIDS(signal=signal, longest=longest))
    inside = rows.filter(pl.Series((stamps >= windows.start_ns) & (stamps < windows.stop_ns)))
    counts = by_window(inside, [name], windows, ["count"])
    every = pl.DataFrame(
        {"time": to_time(windows.labels), "value": pl.Series(sums, nan_to_null=True)}
    )
    joined = every.join(
        counts.select("time", "count"), on="time", how="left", maintain_order="left"
    )
    return joined.with_columns(pl.lit(name).alias("channel"), pl.col("count").fill_null(0)), notes


def _longest_ns(stamps: Stamps, windows: Windows) -> int:
    """The longest time between two rows, as far as it lies in the period."""
    if len(stamps) < 2:
        return 0
    return int(np.diff(np.clip(stamps, windows.start_ns, windows.stop_ns)).max())
