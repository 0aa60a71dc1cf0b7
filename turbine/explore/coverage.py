"""How many of each window's rows exist, by the rows' own time steps."""

from collections.abc import Mapping

import numpy as np
import polars as pl

from turbine.explore.functions import ENERGIES, Function
from turbine.explore.words import Words
from turbine.model.channels import channel
from turbine.timing.steps import Steps
from turbine.timing.windows import FIRST_NS, LAST_NS, Windows
from turbine.words import Text

_DAY_NS = 86_400 * 10**9
FEW_ROWS = 4


def around(start_ns: int, stop_ns: int) -> tuple[int, int]:
    """The period whose rows give the steps in [start, stop): up to a day more on either side, so
    that the rows of a short period have neighbours."""
    margin = max(min(stop_ns - start_ns, _DAY_NS), _DAY_NS // 4)
    return max(start_ns - margin, FIRST_NS), min(stop_ns + margin, LAST_NS)


def far_around(start_ns: int, stop_ns: int) -> tuple[int, int]:
    """The same if :func:`around` has fewer than FEW_ROWS: for rows up to a month apart."""
    margin = 40 * _DAY_NS
    return max(start_ns - margin, FIRST_NS), min(stop_ns + margin, LAST_NS)


def covered(
    frame: pl.DataFrame,
    windows: Windows,
    steps: Mapping[str, Steps],
    functions: Mapping[str, Function],
) -> pl.DataFrame:
    """The frame (dense, by channel) with ``expected`` (rows in the whole window if none is missing;
    null without a step) and ``cut`` (some of these are outside of the requested period, or before
    the first or after the last row). Energies without a step become null."""
    parts = []
    for name, function in functions.items():
        part = frame.filter(pl.col("channel") == name)
        expected, is_known, cut = _of_channel(windows, steps[name])
        known = pl.Series(is_known)
        part = part.with_columns(
            pl.Series("expected", expected).zip_with(known, _nulls(len(expected))),
            pl.Series("cut", cut),
        )
        if function == "energy":
            part = part.with_columns(pl.when(known).then("value"))
        parts.append(part)
    return pl.concat(parts)


def coverage_of(frame: pl.DataFrame) -> pl.DataFrame:
    """``time``, ``count``, ``expected``, ``percent`` and ``cut`` of each window, over those of its
    channels that have a step; ``percent`` is null if none has, and if no row is expected.
    ``frame`` is an aggregation's: every window of every channel, by channel and time."""
    # Every page needs it several times; in polars, each would wake all of its threads.
    windows = frame.height // max(1, frame["channel"].n_unique())
    by_channel = {
        name: frame[name].to_numpy().reshape(-1, max(1, windows))
        for name in ("count", "expected", "cut")
    }
    known = ~np.isnan(by_channel["expected"].astype(np.float64))
    count = np.where(known, by_channel["count"], 0).sum(axis=0)
    expected = np.where(known, by_channel["expected"], 0).sum(axis=0).astype(np.int64)
    with np.errstate(divide="ignore", invalid="ignore"):
        percent = np.where(expected > 0, 100.0 * count / expected, np.nan)
    return pl.DataFrame(
        {
            "time": frame["time"][:windows],
            "count": count,
            "expected": expected,
            "cut": by_channel["cut"].any(axis=0),
            "percent": pl.Series(percent, nan_to_null=True),
        }
    )


def percent_of_all(windows: pl.DataFrame) -> float | None:
    """Rows found of those expected in all windows of :func:`coverage_of` together: a ratio of sums,
    since windows differ in length. None if none is expected."""
    count, expected = (int(windows[name].sum()) for name in ("count", "expected"))
    return 100 * count / expected if expected else None


def reasons(
    frame: pl.DataFrame, steps: Mapping[str, Steps], functions: Mapping[str, Function]
) -> list[Text]:
    """Why channels have rows without a step, and what gives an energy all the same."""
    notes: list[Text] = []
    if not frame["expected"].null_count():
        return notes
    for name, its in steps.items():
        if not frame.filter(pl.col("channel") == name, pl.col("expected").is_null())["count"].sum():
            continue
        signal = channel(name).label()
        if its.spacing.rows == 1:
            notes.append(Words.SINGLE_ROW(signal=signal))
        elif its.known:
            notes.append(Words.PARTLY_IRREGULAR(signal=signal))
        elif functions[name] in ENERGIES[1:]:
            notes.append(Words.IRREGULAR_INTEGRATED(signal=signal))
        else:
            notes.append(Words.IRREGULAR(signal=signal))
            if functions[name] == "energy" and name == list(steps)[-1]:
                notes.append(Words.CHOOSE_INTEGRAL())
    return notes


def _of_channel(windows: Windows, steps: Steps) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of each window: the expected rows, whether these are known, and whether it is truncated."""
    edges = windows.edges
    expected, known = steps.expected(edges)
    if not known.any():
        return expected, known, (edges[:-1] < windows.start_ns) | (edges[1:] > windows.stop_ns)
    starts = steps.spacing.starts
    first = max(windows.start_ns, int(starts[0]))
    stop = min(windows.stop_ns, int(starts[-1]) + 1)
    inside = steps.expected(np.clip(edges, first, max(first, stop)))[0]
    return expected, known, (inside > 0) & (inside < expected)


def _nulls(count: int) -> pl.Series:
    return pl.Series([None], dtype=pl.Int64).new_from_index(0, count)
