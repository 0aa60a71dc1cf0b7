"""Campbell's TOA5."""

from pathlib import Path

import pytest
from samples import check_sample

from turbine.readers import detect, open_source, recognised, restored

SAMPLES = Path(__file__).parent / "samples"
DATA = (SAMPLES / "all_lines" / "input.dat").read_bytes()


@pytest.mark.parametrize("folder", sorted(path.name for path in SAMPLES.iterdir()))
def test_sample(folder: str) -> None:
    check_sample(SAMPLES / folder)


def test_it_is_known_by_its_first_cell_and_not_by_its_name() -> None:
    files = {"a.csv": DATA, "b.dat": DATA.replace(b'"', b""), "c.dat": b"Time,Power\n"}
    names = [recognised(open_source(data, name)).name for name, data in files.items()]
    assert names == ["toa5", "toa5", "csv"]


def test_the_station_is_proposed_as_the_turbine() -> None:
    found = detect(open_source(DATA, "a.dat"))
    assert found.turbine == "MAST 1"
    assert restored(found.interpretation.to_dict()) == found.interpretation


def test_a_unit_that_nobody_knows_stays_a_part_of_the_header() -> None:
    lines = DATA.replace(b'"Volts"', b'"counts"').splitlines(keepends=True)
    form = detect(open_source(b"".join(lines), "a.dat")).interpretation
    assert form.headers[-1] == "BattV (counts) Smp"
    assert form.details.last_header_line == 4


def test_whether_a_time_is_the_end_of_its_interval_is_asked() -> None:
    found = detect(open_source(DATA, "a.dat"), zone="UTC")
    assert "Loggers of this kind write the end" in " ".join(map(str, found.notes))
    assert found.questions == ("stamp",)
    assert detect(open_source(DATA, "a.dat"), zone="UTC", stamp="start").questions == ()


def test_of_one_row_nobody_knows_an_interval() -> None:
    lines = DATA.splitlines(keepends=True)
    found = detect(open_source(b"".join(lines[:5]), "a.dat"), zone="UTC")
    assert (found.questions, found.interpretation.stamp) == ((), "start")
