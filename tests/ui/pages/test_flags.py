"""The flags page, by its widgets' keys."""

import pytest
from apptest import click, metric, open_page, run, said, set_embedded
from scada import ACTOR, HEADER, Place, line

from turbine.model.errors import ConfigError
from turbine.ui.analyse import flags
from turbine.ui.common.chart import Pick

GAP = {200, 201, 202, 203, 204, 205, 300}
# Three days at 100 of 120 kW, six hours of it stopped in wind, and two gaps.
ROWS = [
    line(n, 0 if n < 36 else 100, 8 + n % 5 / 100, 120, 90 + n % 7)
    for n in range(432)
    if n not in GAP
]


@pytest.fixture
def on_page(embedded: Place, monkeypatch: pytest.MonkeyPatch):
    set_embedded(embedded, monkeypatch)
    embedded.ingest("\n".join([HEADER, *ROWS, ""]))
    return lambda page="flags", **query: open_page(page, embedded.settings.data_dir, **query)


def table(at, name: str):
    at.selectbox(key="flags_which_table").set_value(name)
    return run(at).dataframe[-1].value


def test_counts_gaps_and_tables(on_page):
    at = on_page()
    assert metric(at, "Flagged rows") == "36"
    assert metric(at, "Missing rows") == "7"
    assert table(at, "Gaps")["Missing rows"].to_list() == [6, 1]
    rows = table(at, "Flagged rows")
    assert len(rows) == 36
    assert set(rows["Flags"]) == {"stopped in wind"}
    assert rows["Time"].iloc[0].endswith("+00:00") or "+" in rows["Time"].iloc[0]


def test_the_script_has_the_parameters_in_force(on_page):
    at = on_page(rules="cut_in_mps=8.02,flat_rows=12")
    script = at.code[-1].value
    compile(script, "script", "exec")
    for said_so in ("'cut_in_mps': 8.02", "'flat_rows': 12", "'direction_deg': (0.0, 360.0)"):
        assert said_so in script


def test_parameters_are_in_the_address_of_every_view_and_noted_only_if_asked(on_page, embedded):
    at = on_page()
    at.number_input(key="flags_rule_cut_in_mps").set_value(8.02)
    run(at)
    assert metric(at, "Flagged rows") == "21"
    assert at.query_params["rules"] == "cut_in_mps=8.02"
    assert "1 changed parameter: cut_in_mps=8.02" in said(at)
    at.number_input(key="flags_rule_flat_rows").set_value(12)
    assert run(at).query_params["rules"] == "cut_in_mps=8.02,flat_rows=12"
    other = on_page("losses", rules="cut_in_mps=8.02")
    assert "cut_in_mps=8.02" in said(other)
    [series] = [info.series for info in embedded.windproof.explorer.series()]
    sites = embedded.windproof.sites
    assert not sites.facts(series.site, series.turbine)
    click(at, "flags_keep")
    assert sites.facts(series.site, series.turbine) == {
        "cut_in_mps": 8.02, "flag_rules": "flat_rows=12",
    }  # fmt: skip
    assert "rules" not in at.query_params
    assert metric(at, "Flagged rows") == "21"
    assert at.number_input(key="flags_rule_flat_rows").value == 12
    # The same as is noted is no change; nothing takes what is noted.
    at.number_input(key="flags_rule_flat_rows").set_value(12)
    assert "rules" not in run(at).query_params
    click(at, "flags_forget")
    assert sites.facts(series.site, series.turbine) == {"cut_in_mps": 8.02}


def test_a_zoom_is_in_the_address_and_what_cannot_be_is_said(on_page):
    day = "2018-01-02T00:00:00Z_2018-01-03T00:00:00Z"
    at = on_page(zoom=day)
    assert "show the whole period" in at.button(key="flags_whole").label
    click(at, "flags_whole")
    assert at.query_params["zoom"] == ""
    outside = on_page(zoom="2010-01-02T00:00:00Z_2010-01-03T00:00:00Z")
    assert "outside the chosen period" in said(outside)
    odd = on_page(zoom="noon", rules="cut_in_mps=99,nothing=1")
    for each in ("zoom", "cut_in_mps=99", "nothing=1"):
        assert each in said(odd)
    at.date_input(key="flags_day").set_value(at.date_input(key="flags_day").min)
    assert run(at).query_params["zoom"].startswith("20")


@pytest.mark.parametrize("text", ["a lot", "flat_row=12", "flat_rows=0"])
def test_what_is_noted_wrongly_by_hand_is_refused(embedded: Place, text):
    with pytest.raises(ConfigError) as caught:
        embedded.windproof.sites.set_turbine(ACTOR, "S", "T", {"flag_rules": text})
    assert "flat_rows" in f"{caught.value.message} {caught.value.hint}"
    assert not embedded.windproof.sites.facts("S", "T")


def test_flags_are_those_of_all_rows_and_say_so(on_page):
    at = on_page(select="sector_90_30")
    assert "the selection does not apply here" in said(at)
    assert "selected (" not in said(at)
    assert metric(at, "Flagged rows") == metric(on_page(), "Flagged rows")
    assert at.query_params["select"] in ("sector_90_30", ["sector_90_30"]), "it goes along"


def test_a_click_shows_its_day_closely_and_a_box_its_time(monkeypatch):
    state: dict[str, object] = {}
    monkeypatch.setattr(flags.st, "session_state", state)
    click = Pick(x=None, y=None, points=({"x": "2018-01-02 12:00", "y": "T1"},))
    flags._pick("Europe/Istanbul", click)
    assert state["flags_zoom"] == "2018-01-01T21:00:00Z_2018-01-02T21:00:00Z"
    box = Pick(x=("2018-01-02 06:30:00.5", "2018-01-02 09:00"), y=(0, 1), points=())
    flags._pick("UTC", box)
    assert state["flags_zoom"] == "2018-01-02T06:30:00Z_2018-01-02T09:00:00Z"
