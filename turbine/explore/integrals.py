"""What is computed between rows, not of each row: energies and means of values at irregular times,
rises of counters.

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
from turbine.timing.steps import Steps
from turbine.timing.windows import SECOND_NS, Windows
from turbine.wind import integral
from turbine.wind.energy import window_energies_kwh
from turbine.wind.kernels import by_window
from turbine.words import Text

INTEGRALS: tuple[Function, ...] = ("energy-hold", "energy-trapezoid", "increase", "mean-hold")
_HOUR_S = 3_600.0


def is_integral(function: Function, steps: Steps, windows: Windows) -> bool:
    """Whether the function is computed here: an energy only if rows last longer than windows, of
    which several share what a row brings."""
    if function == "energy":
        _, lasting_ns = steps.lasting()
        return bool((lasting_ns > np.diff(windows.edges).min()).any())
    return function in INTEGRALS


def integrated(
    frame: pl.DataFrame, name: str, function: Function, windows: Windows, steps: Steps
) -> tuple[pl.DataFrame, list[Text]]:
    """``channel``, ``time``, ``value`` (kWh, or the field's unit) and ``count`` (rows in the
    window) of every window, and what was assumed. ``frame`` has ``time`` and the channel, sorted,
    also of rows around the period."""
    rows = frame.select("time", name).drop_nulls()
    stamps, values = stamps_of(rows), rows[name].to_numpy()
    edges = np.clip(windows.edges, windows.start_ns, windows.stop_ns)
    inside = rows.filter(pl.Series((stamps >= windows.start_ns) & (stamps < windows.stop_ns)))
    signal, notes = channel(name).label(), list[Text]()
    longest = lasting(_longest_ns(stamps, windows) // SECOND_NS)
    if function == "increase":
        rise = integral.increase(stamps, values, edges)
        sums = rise.values
        if rise.restarts:
            notes.append(Words.RESTARTED(signal=signal, count=rise.restarts))
        if rise.corrections:
            notes.append(Words.CORRECTED(signal=signal, count=rise.corrections))
    elif function == "energy":
        sums = window_energies_kwh(inside, name, steps, windows.edges)
        notes.append(Words.SPREAD_OVER_WINDOWS(signal=signal))
    elif function == "mean-hold":
        sums = integral.held(stamps, values, edges) / integral.held(
            stamps, np.ones(len(stamps)), edges
        )
        notes.append(Words.MEAN_HOLDS(signal=signal, longest=longest))
    elif function == "energy-hold":
        sums = integral.held(stamps, values, edges) / _HOUR_S
        notes.append(Words.HELD(signal=signal, longest=longest))
    else:
        sums = integral.trapezoids(stamps, values, edges) / _HOUR_S
        notes.append(Words.TRAPEZOIDS(signal=signal, longest=longest))
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
