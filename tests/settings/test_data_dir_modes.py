"""Nothing in the data directory is for others to read, whatever the process would allow."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from scada import ACTOR, Place, embedded_place, made_file

from turbine.access import Accounts
from turbine.services.windproof import Windproof
from turbine.settings import connection_file as saved
from turbine.settings.data_dir import private


@pytest.fixture(autouse=True)
def generous() -> Iterator[None]:
    """A process that lets everybody read and write what it makes."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.fixture
def embedded(tmp_path: Path) -> Place:
    """An existing data directory, open to all."""
    (tmp_path / "data").mkdir()
    return embedded_place(tmp_path / "data")


def open_to_others(folder: Path) -> list[str]:
    return sorted(
        f"{path.relative_to(folder)} {path.stat().st_mode & 0o777:o}"
        for path in folder.rglob("*")
        if path.stat().st_mode & 0o077
    )


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def test_whatever_is_done_leaves_nothing_that_others_may_read(embedded):
    folder = embedded.settings.data_dir
    embedded.windproof._ledger.ask_to_cancel("nobody")
    assert {"ledger.db-wal", "ledger.db-shm"} <= names(folder)
    assert open_to_others(folder) == [], "while the ledger is open"
    record = embedded.ingest(made_file(300))
    Accounts(folder).add_user(ACTOR, "ada", "long enough a password 1", administrator=True)
    saved.write(folder, {"INFLUXDB_V2_BUCKET": "b"})
    (folder.parent / "made.csv").write_text(made_file(20, seed=2))
    embedded.answer("ingest", str(folder.parent / "made.csv"), "--turbine", "T2")
    embedded.answer("verify", record.id)
    embedded.answer("doctor")
    made = {"windproof.duckdb", "ledger.db", "auth.db", "connection.json", "originals", "locks"}
    assert made <= names(folder)
    assert open_to_others(folder) == []


def test_the_log_and_the_temporary_files_of_the_database_are_private_too(embedded):
    folder = embedded.settings.data_dir
    with embedded.windproof._stores.get()._open() as connection:
        connection.execute("SET threads = 1; SET memory_limit = '60MB'")
        connection.execute("CREATE TABLE other AS SELECT 1.5 AS value")
        connection.execute(
            "CREATE TEMP TABLE large AS SELECT repeat('x', 50) || random() AS text"
            " FROM range(2000000)"
        )
        during = names(folder)
        assert "windproof.duckdb.wal" in during
        assert any(name.startswith("windproof.tmp/") for name in during)
        assert open_to_others(folder) == []


def test_what_an_older_version_left_open_is_closed_at_the_next_start(embedded):
    folder = embedded.settings.data_dir
    embedded.ingest(made_file(20))
    (folder / "windproof.tmp").mkdir()
    for name in ("windproof.duckdb.wal", "windproof.tmp/duckdb_temp", "originals/tmpabc"):
        (folder / name).touch()
    (folder / "mine.txt").touch()
    for path in folder.rglob("*"):
        path.chmod(0o777 if path.is_dir() else 0o666)
    Windproof(embedded.settings).explorer.series()
    assert open_to_others(folder) == ["mine.txt 666"], "what is not Windproof's stays as it is"


def test_threads_restore_the_mask_of_the_process(tmp_path):
    entered, leave = threading.Event(), threading.Event()

    def stay_private() -> None:
        with private():
            entered.set()
            leave.wait(10)

    thread = threading.Thread(target=stay_private)
    thread.start()
    entered.wait(10)
    with private():
        leave.set()
        thread.join()
        (tmp_path / "within").touch()
    (tmp_path / "after").touch()
    assert open_to_others(tmp_path) == ["after 666"]
