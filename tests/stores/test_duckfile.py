"""DuckDB is started once in a process, its file opened for each piece of work."""

import gc
import threading

import duckdb
import polars as pl
import pytest
from filelock import FileLock, Timeout
from scada import SERIES

from turbine.model.errors import StoreBusyError, StoreError
from turbine.model.frame import to_time
from turbine.stores.duckdb._file import file_at
from turbine.stores.duckdb.store import DuckDBStore


def points(*stamps: int) -> pl.DataFrame:
    return pl.DataFrame(
        {"time": to_time(pl.Series(stamps).to_numpy()), "power_kw": [1.0] * len(stamps)}
    )


def test_one_start_serves_every_question(tmp_path, monkeypatch):
    started = []
    real = duckdb.connect
    monkeypatch.setattr(duckdb, "connect", lambda *a, **k: started.append(a) or real(*a, **k))
    store = DuckDBStore(tmp_path / "w.duckdb")
    store.write(SERIES, points(1, 2))
    assert DuckDBStore(tmp_path / "w.duckdb").stamps(SERIES, 0, 9).tolist() == [1, 2]
    assert len(store.series()) == 1
    assert len(started) == 1


def test_an_odd_path_is_a_path(tmp_path):
    folder = tmp_path / "it's; a 'folder'"
    folder.mkdir()
    store = DuckDBStore(folder / "w.duckdb")
    store.write(SERIES, points(1))
    assert store.stamps(SERIES, 0, 9).tolist() == [1]
    assert {path.name for path in folder.iterdir()} == {"w.duckdb", "locks"}


def test_whoever_works_in_the_file_holds_a_lock_that_is_ours(tmp_path):
    store = DuckDBStore(tmp_path / "w.duckdb", deadline_s=0.1)
    store.write(SERIES, points(1))
    lock = FileLock(tmp_path / "locks" / "w.duckdb.lock")  # as another process has it
    with lock.acquire(timeout=0):
        with pytest.raises(StoreBusyError, match="Another process is using"):
            store.write(SERIES, points(2))
        with pytest.raises(StoreBusyError):
            store.series()
    with store._open():
        with store._open(), pytest.raises(Timeout):
            lock.acquire(timeout=0)
        with pytest.raises(Timeout):
            lock.acquire(timeout=0)
    assert store.stamps(SERIES, 0, 9).tolist() == [1]
    lock.acquire(timeout=0)
    lock.release()


def test_an_operation_may_end_in_another_thread_than_the_first_began(tmp_path):
    file = file_at(tmp_path / "w.duckdb")
    entered = []
    threads = [threading.Thread(target=lambda: entered.append(file.enter())) for _ in range(2)]
    for thread in threads:
        thread.start()
        thread.join()
    for connection in entered:
        file.leave(connection, failed=False)
    lock = FileLock(tmp_path / "locks" / "w.duckdb.lock")
    lock.acquire(timeout=0)
    lock.release()


def test_a_folder_without_locks_is_worked_in_all_the_same(tmp_path):
    (tmp_path / "locks").write_text("no folder")
    store = DuckDBStore(tmp_path / "w.duckdb")
    store.write(SERIES, points(1))
    assert store.stamps(SERIES, 0, 9).tolist() == [1]


def test_a_damaged_file_that_is_restored_works_again(tmp_path):
    path = tmp_path / "w.duckdb"
    store = DuckDBStore(path)
    store.write(SERIES, points(1))
    whole = path.read_bytes()
    path.write_bytes(b"nothing of DuckDB's" * 1_000)
    with pytest.raises(StoreError, match="cannot be read"):
        store.series()
    path.write_bytes(whole)
    assert store.stamps(SERIES, 0, 9).tolist() == [1]
    path.unlink()
    assert store.series() == []


def fail_within(connection: duckdb.DuckDBPyConnection) -> None:
    connection.begin()
    connection.execute("DELETE FROM points")
    raise RuntimeError


def test_a_failure_ends_its_transaction_and_the_next_one_begins_afresh(tmp_path):
    store = DuckDBStore(tmp_path / "w.duckdb")
    store.write(SERIES, points(1))
    with pytest.raises(RuntimeError), store._open() as connection:
        fail_within(connection)
    assert store.stamps(SERIES, 0, 9).tolist() == [1]


def test_who_is_inside_stays_when_another_leaves_or_fails(tmp_path):
    store = DuckDBStore(tmp_path / "w.duckdb")
    store.write(SERIES, points(1))
    with store._open() as connection:
        other = threading.Thread(target=lambda: store.write(SERIES, points(2)))
        other.start()
        other.join()
        with pytest.raises(RuntimeError), store._open():
            raise RuntimeError
        assert connection.execute("SELECT count(*) FROM points").fetchone() == (2,)


def test_the_last_store_of_a_file_takes_its_engine_along(tmp_path):
    store = DuckDBStore(tmp_path / "w.duckdb")
    store.series()
    kept = file_at(tmp_path / "w.duckdb")
    assert kept is store._file
    del store, kept
    gc.collect()
    assert file_at(tmp_path / "w.duckdb")._engine is None
