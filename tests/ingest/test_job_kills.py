"""Several at once, and whatever dies on the way: nothing is lost, and resume sends the rest."""

import json
import os
import signal
import subprocess
import threading
import time
from dataclasses import replace

import pytest
from scada import ACTOR, SERIES, Place, influx_place, made_file, newest, until
from servers import Influx2, find_influxd2, free_port, started_influxd2

from turbine.ingest.record import State
from turbine.model import deadline
from turbine.model.errors import NotFoundError
from turbine.services.windproof import Windproof

FILE = made_file(300)


LARGE = {
    "embedded": (600_000, 600),
    "influx": (200_000, 600),
    "influx1": (60_000, 600),
    "influx3": (150_000, 1),  # it keeps each ten minutes apart, so that a query of years takes long
}
"""Rows that take a second or more, and their step in seconds: many batches to be killed between."""


@pytest.fixture(scope="module")
def large_files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("large")

    def made(kind):
        """(the file, its rows)"""
        path = folder / f"{kind}.csv"
        rows, step_s = LARGE[kind]
        if not path.exists():
            path.write_text(made_file(rows, step_s=step_s))
        return path, rows

    return made


@pytest.fixture
def large(request, place, large_files):
    """(the file, its rows), for that place"""
    return large_files(request.node.callspec.params["place"])


def underway(place: Place, process: subprocess.Popen[str]) -> bool:
    """The ingest of that process has batches acknowledged."""
    assert process.poll() is None, process.communicate()
    try:
        return newest(place).stored > 0
    except NotFoundError:
        return False


def test_a_killed_process_is_resumed_by_another(place, large):
    path, rows = large
    process = place.popen("ingest", str(path), "--retime", "keep")
    with process:
        until(lambda: underway(place, process), what="a first batch")
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
    killed = newest(place)
    assert killed.state is State.INTERRUPTED
    assert 0 < killed.stored < rows
    assert killed.adds_up
    (listed,) = place.answer("ingests")["ingests"]
    assert (listed["state"], listed["waiting"]) == ("interrupted", killed.waiting)
    done = place.answer("resume", killed.id)
    assert (done["state"], done["stored"], done["rejected"], done["held"]) == (
        "done",
        rows,
        0,
        rows,
    )
    assert place.door.count() == rows
    verified = place.answer("verify", killed.id)
    assert (verified["verdict"], verified["found"]) == ("PASS", rows)


def test_others_work_beside_a_running_ingest_but_do_not_run_it_too(place, large):
    path, rows = large
    first = place.ingest(FILE, series=replace(SERIES, turbine="beside"))
    with place.popen("ingest", str(path), "--retime", "keep", "--json") as process:
        until(lambda: newest(place).state is State.RUNNING, what="a start")
        os.kill(process.pid, signal.SIGSTOP)  # a fast machine would be done before the next starts
        running = newest(place)
        assert running.id != first.id
        second = place.cli("resume", running.id)
        os.kill(process.pid, signal.SIGCONT)
        assert second.returncode == 1
        assert second.stderr.startswith(f"turbine: Ingest {running.id} is already running.")
        assert place.verify(first).verdict == "PASS"
        hours = place.answer(
            *("aggregate", "--turbine", "beside", "--field", "power_kw"),
            *("--window", "1h", "--function", "count"),
        )["windows"]
        assert sum(w["count"] for w in hours) == 300
        out, err = process.communicate(timeout=300)
    assert (process.returncode, err) == (0, "")
    assert json.loads(out)["stored"] == rows
    assert place.verify(newest(place)).verdict == "PASS"


def test_another_process_can_cancel(place, large):
    path, rows = large
    with place.popen("ingest", str(path), "--retime", "keep", "--json") as process:
        until(lambda: underway(place, process), what="a first batch")
        place.windproof.ingests.cancel(ACTOR, newest(place).id)
        out, err = process.communicate(timeout=300)
    cancelled = newest(place)
    assert cancelled.state is State.CANCELLED
    assert (process.returncode, out) == (1, "")
    assert f"was cancelled after {cancelled.stored:,} of {rows:,} rows" in err
    assert 0 < cancelled.stored < rows
    assert cancelled.held == cancelled.stored
    assert place.windproof.ingests.run(ACTOR, cancelled.id).state is State.DONE
    assert place.verify(cancelled).verdict == "PASS"


@pytest.fixture
def own_server(tmp_path):
    """An InfluxDB 2 that may be killed: (place, start, kill)."""
    binary, why = find_influxd2()
    if binary is None:
        pytest.skip(f"no influxd of our own to kill: {why}")
    folder = tmp_path / "influxd"
    server = Influx2(url=f"http://127.0.0.1:{free_port()}", token="t" * 40, org="windproof tests")
    place = influx_place(tmp_path / "data", server, "turbines")
    running = []

    def start():
        context = started_influxd2(binary, folder, server.url)
        running.append((context, context.__enter__()))

    def kill():
        context, process = running.pop()
        process.kill()
        context.__exit__(None, None, None)

    start()
    setup = {"username": "tester", "password": "only-for-tests", "token": server.token}
    server.json("POST", "/api/v2/setup", setup | {"org": server.org, "bucket": "turbines"})
    yield place, start, kill
    if running:
        kill()


def _hurried(left_s):
    """What is left of a deadline, as if most of it were over."""
    return lambda self: left_s(self) - 117.0


@pytest.mark.server
class TestKilledDatabase:
    def test_a_database_that_comes_back_in_time_is_written_on(self, own_server, large_files):
        place, start, kill = own_server
        path, rows = large_files("influx")
        record = place.start(path.read_bytes())
        place.windproof.ingests.run_in_background(ACTOR, record.id)
        until(lambda: place.windproof.ingests.get(record.id).stored > 0, what="a first batch")
        kill()
        before = place.windproof.ingests.get(record.id).stored
        assert before < rows
        start()
        until(lambda: place.windproof.ingests.progress(record.id) is None, what="the end")
        done = place.windproof.ingests.get(record.id)
        assert (done.state, done.stored, done.held) == (State.DONE, rows, rows)
        assert place.verify(record).verdict == "PASS"

    def test_one_that_does_not_is_resumed_later(self, own_server, large_files, monkeypatch):
        place, start, kill = own_server
        windproof = place.windproof
        path, rows = large_files("influx")
        record = place.start(path.read_bytes())
        windproof.ingests.run_in_background(ACTOR, record.id)
        until(lambda: windproof.ingests.get(record.id).stored > 0, what="a first batch")
        kill()
        began = time.monotonic()
        # An ingest waits for 120 s: here in three.
        monkeypatch.setattr(deadline.Deadline, "left_s", _hurried(deadline.Deadline.left_s))
        until(lambda: windproof.ingests.progress(record.id) is None, what="giving up")
        monkeypatch.undo()
        assert time.monotonic() - began < 30
        failed = windproof.ingests.get(record.id)
        assert failed.state is State.FAILED
        assert place.settings.influx.url in failed.error
        assert place.settings.influx.token not in failed.error
        assert 0 < failed.stored < rows
        start()
        done = windproof.ingests.run(ACTOR, record.id)
        assert (done.state, done.held) == (State.DONE, rows)
        assert place.verify(record).verdict == "PASS"


def test_two_threads_and_two_services_on_one_directory(place):
    """As two browsers and a command line would: each its own turbine, all at once."""
    services = [place.windproof, Windproof(place.settings)]
    errors: list[BaseException] = []

    def work(number: int) -> None:
        try:
            mine = Place(settings=place.settings, door=place.door)
            object.__setattr__(mine, "windproof", services[number % 2])
            record = mine.ingest(FILE, series=replace(SERIES, turbine=f"T{number}"))
            assert mine.verify(record).verdict == "PASS"
        except BaseException as error:  # a thread's failure is told by the test
            errors.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert place.door.count() == 4 * 300
