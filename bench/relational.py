"""SQLite and PostgreSQL for the comparison: one table, its key (turbine, time), bound values.

Both refuse a second row on a stamp and commit a turbine's rows at once, with their own defaults of
durability. Times are whole nanoseconds in SQLite, microseconds in PostgreSQL.
"""

import os
import pwd
import sqlite3
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import polars as pl
import psycopg

from bench.contender import Candidate, Contender, Size, used
from turbine.model.channels import FIRST as NAMES
from turbine.model.frame import TIME

_HOUR_NS = 3_600 * 1_000_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_COLUMNS = ", ".join(NAMES)
_USER = "bench"


class Sqlite:
    """SQLite by the standard library: times as whole nanoseconds, no hidden row number."""

    rounds = 9

    def __init__(self, folder: Path) -> None:
        self._path = folder / "bench.sqlite"
        self._db = sqlite3.connect(self._path)

    def fresh(self) -> None:
        self._db.close()
        self._path.unlink(missing_ok=True)
        self._db = sqlite3.connect(self._path)
        fields = ", ".join(f"{name} REAL" for name in NAMES)
        self._db.execute(
            f"CREATE TABLE points (turbine TEXT NOT NULL, time INTEGER NOT NULL, {fields},"
            " PRIMARY KEY (turbine, time)) WITHOUT ROWID"
        )

    def write(self, turbine: str, rows: pl.DataFrame) -> None:
        values = rows.select(pl.lit(turbine), pl.col("time").dt.epoch("ns"), *NAMES).iter_rows()
        with self._db:
            self._db.executemany("INSERT INTO points VALUES (?, ?, ?, ?, ?, ?)", values)

    def size(self) -> Size:
        logs = [self._path.with_name(f"{self._path.name}-{end}") for end in ("wal", "journal")]
        return Size(data=used(self._path), log=sum(map(used, logs)))

    def _ask(self, columns: Sequence[str], sql: str, *values: object) -> pl.DataFrame:
        schema = {name: pl.Int64 if name == "time" else pl.Float64 for name in columns}
        found = self._db.execute(sql, values).fetchall()
        frame = pl.DataFrame(found, schema=schema, orient="row")
        return frame.with_columns(pl.col("^time$").cast(TIME))

    def hourly(self, turbine: str, start_ns: int, stop_ns: int) -> pl.DataFrame:
        return self._ask(
            ("time", "power_kw"),
            f"SELECT time / {_HOUR_NS} * {_HOUR_NS}, avg(power_kw) FROM points"
            " WHERE turbine = ? AND time >= ? AND time < ? GROUP BY 1 ORDER BY 1",
            *(turbine, start_ns, stop_ns),
        )

    def last(self, turbine: str, start_ns: int, stop_ns: int) -> pl.DataFrame:
        return self._ask(
            NAMES,
            f"SELECT {_COLUMNS} FROM points WHERE turbine = ? AND time >= ? AND time < ?"
            " ORDER BY time DESC LIMIT 1",
            *(turbine, start_ns, stop_ns),
        )

    def rows(self, turbine: str, start_ns: int, stop_ns: int) -> pl.DataFrame:
        return self._ask(
            ("time", *NAMES),
            f"SELECT time, {_COLUMNS} FROM points"
            " WHERE turbine = ? AND time >= ? AND time < ? ORDER BY time",
            *(turbine, start_ns, stop_ns),
        )

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()


class Postgres:
    """PostgreSQL by COPY and prepared statements, answers in its binary form."""

    rounds = 9

    def __init__(self, db: psycopg.Connection, log: Path) -> None:
        self._db, self._log = db, log
        db.prepare_threshold = 0
        db.execute("SET timezone = 'UTC'")

    def fresh(self) -> None:
        fields = ", ".join(f"{name} double precision" for name in NAMES)
        self._db.execute("DROP TABLE IF EXISTS points")
        self._db.execute(
            f"CREATE TABLE points (turbine text, time timestamptz, {fields},"
            " PRIMARY KEY (turbine, time))"
        )

    def write(self, turbine: str, rows: pl.DataFrame) -> None:
        text = rows.select(pl.lit(turbine), "time", *NAMES).write_csv(include_header=False)
        with self._db.cursor().copy("COPY points FROM STDIN (FORMAT csv)") as copy:
            copy.write(text)

    def size(self) -> Size:
        self._db.execute("VACUUM ANALYZE points")
        self._db.execute("CHECKPOINT")
        [data] = self._db.execute("SELECT pg_total_relation_size('points')").fetchone()
        return Size(data=data, log=used(self._log))

    def _ask(self, columns: Sequence[str], sql: str, *values: object) -> pl.DataFrame:
        schema = {n: pl.Datetime("us", "UTC") if n == "time" else pl.Float64 for n in columns}
        found = self._db.cursor(binary=True).execute(sql, values).fetchall()
        frame = pl.DataFrame(found, schema=schema, orient="row")
        return frame.with_columns(pl.col("^time$").cast(TIME))

    def hourly(self, turbine: str, start_ns: int, stop_ns: int) -> pl.DataFrame:
        return self._ask(
            ("time", "power_kw"),
            "SELECT date_bin('1 hour', time, 'epoch'), avg(power_kw) FROM points"
            " WHERE turbine = %s AND time >= %s AND time < %s GROUP BY 1 ORDER BY 1",
            *(turbine, *_moments(start_ns, stop_ns)),
        )

    def last(self, turbine: str, start_ns: int, stop_ns: int) -> pl.DataFrame:
        return self._ask(
            NAMES,
            f"SELECT {_COLUMNS} FROM points WHERE turbine = %s AND time >= %s AND time < %s"
            " ORDER BY time DESC LIMIT 1",
            *(turbine, *_moments(start_ns, stop_ns)),
        )

    def rows(self, turbine: str, start_ns: int, stop_ns: int) -> pl.DataFrame:
        return self._ask(
            ("time", *NAMES),
            f"SELECT time, {_COLUMNS} FROM points"
            " WHERE turbine = %s AND time >= %s AND time < %s ORDER BY time",
            *(turbine, *_moments(start_ns, stop_ns)),
        )


def candidates() -> list[Candidate]:
    """SQLite always; PostgreSQL where Debian has one."""
    programs, text = find_postgres()
    return [
        Candidate(name=f"SQLite {sqlite3.sqlite_version}", start=_sqlite),
        Candidate(
            name=f"PostgreSQL {text}" if programs else "PostgreSQL",
            start=_postgres,
            missing="" if programs else text,
        ),
    ]


@contextmanager
def _sqlite(folder: Path) -> Iterator[Contender]:
    with closing(Sqlite(folder)) as contender:
        yield contender


@contextmanager
def _postgres(folder: Path) -> Iterator[Contender]:
    with running_postgres(folder) as (connection, log):
        yield Postgres(connection, log)


def _moments(*stamps_ns: int) -> list[datetime]:
    return [_EPOCH + timedelta(microseconds=ns // 1_000) for ns in stamps_ns]


@cache
def find_postgres() -> tuple[Path | None, str]:
    """The folder of the newest server's programs and its version; or None and why there is none."""
    root = Path("/usr/lib/postgresql")
    found = sorted(root.glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if not found:
        return None, f"no server under {root}"
    run = subprocess.run([found[-1], "--version"], capture_output=True, text=True, timeout=30)
    return found[-1].parent, run.stdout.split("(PostgreSQL)")[-1].split()[0]


@contextmanager
def running_postgres(folder: Path) -> Iterator[tuple[psycopg.Connection, Path]]:
    """A connection that commits by itself, and the folder of the log; all settings as they are
    by default, but no port is opened."""
    programs, why = find_postgres()
    assert programs, why
    cluster = folder / "cluster"
    cluster.mkdir(mode=0o700)
    as_user = _unprivileged(folder, cluster)
    given = {**as_user, "cwd": cluster, "stdout": subprocess.DEVNULL}
    initdb = [programs / "initdb", "--auth=trust", f"--username={_USER}", "--encoding=UTF8"]
    subprocess.run([*initdb, "--locale=C", cluster], check=True, **given)
    command = [programs / "postgres", "-D", cluster, "-k", cluster, "-c", "listen_addresses="]
    with (folder / "postgres.log").open("wb") as log:
        process = subprocess.Popen(command, stderr=log, **given)
    try:
        with _connected(cluster, process) as connection:
            yield connection, cluster / "pg_wal"
    finally:
        process.terminate()
        process.wait(60)


def _connected(cluster: Path, process: subprocess.Popen) -> psycopg.Connection:
    for _ in range(300):
        assert process.poll() is None, "postgres ended"
        try:
            return psycopg.connect(
                host=str(cluster), user=_USER, dbname="postgres", autocommit=True
            )
        except psycopg.OperationalError:
            time.sleep(0.1)
    raise AssertionError("postgres did not answer within half a minute")


def _unprivileged(folder: Path, cluster: Path) -> dict[str, object]:
    """PostgreSQL refuses to run as root: then as its own user, else as nobody."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    folder.chmod(0o755)
    os.chown(cluster, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
