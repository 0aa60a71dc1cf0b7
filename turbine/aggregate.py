"""Windowed aggregates of a series: the database computes what it does well, a kernel the rest.

Whatever the database, the answer is the same: every window of the period, empty ones too, with
its value, the rows found and the rows that it could hold.
"""

import time
from dataclasses import dataclass
from typing import Literal, cast

import numpy as np
import polars as pl

from turbine.channels import BY_NAME, CHANNELS
from turbine.errors import ConfigError
from turbine.frame import to_time
from turbine.functions import Function, label, resolve
from turbine.stores.base import Answer, PushFunction, Series, Store
from turbine.wind.energy import energy_kwh
from turbine.wind.fill import Fill, filled
from turbine.wind.kernels import Statistic, by_window
from turbine.windows import Window, Windows, plan

_PUSHED: dict[Function, tuple[PushFunction, ...]] = {
    "mean": ("mean",),
    "min": ("min",),
    "max": ("max",),
    "sum": ("sum",),
    "count": (),
    "first": ("first",),
    "last": ("last",),
    "spread": ("max", "min"),
    "energy": ("sum",),
}
_COUNT: tuple[Literal["count"]] = ("count",)
_BANDED: tuple[Function, ...] = ("mean", "median")
_SCHEMA = {
    "value": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "resultant": pl.Float64(),
    "count": pl.Int64(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AggregateRequest:
    """What is asked: which rows, cut how, and what of each window."""

    series: Series
    channels: tuple[str, ...]
    start_ns: int
    stop_ns: int
    """Exclusive: only rows in [start, stop) count."""
    window: Window = "1h"
    function: Function = "mean"
    zone: str = "UTC"
    """Whose days, weeks and months."""
    fill: Fill = "gap"
    band: bool = False
    """Also the 10th and 90th percentile of each window; beside ``mean`` and ``median`` only."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Aggregation:
    """The answer, and what it took."""

    request: AggregateRequest
    frame: pl.DataFrame
    """``channel``, ``time`` (the window's UTC start), ``value``, ``low`` and ``high`` (p10, p90:
    null unless a band was asked), ``resultant`` (R of a circular mean), ``count`` (rows found),
    ``expected`` (rows that the window could hold in the period; null where the step is unknown)
    and ``filled``; every window of every channel, by channel (as asked) and time."""
    windows: Windows
    functions: dict[str, Function]
    """What was computed of each channel: not always what was asked of all (angles)."""
    omitted: dict[str, str]
    """Channels left out, each with the reason."""
    notes: tuple[str, ...]
    """Sentences on what was done otherwise than asked."""
    queries: tuple[str, ...]
    language: str
    """Of the queries: SQL, Flux."""
    rows: int
    """Rows that the database handed over."""
    seconds: float
    """From the question to the finished frame."""

    @property
    def labels(self) -> dict[str, str]:
        """Channel → what its values are, with their unit."""
        return {name: label(name, function) for name, function in self.functions.items()}

    def of(self, channel: str) -> pl.DataFrame:
        """One channel's windows."""
        length = len(self.windows.labels)
        return self.frame.slice(list(self.functions).index(channel) * length, length)


def aggregate(
    store: Store, request: AggregateRequest, *, step_ns: int, phase_ns: int = 0
) -> Aggregation:
    """Answer a request. The series has one row every ``step_ns`` on the grid through ``phase_ns``
    (a step of 0: unknown, then nothing is expected and there is no energy).

    Raises ConfigError for what cannot be asked and the StoreError family from the database.
    """
    began = time.perf_counter()
    functions, omitted = resolve(request.channels, request.function)
    _check(request, step_ns)
    windows = plan(request.start_ns, request.stop_ns, request.window, request.zone)
    pushed = {} if request.band else {n: f for n, f in functions.items() if f in _PUSHED}
    computed = {n: f for n, f in functions.items() if n not in pushed}
    found: list[tuple[Answer, pl.DataFrame]] = []
    if pushed:
        found.append(_push(store, request, tuple(pushed), windows, step_ns))
    if computed:
        found.append(_compute(store, request, computed, windows))
    frame = _dense(pl.concat(part for _, part in found), functions, windows)
    frame = _expect(frame, windows, step_ns, phase_ns)
    return Aggregation(
        request=request,
        frame=filled(frame, request.fill),
        windows=windows,
        functions=functions,
        omitted=omitted,
        notes=_notes(request, functions),
        queries=tuple(answer.query for answer, _ in found),
        language=store.capabilities.query_language,
        rows=sum(answer.rows for answer, _ in found),
        seconds=time.perf_counter() - began,
    )


def _check(request: AggregateRequest, step_ns: int) -> None:
    if request.band and request.function not in _BANDED:
        raise ConfigError(
            f"The band from the 10th to the 90th percentile goes with mean and median, "
            f"not with {request.function}.",
            hint="Choose one of these functions, or leave the band out.",
        )
    if request.function == "energy" and step_ns <= 0:
        powers = ", ".join(c.title for c in CHANNELS if c.power)
        raise ConfigError(
            "The time between two rows is unknown, so there is no energy.",
            hint=f"Energy needs at least two rows of {powers} in the database.",
        )


def _notes(request: AggregateRequest, functions: dict[str, Function]) -> tuple[str, ...]:
    titles = {name: BY_NAME[name].title for name in functions if BY_NAME[name].angular}
    swapped = [t for name, t in titles.items() if functions[name] != request.function]
    unfilled = [
        t for name, t in titles.items() if request.fill == "zero" and functions[name] != "count"
    ]
    return (
        *(f"{t} is an angle: it shows its circular mean." for t in swapped),
        *(f"{t} keeps its empty windows open: a zero would be north." for t in unfilled),
    )


def _push(
    store: Store,
    request: AggregateRequest,
    channels: tuple[str, ...],
    windows: Windows,
    step_ns: int,
) -> tuple[Answer, pl.DataFrame]:
    """What the database computes: one request for all channels, coverage with it."""
    wanted = tuple(dict.fromkeys((*_PUSHED[request.function], *_COUNT)))
    answer = store.aggregate(request.series, channels, windows, wanted)
    if request.function == "spread":
        value = pl.col("max") - pl.col("min")
    elif request.function == "energy":
        value = energy_kwh(pl.col("sum"), step_ns)
    else:
        value = pl.col(request.function)
    return answer, _shape(answer.frame, value=value)


def _compute(
    store: Store, request: AggregateRequest, functions: dict[str, Function], windows: Windows
) -> tuple[Answer, pl.DataFrame]:
    """What the kernel computes: one raw read of these channels alone."""
    answer = store.read(request.series, tuple(functions), request.start_ns, request.stop_ns)
    parts = []
    for name, function in functions.items():
        columns = {"value": cast(Statistic, function)}
        if function == "circular_mean":
            columns["resultant"] = "resultant"
        elif request.band:
            columns |= {"low": "p10", "high": "p90"}
        found = by_window(answer.frame, [name], windows, (*columns.values(), *_COUNT))
        parts.append(_shape(found, **{new: pl.col(old) for new, old in columns.items()}))
    return answer, pl.concat(parts)


def _shape(frame: pl.DataFrame, **columns: pl.Expr) -> pl.DataFrame:
    """``channel``, ``time`` and the columns of _SCHEMA, null where not given."""
    given = {"count": pl.col("count"), **columns}
    return frame.select(
        "channel",
        "time",
        *(given.get(name, pl.lit(None)).cast(kind).alias(name) for name, kind in _SCHEMA.items()),
    )


def _dense(found: pl.DataFrame, functions: dict[str, Function], windows: Windows) -> pl.DataFrame:
    """Every window of every channel: those without a row count 0 and have no value."""
    names = pl.DataFrame({"channel": list(functions)})
    labels = pl.DataFrame({"time": to_time(windows.labels)})
    frame = (
        names.join(labels, how="cross", maintain_order="left_right")
        .join(found, on=["channel", "time"], how="left", maintain_order="left")
        .with_columns(pl.col("count").fill_null(0))
    )
    if "count" in functions.values():
        return frame.with_columns(pl.col("count").cast(pl.Float64).alias("value"))
    return frame


def _expect(frame: pl.DataFrame, windows: Windows, step_ns: int, phase_ns: int) -> pl.DataFrame:
    """The frame with the rows that each window could hold (null where the step is unknown)."""
    if step_ns <= 0:
        return frame.with_columns(pl.lit(None, pl.Int64()).alias("expected"))
    expected = windows.expected(step_ns=step_ns, phase_ns=phase_ns)
    repeats = len(frame) // len(expected)
    return frame.with_columns(pl.Series("expected", np.tile(expected, repeats)))
