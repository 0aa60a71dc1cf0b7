"""A second format goes the whole way, though nothing outside of it knows that it is there."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from json_lines import json_lines_registered
from samples import check_sample
from scada import ACTOR, Place, made_file

from turbine.model.errors import FileError
from turbine.readers import detect, open_source, recognised

SAMPLES = Path(__file__).parent / "samples"
ROWS = [
    {"time": f"2018-01-01T{row // 6:02d}:{row % 6}0:00Z", "power_kw": row / 4, "note": "x"}
    for row in range(36)
]
FILE = "".join(f"{json.dumps(row)}\n" for row in ROWS)


@pytest.fixture(autouse=True)
def registered() -> Iterator[None]:
    with json_lines_registered():
        yield


@pytest.mark.parametrize("folder", sorted(path.name for path in SAMPLES.iterdir()))
def test_sample(folder: str) -> None:
    check_sample(SAMPLES / folder)


def test_each_file_goes_to_its_format() -> None:
    files = {"a.jsonl": FILE, "b.csv": made_file(3), "c": FILE, "d.csv": FILE}
    sources = [open_source(text.encode(), name) for name, text in files.items()]
    assert [recognised(source).name for source in sources] == ["jsonl", "csv", "jsonl", "jsonl"]


def test_a_detail_of_another_format_is_refused() -> None:
    with pytest.raises(FileError, match="read as JSON Lines, which has no delimiter"):
        detect(open_source(FILE.encode(), "a.jsonl"), delimiter=";")
    with pytest.raises(FileError, match="read as CSV, which has no absent"):
        detect(open_source(made_file(3).encode(), "a.csv"), absent="-999")


def test_it_is_detected_planned_stored_proven_and_undone(embedded: Place) -> None:
    text = f"{FILE}{json.dumps(ROWS[0])}\nno object\n"
    record = embedded.ingest(text, name="a.jsonl")
    assert record.interpretation.format == "jsonl"
    assert record.interpretation.not_stored == ("note",)
    assert (record.stored, record.rejected, record.counts.duplicate) == (36, 1, 1)
    assert record.adds_up
    findings = embedded.windproof.ingests.findings(record.id)
    assert findings.select("kind", "line", "text").rows() == [
        ("duplicate", 37, ""),
        ("rejected", 38, "no object"),
    ]
    verified = embedded.verify(record)
    assert (verified.verdict, verified.channels[0].found) == ("PASS", 36)
    again = embedded.start(text, name="a.jsonl")
    assert again.id == record.id
    assert embedded.undo(record) == 36


def test_the_command_line_reads_it_with_its_own_option(embedded: Place, tmp_path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(FILE + '{"time": "2018-01-01T06:00:00Z", "power_kw": -999, "note": 1}\n')
    answer = embedded.answer
    profiled = answer("profile", str(path), "--absent=-999")
    assert (profiled["rows"], profiled["kept"], profiled["without_values"]) == (37, 36, 1)
    assert (
        profiled["interpretation"] | {"format": "jsonl", "absent": "-999"}
        == (profiled["interpretation"])
    )
    done = answer("ingest", str(path), "--absent=-999", "--retime", "keep")
    assert (done["state"], done["stored"], done["without_values"]) == ("done", 36, 1)
    assert answer("verify", done["ingest_id"])["verdict"] == "PASS"
    refused = embedded.cli("profile", str(path), "--delimiter", ";")
    assert refused.returncode == 1
    assert "which has no delimiter" in refused.stderr


def test_a_large_file_is_read_again_and_not_held(
    embedded: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("turbine.readers.reading.KEPT_BYTES", 0)
    text = FILE + json.dumps(ROWS[3] | {"power_kw": 9}) + "\n"
    plan = embedded.plan(text, name="a.jsonl")
    assert plan.scan._frames is None
    assert plan.scan.rejected["line"].to_list() == [37]
    record = embedded.windproof.ingests.start(ACTOR, plan)
    assert embedded.windproof.ingests.run(ACTOR, record.id).stored == 36
    assert embedded.verify(record).verdict == "PASS"
