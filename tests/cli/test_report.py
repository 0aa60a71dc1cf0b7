"""``report`` on the embedded database: one file, and what is refused before it."""

from dataclasses import replace

import pytest
from backdoors import SERIES
from printed import Printed, needs_pango
from scada import Place, embedded_place, made_file

OTHER = replace(SERIES, site="south", turbine="T2")


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Place:
    its = embedded_place(tmp_path_factory.mktemp("report"))
    its.ingest(made_file(144))
    its.ingest(made_file(144, seed=2), series=OTHER)
    return its


def page(path) -> Printed:
    return Printed(path.read_text(encoding="utf-8"))


def test_all_turbines_unless_some_are_named(place, tmp_path):
    out = tmp_path / "all.html"
    answer = place.answer("report", "--out", str(out), "--zone", "Europe/Istanbul")
    assert answer == {
        "file": str(out),
        "format": "html",
        "size_bytes": out.stat().st_size,
        "turbines": ["T1", "T2"],
        "zone": "Europe/Istanbul",
        "start": "2017-12-31T21:00:00Z",
        "stop": "2018-01-01T21:00:00Z",
        "parts": [
            "production", "power_curve", "wind", "availability", "coverage", "verification",
        ],
        "verdict": "PASS",
    }  # fmt: skip
    assert page(out).headings[0] == (1, "Report on 2 turbines")
    named = place.answer("report", "--out", str(out), "--site", "south")
    assert named["turbines"] == ["T2"]
    named = place.answer("report", "--out", str(out), "--turbine", "T1", "T2", "T1")
    assert named["turbines"] == ["T1", "T2"]


def test_the_period_the_parts_and_the_flags(place, tmp_path):
    out = tmp_path / "part.htm"
    answer = place.answer(
        "report", "--turbine", "T1", "--out", str(out), "--start", "2018-01-01T00:00",
        "--stop", "2018-01-01T12:00", "--parts", "wind", "production", "--without", "stopped",
        "--no-verify",
    )  # fmt: skip
    assert (answer["start"], answer["stop"]) == ("2018-01-01T00:00:00Z", "2018-01-01T12:00:00Z")
    assert (answer["parts"], answer["verdict"]) == (["production", "wind"], None)
    assert "Left out of this report, as requested: Power curve," in page(out).text


@needs_pango
def test_a_person_reads_where_it_is(place, tmp_path):
    out = tmp_path / "one.pdf"
    done = place.cli("report", "--turbine", "T1", "--out", str(out))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [f"written: {out}", "turbines: 1", "verification: PASS"]
    assert out.read_bytes().startswith(b"%PDF-")


def test_the_format_is_that_of_the_ending_or_as_said(place, tmp_path):
    out = tmp_path / "report"
    refused = place.cli("report", "--turbine", "T1", "--out", str(out))
    assert refused.returncode == 1
    assert "ends in neither .html nor .pdf. Name the format: --format html" in refused.stderr
    answer = place.answer("report", "--turbine", "T1", "--out", str(out), "--format", "html")
    assert answer["format"] == "html"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--turbine", "T9"), "no points of turbine 'T9'"),
        (("--site", "nowhere"), "no turbines at site 'nowhere'"),
        (("--start", "yesterday"), "yesterday"),
        (("--zone", "Nowhere"), "Nowhere"),
        (("--start", "2018-01-02", "--stop", "2018-01-01"), "period"),
    ],
)
def test_what_makes_no_sense_is_one_sentence_and_no_file(place, tmp_path, arguments, sentence):
    out = tmp_path / "none.html"
    done = place.cli("report", "--out", str(out), *arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1
    assert sentence in done.stderr
    assert not out.exists()


def test_a_file_that_cannot_be_written_is_told(place, tmp_path):
    done = place.cli("report", "--turbine", "T1", "--out", str(tmp_path / "no" / "x.html"))
    assert done.returncode == 1
    assert "cannot be written: No such file or directory" in done.stderr


def test_an_empty_database_says_so(tmp_path):
    place = embedded_place(tmp_path)
    done = place.cli("report", "--out", str(tmp_path / "x.html"))
    assert "The database holds no turbines." in done.stderr
