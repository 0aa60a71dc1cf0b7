"""The examples run as their first lines say."""

import os
import subprocess
import sys

import pytest
from paths import ROOT
from scada import embedded_place, made_file


def run(name: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, ROOT / "examples" / name, *map(str, arguments)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "made.csv"
    path.write_text(made_file(4_464))  # January, every ten minutes
    return path


def test_a_file_is_ingested_and_proven(file, tmp_path):
    for folder in ([], [tmp_path / "data"]):
        done = run("ingest_and_verify.py", file, *folder)
        assert (done.returncode, done.stderr) == (0, "")
        assert "4,464 rows: 4,464 stored, 0 rejected, 0 duplicate." in done.stdout
        assert "PASS: 4,464 of 4,464 rows are there." in done.stdout
        assert "power_kw: 4,464 of 4,464 values are equal." in done.stdout


def test_what_the_file_leaves_open_is_asked(tmp_path):
    path = tmp_path / "open.csv"
    path.write_text("Date/Time,Power (kW)\n01/02/2018 00:00,1\n02/02/2018 00:00,2\n")
    done = run("ingest_and_verify.py", path)
    assert done.returncode == 1
    assert "The file leaves open: date_order" in done.stdout


def test_energy_month_by_month(file, tmp_path):
    place = embedded_place(tmp_path / "data")
    place.ingest(file.read_bytes())
    done = run("monthly_energy.py", tmp_path / "data", "T1", "Europe/Istanbul")
    (line,) = done.stdout.splitlines()
    month, energy, unit, recorded = line.split()
    assert (month, unit, recorded) == ("2018-01", "kWh", "100.0%")
    power = [float(row.split(",")[1]) for row in file.read_text().splitlines()[1:]]
    assert float(energy.replace(",", "")) == pytest.approx(sum(power) / 6, abs=0.5)
