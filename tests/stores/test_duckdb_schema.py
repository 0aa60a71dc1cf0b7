"""The embedded database's schema: its version, and what is done to an older file and a newer."""

import os
import subprocess
import sys
import tarfile
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pytest
from paths import ROOT
from points import NAMES
from scada import Place, embedded_place, made_file

from turbine.explore.aggregate import AggregateRequest
from turbine.model.errors import StoreError
from turbine.model.frame import to_time
from turbine.model.series import Series
from turbine.stores.doctor import examine
from turbine.stores.duckdb import _sql
from turbine.stores.duckdb._schema import VERSION
from turbine.stores.duckdb.store import DuckDBStore

T1 = Series(measurement="scada", site="main", turbine="T1")
POINT = pl.DataFrame({"time": to_time(np.array([1], dtype=np.int64)), "power_kw": [2.5]})


def ask(path: Path, sql: str) -> list[tuple]:
    with duckdb.connect(path) as connection:
        return connection.execute(sql).fetchall()


def version(path: Path) -> int | None:
    """None where the file names none."""
    tables = {name for (name,) in ask(path, "SELECT table_name FROM duckdb_tables()")}
    if "windproof_schema" not in tables:
        return None
    [(version,)] = ask(path, "SELECT version FROM windproof_schema")
    return version


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A file of version 0, which lacks a channel."""
    path = tmp_path / "w.duckdb"
    columns = ", ".join(f"{name} DOUBLE" for name in NAMES[:-1])
    with duckdb.connect(path) as connection:
        connection.execute(
            "CREATE TABLE points (measurement VARCHAR NOT NULL, site VARCHAR NOT NULL,"
            f" turbine VARCHAR NOT NULL, time TIMESTAMP_NS NOT NULL, {columns})"
        )
        connection.execute(
            "INSERT INTO points (measurement, site, turbine, time, power_kw)"
            " SELECT 'scada', 'main', 'T1', make_timestamp_ns(i), i / 7 FROM range(5000) t(i)"
        )
    return path


HELD = "SELECT count(*), sum(power_kw) FROM points"


def test_a_new_file_names_its_version_and_needs_no_copy(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    DuckDBStore(path).write(T1, POINT)
    assert version(path) == VERSION
    assert [entry.name for entry in tmp_path.glob("w.*")] == ["w.duckdb"]


def test_a_field_that_the_table_lacks_is_null_until_the_first_write_that_brings_it(
    tmp_path: Path,
) -> None:
    path, wanted = tmp_path / "w.duckdb", ("power_kw", "oil_temperature_degc")
    store = DuckDBStore(path)
    store.write(T1, POINT)
    before = ask(path, "DESCRIBE points")
    rows = store.read(T1, wanted, 0, 2**62).frame
    assert (rows.height, rows[wanted[1]].null_count()) == (POINT.height, POINT.height)
    assert store.read(T1, wanted[1:], 0, 2**62).frame.is_empty()
    assert ask(path, "DESCRIBE points") == before
    store.write(T1, POINT.rename({"power_kw": wanted[1]}))
    assert store.read(T1, wanted, 0, 2**62).frame.row(0)[1:] == (2.5, 2.5)
    assert [entry.name for entry in tmp_path.glob("w.*")] == ["w.duckdb"]


def test_an_older_file_is_brought_up_to_date_once_with_a_copy_kept(old: Path) -> None:
    before = ask(old, HELD)
    store = DuckDBStore(old)
    assert len(store.stamps(T1, 0, 9_000)) == 5_000
    copy = old.with_name("w.v0.duckdb")
    assert (version(old), version(copy)) == (VERSION, None)
    assert ask(old, HELD) == ask(copy, HELD) == before
    assert copy.stat().st_mode & 0o077 == 0
    assert sorted(path.name for path in old.parent.glob("w.*")) == ["w.duckdb", "w.v0.duckdb"]
    copy.unlink()
    store.write(T1, POINT)
    assert not copy.exists()


def test_yesterdays_points_are_explored_verified_and_undone(tmp_path: Path) -> None:
    with tarfile.open(ROOT / "tests/data/yesterday.tar.xz") as packed:
        packed.extractall(tmp_path, filter="data")
    file = tmp_path / "yesterday" / "windproof.duckdb"
    assert version(file) is None
    [(count, _)] = ask(file, HELD)
    place: Place = embedded_place(tmp_path / "yesterday")
    [info] = [info for info in place.windproof.explorer.series() if info.series.turbine == "T2"]
    asked = AggregateRequest(
        series=info.series,
        channels=("power_kw",),
        function="count",
        window="all",
        start_ns=info.first_ns,
        stop_ns=info.last_ns + 1,
    )
    assert place.windproof.explorer.aggregate(asked).frame["value"].to_list() == [200]
    newer, other, *_ = place.windproof.ingests.all()
    assert [place.verify(record).verdict for record in (newer, other)] == ["PASS", "PASS"]
    assert [place.undo(record) for record in (newer, other)] == [50, 150]
    assert ask(file, HELD)[0][0] == count - 200
    assert ask(file.with_name("windproof.v0.duckdb"), HELD)[0][0] == count


@pytest.mark.parametrize(
    ("broken", "by"),
    [
        ("COPY", "SELECT * FROM read_csv('/nonexistent')"),
        ("SET_SCHEMA", "SELECT ?, '' FROM read_csv('/nonexistent')"),
    ],
)
def test_what_fails_on_the_way_leaves_the_file_as_it_was(
    old: Path, monkeypatch: pytest.MonkeyPatch, broken: str, by: str
) -> None:
    before = ask(old, HELD), ask(old, "DESCRIBE points")
    with monkeypatch.context() as patch:
        patch.setattr(_sql, broken, by)
        with pytest.raises(StoreError):
            DuckDBStore(old).series()
    assert version(old) is None
    assert (ask(old, HELD), ask(old, "DESCRIBE points")) == before
    assert not list(old.parent.glob("*.part*"))
    assert len(DuckDBStore(old).stamps(T1, 0, 9_000)) == 5_000
    assert version(old) == VERSION


def test_what_a_killed_copy_left_is_no_obstacle(old: Path) -> None:
    for name in ("w.v0.duckdb.part", "w.v0.duckdb.part.wal"):
        old.with_name(name).write_bytes(b"half of it")
    assert len(DuckDBStore(old).stamps(T1, 0, 9_000)) == 5_000
    assert ask(old.with_name("w.v0.duckdb"), HELD) == ask(old, HELD)
    assert not list(old.parent.glob("*.part*"))


def test_no_other_process_comes_in_while_it_is_brought_up_to_date(old: Path) -> None:
    connect = [sys.executable, "-c", "import sys, duckdb; duckdb.connect(sys.argv[1])", str(old)]
    with DuckDBStore(old)._open():
        assert version_inside(old) == VERSION
        done = subprocess.run(connect, capture_output=True, text=True, check=False)
    assert "Could not set lock" in done.stderr
    assert subprocess.run(connect, check=False).returncode == 0


def version_inside(path: Path) -> int:
    """By a connection of this process, which shares the open file."""
    with DuckDBStore(path)._open() as connection:
        rows = connection.execute("SELECT version FROM windproof_schema").fetchall()
    return rows[0][0]


@pytest.mark.parametrize("lacks", [False, True])
def test_a_file_that_may_only_be_read_is_read_as_it_is(
    old: Path, monkeypatch: pytest.MonkeyPatch, lacks: bool
) -> None:
    if not lacks:
        ask(old, f"ALTER TABLE points ADD COLUMN {NAMES[-1]} DOUBLE")
    monkeypatch.setattr(os, "access", lambda *_: False)
    before = old.read_bytes()
    store = DuckDBStore(old)
    rows = store.read(T1, NAMES, 0, 9_000).frame
    assert (rows.height, rows[NAMES[-1]].null_count()) == (5_000, 5_000)
    assert old.read_bytes() == before


def test_a_file_of_a_newer_version_is_refused_untouched(embedded: Place) -> None:
    embedded.ingest(made_file(20))
    file = embedded.settings.data_dir / "windproof.duckdb"
    ask(file, "UPDATE windproof_schema SET version = 99")
    before = file.read_bytes()
    with pytest.raises(StoreError, match="its schema is 99, and this version knows 1") as caught:
        embedded.windproof.explorer.series()
    assert "Start the newer version again" in caught.value.hint
    *_, last = examine(embedded.settings)
    assert (str(last.step), str(last.message)) == ("file opens", caught.value.message)
    assert file.read_bytes() == before
