"""``windproof sites``: list, set, remove."""

import json

import pytest
from scada import Place


@pytest.fixture
def sites(embedded: Place):
    """Runs ``sites`` with these words; (exit code, output, errors)."""

    def run(*words: str) -> tuple[int, str, str]:
        done = embedded.cli("sites", *words)
        return done.returncode, done.stdout, done.stderr

    return run


def test_what_is_set_is_listed(sites):
    assert sites("list") == (0, "", "")
    code, out, _ = sites("set", "main", "--zone", "Europe/Istanbul")
    assert (code, out) == (0, "main: time zone Europe/Istanbul\n")
    code, out, _ = sites("set", "main", "--turbine", "T1", "--rated-power-kw", "3600")
    assert code == 0
    sites("set", "main", "--turbine", "T1", "--hub-height-m", "82", "--power-field", "power_kw")
    code, out, _ = sites("list")
    assert out.splitlines() == [
        "main: time zone Europe/Istanbul",
        "  T1: rated power 3600 kW, hub height 82 m and field of the power power_kw",
    ]
    code, out, _ = sites("list", "--json")
    facts = {"rated_power_kw": 3600.0, "hub_height_m": 82.0, "power_field": "power_kw"}
    main_site = {"zone": "Europe/Istanbul", "turbines": {"T1": facts}}
    assert json.loads(out) == {"sites": {"main": main_site}}


def test_an_empty_text_forgets_and_what_is_not_given_stays(sites):
    given = ["set", "main", "--turbine", "T1", "--json"]
    sites(*given, "--rated-power-kw", "3600", "--hub-height-m", "82", "--zone", "UTC")
    _, out, _ = sites(*given, "--hub-height-m", "", "--zone", "")
    facts = {"rated_power_kw": 3600.0}
    assert json.loads(out) == {"site": "main", "zone": "", "turbines": {"T1": facts}}


def test_a_turbine_and_a_site_are_removed(sites):
    sites("set", "main", "--turbine", "T1", "--hub-height-m", "82")
    code, out, _ = sites("remove", "main", "--turbine", "T1", "--json")
    assert (code, json.loads(out)) == (0, {"site": "main", "turbine": "T1"})
    assert sites("remove", "main")[0] == 0
    code, _, err = sites("remove", "main")
    assert (code, err) == (
        1,
        "turbine: Nothing is known about 'main'. The list of sites shows those about which "
        "something is known.\n",
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--hub-height-m", "82"], "Name it with --turbine."),
        ([], "Give --zone, or --turbine"),
        (["--zone", "Mars"], "Mars"),
        (["--turbine", "T1", "--rated-power-kw", "3.6 MW"], "from 0.1 to 50000 kW"),
    ],
)
def test_what_is_not_enough_or_cannot_be_is_refused(sites, words, said):
    code, _, err = sites("set", "main", *words)
    assert code == 1
    assert said in err
    assert sites("list")[1] == ""
