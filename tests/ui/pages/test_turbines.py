"""Files of several turbines on the ingest page: asked about, planned, sent and shown together."""

import io
import zipfile
from collections.abc import Callable

import pytest
from apptest import click, has, metric, run, said, set_embedded
from apptest import open_page as on_page
from scada import ACTOR, Place, until, until_done
from streamlit.testing.v1 import AppTest

from turbine.ingest.record import State

pytestmark = pytest.mark.usefixtures("zone_of_the_site")

Open = Callable[..., AppTest]

HEADER = "Time UTC,{name},Power (kW)"


@pytest.fixture
def open_page(embedded: Place, monkeypatch: pytest.MonkeyPatch) -> Open:
    """The page in a new browser, logged in, on the embedded database."""
    set_embedded(embedded, monkeypatch)
    return lambda user="anna", **query: on_page("ingest", embedded.settings.data_dir, user, **query)


def made(name: str = "Turbine", *others: str, turbines: str = "AB") -> str:
    rows = [f"2020-01-01 00:{s}0,{t},{ord(t) + s}" for t in turbines for s in range(5)]
    return "\n".join([HEADER.format(name=name), *rows, *others, ""])


def upload(at: AppTest, text: str) -> AppTest:
    at.file_uploader[0].upload("made.csv", text.encode())
    return run(at)


def test_several_files_go_in_together(embedded: Place, open_page: Open) -> None:
    at = open_page()
    files = [
        (f"WT{n}.csv", made("Note", turbines=t).replace(f",{t},", ",x,").encode())
        for n, t in enumerate("AB")
    ]
    at.file_uploader[0].set_value([(name, data, "text/csv") for name, data in files])
    run(at)
    assert "2 files: WT0.csv and WT1.csv" in said(at)
    start(at)
    until_done(embedded)
    assert {each.series.turbine for each in embedded.windproof.ingests.all()} == {"WT0", "WT1"}
    assert len({each.upload for each in embedded.windproof.ingests.all()}) == 1


def test_all_files_of_an_archive_go_in_together(embedded: Place, open_page: Open) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.csv", made(turbines="A"))
        archive.writestr("b.csv", made(turbines="BC"))
    at = open_page()
    at.file_uploader[0].upload("park.zip", packed.getvalue())
    run(at)
    click(at, "ingest_read_members")
    start(at)
    until_done(embedded)
    assert {each.series.turbine for each in embedded.windproof.ingests.all()} == {"A", "B", "C"}


def start(at: AppTest) -> AppTest:
    click(at, "ingest_confirm")
    at.radio(key="ingest_rule_name").set_value("keep")
    run(at)
    return click(at, "ingest_start")


def test_turbines_are_shown_before_and_sent_together(embedded: Place, open_page: Open) -> None:
    at = upload(open_page(), made("Turbine", "2020-01-01 01:00,,7"))
    assert "2 turbines: A and B." in said(at)
    assert "1 row names no turbine" in said(at)
    assert embedded.windproof.ingests.all() == []
    start(at)
    until_done(embedded)
    until(lambda: "11 rows = 10 stored + 1 rejected" in said(run(at)), what="the page shows it")
    assert not at.success
    assert any("1 rejected row," in each.value for each in at.warning)
    assert {each.series.turbine for each in embedded.windproof.ingests.all()} == {"A", "B"}
    click(at, "ingest_upload_details")
    assert "5 rows =" in said(at)


def test_losses_of_one_turbine_are_said_with_its_name(embedded: Place, open_page: Open) -> None:
    at = upload(open_page(), made().replace(",B,6", ",B,ON"))
    click(at, "ingest_confirm")
    at.radio(key="ingest_rule_name").set_value("keep")
    run(at)
    assert any("Turbine B" in each.value for each in at.warning)
    assert at.button(key="ingest_start").disabled
    at.checkbox(key="ingest_accept_losses").check()
    run(at)
    click(at, "ingest_start")
    until_done(embedded)
    until(lambda: "4 rejected rows," in said(run(at)), what="the page shows it")
    assert not at.success


def test_the_page_asks_for_the_column_if_times_repeat(open_page: Open) -> None:
    at = upload(open_page(), made("Which").replace(",A,", ",x,").replace(",B,", ",x,"))
    assert "from several turbines" in said(at)
    assert at.selectbox(key="ingest_turbine_column").value is None
    at.selectbox(key="ingest_turbine_column").set_value(-1)
    run(at)
    assert "from several turbines" not in said(at)
    assert metric(at, "Rejected rows") == "5"


def test_a_column_that_was_taken_can_be_refused(embedded: Place, open_page: Open) -> None:
    at = upload(open_page(), made(turbines="A"))
    assert at.selectbox(key="ingest_turbine_column").value == 1
    at.selectbox(key="ingest_turbine_column").set_value(-1)
    run(at)
    start(at)
    until_done(embedded)
    assert [each.series.turbine for each in embedded.windproof.ingests.all()] == ["T1"]


def test_what_is_left_of_an_upload_is_resumed_by_one_button(
    embedded: Place, open_page: Open
) -> None:
    at = upload(open_page(), made(turbines="ABC"))
    start(at)
    until_done(embedded)
    [first, *others] = embedded.windproof.ingests.all()
    ledger = embedded.windproof.ingests._ledger
    for record in others:
        ledger.set_state(record.id, State.CANCELLED)
    at = open_page(ingest=first.upload)
    assert "2 series are not complete" in said(at)
    click(at, "ingest_upload_resume")
    until_done(embedded)


def test_columns_side_by_side_can_be_refused(open_page: Open) -> None:
    text = "Time UTC,Power_T1,Power_T2\n2020-01-01 00:00,500,600\n2020-01-01 00:10,510,610\n"
    at = upload(open_page(), text)
    assert "2 turbines: T1 and T2." in said(at)
    at.selectbox(key="ingest_turbine_column").set_value(-1)
    run(at)
    assert "2 turbines" not in said(at)
    at.selectbox(key="ingest_turbine_column").set_value(-2)
    run(at)
    assert "2 turbines: T1 and T2." in said(at)


def test_an_upload_is_proven_and_undone_on_its_pages(embedded: Place, open_page: Open) -> None:
    start(upload(open_page(), made(turbines="ABC")))
    until_done(embedded)
    name = embedded.windproof.ingests.all()[0].upload
    ids = {r.series.turbine: r.id for r in embedded.windproof.ingests.all()}
    embedded.windproof.ingests.undo(ACTOR, ids["B"], confirmation=ids["B"])
    at = open_page()
    assert not has(at, f"ingest_past_{ids['A']}_details"), "one card for the upload"
    click(at, f"ingest_past_{name}_details")
    assert "15 rows = 10 stored" in said(at)
    assert "5 undone" in said(at)
    assert "Turbine B was undone" in said(at)
    click(at, "ingest_upload_undo")
    assert all(f"Turbine {each}: this deletes the **5 points**" in said(at) for each in "AC")
    assert "Turbine B: this" not in said(at)
    chosen = at.multiselect(key=f"ingest_undo_which_{name}")  # of this upload, and no other
    assert chosen.value == [ids["A"], ids["C"]]
    proof = on_page("verify", embedded.settings.data_dir, "anna", ingest=name)
    assert "PASS" in said(proof)
    assert "2 series: **10 of 10 rows** are in the database" in said(proof)
    table = next(each.value for each in proof.dataframe if "verdict" in each.value.columns)
    assert [*table["verdict"]] == ["PASS", "undone: left out", "PASS"]
