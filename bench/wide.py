"""Files as wide and as long as people have them: a Greenbyte year of 299 columns, 134 turbines.

Everything that the file brings is stored. Each figure is a ratio of two things done in turn in one
process, both warm, or the memory of a process of its own.
"""

import io
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from itertools import count
from pathlib import Path

import duckdb
import polars as pl

from bench import influx, made
from bench.pairs import Row, ratio
from tests.support.servers import describe_influx2, running_influx2
from turbine.cli.main import main as command
from turbine.model.actor import machine_actor
from turbine.readers import detect, open_source, scan
from turbine.readers.profile import profile
from turbine.services.windproof import Windproof
from turbine.settings.config import load

ROUNDS = 3
HEADER_LINE = 10
ACTOR = machine_actor()
OPTIONS = ("--retime", "keep", "--json")
SDWPF_OPTIONS = ("--timezone", "Asia/Shanghai", "--first-day", "2020-05-01")


def measure() -> Iterator[Row]:
    """All of it: some minutes."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        year = made.greenbyte(home / "year.csv")
        print(f"made year: {year.stat().st_size:,} bytes, {made.GREENBYTE_COLUMNS} columns")
        # First, while this process is small: a child's peak counts what it had before it began.
        yield _memory(home)
        yield _park(home)
        yield _profile(year)
        yield from _embedded(home, year)
        yield from _influx(home, year)


def _read(csv: Path) -> pl.DataFrame:
    return pl.read_csv(csv, skip_rows=HEADER_LINE - 1)


def _profile(year: Path) -> Row:
    def ours() -> None:
        source = open_source(year, year.name)
        read = scan(source, detect(source).interpretation, propose=True)
        assert len(profile(read).channels) > 0.9 * made.GREENBYTE_COLUMNS

    return ratio(
        "profile of 299 columns ÷ polars.read_csv", ours, lambda: _drop(_read(year)), 5, ROUNDS
    )


def _drop(_frame: object) -> None: ...


@contextmanager
def _data_dir(folder: Path, **environment: str) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(TURBINE_DATA_DIR=str(folder), TURBINE_STORE="duckdb", **environment)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _ingest(csv: Path, data_dir: Path, options: Sequence[str] = (), **environment: str) -> dict:
    """The command's own answer, in this process."""
    said, trouble = io.StringIO(), io.StringIO()
    with _data_dir(data_dir, **environment), redirect_stdout(said), redirect_stderr(trouble):
        code = command(["ingest", str(csv), *OPTIONS, *options])
    assert code == 0, trouble.getvalue() + said.getvalue()
    return json.loads(said.getvalue())


def _embedded(home: Path, year: Path) -> Iterator[Row]:
    numbers = count()

    def ours() -> None:
        _ingest(year, home / f"year-{next(numbers)}")

    def theirs() -> None:
        frame = _read(year)  # noqa: F841  # DuckDB finds it by its name
        with duckdb.connect(str(home / f"plain-{next(numbers)}.duckdb")) as database:
            database.execute("CREATE TABLE year AS SELECT * FROM frame")

    yield ratio("file → stored ÷ polars and CREATE TABLE AS", ours, theirs, 3, ROUNDS)
    with _data_dir(home / "year-0"):
        windproof = Windproof(load())
    [record] = windproof.ingests.all()

    def both_sides() -> None:
        original = windproof.files.original(record.sha256, name="year", size=record.size)
        read = windproof.files.scan(original, record.interpretation)
        pl.concat(read.blocks())
        windproof._stores.get().read(
            record.series, record.interpretation.channels, record.first_ns, record.last_ns + 1
        )

    yield ratio(
        "verification ÷ reading both sides",
        lambda: _drop(windproof.verification.verify(ACTOR, record.id)),
        both_sides,
        1.5,
        ROUNDS,
    )


def _influx(home: Path, year: Path) -> Iterator[Row]:
    there, text = describe_influx2()
    if not there:
        print(f"InfluxDB 2: skipped, {text}")
        return
    folder = home / "influx"
    folder.mkdir()
    with running_influx2(folder) as server:
        yield influx.Bench(server, year, folder, zone=None).prebuilt(1.3, ROUNDS)


def _memory(home: Path) -> Row:
    """Of a process that ingests the longest file that a browser may send."""
    rows = made.GREENBYTE_ROWS * 4
    long = made.greenbyte(home / "long.csv", rows=rows)
    answer, peak = _apart(long, home / "long")
    assert answer["stored"] == rows, answer
    size = long.stat().st_size
    long.unlink()
    return Row(
        what="peak memory of an ingest of 299 columns",
        figure=peak / 1e9,
        bound=1.2,
        unit="GB",
        detail=f"{size / 1e6:,.0f} MB",
    )


def _park(home: Path) -> Row:
    """134 turbines in one file."""
    park = made.sdwpf(home / "park.csv")
    answers, peak = _apart(park, home / "park", SDWPF_OPTIONS)
    answer = answers["total"]
    rows = made.SDWPF_TURBINES * made.SDWPF_DAYS * 144
    assert (answer["rows"], answer["series"]) == (rows, made.SDWPF_TURBINES), answer
    park.unlink()
    return Row(
        what="134 turbines in one file, time of 300,000 rows",
        figure=answer["seconds"] * 300_000 / rows,
        bound=1.0,
        unit="s",
        detail=f"{rows:,} rows, {answer['seconds']:.1f} s, {peak / 1e9:.2f} GB",
    )


def _apart(csv: Path, data_dir: Path, options: Sequence[str] = ()) -> tuple[dict, float]:
    """The command's answer in a process of its own, and the bytes that it had at most."""
    run = subprocess.Popen(
        [sys.executable, "-m", "turbine", "ingest", str(csv), *OPTIONS, *options],
        env={**os.environ, "TURBINE_DATA_DIR": str(data_dir), "TURBINE_STORE": "duckdb"},
        stdout=subprocess.PIPE,
    )
    answer = run.stdout.read()
    _, status, usage = os.wait4(run.pid, 0)
    assert status == 0, answer
    return json.loads(answer), usage.ru_maxrss * 1024
