"""How the app puts it: numbers with their nouns, forms of times, what an undo leaves."""

from collections.abc import Callable

import pytest
from apptest import click, has, metric, open_page, said, set_embedded
from scada import HEADER, Place, line, made_file
from streamlit.testing.v1 import AppTest

from turbine.model.errors import StoreUnreachableError
from turbine.readers import detect, open_source, scan
from turbine.readers.timestamps import readable
from turbine.services.explorer import Explorer
from turbine.words import recall


@pytest.fixture
def on_page(embedded: Place, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    set_embedded(embedded, monkeypatch)
    return lambda page, **query: open_page(page, embedded.settings.data_dir, **query)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("%Y-%m-%d %H:%M:%S", "YYYY-MM-DD hh:mm:ss"),
        ("%d.%m.%y %H:%M", "DD.MM.YY hh:mm"),
        ("%d-%b-%Y, %I:%M%p", "DD-Mon-YYYY, hh:mmAM/PM"),
        ("%Y/%m/%dT%H:%M:%S%.f%#z", "YYYY/MM/DDThh:mm:ss.fff±hh:mm"),
    ],
)
def test_the_form_of_a_time_is_for_people(code, words):
    assert readable(code) == words


def test_no_rejected_row_shows_a_programmers_code():
    text = "\n".join([HEADER, line(0, 1, 2, 3, 4), line(1, 1, 2, 3, 4), "no time,1,2,3,4", ""])
    source = open_source(text.encode(), "made.csv")
    [kept] = scan(source, detect(source).interpretation).rejected["reason"]
    assert recall(kept) == "The time does not have the form DD MM YYYY hh:mm, or is not a date."


def test_one_row_in_one_window_of_one_query(embedded: Place, on_page) -> None:
    embedded.ingest(made_file(1))
    at = on_page("explore", window="all")
    assert "\n1 window from " in said(at)
    assert "1 row. Times" in said(at)
    assert "1 point** in 1 series" in said(on_page("database"))


def test_tiles_and_chart_of_an_energy_have_one_unit(embedded: Place, on_page) -> None:
    embedded.ingest(made_file(144))
    at = on_page("explore", function="energy")
    assert "kWh" in at.dataframe[0].value.columns[1]
    assert float(metric(at, "Active energy (kWh)").replace(",", "")) > 0


def test_an_undone_ingest_claims_no_stored_rows(embedded: Place, on_page) -> None:
    record = embedded.ingest("\n".join([HEADER, *(line(n, 1, 2, 3, 4) for n in range(3)), "x", ""]))
    embedded.undo(record)
    listed = said(on_page("ingest"))
    assert "none of 4 rows after the undo" in listed
    assert "3 of 4" not in listed
    assert "3 stored, then deleted" in said(on_page("ingest", ingest=record.id))
    assert " 0 of 4 rows" in embedded.cli("ingests").stdout


def test_a_step_of_the_examination_that_fails_is_not_read_as_done(
    on_page, monkeypatch, pauses
) -> None:
    monkeypatch.setenv("TURBINE_STORE", "influxdb")
    monkeypatch.setenv("INFLUXDB_V2_URL", "http://127.0.0.1:9")
    at = click(on_page("database"), "database_examine")
    assert "**Address reachable: no**" in said(at)


def test_explore_can_try_again_once_the_database_answers(embedded: Place, on_page, monkeypatch):
    embedded.ingest(made_file(144))

    def away(*_: object) -> None:
        raise StoreUnreachableError("Nobody answers.")

    with monkeypatch.context() as broken:
        broken.setattr(Explorer, "series", away)
        at = on_page("explore")
        assert "Nobody answers." in said(at)
    click(at, "explore_try_again")
    assert "Nobody answers." not in said(at)
    assert has(at, "explore_download")


def test_what_to_do_next_stands_out_after_an_ingest(embedded: Place, on_page) -> None:
    record = embedded.ingest(made_file(144))
    at = on_page("ingest", ingest=record.id)
    kinds = {
        name: at.button(key=f"ingest_shown_{name}").proto.type
        for name in ("verify", "explore", "undo")
    }
    assert kinds == {"verify": "primary", "explore": "secondary", "undo": "tertiary"}
    click(at, "ingest_shown_verify")
    assert "PASS" in said(at)
    assert at.query_params["ingest"] in (record.id, [record.id])
