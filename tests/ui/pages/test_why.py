"""The argument for the database, as a page."""

import pytest
from apptest import open_page, said
from logins import sign_in
from paths import ROOT

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


def test_logged_out_it_says_nothing_of_it(data_dir):
    assert "PostgreSQL" not in said(open_page("why", data_dir, user=None))
    assert "PostgreSQL" in said(open_page("why", data_dir))
