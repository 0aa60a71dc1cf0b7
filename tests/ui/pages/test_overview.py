"""The overview page: full, empty, and with a database that does not answer."""

from dataclasses import replace

import pytest
from apptest import metric, open_page, said, set_embedded, told
from scada import ACTOR, SERIES, Place, made_file

from turbine.model.errors import StoreUnreachableError
from turbine.stores.duckdb.store import DuckDBStore


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
