"""The ingest page's pre-flight: what is fine is listed, what is in the way offers a way out."""

from collections.abc import Callable
from dataclasses import replace

import duckdb as duckdb_library
import pytest
from apptest import click, has, open_page, run, said, set_embedded, told
from scada import Place, made_file
from streamlit.testing.v1 import AppTest

from turbine.stores.base import Bucket
from turbine.stores.duckdb import store as duckdb
from turbine.stores.duckdb.store import DuckDBStore

DAY_S = 86_400

Planned = Callable[..., AppTest]


@pytest.fixture
def planned(embedded: Place, monkeypatch: pytest.MonkeyPatch) -> Planned:
    """The page with a file's plan, under a rule."""
    set_embedded(embedded, monkeypatch)

    def start(text: str, rule: str = "keep") -> AppTest:
        at = open_page("ingest", embedded.settings.data_dir)
        at.file_uploader[0].upload("made.csv", text.encode())
        click(run(at), "ingest_confirm")
        at.radio(key="ingest_rule_name").set_value(rule)
        return run(at)

    return start


def keeping(days: int, monkeypatch: pytest.MonkeyPatch) -> None:
    bucket = Bucket(name="short", retention_s=days * DAY_S)
    monkeypatch.setattr(DuckDBStore, "bucket", lambda _store: bucket)


def test_passed_checks_are_listed(planned):
    at = planned(made_file(300))
    for line in (
        "Retention** &nbsp; The file keeps points forever.",
        "Field types** &nbsp; No field",
        "Existing points** &nbsp; There are no other points",
        "Disk space** &nbsp; About 1.",
    ):
        assert line in said(at)
    assert not at.error
    assert not at.button(key="ingest_start").disabled


def test_a_rule_that_keeps_every_row_is_one_click_away(planned, monkeypatch):
    keeping(30, monkeypatch)
    at = planned(made_file(300))
    assert "0 of 300 rows (0 of 2.1 days) would remain" in told(at)[0]
    assert at.button(key="ingest_start").disabled
    click(at, "ingest_lasting_end-now")
    assert at.radio(key="ingest_rule_name").value == "end-now"
    assert not at.error
    assert not at.button(key="ingest_start").disabled


def test_if_no_rule_helps_the_page_links_to_the_database_page(planned, monkeypatch):
    keeping(1, monkeypatch)
    at = planned(made_file(300), "end-now")
    assert "No rule helps" in told(at)[0]
    assert not has(at, "ingest_lasting_end-now")
    [link] = at.main.get("page_link")
    assert link.proto.page == "database"
    assert at.button(key="ingest_start").disabled


def test_several_obstacles_are_all_shown(planned, embedded, monkeypatch):
    keeping(1, monkeypatch)
    embedded.windproof.explorer.series()  # makes the table
    with duckdb_library.connect(embedded.door.path) as connection:
        connection.execute("ALTER TABLE points ADD COLUMN power_kw INTEGER")
    at = planned(made_file(300))
    assert [("would remain" in box, "power_kw as INTEGER" in box) for box in told(at)] == [
        (True, False),
        (False, True),
    ]
    assert at.button(key="ingest_start").disabled


def test_nobody_is_asked_to_replace_what_a_database_cannot_overwrite(
    planned, embedded, monkeypatch
):
    embedded.ingest(made_file(300))
    unable = replace(duckdb._CAPABILITIES, overwrites=False)
    monkeypatch.setattr(duckdb, "_CAPABILITIES", unable)
    at = planned(made_file(300, seed=2))
    assert "does not replace values reliably" in told(at)[0]
    assert not has(at, "ingest_replace")
    assert at.button(key="ingest_start").disabled
