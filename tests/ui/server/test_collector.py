"""Garbage is collected when it pays: in idle moments, and all of it."""

import asyncio
import gc
import os
import subprocess
import sys
import weakref

import pytest
from paths import ROOT

from turbine.ui.server.collector import Pace, collect, collecting, watch


class Node:
    """Something that refers to itself."""

    def __init__(self) -> None:
        self.own = self


@pytest.fixture(autouse=True)
def thawed():
    yield
    gc.unfreeze()


def test_a_busy_process_is_left_alone_and_an_idle_one_collects():
    pace = Pace(10.0)
    assert not pace.is_due(11.0, 1.0)
    assert not pace.is_due(11.8, 1.0)
    assert pace.is_due(11.81, 1.0)


def test_without_work_there_is_nothing_to_collect():
    pace = Pace(10.0)
    assert not any(pace.is_due(10.0 + n / 1_000, 1.0) for n in range(600))


def test_collecting_takes_at_most_a_tenth_of_what_was_worked():
    pace = Pace(0.0)
    assert not pace.is_due(2.0, 1.0)
    assert pace.is_due(2.0, 1.0)
    pace.collected(0.3)
    assert not pace.is_due(5.2, 1.0)
    assert not pace.is_due(5.2, 1.0), "2.9 s of work since, for 0.3 s"
    assert not pace.is_due(5.4, 1.0)
    assert pace.is_due(5.4, 1.0)


def test_what_was_frozen_alive_is_collected_once_it_is_garbage():
    node = Node()
    seen = weakref.ref(node)
    collect()
    assert gc.get_freeze_count() > 0
    del node
    gc.collect()
    assert seen() is not None, "frozen: only thawing lets go of it"
    collect()
    assert seen() is None


def test_garbage_goes_once_the_server_is_idle():
    used = iter([0.0, 3.0])

    async def until_gone() -> None:
        watching = asyncio.create_task(watch(lambda: next(used, 3.0), every_s=0.001))
        while seen() is not None:
            await asyncio.sleep(0.001)
        watching.cancel()

    gc.disable()
    try:
        node = Node()
        seen = weakref.ref(node)
        del node
        asyncio.run(asyncio.wait_for(until_gone(), timeout=60))
    finally:
        gc.enable()


def test_the_usual_ways_are_back_after_the_servers_end():
    usual = gc.get_threshold()

    async def inside() -> tuple[int, int]:
        async with collecting():
            return gc.get_threshold()[0], gc.get_freeze_count()

    threshold, frozen = asyncio.run(inside())
    assert threshold > usual[0]
    assert frozen > 0
    assert gc.get_threshold() == usual
    assert gc.get_freeze_count() == 0


STARTED = """
import asyncio, gc, app
from streamlit import config

async def start():
    async with app.running(app.app):
        print(gc.get_freeze_count() > 0, config.get_option("runner.postScriptGC"))

asyncio.run(start())
"""


def test_the_app_collects_by_itself_and_streamlit_does_not(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", STARTED],
        cwd=ROOT,
        env={**os.environ, "TURBINE_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == ["True", "False"], done.stderr
