"""The columns of a file on the page: a table of many, a question where two would be one."""

import pytest
from apptest import choose, click, has, open_page, run, said, set_embedded
from scada import newest, until_done

from turbine.readers import detect, open_source
from turbine.ui.ingest import columns

pytestmark = pytest.mark.usefixtures("zone_of_the_site")

KNOWN = ["Date and time", "Power (kW)", "Wind speed (m/s)", "Wind speed, Maximum (m/s)", "Comment"]
WIDE = [*KNOWN, *(f"Cabinet {i} humidity (%)" for i in range(295))]


def wide(rows: int = 6) -> bytes:
    cells = [f"{i / 10}" for i in range(295)]
    lines = [f"2020-01-01 00:{10 * i:02},{100 + i},7.{i},9.{i},calm" for i in range(rows)]
    text = "\n".join([",".join(f'"{each}"' for each in WIDE), *(",".join([line, *cells])
                     for line in lines), ""])  # fmt: skip
    return text.encode()


def test_a_file_of_300_columns_is_mapped(embedded, monkeypatch):
    set_embedded(embedded, monkeypatch)
    at = open_page("ingest", embedded.settings.data_dir)
    at.file_uploader[0].upload("wide.csv", wide())
    run(at)
    assert not has(at, "ingest_column_1"), "one table instead"
    at.text_input(key="ingest_columns_search").set_value("cabinet 29")
    run(at)
    assert "Leave out all 8 shown" in [button.label for button in at.button]
    click(at, "ingest_columns_leave")
    at.text_input(key="ingest_columns_search").set_value("cabinet 290")
    run(at)
    click(at, "ingest_columns_store")
    click(at, "ingest_confirm")
    click(at, "ingest_start")
    until_done(embedded)
    record = newest(embedded)
    fields = {record.interpretation.headers[c]: name for c, name in record.interpretation.mapping}
    assert len(fields) == 3 + 295 - 7
    assert fields["Wind speed, Maximum (m/s)"] == "wind_speed_max_mps"
    assert fields["Cabinet 290 humidity (%)"] == "cabinet_290_humidity_pct"
    assert "Cabinet 291 humidity (%)" not in fields
    assert embedded.verify(record).verdict == "PASS"
    assert embedded.door.value("cabinet_17_humidity_pct", record.first_ns) == 1.7


def test_of_two_columns_for_one_field_one_is_chosen(embedded, monkeypatch):
    set_embedded(embedded, monkeypatch)
    at = open_page("ingest", embedded.settings.data_dir)
    text = "Time UTC,WindSpeed (m/s),Wind Speed (m/s)\n2020-01-01 00:00,1,2\n2020-01-01 00:10,1,2\n"
    at.file_uploader[0].upload("made.csv", text.encode())
    run(at)
    assert "Several columns would be stored as the same field" in said(at)
    assert not has(at, "ingest_confirm") or at.button(key="ingest_confirm").disabled
    choose(at, "ingest_rival_1", 2)
    assert at.selectbox(key="ingest_column_2").value == "wind_speed_mps"
    assert at.selectbox(key="ingest_column_1").value is None
    assert not at.button(key="ingest_confirm").disabled


def test_a_column_of_states_is_stored_if_it_is_chosen_and_explored(embedded, monkeypatch):
    set_embedded(embedded, monkeypatch)
    at = open_page("ingest", embedded.settings.data_dir)
    states = ["Run", "Stop", "Run", "Run"] * 3
    rows = [f"2020-01-01 0{i // 6}:{i % 6}0,{i},{state}" for i, state in enumerate(states)]
    at.file_uploader[0].upload(
        "made.csv", "\n".join(["Time,Power (kW),Status", *rows, ""]).encode()
    )
    run(at)
    assert at.selectbox(key="ingest_column_2").value is None
    assert at.selectbox(key="ingest_column_2").options[0].startswith("status_text")
    choose(at, "ingest_column_2", "status_text")
    [words] = [each.value for each in at.dataframe if each.value.shape == (2, 3)]
    assert words.to_numpy().tolist() == [["Status (in words)", "Run", 9],
                                         ["Status (in words)", "Stop", 3]]  # fmt: skip
    click(at, "ingest_confirm")
    click(at, "ingest_start")
    until_done(embedded)
    assert embedded.verify(newest(embedded)).verdict == "PASS"
    at = open_page("explore", embedded.settings.data_dir, fields="status_text", window="1h")
    assert not at.exception
    assert at.selectbox(key="explore_function").value == "mode"
    assert at.metric[0].value == "Run"
    assert not at.get("plotly_chart")
    [shares] = [each.value for each in at.dataframe if each.value.shape == (2, 3)]
    assert shares.to_numpy().tolist() == [["Run", 9, 75.0], ["Stop", 3, 25.0]]


@pytest.fixture
def chosen(monkeypatch):
    """What the table's callbacks note."""
    noted: dict = {"fields": {}, "units": {}}
    monkeypatch.setattr(columns.ingest_draft, "choose_fields", noted["fields"].update)
    monkeypatch.setattr(
        columns.ingest_draft,
        "choose_unit",
        lambda column, unit: noted["units"].update({column: unit}),
    )
    return noted


def test_what_is_changed_in_the_table_is_noted(chosen):
    form = detect(open_source(wide(), "wide.csv"), zone="UTC").interpretation
    columns.save_row(1, {"field": "My Power!"}, form)
    columns.save_row(2, {"store": False}, form)
    columns.save_row(4, {"store": True}, form)
    columns.save_row(3, {"unit": "km/h"}, form)
    assert chosen["fields"] == {1: "my_power", 2: "", 4: "comment"}
    assert chosen["units"] == {3: "km/h"}


def test_what_is_asked_about_comes_first():
    text = "Time,Power (kW),State,Wind Speed,WindSpeed\n2020-01-01 00:00,5,on,99,2\n"
    detected = detect(open_source(text.encode(), "made.csv"), zone="UTC")
    assert columns.ordered(detected) == [3, 4, 1, 2]
    frame = columns.rows([1, 2], detected)
    assert frame.row(0) == (True, "Power (kW)", "5", "power_kw", "kW")
    assert frame.row(1) == (False, "State", "on", "", None)
    assert columns.matches("POW kw", 1, detected.interpretation)
