"""Fixtures that many tests share, and the word on which real servers they had."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from servers import (
    Influx1,
    Influx2,
    Influx3,
    describe_influx1,
    describe_influx2,
    describe_influx3,
    external_influx2,
    running_influx1,
    running_influx2,
    running_influx3,
)

pytest_plugins = ["scada", "guarding", "clocks"]

# Ledgers and databases sync with each change, and a sync is milliseconds on a disk: half of many
# tests. No test can tell whether one reached it.
MEMORY = Path("/dev/shm")
if (
    os.access(MEMORY, os.W_OK)
    and not os.statvfs(MEMORY).f_flag & os.ST_NOEXEC
    and shutil.disk_usage(MEMORY).free > 4 * 2**30
):
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

# Commands speak the environment's language, and tests read English.
os.environ["LC_ALL"] = "C.UTF-8"

# How long an example takes says something of the machine, and nothing of the code.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")


@pytest.fixture(scope="session")
def influx2_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Influx2]:
    """A real InfluxDB 2, for all the tests of this process."""
    found, text = describe_influx2()
    if not found:
        pytest.skip(f"no InfluxDB 2: {text}")
    if server := external_influx2():
        yield server
        return
    with running_influx2(tmp_path_factory.mktemp("influxd2")) as server:
        yield server


@pytest.fixture(scope="session")
def influx1_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Influx1]:
    """A real InfluxDB 1 that asks for a user and a password, for all the tests of this process."""
    found, text = describe_influx1()
    if not found:
        pytest.skip(f"no InfluxDB 1: {text}")
    with running_influx1(tmp_path_factory.mktemp("influxd1"), auth=True) as server:
        yield server


@pytest.fixture(scope="session")
def influx3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Influx3]:
    """A real InfluxDB 3 Core, for all the tests of this process."""
    found, text = describe_influx3()
    if not found:
        pytest.skip(f"no InfluxDB 3: {text}")
    with running_influx3(tmp_path_factory.mktemp("influxdb3")) as server:
        yield server


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What only passes without a real server is not proven: say which there were."""
    terminalreporter.section("real database servers")
    servers = {
        "InfluxDB 1": describe_influx1,
        "InfluxDB 2": describe_influx2,
        "InfluxDB 3": describe_influx3,
    }
    for product, describe in servers.items():
        found, text = describe()
        terminalreporter.write_line(
            f"{product}: {'tested with' if found else 'NOT TESTED:'} {text}",
            green=found,
            red=not found,
            bold=not found,
        )
