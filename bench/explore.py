"""People who explore: what a change of a selector costs the server, and what it does to its memory.

Every change asks a question of its own, so that no answer is there already.
"""

import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.browser import ingest
from bench.pairs import Row
from bench.visitor import Took, Visitor, visiting
from tests.support.driving import Server, serving
from tests.support.logins import sign_in
from turbine.access import Accounts
from turbine.services.windproof import Windproof
from turbine.settings.config import Settings

CHANGED = ("explore_function", "explore_window")
"""The selectors that are changed, one at a time."""
_ALONE, _TOGETHER, _CROWD_S, _PAUSE_S = 100, 20, 40.0, (0.5, 1.5)
_RERUNS, _EVERY, _WARM = 2_000, 50, 500
_STREAMLITS_WAY = {"STREAMLIT_RUNNER_POST_SCRIPT_GC": "true"}


def measure(csv: Path) -> Iterator[Row]:
    """One person alone, then twenty at once."""
    with _served(csv, {}) as server:
        cost, took = asyncio.run(_alone(server))
        yield Row(
            what="processor time of a selector change, mean",
            figure=statistics.mean(cost) * 1e3,
            bound=35,
            unit="ms",
            detail=f"median {statistics.median(cost) * 1e3:.1f} ms; the chart is sent after "
            f"{statistics.median(t.chart for t in took) * 1e3:.0f} ms, {len(cost)} changes",
        )
        before_s, began = _used_s(server), time.perf_counter()
        crowd = sorted(t.chart for t in asyncio.run(_crowd(server)))
        busy = (_used_s(server) - before_s) / (time.perf_counter() - began)
        yield Row(
            what=f"{_TOGETHER} people, a change a second each: chart, 95th %",
            figure=crowd[int(len(crowd) * 0.95)] * 1e3,
            bound=1_000,
            unit="ms",
            detail=f"median {statistics.median(crowd) * 1e3:.0f} ms, {len(crowd)} changes, "
            f"{busy:.1f} processors busy",
        )


def memory(csv: Path) -> Iterator[Row]:
    """Resident memory over 2,000 reruns without a pause, beside Streamlit's collection each run."""
    ours, streamlits = (_grown(csv, way) for way in ({}, _STREAMLITS_WAY))
    for what, grown in (("collected when idle", ours), ("as Streamlit would", streamlits)):
        print(f"RSS every 250 reruns, {what}: {', '.join(f'{mb:.0f}' for mb in grown.rss_mb[::5])}")
    yield Row(
        what=f"memory gained from rerun {_WARM} to {_RERUNS:,}",
        figure=ours.gained_mb,
        bound=10,
        unit="MB",
        detail=f"Streamlit's way: {streamlits.gained_mb:.1f} MB",
    )
    yield Row(
        what="processor time of a rerun ÷ Streamlit's collection each run",
        figure=ours.cost_s / streamlits.cost_s,
        bound=1,
        detail=f"{ours.cost_s * 1e3:.1f} ms ÷ {streamlits.cost_s * 1e3:.1f} ms",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grown:
    rss_mb: list[float]
    """After every 50 reruns."""
    cost_s: float
    """Processor time of a rerun, mean."""

    @property
    def gained_mb(self) -> float:
        """Between the ten samples from the 500th rerun on and the last ten, by their medians."""
        warm = self.rss_mb[_WARM // _EVERY - 1 :]
        return statistics.median(warm[-10:]) - statistics.median(warm[:10])


def _grown(csv: Path, way: Mapping[str, str]) -> _Grown:
    with _served(csv, way) as server:
        before_s = _used_s(server)
        rss_mb = asyncio.run(_reruns(server))
        return _Grown(rss_mb=rss_mb, cost_s=(_used_s(server) - before_s) / _RERUNS)


@contextmanager
def _served(csv: Path, environment: Mapping[str, str]) -> Iterator[Server]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        ingest(Windproof(Settings(data_dir=home / "data")), csv)
        with serving(home, environment) as server:
            yield server


async def _alone(server: Server) -> tuple[list[float], list[Took]]:
    """Processor and wall seconds of each change."""
    cost, took, dice = [], [], random.Random(1)
    async with _visit(server, "anna") as visitor:
        for _ in range(10):
            await _change(visitor, dice)
        for _ in range(_ALONE):
            before_s = _used_s(server)
            took.append(await _change(visitor, dice))
            await asyncio.sleep(0.02)  # what comes after the page's end is a part of it
            cost.append(_used_s(server) - before_s)
    return cost, took


async def _crowd(server: Server) -> list[Took]:
    async with AsyncExitStack() as stack:
        people = [
            await stack.enter_async_context(_visit(server, f"visitor{number}"))
            for number in range(_TOGETHER)
        ]
        end = time.perf_counter() + _CROWD_S
        took = await asyncio.gather(*(_explores(v, n, end) for n, v in enumerate(people)))
    return [each for one in took for each in one]


async def _explores(visitor: Visitor, number: int, end: float) -> list[Took]:
    """Changes with pauses, until the end."""
    took, dice = [], random.Random(number)
    while time.perf_counter() < end:
        await asyncio.sleep(dice.uniform(*_PAUSE_S))
        took.append(await _change(visitor, dice))
    return took


async def _reruns(server: Server) -> list[float]:
    dice, rss_mb = random.Random(1), []
    async with _visit(server, "anna") as visitor:
        for number in range(1, _RERUNS + 1):
            await _change(visitor, dice)
            if number % _EVERY == 0:
                rss_mb.append(_rss_mb(server))
    return rss_mb


async def _change(visitor: Visitor, dice: random.Random) -> Took:
    """Another option of one of the selectors."""
    key = dice.choice(CHANGED)
    _, chosen, options = visitor.options[key]
    took = await visitor.choose(key, dice.choice([each for each in options if each != chosen]))
    assert took.chart is not None, "a change without a chart"
    return took


def _visit(server: Server, user: str) -> AbstractAsyncContextManager[Visitor]:
    token = sign_in(server.data_dir, user)
    name = Accounts(server.data_dir).cookie_name
    return visiting(server.url, "explore", {name: token})


def _used_s(server: Server) -> float:
    """Processor seconds of the server so far, all its threads together (Linux)."""
    return time.clock_gettime((~server.pid << 3) | 2)


def _rss_mb(server: Server) -> float:
    status = Path(f"/proc/{server.pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1_024
