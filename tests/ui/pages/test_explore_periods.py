"""The explore page with two periods, by its widgets' keys."""

import json

import numpy as np
import polars as pl
import pytest
from apptest import choose, click, has, open_page, run, said, set_embedded
from scada import HEADER, Place, line

from turbine.ui.common.chart import Pick
from turbine.ui.common.entry import SeriesEntry
from turbine.ui.common.feedback import bare
from turbine.ui.explore import result, zoom
from turbine.ui.explore.choice import parse

# Two days at 100 kW, the second one at 150 kW and without its last six hours.
FILE = "\n".join(
    [
        HEADER,
        *(line(n, 100, 8, 120, 350) for n in range(144)),
        *(line(n, 150, 9, 120, 10) for n in range(144, 252)),
        "",
    ]
)


@pytest.fixture
def on_page(embedded: Place, monkeypatch: pytest.MonkeyPatch):
    set_embedded(embedded, monkeypatch)
    embedded.ingest(FILE)
    days = {"start": "2018-01-01T00:00", "stop": "2018-01-03T00:00"}
    return lambda **query: open_page("explore", embedded.settings.data_dir, **{**days, **query})


def figure(at):
    [chart] = at.get("plotly_chart")
    return json.loads(chart.proto.spec)


def cards(at) -> dict[str, tuple[str, str]]:
    return {bare(each.label): (each.value, each.delta) for each in at.metric}


def test_before_and_after_a_date_over_time_and_by_hour(on_page):
    fields = "power_kw,wind_direction_deg"
    at = on_page(against="date", date="2018-01-02", window="1h", fields=fields)
    assert not at.error
    assert "Both periods of the page, A and B, side by side" in at.code[-1].value
    assert cards(at)["Active power (kW)"] == ("150.0", "+50.0 against A: 100.0")
    assert cards(at)["Wind direction (°)"] == ("10.0", "+20.0 against A: 350.0")
    assert cards(at)["Active energy (kWh), scaled"] == ("3,600", "+1,200 against A: 2,400")
    assert "B 75.0 %" in said(at)
    assert "Aligned by the time since the start of each" in said(at)
    names = [each["name"] for each in figure(at)["data"] if "name" in each]
    assert names[:2] == ["Active power mean (kW), A", "Active power mean (kW), B"]
    table = pl.from_pandas(at.dataframe[0].value)
    assert table.height == 24
    assert table["B − A, Active power mean (kW)"].to_list() == [50.0] * 18 + [None] * 6
    assert not any("B − A, Wind direction" in name for name in table.columns)
    choose(at, "explore_show", "day")
    day = pl.from_pandas(at.dataframe[0].value)
    assert day["B − A, Active power mean (kW)"].drop_nulls().to_list() == [50.0] * 18
    assert figure(at)["data"][0]["line"]["dash"]
    choose(at, "explore_show", "coverage")
    assert "Data coverage (rows found ÷ expected), A" in [
        each["name"] for each in figure(at)["data"]
    ]
    assert figure(at)["layout"].get("dragmode") != "select", "A before a date, B after it"
    coverage = pl.from_pandas(at.dataframe[0].value)
    assert coverage["A, Active power rows found"].to_list() == [6] * 24
    assert coverage["B, Active power rows found"].to_list() == [6] * 18 + [0] * 6
    choose(at, "explore_show", "time")
    assert at.selectbox(key="explore_against").value == "date"
    assert at.date_input(key="explore_date").value.isoformat() == "2018-01-02"


def test_a_period_without_rows_and_a_day_that_cuts_nothing_are_said(on_page):
    at = on_page(against="year")
    assert "There are no rows in period A: B is shown alone." in said(at)
    assert len(at.get("plotly_chart")) == 1
    at = on_page(against="date", date="2018-02-01")
    assert "2018-02-01 does not cut the chosen period" in said(at)
    assert cards(at)["Active power (kW)"][1] == ""


def asked(at, name: str) -> str:
    """Of the address."""
    value = at.query_params[name]
    return value if isinstance(value, str) else value[0]


def test_a_box_over_time_leads_to_its_windows_and_a_button_back(on_page, embedded, monkeypatch):
    at = on_page(window="3h", zone="UTC")
    assert figure(at)["layout"]["dragmode"] == "select"
    whole = asked(at, "start"), asked(at, "stop")
    usual = at.selectbox(key="explore_period").value
    [info] = embedded.windproof.explorer.series()
    params = {name: asked(at, name) for name in at.query_params}
    choice, _ = parse(params, [SeriesEntry(info=info)])
    edges = np.arange(choice.start_ns, choice.stop_ns + 1, 3 * 3_600 * 10**9)
    address: dict[str, str] = {}
    with monkeypatch.context() as patched:
        patched.setattr(zoom.st, "query_params", address)
        box = Pick(x=("2018-01-01 10:12:00.5", "2018-01-01 16:20"), y=(0, 1), points=())
        zoom.picking(choice, edges)(box)
    close = {"start": "2018-01-01T09:00:00Z", "stop": "2018-01-01T18:00:00Z"}
    assert address == {**close, "back": "_".join(whole)}
    # The address alone leads there and back: nothing of it is the session's.
    at = on_page(window="3h", zone="UTC", **address)
    assert len(at.dataframe[0].value) == 3
    assert "Back to 2018-01-01 00:00" in at.button(key="explore_back").label
    assert asked(at, "back") == "_".join(whole)
    closer = on_page(window="3h", zone="UTC", start=close["start"], stop="2018-01-01T12:00:00Z",
                     back=f"{'_'.join(whole)},{'_'.join(close.values())}")  # fmt: skip
    click(closer, "explore_back")
    assert asked(closer, "back") == "_".join(whole)
    for each in (at, closer):
        assert asked(each, "stop") == close["stop"]
        click(each, "explore_back")
        assert (asked(each, "start"), asked(each, "stop")) == whole
        assert each.selectbox(key="explore_period").value == usual
        assert not has(each, "explore_back")


def test_a_period_that_is_chosen_otherwise_leads_nowhere_back(on_page):
    here = {"start": "2018-01-01T09:00:00Z", "stop": "2018-01-01T18:00:00Z"}
    at = on_page(back="2018-01-01T00:00:00Z_2018-01-03T00:00:00Z", **here)
    assert has(at, "explore_back")
    at.selectbox(key="explore_period").set_value("all")
    assert not has(run(at), "explore_back")
    assert asked(at, "back") == ""
    odd = on_page(back="2018-01-01T00:00:00Z_2018-01-03T00:00:00Z,noon", **here)
    assert "noon" in said(odd)
    assert not has(odd, "explore_back")


def test_a_box_means_nothing_by_hour_and_where_a_would_not_follow(on_page):
    assert figure(on_page(show="coverage"))["layout"]["dragmode"] == "select"
    assert figure(on_page(against="previous"))["layout"]["dragmode"] == "select"
    for query in ({"show": "day"}, {"against": "date", "date": "2018-01-02"}):
        at = on_page(**query)
        assert figure(at)["layout"].get("dragmode") != "select"
        assert "Drag over the chart" not in said(at)


def test_a_field_that_a_header_names_is_no_link(monkeypatch):
    shown = []
    monkeypatch.setattr(result.st, "metric", lambda *texts, **_: shown.append(texts[:2]))
    result._card("[x](https://example.com) (kW)", 1.0, "")
    result._states_card("[x](https://example.com)", "![y](https://example.com)")
    for text in (label for pair in shown for label in pair):
        assert "](" not in text
        assert "https://" not in text


@pytest.mark.parametrize("later", [1, 6])
def test_the_script_knows_how_long_rows_last_at_each_time(embedded, monkeypatch, later):
    set_embedded(embedded, monkeypatch)
    numbers = [*range(288), *range(288, 288 + 72 * later, later)]
    embedded.ingest("\n".join([HEADER, *(line(n, 100, 8, 120, 90) for n in numbers), ""]))
    at = open_page("explore", embedded.settings.data_dir, function="energy", window="1d")
    script = at.code[-1].value
    assert "'10min'" in script
    assert ("'60min'" in script) is (later == 6)
