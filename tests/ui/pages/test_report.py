"""The report page: what is chosen, what is made of it, and what cannot be made."""

import builtins
from dataclasses import replace

import pytest
from apptest import click, has, open_page, run, said, set_embedded, told
from printed import Printed, needs_pango
from scada import HEADER, SERIES, Place, line, made_file

from turbine.model.errors import StoreUnreachableError
from turbine.stores.duckdb.store import DuckDBStore
from turbine.ui.analyse.report import page as pages

OTHER = replace(SERIES, turbine="T2")


@pytest.fixture
def on_page(embedded: Place, monkeypatch: pytest.MonkeyPatch):
    set_embedded(embedded, monkeypatch)
    return lambda **query: open_page("report", embedded.settings.data_dir, **query)


def made(at) -> Printed:
    return Printed(at.session_state["report_made"].page)


def frames(at) -> int:
    return len(at.get("iframe"))


def test_a_report_of_what_is_chosen_is_made_on_request(embedded, on_page):
    embedded.ingest(made_file(144))
    embedded.ingest(made_file(144, seed=2), series=OTHER)
    at = on_page(turbine="T2")
    assert frames(at) == 0, "nothing is made unasked"
    click(at, "report_make")
    assert made(at).headings[0] == (1, "Report on T2")
    assert frames(at) == 1
    assert has(at, "report_html")
    click(at, "report_all")
    assert "made with other choices" in said(at)
    click(at, "report_make")
    assert made(at).headings[0] == (1, "Report on 2 turbines")
    assert "made with other choices" not in said(at)
    embedded.ingest(made_file(20), series=replace(SERIES, turbine="T3"))
    assert "or older data" in said(run(at))


def test_the_address_says_it_all(embedded, on_page):
    embedded.ingest(made_file(288))
    at = on_page(
        turbine="T1",
        start="2018-01-01T00:00:00Z",
        stop="2018-01-01T12:00:00Z",
        zone="UTC",
        without="stopped",
        parts="wind,coverage",
        verdict="last",
    )
    click(at, "report_make")
    text = made(at).text
    assert "2018-01-01 00:00 UTC+00:00 to 2018-01-01 12:00 UTC+00:00" in text
    assert "Left out of this report, as requested: Production by month, Power curve" in text
    assert "stopped in wind" in text
    kept = {name: "".join(value) for name, value in at.query_params.items()}
    assert (kept["parts"], kept["verdict"], kept["without"]) == ("wind,coverage", "last", "stopped")
    at = on_page(turbine="T1", parts="wind,poetry", verdict="never")
    assert "There is no part 'poetry'" in said(at)
    assert "never" in said(at)


def test_changed_parameters_of_flags_count_and_are_said(embedded, on_page):
    rows = [line(n, 0 if n < 6 else 100, 8 + n % 5, 120, 90) for n in range(144)]
    embedded.ingest("\n".join([HEADER, *rows, ""]))
    at = on_page(turbine="T1", without="stopped", rules="cut_in_mps=11.5,cut_in_mps=99")
    assert "'cut_in_mps=99'" in said(at)
    assert "Flags use 1 changed parameter: cut_in_mps=11.5." in said(at)
    assert "".join(at.query_params["rules"]) == "cut_in_mps=11.5"
    click(at, "report_make")
    text = made(at).text
    assert "differs from what is noted for the turbines: cut_in_mps=11.5." in text
    assert "stopped in wind (1 row)" in text
    assert "parameter" not in said(on_page(turbine="T1"))


def test_nothing_chosen_and_nothing_there_say_what_to_do(embedded, on_page):
    assert "There is no data yet" in said(on_page())
    embedded.ingest(made_file(12))
    at = on_page()
    at.multiselect(key="report_turbines").set_value([])
    assert "Choose at least one turbine" in said(run(at))
    assert not has(at, "report_make")


@needs_pango
def test_a_pdf_is_made_when_it_is_asked_for(embedded, on_page):
    embedded.ingest(made_file(12))
    at = on_page(parts="coverage", verdict="last")
    click(at, "report_make")
    assert not has(at, "report_pdf")
    click(at, "report_make_pdf")
    assert at.session_state["report_made"].pdf.startswith(b"%PDF-")
    assert has(at, "report_pdf")


def test_without_pango_the_page_says_so_and_html_is_there(embedded, on_page, monkeypatch):
    embedded.ingest(made_file(12))
    at = on_page(parts="coverage", verdict="last")
    click(at, "report_make")
    real = builtins.__import__

    def without(name, *rest, **more):
        if name.startswith("weasyprint"):
            raise OSError("cannot load library 'libpango-1.0-0': error 0x7e")
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    click(at, "report_make_pdf")
    assert any("Pango is not installed" in text for text in told(at))
    assert has(at, "report_html")


def test_a_database_that_does_not_answer_is_told(embedded, on_page, monkeypatch):
    embedded.ingest(made_file(12))
    at = on_page()

    def down(*_: object, **__: object) -> None:
        raise StoreUnreachableError("No answer from the database.", hint="Start it.")

    with monkeypatch.context() as broken:
        broken.setattr(DuckDBStore, "read", down)
        click(at, "report_make")
        assert "No answer from the database. Start it." in " ".join(told(at)).replace("\n\n", " ")
        assert has(at, "report_try_again")
    click(at, "report_make")
    assert made(at).headings[0] == (1, "Report on T1")


def test_a_long_report_is_not_sent_to_be_looked_at(embedded, on_page, monkeypatch):
    embedded.ingest(made_file(12))
    monkeypatch.setattr(pages, "_MOST_SHOWN", 1_000)
    at = on_page(parts="coverage", verdict="last")
    click(at, "report_make")
    assert frames(at) == 0
    assert "too large to be shown here" in said(at)
