"""The embedded database by the command line: a year, a million rows, ten million."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from bench.pairs import Row

ZONE = ("--timezone", "UTC")  # a made file of decades meets no clock change


def measure(csv: Path, *, large: bool) -> Iterator[Row]:
    """T1 in seconds; with ``large`` also 1 M and 10 M made rows, their memory and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        times = [_ingest(csv, home / f"year-{i}")[0] for i in range(5)]
        yield Row(what="T1 into the embedded database", figure=min(times), bound=0.5, unit="s")
        if not large:
            print("1 M and 10 M rows: left out, ask with --large")
            return
        per_row, peaks = {}, {}
        for rows in (1_000_000, 10_000_000):
            made = _make(home / f"{rows}.csv", rows)
            took, peak = _ingest(made, home / f"large-{rows}")
            per_row[rows], peaks[rows] = took / rows, peak
            made.unlink()
        yield Row(
            what="time per row at 10 M ÷ at 1 M",
            figure=per_row[10_000_000] / per_row[1_000_000],
            bound=1.1,
            detail=f"{per_row[10_000_000] * 1e6:.2f} µs ÷ {per_row[1_000_000] * 1e6:.2f} µs a row",
        )
        yield Row(
            what="peak memory at 10 M rows", figure=peaks[10_000_000] / 1e9, bound=1.0, unit="GB"
        )


def _ingest(csv: Path, data_dir: Path) -> tuple[float, float]:
    """(seconds that the ingest reports from file to last acknowledgement, peak bytes)."""
    run = subprocess.Popen(
        [sys.executable, "-m", "turbine", "ingest", str(csv), "--retime", "keep", "--json", *ZONE],
        env={**os.environ, "TURBINE_DATA_DIR": str(data_dir), "TURBINE_STORE": "duckdb"},
        stdout=subprocess.PIPE,
    )
    answer = run.stdout.read()
    _, status, usage = os.wait4(run.pid, 0)
    assert status == 0, answer
    found = json.loads(answer)
    assert found["stored"] == found["rows"] == found["held"], found
    return found["seconds"], usage.ru_maxrss * 1024


def _make(path: Path, rows: int) -> Path:
    """A file like the real one, of any length, at one row a minute."""
    random = np.random.default_rng(1)
    start = datetime(2000, 1, 1, tzinfo=UTC)
    with path.open("wb") as out:
        out.write(
            "Date/Time,LV ActivePower (kW),Wind Speed (m/s),Theoretical_Power_Curve (KWh),"
            "Wind Direction (°)\n".encode()
        )
        for first in range(0, rows, 1_000_000):
            count = min(1_000_000, rows - first)
            begin = (start + timedelta(minutes=first)).replace(tzinfo=None)
            times = pl.datetime_range(
                begin, begin + timedelta(minutes=count - 1), "1m", eager=True
            ).dt.strftime("%d %m %Y %H:%M")
            frame = pl.DataFrame({"t": times, **{c: random.random(count) * 3_600 for c in "abcd"}})
            frame.write_csv(out, include_header=False)
    return path
