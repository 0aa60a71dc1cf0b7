"""Greenbyte's exports."""

from dataclasses import replace
from pathlib import Path

import pytest
from samples import check_sample

from turbine.model.errors import FileError
from turbine.readers import detect, open_source, recognised

SAMPLES = Path(__file__).parent / "samples"
DATA = (SAMPLES / "turbine" / "input.csv").read_bytes()
EVENTS = (
    b"Timestamp start,Timestamp end,Duration,Status,Code,Message,Comment,IEC category\n"
    b"2020-01-14 19:28:03,2020-01-23 14:36:32,211:08:29,Stop,111,Emergency stop,,Forced outage\n"
    b"2020-01-24 19:38:03,-,-,Informational,100,System OK,,Full Performance\n"
)
LOG = DATA[: DATA.index(b"# Data that")] + EVENTS


@pytest.mark.parametrize("folder", sorted(path.name for path in SAMPLES.iterdir()))
def test_sample(folder: str) -> None:
    check_sample(SAMPLES / folder)


def test_it_is_known_by_its_preamble() -> None:
    files = (DATA, b"\xef\xbb\xbf" + DATA.replace(b"\n", b"\r\n"), DATA[DATA.index(b"# Date") :])
    names = [recognised(open_source(data, "a.csv")).name for data in files]
    assert names == ["greenbyte", "greenbyte", "csv"]


def test_a_log_of_events_is_refused_as_one_unless_the_person_insists() -> None:
    source = open_source(LOG, "Status_Example_1.csv")
    with pytest.raises(FileError, match=r"event log: it has text \(.*'Message'"):
        detect(source)
    assert detect(source, fields={4: "state"}).interpretation.channels == ("state",)


def test_a_file_that_was_read_as_csv_is_known_as_the_same() -> None:
    form = detect(open_source(DATA, "a.csv")).interpretation
    assert form.identity() == replace(form, format="csv").identity()


def test_another_header_line_can_be_chosen() -> None:
    data = DATA.replace(b"# Date and time", b"# Units\nDate and time")
    form = detect(open_source(data, "a.csv"), header_line="11").interpretation
    assert form.headers[0] == "Date and time"
