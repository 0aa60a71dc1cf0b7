"""The argument for the database, as a page."""

import re

import pytest
from apptest import open_page, said
from logins import sign_in
from paths import ROOT
from streamlit.runtime.context import ContextProxy

DOCUMENT = (ROOT / "docs" / "why-influxdb.md").read_text(encoding="utf-8")


@pytest.fixture
def data_dir(tmp_path, monkeypatch):
    monkeypatch.setenv("TURBINE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("TURBINE_STORE", "duckdb")
    sign_in(tmp_path)
    return tmp_path


def test_the_page_says_all_that_the_document_says(data_dir):
    at = open_page("why", data_dir)
    assert [title.value for title in at.title] == [DOCUMENT.splitlines()[0].removeprefix("# ")]
    body = DOCUMENT.partition("\n")[2].strip()
    assert body in [markdown.value.strip() for markdown in at.markdown]


def test_the_spanish_page_has_every_section_and_figure(data_dir, monkeypatch):
    monkeypatch.setattr(ContextProxy, "locale", property(lambda _: "es-ES"))
    at = open_page("why", data_dir)
    spanish = (ROOT / "docs" / "why-influxdb.es.md").read_text(encoding="utf-8")
    assert spanish.partition("\n")[2].strip() in [text.value.strip() for text in at.markdown]
    for mark in (r"^#+ ", r"^- \*\*", r"^\| ", r"^```"):
        assert len(re.findall(mark, spanish, re.M)) == len(re.findall(mark, DOCUMENT, re.M))
    measured = re.compile(r"^\| (?:InfluxDB|DuckDB|SQLite|PostgreSQL) \d+\.\d.*", re.M)
    rows, own = measured.findall(DOCUMENT), measured.findall(spanish)
    assert len(rows) == 13
    swapped = [row.translate(str.maketrans(",.", ".,")) for row in own]
    assert [re.findall(r"[\d,.]*\d", row)[1:] for row in swapped] == [
        re.findall(r"[\d,.]*\d", row)[1:] for row in rows
    ]


def test_logged_out_it_says_nothing_of_it(data_dir):
    assert "PostgreSQL" not in said(open_page("why", data_dir, user=None))
    assert "PostgreSQL" in said(open_page("why", data_dir))
