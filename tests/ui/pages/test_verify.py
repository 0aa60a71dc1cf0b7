"""The verify page, by its widgets' keys, on a real database with a back door."""

import math
from collections.abc import Callable
from datetime import timedelta

import pytest
from apptest import open_page as on_page
from apptest import read, run, set_embedded
from scada import START, Place, made_file, utc_ns
from streamlit.testing.v1 import AppTest

from turbine.explore.export import csv_bytes, local
from turbine.model.errors import StoreUnreachableError
from turbine.stores.duckdb.store import DuckDBStore
from turbine.ui.verify import offenders as verify_offenders

ROWS = 300

Open = Callable[..., AppTest]


@pytest.fixture
def open_page(embedded: Place, monkeypatch: pytest.MonkeyPatch) -> Open:
    """The page in a new browser, on the embedded database."""
    set_embedded(embedded, monkeypatch)
    return lambda **query: on_page("verify", embedded.settings.data_dir, **query)


def numbers(at: AppTest) -> dict[str, str]:
    return {m.label: m.value for m in at.metric}


def headers(at: AppTest) -> str:
    assert len(at.title) == 1, "a page has one title"
    return " ".join(h.value for h in at.header)


def test_without_an_ingest_it_leads_to_the_ingest_page(open_page):
    at = open_page()
    assert "Nothing has been ingested yet" in at.info[0].value
    assert not at.metric


def test_second_points_infinite_values_and_fields_of_others_are_told_apart(embedded, open_page):
    record = embedded.ingest(made_file(ROWS))
    embedded.door.put_beside(utc_ns(7), power_kw=1.5)
    embedded.door.put(utc_ns(9), power_kw=math.inf)
    embedded.door.put_text("oil", "warm", utc_ns(8))
    at = open_page()
    assert "FAIL" in headers(at)
    found = numbers(at)
    assert (found["Found"], found["Different"], found["Duplicate"]) == ("300", "1", "1")
    assert any(
        "**1 duplicate point** has the timestamp of another one." in m.value for m in at.markdown
    )
    (why,) = (box.value for box in at.warning)
    assert "There is 1 point too many" in why
    assert "There is 1 value in the database that" in why
    assert any("not a failure" in c.value and "oil" in c.value for c in at.caption)
    table = verify_offenders.table(v := embedded.verify(record), v.offenders)
    assert "Duplicate point" in table["Mismatch"].to_list()
    assert at.get("plotly_chart")


def test_what_the_file_said_passes_in_words_and_numbers(embedded, open_page):
    record = embedded.ingest(made_file(ROWS))
    at = open_page()
    assert "PASS" in headers(at)
    assert numbers(at) == {
        "Expected": "300",
        "Found": "300",
        "Missing": "0",
        "Unexpected": "0",
        "Different": "0",
        "Duplicate": "0",
    }
    assert at.selectbox(key="verify_ingest").value == record.id
    assert at.query_params["ingest"] in (record.id, [record.id])
    assert at.get("plotly_chart")


def test_a_changed_and_a_lost_point_fail_once_run_again(embedded, open_page):
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
    assert (found["Found"], found["Missing"], found["Different"]) == ("299", "1", "1")
    assert any("acknowledged" in w.value or "deleted" in w.value for w in at.warning)

    at.number_input(key="verify_tolerance").set_value(0.5)
    run(at)
    found = numbers(at)
    assert (found["Missing"], found["Different"]) == ("1", "0")


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

    monkeypatch.setattr(DuckDBStore, "points", away)
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
    assert "144 timestamps" in told
    assert "856 rows" in told
    tables = [str(table.value.to_dict()) for table in at.dataframe]
    assert any("verwritten" in text for text in tables)


def captions(at: AppTest) -> str:
    return read("\n".join(c.value for c in at.caption))


def test_what_another_ingest_holds_is_counted_apart(embedded, open_page):
    first = embedded.ingest(made_file(ROWS))
    embedded.ingest(made_file(100, seed=2), replace=True)
    at = open_page(ingest=first.id)
    assert "PASS" in headers(at)
    assert (numbers(at)["Expected"], numbers(at)["Unexpected"]) == ("200", "0")
    told = captions(at)
    assert "300 rows = 200 expected + 100 replaced + 0 rejected + 0 duplicate" in told
    assert "+ 0 without values" in told
    assert "100 rows of this file were replaced by another ingest" in told
    assert "100 points of other recorded ingests are in the period" in told


def test_the_ingests_own_database_is_asked_and_both_are_named(embedded, open_page, monkeypatch):
    record = embedded.ingest(made_file(ROWS))
    monkeypatch.setenv("TURBINE_STORE", "influxdb")
    monkeypatch.setenv("INFLUXDB_V2_URL", "http://127.0.0.1:9")
    at = open_page(ingest=record.id)
    assert "PASS" in headers(at)
    told = captions(at)
    assert "Database: the embedded database (windproof.duckdb). Period: 2017-12-31 21:00" in told
    assert "New points now go to another database: 'windproof' at http://127.0.0.1:9" in told


def test_an_original_that_is_gone_gives_no_verdict(embedded, open_page):
    record = embedded.ingest(made_file(ROWS))
    (embedded.settings.data_dir / "originals" / f"{record.sha256}.csv.zst").unlink()
    at = open_page(ingest=record.id)
    assert "No verdict" in headers(at)
    assert "original file made.csv is no longer" in at.error[0].value.replace("\\", "")


def test_an_undone_ingest_fails_and_says_why(embedded, open_page):
    record = embedded.ingest(made_file(ROWS))
    embedded.undo(record)
    at = open_page(ingest=record.id)
    assert "FAIL" in headers(at)
    assert "undone: its points were deleted on purpose" in at.warning[0].value.replace("\\", "")


def test_a_verdict_is_kept_until_it_is_asked_for_again(embedded, open_page):
    record = embedded.ingest(made_file(ROWS))
    checked = next(
        c for c in captions(open_page(ingest=record.id)).split("\n") if "Last checked" in c
    )
    embedded.door.remove(utc_ns(0), utc_ns(1))
    at = open_page(ingest=record.id)
    assert "PASS" in headers(at)
    assert checked in captions(at)  # not passed off as a new one
    at.button(key="verify_again").click()
    assert "FAIL" in headers(run(at))
    # An ingest that changed is compared again by itself.
    embedded.undo(record)
    assert numbers(open_page(ingest=record.id))["Found"] == "0"


def test_another_channel_and_period_ask_for_that_part_only(embedded, open_page, monkeypatch):
    record = embedded.ingest(made_file(ROWS))
    at = open_page(ingest=record.id)
    asked = []
    points = DuckDBStore.points

    def noted(self, series, channels, start_ns, stop_ns):
        asked.append((channels, start_ns, stop_ns))
        return points(self, series, channels, start_ns, stop_ns)

    monkeypatch.setattr(DuckDBStore, "points", noted)
    at.button_group(key="verify_channel").set_value("wind_direction_deg")
    at.datetime_input(key="verify_from").set_value(START - timedelta(hours=2))
    run(at)
    assert asked == [(("wind_direction_deg",), utc_ns(6), record.last_ns + 1)]


def test_offenders_keep_every_digit_and_hold_nothing_that_a_spreadsheet_would_run(embedded):
    record = embedded.ingest(made_file(ROWS))
    told = embedded.door.value("power_kw", utc_ns(3))
    embedded.door.put(utc_ns(3), power_kw=math.nextafter(told, math.inf))
    found = embedded.verify(record)
    taken = local(verify_offenders.table(found, found.offenders), "UTC")
    row = taken.row(0, named=True)
    assert row["File line"] == 5
    assert row["Database value"] == math.nextafter(row["File value"], math.inf)
    assert row["Difference"] == math.ulp(told)
    assert row["File timestamp (Europe/Istanbul)"] == "2018-01-01T00:30:00+03:00"
    assert row["Database timestamp (UTC)"] == "2017-12-31T21:30:00+00:00"
    # Minus signs belong to numbers; no text begins like a formula.
    cells = [c for r in csv_bytes(taken).decode().split() for c in r.split(",")]
    assert not [c for c in cells if c[:1] in "=+@\t" and c]
