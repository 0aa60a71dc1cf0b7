"""The steps of rows, remembered for the next query of the same rows."""

import threading
import time
from collections.abc import Hashable

from turbine.timing.steps import Steps

_TTL_S = 60.0
_MOST, _MOST_RUNS = 64, 100_000


class KnownSteps:
    """By series, period and state of its ingests. What another program writes is noticed after a
    minute. Safe to use from several threads."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, tuple[float, dict[str, Steps]]] = {}
        self._lock = threading.Lock()

    def of(self, key: Hashable) -> dict[str, Steps]:
        """The steps by channel, in a dictionary of the caller's own."""
        with self._lock:
            until, steps = self._kept.get(key, (0.0, {}))
            return dict(steps) if time.monotonic() < until else {}

    def keep(self, key: Hashable, steps: dict[str, Steps]) -> None:
        """Remember them, unless the rows jitter: there would be too many."""
        small = {n: each for n, each in steps.items() if len(each.spacing.starts) <= _MOST_RUNS}
        with self._lock:
            until, before = self._kept.pop(key, (0.0, {}))
            if time.monotonic() >= until:
                until, before = time.monotonic() + _TTL_S, {}
            self._kept[key] = until, before | small
            while len(self._kept) > _MOST:
                del self._kept[next(iter(self._kept))]
