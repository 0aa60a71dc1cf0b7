"""The flags page, by its widgets' keys."""

import numpy as np
import pytest
from apptest import click, metric, open_page, run, said, set_embedded
from scada import ACTOR, HEADER, Place, line, utc_ns

from turbine.model.errors import ConfigError
from turbine.timing.periods import Pair, Span
from turbine.ui.analyse import flags_gaps, flags_series
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


def utc(row: int) -> str:
    return str(np.datetime64(utc_ns(row) // 10**9, "s"))


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
    monkeypatch.setattr(flags_series.st, "session_state", state)
    click = Pick(x=None, y=None, points=({"x": "2018-01-02 12:00", "y": "T1"},))
    flags_series.pick("Europe/Istanbul", click)
    assert state["flags_zoom"] == "2018-01-01T21:00:00Z_2018-01-02T21:00:00Z"
    box = Pick(x=("2018-01-02 06:30:00.5", "2018-01-02 09:00"), y=(0, 1), points=())
    flags_series.pick("UTC", box)
    assert state["flags_zoom"] == "2018-01-02T06:30:00Z_2018-01-02T09:00:00Z"


def cards(at) -> dict[str, tuple[str, str]]:
    return {each.label: (each.value, each.delta) for each in at.metric}


def test_two_periods_are_beside_each_other(on_page):
    at = on_page(against="date", date="2018-01-02")
    assert cards(at)["Flagged rows"] == ("0", "-36 against A: 36")
    assert cards(at)["Flagged rows (%)"] == ("0.00", "-25.00 against A: 25.00")
    assert cards(at)["Missing rows"] == ("7", "+7 against A: 0")
    assert "A lasts 1 day and B lasts 2 days" in said(at)
    assert "T1: A has 144 rows and B 281" in said(at)
    assert "A is drawn above B" in said(at)
    lines = at.dataframe[-1].value.set_index("Flag")
    stopped = lines.loc["stopped in wind"]
    assert (stopped["A, rows"], stopped["B, rows"]) == (36, 0)
    assert stopped["A, hours (h)"] == pytest.approx(6)
    assert stopped["A, share of its rows (%)"] == pytest.approx(25)
    assert stopped["B − A (percentage points)"] == pytest.approx(-25)
    assert lines.loc["any flag", "B − A (percentage points)"] == pytest.approx(-25)
    assert len(at.get("plotly_chart")) == 4
    gaps = table(at, "Gaps")
    assert list(gaps[["Period", "Missing rows"]].itertuples(index=False, name=None)) == [
        ("B", 6), ("B", 1),
    ]  # fmt: skip
    rows = table(at, "Flagged rows")
    assert set(rows["Period"]) == {"A"}
    rules = table(at, "Flags").set_index(["Flag", "Period"])
    assert rules.loc[("stopped in wind", "A"), "Rows"] == 36


def test_a_gap_of_a_is_shown_where_b_has_its_like(on_page):
    day = {"start": f"{utc(288)}Z", "stop": f"{utc(432)}Z", "zone": "Europe/Istanbul"}
    at = on_page(against="previous", **day)
    listed = at.dataframe[0].value
    assert listed[["Period", "Missing rows"]].to_numpy().tolist() == [["A", 6], ["B", 1]]
    spans = [Span(start_ns=utc_ns(n), stop_ns=utc_ns(n + 144)) for n in (144, 288)]
    pair = Pair(a=spans[0], b=spans[1], zone="Europe/Istanbul", years=None)
    assert flags_gaps._onto(pair, [(utc_ns(200), utc_ns(206))]) == [(utc_ns(344), utc_ns(350))]
    close = on_page(against="previous", zoom=f"{utc(340)}Z_{utc(360)}Z", **day)
    assert "show the whole period" in close.button(key="flags_whole").label


def test_a_zoom_beyond_b_is_one_where_a_is_longer(on_page):
    own = {
        "against": "custom",
        "against_start": "2018-01-01T00:00",
        "against_stop": "2018-01-03T00:00",
    }
    days = {"start": "2018-01-03T00:00", "stop": "2018-01-04T00:00", "zone": "UTC"}
    at = on_page(zoom="2018-01-04T10:00:00Z_2018-01-04T11:00:00Z", **own, **days)
    assert "outside the chosen period" not in said(at)
    alone = on_page(zoom="2018-01-04T10:00:00Z_2018-01-04T11:00:00Z", **days)
    assert "outside the chosen period" in said(alone)
