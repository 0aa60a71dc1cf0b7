"""The ingest page, by its widgets' keys, on a real embedded database."""

import gzip
import io
import re
import threading
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import audited
import pytest
from apptest import choose, click, has, metric, run, said, set_embedded
from apptest import open_page as on_page
from logins import STATE_KEY, sign_in
from scada import ACTOR, HEADER, SERIES, Place, line, made_file, newest, until, utc_ns
from servers import PASSWORD, USER, Influx2
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.testing.v1 import AppTest

from turbine.explore.export import csv_bytes
from turbine.ingest.record import State
from turbine.model.errors import IngestError
from turbine.model.frame import in_words
from turbine.services.ingests import Ingests
from turbine.stores.base import Capabilities, Refusal, Written
from turbine.stores.duckdb import store as duckdb
from turbine.stores.duckdb.store import DuckDBStore
from turbine.ui.common import formats
from turbine.ui.ingest import undo as ingest_undo

Open = Callable[..., AppTest]
MARCH_2024 = datetime(2024, 3, 1)  # noqa: DTZ001 - typed into a page, on the file's own clock
LATER = datetime(2018, 1, 2)  # noqa: DTZ001 - the same


@pytest.fixture
def open_page(embedded: Place, monkeypatch: pytest.MonkeyPatch) -> Open:
    """The page in a new browser, logged in, on the embedded database."""
    set_embedded(embedded, monkeypatch)
    return lambda user="anna", **query: on_page("ingest", embedded.settings.data_dir, user, **query)


def upload(at: AppTest, text: str | bytes, name: str = "made.csv") -> AppTest:
    data = text.encode() if isinstance(text, str) else text
    at.file_uploader[0].upload(name, data)
    return run(at)


def to_plan(at: AppTest, text: str | bytes) -> AppTest:
    return click(upload(at, text), "ingest_confirm")


def until_ended(at: AppTest, place: Place) -> AppTest:
    until(lambda: newest(place).state is not State.RUNNING, what="the ingest ended")
    until(
        lambda: "Every row and every cell" in said(run(at)),
        what="the page shows the result",
    )
    return at


def test_a_file_is_saved_profiled_retimed_and_stored(embedded: Place, open_page: Open) -> None:
    at = upload(open_page(), made_file(300))
    assert metric(at, "Rows") == "300"
    assert metric(at, "Time step") == "10 min"
    assert "2018-01-01 00:00" in said(at)
    assert "2017-12-31 21:00 UTC" in said(at)
    assert embedded.windproof.ingests.all() == []

    click(at, "ingest_confirm")
    at.radio(key="ingest_rule_name").set_value("keep")
    run(at)
    assert "stays as it is in the file" in said(at).replace("*", "")
    click(at, "ingest_start")
    until_ended(at, embedded)

    assert "300 rows = 300 stored + 0 rejected + 0 duplicate + 0 without values" in said(at)
    assert "1,200 cells of the kept rows = 1,200 values" in said(at)
    record = newest(embedded)
    assert (record.state, record.held, record.actor) == (State.DONE, 300, "anna")
    assert record.rule == "keep"
    assert embedded.door.count() == 300
    assert embedded.verify(record).verdict == "PASS"
    assert at.query_params["ingest"] == record.id
    click(at, "ingest_another")
    assert at.file_uploader[0].value == []
    assert has(at, f"ingest_past_{record.id}_details")


def test_an_upload_does_not_stay_in_memory(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    managers, remove = [], MemoryUploadedFileManager.remove_file

    def noted(self: MemoryUploadedFileManager, session_id: str, file_id: str) -> None:
        managers.append(self)
        remove(self, session_id, file_id)

    monkeypatch.setattr(MemoryUploadedFileManager, "remove_file", noted)
    upload(open_page(), made_file(30))
    assert [file for files in managers[0].file_storage.values() for file in files] == []


def test_the_names_rule_and_zone_that_are_chosen_are_what_is_recorded(
    embedded: Place, open_page: Open
) -> None:
    at = upload(open_page(), made_file(50))
    choose(at, "ingest_zone", "UTC")
    choose(at, "ingest_column_3", None)
    click(at, "ingest_confirm")
    at.text_input(key="ingest_turbine").set_value("WTG 7")
    at.text_input(key="ingest_site").set_value("Yalova")
    at.text_input(key="ingest_measurement").set_value("ten_minutes")
    at.radio(key="ingest_rule_name").set_value("start-at")
    run(at)
    assert at.button(key="ingest_start").disabled
    at.datetime_input(key="ingest_start_at").set_value(MARCH_2024)
    click(run(at), "ingest_start")
    record = newest(until_ended(at, embedded) and embedded)
    assert (record.series.turbine, record.series.site) == ("WTG 7", "Yalova")
    assert record.series.measurement == "ten_minutes"
    assert record.rule == "start-at=2024-03-01T00:00:00"
    assert record.interpretation.zone == "UTC"
    assert record.first_ns == 1_709_251_200 * 10**9
    assert record.interpretation.channels == ("power_kw", "wind_speed_mps", "wind_direction_deg")
    assert "Theoretical_Power_Curve (KWh)" in said(at)


JUNE = "Time;Kraft;Wind;Richtung\n" + "".join(
    f"05.06.2020 0{hour}:00;{power};7;200\n" for hour, power in enumerate((3, 4, -777, 2))
)


def test_how_a_file_is_read_is_saved_and_offered_for_the_next(
    embedded: Place, open_page: Open
) -> None:
    at = upload(open_page(), JUNE)
    assert not has(at, "ingest_recipe_save")  # while anything is asked
    choose(at, "ingest_zone", "UTC")
    choose(at, "ingest_date_order", "month-first")
    choose(at, "ingest_column_1", "power_kw")
    choose(at, "ingest_unit_1", "kW")
    choose(at, "ingest_column_3", None)
    at.multiselect(key="ingest_missing").set_value(["Kraft=-777"])
    run(at)
    at.text_input(key="ingest_recipe_name").input("mast A")
    click(run(at), "ingest_recipe_save")
    assert "Saved under mast A" in said(at).replace("*", "")
    [row] = [row for row in audited.rows(embedded.settings.data_dir) if "recipe" in row.action]
    assert (row.who, row.subject, row.outcome) == ("anna", "mast A", "done")

    at = upload(open_page(), JUNE.replace("05.06", "05.07"))
    assert not has(at, "ingest_confirm")
    click(at, "ingest_recipe_mast A")
    assert "Read as saved under mast A" in said(at).replace("*", "")
    assert not has(at, "ingest_recipe_mast A")
    click(at, "ingest_confirm")
    at.radio(key="ingest_rule_name").set_value("keep")
    click(run(at), "ingest_start")
    form = newest(until_ended(at, embedded) and embedded).interpretation
    assert (form.zone, form.date_order, form.missing) == ("UTC", "month-first", ((1, "-777"),))
    assert dict(form.mapping) == {1: "power_kw", 2: "wind_speed_mps"}

    at = upload(open_page(), JUNE.replace("Wind;", "Wind 2;"))
    assert not has(at, "ingest_recipe_mast A")  # other columns

    at = open_page()
    at.text_input(key="ingest_recipes_new").input("mast B")
    click(run(at), "ingest_recipes_rename")
    assert embedded.windproof.recipes.names() == ["mast B"]
    click(at, "ingest_recipes_delete")
    assert not has(at, "ingest_recipes_which")


def test_rows_of_a_repeated_hour_are_told(open_page: Open) -> None:
    times = [f"0{hour}:{minute}0" for hour in (1, 2, 2, 3) for minute in range(6)]
    rows = "".join(f"2020-10-25 {time};{600 + n};7\n" for n, time in enumerate(times))
    at = upload(open_page(), f"Time;Power (kW);Wind Speed (m/s)\n{rows}")
    choose(at, "ingest_zone", "Europe/Berlin")
    assert "12 rows of the hour that Europe/Berlin repeats on 2020-10-25 were placed" in said(at)
    choose(at, "ingest_zone", "UTC")
    assert "were placed" not in said(at)


def test_whole_years_take_a_number(embedded: Place, open_page: Open) -> None:
    at = to_plan(open_page(), made_file(50))
    at.radio(key="ingest_rule_name").set_value("whole-years")
    run(at)
    assert "in Europe/Istanbul local time" in said(at)
    at.number_input(key="ingest_years").set_value(3)
    run(at)
    assert "+3 years" in said(at)
    click(at, "ingest_start")
    assert newest(until_ended(at, embedded) and embedded).resolved.years == 3


def test_todays_date_is_refused_with_the_numbers_and_a_way_out(
    embedded: Place, open_page: Open
) -> None:
    at = to_plan(open_page(), made_file(1_000))
    at.radio(key="ingest_rule_name").set_value("today")
    run(at)
    assert "1,000 rows on 144 timestamps, and 856 would be lost" in said(at)
    assert metric(at, "Collisions") == "856"
    assert at.button(key="ingest_start").disabled
    click(at, "ingest_rule_whole-weeks")
    assert at.radio(key="ingest_rule_name").value == "whole-weeks"
    assert metric(at, "Collisions") == "0"
    assert not at.button(key="ingest_start").disabled
    assert embedded.windproof.ingests.all() == []


def test_an_ambiguous_date_order_is_asked_before_anything_else(open_page: Open) -> None:
    start = datetime(2018, 2, 1)  # noqa: DTZ001 - the file's own clock
    at = upload(open_page(), made_file(20, start=start))
    assert "In which order are day, month and year" in said(at)
    assert at.selectbox(key="ingest_date_order").value is None
    assert not has(at, "ingest_confirm")
    choose(at, "ingest_date_order", "month-first")
    assert "2018-01-02 00:00" in said(at)
    assert has(at, "ingest_confirm")


def test_an_ambiguous_decimal_sign_is_asked_before_anything_else(open_page: Open) -> None:
    rows = "13.02.2020 00:00;1.024\n13.02.2020 00:10;950\n"
    at = upload(open_page(), f"Datum;Power (kW)\n{rows}")
    assert "decimal point or a decimal comma" in said(at)
    assert "1024 with a decimal comma" in said(at)
    assert at.selectbox(key="ingest_decimal").value is None
    assert not has(at, "ingest_confirm")
    choose(at, "ingest_decimal", ",")
    assert "In which **time zone** is" in said(at)
    assert at.selectbox(key="ingest_zone").value is None
    assert not has(at, "ingest_confirm")
    choose(at, "ingest_zone", "Europe/Berlin")
    assert has(at, "ingest_confirm")


def test_points_of_another_ingest_are_replaced_only_with_consent(
    embedded: Place, open_page: Open
) -> None:
    first = embedded.ingest(made_file(300, seed=1), name="first.csv")
    at = upload(open_page(), made_file(100, seed=2))
    click(at, "ingest_confirm")
    at.radio(key="ingest_rule_name").set_value("keep")
    run(at)
    shown = said(at).replace("*", "")
    assert f"Ingest {first.id} of file first.csv wrote power_kw, wind_speed_mps," in shown
    assert "wind_direction_deg on 100 of these timestamps" in shown
    assert at.button(key="ingest_start").disabled
    box = at.checkbox(key="ingest_replace")
    assert box.label == f"Replace 100 points of ingest {first.id}"
    box.check()
    click(run(at), "ingest_start")
    until_ended(at, embedded)
    assert "It replaced values of 100 earlier points." in said(at)
    assert embedded.windproof.ingests.get(first.id).replaced == 100
    assert embedded.door.count() == 300


def test_consent_is_for_the_points_that_were_shown(embedded: Place, open_page: Open) -> None:
    embedded.ingest(made_file(300, seed=1))
    at = to_plan(open_page(), made_file(100, seed=2))
    at.radio(key="ingest_rule_name").set_value("keep")
    run(at).checkbox(key="ingest_replace").check()
    assert not run(at).button(key="ingest_start").disabled
    at.radio(key="ingest_rule_name").set_value("start-at")
    at.session_state["ingest_start_at"] = None
    run(at).datetime_input(key="ingest_start_at").set_value(LATER)
    run(at)
    assert not at.checkbox(key="ingest_replace").value
    assert at.button(key="ingest_start").disabled


def test_the_same_ingest_again_is_only_shown(embedded: Place, open_page: Open) -> None:
    text = made_file(100)
    record = embedded.ingest(text)
    at = to_plan(open_page(), text)
    at.radio(key="ingest_rule_name").set_value("keep")
    run(at)
    assert "This ingest already exists" in said(at)
    assert "made.csv is stored**: 100 rows" in said(at)
    assert "Nothing needs to be sent." in said(at)
    assert not has(at, "ingest_start")
    click(at, "ingest_show_existing")
    assert at.query_params["ingest"] == record.id
    assert "100 rows = 100 stored" in said(at)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "is empty"),
        (HEADER + "\n", "no data rows"),
        ("a;b\nhello;world\n", "There is no time column"),
        ("Date/Time,Wind Speed (m/s)\nyesterday,3\n", "holds no dates that can be read"),
    ],
)
def test_a_bad_file_gets_a_clear_sentence_and_a_way_back(
    open_page: Open, text: str, sentence: str
) -> None:
    at = upload(open_page(), text, "bad.csv")
    assert sentence in re.sub(r"\\(.)", r"\1", at.error[0].value)
    assert not has(at, "ingest_confirm")
    click(at, "ingest_other_file")
    assert at.file_uploader[0].value == []


def test_a_wrong_delimiter_can_be_reset(open_page: Open) -> None:
    at = upload(open_page(), made_file(20))
    choose(at, "ingest_delimiter", ";")
    assert at.error
    assert not has(at, "ingest_confirm")
    click(at, "ingest_start_over")
    assert at.selectbox(key="ingest_delimiter").value == ","
    assert has(at, "ingest_confirm")


def test_a_file_of_which_no_row_can_be_kept_does_not_go_on(open_page: Open) -> None:
    rows = "\n".join(line(i, "", "", "", "") for i in range(200))
    at = upload(open_page(), f"{HEADER}\n{rows}\n")
    assert "No row can be stored" in said(at)
    assert not has(at, "ingest_confirm")


def test_unknown_columns_are_mapped_by_hand_and_never_drawn_as_markup(
    embedded: Place, open_page: Open
) -> None:
    rows = "\n".join(f"{line(i, 5)},=cmd" for i in range(200))
    at = upload(open_page(), f"when,**P** <img src=x>,=cmd\n{rows}\n")
    assert at.selectbox(key="ingest_column_1").value == "p_img_src_x"
    label = at.selectbox(key="ingest_column_1").label
    assert "\\*\\*P\\*\\* \\<img" in label
    choose(at, "ingest_column_1", "power_kw")
    assert "In which unit are the values of **\\*\\*P" in at.warning[1].value
    choose(at, "ingest_zone", "UTC")
    choose(at, "ingest_unit_1", "kW")
    assert "'=cmd'" in said(at)
    click(at, "ingest_confirm")
    click(at, "ingest_start")
    until_ended(at, embedded)
    assert "Column of the file that is not stored: “=cmd”" in said(at)


def test_what_is_not_stored_is_listed_and_adds_up(embedded: Place, open_page: Open) -> None:
    rows = [
        line(0, 1.5, 3, 4, 5),
        line(1, "abc", 3, 4, 5),
        line(1, 2.5, 3, 4, 5),
        line(144 * 20, 2.5, "", 4, 5),
        line(144 * 20, 2.5, "", 4, 5),
        "=1+1,2,3,4,5",
    ]
    at = upload(open_page(), "\n".join([HEADER, *rows]))
    assert metric(at, "Rejected rows") == "2"
    assert metric(at, "Duplicates") == "2"
    click(click(at, "ingest_confirm"), "ingest_start")
    until_ended(at, embedded)
    assert "6 rows = 3 stored + 2 rejected + 1 duplicate + 0 without values" in said(at)
    assert "12 cells of the kept rows = 10 values + 1 missing + 1 unreadable" in said(at)
    record = newest(embedded)
    table = csv_bytes(in_words(embedded.windproof.ingests.findings(record.id))).decode()
    assert '"rejected",7,"","\'=1+1,2,3,4,5",' in table
    assert '"cell",3,"LV ActivePower (kW)","abc","This is not a number."' in table
    assert '"duplicate",6,"","","The row repeats line 5."' in table


def test_an_archive_of_several_files_asks_which(open_page: Open) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a/one.csv", made_file(20))
        archive.writestr("a/two.csv", made_file(30))
        archive.writestr("readme.txt", "Of one year.")
    at = upload(open_page(), packed.getvalue(), "both.zip")
    assert "no table of measured values: readme.txt" in said(at)
    assert "holds 2 data files" in at.selectbox(key="ingest_member").label
    options = at.selectbox(key="ingest_member").options
    at.selectbox(key="ingest_member").select_index(
        options.index(next(o for o in options if "two" in o))
    )
    click(at, "ingest_read_member")
    assert metric(at, "Rows") == "30"
    assert "both.zip: two.csv" in said(at)


def test_a_packed_file_is_read_as_its_content(open_page: Open) -> None:
    at = upload(open_page(), gzip.compress(made_file(20).encode()), "made.csv.gz")
    assert metric(at, "Rows") == "20"


def test_the_sample_says_that_it_is_synthetic(open_page: Open) -> None:
    at = click(open_page(), "ingest_sample")
    assert ":orange-badge[synthetic]" in said(at)
    assert int(metric(at, "Gaps")) > 0
    assert has(at, "ingest_confirm")


def test_a_reload_finds_the_file_and_the_choices_but_nobody_else_does(open_page: Open) -> None:
    at = to_plan(open_page(), made_file(50))
    at.text_input(key="ingest_turbine").set_value("T9")
    draft = run(at).query_params["draft"]
    again = open_page(draft=draft)
    assert again.text_input(key="ingest_turbine").value == "T9"
    assert has(again, "ingest_start")
    other = open_page(user="bert", draft=draft)
    assert not has(other, "ingest_turbine")
    assert other.file_uploader


def test_cancel_stops_it_another_browser_sees_it_and_resume_sends_the_rest(
    embedded: Place, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, write = threading.Event(), DuckDBStore.write

    def blocked(self: DuckDBStore, *arguments: object) -> object:
        assert go.wait(60)
        return write(self, *arguments)  # type: ignore[arg-type] # passed through

    monkeypatch.setattr(DuckDBStore, "write", blocked)
    monkeypatch.setattr(DuckDBStore, "capabilities", property(lambda _: _small_batches()))
    at = to_plan(open_page(), made_file(500))
    click(at, "ingest_start")
    record = newest(embedded)
    assert "The server sends the rows in batches" in said(at)
    other = open_page()
    assert f"ingest {record.id}" in said(other)
    click(other, f"ingest_cancel_{record.id}")
    assert other.button(key=f"ingest_cancel_{record.id}").disabled
    go.set()
    until_ended(at, embedded)
    record = newest(embedded)
    assert record.state is State.CANCELLED
    assert 0 < record.waiting < 500
    assert f"+ {record.waiting:,} still to send" in said(at)
    click(at, "ingest_shown_resume")
    until_ended(at, embedded)
    assert "500 rows = 500 stored" in said(at)
    assert embedded.door.count() == 500


def _small_batches() -> Capabilities:
    return replace(duckdb._CAPABILITIES, batch_rows=100)


def test_a_killed_ingest_is_resumed_from_the_list(embedded: Place, open_page: Open) -> None:
    record = embedded.start(made_file(200))
    assert newest(embedded).state is State.INTERRUPTED
    at = open_page()
    click(at, f"ingest_past_{record.id}_resume")
    until_ended(at, embedded)
    assert embedded.door.count() == 200


def test_undo_says_beforehand_what_it_deletes_and_what_stays(embedded: Place) -> None:
    first = embedded.ingest(made_file(300, seed=1), name="first.csv")
    second = embedded.ingest(made_file(100, seed=2), replace=True)
    first = embedded.windproof.ingests.get(first.id)
    effects = embedded.windproof.ingests.check_undo(first.id)
    text = ingest_undo.what_undo_does([first], effects)
    assert "deletes the **200 points**" in text
    assert "A later ingest replaced its values on **100 timestamps**" in text
    assert "will be missing" not in text
    text = ingest_undo.what_undo_does([second], embedded.windproof.ingests.check_undo(second.id))
    assert "deletes the **100 points**" in text
    assert f"replaced **100 rows** of ingest {first.id}".replace("-", "\\-") in text
    assert "(first\\.csv), which will be missing" in text


DIALOG = """
import streamlit as st
from turbine.ingest.record import State
from turbine.services.uploads import Started
from turbine.ui.common.session import require_login, windproof
from turbine.ui.ingest.undo import undo_dialog, undone_note

require_login()
record = windproof().ingests.all()[0]
if record.state is not State.UNDONE:
    undo_dialog(windproof(), Started(upload=None, records=(record,)))
undone_note()
"""


def test_undo_opens_a_dialog(embedded: Place, open_page: Open) -> None:
    record = embedded.ingest(made_file(50))
    at = click(open_page(), f"ingest_past_{record.id}_undo")
    assert f"Type its ID, {record.id}" in at.text_input(
        key="ingest_undo_confirmation"
    ).label.replace("\\", "")
    assert embedded.door.count() == 50


def test_undo_deletes_once_the_id_is_typed(embedded: Place, open_page: Open) -> None:
    other = embedded.ingest(made_file(30, seed=2), series=replace(SERIES, turbine="T2"))
    record = embedded.ingest(made_file(50))
    open_page()  # for its settings
    at = AppTest.from_string(DIALOG, default_timeout=60)
    at.session_state[STATE_KEY] = sign_in(embedded.settings.data_dir)
    run(at).text_input(key="ingest_undo_confirmation").set_value(other.id)
    assert run(at).button(key="ingest_undo_confirm").disabled
    at.text_input(key="ingest_undo_confirmation").set_value(f" {record.id} ")
    click(run(at), "ingest_undo_confirm")
    assert "50 rows of" in at.toast[0].value
    assert newest(embedded).state is State.UNDONE
    assert embedded.door.count() == 30


def test_what_an_undo_cannot_restore_is_shown_with_its_result(
    embedded: Place, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedded.ingest(made_file(50))
    record = embedded.ingest(made_file(30, seed=2), replace=True)
    open_page()  # for its settings

    def cannot(*_: object) -> None:
        raise IngestError("It does not begin.", hint="Look.")

    monkeypatch.setattr(Ingests, "run_in_background", cannot)
    at = AppTest.from_string(DIALOG, default_timeout=60)
    at.session_state[STATE_KEY] = sign_in(embedded.settings.data_dir)
    run(at).text_input(key="ingest_undo_confirmation").set_value(record.id)
    click(run(at), "ingest_undo_confirm")
    assert "It does not begin" in at.error[0].value
    assert "30 rows of" in at.toast[0].value
    assert newest(embedded).state is State.UNDONE


def test_rows_that_the_database_refused_can_be_sent_again(
    embedded: Place, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = embedded.start(made_file(50))
    refusals = tuple(Refusal(time_ns=utc_ns(row), reason="no") for row in range(50))
    with monkeypatch.context() as patch:
        patch.setattr(DuckDBStore, "write", lambda *_: Written(stored=0, refused=refusals))
        embedded.windproof.ingests.run(ACTOR, record.id)
    assert newest(embedded).state is State.DONE
    click(open_page(), f"ingest_past_{record.id}_resume")
    until(lambda: newest(embedded).stored == 50, what="the rows were sent again")


def test_an_unreachable_database_is_shown_and_nothing_starts(
    embedded: Place, monkeypatch: pytest.MonkeyPatch, pauses: list[float]
) -> None:
    monkeypatch.setenv("TURBINE_DATA_DIR", str(embedded.settings.data_dir))
    monkeypatch.setenv("INFLUXDB_V2_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("INFLUXDB_V2_TOKEN", "a-token-nobody-reads")
    monkeypatch.setenv("INFLUXDB_V2_ORG", "o")
    at = to_plan(on_page("ingest", embedded.settings.data_dir), made_file(50))
    assert "cannot be reached" in at.error[0].value
    assert at.button(key="ingest_start").disabled
    assert "a-token-nobody-reads" not in said(at)
    assert has(at, "ingest_try_again")


@pytest.mark.server
def test_a_missing_bucket_is_created_only_after_confirmation(
    embedded: Place, influx2_server: Influx2, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TURBINE_DATA_DIR", str(embedded.settings.data_dir))
    monkeypatch.setenv("INFLUXDB_V2_URL", influx2_server.url)
    monkeypatch.setenv("INFLUXDB_V2_TOKEN", influx2_server.token)
    monkeypatch.setenv("INFLUXDB_V2_ORG", influx2_server.org)
    monkeypatch.setenv("INFLUXDB_V2_BUCKET", "not made yet")
    at = to_plan(on_page("ingest", embedded.settings.data_dir), made_file(50))
    assert "There is no bucket" in said(at)
    assert at.button(key="ingest_create_bucket").disabled
    assert at.button(key="ingest_start").disabled
    at.checkbox(key="ingest_bucket_meant").check()
    click(run(at), "ingest_create_bucket")
    [bucket] = influx2_server.json("GET", "/api/v2/buckets", name="not made yet")["buckets"]
    influx2_server.drop_bucket(bucket["id"])
    assert bucket["retentionRules"][0].get("shardGroupDurationSeconds") == 52 * 7 * 86_400
    assert not at.button(key="ingest_start").disabled


@pytest.mark.server
@pytest.mark.parametrize("generation", [1, 3])
def test_a_missing_container_is_called_as_its_server_calls_it(
    embedded: Place, request: pytest.FixtureRequest, generation: int, monkeypatch
) -> None:
    server = request.getfixturevalue(f"influx{generation}_server")
    monkeypatch.setenv("TURBINE_DATA_DIR", str(embedded.settings.data_dir))
    monkeypatch.setenv("INFLUXDB_V2_URL", server.url)
    token = f"{USER}:{PASSWORD}" if generation == 1 else server.token
    monkeypatch.setenv("INFLUXDB_V2_TOKEN", token)
    monkeypatch.setenv("INFLUXDB_V2_BUCKET", "not-made-yet")
    at = to_plan(on_page("ingest", embedded.settings.data_dir), made_file(50))
    assert "There is no database **not-made-yet**" in said(at)
    meant = at.checkbox(key="ingest_bucket_meant").label
    assert "create the database" in meant
    assert ("in shards of 52 weeks" in meant) == (generation == 1)


STATES = """
from dataclasses import replace
import streamlit as st
from turbine.ingest.record import State
from turbine.ui.common.badges import badges
from turbine.ui.ingest.state import headline
from turbine.ui.common.session import require_login, windproof

require_login()
record = windproof().ingests.all()[0]
for state in State:
    changed = replace(record, state=state, stored=30, lacks=20, held=10, error="Why.")
    headline(changed)
    st.markdown(badges(changed))
"""


def test_each_state_is_said_with_its_numbers(embedded: Place, open_page: Open) -> None:
    embedded.ingest(made_file(50), name="a.csv")
    open_page()  # for its settings
    at = AppTest.from_string(STATES, default_timeout=60)
    at.session_state[STATE_KEY] = sign_in(embedded.settings.data_dir)
    shown = said(run(at)).replace("*", "")
    for sentence in (
        "a.csv is being sent: 20 rows to go.",
        "a.csv was interrupted with 20 rows to go.",
        "a.csv was cancelled with 20 rows to go.",
        "a.csv stopped with 20 rows to go. Why.",
        "a.csv is stored: 30 rows in",
        "20 rows of a.csv are missing: the database has 10 of 30.",
        "a.csv was sent but not counted: the database acknowledged 30 rows. Why.",
        "a.csv is gone from the database: all 20 rows are missing.",
        "The undo of a.csv is not finished. Why. Finish the undo completes it.",
        "a.csv was undone: its points are deleted.",
    ):
        assert sentence in shown
    for state in State:
        assert f"badge[{state}]" in shown


def test_logged_out_there_is_no_page(embedded: Place, open_page: Open) -> None:
    open_page()
    at = on_page("ingest", embedded.settings.data_dir, user=None)
    assert not at.file_uploader
    assert "From your turbines' files" not in said(at)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.5, "0.5 s"), (600, "10 min"), (374_400, "4 d 8 h"), (3_601, "1 h 1 s"), (86_400, "1 d")],
)
def test_durations_are_shown_in_their_two_largest_units(seconds: float, text: str) -> None:
    assert formats.duration(seconds) == text


def test_times_before_1970_and_in_another_zone() -> None:
    assert formats.clock(-1, "UTC") == "1969-12-31 23:59:59"
    assert formats.clock(0, "Europe/Istanbul") == "1970-01-01 02:00"
