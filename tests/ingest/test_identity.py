"""Which file is known as the same: its identity outlives the forms in which it was kept."""

import json
from pathlib import Path

import pytest
from json_lines import json_lines_registered
from scada import ACTOR, Place, made_file

from turbine.ingest.plan import fingerprint
from turbine.ingest.record import State
from turbine.model.errors import FileError
from turbine.readers import detect, open_source, restored

SAMPLES = Path(__file__).parents[1] / "readers"


def test_yesterdays_ingests_are_known_as_the_same(yesterday: Place) -> None:
    records = yesterday.windproof.ingests.all()
    assert len(records) == 4
    for record in records:
        original = yesterday.windproof.files.original(
            record.sha256, name=record.file_name, size=record.size
        )
        form = yesterday.windproof.files.detect(original).interpretation
        assert form == record.interpretation
        scan = yesterday.windproof.files.scan(original, form)
        parts = (record.resolved, record.series, record.target.to_dict())
        assert record.fingerprint == fingerprint(record.sha256, scan, *parts)
        if record.state is not State.UNDONE:
            plan = yesterday.windproof.ingests.plan(
                original, scan, rule=record.rule, series=record.series
            )
            assert yesterday.windproof.ingests.start(ACTOR, plan).id == record.id


def test_the_identity_of_a_csv_is_pinned(embedded: Place) -> None:
    """It is what it was when there was no other format: a change makes every kept file a new
    one."""
    form = embedded.plan(made_file(5)).scan.interpretation
    assert form.identity() == {
        "encoding": "utf-8",
        "delimiter": ",",
        "decimal": ".",
        "header_line": 1,
        "headers": form.headers,
        "time_columns": (0,),
        "date_order": "day-first",
        "time_format": "%d %m %Y %H:%M",
        "zone": "Europe/Istanbul",
        "mapping": form.mapping,
    }


@pytest.mark.parametrize(
    ("sample", "details"),
    [
        ("toa5/samples/all_lines/input.dat", {"encoding": "utf-8", "delimiter": ",",
         "decimal": ".", "header_line": 2, "header_rows": 3}),
        ("annotated/samples/pivoted_and_other_columns/input.csv", {}),
        ("columnar/samples/types_parquet/input.parquet", {}),
        ("excel/samples/table_under_text/input.xlsx", {"sheet": "Data", "decimal": ".",
         "header_line": 3, "header_rows": 1, "cell_units": False}),
    ],
    ids=["toa5", "annotated", "parquet", "excel"],
)  # fmt: skip
def test_what_is_kept_of_each_format_is_pinned(sample: str, details: dict) -> None:
    form = detect(open_source(SAMPLES / sample, sample), zone="UTC").interpretation
    assert form.details.to_dict() == details
    assert restored(json.loads(json.dumps(form.to_dict()))) == form


@pytest.mark.parametrize("kept", ["to_dict", "identity"])
def test_what_is_kept_comes_back(embedded: Place, kept: str) -> None:
    form = embedded.plan(made_file(5)).scan.interpretation
    assert restored(json.loads(json.dumps(getattr(form, kept)()))) == form


def test_an_ingest_of_a_format_that_is_gone_is_listed_and_cannot_be_read(embedded: Place) -> None:
    line = '{"time": "2018-01-01T00:00:00Z", "power_kw": 1}\n'
    with json_lines_registered():
        record = embedded.ingest(line, name="a.jsonl")
    (listed,) = embedded.windproof.ingests.all()
    assert listed.interpretation.to_dict() == record.interpretation.to_dict()
    assert listed.summary() == record.summary()
    with pytest.raises(FileError, match="cannot read the format 'jsonl'"):
        embedded.verify(listed)
    with json_lines_registered():
        assert embedded.verify(record).verdict == "PASS"
