"""The explore page with two periods, by its widgets' keys."""

import json

import polars as pl
import pytest
from apptest import choose, open_page, said, set_embedded
from scada import HEADER, Place, line

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
    return lambda **query: open_page("explore", embedded.settings.data_dir, **days, **query)


def figure(at):
    [chart] = at.get("plotly_chart")
    return json.loads(chart.proto.spec)


def cards(at) -> dict[str, tuple[str, str]]:
    return {each.label: (each.value, each.delta) for each in at.metric}


def test_before_and_after_a_date_over_time_and_by_hour(on_page):
    fields = "power_kw,wind_direction_deg"
    at = on_page(against="date", date="2018-01-02", window="1h", fields=fields)
    assert not at.error
    assert "compares this period with another one" in at.code[-1].value
    assert cards(at)["Active power (kW)"] == ("150.0", "+50.0 against A: 100.0")
    assert cards(at)["Wind direction (°)"] == ("10.0", "+20.0 against A: 350.0")
    assert cards(at)["Active energy (kWh), scaled"] == ("3,600", "+1,200 against A: 2,400")
    assert "B 75.0 %" in said(at)
    assert "Placed by the time since the start of each" in said(at)
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
    assert at.selectbox(key="explore_against").disabled
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
