"""What is particular to the embedded database: one file, one process at a time."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pytest
from paths import ROOT
from points import NAMES

from turbine.model.errors import (
    StoreBusyError,
    StoreDeniedError,
    StoreError,
    StoreFullError,
    StoreMissingError,
)
from turbine.model.frame import to_time
from turbine.model.series import Series, Target
from turbine.settings.config import Settings
from turbine.stores import open_store
from turbine.stores.duckdb._errors import _named
from turbine.stores.duckdb.store import DuckDBStore

T1 = Series(measurement="scada", site="main", turbine="T1")


def points(start: int, rows: int) -> pl.DataFrame:
    stamps = to_time(np.arange(start, start + rows, dtype=np.int64))
    return pl.DataFrame({"time": stamps, "power_kw": np.ones(rows)})


@contextmanager
def another_process(code: str, path: Path) -> Iterator[subprocess.Popen[str]]:
    """Python elsewhere, from the moment on that it has printed a line."""
    command = [sys.executable, "-c", code, str(path)]
    with subprocess.Popen(
        command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process
        process.communicate(timeout=60)


HOLD = (
    "import sys, duckdb\nc = duckdb.connect(sys.argv[1])\nprint('in', flush=True)\nsys.stdin.read()"
)
WRITE = """
import sys, numpy as np, polars as pl
from pathlib import Path
from turbine.model.frame import to_time
from turbine.model.series import Series
from turbine.stores.duckdb.store import DuckDBStore
store = DuckDBStore(Path(sys.argv[1]))
series = Series(measurement="scada", site="main", turbine="T1")
print("ready", flush=True)
for i in range(0, 1_500, 100):
    stamps = to_time(np.arange(i, i + 100, dtype=np.int64) * 2 + 1)
    store.write(series, pl.DataFrame({"time": stamps, "power_kw": np.ones(100)}))
"""


def test_two_processes_write_by_turns(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    store = DuckDBStore(path)
    with another_process(WRITE, path) as process:
        for i in range(0, 1_500, 100):
            stamps = to_time(np.arange(i, i + 100, dtype=np.int64) * 2)
            store.write(T1, pl.DataFrame({"time": stamps, "power_kw": np.ones(100)}))
        process.communicate(timeout=60)
        assert process.returncode == 0
    assert store.stamps(T1, 0, 9_000).tolist() == list(range(3_000))


def test_a_file_held_by_another_process_is_waited_for(tmp_path: Path) -> None:
    store = DuckDBStore(tmp_path / "w.duckdb")
    store.write(T1, points(0, 1))
    with another_process(HOLD, tmp_path / "w.duckdb") as process:
        busy = DuckDBStore(tmp_path / "w.duckdb", deadline_s=0.1)
        with pytest.raises(StoreBusyError, match="Another process is using"):
            busy.write(T1, points(1, 1))
        with pytest.raises(StoreBusyError):
            busy.series()
        process.communicate(timeout=60)
        assert busy.write(T1, points(1, 1)).stored == 1
    assert store.stamps(T1, 0, 9).tolist() == [0, 1]


def test_a_channel_new_in_the_catalogue_gets_its_column(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute(
            "CREATE TABLE points (measurement VARCHAR, site VARCHAR, turbine VARCHAR,"
            f" time TIMESTAMP_NS, {NAMES[1]} DOUBLE)"
        )
        connection.execute("INSERT INTO points VALUES ('scada', 'main', 'T1', '1970-01-01', 2.5)")
    store = DuckDBStore(path)
    assert store.read(T1, NAMES, 0, 9).frame.row(0)[1:] == (None, 2.5, None, None)
    store.write(T1, points(0, 2))
    assert store.read(T1, NAMES[:2], 0, 9).frame.select(NAMES[:2]).rows() == [
        (1.0, 2.5),
        (1.0, None),
    ]


def test_many_threads_may_be_the_first(tmp_path: Path) -> None:
    stores = [DuckDBStore(tmp_path / "w.duckdb") for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda store: store.series(), stores)) == [[]] * 8


def test_nothing_is_held_open_between_operations(tmp_path: Path) -> None:
    store = DuckDBStore(tmp_path / "w.duckdb")
    store.write(T1, points(0, 10))
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, duckdb; duckdb.connect(sys.argv[1])",
            *store.info().details.values(),
        ],
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("content", [b"no database at all" * 900, b"", b"DUCK" * 40])
def test_a_file_that_is_no_database_is_said(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "w.duckdb"
    path.write_bytes(content)
    store = DuckDBStore(path, deadline_s=0.1)
    with pytest.raises(StoreError) as caught:
        store.series()
    assert str(path) in str(caught.value)
    assert caught.value.hint
    assert path.read_bytes() == content


def test_a_damaged_file_is_said(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    store = DuckDBStore(path, deadline_s=0.1)
    values = np.random.default_rng(1).normal(size=90_000)
    frame = points(0, 90_000).with_columns(power_kw=pl.Series(values))
    store.write(T1, frame)
    content = bytearray(path.read_bytes())
    content[12_300::4_096] = bytes(255 - byte for byte in content[12_300::4_096])
    path.write_bytes(content)
    with pytest.raises(StoreError, match="cannot be read"):
        store.read(T1, ("power_kw",), 0, 90_000)


def test_a_file_that_is_cut_anywhere_is_said_and_never_holds_less(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    store = DuckDBStore(path, deadline_s=0.1)
    store.write(T1, points(0, 20_000))
    whole = path.read_bytes()
    held = 0
    anywhere = np.random.default_rng(1).integers(0, len(whole), 20).tolist()
    for at in [0, 4_096, len(whole) - 1, *range(12_288, len(whole), 262_144), *anywhere]:
        path.write_bytes(whole[:at])
        with suppress(StoreError):  # unless nothing was in what is missing: free blocks
            assert len(store.stamps(T1, 0, 20_000)) == 20_000
            held += 1
    assert held < 10
    path.write_bytes(whole)
    assert len(store.stamps(T1, 0, 20_000)) == 20_000


def test_a_folder_in_its_place_is_said(tmp_path: Path) -> None:
    (tmp_path / "w.duckdb").mkdir()
    with pytest.raises(StoreError, match="directory"):
        DuckDBStore(tmp_path / "w.duckdb", deadline_s=0.1).series()


def test_a_data_directory_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError):
        DuckDBStore(tmp_path / "file" / "w.duckdb", deadline_s=0.1).series()


FULL = """
import resource, signal, sys, numpy as np, polars as pl
from pathlib import Path
from turbine.model.errors import StoreFullError
from turbine.model.frame import to_time
from turbine.model.series import Series
from turbine.stores.duckdb.store import DuckDBStore
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
store = DuckDBStore(Path(sys.argv[1]))
series = Series(measurement="scada", site="main", turbine="T1")
first = pl.DataFrame({"time": to_time(np.arange(100)), "power_kw": np.ones(100)})
store.write(series, first)
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, resource.RLIM_INFINITY))
values = np.random.default_rng(1).normal(size=100_000)
stamps = to_time(np.arange(100_000) + 1_000)
try:
    for i in range(9):
        store.write(series, pl.DataFrame({"time": stamps, "power_kw": values + i}))
except StoreFullError as error:
    print(error)
"""


def test_a_full_disk_is_said_and_harms_nothing(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(path)], cwd=ROOT, capture_output=True, text=True
    )
    assert "has run out of space" in done.stdout, done.stderr
    store = DuckDBStore(path)
    assert store.stamps(T1, 0, 1_000).tolist() == list(range(100)), "what was acknowledged is there"
    assert store.write(T1, points(5_000, 10)).stored == 10


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('IO Error: Cannot open file "w.duckdb": Permission denied', StoreDeniedError),
        ('IO Error: Cannot open file "w.duckdb": Read-only file system', StoreDeniedError),
        ('IO Error: Could not write file "w.duckdb": No space left on device', StoreFullError),
        ('IO Error: Could not set lock on file "w.duckdb": Conflicting lock', StoreBusyError),
    ],
)
def test_the_systems_words_are_told_apart(text: str, kind: type[StoreError]) -> None:
    assert type(_named(Path("w.duckdb"), text, duckdb.IOException)) is kind


@pytest.mark.parametrize("address", ["../w.duckdb", "/etc/w.duckdb", "a/b.duckdb", ""])
def test_only_files_of_the_data_directory_are_opened(tmp_path: Path, address: str) -> None:
    with pytest.raises(StoreMissingError, match="not a file in the data directory"):
        open_store(Settings(data_dir=tmp_path), Target(kind="duckdb", address=address))


def test_a_recorded_file_is_opened_beside_the_settings_own(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    other = open_store(settings, Target(kind="duckdb", address="older.duckdb"))
    other.write(T1, points(0, 3))
    assert (tmp_path / "older.duckdb").exists()
    assert open_store(settings).series() == []
