"""The sites page, by its widgets' keys."""

import pytest
from apptest import click, open_page, run, said, set_embedded, told
from scada import Place, made_file

from turbine.model.actor import Actor

BOB = Actor(name="bob", origin="192.0.2.7")


@pytest.fixture
def open_sites(embedded: Place, monkeypatch):
    set_embedded(embedded, monkeypatch)
    return lambda user="anna": open_page("sites", embedded.settings.data_dir, user)


def test_a_site_and_a_turbine_are_noted_and_shown(embedded, open_sites):
    embedded.ingest(made_file(10))
    at = open_sites()
    assert "Nothing is known about any site yet." in said(at)
    assert at.selectbox(key="sites_site").value == "main", "of what was ingested"
    at.selectbox(key="sites_zone_main").set_value("Europe/Istanbul")
    click(at, "sites_save_zone")
    assert "What is known about main is saved." in said(at)
    at.number_input(key="sites_rated_power_kw_main_T1").set_value(3_600.0)
    at.text_input(key="sites_power_field_main_T1").set_value("power_kw")
    click(at, "sites_save")
    assert "What is known about T1 is saved." in said(at)
    sites = embedded.windproof.sites
    assert sites.zone("main") == "Europe/Istanbul"
    assert sites.facts("main", "T1") == {"rated_power_kw": 3_600.0, "power_field": "power_kw"}
    table = open_sites("bob").dataframe[0].value
    assert table.to_dict("records") == [
        {
            "Site": "main",
            "Time zone": "Europe/Istanbul",
            "Turbine": "T1",
            "Rated power (kW)": 3_600.0,
            "Field of the power": "power_kw",
        }
    ]


def test_what_is_left_empty_is_forgotten_and_all_of_a_turbine_can_be_removed(embedded, open_sites):
    sites = embedded.windproof.sites
    sites.set_turbine(BOB, "main", "T1", {"rated_power_kw": 2_000, "hub_height_m": 80})
    at = open_sites()
    assert at.number_input(key="sites_hub_height_m_main_T1").value == 80
    at.number_input(key="sites_hub_height_m_main_T1").set_value(None)
    click(at, "sites_save")
    assert sites.facts("main", "T1") == {"rated_power_kw": 2_000.0}
    click(at, "sites_remove")
    assert "What was known about T1 is removed." in said(at)
    assert sites.facts("main", "T1") == {}


def test_a_file_is_profiled_with_what_is_known_of_its_turbine(embedded, open_sites):
    embedded.windproof.sites.set_turbine(BOB, "main", "T1", {"rated_power_kw": 2_000})
    at = open_page("ingest", embedded.settings.data_dir)
    at.file_uploader[0].upload("made.csv", made_file(10).encode())
    run(at)
    tables = [frame.value.to_string() for frame in at.dataframe]
    assert any("2,060" in table for table in tables), tables


def test_what_cannot_be_is_said(embedded, open_sites):
    embedded.windproof.sites.set_turbine(BOB, "main", "T1", {"hub_height_m": 80})
    at = open_sites()
    at.number_input(key="sites_cut_in_mps_main_T1").set_value(15.0)
    at.number_input(key="sites_cut_out_mps_main_T1").set_value(10.0)
    click(at, "sites_save")
    assert "does not start at 15 m/s and stop at 10 m/s" in told(at)[0]


def test_a_damaged_file_is_said_and_nobody_sees_the_page_without_a_login(embedded, open_sites):
    (embedded.settings.data_dir / "sites.json").write_text("{", encoding="utf-8")
    assert "damaged" in told(open_sites())[0]
    at = run(open_page("sites", embedded.settings.data_dir, None))
    assert "Sites" not in [title.value for title in at.title]
