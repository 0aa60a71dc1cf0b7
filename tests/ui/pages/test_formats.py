"""The ingest page offers what the file's format lets a person change, and no other's."""

import json

from apptest import choose, click, has, metric, open_page, run, said, set_embedded
from json_lines import json_lines_registered
from scada import newest, until_done

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
        assert at.selectbox(key="ingest_absent").label == "Missing value"
        assert not has(at, "ingest_delimiter")
        assert not has(at, "ingest_decimal")
        assert metric(at, "Rows") == "6"
        choose(at, "ingest_absent", "-999")
        assert at.selectbox(key="ingest_absent").value == "-999"
        click(at, "ingest_confirm")
        assert "JSON Lines · year first" in said(at)


def test_a_unit_that_is_open_is_asked_for_and_converted(embedded, monkeypatch):
    set_embedded(embedded, monkeypatch)
    at = open_page("ingest", embedded.settings.data_dir)
    rows = (f"2020-01-01 00:{i}0,0.5{i},9.0" for i in range(6))
    text = "\n".join(["Time UTC,Power,Wind Speed (m/s)", *rows, ""])
    at.file_uploader[0].upload("made.csv", text.encode())
    run(at)
    assert "In which unit are the values of **Power**?" in said(at)
    assert not has(at, "ingest_confirm") or at.button(key="ingest_confirm").disabled
    choose(at, "ingest_unit_1", "MW")
    assert "The values of 'Power' are converted from MW to kW." in said(at)
    assert at.selectbox(key="ingest_zone").value == "UTC"
    click(at, "ingest_confirm")
    click(at, "ingest_start")
    until_done(embedded)
    record = newest(embedded)
    assert record.interpretation.units == ((1, "MW"),)
    assert embedded.verify(record).verdict == "PASS"
    assert embedded.door.value("power_kw", record.first_ns) == 500.0


def test_encoding_and_header_line_are_shown_and_can_be_chosen(embedded, monkeypatch):
    set_embedded(embedded, monkeypatch)
    at = open_page("ingest", embedded.settings.data_dir)
    lines = ("Rüzgar santrali", "Zaman;Rüzgar Hızı (m/s)", "13.01.2020 00:00;7,5", "")
    at.file_uploader[0].upload("made.csv", "\n".join(lines).encode("cp1254"))
    run(at)
    assert at.selectbox(key="ingest_encoding").value == "cp1254"
    assert at.selectbox(key="ingest_header_line").value == "2"
    choose(at, "ingest_encoding", "cp1252")
    assert "Rüzgar Hýzý (m/s)" in said(at)
    choose(at, "ingest_encoding", "cp1254")
    choose(at, "ingest_header_line", "1")
    assert "No header row was found" in said(at)
    click(at, "ingest_start_over")
    assert at.selectbox(key="ingest_header_line").value == "2"
