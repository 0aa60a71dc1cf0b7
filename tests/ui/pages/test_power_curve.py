"""The power curve page, by its widgets' keys."""

from dataclasses import replace

import pytest
from apptest import choose, click, has, metric, open_page, run, said, set_embedded
from scada import ACTOR, HEADER, SERIES, Place, line

# Eight days at 8 m/s: 100 kW, then 110 kW.
ROWS = (line(n, 100 if n < 576 else 110, 8 + n % 5 / 100, 120, 90) for n in range(1_152))
FILE = "\n".join([HEADER, *ROWS, ""])
LATER = [line(n, 100, 8 + n % 5 / 100, 120, 90) for n in range(800, 1_152)]
START, STOP = "2018-01-01T00:00", "2018-01-09T00:00"


@pytest.fixture
def on_page(embedded: Place, monkeypatch: pytest.MonkeyPatch):
    set_embedded(embedded, monkeypatch)
    embedded.ingest(FILE)
    return lambda **query: open_page("power_curve", embedded.settings.data_dir, **query)


def test_bins_parts_and_two_periods(on_page):
    at = on_page()
    assert "not a power performance test" in said(at)
    [row] = at.dataframe[0].value.to_dict("records")
    assert row["Mean power (kW)"] == row["Median power (kW)"] == pytest.approx(105)
    assert (row["Rows"], row["Reference (kW)"], row["Few rows"]) == (1_152, 120, False)
    choose(at, "power_curve_parts", "sector")
    assert at.dataframe[0].value["Part"].to_list() == ["around 90°"]
    choose(at, "power_curve_parts", "sun")
    assert "Note its latitude and longitude" in said(at)
    choose(at, "power_curve_against", "date")
    assert at.date_input(key="power_curve_date").value.isoformat() == "2018-01-04"
    linked = on_page(against="date", date="2018-01-05")
    assert metric(linked, "B − A, same wind (kWh)") == "+1,920"
    assert metric(linked, "B − A, of A (%)") == "+10.00"
    assert metric(linked, "Hours compared (h)") == "192.0"
    choose(linked, "power_curve_against", "year")
    assert "There is nothing to compare" in said(linked)
    assert "A: 2017-01-01 to 2017-01-08" in said(linked)
    own = {"against_start": "2018-01-02T00:00", "against_stop": "2018-01-03T00:00"}
    later = on_page(start="2018-01-06T00:00", stop="2018-01-07T00:00", against="custom", **own)
    assert metric(later, "B − A, same wind (kWh)") == "+480.0"
    assert "Aligned by the time since the start of each" in said(later)
    refused = on_page(against="date", date="2019-01-05")
    assert "2019-01-05 does not cut the chosen period" in said(refused)
    assert refused.dataframe[0].value["Rows"].to_list() == [1_152]


def test_several_turbines_are_parted_and_compared_each(on_page, embedded):
    embedded.ingest(FILE, series=replace(SERIES, turbine="T2"))
    embedded.ingest("\n".join([HEADER, *LATER, ""]), series=replace(SERIES, turbine="T3"))
    both = "T1/main/scada,T2/main/scada,T3/main/scada"
    at = on_page(turbines=both, against="date", date="2018-01-05", start=START, stop=STOP)
    assert "Left out, as there are no rows in one of the periods: T3" in said(at)
    assert len(at.get("plotly_chart")) == 2
    choose(at, "power_curve_which_table", "B against A by turbine")
    table = at.dataframe[0].value
    assert table["Turbine"].to_list() == ["T1", "T2"]
    assert table["B − A, same wind (kWh)"].to_list() == pytest.approx([1_920, 1_920])
    at = on_page(turbines=both, parts="sector", start=START, stop=STOP)
    assert len(at.get("plotly_chart")) == 5, "a rose and the rows over time beside them"
    assert at.dataframe[0].value["Turbine"].to_list() == ["T1", "T2", "T3"]


def test_wakes_and_density_are_options_and_say_what_they_lack(on_page, embedded: Place):
    at = on_page(wakes="out")
    assert "only turbine known at its site" in said(at)
    assert not at.dataframe
    sites, series = embedded.windproof.sites, embedded.windproof.explorer.series()[0].series
    east = {"latitude_deg": 0.0, "longitude_deg": 0.0036, "rotor_diameter_m": 100.0}
    sites.set_turbine(ACTOR, series.site, "E1", east)
    assert f"more facts about {series.turbine}: Latitude and Longitude" in said(run(at))
    own = {"latitude_deg": 0.0, "longitude_deg": 0.0, "rated_power_kw": 120.0}
    sites.set_turbine(ACTOR, series.site, series.turbine, own)
    assert "There are no rows" not in said(run(at))
    assert "1,152 rows from the disturbed sectors" in said(at)
    choose(at, "power_curve_which_table", "Wakes")
    [row] = at.dataframe[0].value.to_dict("records")
    assert (row["Disturbed by"], row["Direction (°)"]) == ("E1", pytest.approx(90))
    choose(at, "power_curve_wakes", "in")
    choose(at, "power_curve_density", "standard")
    assert "no field for outside temperature" in said(at)
    assert at.query_params["density"] == "standard"


def test_what_is_selected_follows_to_every_chart_and_a_chip_clears_it(on_page):
    at = on_page(select="box_7_9_0_105,nonsense")
    assert "'nonsense' selects nothing" in said(at)
    assert "576 of 1,152 rows selected (50.0 %)" in said(at)
    assert "The curve is that of all rows" in said(at)
    assert at.dataframe[0].value["Rows"].to_list() == [1_152], "the box is drawn on all of them"
    assert len(at.get("plotly_chart")) == 3, "the curve, the rose and the rows over time"
    [chip] = [each for each in at.button if each.key.startswith("power_curve_clear")]
    assert chip.label == "Wind 7 to 9 m/s, power 0 to 105 kW"
    click(at, chip.key)
    assert "selected (" not in said(at)
    assert at.query_params["select"] in ("", [""])

    one_day = "time_20180101T210000Z_20180102T210000Z"  # the 2nd, at the site
    at = on_page(select=f"sector_90_30,{one_day}")
    assert "144 of 1,152 rows selected" in said(at)
    assert at.dataframe[0].value["Rows"].to_list() == [144]
    assert at.button(key=f"power_curve_clear_{one_day}").label == "2018-01-02"
    click(at, "power_curve_clear_all")
    assert at.dataframe[0].value["Rows"].to_list() == [1_152]
    at = on_page(select="sector_180_30")
    assert "0 of 1,152 rows selected" in said(at)
    assert "Clear a part of the selection" in said(at)


def test_a_selection_goes_along_to_the_next_view_and_to_both_periods(on_page):
    at = on_page(select="sector_90_30,box_7_9_0_105", against="date", date="2018-01-05")
    assert metric(at, "B − A, same wind (kWh)") == "+1,920", "no box cuts a curve"
    assert "do not apply while two periods are compared" in said(at)
    at.query_params.clear()  # as a browser does
    at.switch_page("../../pages/wind.py")
    run(at)
    assert "compared over all their rows: the selection does not apply" in said(at)
    choose(at, "wind_against", "none")
    assert "576 of 1,152 rows selected" in said(at)
    assert has(at, "wind_clear_sector_90_30")


def test_one_wrong_value_breaks_no_page(embedded: Place, monkeypatch):
    set_embedded(embedded, monkeypatch)
    wrong = line(300, 100, 2.0**55, 120, 90)
    embedded.ingest("\n".join([HEADER, *(line(n, n, n % 15, 120, 90) for n in range(300)), wrong]))
    for page in ("power_curve", "wind"):
        at = open_page(page, embedded.settings.data_dir)
        assert at.dataframe[0].value["Rows"].sum() == 301
