"""The verify page, by its widgets' keys, on a real database with a back door."""

from collections.abc import Callable

import pytest
from logins import STATE_KEY, sign_in
from scada import ROOT, Place, made_file, utc_ns
from streamlit.testing.v1 import AppTest

from turbine.errors import StoreUnreachableError
from turbine.stores.duckdb import DuckDBStore

MAIN, PAGE = ROOT / "turbine/ui/main.py", "../../pages/verify.py"
ROWS = 300

Open = Callable[..., AppTest]


@pytest.fixture
def open_page(embedded: Place, monkeypatch: pytest.MonkeyPatch) -> Open:
    """The page in a new browser, on the embedded database."""
    for name, value in embedded.environ.items():
        if name.startswith("TURBINE_"):
            monkeypatch.setenv(name, value)

    def start(**query: str) -> AppTest:
        at = AppTest.from_file(MAIN, default_timeout=60)
        at.session_state[STATE_KEY] = sign_in(embedded.settings.data_dir)
        at.switch_page(PAGE)
        for name, value in query.items():
            at.query_params[name] = value
        return run(at)

    return start


def run(at: AppTest) -> AppTest:
    at.run()
    assert not at.exception, at.exception[0].stack_trace
    return at


def numbers(at: AppTest) -> dict[str, str]:
    return {m.label: m.value for m in at.metric}


def headers(at: AppTest) -> str:
    return " ".join(h.value for h in at.title)


def test_without_an_ingest_it_leads_to_the_ingest_page(open_page):
    at = open_page()
    assert "Nothing was ingested yet" in at.info[0].value
    assert not at.metric


def test_what_the_file_said_passes_in_words_and_numbers(embedded, open_page):
    record = embedded.ingest(made_file(ROWS))
    at = open_page()
    assert "PASS" in headers(at)
    assert numbers(at) == {
        "Expected": "300",
        "Found": "300",
        "Missing": "0",
        "Unexpected": "0",
        "Differing": "0",
    }
    assert at.selectbox(key="verify_ingest").value == record.id
    assert at.query_params["ingest"] in (record.id, [record.id])
    assert at.get("plotly_chart")


def test_a_changed_and_a_lost_point_fail_once_looked_at_again(embedded, open_page):
    record = embedded.ingest(made_file(ROWS))
    at = open_page(ingest=record.id)
    assert "PASS" in headers(at)
    changed = embedded.door.value("power_kw", utc_ns(7))
    embedded.door.put(utc_ns(7), power_kw=changed + 0.25)
    embedded.door.remove(utc_ns(9), utc_ns(10))
    at.button(key="verify_again").click()
    run(at)
    assert "FAIL" in headers(at)
    found = numbers(at)
    assert (found["Found"], found["Missing"], found["Differing"]) == ("299", "1", "1")
    assert any("acknowledged" in w.value or "deleted" in w.value for w in at.warning)

    at.number_input(key="verify_tolerance").set_value(0.5)
    run(at)
    found = numbers(at)
    assert (found["Missing"], found["Differing"]) == ("1", "0")


def test_the_address_chooses_the_ingest_and_an_unknown_one_is_said(embedded, open_page):
    first = embedded.ingest(made_file(ROWS))
    second = embedded.ingest(made_file(ROWS, seed=2), rule="whole-weeks=9")
    assert open_page(ingest=first.id).selectbox(key="verify_ingest").value == first.id
    at = open_page(ingest="20200101-nobody")
    assert at.selectbox(key="verify_ingest").value == second.id
    assert "There is no ingest" in at.warning[0].value


def test_a_database_that_is_away_gives_no_verdict(embedded, open_page, monkeypatch):
    embedded.ingest(made_file(ROWS))

    def away(*_arguments: object, **_named: object) -> None:
        raise StoreUnreachableError("Nobody answers.", hint="Start it.")

    monkeypatch.setattr(DuckDBStore, "read", away)
    at = open_page()
    assert "No verdict" in headers(at)
    assert "Nobody answers" in at.error[0].value
    assert not at.metric


def test_the_classic_mistake_is_told_with_the_lines_that_overwrote(embedded, open_page):
    record = embedded.classic_mistake(made_file(1_000))
    at = open_page(ingest=record.id)
    assert "FAIL" in headers(at)
    found = numbers(at)
    assert (found["Expected"], found["Found"], found["Missing"]) == ("1,000", "144", "856")
    told = "\n".join(w.value for w in at.warning)
    assert "144 stamps" in told
    assert "856 rows" in told
    tables = [str(table.value.to_dict()) for table in at.dataframe]
    assert any("verwritten" in text for text in tables)
