"""Timing two things in turn, and the table that comes of it."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure against its bound."""

    what: str
    figure: float
    bound: float
    unit: str = ""
    detail: str = ""

    def line(self) -> str:
        """The row as a person reads it."""
        verdict = "reached" if self.figure <= self.bound else "NOT reached"
        figure = f"{self.figure:.3g} {self.unit}".strip()
        return f"{self.what:<58} {figure:>10}  (≤ {self.bound:g})  {verdict:<12} {self.detail}"


def seconds(work: Callable[[], object]) -> float:
    """Wall seconds of one call."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def ratio(
    what: str,
    ours: Callable[[], float | None],
    theirs: Callable[[], float | None],
    bound: float,
    rounds: int = ROUNDS,
) -> Row:
    """Ours ÷ theirs by the medians of runs in turn. A callable may return its own seconds (where
    preparing is not to count); None: the whole call counts. One round first is not counted."""
    mine, other = [], []
    for turn in range(rounds + 1):
        pair = [_timed(ours), _timed(theirs)]
        if turn:
            mine.append(pair[0])
            other.append(pair[1])
    a, b = statistics.median(mine), statistics.median(other)
    detail = f"{a * 1e3:,.1f} ms ÷ {b * 1e3:,.1f} ms"
    return Row(what=what, figure=a / b, bound=bound, detail=detail)


def _timed(work: Callable[[], float | None]) -> float:
    started = time.perf_counter()
    own = work()
    return own if own is not None else time.perf_counter() - started
