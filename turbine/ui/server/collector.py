"""When Python's garbage, objects in circles, is collected: in idle moments, not after every run.

Streamlit collects after each run of a page, which takes longer than the run: that is switched off
in ``.streamlit/config.toml``. Here instead all that has survived is frozen, so that what Python
collects by itself under load looks at new objects alone. Once the server has nothing to do,
everything is thawed, collected and frozen again: so nothing stays for good.
"""

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from turbine.ui.server.alongside import alongside

_NEW_OBJECTS = 10_000
"""After so many, Python looks at the new ones: a run makes more, and hardly any survive it."""
_EVERY_S = 1.0
_IDLE, _COST = 0.05, 0.1
_FIRST_COST_S = 0.1


class Pace:
    """Tells when collecting pays, from the processor time that the process has used so far."""

    def __init__(self, used_s: float) -> None:
        self._seen_s = self._collected_s = used_s
        self._cost_s = _FIRST_COST_S

    def is_due(self, used_s: float, passed_s: float) -> bool:
        """Whether the process has been idle for the ``passed_s`` since it was last asked, and has
        worked ten times as long as a collection takes since there was one."""
        idle = used_s - self._seen_s < _IDLE * passed_s
        self._seen_s = used_s
        return idle and (used_s - self._collected_s) * _COST >= self._cost_s

    def collected(self, cost_s: float) -> None:
        """Note a collection, and the processor time that it took."""
        self._cost_s = cost_s
        self._seen_s += cost_s
        self._collected_s = self._seen_s


def collect() -> None:
    """Collect everything, what was frozen too, and freeze what is left."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


@asynccontextmanager
async def collecting() -> AsyncIterator[None]:
    """Collect in idle moments, from the server's start to its end."""
    usual = gc.get_threshold()
    gc.set_threshold(_NEW_OBJECTS, *usual[1:])
    collect()
    try:
        async with alongside(watch()):
            yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


async def watch(used_s: Callable[[], float] = time.process_time, every_s: float = _EVERY_S) -> None:
    """Collect whenever the process's pace allows it; ends by being cancelled."""
    pace, asked_s = Pace(used_s()), time.monotonic()
    while True:
        await asyncio.sleep(every_s)
        before_s, now_s = used_s(), time.monotonic()
        if pace.is_due(before_s, now_s - asked_s):
            collect()
            pace.collected(used_s() - before_s)
        asked_s = now_s
