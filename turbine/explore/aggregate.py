"""Windowed aggregates of a series: the database computes what it does well, a kernel the rest.

Whatever the database, the result is the same: every window of the period, including empty ones,
with its value, the rows found and the rows expected.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from turbine.explore import states
from turbine.explore.coverage import FEW_ROWS, around, covered, far_around, reasons
from turbine.explore.functions import Function, holds_words, is_mean_speed, label, resolve, title_of
from turbine.explore.integrals import integrated, is_integral
from turbine.explore.words import Words
from turbine.model.channels import channel
from turbine.model.deadline import bound
from turbine.model.errors import ConfigError
from turbine.model.frame import stamps_of, to_time
from turbine.model.series import Series
from turbine.stores.base import Answer, PushFunction, Store
from turbine.timing.durations import lasting
from turbine.timing.spacing import Spacing
from turbine.timing.steps import Steps, steps_of
from turbine.timing.windows import SECOND_NS, Window, Windows, guard, length_of, plan
from turbine.wind.energy import energy_kwh, row_energies_kwh
from turbine.wind.fill import Fill, filled
from turbine.wind.kernels import by_window
from turbine.words import Text

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
States = dict[str, tuple[tuple[str, int], ...]]
_COUNT: tuple[Literal["count"]] = ("count",)
_MOST_RUNS = 300
"""Of windows of one length that are pushed: each is a statement of its own in the query."""
_BANDED: tuple[Function, ...] = ("mean", "median")
_SCHEMA = {
    "value": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "resultant": pl.Float64(),
    "word": pl.String(),
    "count": pl.Int64(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AggregateRequest:
    """What is requested: which rows, which windows, and which function of each window."""

    series: Series
    channels: tuple[str, ...]
    start_ns: int
    stop_ns: int
    """Exclusive: only rows in [start, stop) count."""
    window: Window = "1h"
    function: Function = "mean"
    zone: str = "UTC"
    """The time zone of days, weeks and months."""
    fill: Fill = "gap"
    band: bool = False
    """Also the 10th and 90th percentile of each window; only with ``mean`` and ``median``."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Aggregation:
    """The result, and what it took."""

    request: AggregateRequest
    frame: pl.DataFrame
    """``channel``, ``time`` (the window's UTC start), ``value``, ``low`` and ``high`` (p10, p90:
    null unless a band was requested), ``resultant`` (R of a circular mean), ``word`` (of states,
    whose ``value`` is null but for a count), ``count`` (rows found
    in the period), ``expected`` (rows in the whole window if none is missing; null without a time
    step), ``cut`` (the window extends beyond the requested period, or the first or last row found,
    so that it cannot be complete) and ``filled``; every window of every channel, by channel (as
    requested) and time."""
    windows: Windows
    functions: dict[str, Function]
    """What was computed of each channel: not always what was requested for all (angles)."""
    omitted: dict[str, Text]
    """Channels left out, each with the reason."""
    notes: tuple[Text, ...]
    """What was done differently from the request."""
    queries: tuple[str, ...]
    language: str
    """Of the queries: SQL, Flux."""
    rows: int
    """Rows that the database sent."""
    seconds: float
    """From the request to the finished frame."""
    states: States
    """Of channels in words: each state in the period and its rows, the most frequent first."""
    steps: dict[str, Steps]
    """Of each channel's rows."""

    @property
    def labels(self) -> dict[str, str]:
        """Channel → what its values are, with their unit, in the current language."""
        return {name: label(name, function) for name, function in self.functions.items()}

    def of(self, channel: str) -> pl.DataFrame:
        """One channel's windows."""
        length = len(self.windows.labels)
        return self.frame.slice(list(self.functions).index(channel) * length, length)


def aggregate(
    store: Store, request: AggregateRequest, *, known: dict[str, Steps] | None = None
) -> Aggregation:
    """Compute a request. ``known`` are channels' steps from earlier results on this series and
    period; the ones found here are added. Without them, the rows of one channel are read for their
    stamps (and its values computed from them), while the database computes the others.

    Raises ConfigError for an impossible request, and the StoreError family from the database.
    """
    start = time.perf_counter()
    functions, omitted = resolve(request.channels, request.function)
    _check(request)
    windows = plan(request.start_ns, request.stop_ns, request.window, request.zone)
    guard(len(windows.labels) * len(functions))
    steps = {} if known is None else known
    pushed = _pushable(store, request, functions, windows, steps)
    in_words = {n: f for n, f in functions.items() if channel(n).is_text}
    computed = {n: f for n, f in functions.items() if n not in pushed and n not in in_words}
    parts: list[tuple[list[Answer], pl.DataFrame]] = []
    assumed: list[Text] = []
    found: States = {}
    with ThreadPoolExecutor(1, "push") as pool:
        push = bound(_push)
        pushing = pool.submit(push, store, request, pushed, windows, steps) if pushed else None
        if computed:
            parts.append(_compute(store, request, computed, windows, steps, assumed))
        if in_words:
            answers, part, found = _compute_states(store, request, in_words, windows, steps)
            parts.append((answers, part))
        if pushing is not None:
            parts.append(pushing.result())
    frame = _dense(pl.concat(part for _, part in parts), functions, windows)
    answers = [answer for each, _ in parts for answer in each]
    answers += _find_other_steps(store, request, frame, steps)
    own = {name: steps[name] for name in functions}
    frame = covered(frame, windows, own, functions)
    return Aggregation(
        request=request,
        frame=filled(frame, request.fill),
        windows=windows,
        functions=functions,
        omitted=omitted,
        notes=(*_notes(request, functions, windows), *assumed, *reasons(frame, own, functions)),
        queries=tuple(answer.query for answer in answers),
        language=store.capabilities.query_language,
        rows=sum(answer.rows for answer in answers),
        seconds=time.perf_counter() - start,
        states=found,
        steps=own,
    )


def _check(request: AggregateRequest) -> None:
    if request.band and request.function not in _BANDED:
        raise ConfigError(
            Words.NO_BAND(function=title_of(request.function)), hint=Words.CHOOSE_MEAN()
        )


def _notes(
    request: AggregateRequest, functions: dict[str, Function], windows: Windows
) -> tuple[Text, ...]:
    signals = {name: channel(name).label() for name in functions if channel(name).angular}
    means = [
        channel(name).label()
        for name, function in functions.items()
        if function == "stddev" and is_mean_speed(name)
    ]
    swapped = [s for name, s in signals.items() if functions[name] != request.function]
    unfilled = [
        s for name, s in signals.items() if request.fill == "zero" and functions[name] != "count"
    ]
    words = [name for name, f in functions.items() if holds_words(name, f)]
    return (
        *(
            Words.WORDS_NOT_FILLED(signal=channel(n).label())
            for n in words
            if request.fill != "gap"
        ),
        *(Words.SHOWS_CIRCULAR_MEAN(signal=signal) for signal in swapped),
        *(Words.NOT_FILLED(signal=signal) for signal in unfilled),
        *(Words.NOT_TURBULENCE(signal=signal) for signal in means),
        *([Words.INDEPENDENT()] if request.function == "stderr" else []),
        *_odd_windows(request, windows),
    )


def _odd_windows(request: AggregateRequest, windows: Windows) -> list[Text]:
    """Windows of hours or days that a clock change makes longer or shorter."""
    length = length_of(request.window)
    if length is None or length.usual_s is None:
        return []
    inner_s = np.diff(windows.edges[1:-1]) // SECOND_NS  # the first and the last may be clipped
    odd_s = inner_s[inner_s != length.usual_s]
    if not len(odd_s):
        return []
    lengths = tuple(lasting(second) for second in np.unique(odd_s).tolist())
    return [Words.ODD_WINDOWS(count=len(odd_s), lengths=lengths)]


def _pushable(
    store: Store,
    request: AggregateRequest,
    functions: dict[str, Function],
    windows: Windows,
    steps: dict[str, Steps],
) -> tuple[str, ...]:
    """The channels that the database computes: no states, not the first one if no channel's steps
    are known yet, and no energies of rows with different durations."""
    if request.band or not store.capabilities.pays_pushing or len(windows.runs()) > _MOST_RUNS:
        return ()
    names = [n for n, f in functions.items() if f in _PUSHED and not channel(n).is_text]
    if request.function == "energy":
        names = [name for name in names if name in steps and _lasting_ns(steps[name])]
        return tuple(n for n in names if not is_integral("energy", steps[n], windows))
    if len(names) == len(functions) and not any(name in steps for name in names):
        names = names[1:]
    return tuple(names)


def _lasting_ns(steps: Steps) -> int:
    """How long every row lasts; 0 if that differs."""
    _, lasting = steps.lasting()
    return int(lasting[0]) if len(lasting) == 1 else 0


def _push(
    store: Store,
    request: AggregateRequest,
    channels: tuple[str, ...],
    windows: Windows,
    steps: dict[str, Steps],
) -> tuple[list[Answer], pl.DataFrame]:
    """What the database computes: one request for all channels, with their rows' counts."""
    wanted = tuple(dict.fromkeys((*_PUSHED[request.function], *_COUNT)))
    answer = store.aggregate(request.series, channels, windows, wanted)
    if request.function == "spread":
        value = pl.col("max") - pl.col("min")
    elif request.function == "energy":
        lasting = {name: _lasting_ns(steps[name]) for name in channels}
        value = energy_kwh(pl.col("sum"), pl.col("channel").replace_strict(lasting))
    else:
        value = pl.col(request.function)
    return [answer], _shape(answer.frame, value=value)


def _compute(
    store: Store,
    request: AggregateRequest,
    functions: dict[str, Function],
    windows: Windows,
    steps: dict[str, Steps],
    assumed: list[Text],
) -> tuple[list[Answer], pl.DataFrame]:
    """What the kernel computes: one raw read of these channels, which also gives their steps.
    What integrals assume of the time between rows is added to ``assumed``."""
    names = tuple(functions)
    answer = store.read(request.series, names, *around(windows.start_ns, windows.stop_ns))
    answers = [answer, *_find_steps(store, request, answer, names, steps)]
    rows = _inside(answer.frame, windows)
    parts = []
    for name, function in functions.items():
        if is_integral(function, steps[name], windows):
            integral, notes = integrated(answer.frame, name, function, windows, steps[name])
            parts.append(_shape(integral, value=pl.col("value")))
            assumed += notes
            continue
        values, columns = rows, {}
        if function == "energy":
            values = row_energies_kwh(rows.select("time", name).drop_nulls(), name, steps[name])
            columns["value"] = pl.col("sum")
        elif function == "spread":
            columns["value"] = pl.col("max") - pl.col("min")
        else:
            columns["value"] = pl.col(function)
        if function == "circular_mean":
            columns["resultant"] = pl.col("resultant")
        elif request.band:
            columns |= {"low": pl.col("p10"), "high": pl.col("p90")}
        roots = [name for column in columns.values() for name in column.meta.root_names()]
        wanted = dict.fromkeys([*roots, *_COUNT])
        statistics = by_window(values, [name], windows, wanted)
        parts.append(_shape(statistics, **columns))
    return answers, pl.concat(parts)


def _compute_states(
    store: Store,
    request: AggregateRequest,
    functions: dict[str, Function],
    windows: Windows,
    steps: dict[str, Steps],
) -> tuple[list[Answer], pl.DataFrame, States]:
    """The same of channels that hold words, and which of them there are."""
    names = tuple(functions)
    answer = store.read(request.series, names, *around(windows.start_ns, windows.stop_ns))
    answers = [answer, *_find_steps(store, request, answer, names, steps)]
    rows = _inside(answer.frame, windows)
    parts = [
        _shape(states.by_window(rows, name, windows, function), word=pl.col("word"))
        for name, function in functions.items()
    ]
    return answers, pl.concat(parts), {name: states.frequencies(rows[name]) for name in names}


def _inside(frame: pl.DataFrame, windows: Windows) -> pl.DataFrame:
    stamps = stamps_of(frame)
    return frame.filter(pl.Series((stamps >= windows.start_ns) & (stamps < windows.stop_ns)))


def _find_steps(
    store: Store,
    request: AggregateRequest,
    answer: Answer,
    channels: tuple[str, ...],
    steps: dict[str, Steps],
) -> list[Answer]:
    """Add the channels' steps, found from their rows; for few rows, their neighbours are read."""
    few = []
    for name in channels:
        stamps = stamps_of(answer.frame.filter(pl.col(name).is_not_null()))
        steps[name] = steps_of(Spacing.of(stamps))
        if 0 < len(stamps) < FEW_ROWS:
            few.append(name)
    if not few:
        return []
    period = far_around(request.start_ns, request.stop_ns)
    more = store.read(request.series, tuple(few), *period)
    for name in few:
        stamps = stamps_of(more.frame.filter(pl.col(name).is_not_null()))
        steps[name] = steps_of(Spacing.of(stamps))
    return [more]


def _find_other_steps(
    store: Store, request: AggregateRequest, frame: pl.DataFrame, steps: dict[str, Steps]
) -> list[Answer]:
    """Add the steps of channels that the database computed. A channel with as many rows in every
    window as a known one has its steps; the rows of others are read."""
    counts = {str(name): part["count"] for (name,), part in frame.group_by("channel")}
    unknown = []
    for name in (name for name in counts if name not in steps):
        alike = (k for k in counts if k in steps and counts[k].equals(counts[name]))
        same = next(alike, None)
        if same is None:
            unknown.append(name)
        else:
            steps[name] = steps[same]
    if not unknown:
        return []
    period = around(request.start_ns, request.stop_ns)
    answer = store.read(request.series, tuple(unknown), *period)
    return [answer, *_find_steps(store, request, answer, tuple(unknown), steps)]


def _shape(frame: pl.DataFrame, **columns: pl.Expr) -> pl.DataFrame:
    """``channel``, ``time`` and the columns of _SCHEMA, null if not given."""
    given = {"count": pl.col("count"), **columns}
    return frame.select(
        "channel",
        "time",
        *(given.get(name, pl.lit(None)).cast(kind).alias(name) for name, kind in _SCHEMA.items()),
    )


def _dense(rows: pl.DataFrame, functions: dict[str, Function], windows: Windows) -> pl.DataFrame:
    """Every window of every channel: those without a row have a count of 0 and no value."""
    labels = to_time(windows.labels)
    names = [pl.Series([name]).new_from_index(0, len(labels)) for name in functions]
    every = pl.DataFrame({"channel": pl.concat(names), "time": pl.concat([labels] * len(names))})
    frame = every.join(
        rows, on=["channel", "time"], how="left", maintain_order="left"
    ).with_columns(pl.col("count").fill_null(0))
    if "count" in functions.values():
        return frame.with_columns(pl.col("count").cast(pl.Float64).alias("value"))
    return frame
