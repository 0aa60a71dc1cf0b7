"""The ingest page offers what the file's format lets a person change, and no other's."""

import json

from apptest import choose, click, has, metric, open_page, run, said, set_embedded
from json_lines import json_lines_registered

FILE = "".join(
    json.dumps({"time": f"2018-01-01T00:{row}0:00Z", "power_kw": -999 if row == 3 else row}) + "\n"
    for row in range(6)
)


def test_a_second_formats_choices_are_on_the_page(embedded, monkeypatch):
    set_embedded(embedded, monkeypatch)
    with json_lines_registered():
        at = open_page("ingest", embedded.settings.data_dir)
        at.file_uploader[0].upload("made.jsonl", FILE.encode())
        run(at)
        assert at.selectbox(key="ingest_missing").label == "Missing value"
        assert not has(at, "ingest_delimiter")
        assert not has(at, "ingest_decimal")
        assert metric(at, "Rows") == "6"
        choose(at, "ingest_missing", "-999")
        assert at.selectbox(key="ingest_missing").value == "-999"
        click(at, "ingest_confirm")
        assert "JSON Lines · year first" in said(at)
