"""What is known about sites and turbines: what can be, what is kept, and what follows from it."""

import json
import stat
import threading

import audited
import pytest

from turbine.audit import AuditLog
from turbine.model.actor import Actor
from turbine.model.errors import ConfigError
from turbine.services.sites import Sites
from turbine.sites import FACTS, Site, SitesFile

ANNA = Actor(name="anna", origin="192.0.2.7")
T1 = {"rated_power_kw": 3_600.0, "rotor_diameter_m": 117.0, "power_field": "power_kw"}


@pytest.fixture
def sites(tmp_path) -> Sites:
    return Sites(tmp_path, AuditLog(tmp_path))


def test_what_is_noted_is_known_and_kept_for_its_owner_alone(sites, tmp_path):
    assert sites.all() == {}
    assert sites.zone("main") is None
    assert sites.facts("main", "T1") == {}
    sites.set_zone(ANNA, " main ", "Europe/Istanbul")
    sites.set_turbine(
        ANNA,
        "main",
        "T1",
        {"rated_power_kw": "3600", "rotor_diameter_m": 117}
        | {
            "power_field": " power_kw ",
            "hub_height_m": None,
            "cut_in_mps": "",
        },
    )
    sites.set_turbine(ANNA, "a site", "ü 1", {"latitude_deg": "-39.5"})
    again = Sites(tmp_path, AuditLog(tmp_path))
    assert again.all() == {
        "a site": Site(turbines={"ü 1": {"latitude_deg": -39.5}}),
        "main": Site(zone="Europe/Istanbul", turbines={"T1": T1}),
    }
    assert again.zone("main") == "Europe/Istanbul"
    assert again.facts("main", "T1") == T1
    assert stat.S_IMODE((tmp_path / "sites.json").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.glob(".sites*")] == []


def test_each_change_is_recorded(sites, tmp_path):
    sites.set_zone(ANNA, "main", "UTC")
    with pytest.raises(ConfigError):
        sites.set_turbine(ANNA, "main", "T1", {"rated_power_kw": "-1"})
    sites.set_turbine(ANNA, "main", "T1", T1)
    sites.remove(ANNA, "main", "T1")
    rows = audited.rows(tmp_path)
    assert [(row.who, row.action, row.subject, row.outcome) for row in rows] == [
        ("anna", "site.change", "main", "done"),
        ("anna", "site.change", "main", "refused"),
        ("anna", "site.change", "main", "done"),
        ("anna", "site.remove", "main", "done"),
    ]
    assert rows[2].details == {"turbine": "T1"} | T1


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"rated_power_kw": "3.6 MW"}, "Rated power cannot be '3.6 MW'."),
        ({"rated_power_kw": "nan"}, "Give a number from 0.1 to 50000 kW."),
        ({"rated_power_kw": 0}, "cannot be '0'"),
        ({"latitude_deg": 91}, "from -90 to 90 °"),
        ({"cut_in_mps": 12, "cut_out_mps": 10}, "start at 12 m/s and stop at 10 m/s"),
        ({"power_field": "x" * 201}, "200 characters"),
        ({"colour": "white"}, "'colour' is not a known fact"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(sites, facts, said):
    sites.set_turbine(ANNA, "main", "T1", T1)
    with pytest.raises(ConfigError) as refused:
        sites.set_turbine(ANNA, "main", "T1", facts)
    assert said in str(refused.value)
    assert sites.facts("main", "T1") == T1


def test_a_zone_that_is_none_and_an_empty_name_are_refused(sites):
    for change in (
        lambda: sites.set_zone(ANNA, "main", "Mars/Olympus"),
        lambda: sites.set_zone(ANNA, " ", "UTC"),
        lambda: sites.set_turbine(ANNA, "main", "", T1),
        lambda: sites.remove(ANNA, "main"),
        lambda: sites.remove(ANNA, "main", "T1"),
    ):
        with pytest.raises(ConfigError):
            change()
    assert sites.all() == {}


def test_a_site_or_one_turbine_is_forgotten(sites):
    sites.set_zone(ANNA, "main", "UTC")
    for name in ("T1", "T2"):
        sites.set_turbine(ANNA, "main", name, T1)
    sites.remove(ANNA, "main", "T1")
    assert sites.all() == {"main": Site(zone="UTC", turbines={"T2": T1})}
    sites.set_zone(ANNA, "main", "")
    assert sites.zone("main") is None
    sites.remove(ANNA, "main")
    assert sites.all() == {}


def test_plausible_power_follows_the_rated(sites):
    assert sites.limits("main", "T1") == {}
    sites.set_turbine(ANNA, "main", "T1", {"hub_height_m": 80})
    assert sites.limits("main", "T1") == {}
    sites.set_turbine(ANNA, "main", "T1", {"rated_power_kw": 2_000, "power_field": "power_2_kw"})
    limits = sites.limits("main", "T1")
    assert {*limits} == {"power_kw", "theoretical_power_kw", "power_2_kw"}
    assert limits["power_kw"] == pytest.approx((-60.0, 2_060.0))


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "{}",
        '{"version": 1}',
        '{"version": "1", "sites": {}}',
        '{"version": 1, "sites": {"main": {"zone": "UTC"}}}',
        '{"version": 1, "sites": {"main": {"zone": "UTC", "turbines": []}}}',
        '{"version": 1, "sites": {"main": {"zone": "x/y", "turbines": {}}}}',
        '{"version": 1, "sites": {"main": {"zone": "", "turbines": {"a": {"b": 1}}}}}',
        b"\xff\xfe",
    ],
)
def test_a_damaged_file_is_said_and_stays(sites, tmp_path, text):
    path = tmp_path / "sites.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    before = path.read_bytes()
    for ask in (sites.all, lambda: sites.set_zone(ANNA, "main", "UTC")):
        with pytest.raises(ConfigError, match="damaged"):
            ask()
    assert path.read_bytes() == before


def test_a_newer_versions_file_is_refused(sites, tmp_path):
    (tmp_path / "sites.json").write_text('{"version": 2, "sites": {}}', encoding="utf-8")
    with pytest.raises(ConfigError, match="version 2"):
        sites.all()


def test_two_changes_at_once_are_both_kept(sites, tmp_path):
    begin = threading.Barrier(2)

    def note(name: str) -> None:
        begin.wait()
        for number in range(20):
            sites.set_turbine(ANNA, "main", f"{name}{number}", T1)

    threads = [threading.Thread(target=note, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(SitesFile(tmp_path).read()["main"].turbines) == 40


def test_its_json_has_the_facts_by_their_names(sites, tmp_path):
    everything = {
        name: "a_field" if fact.is_field else (fact.lower + fact.upper) / 2
        for name, fact in FACTS.items()
        if fact.reads is None
    }
    everything |= {"second_wind_height_m": 40.0}  # not that of the other
    everything |= {"reference_curve": "3:0,4.5:120", "reference": "curve"}
    everything |= {"states": '{"available":["Run"],"uncounted":["Test; 2"]}'}
    everything |= {"flag_rules": "flat_rows=12,jump_mps=8.5"}
    assert {*everything} == {*FACTS}
    sites.set_turbine(ANNA, "main", "T1", everything)
    kept = json.loads((tmp_path / "sites.json").read_text(encoding="utf-8"))
    assert kept["sites"]["main"]["turbines"]["T1"] == everything
