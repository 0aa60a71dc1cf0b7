"""Windographer's text exports."""

from pathlib import Path

import pytest
from samples import check_sample

from turbine.readers import detect, open_source, recognised

SAMPLES = Path(__file__).parent / "samples"
DATA = (SAMPLES / "heights_and_flags" / "input.txt").read_bytes()


@pytest.mark.parametrize("folder", sorted(path.name for path in SAMPLES.iterdir()))
def test_sample(folder: str) -> None:
    check_sample(SAMPLES / folder)


def test_it_is_known_by_its_preamble() -> None:
    files = (DATA, DATA[DATA.index(b"Latitude") :], DATA[DATA.index(b"Date/Time") :])
    names = [recognised(open_source(data, "a.txt")).name for data in files]
    assert names == ["windographer", "windographer", "csv"]


def test_only_its_own_speed_is_the_winds() -> None:
    data = DATA[DATA.index(b"Date/Time") :]
    assert detect(open_source(data, "a.txt")).interpretation.channels[0] == "speed_80m_a_mps"


def test_what_it_says_of_the_stamps_is_not_asked() -> None:
    rows = "".join(
        f"2020-01-{1 + step // 144:02d} {step // 6 % 24:02d}:{step % 6}0\t7.5\n"
        for step in range(1, 145)
    )
    text = DATA.decode().partition("Date/Time")[0] + "Date/Time\tSpeed 80 m [m/s]\n" + rows
    found = detect(open_source(text.encode(), "a.txt"), zone="UTC")
    assert found.questions == ()
    assert found.interpretation.stamp == "start"
