"""The overview page: full, empty, and with a database that does not answer."""

from dataclasses import replace
from datetime import date

import pytest
import streamlit as st
from apptest import metric, open_page, run, said, set_embedded, told
from scada import ACTOR, SERIES, Place, made_file

from turbine.model.errors import StoreUnreachableError
from turbine.stores.duckdb.store import DuckDBStore
from turbine.ui.common.chart import Pick
from turbine.ui.common.entry import SeriesEntry
from turbine.ui.explore.choice import parse
from turbine.ui.overview import leading


@pytest.fixture
def on_page(embedded: Place, monkeypatch: pytest.MonkeyPatch):
    set_embedded(embedded, monkeypatch)
    return lambda: open_page("overview", embedded.settings.data_dir)


def test_every_turbine_has_a_card_and_its_days(embedded, on_page):
    embedded.ingest(made_file(300))
    embedded.ingest(made_file(200, seed=2), series=replace(SERIES, turbine="T2"), name="two.csv")
    position = {"latitude_deg": 39.0, "longitude_deg": 27.0}
    embedded.windproof.sites.set_turbine(ACTOR, "main", "T1", {"rated_power_kw": 3_600, **position})
    at = on_page()
    assert (metric(at, "Turbines"), metric(at, "Rows")) == ("2", "500")
    text = said(at)
    assert "T1** · main" in text
    assert "two.csv] :green-badge[done]" in text
    assert "2018-01-01 → 2018-01-03: 3 days" in text
    capacity = [each.value.iloc[1, 1] for each in at.table]
    assert capacity[0].endswith(" %")
    assert capacity[1] == "rated power not known"
    assert len(at.get("plotly_chart")) == 2, "the calendar, and where T1 stands"
    assert "1 turbine has no position yet" in text


def test_an_empty_installation_leads_to_the_ingest_page_which_has_sample_data(on_page):
    at = on_page()
    assert "try it with sample data" in said(at)
    (link,) = at.get("page_link")
    assert link.proto.page == "ingest"


def test_a_database_that_does_not_answer_is_told_in_a_box(embedded, on_page, monkeypatch):
    embedded.ingest(made_file(30))
    embedded.windproof.sites.set_turbine(ACTOR, "main", "T1", {"rated_power_kw": 3_600})

    def down(*_: object, **__: object) -> None:
        raise StoreUnreachableError("No answer from the database.", hint="Start it.")

    monkeypatch.setattr(DuckDBStore, "stamps", down)
    at = on_page()
    assert told(at) == ["No answer from the database.\n\nStart it."]


def test_a_click_on_a_day_of_the_calendar_leads_to_that_day_in_the_explorer(embedded):
    record = embedded.ingest(made_file(300))
    [status] = embedded.windproof.overview.ask().values()
    picked = {"x": "2018-01-02 12:00", "y": "T1"}
    leading.remember(Pick(x=None, y=None, points=(picked,)), {SERIES: status}, {SERIES: "T1"}, 1)
    wanted = st.session_state.pop("overview_wanted")
    entry = SeriesEntry(info=status.info, known_zones=("Europe/Istanbul",))
    choice, notes = parse(wanted, [entry])
    assert notes == []
    day_ns = 86_400 * 10**9
    assert choice.start_ns == record.first_ns + day_ns, "the file begins at midnight"
    assert (choice.stop_ns - choice.start_ns, choice.window) == (day_ns, "10min")
    assert (choice.series, choice.channels, choice.zone) == (
        *(SERIES, ("power_kw",), "Europe/Istanbul"),
    )
    leading.remember(Pick(x=None, y=None, points=({"x": "?", "y": "T9"},)), {}, {}, 7)
    assert "overview_wanted" not in st.session_state


def test_a_day_that_is_typed_is_shown_in_the_explorer(embedded, on_page):
    embedded.ingest(made_file(300))
    at = on_page()
    assert at.date_input(key="overview_day").value == date(2018, 1, 3), "the last one"
    at.date_input(key="overview_day").set_value(date(2018, 1, 2))
    at.button(key="overview_show_day").click()
    run(at)
    assert at.title[0].value == "Explore"
    assert at.query_params["start"] == "2018-01-01T21:00:00Z"
    assert at.query_params["stop"] == "2018-01-02T21:00:00Z"


def test_a_second_view_of_the_same_turbine_and_period_reads_nothing(embedded, monkeypatch):
    embedded.ingest(made_file(300))
    embedded.windproof.sites.set_turbine(ACTOR, "main", "T1", {"rated_power_kw": 3_600})
    set_embedded(embedded, monkeypatch)
    asked, own = [], DuckDBStore.read
    monkeypatch.setattr(DuckDBStore, "read", lambda *a: asked.append(a[1:]) or own(*a))
    for page in ("production", "wind", "losses"):
        open_page(page, embedded.settings.data_dir)
    assert len(asked) == 1
    embedded.ingest(made_file(5, seed=2), replace=True)
    asked.clear()
    open_page("wind", embedded.settings.data_dir)
    assert len(asked) == 1, "the data are of another version"
